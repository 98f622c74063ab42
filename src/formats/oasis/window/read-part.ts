/**
 * Reading only what a window needs: a first look at the file keeps references, and boxes around the shapes of some
 * kilobytes each; then only the records are read again whose box touches what the window needs of their cell.
 */
import { Box } from "../../../geometry/index.ts";
import { type Cell, type Layout, neededWindows, partInWindow, windowInDbu } from "../../../layout/index.ts";
import type { FileBytes } from "../../../platform/index.ts";
import type { Warnings } from "../../warnings.ts";
import { OasisFile } from "../oasis-file.ts";
import type { ReadOasisOptions } from "../read-oasis.ts";
import type { StreamReader } from "../stream-reader.ts";
import { Skeleton, type Stretch } from "./skeleton.ts";
import { WindowFiller } from "./window-filler.ts";

/** @param window  µm */
export function readPartInWindow(
  bytes: Uint8Array | FileBytes,
  options: ReadOasisOptions,
  window: Box,
  warnings: Warnings,
): Layout {
  let skeleton!: Skeleton;
  const file = new OasisFile(bytes, options, warnings, (cursor, target) => {
    skeleton = new Skeleton(cursor, target);
    return skeleton;
  });
  const whole = file.read();
  const needed = neededWindows(whole.tops, boxesOf(skeleton), windowInDbu(window, whole.dbu));
  let filler!: WindowFiller;
  const reader = file.partReader((cursor, target) => {
    filler = new WindowFiller(cursor, target);
    return filler;
  });
  const part = partInWindow(whole, needed, (from, to, seen) => {
    filler.startWithin(to, seen);
    readStretches(reader, skeleton.stretches.get(from) ?? [], seen);
    filler.start(null);
  });
  file.nameLayers(part.cells);
  return part;
}

function readStretches(reader: StreamReader, stretches: readonly Stretch[], window: Box): void {
  for (const [i, stretch] of stretches.entries())
    if (stretch.touches(window)) reader.readPart(stretch.from, stretch.modal, stretches[i + 1]?.from ?? null);
}

/** The boxes around the own shapes and labels of the cells that have some. */
function boxesOf({ stretches }: Skeleton): Map<Cell, Box> {
  const boxes = new Map<Cell, Box>();
  for (const [cell, list] of stretches) {
    for (const { left, bottom, right, top } of list) {
      if (left > right) continue;
      const box = new Box(left, bottom, right, top);
      boxes.set(cell, boxes.get(cell)?.or(box) ?? box);
    }
  }
  return boxes;
}
