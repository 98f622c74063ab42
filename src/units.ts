/**
 * Lengths. The user's numbers are µm (double); `10 * nm` says nanometres. Layout geometry is int32 database units
 * (dbu), so a length is snapped to the grid once, here at the door; a coordinate that does not fit is an error.
 */
import { describe, type ErrorTag, ReticleError } from "./errors.ts";

/** Factors to µm: `10 * nm`, `2.5 * um`, `1 * mm`. */
export const nm = 1e-3;
export const um = 1;
export const mm = 1e3;
export const cm = 1e4;

/** The database unit where none is given: 1 nm, in µm. */
export const defaultDbu = 1e-3;

export const coordinateMinimum = -(2 ** 31);
export const coordinateMaximum = 2 ** 31 - 1;

/** Throws unless `dbu` is a database unit in µm: a finite number above 0. */
export function checkDbu(dbu: number): number {
  if (!(dbu > 0 && Number.isFinite(dbu))) {
    throw new ReticleError("UnitsError", "dbu", `database unit ${dbu} µm is not a positive number`);
  }
  return dbu;
}

/**
 * A length in µm as database units, halves rounded away from zero as KLayout does (−0.5 becomes −1).
 * @param what names the length in the error
 */
export function toDbu(length: number, dbu: number, what = "length"): number {
  const units = typeof length === "number" ? length / dbu : Number.NaN;
  const snapped = units < 0 ? -Math.floor(0.5 - units) : Math.floor(units + 0.5);
  if (!(snapped >= coordinateMinimum && snapped <= coordinateMaximum)) {
    if (Number.isNaN(snapped))
      throw new ReticleError(
        "UnitsError",
        "not-a-number",
        `${what} ${typeof length === "number" ? length : describe(length)} is not a number`,
      );
    throw new ReticleError(
      "UnitsError",
      "coordinate-range",
      `${what} ${length} µm is outside ±${formatLength(-coordinateMinimum * dbu)} µm (32-bit coordinates at a database unit of ${dbu} µm)`,
    );
  }
  return snapped + 0; // no negative zero
}

/** Database units as µm, without the noise of a multiplication by 0.001: where 1/dbu is a whole number it is divided by. */
export function fromDbu(value: number, dbu: number): number {
  const perMicron = Math.round(1 / dbu);
  return Math.abs(perMicron * dbu - 1) < 1e-9 ? value / perMicron : value * dbu;
}

/** Square database units as µm², divided at once: 1961100 / 1000 / 1000 is 1.9610999999999998. */
export function areaFromDbu(value: number, dbu: number): number {
  const perMicron = Math.round(1 / dbu);
  return Math.abs(perMicron * dbu - 1) < 1e-9 ? value / perMicron ** 2 : value * dbu ** 2;
}

/**
 * What lies between two coordinates, without the noise of binary fractions: 2.2 − 1.08 is 1.12. It is rounded to the 15th
 * digit of the larger coordinate, as long as something is left.
 */
export function lengthBetween(low: number, high: number): number {
  const length = high - low;
  if (low === 0 || high === 0 || Number.isInteger(length) || !Number.isFinite(length)) return length;
  // A coordinate has 15 significant decimal digits, and the length no more decimals than the coordinates.
  const size = Math.max(Math.abs(low), Math.abs(high));
  const decimals = 14 - Math.floor(Math.log10(size));
  return (decimals >= 0 && decimals <= 100 && Number(length.toFixed(decimals))) || length;
}

/** Throws unless `value` fits an int32 coordinate. */
export function checkCoordinate(value: number, what = "coordinate"): number {
  if (!(value >= coordinateMinimum && value <= coordinateMaximum)) {
    throw new ReticleError(
      "UnitsError",
      "coordinate-range",
      `${what} ${value} is outside ${coordinateMinimum}..${coordinateMaximum} (32-bit database units)`,
    );
  }
  return value;
}

/** A grid in µm as whole database units. Throws an error `grid` of the family where it is no multiple of them. */
export function wholeGrid(grid: number, dbu: number, tag: ErrorTag): number {
  const units = Math.round(typeof grid === "number" ? grid / dbu : Number.NaN);
  if (units >= 1 && Math.abs(grid / dbu - units) <= 1e-9 * units) return units;
  throw new ReticleError(tag, "grid", `a grid of ${grid} µm is not a whole multiple of the database unit, ${dbu} µm`);
}

/** True where two database units mean the same grid: files write 0.001 as 0.0009999999999999998, too. */
export function sameDbu(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(a, b);
}

/** A number of µm without the noise of binary fractions: at most 12 significant digits. */
export function formatLength(value: number): string {
  return String(Number(Number(value).toPrecision(12)));
}

const suffixes: Record<string, number> = { nm, um, µm: um, μm: um, mm, cm };

/**
 * Reads "10nm", "2.5um", "1mm" or a plain number of µm.
 * @param what names the length in the error
 */
export function parseLength(text: string, what = "length"): number {
  const match = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(nm|um|µm|μm|mm|cm)?\s*$/.exec(text);
  if (!match) {
    throw new ReticleError(
      "UnitsError",
      "length-syntax",
      `${what} "${text}" is not a length such as 2.5, 10nm, 2.5um or 1mm`,
    );
  }
  return Number(match[1]) * (match[2] === undefined ? um : suffixes[match[2]]);
}
