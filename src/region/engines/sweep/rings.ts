/**
 * Rings of the boundary, and which hole lies in which hull. Where a ring comes back to a vertex that it has passed, the
 * loop between is a ring of its own.
 */
import { ReticleError } from "../../../errors.ts";
import type { Contours } from "../engine.ts";
import type { Boundary } from "./boundary.ts";
import type { PlaneGraph } from "./graph.ts";

export function ringsOf(graph: PlaneGraph, boundary: Boundary): Contours {
  const { x, y, from, to } = graph;
  const { next, isForward } = boundary;
  const xy = new Int32Array(2 * next.length);
  const rings: number[] = [0];
  const lowestEdges: number[] = [];
  const ringOf = new Int32Array(next.length).fill(-1);
  /** Where on the path a vertex is, plus one; 0 where it is not. */
  const position = new Int32Array(x.length);
  const path = new Int32Array(next.length + 1);
  const vertices = new Int32Array(next.length + 1);
  let length = 0;
  let steps = 0;
  let at = 0;

  /** Makes a ring of the path from index `first` on. */
  const close = (first: number): void => {
    let leftmost = first;
    for (let i = first; i < length; i++) {
      const vertex = vertices[i];
      xy[at++] = x[vertex];
      xy[at++] = y[vertex];
      position[vertex] = 0;
      ringOf[path[i]] = lowestEdges.length;
      if (vertex < vertices[leftmost]) leftmost = i;
    }
    // Both edges at the leftmost vertex start there, and edges are numbered from below to above.
    lowestEdges.push(Math.min(path[leftmost], path[leftmost === first ? length - 1 : leftmost - 1]));
    rings.push(at / 2);
    length = first;
  };

  for (let start = 0; start < next.length; start++) {
    if (next[start] === -1 || ringOf[start] !== -1) continue;
    let edge = start;
    do {
      const tail = isForward[edge] === 1 ? from[edge] : to[edge];
      if (position[tail] !== 0) close(position[tail] - 1);
      path[length] = edge;
      vertices[length] = tail;
      position[tail] = ++length;
      edge = next[edge];
      // Each edge is passed once: more steps would mean a defect here, and must not become an endless loop.
      if (++steps > next.length) throw new ReticleError("RegionError", "engine", "the boundary does not close");
    } while (edge !== start);
    close(0);
  }
  return { xy: xy.subarray(0, at), rings: Uint32Array.from(rings), parents: parentsOf(lowestEdges, ringOf, boundary) };
}

/**
 * A ring is a hull where the inside lies above its lowest edge at its leftmost vertex. Else it is a hole, and the next
 * boundary edge below it bounds the same inside: that edge's ring is the hull, or another hole of it. That ring's
 * leftmost vertex comes first, so taken from left to right its own hull is known.
 */
function parentsOf(lowestEdges: readonly number[], ringOf: Int32Array, { isForward, below }: Boundary): Int32Array {
  const parents = new Int32Array(lowestEdges.length).fill(-1);
  const holes: number[] = [];
  for (let ring = 0; ring < lowestEdges.length; ring++) if (isForward[lowestEdges[ring]] === 0) holes.push(ring);
  for (const hole of holes.sort((a, b) => lowestEdges[a] - lowestEdges[b])) {
    const other = ringOf[below[lowestEdges[hole]]];
    parents[hole] = parents[other] === -1 ? other : parents[other];
  }
  return parents;
}
