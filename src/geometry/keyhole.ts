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
import { NearestLeft } from "./nearest-left.ts";
import { ringAreaTwice } from "./predicates.ts";

/** One ring of x,y pairs out of a hull and its holes; holes are walked opposite to the hull. */
export function keyhole(hull: Int32Array, holes: readonly Int32Array[]): number[] {
  const hullSign = Math.sign(ringAreaTwice(hull));
  const ordered = holes
    .filter((hole) => hole.length > 0)
    .map((hole) => fromLeftmost(Math.sign(ringAreaTwice(hole)) === hullSign ? reversed(hole) : Array.from(hole)))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return new Outline(hull, ordered).ring();
}

/** Vertices as a chain, so that a hole is put in without moving the rest. */
class Outline {
  readonly #xy: number[] = [];
  /** The vertex behind each. */
  readonly #next: number[] = [];
  readonly #nearest: NearestLeft;

  constructor(hull: ArrayLike<number>, holes: readonly (readonly number[])[]) {
    this.#nearest = new NearestLeft(holes);
    const length = hull.length / 2;
    for (let i = 0; i < length; i++) this.#push(hull[2 * i], hull[2 * i + 1], (i + 1) % length);
    for (let i = 0; i < length; i++) this.#nearest.add(hull[2 * i], hull[2 * i + 1], i);
    for (const hole of holes) this.#join(hole);
  }

  /** vertex → hole → its first vertex again → vertex again → what followed the vertex */
  #join(hole: readonly number[]): void {
    // The leftmost vertex of a hull lies left of all holes in it; a hole beyond is joined somewhere.
    const vertex = Math.max(0, this.#nearest.find(hole[0], hole[1]));
    const first = this.#next.length;
    const behind = this.#next[vertex];
    for (let i = 0; i < hole.length; i += 2) this.#push(hole[i], hole[i + 1], this.#next.length + 1);
    this.#push(hole[0], hole[1], this.#next.length + 1);
    this.#push(this.#xy[2 * vertex], this.#xy[2 * vertex + 1], behind);
    this.#next[vertex] = first;
    for (let i = 0; i < hole.length; i += 2) this.#nearest.add(hole[i], hole[i + 1], first + i / 2);
  }

  #push(x: number, y: number, next: number): void {
    this.#xy.push(x, y);
    this.#next.push(next);
  }

  ring(): number[] {
    const out: number[] = [];
    for (let i = 0, left = this.#next.length; left > 0; i = this.#next[i], left--)
      out.push(this.#xy[2 * i], this.#xy[2 * i + 1]);
    return out;
  }
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
