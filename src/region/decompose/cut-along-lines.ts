/**
 * A polygon cut along vertical or horizontal lines, or as near to them as the grid lets it (exact-cuts.ts): nothing is
 * rounded, so that the parts fill the polygon and do not overlap. Of a plate with thousands of holes most meet neither a line
 * nor an edge that does: those stay as they are and are given to the parts that they lie in.
 */
import { BoxTree, Hits, type PolygonSet, PolygonSetBuilder, turn } from "../../geometry/index.ts";
import { type PlaneGraph, planeGraph, Segments } from "../engines/index.ts";
import { exactCuts, firstFrom } from "./exact-cuts.ts";
import { insideFaces } from "./faces.ts";
import { mirrored } from "./mirrored.ts";

/** 0 for lines across x, 1 for lines across y. */
export type Axis = 0 | 1;

/**
 * Null where edges of the polygon cross, which in merged ones none do.
 * @param piece  one polygon
 * @param lines  ascending, within its box
 */
export function cutAlongLines(piece: PolygonSet, axis: Axis, lines: readonly number[]): PolygonSet | null {
  if (axis === 0) return cutUpright(piece, lines);
  const parts = cutUpright(mirrored(piece), lines);
  return parts && mirrored(parts);
}

function cutUpright(piece: PolygonSet, lines: readonly number[]): PolygonSet | null {
  const { xy, rings, ringCount } = piece;
  const cuts = exactCuts(piece, lines);
  const takesPart = ringsThatMeet(piece, lines);
  // A segment has one vertex of its ring; a cut has two.
  const segments = new Segments(piece.vertexCount + cuts.length / 2);
  const others = new PolygonSetBuilder();
  for (let ring = 0; ring < ringCount; ring++) {
    if (takesPart[ring] === 1) segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0);
    else {
      others.vertices(xy, 2 * rings[ring], 2 * (rings[ring + 1] - rings[ring]));
      others.endRing();
    }
  }
  for (let i = 0; i < cuts.length; i += 4) {
    const [ax, ay, bx, by] = cuts.subarray(i, i + 4);
    if (ax < bx || (ax === bx && ay < by)) segments.addSegment(ax, ay, bx, by, 0, 1);
    else segments.addSegment(bx, by, ax, ay, 0, 1);
  }
  const graph = planeGraph(segments);
  if (!isExact(graph, segments)) return null;
  return insideFaces(graph, others.view());
}

/** Whether all edges lie on the segments that they are a part of. */
function isExact({ x, y, from, to, origin }: PlaneGraph, { ax, ay, bx, by }: Segments): boolean {
  return from.every((v, e) => {
    const s = origin[e];
    const isOn = (p: number) => turn(ax[s], ay[s], bx[s], by[s], x[p], y[p]) === 0;
    return isOn(v) && isOn(to[e]);
  });
}

/** 1 for the hull, for holes that meet a line, and for those whose box meets an edge of a ring that has 1. */
function ringsThatMeet(piece: PolygonSet, lines: readonly number[]): Uint8Array {
  const { xy, rings, ringCount } = piece;
  const meets = new Uint8Array(ringCount);
  meets[0] = 1;
  if (ringCount === 1) return meets;
  const boxes = holeBoxes(piece);
  const waiting = [0];
  const add = (ring: number) => {
    if (meets[ring] === 1) return;
    meets[ring] = 1;
    waiting.push(ring);
  };
  for (let hole = 0; hole + 1 < ringCount; hole++)
    if (meetsLine(lines, boxes[4 * hole], boxes[4 * hole + 2])) add(hole + 1);
  const tree = new BoxTree(boxes);
  const hits = new Hits();
  for (let ring = waiting.pop(); ring !== undefined; ring = waiting.pop()) {
    let [ax, ay] = [xy[2 * rings[ring + 1] - 2], xy[2 * rings[ring + 1] - 1]];
    for (let v = rings[ring]; v < rings[ring + 1]; v++) {
      const [bx, by] = [xy[2 * v], xy[2 * v + 1]];
      const [left, right] = ax < bx ? [ax, bx] : [bx, ax];
      const [bottom, top] = ay < by ? [ay, by] : [by, ay];
      tree.search(left, bottom, right, top, hits);
      for (let k = 0; k < hits.count; k++)
        if (meetsBox(ax, ay, bx, by, boxes, 4 * hits.items[k])) add(hits.items[k] + 1);
      [ax, ay] = [bx, by];
    }
  }
  return meets;
}

/** left, bottom, right, top of every ring but the first. */
function holeBoxes({ xy, rings, ringCount }: PolygonSet): Int32Array {
  const boxes = new Int32Array(4 * (ringCount - 1));
  for (let ring = 1; ring < ringCount; ring++) {
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; i += 2) {
      if (xy[i] < left) left = xy[i];
      if (xy[i] > right) right = xy[i];
      if (xy[i + 1] < bottom) bottom = xy[i + 1];
      if (xy[i + 1] > top) top = xy[i + 1];
    }
    const at = 4 * (ring - 1);
    boxes[at] = left;
    boxes[at + 1] = bottom;
    boxes[at + 2] = right;
    boxes[at + 3] = top;
  }
  return boxes;
}

function meetsLine(lines: readonly number[], from: number, to: number): boolean {
  const k = firstFrom(lines, from);
  return k < lines.length && lines[k] <= to;
}

/** False where a box lies surely on one side of a line. */
function meetsBox(ax: number, ay: number, bx: number, by: number, boxes: Int32Array, at: number): boolean {
  const dx = bx - ax;
  const dy = by - ay;
  const x1 = dx * (boxes[at + 1] - ay);
  const x2 = dx * (boxes[at + 3] - ay);
  const y1 = dy * (boxes[at] - ax);
  const y2 = dy * (boxes[at + 2] - ax);
  // The float64 products are off by less than 2⁻⁵⁰ of them.
  const error = 2 ** -50 * (Math.abs(x1) + Math.abs(x2) + Math.abs(y1) + Math.abs(y2));
  const least = Math.min(x1, x2) - Math.max(y1, y2);
  const most = Math.max(x1, x2) - Math.min(y1, y2);
  return least <= error && most >= -error;
}
