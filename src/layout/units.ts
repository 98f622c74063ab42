/** Database units back to µm, without the noise of a multiplication by 0.001. */
import { Box } from "../geometry/index.ts";

/** `value · dbu`; where 1/dbu is a whole number the division is used, so that 1729 at 0.001 is 1.729. */
export function fromDbu(value: number, dbu: number): number {
  const perMicron = Math.round(1 / dbu);
  return Math.abs(perMicron * dbu - 1) < 1e-9 ? value / perMicron : value * dbu;
}

export function boxFromDbu(box: Box | null, dbu: number): Box | null {
  if (box === null) return null;
  return new Box(fromDbu(box.left, dbu), fromDbu(box.bottom, dbu), fromDbu(box.right, dbu), fromDbu(box.top, dbu));
}
