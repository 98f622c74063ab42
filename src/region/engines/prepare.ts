/**
 * The pre-pass that every engine shares. After it each polygon is filled non-zero by itself with winding numbers 0 and 1
 * only, so that "non-zero over all rings" is the union of polygons (KLayout's rule; DESIGN "Fill rule"): rings are
 * cleaned, hulls turned counter-clockwise, holes clockwise, and a polygon that touches or crosses itself is resolved
 * alone.
 */
import { PolygonSet, PolygonSetBuilder, ringAreaTwice } from "../../geometry/index.ts";
import { assemble } from "./assemble.ts";
import { cleanRing, reverseRing } from "./clean-ring.ts";
import type { BooleanOperation, PolygonEngine } from "./engine.ts";
import { isManhattan } from "./manhattan/vertical-edges.ts";
import { isSimplePolygon } from "./simple-polygon.ts";

const noRoom = new Int32Array(0);

/** The set itself where all its polygons are as they should be. */
export function prepare(set: PolygonSet, engine: PolygonEngine): PolygonSet {
  let builder: PolygonSetBuilder | null = null;
  let scratch: Int32Array = noRoom;
  // Polygons that are as they should be are copied in runs.
  let unchanged = 0;
  const next = (polygon: number): PolygonSetBuilder => {
    builder ??= new PolygonSetBuilder(set.vertexCount, set.count);
    builder.appendRange(set, unchanged, polygon);
    unchanged = polygon + 1;
    return builder;
  };
  for (let polygon = 0; polygon < set.count; polygon++) {
    const firstRing = set.polygons[polygon];
    const endRing = set.polygons[polygon + 1];
    const way = rectangleWay(set, firstRing, endRing);
    if (way > 0) continue;
    if (way < 0) {
      addReversed(next(polygon), set, firstRing);
      continue;
    }
    const size = 2 * (set.rings[endRing] - set.rings[firstRing]);
    if (scratch.length < size) scratch = new Int32Array(2 * size);
    const rings = cleanRings(set, firstRing, endRing, scratch);
    const isSimple = rings !== null && isSimplePolygon(scratch, rings);
    if (isSimple && isAsGiven(set, firstRing, endRing, scratch, rings)) continue;
    const result = next(polygon);
    if (isSimple) addRings(result, scratch, rings);
    else if (rings !== null) result.append(resolve(scratch, rings, engine));
  }
  return unchanged === 0 ? set : next(set.count).build();
}

function addReversed(builder: PolygonSetBuilder, { xy, rings }: PolygonSet, ring: number): void {
  for (let i = 2 * rings[ring + 1] - 2; i >= 2 * rings[ring]; i -= 2) builder.vertex(xy[i], xy[i + 1]);
  builder.endRing();
  builder.endPolygon();
}

/** Of a rectangle along the axes, which most polygons are: above 0 counter-clockwise, below 0 clockwise; 0 for all others. */
function rectangleWay({ xy, rings }: PolygonSet, firstRing: number, endRing: number): number {
  const i = 2 * rings[firstRing];
  if (endRing - firstRing !== 1 || 2 * rings[endRing] - i !== 8) return 0;
  const product = (xy[i + 4] - xy[i]) * (xy[i + 5] - xy[i + 1]);
  if (xy[i + 1] === xy[i + 3] && xy[i + 2] === xy[i + 4] && xy[i + 5] === xy[i + 7] && xy[i + 6] === xy[i])
    return product;
  const isVerticalFirst =
    xy[i] === xy[i + 2] && xy[i + 3] === xy[i + 5] && xy[i + 4] === xy[i + 6] && xy[i + 7] === xy[i + 1];
  return isVerticalFirst ? -product : 0;
}

/** Whether cleaning and turning have left all rings alone. */
function isAsGiven(
  { xy, rings }: PolygonSet,
  firstRing: number,
  endRing: number,
  cleaned: Int32Array,
  cleanedRings: readonly number[],
): boolean {
  const start = rings[firstRing];
  if (cleanedRings.length !== endRing - firstRing + 1) return false;
  for (let ring = 0; ring < cleanedRings.length; ring++)
    if (cleanedRings[ring] !== rings[firstRing + ring] - start) return false;
  // Of a ring that was turned round the first vertex is another one.
  return cleanedRings.every((first, ring) => {
    if (ring === cleanedRings.length - 1) return true;
    return xy[2 * (start + first)] === cleaned[2 * first] && xy[2 * (start + first) + 1] === cleaned[2 * first + 1];
  });
}

/** Vertex offsets of the cleaned and oriented rings in `scratch`; null where the hull has no area. */
function cleanRings(set: PolygonSet, firstRing: number, endRing: number, scratch: Int32Array): number[] | null {
  const rings = [0];
  for (let ring = firstRing; ring < endRing; ring++) {
    const at = 2 * rings[rings.length - 1];
    const end = cleanRing(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1], scratch, at);
    if (end === at) {
      if (ring === firstRing) return null;
      continue;
    }
    const isHull = ring === firstRing;
    if (ringAreaTwice(scratch, at, end) > 0 !== isHull) reverseRing(scratch, at, end);
    rings.push(end / 2);
  }
  return rings;
}

function addRings(builder: PolygonSetBuilder, xy: Int32Array, rings: readonly number[]): void {
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    builder.vertices(xy, 2 * rings[ring], 2 * (rings[ring + 1] - rings[ring]));
    builder.endRing();
  }
  builder.endPolygon();
}

/** Hull non-zero, holes non-zero, and the holes taken away, all at once: a mask has thousands of them. */
function resolve(xy: Int32Array, rings: readonly number[], engine: PolygonEngine): PolygonSet {
  const hull = new PolygonSetBuilder();
  const holes = new PolygonSetBuilder();
  for (let ring = 0; ring + 1 < rings.length; ring++)
    addResolved(ring === 0 ? hull : holes, xy, rings[ring], rings[ring + 1], ring > 0, engine);
  if (rings.length === 2) return hull.build();
  return alone("not", hull.build(), holes.build(), engine);
}

/** One ring by itself, counter-clockwise: two that cross themselves may wind in opposite directions, so that none is left. */
function addResolved(
  out: PolygonSetBuilder,
  xy: Int32Array,
  first: number,
  end: number,
  isHole: boolean,
  engine: PolygonEngine,
): void {
  const ring = xy.slice(2 * first, 2 * end);
  if (isHole) reverseRing(ring, 0, ring.length);
  if (isSimplePolygon(ring, [0, end - first])) {
    out.polygon(ring);
    return;
  }
  const builder = new PolygonSetBuilder();
  builder.polygon(ring);
  const one = builder.build();
  out.append(alone("or", one, PolygonSet.empty, engine));
}

/** Rings of one polygon, which may cross themselves and each other. */
function alone(operation: BooleanOperation, a: PolygonSet, b: PolygonSet, engine: PolygonEngine): PolygonSet {
  if (engine.manhattan !== undefined && isManhattan(a, 0, a.ringCount) && isManhattan(b, 0, b.ringCount))
    return engine.manhattan(operation, a, b);
  return assemble(engine.boolean(operation, a, b));
}
