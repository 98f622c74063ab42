/** Where bands meet: the ends of pieces on their common border, from both sides, are joined or paired from left to right. */
import { defect, longer, type Pieces } from "./pieces.ts";

/** Ends of pieces on one line, from left to right. */
export class EndList {
  ends: Int32Array = new Int32Array(16);
  count = 0;

  add(end: number): void {
    if (this.count === this.ends.length) this.ends = longer(this.ends);
    this.ends[this.count++] = end;
  }

  array(): Int32Array {
    return this.ends.slice(0, this.count);
  }
}

/**
 * Where a piece from below and one from above meet in a point,
 *
 *       │ U          both run the same way: the border has cut one edge;
 *   ────┼────        else the inside is in two opposite quarters, and each ring stays at its own quarter's edges:
 *     D │            D runs up: lower left and upper right, so D ends the pair from the left and U begins the next.
 */
export function joinSeam(pieces: Pieces, below: Int32Array, above: Int32Array): void {
  const { x, isUp } = pieces;
  let open = -1;
  const pair = (end: number): void => {
    if (open !== -1) pieces.link(open, end);
    open = open === -1 ? end : -1;
  };
  for (let b = 0, a = 0; b < below.length || a < above.length; ) {
    const fromBelow = b < below.length ? below[b] : -1;
    const fromAbove = a < above.length ? above[a] : -1;
    const D = fromBelow >> 1;
    const U = fromAbove >> 1;
    if (fromAbove === -1 || (fromBelow !== -1 && x[D] < x[U])) {
      pair(fromBelow);
      b++;
    } else if (fromBelow === -1 || x[U] < x[D]) {
      pair(fromAbove);
      a++;
    } else {
      if (isUp[D] !== isUp[U]) {
        pieces.meet(fromBelow, fromAbove);
        pair(isUp[D] === 1 ? fromBelow : fromAbove);
        pair(isUp[D] === 1 ? fromAbove : fromBelow);
      } else if (isUp[D] === 1) pieces.next[D] = U;
      else pieces.next[U] = D;
      b++;
      a++;
    }
  }
  if (open !== -1) throw defect();
}
