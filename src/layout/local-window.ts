/** Placed cells: where they are seen, and what they see of a window. */
import { type Affine, Box, Transform } from "../geometry/index.ts";

/** The window as the cell sees it; a unit larger where the transform rounds. */
export function localWindow(transform: Affine, window: Box): Box {
  if (transform === Transform.identity) return window;
  const box = transform.inverted().box(window);
  const whole = [box.left, box.bottom, box.right, box.top].every(Number.isInteger);
  return whole
    ? box
    : new Box(Math.floor(box.left) - 1, Math.floor(box.bottom) - 1, Math.ceil(box.right) + 1, Math.ceil(box.top) + 1);
}

/** The first member's transform, moved by a displacement in the parent. */
export function placed(first: Affine, { a, b, c, d }: Affine, x: number, y: number): Affine {
  return first.moved(a * x + b * y, c * x + d * y);
}
