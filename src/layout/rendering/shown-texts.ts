/** The labels of a layer that can be read in a picture. */
import type { Box } from "../../geometry/index.ts";
import type { CanvasFrame, PlacedText } from "../../view/index.ts";
import type { Cell } from "../cell.ts";
import { flatLabels } from "../flat-labels.ts";

export interface ShownPart {
  /** Database units. */
  readonly window: Box;
  readonly depth: number;
  readonly frame: CanvasFrame;
  /** Called all along: what it throws ends the work. */
  readonly check?: (() => void) | undefined;
}

/** Pixels: of labels that begin in one square, the first is shown, for two of them could not be read. */
const square = 4;

export function* shownTexts(
  cell: Cell,
  key: number,
  { window, depth, frame, check }: ShownPart,
): Generator<PlacedText> {
  const { left, bottom, scale } = frame;
  const isFirst = firstInSquare();
  for (const { text, x, y, presentation } of flatLabels(cell, key, { window, depth, detail: square / scale })) {
    check?.();
    if (x < window.left || x > window.right || y < window.bottom || y > window.top) continue;
    const [u, v] = [(x - left) * scale, (y - bottom) * scale];
    if (!isFirst(u, v)) continue;
    // GDSII: bits 0 and 1 left, centre, right; bits 2 and 3 top, middle, bottom. Without them, on its position.
    const across = presentation === undefined ? 0 : [0, 0.5, 1, 0][presentation & 3];
    const up = presentation === undefined ? 0 : [1, 0.5, 0, 0][(presentation >> 2) & 3];
    // A little off the point, as KLayout has it.
    yield { text, x: u + air * (1 - 2 * across), y: v + air * (1 - 2 * up), across, up };
  }
}

const air = 2;

/** Tells the first point in each square of a picture from those after it. */
export function firstInSquare(): (x: number, y: number) => boolean {
  const taken = new Set<number>();
  return (x, y) => {
    const key = Math.floor(x / square) * 2 ** 26 + Math.floor(y / square);
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  };
}
