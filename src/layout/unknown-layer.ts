/** The error for a layer that is not there: it lists what is. */
import { ReticleError } from "../errors.ts";
import type { Layer } from "./layer.ts";

const most = 12;

export function unknownLayer(wanted: Layer, there: readonly Layer[], where: string): ReticleError {
  const near = [...there].sort((a, b) => distance(a, wanted) - distance(b, wanted)).slice(0, most);
  const shown = near.sort((a, b) => a.key - b.key).join(", ");
  const has =
    there.length === 0 ? "it has none" : `it has ${shown}${there.length > most ? `, … (${there.length} in all)` : ""}`;
  return new ReticleError("LayoutError", "unknown-layer", `layer ${wanted} is not in ${where}; ${has}`);
}

function distance(a: Layer, b: Layer): number {
  return Math.abs(a.layer - b.layer) + (a.layer === b.layer ? Math.abs(a.datatype - b.datatype) / 2 ** 25 : 0.5);
}
