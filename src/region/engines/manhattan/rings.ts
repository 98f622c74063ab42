/**
 * Rings from the vertical pieces of a boundary. At each y the ends of pieces, from left to right, pair up: between the
 * two of a pair runs the horizontal boundary. Where the ends of two pieces meet in a point,
 *
 *       │ U          both run the same way: one edge, cut by a band or by the end of an input edge;
 *   ────┼────        else the inside is in two opposite quarters, and each ring stays at its own quarter's edges:
 *     D │            D runs up: lower left and upper right, so D ends the pair from the left and U begins the next.
 *
 * Where a ring comes back to such a point, the loop between is a ring of its own.
 */
import { ReticleError } from "../../../errors.ts";
import type { Contours } from "../engine.ts";
import { orderBy } from "../strips.ts";
import type { BoundaryPieces } from "./boundary-pieces.ts";

/** @param turned  x and y were exchanged: they are put back, and rings turned round */
export function ringsOf(pieces: BoundaryPieces, turned: boolean): Contours {
  const links = link(pieces);
  const rings = new Rings(pieces, links, turned);
  for (let piece = 0; piece < pieces.count; piece++) rings.follow(piece);
  return rings.contours();
}

interface Links {
  /** The piece that follows along the boundary. */
  readonly next: Int32Array;
  /** For the lower (2·piece) and the upper (2·piece + 1) end: the number of the point where rings touch, or 0. */
  readonly touch: Int32Array;
  readonly touches: number;
}

function link({ count, x, low, high, isUp }: BoundaryPieces): Links {
  const ends = 2 * count;
  const ys = new Int32Array(ends);
  const xs = new Int32Array(ends);
  for (let i = 0; i < count; i++) {
    ys[2 * i] = low[i];
    ys[2 * i + 1] = high[i];
    xs[2 * i] = xs[2 * i + 1] = x[i];
  }
  const order = orderBy(ys, ends, orderBy(xs, ends));
  const next = new Int32Array(count).fill(-1);
  const touch = new Int32Array(ends);
  let touches = 0;
  let open = -1;
  const pair = (end: number): void => {
    if (open === -1) {
      open = end;
      return;
    }
    if (ys[open] !== ys[end]) throw defect();
    // An end is where its piece arrives if that runs to it.
    const arrives = (open & 1) === isUp[open >> 1];
    if (arrives === ((end & 1) === isUp[end >> 1])) throw defect();
    if (arrives) next[open >> 1] = end >> 1;
    else next[end >> 1] = open >> 1;
    open = -1;
  };
  for (let k = 0; k < ends; k++) {
    const end = order[k];
    const other = k + 1 < ends ? order[k + 1] : -1;
    if (other === -1 || ys[other] !== ys[end] || xs[other] !== xs[end]) {
      pair(end);
      continue;
    }
    k++;
    const below = (end & 1) === 1 ? end : other;
    const above = below === end ? other : end;
    const [D, U] = [below >> 1, above >> 1];
    if (isUp[D] === isUp[U]) {
      if (isUp[D] === 1) next[D] = U;
      else next[U] = D;
      continue;
    }
    touch[below] = touch[above] = ++touches;
    pair(isUp[D] === 1 ? below : above);
    pair(isUp[D] === 1 ? above : below);
  }
  if (open !== -1) throw defect();
  return { next, touch, touches };
}

class Rings {
  readonly #pieces: BoundaryPieces;
  readonly #links: Links;
  readonly #turned: boolean;
  readonly #xy: Int32Array;
  readonly #starts: number[] = [0];
  /** The leftmost piece of each ring. */
  readonly #leftmost: number[] = [];
  readonly #ringOf: Int32Array;
  /** Where on the path a point is where rings touch, plus one; 0 where it is not. */
  readonly #position: Int32Array;
  /** Ends, as numbered in Links. */
  readonly #path: Int32Array;
  #length = 0;
  #at = 0;

  constructor(pieces: BoundaryPieces, links: Links, turned: boolean) {
    this.#pieces = pieces;
    this.#links = links;
    this.#turned = turned;
    this.#xy = new Int32Array(4 * pieces.count);
    this.#ringOf = new Int32Array(pieces.count).fill(-1);
    this.#position = new Int32Array(links.touches + 1);
    this.#path = new Int32Array(2 * pieces.count);
  }

  /** Makes the rings that the boundary through a piece has, unless they were made. */
  follow(first: number): void {
    if (this.#ringOf[first] !== -1) return;
    const { isUp, count } = this.#pieces;
    let piece = first;
    let steps = 0;
    do {
      const start = 2 * piece + 1 - isUp[piece];
      this.#pass(start);
      this.#pass(start ^ 1);
      piece = this.#links.next[piece];
      if (piece === -1 || ++steps > count) throw defect();
    } while (piece !== first);
    this.#close(0);
  }

  #pass(end: number): void {
    const touch = this.#links.touch[end];
    if (touch !== 0) {
      const position = this.#position[touch];
      if (position !== 0) this.#close(position - 1);
      this.#position[touch] = this.#length + 1;
    }
    this.#path[this.#length++] = end;
  }

  /** Makes a ring of the path from index `from` on. */
  #close(from: number): void {
    const { x, low, high, isUp } = this.#pieces;
    const ring = this.#leftmost.length;
    let leftmost = -1;
    for (let i = from; i < this.#length; i++) {
      const end = this.#path[this.#turned ? this.#length - 1 - (i - from) : i];
      const piece = end >> 1;
      const y = (end & 1) === 0 ? low[piece] : high[piece];
      this.#xy[this.#at++] = this.#turned ? y : x[piece];
      this.#xy[this.#at++] = this.#turned ? x[piece] : y;
      this.#position[this.#links.touch[end]] = 0;
      // A piece belongs to the ring in which it starts.
      if ((end & 1) === isUp[piece]) continue;
      this.#ringOf[piece] = ring;
      if (leftmost === -1 || x[piece] < x[leftmost]) leftmost = piece;
    }
    this.#length = from;
    this.#leftmost.push(leftmost);
    this.#starts.push(this.#at / 2);
  }

  contours(): Contours {
    const xy = this.#xy.subarray(0, this.#at);
    return { xy, rings: Uint32Array.from(this.#starts), parents: this.#parents() };
  }

  /**
   * A ring is a hole where the inside lies on the left of its leftmost piece. The next piece to the left bounds the same
   * inside: its ring is the hull, or another hole of it, which begins further left and so is known already.
   */
  #parents(): Int32Array {
    const { x, isUp, left } = this.#pieces;
    const leftmost = this.#leftmost;
    const parents = new Int32Array(leftmost.length).fill(-1);
    const lefts = Int32Array.from(leftmost, (piece) => x[piece]);
    for (const ring of orderBy(lefts, lefts.length)) {
      if (isUp[leftmost[ring]] === 0) continue;
      const other = this.#ringOf[left[leftmost[ring]]];
      parents[ring] = parents[other] === -1 ? other : parents[other];
    }
    return parents;
  }
}

/** Each end is paired once and each piece passed once: anything else is a defect here, and must not become a wrong area. */
function defect(): ReticleError {
  return new ReticleError("RegionError", "engine", "the boundary does not close");
}
