/** Our engine for polygons whose edges are all axis-parallel: exact, for nothing is ever rounded. */
import type { PolygonSet } from "../../../geometry/index.ts";
import type { BooleanOperation } from "../engine.ts";
import { type Bands, bandsOf, partsOf } from "./bands.ts";
import { joinBands, type SweptBands, sweepBands } from "./boundary-pieces.ts";
import { sampleEdges } from "./edge-sample.ts";
import { ringsOf } from "./rings.ts";
import { type TallyOfPart, talliesOf } from "./tally.ts";
import { verticalEdges } from "./vertical-edges.ts";

/**
 * Merged polygons, hulls counter-clockwise with their holes, no vertex on a straight edge.
 * Throws a RegionError `crossing-limit`.
 * @param sweepParts  sweeps parts of the bands, which do not depend on one another
 */
export function manhattanBoolean(
  operation: BooleanOperation,
  a: PolygonSet,
  b: PolygonSet,
  sweepParts = (parts: readonly Bands[], tallies: readonly TallyOfPart[]): SweptBands[] =>
    parts.map((part, i) => sweepBands(part, operation, tallies[i])),
): PolygonSet {
  const { vertical, horizontal } = sampleEdges(a, b);
  // Bands cut the shorter edges.
  const turned = vertical.total > horizontal.total;
  const bands = bandsOf(verticalEdges(a, b, turned), turned ? vertical : horizontal);
  const parts = partsOf(bands);
  const tallies = talliesOf(parts.length, a.vertexCount + b.vertexCount, bands.starts[bands.count]);
  return ringsOf(joinBands(sweepParts(parts, tallies)), turned);
}
