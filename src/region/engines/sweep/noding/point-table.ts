/** Points numbered in lexicographic order (x, then y), each once however often it was given. */
import { orderBy } from "../../strips.ts";

export interface PointTable {
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** The number of each point that was given. */
  readonly numbers: Int32Array;
}

export function pointTable(givenX: Int32Array, givenY: Int32Array): PointTable {
  const count = givenX.length;
  const order = orderBy(givenX, count);
  for (let first = 0; first < count; ) {
    let end = first + 1;
    while (end < count && givenX[order[end]] === givenX[order[first]]) end++;
    if (end - first > 1) sortByY(order, first, end, givenY);
    first = end;
  }
  const numbers = new Int32Array(count);
  const x = new Int32Array(count);
  const y = new Int32Array(count);
  let last = -1;
  for (let k = 0; k < count; k++) {
    const i = order[k];
    if (last === -1 || x[last] !== givenX[i] || y[last] !== givenY[i]) {
      last++;
      x[last] = givenX[i];
      y[last] = givenY[i];
    }
    numbers[i] = last;
  }
  return { x: x.subarray(0, last + 1), y: y.subarray(0, last + 1), numbers };
}

/** Longer runs go to the radix sort. */
const fewToInsert = 24;

function sortByY(order: Int32Array, first: number, end: number, givenY: Int32Array): void {
  if (end - first > fewToInsert) {
    const run = order.slice(first, end);
    const byY = orderBy(
      run.map((i) => givenY[i]),
      run.length,
    );
    for (let k = 0; k < run.length; k++) order[first + k] = run[byY[k]];
    return;
  }
  for (let k = first + 1; k < end; k++) {
    const i = order[k];
    let at = k;
    for (; at > first && givenY[order[at - 1]] > givenY[i]; at--) order[at] = order[at - 1];
    order[at] = i;
  }
}
