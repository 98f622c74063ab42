/** Writing point lists: the shortest type that can say the points, which are x,y pairs relative to the first, 0,0. */
import { type ByteWriter, octant } from "./byte-writer.ts";
import type { PointList } from "./point-list.ts";

export function writePolygonPoints(writer: ByteWriter, list: PointList): void {
  const turns = alternation(list, true);
  if (turns >= 0) writeAlternating(writer, list, turns, list.length - 2);
  else writeSteps(writer, list);
}

export function writePathPoints(writer: ByteWriter, list: PointList): void {
  const turns = alternation(list, false);
  if (turns >= 0) writeAlternating(writer, list, turns, list.length);
  else writeSteps(writer, list);
}

/** 0 where every other step from the first on is along x, the rest along y; 1 for the opposite; −1 for neither. */
function alternation(list: PointList, isClosed: boolean): number {
  const count = list.length / 2;
  if (count < 2 || (isClosed && (count < 4 || count % 2 === 1))) return -1;
  if (alternates(list, 0, isClosed ? count : count - 1)) return 0;
  return alternates(list, 1, isClosed ? count : count - 1) ? 1 : -1;
}

function alternates({ xy, length }: PointList, first: number, steps: number): boolean {
  for (let i = 0; i < steps; i++) {
    const next = 2 * i + 2 === length ? 0 : 2 * i + 2;
    // What must not change: y in a step along x, x in one along y.
    const still = ((i + first) & 1) ^ 1;
    if (xy[next + still] !== xy[2 * i + still]) return false;
  }
  return true;
}

/** Types 0 and 1. The last point of a polygon follows from the others: `end` leaves it out. */
function writeAlternating(writer: ByteWriter, { xy }: PointList, first: number, end: number): void {
  writer.unsigned(first);
  writer.unsigned(end / 2 - 1);
  for (let i = 2; i < end; i += 2) {
    const along = (i / 2 - 1 + first) & 1;
    writer.signed(xy[i + along] - xy[i - 2 + along]);
  }
}

/** Type 2 along the axes, 3 along the diagonals too, else 4. */
function writeSteps(writer: ByteWriter, { xy, length }: PointList): void {
  let most = 0;
  for (let i = 2; i < length && most < 8; i += 2) {
    const direction = octant(xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]);
    most = direction < 0 ? 8 : Math.max(most, direction);
  }
  const type = most < 4 ? 2 : most < 8 ? 3 : 4;
  writer.unsigned(type);
  writer.unsigned(length / 2 - 1);
  for (let i = 2; i < length; i += 2) {
    const dx = xy[i] - xy[i - 2];
    const dy = xy[i + 1] - xy[i - 1];
    if (type === 4) writer.delta(dx, dy);
    else writer.unsigned(Math.max(Math.abs(dx), Math.abs(dy)) * (type === 2 ? 4 : 8) + octant(dx, dy));
  }
}
