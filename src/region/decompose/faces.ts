/**
 * What cuts make of the inside of outlines: the faces of their plane graph, each a polygon. Half edges 2e and 2e + 1 run
 * along edge e and back; those with the inside on their left go round the faces.
 */
import { IntList, type PolygonSet, ringAreaTwice, turn } from "../../geometry/index.ts";
import { assemble, Below, orderBy, type PlaneGraph } from "../engines/index.ts";

/**
 * @param graph  edges whose `windA` is 0 are cuts and lie inside; the inside is above the others where it is positive
 * @param holes  rings that no edge touches: they become holes of the faces that they lie in
 */
export function insideFaces(graph: PlaneGraph, holes: PolygonSet): PolygonSet {
  const ways = waysRound(graph);
  // A cut with the same face on both sides cuts nothing.
  const isCut = graph.windA.map((wind, e) => (wind !== 0 || ways.walk[2 * e] !== ways.walk[2 * e + 1] ? 1 : 0));
  if (!isCut.includes(0)) return facesOf(graph, ways, holes);
  const rest = onlyEdges(graph, isCut);
  return facesOf(rest, waysRound(rest), holes);
}

interface Ways {
  /** For each half edge the one that goes on where it ends. */
  readonly next: Int32Array;
  /** The first half edge of the way that each is a part of; −1 for those outside. */
  readonly walk: Int32Array;
}

function waysRound(graph: PlaneGraph): Ways {
  const next = nextAround(graph);
  const walk = new Int32Array(next.length).fill(-1);
  for (let start = 0; start < next.length; start++) {
    if (!hasInside(graph, start)) continue;
    for (let half = start; walk[half] === -1; half = next[half]) walk[half] = start;
  }
  return { next, walk };
}

/** Whether the inside is on the left of a half edge. */
function hasInside({ windA }: PlaneGraph, half: number): boolean {
  const wind = windA[half >> 1];
  return wind === 0 || wind > 0 === (half % 2 === 0);
}

/** Where a half edge ends the first one clockwise goes on, so that the same face is on the left. */
function nextAround({ x, y, starts, from, to }: PlaneGraph): Int32Array {
  const next = new Int32Array(2 * from.length);
  const endings = edgesByEnd(to, x.length);
  for (let v = 0; v < x.length; v++) {
    const [first, end] = [endings.starts[v], endings.starts[v + 1]];
    const ending = endings.members;
    // Of two that end here the first is above the other where the other's start lies on its right.
    if (end > first + 1)
      ending.subarray(first, end).sort((e, f) => turn(x[v], y[v], x[from[f]], y[from[f]], x[from[e]], y[from[e]]));
    // Counter-clockwise: what starts here from below to above, then what ends here from above to below.
    let last = end > first ? 2 * ending[end - 1] + 1 : 2 * (starts[v + 1] - 1);
    for (let e = starts[v]; e < starts[v + 1]; e++) {
      next[2 * e + 1] = last;
      last = 2 * e;
    }
    for (let i = first; i < end; i++) {
      next[2 * ending[i]] = last;
      last = 2 * ending[i] + 1;
    }
  }
  return next;
}

/** The edges that end at each vertex. */
function edgesByEnd(to: Int32Array, vertices: number): { starts: Int32Array; members: Int32Array } {
  const starts = new Int32Array(vertices + 1);
  for (const v of to) starts[v + 1]++;
  for (let v = 0; v < vertices; v++) starts[v + 1] += starts[v];
  const members = new Int32Array(to.length);
  const at = starts.slice();
  for (let e = 0; e < to.length; e++) members[at[to[e]]++] = e;
  return { starts, members };
}

function onlyEdges(graph: PlaneGraph, isKept: Int32Array): PlaneGraph {
  const edges = new IntList(isKept.length);
  for (let e = 0; e < isKept.length; e++) if (isKept[e] === 1) edges.push(e);
  const kept = (values: Int32Array): Int32Array => {
    const out = new Int32Array(edges.length);
    for (let k = 0; k < out.length; k++) out[k] = values[edges.at(k)];
    return out;
  };
  const starts = new Int32Array(graph.starts.length);
  for (let v = 0, count = 0; v + 1 < starts.length; v++) {
    for (let e = graph.starts[v]; e < graph.starts[v + 1]; e++) count += isKept[e];
    starts[v + 1] = count;
  }
  const { x, y, from, to, origin, windA, windB } = graph;
  return {
    ...{ x, y, starts, from: kept(from), to: kept(to) },
    ...{ origin: kept(origin), windA: kept(windA), windB: kept(windB) },
  };
}

