/** Areas as the numbers that a raster is asked for: bytes, 16-bit numbers, whole database units. */
import { checkArgument, ReticleError } from "../errors.ts";
import type { PixelGrid } from "./pixel-grid.ts";

/** The arrays that a raster's numbers come in. */
export interface RasterArrays {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly uint8: Uint8Array;
  readonly uint16: Uint16Array;
  readonly int32: Int32Array;
}
export type RasterDtype = keyof RasterArrays;
export type RasterArray = RasterArrays[RasterDtype];

/** What a full pixel is as coverage of each type, and the most that the type holds. */
const scales: Readonly<Record<RasterDtype, { readonly full: number; readonly most: number }>> = {
  float32: { full: 1, most: Infinity },
  float64: { full: 1, most: Infinity },
  uint8: { full: 255, most: 255 },
  uint16: { full: 65535, most: 65535 },
  int32: { full: 1, most: 2 ** 31 - 1 },
};

/** Throws a RasterError `output` for a type that the numbers cannot be given in. */
export function checkOutput(as: "coverage" | "area", dtype: RasterDtype): void {
  const fit = as === "coverage" ? ["float32", "float64", "uint8", "uint16"] : ["float32", "float64", "int32"];
  if (as !== "coverage" && as !== "area")
    throw new ReticleError("RasterError", "output", `a raster is coverage or area, not ${as}`);
  if (!fit.includes(dtype))
    throw new ReticleError("RasterError", "output", `${as} is given as ${fit.join(", ")}, not as ${dtype}`);
}

/** An array for all pixels. Throws where there is no memory for it. */
export function rasterArray(dtype: RasterDtype, length: number): RasterArray {
  if (dtype === "uint8") return new Uint8Array(length);
  if (dtype === "uint16") return new Uint16Array(length);
  if (dtype === "int32") return new Int32Array(length);
  return dtype === "float32" ? new Float32Array(length) : new Float64Array(length);
}

export interface Placement {
  readonly grid: PixelGrid;
  readonly as: "coverage" | "area";
  readonly dtype: RasterDtype;
  /** What is covered counts as open, and the other way round. */
  readonly isDark: boolean;
  readonly turnsColumns: boolean;
  readonly turnsRows: boolean;
}

/**
 * Puts one layer's values into `out` from `start` on, rounded once. Throws a RasterError `dtype` for a value that the
 * type does not hold.
 */
export function placeValues(values: ArrayLike<number>, out: RasterArray, start: number, how: Placement): void {
  const { grid, as, dtype, isDark, turnsColumns, turnsRows } = how;
  const { columns, rows } = grid;
  const { full, most } = scales[dtype];
  const whole = as === "area" ? grid.pixelX * grid.pixelY : 1;
  const factor = as === "area" ? 1 : full;
  const isFloat = dtype === "float32" || dtype === "float64";
  for (let row = 0, i = 0; row < rows; row++) {
    const first = start + (turnsRows ? rows - 1 - row : row) * columns;
    for (let column = 0; column < columns; column++, i++) {
      const value = (isDark ? whole - values[i] : values[i]) * factor;
      const at = first + (turnsColumns ? columns - 1 - column : column);
      if (isFloat) {
        out[at] = value;
        continue;
      }
      const rounded = Math.floor(value + 0.5);
      if (rounded > most) throw tooMuch(value, dtype, most, row, column);
      out[at] = rounded;
    }
  }
}

function tooMuch(value: number, dtype: RasterDtype, most: number, row: number, column: number): ReticleError {
  const way = dtype === "int32" ? "float64 holds it" : 'float32 holds it, and with overlap "union" none is above 1';
  return new ReticleError(
    "RasterError",
    "dtype",
    `the value ${value} of row ${row}, column ${column} is above ${most}, the most that ${dtype} holds; ${way}`,
  );
}

/** An AbortSignal, or whatever else throws when work is to end. */
export type WorkSignal = Pick<AbortSignal, "throwIfAborted">;

/** How the work is done: by whom, and until when. */
export function checkWork(threads: number | undefined, signal: WorkSignal | undefined): void {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1))
    throw new ReticleError("RasterError", "threads", `${threads} threads: at least 1, a whole number`);
  checkSignal(signal, "RasterError");
}

export function checkSignal(signal: WorkSignal | undefined, error: "RasterError" | "LayoutError"): void {
  const isSignal = signal === undefined || typeof signal?.throwIfAborted === "function";
  checkArgument(isSignal, signal, error, "an AbortSignal");
}
