/** Where a cell's references lie, to look for those in a window. */
import { type Box, BoxTree } from "../geometry/index.ts";
import { factsOf, referenceBox } from "./hierarchy.ts";
import type { Reference } from "./reference.ts";

/** References to cells without any shape get a box that touches nothing. */
export function referenceTree(references: readonly Reference[]): BoxTree {
  const boxes = new Int32Array(4 * references.length);
  for (let i = 0; i < references.length; i++) {
    const below = factsOf(references[i].cell).outer;
    if (below === null) boxes.set([2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31)], 4 * i);
    else boxes.set(clamped(referenceBox(references[i], below)), 4 * i);
  }
  return new BoxTree(boxes);
}

/** What lies beyond the 32-bit range cannot be flattened, but may still be looked for. */
function clamped(box: Box): number[] {
  return box.toArray().map((value) => Math.min(2 ** 31 - 1, Math.max(-(2 ** 31), value)));
}
