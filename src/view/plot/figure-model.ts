/** What a figure is made of, before it becomes a Plotly figure or an SVG picture. */

export interface LineTrace {
  readonly type: "line" | "scatter";
  readonly name?: string;
  readonly color: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface BarTrace {
  readonly type: "bars";
  readonly name?: string;
  readonly color: string;
  /** Edges of the bars, one more than there are bars. */
  readonly edges: Float64Array;
  readonly heights: Float64Array;
}

/** Values on a grid whose rows go up with y. */
export interface HeatmapTrace {
  readonly type: "heatmap";
  readonly columns: number;
  readonly rows: number;
  /** Row by row; NaN where there is none. */
  readonly values: Float32Array;
  /** Positions of the centres. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly range: readonly [number, number];
  /** Both axes in the same unit: drawn to scale. */
  readonly isToScale: boolean;
  /** Row 0 is drawn at the top. */
  readonly isDown: boolean;
  /** Values each drawn one is the mean of, along each axis. */
  readonly thinning: number;
}

export type Trace = LineTrace | BarTrace | HeatmapTrace;

export interface FigureOptions {
  readonly title?: string;
  readonly xlabel?: string;
  readonly ylabel?: string;
  /** What is shown along x; everything where it is not given. */
  readonly xrange?: readonly [number, number];
  readonly yrange?: readonly [number, number];
  /** In pixels: 640. */
  readonly width?: number;
  /** In pixels: 400. */
  readonly height?: number;
}

/** Names of the options. */
export const figureNames = ["title", "xlabel", "ylabel", "xrange", "yrange", "width", "height"] as const;

/** The least and largest finite number; null without one. */
export function extent(values: ArrayLike<number>): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low && value !== -Infinity) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return low <= high ? [low, high] : null;
}
