/** Rings of the boundary. Where one comes back to a vertex it has passed, the loop between is a ring of its own. */
import type { Contours } from "../engine.ts";
import type { Boundary } from "./boundary.ts";
import type { PlaneGraph } from "./graph.ts";

export function ringsOf({ x, y, from, to }: PlaneGraph, { next, isForward }: Boundary): Contours {
  const xy = new Int32Array(2 * next.length);
  const rings: number[] = [0];
  const isDone = new Uint8Array(next.length);
  /** Where on the path a vertex is, plus one; 0 where it is not. */
  const position = new Int32Array(x.length);
  const path = new Int32Array(next.length + 1);
  let at = 0;
  for (let start = 0; start < next.length; start++) {
    if (next[start] === -1 || isDone[start] === 1) continue;
    let length = 0;
    let edge = start;
    do {
      isDone[edge] = 1;
      const tail = isForward[edge] === 1 ? from[edge] : to[edge];
      if (position[tail] !== 0) {
        // The loop from the tail's first visit up to here.
        const first = position[tail] - 1;
        for (let i = first; i < length; i++) {
          xy[at++] = x[path[i]];
          xy[at++] = y[path[i]];
          position[path[i]] = 0;
        }
        rings.push(at / 2);
        length = first;
      }
      path[length++] = tail;
      position[tail] = length;
      edge = next[edge];
    } while (edge !== start);
    for (let i = 0; i < length; i++) {
      xy[at++] = x[path[i]];
      xy[at++] = y[path[i]];
      position[path[i]] = 0;
    }
    rings.push(at / 2);
  }
  return { xy: xy.subarray(0, at), rings: Uint32Array.from(rings) };
}
