/** References that move and turn, by quarters, without changing any size. */
import type { Reference } from "../reference.ts";

export function isRigid({ rotation, magnification }: Reference): boolean {
  return rotation % 90 === 0 && magnification === 1;
}
