/** Polygons whose vertices are not on the grid yet: database units as doubles, rings as geometry's PolygonSet has them. */
import { type Affine, Box, PolygonSet } from "../../geometry/index.ts";
import { checkCoordinate } from "../../units.ts";

export interface Outline {
  readonly xy: Float64Array | Int32Array;
  readonly rings: Uint32Array;
  readonly polygons: Uint32Array;
}

/** Shared: nobody writes to them. */
const onePolygon = Uint32Array.of(0, 1);
const fourVertices = Uint32Array.of(0, 4);

export function ringOutline(xy: Float64Array): Outline {
  return { xy, rings: xy.length === 8 ? fourVertices : Uint32Array.of(0, xy.length / 2), polygons: onePolygon };
}

/** Moved by the matrix; rings keep their sense, also where it mirrors. */
export function transformedOutline({ xy, rings, polygons }: Outline, affine: Affine): Outline {
  const { a, b, c, d, dx, dy } = affine;
  const out = new Float64Array(xy.length);
  const isMirrored = a * d - b * c < 0;
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    for (let i = start; i < end; i += 2) {
      const at = isMirrored ? start + end - 2 - i : i;
      out[at] = a * xy[i] + b * xy[i + 1] + dx;
      out[at + 1] = c * xy[i] + d * xy[i + 1] + dy;
    }
  }
  return { xy: out, rings, polygons };
}

/** Copies of it, moved by each of the x,y pairs. */
export function repeatedOutline({ xy, rings, polygons }: Outline, offsets: Float64Array): Outline {
  const count = offsets.length / 2;
  const [ringCount, polygonCount] = [rings.length - 1, polygons.length - 1];
  const out = new Float64Array(xy.length * count);
  const outRings = new Uint32Array(ringCount * count + 1);
  const outPolygons = new Uint32Array(polygonCount * count + 1);
  for (let copy = 0; copy < count; copy++) {
    const [dx, dy] = [offsets[2 * copy], offsets[2 * copy + 1]];
    const at = copy * xy.length;
    for (let i = 0; i < xy.length; i += 2) {
      out[at + i] = xy[i] + dx;
      out[at + i + 1] = xy[i + 1] + dy;
    }
    for (let i = 1; i <= ringCount; i++) outRings[copy * ringCount + i] = rings[i] + at / 2;
    for (let i = 1; i <= polygonCount; i++) outPolygons[copy * polygonCount + i] = polygons[i] + copy * ringCount;
  }
  return { xy: out, rings: outRings, polygons: outPolygons };
}

/** On the grid, halves away from zero. Throws a UnitsError where a coordinate leaves the 32-bit range. */
export function snappedOutline({ xy, rings, polygons }: Outline): PolygonSet {
  if (xy instanceof Int32Array) return new PolygonSet(xy, rings, polygons);
  const out = new Int32Array(xy.length);
  let smallest = 0;
  let largest = 0;
  for (let i = 0; i < xy.length; i++) {
    const value = xy[i] < 0 ? -Math.floor(0.5 - xy[i]) : Math.floor(xy[i] + 0.5);
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
    out[i] = value;
  }
  checkCoordinate(smallest, "coordinate");
  checkCoordinate(largest, "coordinate");
  return new PolygonSet(out, rings, polygons);
}

export function outlineBox({ xy }: Outline): Box | null {
  return xy.length === 0 ? null : Box.around(xy);
}

/** Twice the area and the centre of mass of polygons that do not overlap; null for an area of 0. */
export function outlineCentroid({ xy, rings }: Outline): [number, number] | null {
  if (xy.length === 0) return null;
  const [x0, y0] = [xy[0], xy[1]];
  let area = 0;
  let sumX = 0;
  let sumY = 0;
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    let [ax, ay] = [xy[end - 2] - x0, xy[end - 1] - y0];
    for (let i = start; i < end; i += 2) {
      const [bx, by] = [xy[i] - x0, xy[i + 1] - y0];
      const cross = ax * by - ay * bx;
      area += cross;
      sumX += cross * (ax + bx);
      sumY += cross * (ay + by);
      [ax, ay] = [bx, by];
    }
  }
  return area === 0 ? null : [x0 + sumX / (3 * area), y0 + sumY / (3 * area)];
}

/** Vertices of a ring up to which each side is compared with each other one. */
const fewSides = 64;

/**
 * Whether a ring is known to cross and touch itself nowhere: 1 where it is and runs counter-clockwise, −1 clockwise, 0
 * where it is not known.
 */
export function simpleSense(xy: Float64Array): 1 | -1 | 0 {
  const count = xy.length / 2;
  if (count < 3 || count > fewSides) return 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const isNext = j === i + 1 || (i === 0 && j === count - 1);
      if (isNext ? foldsBack(xy, j === i + 1 ? i : j, count) : meet(xy, i, j, count)) return 0;
    }
  let area = 0;
  for (let i = 0, k = count - 1; i < count; k = i++) area += xy[2 * k] * xy[2 * i + 1] - xy[2 * k + 1] * xy[2 * i];
  return area > 0 ? 1 : area < 0 ? -1 : 0;
}

/** Side `i` and the one behind it: whether they run over each other, or one has no length. */
function foldsBack(xy: Float64Array, i: number, count: number): boolean {
  const [a, b, c] = [2 * i, 2 * ((i + 1) % count), 2 * ((i + 2) % count)];
  const [ux, uy, vx, vy] = [xy[b] - xy[a], xy[b + 1] - xy[a + 1], xy[c] - xy[b], xy[c + 1] - xy[b + 1]];
  if ((ux === 0 && uy === 0) || (vx === 0 && vy === 0)) return true;
  return ux * vy - uy * vx === 0 && ux * vx + uy * vy < 0;
}

function meet(xy: Float64Array, i: number, j: number, count: number): boolean {
  const [a, b, c, d] = [2 * i, 2 * ((i + 1) % count), 2 * j, 2 * ((j + 1) % count)];
  const side = (p: number, q: number, r: number) =>
    Math.sign((xy[q] - xy[p]) * (xy[r + 1] - xy[p + 1]) - (xy[q + 1] - xy[p + 1]) * (xy[r] - xy[p]));
  if (Math.max(xy[a], xy[b]) < Math.min(xy[c], xy[d]) || Math.max(xy[c], xy[d]) < Math.min(xy[a], xy[b])) return false;
  if (
    Math.max(xy[a + 1], xy[b + 1]) < Math.min(xy[c + 1], xy[d + 1]) ||
    Math.max(xy[c + 1], xy[d + 1]) < Math.min(xy[a + 1], xy[b + 1])
  )
    return false;
  return side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
}
