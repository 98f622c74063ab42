/**
 * Which polygons may touch, where boxes say little: of a thousand rings in each other all boxes overlap. Outlines that meet
 * are found chain by chain as for booleans; of a polygon whose outline meets none one point tells what it lies in.
 */
import { type PolygonSet, segmentsTouch } from "../../geometry/index.ts";
import { EdgesUnderWay, type PlaneGraph, planeGraph, Segments, touchingPairs } from "../engines/index.ts";

/** For each polygon of the first set those of the second one: members[starts[p]] … members[starts[p + 1] − 1], ascending. */
export interface Meeting {
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
}

/** Pairs that are kept; where more meet, most that boxes tell do. */
const mostPairs = 2 ** 22;

/** Pairs of two merged sets, or of one with itself, that share a point, and perhaps others; null where that is too dear to tell. */
export function meetingOf(a: PolygonSet, b: PolygonSet): Meeting | null {
  const segments = new Segments(a.vertexCount + (a === b ? 0 : b.vertexCount));
  addOutlines(segments, a, 0);
  if (a !== b) addOutlines(segments, b, a.count);
  const { ax, ay, bx, by, ringOf } = segments;
  const pairs = new Set<number>();
  const isWanted = (c: number, d: number) =>
    a === b ? ringOf[c] !== ringOf[d] : ringOf[c] < a.count !== ringOf[d] < a.count;
  const isSeen = touchingPairs(segments, isWanted, (e, f, c, d) => {
    const [one, other] = ringOf[c] < ringOf[d] ? [ringOf[c], ringOf[d]] : [ringOf[d], ringOf[c]];
    if (segmentsTouch(ax[e], ay[e], bx[e], by[e], ax[f], ay[f], bx[f], by[f])) {
      if (a === b) pairs.add(other * b.count + one);
      pairs.add(one * b.count + (a === b ? other : other - a.count));
    }
    return pairs.size > mostPairs;
  });
  if (!isSeen) return null;
  // Polygons of one merged set lie in holes of each other at most.
  if (a !== b) {
    for (const [p, q] of holders(a, b).entries()) if (q !== -1) pairs.add(p * b.count + q);
    for (const [q, p] of holders(b, a).entries()) if (p !== -1) pairs.add(p * b.count + q);
  }
  const sorted = Float64Array.from(pairs).sort();
  const starts = new Uint32Array(a.count + 1);
  for (const pair of sorted) starts[Math.floor(pair / b.count) + 1]++;
  for (let p = 0; p < a.count; p++) starts[p + 1] += starts[p];
  return { starts, members: Uint32Array.from(sorted, (pair) => pair % b.count) };
}

/** A number for the rings of each polygon. */
function addOutlines(segments: Segments, { xy, rings, polygons, count }: PolygonSet, first: number): void {
  for (let polygon = 0; polygon < count; polygon++) {
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++)
      segments.addRing(xy, 2 * rings[ring], 2 * rings[ring + 1], 1, 0, first + polygon);
  }
}

/** For each polygon the one of the other set that a corner of it lies in; −1 for none, and any where it lies on an outline. */
function holders(a: PolygonSet, b: PolygonSet): Int32Array {
  const segments = new Segments(b.vertexCount);
  addOutlines(segments, b, 0);
  const polygonOf = new Int32Array(segments.count);
  for (let c = 0; c < segments.chains; c++)
    polygonOf.fill(segments.ringOf[c], segments.chainStarts[c], segments.chainStarts[c + 1]);
  const graph = planeGraph(segments);
  const corners = Int32Array.from({ length: a.count }, (_, p) => a.rings[a.polygons[p]]);
  const order = corners
    .map((_, p) => p)
    .sort((p, q) => {
      const [v, w] = [2 * corners[p], 2 * corners[q]];
      return a.xy[v] - a.xy[w] || a.xy[v + 1] - a.xy[w + 1];
    });
  const holder = new Int32Array(a.count).fill(-1);
  const sweep = new Below(graph);
  for (const p of order) {
    const below = sweep.find(a.xy[2 * corners[p]], a.xy[2 * corners[p] + 1]);
    // The inside is on the left of an edge: above one that runs forward.
    if (below !== -1 && graph.windA[below] > 0) holder[p] = polygonOf[graph.origin[below]];
  }
  return holder;
}

/** Edges below points that come from left to right; edges meet at vertices only. */
class Below {
  readonly #graph: PlaneGraph;
  readonly #edges: EdgesUnderWay;
  #vertex = 0;

  constructor(graph: PlaneGraph) {
    this.#graph = graph;
    this.#edges = new EdgesUnderWay(graph);
  }

  /** −1 for none. */
  find(x: number, y: number): number {
    const { x: vx, y: vy } = this.#graph;
    for (; this.#vertex < vx.length; this.#vertex++) {
      const v = this.#vertex;
      if (vx[v] > x || (vx[v] === x && vy[v] > y)) break;
      this.#pass(v);
    }
    const place = this.#edges.placeOf(x, y);
    return place === 0 ? -1 : this.#edges.at(place - 1);
  }

  #pass(v: number): void {
    const { x, y, starts, to } = this.#graph;
    const edges = this.#edges;
    const first = edges.placeOf(x[v], y[v]);
    let end = first;
    while (end < edges.size && to[edges.at(end)] === v) end++;
    edges.replace(first, end, starts[v], starts[v + 1] - starts[v]);
  }
}
