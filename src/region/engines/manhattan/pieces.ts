/**
 * The vertical pieces of a boundary in flat arrays, and how they follow one another. An end of a piece is numbered
 * 2·piece where it is the lower one, 2·piece + 1 where it is the upper one.
 */
import { ReticleError } from "../../../errors.ts";

/** Pieces as arrays of just their length, as threads hand them on. */
export interface PieceArrays {
  readonly x: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly isUp: Uint8Array;
  readonly left: Int32Array;
  readonly next: Int32Array;
  readonly touch: Int32Array;
  readonly touches: number;
}

export class Pieces implements PieceArrays {
  count = 0;
  x: Int32Array;
  low: Int32Array;
  high: Int32Array;
  /** 1 where the inside is on the left: the boundary runs upwards there; 0 where it is on the right. */
  isUp: Uint8Array;
  /** The next piece to the left at the piece's lower end; −1 for none. */
  left: Int32Array;
  /** The piece that follows along the boundary; −1 while that is not known. */
  next: Int32Array;
  /** For each end the number of the point where rings touch, or 0. */
  touch: Int32Array;
  touches = 0;

  constructor(capacity: number) {
    // Arrays of up to 64 bytes lie on the heap, where they cost next to nothing: most booleans of a loop are of few edges.
    const most = Math.max(capacity, 8);
    this.x = new Int32Array(most);
    this.low = new Int32Array(most);
    this.high = new Int32Array(most);
    this.isUp = new Uint8Array(most);
    this.left = new Int32Array(most);
    this.next = new Int32Array(most);
    this.touch = new Int32Array(2 * most);
  }

  /** A piece whose upper end is not known yet. */
  begin(x: number, low: number, isUp: number, left: number): number {
    const at = this.count;
    if (at === this.x.length) this.#grow();
    this.x[at] = x;
    this.low[at] = low;
    this.isUp[at] = isUp;
    this.left[at] = left;
    this.next[at] = -1;
    return this.count++;
  }

  /** Between two ends on one line runs the horizontal boundary: one of their pieces follows the other. */
  link(one: number, other: number): void {
    // An end is where its piece arrives if that runs to it.
    const arrives = (one & 1) === this.isUp[one >> 1];
    if (arrives === ((other & 1) === this.isUp[other >> 1])) throw defect();
    if (arrives) this.next[one >> 1] = other >> 1;
    else this.next[other >> 1] = one >> 1;
  }

  /** Names the point in which two ends meet that belong to rings, or to passes of one ring, which touch there. */
  meet(one: number, other: number): void {
    this.touch[one] = this.touch[other] = ++this.touches;
  }

  arrays(): PieceArrays {
    const { x, low, high, isUp, left, next, touch, touches, count } = this;
    return {
      x: begun(x, count),
      low: begun(low, count),
      high: begun(high, count),
      isUp: begun(isUp, count),
      left: begun(left, count),
      next: begun(next, count),
      touch: begun(touch, 2 * count),
      touches,
    };
  }

  /** Adds pieces that were linked by themselves. There has to be room for them. */
  append(more: PieceArrays): void {
    const shift = this.count;
    this.x.set(more.x, shift);
    this.low.set(more.low, shift);
    this.high.set(more.high, shift);
    this.isUp.set(more.isUp, shift);
    for (let i = 0; i < more.x.length; i++) {
      this.left[shift + i] = more.left[i] === -1 ? -1 : more.left[i] + shift;
      this.next[shift + i] = more.next[i] === -1 ? -1 : more.next[i] + shift;
    }
    if (more.touches > 0) {
      for (let end = 0; end < more.touch.length; end++) {
        if (more.touch[end] !== 0) this.touch[2 * shift + end] = more.touch[end] + this.touches;
      }
    }
    this.touches += more.touches;
    this.count += more.x.length;
  }

  #grow(): void {
    this.x = longer(this.x);
    this.low = longer(this.low);
    this.high = longer(this.high);
    this.left = longer(this.left);
    this.next = longer(this.next);
    this.touch = longer(this.touch);
    const isUp = new Uint8Array(2 * this.isUp.length);
    isUp.set(this.isUp);
    this.isUp = isUp;
  }
}

/** The first numbers of an array: a view, but of few numbers a copy, since a view takes an array from V8's heap for good. */
function begun<T extends Int32Array | Uint8Array>(all: T, count: number): T {
  return (count <= 16 ? all.slice(0, count) : all.subarray(0, count)) as T;
}

export function longer(old: Int32Array): Int32Array {
  const next = new Int32Array(2 * old.length);
  next.set(old);
  return next;
}

/** Each end is paired once and each piece passed once: anything else is a defect here, and must not become a wrong area. */
export function defect(): ReticleError {
  return new ReticleError("RegionError", "engine", "the boundary does not close");
}
