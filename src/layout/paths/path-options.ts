/** How a path looks, as its user says it, and as it is drawn. */
import { describe, optionsOf, ReticleError } from "../../errors.ts";
import type { Curve, PathJoin } from "../../geometry/index.ts";

/**
 * How a path ends: at its last point, in a half circle, half the width beyond ("extended"; "square" means the same), or
 * as far beyond its first and last point as given (µm; negative shortens).
 */
export type PathEnds =
  | "flush"
  | "round"
  | "extended"
  | "square"
  | readonly [begin: number, end: number]
  | { readonly begin: number; readonly end: number };

export interface PathOptions {
  /**
   * Full width, µm; one for each of several parallel parts; or from the first to the last point, changing evenly along the
   * path.
   */
  readonly width: number | readonly number[] | { readonly from: number; readonly to: number };
  /** Distances of the parts from the spine, to its left, µm: `{ width: 0.5, offsets: [-1, 1] }`. 0 where not given. */
  readonly offsets?: readonly number[];
  /** "flush" where not given. */
  readonly ends?: PathEnds;
  /** Corners between straight parts: "natural" where not given, which is mitred up to 90° and cut beyond. */
  readonly joins?: PathJoin;
  /** Longest mitre of "miter", in widths from inner to outer corner; sharper corners are bevelled. 10 where not given. */
  readonly miterLimit?: number;
  /** Rounds every corner between straight parts: the spine's radius, µm. */
  readonly bends?: { readonly radius: number };
  /** Largest distance between a curve and its chords, µm; one database unit where not given. */
  readonly tolerance?: number;
}

/** Widths and offsets at the end of a step, both measured across the spine; they change evenly along it. */
export interface StepOptions {
  readonly width?: number | readonly number[];
  readonly offsets?: readonly number[];
}

/** Full width and offset of each part, µm. */
export interface PathParts {
  readonly widths: readonly number[];
  readonly offsets: readonly number[];
}

/** A part of the spine with what the path looks like at its end. */
export type PathStep =
  | { readonly xy: ArrayLike<number>; readonly curve?: undefined; readonly parts: PathParts }
  | { readonly xy?: undefined; readonly curve: Curve; readonly parts: PathParts };

const namedEnds: readonly unknown[] = ["flush", "round", "extended", "square"];
const namedJoins: readonly unknown[] = ["natural", "miter", "bevel", "round"];

export function pathError(code: string, message: string): ReticleError {
  return new ReticleError("LayoutError", code, message);
}

/** Throws a LayoutError unless the options are ones a path can be drawn with. */
export function checkOptions(options: PathOptions): void {
  const {
    ends = "flush",
    joins = "natural",
    miterLimit = 10,
    bends,
    tolerance,
  } = optionsOf(options, "LayoutError", ["width", "offsets", "ends", "joins", "miterLimit", "bends", "tolerance"]);
  if (typeof ends === "object" && ends !== null)
    for (const value of endsOf(ends)) checkNumber("path-ends", "path end", value);
  else if (!namedEnds.includes(ends)) {
    throw pathError("path-ends", `path ends "${ends}" are none of ${namedEnds.join(", ")} and [begin, end]`);
  }
  if (!namedJoins.includes(joins))
    throw pathError("path-joins", `path joins "${joins}" are none of ${namedJoins.join(", ")}`);
  if (!(miterLimit >= 1)) throw pathError("path-joins", `miter limit ${miterLimit} is not a number from 1`);
  if (bends !== undefined)
    checkPositive("path-bend", "bend radius", optionsOf(bends, "LayoutError", ["radius"]).radius);
  if (tolerance !== undefined) checkPositive("path-tolerance", "path tolerance", tolerance);
}

/** The two ends in numbers. */
export function endsOf(
  ends: readonly [number, number] | { readonly begin: number; readonly end: number },
): [number, number] {
  return "begin" in ends ? [ends.begin, ends.end] : [ends[0], ends[1]];
}

export function checkNumber(code: string, what: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw pathError(code, `${what} ${describe(value)} is not a finite number`);
}

export function checkPositive(code: string, what: string, value: number): number {
  if (value > 0 && Number.isFinite(value)) return value;
  throw pathError(code, `${what} ${describe(value)} is not a number of µm above 0`);
}

/** The parts at the first point, and at the last one where the width is given from … to. */
export function partsOf(options: PathOptions): [PathParts, PathParts | null] {
  const { width, offsets } = options;
  if (isTaper(width)) {
    const at = (value: number) => checkedParts(offsets?.map(() => value) ?? [value], offsets ?? [0]);
    return [at(width.from), at(width.to)];
  }
  return [stepParts({ width, offsets }, null), null];
}

/** The parts at the end of a step; what it does not say stays. */
export function stepParts(options: StepOptions, before: PathParts | null): PathParts {
  const { width, offsets } = optionsOf(options, "LayoutError", ["width", "offsets"]);
  if (before !== null && width === undefined && offsets === undefined) return before;
  const count = before?.widths.length ?? (Array.isArray(width) ? width.length : (offsets?.length ?? 1));
  const widths = typeof width === "number" ? new Array<number>(count).fill(width) : (width ?? before?.widths);
  const parts = checkedParts(widths ?? [Number.NaN], offsets ?? before?.offsets ?? new Array<number>(count).fill(0));
  if (parts.widths.length !== count)
    throw pathError("path-width", `a step with ${parts.widths.length} widths cannot follow a path of ${count} parts`);
  return parts;
}

function checkedParts(widths: readonly number[], offsets: readonly number[]): PathParts {
  if (widths.length !== offsets.length || widths.length === 0) {
    throw pathError("path-offset", `a path of ${widths.length} widths needs as many offsets, not ${offsets.length}`);
  }
  for (const value of widths) {
    if (!(value >= 0 && Number.isFinite(value)))
      throw pathError("path-width", `path width ${value} µm is not a number of 0 or more`);
  }
  for (const value of offsets) checkNumber("path-offset", "path offset", value);
  return { widths: [...widths], offsets: [...offsets] };
}

function isTaper(width: PathOptions["width"]): width is { readonly from: number; readonly to: number } {
  return typeof width === "object" && width !== null && "from" in width;
}
