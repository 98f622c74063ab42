/** Coordinates are whole numbers of 32 bits, whatever OASIS can say: what an element claims is checked at all its places. */
import type { ByteCursor } from "./byte-cursor.ts";
import type { PointList } from "./point-list.ts";
import { displacementBox, type Repetition } from "./repetition.ts";

export const largest = 2 ** 31 - 1;
export const smallest = -(2 ** 31);

/** Throws unless the points, moved to (x, y) and to all places of the repetition, are within the range. */
export function checkPointRange(
  cursor: ByteCursor,
  { left, bottom, right, top }: PointList,
  x: number,
  y: number,
  repetition: Repetition | null,
): void {
  checkRange(cursor, x + left, y + bottom, x + right, y + top, repetition);
}

/** Throws unless the box, at all places of the repetition, is within the range. */
export function checkRange(
  cursor: ByteCursor,
  left: number,
  bottom: number,
  right: number,
  top: number,
  repetition: Repetition | null,
): void {
  if (repetition === null) {
    if (left >= smallest && bottom >= smallest && right <= largest && top <= largest) return;
    for (const side of [left, bottom, right, top]) checkCoordinate(cursor, side);
    return;
  }
  const [x1, y1, x2, y2] = displacementBox(repetition);
  checkCoordinate(cursor, left + x1);
  checkCoordinate(cursor, bottom + y1);
  checkCoordinate(cursor, right + x2);
  checkCoordinate(cursor, top + y2);
}

export function checkCoordinate(cursor: ByteCursor, value: number): void {
  if (!(value >= smallest && value <= largest))
    throw cursor.error(
      "coordinate-range",
      `coordinate ${value} is outside ${smallest}..${largest} (32-bit database units)`,
    );
}
