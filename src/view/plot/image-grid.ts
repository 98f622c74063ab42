/** Two-dimensional data of any make as a grid that can be drawn. */
import { optionsOf, ReticleError } from "../../errors.ts";
import { extent, type HeatmapTrace } from "./figure-model.ts";

/** What ImageView and scijs ndarray have in common. */
export interface ImageLike {
  readonly data: ArrayLike<number | bigint>;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
  /** Names of the axes; rows first where there are none. */
  readonly axes?: readonly string[] | null;
  readonly unit?: object;
  readonly direction?: "up" | "down" | null;
  coordinates?(axis: never): ArrayLike<number>;
}

/** An image, an ndarray, or rows of numbers. */
export type HeatmapData = ImageLike | readonly ArrayLike<number>[];

/** A figure holds at most about this many values along each axis; more are averaged. */
const mostSize = 600;

interface Plane {
  readonly rows: number;
  readonly columns: number;
  readonly at: (row: number, column: number) => number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly isDown: boolean;
  readonly isToScale: boolean;
}

export function heatmapTrace(data: HeatmapData, range?: readonly [number, number]): HeatmapTrace {
  const plane = Array.isArray(data) ? planeOfRows(data) : planeOfImage(data as ImageLike);
  const { rows, columns } = plane;
  if (rows === 0 || columns === 0)
    throw new ReticleError("ViewError", "empty", `a heatmap of ${rows}×${columns} values has nothing to show`);
  const thinning = Math.max(1, Math.ceil(Math.max(rows, columns) / mostSize));
  const values = means(plane, thinning);
  const [low, high] = range ?? extent(values) ?? [0, 0];
  return {
    type: "heatmap",
    rows: Math.ceil(rows / thinning),
    columns: Math.ceil(columns / thinning),
    values,
    x: centres(plane.x, thinning),
    y: centres(plane.y, thinning),
    range: low === high ? [low, low + 1] : [low, high],
    isToScale: plane.isToScale,
    isDown: plane.isDown,
    thinning,
  };
}

function planeOfRows(data: readonly ArrayLike<number>[]): Plane {
  const columns = data[0]?.length ?? 0;
  for (const [row, values] of data.entries()) {
    if (values.length !== columns) {
      throw new ReticleError(
        "ViewError",
        "length",
        `row ${row} of the heatmap has ${values.length} values, row 0 has ${columns}`,
      );
    }
  }
  return {
    rows: data.length,
    columns,
    at: (row, column) => data[row][column],
    x: indices(columns),
    y: indices(data.length),
    isDown: false,
    isToScale: false,
  };
}

function planeOfImage(image: ImageLike): Plane {
  const { data, shape, stride, offset, axes } = optionsOf(image, "ViewError");
  if (!Array.isArray(shape) || shape.length !== 2) {
    const seen = Array.isArray(shape) ? `${shape.length} (${axes?.join(", ") ?? shape.join("×")})` : "none";
    throw new ReticleError("ViewError", "axes", `a heatmap has two axes, this has ${seen}; pick or reduce the others`);
  }
  const row = axes?.[0] === "column" || axes?.[1] === "row" ? 1 : 0;
  const column = 1 - row;
  const position = (axis: number) => {
    const name = axes?.[axis];
    return name !== undefined && image.coordinates !== undefined
      ? Float64Array.from(image.coordinates(name as never))
      : indices(shape[axis]);
  };
  const units = (image.unit ?? {}) as Record<string, string | undefined>;
  const unit = (axis: number) => units[axes?.[axis] ?? ""];
  return {
    rows: shape[row],
    columns: shape[column],
    at: (r, c) => Number(data[offset + r * stride[row] + c * stride[column]]),
    x: position(column),
    y: position(row),
    isDown: image.direction === "down" && position(row)[0] <= position(row)[shape[row] - 1],
    isToScale: unit(row) === unit(column) && axes?.[row] === "row" && axes[column] === "column",
  };
}

function indices(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => i);
}

function centres(positions: Float64Array, block: number): Float64Array {
  if (block === 1) return positions;
  return Float64Array.from({ length: Math.ceil(positions.length / block) }, (_, i) => {
    const part = positions.subarray(i * block, (i + 1) * block);
    return (part[0] + part[part.length - 1]) / 2;
  });
}

function means({ rows, columns, at }: Plane, block: number): Float32Array {
  const out = new Float32Array(Math.ceil(rows / block) * Math.ceil(columns / block));
  let i = 0;
  for (let row = 0; row < rows; row += block) {
    for (let column = 0; column < columns; column += block) {
      let sum = 0;
      let count = 0;
      for (let r = row; r < Math.min(rows, row + block); r++) {
        for (let c = column; c < Math.min(columns, column + block); c++, count++) sum += at(r, c);
      }
      out[i++] = sum / count;
    }
  }
  return out;
}
