/** What filters see beyond the borders of an image. */
import { ReticleError } from "../../errors.ts";

/**
 * By scipy's names: "reflect" (d c b a | a b c d | d c b a), "mirror" (d c b | a b c d | c b a), "nearest" (a a a | a b c d |
 * d d d), "wrap" (b c d | a b c d | a b c), or a number that lies everywhere.
 */
export type Border = "reflect" | "mirror" | "nearest" | "wrap" | number;

const indexOf: Record<Exclude<Border, number>, (at: number, size: number) => number> = {
  reflect: (at, size) => {
    const i = modulo(at, 2 * size);
    return i < size ? i : 2 * size - 1 - i;
  },
  mirror: (at, size) => {
    if (size === 1) return 0;
    const i = modulo(at, 2 * size - 2);
    return i < size ? i : 2 * size - 2 - i;
  },
  nearest: (at, size) => Math.min(size - 1, Math.max(0, at)),
  wrap: modulo,
};

/** Where the indices from −reach to size − 1 + reach lie within 0…size − 1; −1 is beyond, where there is a number. */
export function borderIndices(size: number, reach: number, border: Border): Int32Array {
  const index = typeof border === "number" ? (at: number) => (at < 0 || at >= size ? -1 : at) : indexOf[border];
  return Int32Array.from({ length: size + 2 * reach }, (_, i) => index(i - reach, size));
}

export function checkBorder(border: unknown): asserts border is Border {
  if (typeof border === "number" || Object.hasOwn(indexOf, border as string)) return;
  const names = Object.keys(indexOf).join(", ");
  throw new ReticleError("ImageError", "argument", `border ${String(border)} is none of ${names}, and no number`);
}

/** The farthest that filters reach, in pixels to each side. */
const mostReach = 100_000;

export function checkReach(reach: unknown): asserts reach is number {
  if (Number.isInteger(reach) && (reach as number) >= 0 && (reach as number) <= mostReach) return;
  const said = `reach ${String(reach)} is not a whole number of pixels to each side, 0..${mostReach}`;
  throw new ReticleError("ImageError", "range", said);
}

function modulo(at: number, size: number): number {
  return ((at % size) + size) % size;
}
