/** Writing point lists: the shortest type that can say the points, which are x,y pairs relative to the first, 0,0. */
import { type ByteWriter, octant } from "./byte-writer.ts";

export function writePolygonPoints(writer: ByteWriter, xy: ArrayLike<number>): void {
  const turns = alternation(xy, true);
  if (turns >= 0) writeAlternating(writer, xy, turns, xy.length - 2);
  else writeSteps(writer, xy);
}

export function writePathPoints(writer: ByteWriter, xy: ArrayLike<number>): void {
  const turns = alternation(xy, false);
  if (turns >= 0) writeAlternating(writer, xy, turns, xy.length);
  else writeSteps(writer, xy);
}

/** 0 where every other step from the first on is along x, the rest along y; 1 for the opposite; −1 for neither. */
function alternation(xy: ArrayLike<number>, isClosed: boolean): number {
  const count = xy.length / 2;
  if (count < 2 || (isClosed && (count < 4 || count % 2 === 1))) return -1;
  for (const first of [0, 1]) if (alternates(xy, first, isClosed ? count : count - 1)) return first;
  return -1;
}

function alternates(xy: ArrayLike<number>, first: number, steps: number): boolean {
  for (let i = 0; i < steps; i++) {
    const next = (2 * i + 2) % xy.length;
    // What must not change: y in a step along x, x in one along y.
    const still = (i + first) % 2 === 0 ? 1 : 0;
    if (xy[next + still] !== xy[2 * i + still]) return false;
  }
  return true;
}

/** Types 0 and 1. The last point of a polygon follows from the others: `end` leaves it out. */
function writeAlternating(writer: ByteWriter, xy: ArrayLike<number>, first: number, end: number): void {
  writer.unsigned(first);
  writer.unsigned(end / 2 - 1);
  for (let i = 2; i < end; i += 2) {
    const along = (i / 2 - 1 + first) % 2;
    writer.signed(xy[i + along] - xy[i - 2 + along]);
  }
}

/** Type 2 along the axes, 3 along the diagonals too, else 4. */
function writeSteps(writer: ByteWriter, xy: ArrayLike<number>): void {
  let most = 0;
  for (let i = 2; i < xy.length && most < 8; i += 2) {
    const direction = octant(xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]);
    most = direction < 0 ? 8 : Math.max(most, direction);
  }
  const type = most < 4 ? 2 : most < 8 ? 3 : 4;
  writer.unsigned(type);
  writer.unsigned(xy.length / 2 - 1);
  for (let i = 2; i < xy.length; i += 2) {
    const [dx, dy] = [xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]];
    if (type === 4) writer.delta(dx, dy);
    else writer.unsigned(Math.max(Math.abs(dx), Math.abs(dy)) * (type === 2 ? 4 : 8) + octant(dx, dy));
  }
}
