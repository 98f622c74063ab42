/**
 * A polygon cut along vertical or horizontal lines, by two booleans: with every second slab between the lines, and with the
 * others. Of a plate with thousands of holes most meet neither a line nor come near an edge that may be bent there: those
 * stay as they are and are given to the parts that they lie in.
 */
import { type Box, BoxTree, Hits, type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { booleanOf, own } from "../engines/index.ts";
import { holders } from "../selection/holders.ts";

/** 0 for lines across x, 1 for lines across y. */
export type Axis = 0 | 1;

/** What rounding makes of an edge comes no farther from it than this. */
const reach = 1;

/**
 * @param piece  one polygon
 * @param lines  ascending, within its box
 */
export function cutAlongLines(piece: PolygonSet, axis: Axis, lines: readonly number[]): PolygonSet {
  const takesPart = ringsThatMeet(piece, axis, lines);
  const meeting = new PolygonSetBuilder();
  for (let ring = 0; ring < takesPart.length; ring++) if (takesPart[ring] === 1) addRing(meeting, piece, ring);
  meeting.endPolygon();
  const others: number[] = [];
  for (let ring = 0; ring < takesPart.length; ring++) if (takesPart[ring] === 0) others.push(ring);
  const result = new PolygonSetBuilder(piece.vertexCount, 16);
  for (const slabs of slabsOf(piece.bbox()!, axis, lines)) {
    const parts = booleanOf("and", meeting.view(), slabs, own);
    if (others.length === 0) result.append(parts);
    else addWithHoles(result, parts, piece, others);
  }
  return result.build();
}

/** The slabs between lines: every second one, and the others. */
function slabsOf({ left, bottom, right, top }: Box, axis: Axis, lines: readonly number[]): PolygonSet[] {
  const borders = axis === 0 ? [left, ...lines, right] : [bottom, ...lines, top];
  const slabs = [new PolygonSetBuilder(), new PolygonSetBuilder()];
  for (let i = 0; i + 1 < borders.length; i++) {
    if (axis === 0) slabs[i % 2].rectangle(borders[i], bottom, borders[i + 1], top);
    else slabs[i % 2].rectangle(left, borders[i], right, borders[i + 1]);
  }
  return slabs.map((builder) => builder.view());
}

/** 1 for the hull, for holes that come near a line, and for those that come near an edge of a ring that has 1. */
function ringsThatMeet(piece: PolygonSet, axis: Axis, lines: readonly number[]): Uint8Array {
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
    if (isNearLine(lines, boxes[4 * hole + axis], boxes[4 * hole + 2 + axis])) add(hole + 1);
  const tree = new BoxTree(boxes);
  const hits = new Hits();
  for (let ring = waiting.pop(); ring !== undefined; ring = waiting.pop()) {
    let [ax, ay] = [xy[2 * rings[ring + 1] - 2], xy[2 * rings[ring + 1] - 1]];
    for (let v = rings[ring]; v < rings[ring + 1]; v++) {
      const [bx, by] = [xy[2 * v], xy[2 * v + 1]];
      const [left, right] = ax < bx ? [ax, bx] : [bx, ax];
      const [bottom, top] = ay < by ? [ay, by] : [by, ay];
      tree.search(left - reach, bottom - reach, right + reach, top + reach, hits);
      for (let k = 0; k < hits.count; k++)
        if (isNearBox(ax, ay, bx, by, boxes, 4 * hits.items[k])) add(hits.items[k] + 1);
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

function isNearLine(lines: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle] < from - reach) low = middle + 1;
    else high = middle;
  }
  return low < lines.length && lines[low] <= to + reach;
}

/** False where a box lies surely on one side of a line, and farther from it than `reach` in x or in y. */
function isNearBox(ax: number, ay: number, bx: number, by: number, boxes: Int32Array, at: number): boolean {
  const dx = bx - ax;
  const dy = by - ay;
  const x1 = dx * (boxes[at + 1] - reach - ay);
  const x2 = dx * (boxes[at + 3] + reach - ay);
  const y1 = dy * (boxes[at] - reach - ax);
  const y2 = dy * (boxes[at + 2] + reach - ax);
  // The float64 products are off by less than 2⁻⁵⁰ of them.
  const error = 2 ** -50 * (Math.abs(x1) + Math.abs(x2) + Math.abs(y1) + Math.abs(y2));
  const least = Math.min(x1, x2) - Math.max(y1, y2);
  const most = Math.max(x1, x2) - Math.min(y1, y2);
  return least <= error && most >= -error;
}

/** Parts that do not touch each other, each with those holes of the whole that lie in it. */
function addWithHoles(out: PolygonSetBuilder, parts: PolygonSet, piece: PolygonSet, holes: readonly number[]): void {
  const asPolygons = new PolygonSetBuilder();
  for (const hole of holes) {
    addRing(asPolygons, piece, hole);
    asPolygons.endPolygon();
  }
  const holesOf: number[][] = Array.from({ length: parts.count }, () => []);
  // No outline comes near them, so that one corner tells.
  for (const [i, part] of holders(asPolygons.view(), parts).entries()) if (part !== -1) holesOf[part].push(holes[i]);
  for (let part = 0; part < parts.count; part++) {
    for (let ring = parts.polygons[part]; ring < parts.polygons[part + 1]; ring++) addRing(out, parts, ring);
    for (const hole of holesOf[part]) addRing(out, piece, hole);
    out.endPolygon();
  }
}

function addRing(builder: PolygonSetBuilder, { xy, rings }: PolygonSet, ring: number): void {
  builder.vertices(xy, 2 * rings[ring], 2 * (rings[ring + 1] - rings[ring]));
  builder.endRing();
}
