/**
 * Corners of TRAPEZOID and CTRAPEZOID records (SEMI P39, sections 27 and 28), x,y pairs from the lower left corner of the
 * box of width w and height h that they are drawn in, clockwise.
 */

/**
 * Two sides parallel to x, or to y where it `isVertical`. `a` and `b` say how far the start and the end of the upper side
 * lie beyond those of the lower one, or those of the left side beyond those of the right one:
 *
 *      ┌──────┐                ┐        a > 0: the upper (left) side starts later
 *     /        \             ┌ │        b < 0: the upper (left) side ends earlier
 *    └──────────┘            └ │
 *                              ┘
 */
export function trapezoidCorners(isVertical: boolean, w: number, h: number, a: number, b: number): number[] {
  const [a0, a1] = [Math.max(0, -a), Math.max(0, a)];
  const [b0, b1] = [Math.max(0, b), Math.max(0, -b)];
  return isVertical ? [0, a1, 0, h - b1, w, h - b0, w, a0] : [a0, 0, a1, h, w - b1, h, w - b0, 0];
}

/** The corners of the 26 types of trapezoids whose slanted sides lie at 45°. */
const corners: readonly ((w: number, h: number) => number[])[] = [
  (w, h) => [0, 0, 0, h, w - h, h, w, 0],
  (w, h) => [0, 0, 0, h, w, h, w - h, 0],
  (w, h) => [0, 0, h, h, w, h, w, 0],
  (w, h) => [h, 0, 0, h, w, h, w, 0],
  (w, h) => [0, 0, h, h, w - h, h, w, 0],
  (w, h) => [h, 0, 0, h, w, h, w - h, 0],
  (w, h) => [0, 0, h, h, w, h, w - h, 0],
  (w, h) => [h, 0, 0, h, w - h, h, w, 0],
  (w, h) => [0, 0, 0, h, w, h - w, w, 0],
  (w, h) => [0, 0, 0, h - w, w, h, w, 0],
  (w, h) => [0, 0, 0, h, w, h, w, w],
  (w, h) => [0, w, 0, h, w, h, w, 0],
  (w, h) => [0, 0, 0, h, w, h - w, w, w],
  (w, h) => [0, w, 0, h - w, w, h, w, 0],
  (w, h) => [0, 0, 0, h - w, w, h, w, w],
  (w, h) => [0, w, 0, h, w, h - w, w, 0],
  (w) => [0, 0, 0, w, w, 0],
  (w) => [0, 0, 0, w, w, w],
  (w) => [0, 0, w, w, w, 0],
  (w) => [0, w, w, w, w, 0],
  (_, h) => [0, 0, h, h, 2 * h, 0],
  (_, h) => [0, h, 2 * h, h, h, 0],
  (w) => [0, 0, 0, 2 * w, w, w],
  (w) => [w, 0, 0, w, w, 2 * w],
  (w, h) => [0, 0, 0, h, w, h, w, 0],
  (w) => [0, 0, 0, w, w, w, w, 0],
];

export const ctrapezoidTypes = corners.length;

export function ctrapezoidCorners(type: number, w: number, h: number): number[] {
  return corners[type](w, h);
}

/** Width and height that a type implies: triangles and squares need one of the two only. */
export function ctrapezoidSize(type: number, w: number, h: number): [w: number, h: number] {
  if ((type >= 16 && type <= 19) || type === 25) return [w, w];
  if (type === 20 || type === 21) return [2 * h, h];
  if (type === 22 || type === 23) return [w, 2 * w];
  return [w, h];
}
