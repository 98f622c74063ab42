/** Figures: `plot.line`, `plot.scatter`, `plot.heatmap`, `plot.outlines`, `plot.histogram`. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { fromDbu } from "../../units.ts";
import { paletteColor } from "../palette.ts";
import { Figure } from "./figure.ts";
import { extent, type FigureOptions, figureNames, type LineTrace } from "./figure-model.ts";
import { type HeatmapData, heatmapTrace } from "./image-grid.ts";

type Numbers = ArrayLike<number | bigint>;

/** An ImageView: along its one axis it has positions, and perhaps a unit. */
interface View {
  readonly shape: readonly number[];
  toArray(): Numbers;
  readonly axes?: readonly string[] | null;
  readonly unit?: object;
  coordinates?(axis: never): ArrayLike<number>;
}

export interface Series {
  /** Without it the positions of a view along its axis, else the index. */
  readonly x?: Numbers | View;
  readonly y: Numbers | View;
  readonly name?: string;
  /** A CSS colour. */
  readonly color?: string;
}

/** A series or only its values, or several of these; a view of one axis, as a row of an image, has values. */
export type SeriesInput = Series | Numbers | View | readonly (Series | Numbers | View)[];

export interface HeatmapOptions extends FigureOptions {
  /** The values of the first and last colour; the least and the largest where it is not given. */
  readonly range?: readonly [number, number];
}

export interface HistogramOptions extends FigureOptions {
  /** Number of bins: 50. */
  readonly bins?: number;
  /** Least and largest value that is counted. */
  readonly range?: readonly [number, number];
  readonly name?: string;
}

/** A Region: polygons in database units. */
interface Outlined {
  readonly polygons: { readonly xy: ArrayLike<number>; readonly rings: ArrayLike<number> };
  readonly dbu: number;
}

export interface OutlineOptions extends FigureOptions {
  readonly name?: string;
  /** A CSS colour. */
  readonly color?: string;
}

export interface Plot {
  /** Lines through points. NaN makes a gap. */
  line(series: SeriesInput, options?: FigureOptions): Figure;
  /** Points. */
  scatter(series: SeriesInput, options?: FigureOptions): Figure;
  /** An image, an ndarray or rows of numbers in colours, in µm where it is calibrated. */
  heatmap(data: HeatmapData, options?: HeatmapOptions): Figure;
  /** The outlines of a region's polygons as lines, in µm: over an image, `plot.heatmap(image).with(plot.outlines(region))`. */
  outlines(region: Outlined, options?: OutlineOptions): Figure;
  /** How often values occur. */
  histogram(values: Numbers | { toArray(): Numbers }, options?: HistogramOptions): Figure;
}

export const plot: Plot = {
  line: (series, options) => linesOf("line", series, options),
  scatter: (series, options) => linesOf("scatter", series, options),
  heatmap(data, given = {}) {
    const { range, ...options } = optionsOf(given, "ViewError", [...figureNames, "range"]);
    const labels = data instanceof Object && "axes" in data ? axisLabels(data.axes, data.unit) : {};
    return new Figure([heatmapTrace(data, range)], { ...labels, ...options });
  },
  outlines(region, given = {}) {
    const {
      name,
      color = paletteColor(0),
      ...options
    } = optionsOf(given, "ViewError", [...figureNames, "name", "color"]);
    checkArgument(typeof region?.polygons?.xy === "object", region, "ViewError", "a region");
    return new Figure([{ type: "line", name, color, ...outlinesOf(region) }], {
      xlabel: "x (µm)",
      ylabel: "y (µm)",
      ...options,
    });
  },
  histogram: (values, given = {}) => {
    const names = [...figureNames, "bins", "range", "name"] as const;
    const { bins = 50, range, name, ...options } = optionsOf(given, "ViewError", names);
    const hasArray = typeof values === "object" && values !== null && "toArray" in values;
    const numbers = floats(hasArray ? values.toArray() : (values as Numbers));
    if (!(Number.isInteger(bins) && bins > 0 && bins <= 100_000)) {
      throw new ReticleError("ViewError", "bins", `a histogram has a positive number of bins, not ${bins}`);
    }
    return new Figure([{ type: "bars", name, color: paletteColor(0), ...counted(numbers, bins, range) }], {
      ylabel: "count",
      ...options,
    });
  },
};

