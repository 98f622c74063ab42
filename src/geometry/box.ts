/** Axis-parallel boxes. The unit follows from the place: µm in the user's hands, database units inside. */
import { checkArgument, ReticleError } from "../errors.ts";
import { formatLength, fromDbu, lengthBetween } from "../units.ts";

export class Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;

  constructor(left: number, bottom: number, right: number, top: number) {
    this.left = left;
    this.bottom = bottom;
    this.right = right;
    this.top = top;
  }

  /** The smallest box around the points `xy[start…end)`, x,y pairs; null where there are none. */
  static around(xy: ArrayLike<number>, start = 0, end = xy.length): Box | null {
    if (start >= end) return null;
    let left = xy[start];
    let right = left;
    let bottom = xy[start + 1];
    let top = bottom;
    for (let i = start + 2; i < end; i += 2) {
      const x = xy[i];
      const y = xy[i + 1];
      if (x < left) left = x;
      else if (x > right) right = x;
      if (y < bottom) bottom = y;
      else if (y > top) top = y;
    }
    return new Box(left, bottom, right, top);
  }

  get width(): number {
    return lengthBetween(this.left, this.right);
  }
  get height(): number {
    return lengthBetween(this.bottom, this.top);
  }
  get area(): number {
    return this.width * this.height;
  }
  get center(): [number, number] {
    return [(this.left + this.right) / 2, (this.bottom + this.top) / 2];
  }

  /** A box of database units as one of µm. */
  toMicrons(dbu: number): Box {
    return new Box(
      fromDbu(this.left, dbu),
      fromDbu(this.bottom, dbu),
      fromDbu(this.right, dbu),
      fromDbu(this.top, dbu),
    );
  }
  /** Every coordinate times `factor`. */
  scaled(factor: number): Box {
    return new Box(this.left * factor, this.bottom * factor, this.right * factor, this.top * factor);
  }
  /** Each side moved outwards by `x` (and `y`), inwards where negative. */
  enlarged(x: number, y = x): Box {
    return new Box(this.left - x, this.bottom - y, this.right + x, this.top + y);
  }
  moved(dx: number, dy: number): Box {
    return new Box(this.left + dx, this.bottom + dy, this.right + dx, this.top + dy);
  }
  /** The smallest box around both. */
  or(other: Box): Box {
    checkBox(other);
    return new Box(
      Math.min(this.left, other.left),
      Math.min(this.bottom, other.bottom),
      Math.max(this.right, other.right),
      Math.max(this.top, other.top),
    );
  }
  /** What both have in common, or null where not even an edge touches. */
  and(other: Box): Box | null {
    if (!this.touches(other)) return null;
    return new Box(
      Math.max(this.left, other.left),
      Math.max(this.bottom, other.bottom),
      Math.min(this.right, other.right),
      Math.min(this.top, other.top),
    );
  }
  /** True where the boxes share at least a point of their edges. */
  touches(other: Box): boolean {
    checkBox(other);
    return this.left <= other.right && other.left <= this.right && this.bottom <= other.top && other.bottom <= this.top;
  }
  /** True where all of a box, or a point, lies in this one or on its edges. */
  contains(other: Box | readonly [x: number, y: number]): boolean {
    if (Array.isArray(other)) {
      const [x, y] = other;
      const isPoint = other.length === 2 && typeof x === "number" && typeof y === "number";
      checkArgument(isPoint, other, "GeometryError", "a point [x, y]");
      return x >= this.left && x <= this.right && y >= this.bottom && y <= this.top;
    }
    return this.#holds(checkBox(other as Box, "a box or a point [x, y]:"));
  }
  #holds(other: Box): boolean {
    return other.left >= this.left && other.right <= this.right && other.bottom >= this.bottom && other.top <= this.top;
  }
  equals(other: Box): boolean {
    return this.contains(other) && other.contains(this);
  }
  toArray(): [number, number, number, number] {
    return [this.left, this.bottom, this.right, this.top];
  }
  toString(): string {
    return `(${this.toArray().map(formatLength).join(", ")})`;
  }
}

/** Throws a GeometryError `argument` for what is no box. */
export function checkBox(value: Box, what = "a box"): Box {
  checkArgument(value instanceof Box, value, "GeometryError", `${what}, box(x1, y1, x2, y2),`);
  return value;
}

/**
 * A box between two corners, in µm, in any order: `box(0, 0, 20, 10)`.
 * Throws where a number is not finite.
 */
export function box(x1: number, y1: number, x2: number, y2: number): Box {
  for (const value of [x1, y1, x2, y2]) {
    if (!Number.isFinite(value)) {
      throw new ReticleError(
        "GeometryError",
        "box",
        `box(${x1}, ${y1}, ${x2}, ${y2}) has a coordinate that is not a finite number`,
      );
    }
  }
  return new Box(Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2));
}
