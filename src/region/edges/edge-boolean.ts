/**
 * Booleans between edges: what edges on one line share, exactly. Edges count as sets of points, whichever way they are
 * walked; all ends are ends of given edges, so nothing is rounded. Edges that only cross share no length.
 */
import { IntList } from "../../geometry/index.ts";
import type { BooleanOperation } from "../engines/index.ts";

const wanted: Record<BooleanOperation, (inA: boolean, inB: boolean) => boolean> = {
  or: (inA, inB) => inA || inB,
  and: (inA, inB) => inA && inB,
  not: (inA, inB) => inA && !inB,
  xor: (inA, inB) => inA !== inB,
};

/**
 * Of edges x1 y1 x2 y2 each. Parts that go on in one line are one edge; they run as the edges of `a` do there, else as
 * those of `b`.
 */
export function edgeBoolean(operation: BooleanOperation, a: Int32Array, b: Int32Array): Int32Array {
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  const out = new IntList();
  for (const ends of linesOf(all).values()) walk(all, a.length / 2, ends, wanted[operation], out);
  return out.view().slice();
}

/** Of each line the ends of its edges, as indices of points; two for each edge, in the order of the edges. */
function linesOf(xy: Int32Array): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (let i = 0; i < xy.length; i += 4) {
    const [dx, dy] = [xy[i + 2] - xy[i], xy[i + 3] - xy[i + 1]];
    if (dx === 0 && dy === 0) continue;
    const step = commonDivisor(Math.abs(dx), Math.abs(dy));
    const sign = dx < 0 || (dx === 0 && dy < 0) ? -1 : 1;
    const [ux, uy] = [(sign * dx) / step, (sign * dy) / step];
    const key = `${ux},${uy},${offset(ux, uy, xy[i], xy[i + 1])}`;
    let ends = lines.get(key);
    if (ends === undefined) lines.set(key, (ends = []));
    ends.push(i / 2, i / 2 + 1);
  }
  return lines;
}

/** The same for all points of a line, exactly. */
function offset(ux: number, uy: number, x: number, y: number): number | bigint {
  const [one, other] = [ux * y, uy * x];
  if (Math.abs(one) + Math.abs(other) < 2 ** 52) return one - other;
  return BigInt(ux) * BigInt(y) - BigInt(uy) * BigInt(x);
}

/** Euclid's. */
function commonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** @param firstOfB the first end that is one of b's edges */
function walk(
  xy: Int32Array,
  firstOfB: number,
  ends: number[],
  isWanted: (inA: boolean, inB: boolean) => boolean,
  out: IntList,
): void {
  const isVertical = xy[2 * ends[0]] === xy[2 * ends[1]];
  const at = (end: number) => (isVertical ? xy[2 * end + 1] : xy[2 * end]);
  // Of the edge that begins or ends there: 1 where it runs upwards along the line, −1 where downwards.
  const direction = (end: number) => (at(end & ~1) < at(end | 1) ? 1 : -1);
  const order = ends.sort((p, q) => at(p) - at(q));
  let [countA, countB, runA, runB] = [0, 0, 0, 0];
  /** Where the part that is being made began, and which way it runs: 0 for none. */
  let begin = -1;
  let way = 0;
  for (let i = 0; i < order.length; ) {
    const place = order[i];
    for (; i < order.length && at(order[i]) === at(place); i++) {
      const end = order[i];
      const run = direction(end);
      const opens = (end % 2 === 0) === run > 0 ? 1 : -1;
      if (end < firstOfB) [countA, runA] = [countA + opens, runA + opens * run];
      else [countB, runB] = [countB + opens, runB + opens * run];
    }
    const next = isWanted(countA > 0, countB > 0) ? ((countA > 0 ? runA : runB) < 0 ? -1 : 1) : 0;
    if (next === way) continue;
    if (way !== 0) push(out, xy, way > 0 ? begin : place, way > 0 ? place : begin);
    [begin, way] = [place, next];
  }
}

function push(out: IntList, xy: Int32Array, from: number, to: number): void {
  out.push4(xy[2 * from], xy[2 * from + 1], xy[2 * to], xy[2 * to + 1]);
}
