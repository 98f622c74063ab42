/**
 * The numbers of a placement: x' = a·x + b·y + dx, y' = c·x + d·y + dy. What flattening multiplies, once an instance;
 * `Transform` is the same with its angle and magnification known.
 */
import { checkArgument } from "../errors.ts";
import { checkCoordinate } from "../units.ts";
import { Box, checkBox } from "./box.ts";

export class Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly dx: number;
  readonly dy: number;

  constructor(a: number, b: number, c: number, d: number, dx: number, dy: number) {
    this.a = a;
    this.b = b + 0; // no negative zero
    this.c = c;
    this.d = d + 0;
    this.dx = dx;
    this.dy = dy;
  }

  point(x: number, y: number): [number, number] {
    return [this.a * x + this.b * y + this.dx, this.c * x + this.d * y + this.dy];
  }

  /** Does `inner` first and then this one. Exact for right angles. */
  times(inner: Affine): Affine {
    checkArgument(inner instanceof Affine, inner, "GeometryError", "a transform");
    const { a, b, c, d } = this;
    return new Affine(
      a * inner.a + b * inner.c,
      a * inner.b + b * inner.d,
      c * inner.a + d * inner.c,
      c * inner.b + d * inner.d,
      a * inner.dx + b * inner.dy + this.dx,
      c * inner.dx + d * inner.dy + this.dy,
    );
  }

  moved(dx: number, dy: number): Affine {
    return new Affine(this.a, this.b, this.c, this.d, this.dx + dx, this.dy + dy);
  }

  inverted(): Affine {
    const { a, b, c, d, dx, dy } = this;
    const determinant = a * d - b * c;
    const [p, q, r, s] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
    return new Affine(p, q, r, s, -(p * dx + q * dy), -(r * dx + s * dy));
  }

  /**
   * Transforms the x,y pairs of `source` from index `start` to before `end` into `target` (which may be the same array)
   * from index `at` on, rounded to integers. Throws where a coordinate leaves the 32-bit range.
   */
  pairs(source: Int32Array, target: Int32Array, start = 0, end = source.length, at = 0): void {
    const { a, b, c, d, dx, dy } = this;
    let smallest = 0;
    let largest = 0;
    // Mostly a cell is only moved.
    if (a === 1 && b === 0 && c === 0 && d === 1 && Number.isInteger(dx) && Number.isInteger(dy)) {
      for (let i = start, k = at; i < end; i += 2, k += 2) {
        const u = source[i] + dx;
        const v = source[i + 1] + dy;
        if (u < smallest) smallest = u;
        if (u > largest) largest = u;
        if (v < smallest) smallest = v;
        if (v > largest) largest = v;
        target[k] = u;
        target[k + 1] = v;
      }
    } else
      for (let i = start, k = at; i < end; i += 2, k += 2) {
        const x = source[i];
        const y = source[i + 1];
        let u = a * x + b * y + dx;
        let v = c * x + d * y + dy;
        u = u < 0 ? Math.ceil(u - 0.5) : Math.floor(u + 0.5);
        v = v < 0 ? Math.ceil(v - 0.5) : Math.floor(v + 0.5);
        if (u < smallest) smallest = u;
        if (u > largest) largest = u;
        if (v < smallest) smallest = v;
        if (v > largest) largest = v;
        target[k] = u;
        target[k + 1] = v;
      }
    checkCoordinate(smallest, "transformed coordinate");
    checkCoordinate(largest, "transformed coordinate");
  }

  /** The box around the transformed box, not rounded. */
  box(box: Box): Box {
    checkBox(box);
    const { a, b, c, d } = this;
    const halfX = (Math.abs(a) * box.width + Math.abs(b) * box.height) / 2;
    const halfY = (Math.abs(c) * box.width + Math.abs(d) * box.height) / 2;
    const [u, v] = this.point(...box.center);
    return new Box(u - halfX, v - halfY, u + halfX, v + halfY);
  }
}
