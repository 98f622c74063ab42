/** QR codes (ISO/IEC 18004) as rectangles of modules, by the package `qr`. */
import encodeQR from "qr";

export const largestVersion = 40;

const levels = ["low", "medium", "quartile", "high"] as const;

export interface QrSquares {
  /** left, bottom, right, top of runs of dark modules, in modules from the lower left corner. */
  readonly boxes: Int32Array;
  /** Modules along a side. */
  readonly size: number;
}

/**
 * @param robust 1 to 4: levels L, M, Q, H
 * @param version the least one
 * Null for a text that no version holds.
 */
export function qrSquares(text: string, robust: number, version = 1): QrSquares | null {
  const ecc = levels[robust - 1];
  const found = attempt(() => encodeQR(text, "raw", { ecc, border }));
  if (found === null) return null;
  const least = 17 + 4 * version;
  const bare = (rows: boolean[][]) => rows.slice(border, -border).map((row) => row.slice(border, -border));
  const rows = bare(found);
  if (rows.length >= least) return { boxes: runs(rows), size: rows.length };
  return { boxes: runs(bare(encodeQR(text, "raw", { ecc, border, version }))), size: least };
}

/** The package draws one module of it at least; it is taken off again. */
const border = 1;

function attempt(work: () => boolean[][]): boolean[][] | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && /capacity/i.test(error.message)) return null;
    throw error;
  }
}

/** Row 0 is the uppermost. */
function runs(rows: readonly (readonly boolean[])[]): Int32Array {
  const boxes: number[] = [];
  const size = rows.length;
  rows.forEach((row, y) => {
    let start = -1;
    for (let x = 0; x <= size; x++) {
      const isDark = x < size && row[x];
      if (isDark && start < 0) start = x;
      if (!isDark && start >= 0) {
        boxes.push(start, size - 1 - y, x, size - y);
        start = -1;
      }
    }
  });
  return Int32Array.from(boxes);
}
