/**
 * The pre-pass that every engine shares. After it each polygon is filled non-zero by itself with winding numbers 0 and 1
 * only, so that "non-zero over all rings" is the union of polygons (KLayout's rule; DESIGN "Fill rule"): rings are
 * cleaned, hulls turned counter-clockwise, holes clockwise, and a polygon that touches or crosses itself is resolved
 * alone.
 */
import { PolygonSet, PolygonSetBuilder, ringAreaTwice } from "../../geometry/index.ts";
import { assemble } from "./assemble.ts";
import { cleanRing, reverseRing } from "./clean-ring.ts";
import type { PolygonEngine } from "./engine.ts";
import { isSimplePolygon } from "./simple-polygon.ts";

export function prepare(set: PolygonSet, engine: PolygonEngine): PolygonSet {
  const builder = new PolygonSetBuilder(set.vertexCount, set.count);
  let scratch = new Int32Array(1024);
  for (let polygon = 0; polygon < set.count; polygon++) {
    const firstRing = set.polygons[polygon];
    const endRing = set.polygons[polygon + 1];
    const size = 2 * (set.rings[endRing] - set.rings[firstRing]);
    if (scratch.length < size) scratch = new Int32Array(2 * size);
    const rings = cleanRings(set, firstRing, endRing, scratch);
    if (rings === null) continue;
    if (isSimplePolygon(scratch, rings)) addRings(builder, scratch, rings);
    else builder.append(resolve(scratch, rings, engine));
  }
  return builder.build();
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

/** Hull non-zero, holes non-zero, and the holes taken away. */
function resolve(xy: Int32Array, rings: readonly number[], engine: PolygonEngine): PolygonSet {
  const ringSet = (from: number, to: number): PolygonSet => {
    const builder = new PolygonSetBuilder();
    for (let ring = from; ring < to; ring++) builder.polygon(xy, 2 * rings[ring], 2 * (rings[ring + 1] - rings[ring]));
    return builder.build();
  };
  const hull = assemble(engine.boolean("or", ringSet(0, 1), PolygonSet.empty));
  if (rings.length === 2) return hull;
  // Holes one by one: two of them may wind in opposite directions.
  let holes = PolygonSet.empty;
  for (let ring = 1; ring + 1 < rings.length; ring++) {
    const one = assemble(engine.boolean("or", ringSet(ring, ring + 1), PolygonSet.empty));
    holes = holes.count === 0 ? one : assemble(engine.boolean("or", holes, one));
  }
  return assemble(engine.boolean("not", hull, holes));
}
