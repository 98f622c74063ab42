/**
 * Rings from the linked pieces of a boundary, each hull with its holes. Where a ring comes back to a point in which it
 * touches itself, the loop between is a ring of its own.
 */
import { PolygonSet } from "../../../geometry/index.ts";
import { orderBy } from "../strips.ts";
import { defect, type Pieces } from "./pieces.ts";

/** @param turned  x and y were exchanged: they are put back, and rings turned round */
export function ringsOf(pieces: Pieces, turned: boolean): PolygonSet {
  const rings = new Rings(pieces, turned);
  for (let piece = 0; piece < pieces.count; piece++) rings.follow(piece);
  return rings.polygons();
}

class Rings {
  readonly #pieces: Pieces;
  readonly #turned: boolean;
  readonly #xy: Int32Array;
  readonly #starts: number[] = [0];
  /** The leftmost piece of each ring. */
  readonly #leftmost: number[] = [];
  readonly #ringOf: Int32Array;
  /** Where on the path a point is where rings touch, plus one; 0 where it is not. */
  readonly #position: Int32Array;
  /** Ends that are corners, as numbered in Pieces; −1 − piece for a piece that goes straight on from the one before. */
  readonly #path: Int32Array;
  #length = 0;
  #at = 0;

  constructor(pieces: Pieces, turned: boolean) {
    this.#pieces = pieces;
    this.#turned = turned;
    this.#xy = new Int32Array(4 * pieces.count);
    this.#ringOf = new Int32Array(pieces.count).fill(-1);
    this.#position = new Int32Array(pieces.touches + 1);
    this.#path = new Int32Array(2 * pieces.count + 1);
  }

  /** Makes the rings that the boundary through a piece has, unless they were made. */
  follow(first: number): void {
    if (this.#ringOf[first] !== -1) return;
    const { isUp, count, x, next } = this.#pieces;
    let piece = first;
    let steps = 0;
    do {
      const following = next[piece];
      if (following === -1 || ++steps > count) throw defect();
      // Horizontal boundary leads to another x: at the same one a border of bands has cut an edge.
      if (x[following] === x[piece]) this.#path[this.#length++] = -1 - following;
      else {
        this.#pass(2 * piece + isUp[piece]);
        this.#pass(2 * following + 1 - isUp[following]);
      }
      piece = following;
    } while (piece !== first);
    this.#close(0);
  }

  #pass(end: number): void {
    const touch = this.#pieces.touch[end];
    if (touch !== 0) {
      const position = this.#position[touch];
      if (position !== 0) this.#close(position - 1);
      this.#position[touch] = this.#length + 1;
    }
    this.#path[this.#length++] = end;
  }

  /** Makes a ring of the path from index `from` on. */
  #close(from: number): void {
    const { x, low, high, isUp, touch } = this.#pieces;
    const ring = this.#leftmost.length;
    const path = this.#path;
    let leftmost = -1;
    for (let i = from; i < this.#length; i++) {
      const end = path[this.#turned ? this.#length - 1 - (i - from) : i];
      const piece = end < 0 ? -1 - end : end >> 1;
      if (end >= 0) {
        const y = (end & 1) === 0 ? low[piece] : high[piece];
        this.#xy[this.#at++] = this.#turned ? y : x[piece];
        this.#xy[this.#at++] = this.#turned ? x[piece] : y;
        this.#position[touch[end]] = 0;
        // A piece belongs to the ring in which it starts.
        if ((end & 1) === isUp[piece]) continue;
      }
      this.#ringOf[piece] = ring;
      if (leftmost === -1 || x[piece] < x[leftmost]) leftmost = piece;
    }
    this.#length = from;
    this.#leftmost.push(leftmost);
    this.#starts.push(this.#at / 2);
  }

  /** Each hull and behind it its holes. */
  polygons(): PolygonSet {
    const parents = this.#parents();
    const count = parents.length;
    const polygonOf = new Int32Array(count);
    let hulls = 0;
    for (let ring = 0; ring < count; ring++) if (parents[ring] === -1) polygonOf[ring] = hulls++;
    if (hulls === count) {
      const each = new Uint32Array(count + 1);
      for (let ring = 0; ring <= count; ring++) each[ring] = ring;
      return new PolygonSet(this.#xy.slice(0, this.#at), Uint32Array.from(this.#starts), each);
    }
    const polygons = new Uint32Array(hulls + 1);
    for (let ring = 0; ring < count; ring++) polygons[polygonOf[parents[ring] === -1 ? ring : parents[ring]] + 1]++;
    for (let polygon = 0; polygon < hulls; polygon++) polygons[polygon + 1] += polygons[polygon];
    // Hulls first: a hole may have been followed before its hull.
    const nextPlace = polygons.slice();
    const order = new Int32Array(count);
    for (let ring = 0; ring < count; ring++) if (parents[ring] === -1) order[nextPlace[polygonOf[ring]]++] = ring;
    for (let ring = 0; ring < count; ring++)
      if (parents[ring] !== -1) order[nextPlace[polygonOf[parents[ring]]]++] = ring;
    const xy = new Int32Array(this.#at);
    const rings = new Uint32Array(count + 1);
    let at = 0;
    for (let k = 0; k < count; k++) {
      for (let i = 2 * this.#starts[order[k]]; i < 2 * this.#starts[order[k] + 1]; i++) xy[at++] = this.#xy[i];
      rings[k + 1] = at / 2;
    }
    return new PolygonSet(xy, rings, polygons);
  }

  /**
   * A ring is a hole where the inside lies on the left of its leftmost piece. The next piece to the left bounds the same
   * inside: its ring is the hull, or another hole of it, which begins further left and so is known already.
   */
  #parents(): Int32Array {
    const { x, isUp, left } = this.#pieces;
    const leftmost = this.#leftmost;
    const parents = new Int32Array(leftmost.length).fill(-1);
    const holes: number[] = [];
    for (let ring = 0; ring < leftmost.length; ring++) if (isUp[leftmost[ring]] === 1) holes.push(ring);
    const lefts = Int32Array.from(holes, (ring) => x[leftmost[ring]]);
    for (const hole of orderBy(lefts, holes.length)) {
      const other = this.#ringOf[left[leftmost[holes[hole]]]];
      parents[holes[hole]] = parents[other] === -1 ? other : parents[other];
    }
    return parents;
  }
}
