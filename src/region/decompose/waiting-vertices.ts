/**
 * Vertices of polygons that every vertical line cuts once, from left to right, until they have their triangles: stacks, of
 * which all vertices but the first lie along one side, the lower or the upper one.
 */
import { IntList, turn } from "../../geometry/index.ts";

export const lower = 0;
export const upper = 1;
export type Side = typeof lower | typeof upper;

const none = -1;

export class WaitingVertices {
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #corners: IntList;
  /** Of each stack its uppermost place (for one that is free the next free one), and the side of what lies on it. */
  #top: Int32Array = new Int32Array(64);
  #side: Uint8Array = new Uint8Array(64);
  #stacks = 0;
  #freeStack = none;
  /** Of each place its vertex, and the place under it (of a free one the next free one). */
  #vertex: Int32Array = new Int32Array(256);
  #under: Int32Array = new Int32Array(256);
  #places = 0;
  #freePlace = none;

  constructor(x: Int32Array, y: Int32Array) {
    this.#x = x;
    this.#y = y;
    this.#corners = new IntList(3 * x.length);
  }

  /** Three vertices a triangle, counter-clockwise. */
  corners(): Int32Array {
    return this.#corners.view();
  }

  /** A stack of one vertex. */
  begin(v: number): number {
    let stack = this.#freeStack;
    if (stack !== none) this.#freeStack = this.#top[stack];
    else {
      stack = this.#stacks++;
      if (stack === this.#top.length) {
        this.#top = grown(this.#top, new Int32Array(2 * stack));
        this.#side = grown(this.#side, new Uint8Array(2 * stack));
      }
    }
    this.#top[stack] = none;
    this.#push(stack, v);
    return stack;
  }

  /** The vertex that came last. */
  last(stack: number): number {
    return this.#vertex[this.#top[stack]];
  }

  /** The side that it lies on. */
  side(stack: number): Side {
    return this.#side[stack] === upper ? upper : lower;
  }

  /** The next vertex, and the triangles that it makes; false where one is turned round, which in a simple polygon none is. */
  see(stack: number, v: number, side: Side): boolean {
    const isOther = this.#side[stack] !== side;
    const isAlone = this.#under[this.#top[stack]] === none;
    this.#side[stack] = side;
    if (isAlone || !isOther) {
      if (!isAlone) this.#cutAlong(stack, v, side);
      this.#push(stack, v);
      return true;
    }
    const last = this.last(stack);
    const isRight = this.#cutAcross(stack, v, side);
    this.#push(stack, last);
    this.#push(stack, v);
    return isRight;
  }

  /** The last vertex. The stack is no more. */
  finish(stack: number, v: number): boolean {
    const isRight = this.#cutAcross(stack, v, this.#side[stack] === upper ? lower : upper);
    this.#top[stack] = this.#freeStack;
    this.#freeStack = stack;
    return isRight;
  }

  /** Triangles with vertices of the same side, which are gone, as far as they can be seen. */
  #cutAlong(stack: number, v: number, side: Side): void {
    let top = this.#top[stack];
    for (let under = this.#under[top]; under !== none; under = this.#under[top]) {
      const [a, b] = [this.#vertex[under], this.#vertex[top]];
      if (side === lower ? this.#turn(a, b, v) <= 0 : this.#turn(b, a, v) <= 0) break;
      if (side === lower) this.#triangle(a, b, v);
      else this.#triangle(b, a, v);
      this.#free(top);
      top = under;
    }
    this.#top[stack] = top;
  }

  /** Triangles with all vertices, which lie on the other side: the stack is empty then. */
  #cutAcross(stack: number, v: number, side: Side): boolean {
    let isRight = true;
    let top = this.#top[stack];
    for (let under = this.#under[top]; under !== none; under = this.#under[top]) {
      const [left, right] = [this.#vertex[under], this.#vertex[top]];
      const [a, b] = side === upper ? [left, right] : [right, left];
      const turned = this.#turn(a, b, v);
      if (turned > 0) this.#triangle(a, b, v);
      else if (turned < 0) isRight = false;
      this.#free(top);
      top = under;
    }
    this.#free(top);
    this.#top[stack] = none;
    return isRight;
  }

  #triangle(a: number, b: number, c: number): void {
    this.#corners.push(a);
    this.#corners.push(b);
    this.#corners.push(c);
  }

  #turn(a: number, b: number, c: number): number {
    const [x, y] = [this.#x, this.#y];
    return turn(x[a], y[a], x[b], y[b], x[c], y[c]);
  }

  #push(stack: number, v: number): void {
    let place = this.#freePlace;
    if (place !== none) this.#freePlace = this.#under[place];
    else {
      place = this.#places++;
      if (place === this.#under.length) {
        this.#vertex = grown(this.#vertex, new Int32Array(2 * place));
        this.#under = grown(this.#under, new Int32Array(2 * place));
      }
    }
    this.#vertex[place] = v;
    this.#under[place] = this.#top[stack];
    this.#top[stack] = place;
  }

  #free(place: number): void {
    this.#under[place] = this.#freePlace;
    this.#freePlace = place;
  }
}

function grown<T extends Int32Array | Uint8Array>(old: T, room: T): T {
  room.set(old);
  return room;
}
