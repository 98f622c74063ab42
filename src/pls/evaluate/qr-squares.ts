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
  for (let least = version; least <= largestVersion; least++) {
    const rows = attempt(() => encodeQR(text, "raw", { ecc, border: 0, ...(version > 1 ? { version: least } : {}) }));
    if (rows !== null) return { boxes: runs(rows), size: rows.length };
    if (version === 1) return null;
  }
  return null;
}

/** The package throws where a text does not fit. */
function attempt(work: () => boolean[][]): boolean[][] | null {
  try {
    return work();
  } catch {
    return null;
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
