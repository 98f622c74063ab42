/** Grey values along a line, and where they pass a level: widths finer than pixels. */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { type AnyImageView, ImageView } from "../image/index.ts";
import { displaySymbol, type Figure, inspectSymbol, type MimeBundle, plot } from "../view/index.ts";
import { type GreyPlane, greyPlane, levelOf, valueAt } from "./grey-plane.ts";

/** µm; of numbers in an array or in a typed one, as rows of a table of points are. */
export type CutPoint = readonly [x: number, y: number] | Float64Array | Float32Array;

type Point = readonly [x: number, y: number];

export interface CutlineOptions {
  /** What is at or above it is a line, what is below a space: 0.5 for fractions (a coverage), else to be given. */
  readonly level?: number;
  /** The mean is taken over so much across the line, µm: 0, no mean. */
  readonly width?: number;
  /** Distance of the samples, µm: an eighth of a pixel. */
  readonly every?: number;
}

export interface CutEdge {
  /** From where the cut begins, µm. */
  readonly distance: number;
  /** µm. */
  readonly position: Point;
  /** Whether values rise above the level there. */
  readonly rises: boolean;
}

/** Samples are made for all of a line at once. */
const mostSamples = 1e7;
const cutlineNames = ["level", "width", "every"] as const;

/**
 * The values of an image along a line from one point to another, µm, between pixels as `pickAt` has them "interpolated", and
 * where they pass a level. Outside of the image there is none (NaN).
 *
 * Throws an ImageError `axes` for other axes than row and column, `level` where one is needed, `spacing` where the size of
 * pixels is not known, and `cutline` for points that are one, or more than 10 million samples.
 * @example cutline(aerial, [-1, 0], [1, 0], { level: 0.3 }).widths
 */
export function cutline(image: AnyImageView, from: CutPoint, to: CutPoint, options: CutlineOptions = {}): Cutline {
  const plane = greyPlane(image);
  const [start, end] = [pointOf(from), pointOf(to)];
  const pixel = Math.min(plane.x.pitch, plane.y.pitch);
  const { width = 0, every = pixel / 8, ...given } = optionsOf(options, "ImageError", cutlineNames);
  const level = levelOf(image, given.level, "cutline(image, from, to, { level: 128 })");
  checkArgument(Number.isFinite(width) && width >= 0, width, "ImageError", "a width of 0 or more µm");
  checkArgument(Number.isFinite(every) && every > 0, every, "ImageError", "a distance of samples above 0 µm");
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  const lines = Math.max(1, Math.round(width / pixel));
  if (length === 0) throw new ReticleError("ImageError", "cutline", `the cut begins and ends at ${start.join(", ")}`);
  const count = Math.ceil(length / every) + 1;
  if (!(count * lines <= mostSamples)) {
    const message = `a cut of ${length} µm, ${width} µm wide, has ${count * lines} samples at ${every} µm; at most ${mostSamples}`;
    throw new ReticleError("ImageError", "cutline", message);
  }
  return new Cutline(start, end, level, means(plane, { from: start, to: end, count, lines, width }));
}

function pointOf(given: CutPoint): Point {
  const isList = Array.isArray(given) || given instanceof Float64Array || given instanceof Float32Array;
  const isPoint = isList && given.length === 2 && Number.isFinite(given[0]) && Number.isFinite(given[1]);
  checkArgument(isPoint, given, "ImageError", "a point [x, y] in µm");
  return [given[0], given[1]];
}

/** Values at even distances along a line, each the mean of several across it. */
function means(
  plane: GreyPlane,
  { from, to, count, lines, width }: { from: Point; to: Point; count: number; lines: number; width: number },
): Float64Array {
  const [alongX, alongY] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(alongX, alongY);
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const share = i / (count - 1);
    let sum = 0;
    for (let line = 0; line < lines; line++) {
      const aside = (((line + 0.5) / lines - 0.5) * width) / length;
      const x = from[0] + share * alongX - aside * alongY;
      const y = from[1] + share * alongY + aside * alongX;
      sum += valueAt(plane, x, y);
    }
    out[i] = sum / lines;
  }
  return out;
}

