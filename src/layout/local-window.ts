/** Windows seen from placed cells. */
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
