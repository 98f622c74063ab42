/**
 * The union of polygons most of which may meet no other one although their boxes do: rings in rings, waveguides side by
 * side. What no other polygon comes near is part of the result as it is, or vanishes where others cover it; only the rest
 * is noded and swept.
 */
import { type PolygonSet, PolygonSetBuilder } from "../../../geometry/index.ts";
import { assemble } from "../assemble.ts";
import { Groups } from "../groups.ts";
import { insideOf } from "../inside.ts";
import { boundaryOf } from "./boundary.ts";
import { chainSlices, visitPairs } from "./chain-pairs.ts";
import { coveredGroups } from "./covered.ts";
import { planeGraph } from "./graph.ts";
import { areNear } from "./near.ts";
import { nodedAt, splitPair } from "./noding.ts";
import { ringsOf } from "./rings.ts";
import { Segments } from "./segments.ts";
import { Splits } from "./splits.ts";

/** What is farther apart than this cannot meet (near.ts). */
const reach = 1;

/** @param set  polygons that do not cross themselves (prepare.ts) */
export function unionOf(set: PolygonSet): PolygonSet {
  const segments = new Segments(set.vertexCount);
  for (let polygon = 0; polygon < set.count; polygon++) addPolygon(segments, set, polygon);
  const slices = chainSlices(segments, reach);
  const splits = new Splits();
  const groups = new Groups(set.count);
  const { polygonOf } = segments;
  visitPairs(segments, slices, reach, (e, f, c, d) => {
    const touches = splitPair(segments, e, f, splits);
    const one = polygonOf[c];
    const other = polygonOf[d];
    if (groups.find(one) !== groups.find(other) && (touches || areNear(segments, e, f))) groups.join(one, other);
    return false;
  });
  const { untouched, meeting } = sortedOut(groups, coveredGroups(segments, slices, groups));
  const result = new PolygonSetBuilder(set.vertexCount, set.count);
  if (meeting.includes(1)) result.append(swept(set, segments, splits, meeting));
  result.appendChosen(set, untouched);
  return result.build();
}

function addPolygon(segments: Segments, { xy, rings, polygons }: PolygonSet, polygon: number): void {
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
    segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0, polygon);
}

/** The polygons that are alone in groups which nothing covers; and 1 for each that has others in its group. */
function sortedOut(groups: Groups, covered: Uint8Array | null): { untouched: Int32Array; meeting: Uint8Array } {
  const meeting = new Uint8Array(groups.count);
  if (covered === null) return { untouched: new Int32Array(0), meeting: meeting.fill(1) };
  const sizes = new Int32Array(groups.count);
  for (let polygon = 0; polygon < groups.count; polygon++) sizes[groups.find(polygon)]++;
  const untouched: number[] = [];
  for (let polygon = 0; polygon < groups.count; polygon++) {
    const group = groups.find(polygon);
    if (covered[group] === 1) continue;
    if (sizes[group] === 1) untouched.push(polygon);
    else meeting[polygon] = 1;
  }
  return { untouched: Int32Array.from(untouched), meeting };
}

/** The polygons that are marked, by noding and sweep. */
function swept(set: PolygonSet, segments: Segments, splits: Splits, meeting: Uint8Array): PolygonSet {
  const isAll = !meeting.includes(0);
  const rest = isAll ? segments : new Segments(set.vertexCount);
  if (!isAll) {
    for (let polygon = 0; polygon < set.count; polygon++) if (meeting[polygon] === 1) addPolygon(rest, set, polygon);
    splits.renumber(newNumbers(segments, meeting));
  }
  const graph = planeGraph(nodedAt(rest, splits));
  return assemble(ringsOf(graph, boundaryOf(graph, insideOf.or)));
}

/** Of each segment its number among those of marked polygons; −1 for others. */
function newNumbers({ polygonOf, chainStarts, chains, count }: Segments, meeting: Uint8Array): Int32Array {
  const numbers = new Int32Array(count).fill(-1);
  let next = 0;
  for (let c = 0; c < chains; c++) {
    if (meeting[polygonOf[c]] === 0) continue;
    for (let e = chainStarts[c]; e < chainStarts[c + 1]; e++) numbers[e] = next++;
  }
  return numbers;
}