function facesOf(graph: PlaneGraph, ways: Ways, holes: PolygonSet): PolygonSet {
  const outlines = outlinesOf(graph, ways, holes);
  const { xy, rings, starts, walks } = outlines;
  const parents = new Int32Array(rings.length - 1).fill(-1);
  /** The hull that each way, by its first half edge, belongs to. */
  const hullOf = new Int32Array(ways.walk.length).fill(-1);
  const belongsTo = (hull: number, way: number): void => {
    for (let ring = starts[way]; ring < starts[way + 1]; ring++) if (ring !== hull) parents[ring] = hull;
    if (walks[way] !== -1) hullOf[walks[way]] = hull;
  };
  const inner = new IntList();
  for (let way = 0; way < walks.length; way++) {
    const hull = hullAmong(outlines, starts[way], starts[way + 1]);
    if (hull === -1) inner.push(way);
    else belongsTo(hull, way);
  }
  // The edge next below the leftmost point bounds the same face, and its way begins farther left.
  const below = new Below(graph);
  const points = leftmostPoints(outlines, inner.view());
  const order = orderBy(points.x, inner.length, orderBy(points.y, inner.length));
  for (const i of order) {
    const edge = below.find(points.x[i], points.y[i]);
    if (edge !== -1) belongsTo(hullOf[ways.walk[2 * edge]], inner.view()[i]);
  }
  return assemble({ xy, rings, parents });
}

/** Rings, of which those from starts[w] to before starts[w + 1] are of way w. */
interface Outlines {
  readonly xy: Int32Array;
  readonly rings: Uint32Array;
  readonly starts: Int32Array;
  /** The first half edge of each way; −1 for holes that no edge touches, each of which counts as a way. */
  readonly walks: Int32Array;
}

/** Where a way comes back to a vertex that it has passed, the loop between is a ring of its own. */
function outlinesOf({ x, y, from, to }: PlaneGraph, { next, walk }: Ways, holes: PolygonSet): Outlines {
  const xy = new Int32Array(2 * (next.length + holes.vertexCount));
  const rings = new IntList();
  const starts = new IntList();
  const walks = new IntList();
  const path = new Int32Array(next.length + 1);
  let length = 0;
  /** Where on the path a vertex is, plus one. */
  const position = new Int32Array(x.length);
  let at = 0;
  const close = (first: number): void => {
    rings.push(at / 2);
    for (let i = first; i < length; i++) {
      xy[at++] = x[path[i]];
      xy[at++] = y[path[i]];
      position[path[i]] = 0;
    }
    length = first;
  };
  for (let start = 0; start < next.length; start++) {
    if (walk[start] !== start) continue;
    starts.push(rings.length);
    walks.push(start);
    let half = start;
    do {
      const tail = half % 2 === 0 ? from[half >> 1] : to[half >> 1];
      if (position[tail] !== 0) close(position[tail] - 1);
      path[length++] = tail;
      position[tail] = length;
      half = next[half];
    } while (half !== start);
    close(0);
  }
  xy.set(holes.xy, at);
  for (let hole = 0; hole < holes.ringCount; hole++) {
    starts.push(rings.length);
    walks.push(-1);
    rings.push(at / 2 + holes.rings[hole]);
  }
  starts.push(rings.length);
  rings.push(at / 2 + holes.vertexCount);
  return {
    xy: xy.subarray(0, at + holes.xy.length),
    rings: Uint32Array.from(rings.view()),
    starts: starts.view(),
    walks: walks.view(),
  };
}

/** The ring that runs counter-clockwise, of which a way has one at most; −1 for none. */
function hullAmong({ xy, rings }: Outlines, first: number, end: number): number {
  for (let ring = first; ring < end; ring++)
    if (ringAreaTwice(xy, 2 * rings[ring], 2 * rings[ring + 1]) > 0) return ring;
  return -1;
}

/** Of each way the leftmost point, the lowest of several. */
function leftmostPoints({ xy, rings, starts }: Outlines, ways: Int32Array): { x: Int32Array; y: Int32Array } {
  const x = new Int32Array(ways.length);
  const y = new Int32Array(ways.length);
  for (let k = 0; k < ways.length; k++) {
    const [first, end] = [2 * rings[starts[ways[k]]], 2 * rings[starts[ways[k] + 1]]];
    let least = first;
    for (let i = first; i < end; i += 2)
      if (xy[i] < xy[least] || (xy[i] === xy[least] && xy[i + 1] < xy[least + 1])) least = i;
    x[k] = xy[least];
    y[k] = xy[least + 1];
  }
  return { x, y };
}
