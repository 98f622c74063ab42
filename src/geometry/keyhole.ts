/**
 * A polygon with holes as one ring, for formats that know no holes: every hole is joined to the outline by a cut, an
 * edge that is walked there and back. The cut encloses nothing, so that the filled area is exactly the same.
 *
 *     ┌───────────┐
 *     │   ┌───┐   │
 *     ├───┤   │   │   the cut runs from the hole's leftmost vertex to the nearest vertex of the outline left of it
 *     │   └───┘   │
 *     └───────────┘
 */
import { ringAreaTwice } from "./predicates.ts";

/** One ring of x,y pairs out of a hull and its holes; holes are walked opposite to the hull. */
export function keyhole(hull: Int32Array, holes: readonly Int32Array[]): number[] {
  let outline = Array.from(hull);
  const hullSign = Math.sign(ringAreaTwice(hull));
  const ordered = holes
    .map((hole) => fromLeftmost(Math.sign(ringAreaTwice(hole)) === hullSign ? reversed(hole) : Array.from(hole)))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const hole of ordered) outline = joined(outline, hole);
  return outline;
}

function joined(outline: readonly number[], hole: readonly number[]): number[] {
  const at = nearestVertex(outline, hole[0], hole[1]);
  const cut = [...hole, hole[0], hole[1]];
  return [...outline.slice(0, at + 2), ...cut, ...outline.slice(at)];
}

/** Index of the nearest vertex that lies not right of (x, y); the hull's leftmost vertex is one. */
function nearestVertex(outline: readonly number[], x: number, y: number): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < outline.length; i += 2) {
    if (outline[i] > x) continue;
    const distance = (outline[i] - x) ** 2 + (outline[i + 1] - y) ** 2;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

function fromLeftmost(ring: readonly number[]): number[] {
  let best = 0;
  for (let i = 2; i < ring.length; i += 2) {
    if (ring[i] < ring[best] || (ring[i] === ring[best] && ring[i + 1] < ring[best + 1])) best = i;
  }
  return [...ring.slice(best), ...ring.slice(0, best)];
}

function reversed(ring: ArrayLike<number>): number[] {
  const out: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) out.push(ring[i], ring[i + 1]);
  return out;
}
