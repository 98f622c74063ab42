/** Figures: `plot.line`, `plot.scatter`, `plot.heatmap`, `plot.histogram`. */
import { optionsOf, ReticleError } from "../../errors.ts";
import { paletteColor } from "../palette.ts";
import { Figure } from "./figure.ts";
import { extent, type FigureOptions, figureNames, type LineTrace } from "./figure-model.ts";
import { type HeatmapData, heatmapTrace } from "./image-grid.ts";

type Numbers = ArrayLike<number | bigint>;

export interface Series {
  /** Without it, the index. */
  readonly x?: Numbers;
  readonly y: Numbers;
  readonly name?: string;
  /** A CSS colour. */
  readonly color?: string;
}

/** A series, several of them, or only its values. */
export type SeriesInput = Series | readonly Series[] | Numbers;

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

export interface Plot {
  /** Lines through points. NaN makes a gap. */
  line(series: SeriesInput, options?: FigureOptions): Figure;
  /** Points. */
  scatter(series: SeriesInput, options?: FigureOptions): Figure;
  /** An image, an ndarray or rows of numbers in colours, in µm where it is calibrated. */
  heatmap(data: HeatmapData, options?: HeatmapOptions): Figure;
  /** How often values occur. */
  histogram(values: Numbers | { toArray(): Numbers }, options?: HistogramOptions): Figure;
}

export const plot: Plot = {
  line: (series, options) => new Figure(traces("line", series), options),
  scatter: (series, options) => new Figure(traces("scatter", series), options),
  heatmap(data, given = {}) {
    const { range, ...options } = optionsOf(given, "ViewError", [...figureNames, "range"]);
    const labels = data instanceof Object && "axes" in data ? axisLabels(data.axes, data.unit) : {};
    return new Figure([heatmapTrace(data, range)], { ...labels, ...options });
  },
  histogram: (values, given = {}) => {
    const names = [...figureNames, "bins", "range", "name"] as const;
    const { bins = 50, range, name, ...options } = optionsOf(given, "ViewError", names);
    const isView = typeof values === "object" && values !== null && "toArray" in values;
    const numbers = floats(isView ? values.toArray() : (values as Numbers));
    if (!(Number.isInteger(bins) && bins > 0 && bins <= 100_000)) {
      throw new ReticleError("ViewError", "bins", `a histogram has a positive number of bins, not ${bins}`);
    }
    return new Figure([{ type: "bars", name, color: paletteColor(0), ...counted(numbers, bins, range) }], {
      ylabel: "count",
      ...options,
    });
  },
};

function traces(type: "line" | "scatter", input: SeriesInput): LineTrace[] {
  return seriesOf(input).map(({ x, y, name, color }, index) => {
    const values = floats(y);
    const positions = x === undefined ? Float64Array.from(values, (_, i) => i) : floats(x);
    if (positions.length !== values.length) {
      throw new ReticleError(
        "ViewError",
        "length",
        `series ${name === undefined ? index : `"${name}"`} has ${positions.length} values of x and ${values.length} of y`,
      );
    }
    return { type, name, color: color ?? paletteColor(index), x: positions, y: values };
  });
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
  if (Array.isArray(input) && typeof input[0] === "object" && input[0] !== null) return input as readonly Series[];
  return [{ y: input as Numbers }];
}

function floats(values: Numbers): Float64Array {
  if (typeof values !== "object" || values === null || typeof values.length !== "number") {
    throw new ReticleError(
      "ViewError",
      "series",
      "the values of a series are an array of numbers; a view gives one by toArray()",
    );
  }
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

/** "column (µm)" where a unit is known. */
function axisLabels(axes: readonly string[] | null | undefined, unit: object | undefined): FigureOptions {
  if (axes?.length !== 2) return {};
  const units = (unit ?? {}) as Record<string, string | undefined>;
  const row = axes[0] === "column" || axes[1] === "row" ? 1 : 0;
  const label = (axis: string) => {
    const named = { row: "y", column: "x" }[axis] ?? axis;
    return units[axis] === undefined ? axis : `${named} (${units[axis]})`;
  };
  return { xlabel: label(axes[1 - row]), ylabel: label(axes[row]) };
}
