/**
 * The union of polygons most of which may meet no other one although their boxes do: rings in rings, waveguides side by
 * side. What no other polygon comes near is part of the result as it is, or vanishes where others cover it; only the rest
 * is noded and swept.
 */
import { type PolygonSet, PolygonSetBuilder } from "../../../../geometry/index.ts";
import { assemble } from "../../assemble.ts";
import { Groups } from "../../groups.ts";
import { insideOf } from "../../inside.ts";
import { boundaryOf } from "../boundary.ts";
import { planeGraph } from "../graph.ts";
import { largest, ordinary, tooMuch, visitWithin } from "../noding/budget.ts";
import { chainSlices } from "../noding/chain-pairs.ts";
import { nodeByNeighbours } from "../noding/neighbours.ts";
import { type NodedSegments, nodedAt, splitPair } from "../noding/noding.ts";
import { Splits } from "../noding/splits.ts";
import { ringsOf } from "../rings.ts";
import { Segments } from "../segments.ts";
import { type Cover, coverOf } from "./covered.ts";
import { areNear } from "./near.ts";

/** What is farther apart than this cannot meet (near.ts). */
const reach = 1;

/**
 * Null where that is more than what is ordinary, unless it has to be done: then a RegionError `crossing-limit` where there
 * is no way.
 * @param set    polygons that do not cross themselves (prepare.ts)
 * @param edges  the edges that the polygons were made of: what may be looked at goes by their number
 */
export function unionAtOnce(set: PolygonSet): PolygonSet | null;
export function unionAtOnce(set: PolygonSet, edges: number): PolygonSet;
export function unionAtOnce(set: PolygonSet, edges?: number): PolygonSet | null {
  const segments = new Segments(set.vertexCount);
  for (let polygon = 0; polygon < set.count; polygon++) addPolygon(segments, set, polygon);
  const slices = chainSlices(segments, reach);
  const splits = new Splits();
  const rings = new Groups(set.ringCount);
  const { ringOf } = segments;
  const budget = edges === undefined ? ordinary(segments) : largest(edges);
  const split = (e: number, f: number, c: number, d: number) => {
    const touches = splitPair(segments, e, f, splits);
    const one = ringOf[c];
    const other = ringOf[d];
    if (rings.find(one) !== rings.find(other) && (touches || areNear(segments, e, f))) rings.join(one, other);
    return splits.count > budget.splits;
  };
  let noded: NodedSegments | null = null;
  const otherwise = () => {
    splits.clear();
    noded = nodeByNeighbours(segments, budget.splits);
    return noded !== null;
  };
  const ending = visitWithin(budget, segments, slices, reach, split, otherwise);
  if (noded !== null) return filled(noded);
  if (ending !== "all") {
    if (edges === undefined) return null;
    throw tooMuch(ending, edges, splits.count);
  }
  const groups = groupsOf(set, rings);
  const cover = coverOf(segments, slices, rings, groupOfRings(set, groups), set.count);
  const { untouched, meeting } = sortedOut(groups, cover);
  const result = new PolygonSetBuilder(set.vertexCount, set.count);
  if (meeting.includes(1)) result.append(swept(set, segments, splits, meeting));
  result.appendChosen(set, untouched);
  return result.build();
}

function addPolygon(segments: Segments, { xy, rings, polygons }: PolygonSet, polygon: number): void {
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
    segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0, ring);
}

/** The polygons whose rings meet. */
function groupsOf(set: PolygonSet, rings: Groups): Groups {
  const polygonOf = polygonOfRings(set);
  const groups = new Groups(set.count);
  for (let ring = 0; ring < set.ringCount; ring++) groups.join(polygonOf[ring], polygonOf[rings.find(ring)]);
  return groups;
}

function polygonOfRings({ polygons, count, ringCount }: PolygonSet): Int32Array {
  const polygonOf = new Int32Array(ringCount);
  for (let polygon = 0; polygon < count; polygon++) polygonOf.fill(polygon, polygons[polygon], polygons[polygon + 1]);
  return polygonOf;
}

function groupOfRings(set: PolygonSet, groups: Groups): Int32Array {
  return polygonOfRings(set).map((polygon) => groups.find(polygon));
}

/** The polygons that are alone in groups which nothing covers; and 1 for each that has others in its group. */
function sortedOut(groups: Groups, cover: Cover | null): { untouched: Int32Array; meeting: Uint8Array } {
  const meeting = new Uint8Array(groups.count);
  if (cover === null) return { untouched: new Int32Array(0), meeting: meeting.fill(1) };
  const { covered, partly } = cover;
  const kept: number[] = [];
  for (let polygon = 0; polygon < groups.count; polygon++) if (covered[groups.find(polygon)] === 0) kept.push(polygon);
  for (let i = 0; i < partly.length; i += 2)
    if (covered[partly[i]] === 0 && covered[partly[i + 1]] === 0) groups.join(partly[i], partly[i + 1]);
  const sizes = new Int32Array(groups.count);
  for (const polygon of kept) sizes[groups.find(polygon)]++;
  const untouched: number[] = [];
  for (const polygon of kept) {
    if (sizes[groups.find(polygon)] === 1) untouched.push(polygon);
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
    splits.renumber(newNumbers(segments, polygonOfRings(set), meeting));
  }
  return filled(nodedAt(rest, splits));
}

function filled(noded: NodedSegments): PolygonSet {
  const graph = planeGraph(noded);
  return assemble(ringsOf(graph, boundaryOf(graph, insideOf.or)));
}

/** Of each segment its number among those of marked polygons; −1 for others. */
function newNumbers(
  { ringOf, chainStarts, chains, count }: Segments,
  polygonOf: Int32Array,
  meeting: Uint8Array,
): Int32Array {
  const numbers = new Int32Array(count).fill(-1);
  let next = 0;
  for (let c = 0; c < chains; c++) {
    if (meeting[polygonOf[ringOf[c]]] === 0) continue;
    for (let e = chainStarts[c]; e < chainStarts[c + 1]; e++) numbers[e] = next++;
  }
  return numbers;
}
