/** References that move and turn, by quarters, without changing any size: whole coordinates stay whole. */
import { Box } from "../geometry/index.ts";
import type { Reference } from "./reference.ts";

export function isRigid({ rotation, magnification }: Reference): boolean {
  return rotation % 90 === 0 && magnification === 1;
}

/** A box of a cell as rigid references turn it, before they move it: mirrored at the x axis first. */
export function turnedBox({ rotation, mirror }: Pick<Reference, "rotation" | "mirror">, box: Box): Box {
  const { left, right } = box;
  // 0 − y: never −0.
  const bottom = mirror ? 0 - box.top : box.bottom;
  const top = mirror ? 0 - box.bottom : box.top;
  if (rotation === 0) return new Box(left, bottom, right, top);
  if (rotation === 90) return new Box(0 - top, left, 0 - bottom, right);
  if (rotation === 180) return new Box(0 - right, 0 - top, 0 - left, 0 - bottom);
  return new Box(bottom, 0 - right, top, 0 - left);
}

/**
 * Rigid references to one cell that turn it alike: the box around what all of them place is one box, moved as far as they
 * lie apart. A chip has thousands of them, on dozens of layers.
 */
export class AlikeReferences {
  /** Members. */
  count = 0;
  readonly #first: Reference;
  #left = Number.POSITIVE_INFINITY;
  #bottom = Number.POSITIVE_INFINITY;
  #right = Number.NEGATIVE_INFINITY;
  #top = Number.NEGATIVE_INFINITY;

  constructor(first: Reference) {
    this.#first = first;
  }

  add(reference: Reference): void {
    this.count += reference.count;
    const { dx, dy } = reference;
    if (reference.isArray) {
      const { left, bottom, right, top } = reference.reach;
      this.#reach(dx + left, dy + bottom);
      this.#reach(dx + right, dy + top);
    } else this.#reach(dx, dy);
  }

  #reach(x: number, y: number): void {
    if (x < this.#left) this.#left = x;
    if (x > this.#right) this.#right = x;
    if (y < this.#bottom) this.#bottom = y;
    if (y > this.#top) this.#top = y;
  }

  /** The box around all members of a cell whose box this is. Nothing is rounded. */
  nearest(box: Box): Box {
    const { left, bottom, right, top } = turnedBox(this.#first, box);
    return new Box(left + this.#left, bottom + this.#bottom, right + this.#right, top + this.#top);
  }
  outer(box: Box): Box {
    return this.nearest(box);
  }
}