/** Each ring closed, with a gap behind it. */
function outlinesOf({ polygons: { xy, rings }, dbu }: Outlined): { x: Float64Array; y: Float64Array } {
  const count = xy.length / 2 + 2 * (rings.length - 1);
  const [x, y] = [new Float64Array(count).fill(Number.NaN), new Float64Array(count).fill(Number.NaN)];
  let at = 0;
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    const [start, end] = [rings[ring], rings[ring + 1]];
    for (let k = start; k <= end; k++, at++) {
      const from = k === end ? start : k;
      x[at] = fromDbu(xy[2 * from], dbu);
      y[at] = fromDbu(xy[2 * from + 1], dbu);
    }
    at++;
  }
  return { x, y };
}

function linesOf(type: "line" | "scatter", input: SeriesInput, given: FigureOptions | undefined): Figure {
  const all = seriesOf(input);
  const traces = all.map((series, index) => traceOf(type, series, index));
  // What two views are measured along may differ; then none of it stands below both.
  const labels = new Set(all.map(({ x, y }) => (x === undefined && isView(y) ? positionLabel(y) : undefined)));
  const [xlabel] = labels.size === 1 ? labels : [undefined];
  return new Figure(traces, xlabel === undefined ? given : { xlabel, ...given });
}

function traceOf(type: "line" | "scatter", { x, y, name, color }: Series, index: number): LineTrace {
  const values = floats(y);
  const positions = x === undefined ? positionsOf(y, values.length) : floats(x);
  if (positions.length !== values.length) {
    throw new ReticleError(
      "ViewError",
      "length",
      `series ${name === undefined ? index : `"${name}"`} has ${positions.length} values of x and ${values.length} of y`,
    );
  }
  return { type, name, color: color ?? paletteColor(index), x: positions, y: values };
}

function positionsOf(values: Numbers | View, count: number): Float64Array {
  const axis = isView(values) ? values.axes?.[0] : undefined;
  const known = axis === undefined ? undefined : (values as View).coordinates?.(axis as never);
  return known === undefined ? Float64Array.from({ length: count }, (_, i) => i) : Float64Array.from(known);
}

function positionLabel({ axes, unit }: View): string | undefined {
  return axes?.length === 1 ? axisLabel(axes[0], unit) : undefined;
}

function seriesOf(input: SeriesInput): readonly Series[] {
  if (typeof input !== "object" || input === null) {
    throw new ReticleError(
      "ViewError",
      "series",
      `a series is { x, y, name } or an array of numbers, not ${String(input)}`,
    );
  }
  if ("y" in input) return [input];
  if (Array.isArray(input) && typeof input[0] === "object" && input[0] !== null)
    return (input as readonly (Series | Numbers | View)[]).map((one) =>
      "y" in Object(one) ? (one as Series) : { y: one as Numbers | View },
    );
  return [{ y: input as Numbers | View }];
}

function isView(values: Numbers | View): values is View {
  return typeof values === "object" && values !== null && "toArray" in values && "shape" in values;
}

function floats(given: Numbers | View): Float64Array {
  if (isView(given) && given.shape.length !== 1) {
    const axes = given.axes?.join("×") ?? `${given.shape.length} axes`;
    throw new ReticleError(
      "ViewError",
      "series",
      `a series is along one axis, and this view has ${axes}; pick a row or a column of it: pick({ row: 0 })`,
    );
  }
  const values = isView(given) ? given.toArray() : given;
  if (typeof values !== "object" || values === null || typeof values.length !== "number")
    throw new ReticleError(
      "ViewError",
      "series",
      "the values of a series are an array of numbers, or a view of one axis",
    );
  return Float64Array.from(values as ArrayLike<number>, Number);
}

function counted(values: Float64Array, bins: number, range: readonly [number, number] | undefined) {
  let [low, high] = range ?? extent(values) ?? [0, 1];
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  const heights = new Float64Array(bins);
  for (const value of values) {
    if (value >= low && value <= high) heights[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++;
  }
  return { edges, heights };
}

function axisLabels(axes: readonly string[] | null | undefined, unit: object | undefined): FigureOptions {
  if (axes?.length !== 2) return {};
  const row = axes[0] === "column" || axes[1] === "row" ? 1 : 0;
  return { xlabel: axisLabel(axes[1 - row], unit), ylabel: axisLabel(axes[row], unit) };
}

/** "x (µm)" where a unit is known, else "column". */
function axisLabel(axis: string, units: object | undefined): string {
  const unit = (units as Record<string, string | undefined> | undefined)?.[axis];
  const named = { row: "y", column: "x", slice: "z" }[axis] ?? axis;
  return unit === undefined ? axis : `${named} (${unit})`;
}
