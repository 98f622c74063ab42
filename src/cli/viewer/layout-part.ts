/** A part of a layout by the names that the page knows. */
import type { Box } from "../../geometry/index.ts";
import { type Layout, toLayer } from "../../layout/index.ts";
import { partBytes } from "./part.ts";

export function layoutPart(
  layout: Layout,
  cell: string,
  layers: readonly string[],
  window: Box,
  size: readonly [width: number, height: number],
): Uint8Array {
  return partBytes({ cell: layout.cell(cell), layers: layers.map((one) => toLayer(one)), window, size });
}