/** What `cutline` found. */
export class Cutline {
  /** Where the cut begins and ends, µm. */
  readonly from: Point;
  readonly to: Point;
  readonly level: number;
  /** The values at even distances, the first and the last at the ends; NaN outside of the image. */
  readonly values: Float64Array;
  /** Where the values pass the level, from the beginning to the end. */
  readonly edges: readonly CutEdge[];

  constructor(from: Point, to: Point, level: number, values: Float64Array) {
    this.from = from;
    this.to = to;
    this.level = level;
    this.values = values;
    this.edges = crossings(values, level).map(({ share, rises }) => ({
      distance: share * this.length,
      position: [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])],
      rises,
    }));
  }

  /** µm. */
  get length(): number {
    return Math.hypot(this.to[0] - this.from[0], this.to[1] - this.from[1]);
  }
  /** The values as an image of one axis, columns, whose positions are the distances from the beginning, µm. */
  get profile(): ImageView<Float64Array, readonly ["column"]> {
    return ImageView.from(this.values, {
      axes: ["column"],
      shape: [this.values.length],
      spacing: { column: this.length / (this.values.length - 1) },
      origin: { column: 0 },
    });
  }
  /** Of all that is at or above the level and begins and ends on the cut, in order, µm. */
  get widths(): number[] {
    return this.#between(true);
  }
  /** Of all that is below the level and begins and ends on the cut, in order, µm. */
  get spaces(): number[] {
    return this.#between(false);
  }

  /** The profile with the level and the edges. */
  figure(): Figure {
    const distances = Float64Array.from(this.values, (_, i) => (i * this.length) / (this.values.length - 1));
    const level = { x: [0, this.length], y: [this.level, this.level], name: "level", color: "#888888" };
    const chart = plot.line([{ x: distances, y: this.values, name: "value" }, level], { xlabel: "distance (µm)" });
    const edges = plot.scatter({
      x: this.edges.map(({ distance }) => distance),
      y: this.edges.map(() => this.level),
      name: "edges",
      color: "#d1495b",
    });
    return chart.with(edges);
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const found = [rangeText(this.widths, "width"), rangeText(this.spaces, "space")];
    return `Cutline of ${shown(this.length)} µm at level ${shown(this.level)}: ${found.join(", ")}`;
  }
  [displaySymbol](): MimeBundle {
    return { ...this.figure()[displaySymbol](), "text/plain": this.toString() };
  }

  #between(above: boolean): number[] {
    return this.edges.flatMap((edge, i) => {
      const next = this.edges[i + 1];
      return next !== undefined && edge.rises === above && next.rises !== above ? [next.distance - edge.distance] : [];
    });
  }
}

/** Where values pass a level, as shares of the whole. */
function crossings(values: Float64Array, level: number): { share: number; rises: boolean }[] {
  const found: { share: number; rises: boolean }[] = [];
  for (let i = 1; i < values.length; i++) {
    const [before, after] = [values[i - 1], values[i]];
    if (Number.isNaN(before) || Number.isNaN(after) || before >= level === after >= level) continue;
    const rise = after - before;
    const part = Number.isFinite(rise) ? (level - before) / rise : 0.5;
    found.push({ share: (i - 1 + part) / (values.length - 1), rises: after >= level });
  }
  return found;
}

function rangeText(lengths: readonly number[], what: string): string {
  if (lengths.length === 0) return `no ${what}`;
  // Not by spreading them: there may be millions.
  const least = shown(lengths.reduce((a, b) => Math.min(a, b)));
  const most = shown(lengths.reduce((a, b) => Math.max(a, b)));
  return `${lengths.length} ${what}${lengths.length > 1 ? "s" : ""} of ${least === most ? least : `${least} to ${most}`} µm`;
}

const shown = (value: number) => `${Number(value.toPrecision(6))}`;
