/**
 * A ring with many vertices as several rings with few, for formats with a limit. The ring is cut in two by a line
 * through the median vertex, across its longer side, until every piece is small enough.
 *
 * Cutting against a half plane (Sutherland and Hodgman, 1974) keeps the winding number of every point inside, so the
 * filled area stays the same for any ring, self-crossing ones too; only where a slanted edge meets the line between
 * grid points is the crossing rounded to the grid, alike in both pieces.
 */
import { roundToGrid } from "./round.ts";

/** Rings (x,y pairs) of at most `most` vertices whose union is `ring`; a ring that no line makes smaller stays whole. */
export function splitRing(ring: ArrayLike<number>, most: number): number[][] {
  const done: number[][] = [];
  const waiting: number[][] = [Array.from(ring)];
  for (let piece = waiting.pop(); piece !== undefined; piece = waiting.pop()) {
    if (piece.length <= 2 * most) {
      done.push(piece);
      continue;
    }
    const halves = cutInTwo(piece);
    if (halves === null) done.push(piece);
    else waiting.push(...halves);
  }
  return done;
}

function cutInTwo(ring: readonly number[]): [number[], number[]] | null {
  const axis = longerAxis(ring);
  for (const along of [axis, 1 - axis]) {
    const at = medianCoordinate(ring, along);
    const low = halfPlane(ring, along, at, 1);
    const high = halfPlane(ring, along, at, -1);
    if (low.length < ring.length && high.length < ring.length && low.length > 0 && high.length > 0) return [low, high];
  }
  return null;
}

function longerAxis(ring: readonly number[]): number {
  const least = [Infinity, Infinity];
  const largest = [-Infinity, -Infinity];
  for (let i = 0; i < ring.length; i++) {
    least[i & 1] = Math.min(least[i & 1], ring[i]);
    largest[i & 1] = Math.max(largest[i & 1], ring[i]);
  }
  return largest[0] - least[0] >= largest[1] - least[1] ? 0 : 1;
}

function medianCoordinate(ring: readonly number[], axis: number): number {
  const values = Int32Array.from({ length: ring.length / 2 }, (_, i) => ring[2 * i + axis]).sort();
  return values[values.length >> 1];
}

/** The part of the ring with sign·(coordinate − at) ≤ 0. */
function halfPlane(ring: readonly number[], axis: number, at: number, sign: number): number[] {
  const out: number[] = [];
  const add = (x: number, y: number) => {
    const n = out.length;
    if (n < 2 || out[n - 2] !== x || out[n - 1] !== y) out.push(x, y);
  };
  let px = ring[ring.length - 2];
  let py = ring[ring.length - 1];
  let before = sign * ((axis === 0 ? px : py) - at);
  for (let i = 0; i < ring.length; i += 2) {
    const x = ring[i];
    const y = ring[i + 1];
    const here = sign * ((axis === 0 ? x : y) - at);
    if ((before < 0 && here > 0) || (before > 0 && here < 0)) {
      // From the lower end, whichever way the edge is walked: both pieces must round alike.
      const upwards = before < here === sign > 0;
      const [ax, ay, bx, by] = upwards ? [px, py, x, y] : [x, y, px, py];
      const t = axis === 0 ? (at - ax) / (bx - ax) : (at - ay) / (by - ay);
      if (axis === 0) add(at, roundToGrid(ay + t * (by - ay)));
      else add(roundToGrid(ax + t * (bx - ax)), at);
    }
    if (here <= 0) add(x, y);
    px = x;
    py = y;
    before = here;
  }
  return withoutRepeats(out);
}

/** Without the closing repetition; nothing where no area can be left. */
function withoutRepeats(ring: number[]): number[] {
  const n = ring.length;
  if (n >= 4 && ring[0] === ring[n - 2] && ring[1] === ring[n - 1]) ring.length = n - 2;
  return ring.length < 6 ? [] : ring;
}
