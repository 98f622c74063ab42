/** How much of each window of a grid is covered: exact coverage of steps, averaged over the windows. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { type Box, checkBox, type PolygonSource } from "../../geometry/index.ts";
import { ImageView, ndArray, packedStride } from "../../image/index.ts";
import { type Raster, rasterize } from "../../raster/index.ts";

export interface DensityOptions {
  /** Side of a window, µm; [x, y] for different ones. */
  readonly size: number | readonly [number, number];
  /** From one window to the next, µm: the size. */
  readonly step?: number | readonly [number, number];
  /** Where windows lie, µm: the region's box, from its lower left corner. */
  readonly window?: Box;
}

export function densityOf(source: PolygonSource, bbox: Box | null, options: DensityOptions): Raster<Float64Array> {
  const {
    size,
    step = size,
    window = bbox ?? undefined,
  } = optionsOf(options ?? ({} as DensityOptions), "RegionError", ["size", "step", "window"]);
  if (size === undefined)
    throw new ReticleError("RegionError", "density", "density needs the size of its windows: { size: … }, in µm");
  if (window !== undefined) checkBox(window, "a window");
  if (window === undefined)
    throw new ReticleError("RegionError", "window", "an empty region has no box to lay windows over; name a window");
  const [stepX, stepY] = pair(step);
  const sizes = pair(size);
  const [across, up] = [multiple(sizes[0], stepX), multiple(sizes[1], stepY)];
  // As many windows as begin in it, one step's width of which at least lies in it.
  const count = (length: number, one: number) => Math.max(1, Math.ceil(length / one - 1e-9));
  const shape = [count(window.height, stepY) + up - 1, count(window.width, stepX) + across - 1] as const;
  const raster = rasterize(source, { window, pitch: [stepX, stepY], shape, dtype: "float64" });
  return across === 1 && up === 1 ? raster : averaged(raster, across, up, sizes);
}

function pair(value: number | readonly [number, number]): [number, number] {
  checkArgument(typeof value === "number" || Array.isArray(value), value, "RegionError", "a size in µm, or [x, y],");
  return typeof value === "number" ? [value, value] : [value[0], value[1]];
}

function multiple(size: number, step: number): number {
  const times = Math.round(size / step);
  if (step > 0 && times >= 1 && Math.abs(size / step - times) <= 1e-9 * times) return times;
  const message = `density's windows of ${size} µm are not a whole multiple of their step, ${step} µm`;
  throw new ReticleError("RegionError", "density", message);
}

/** Means over windows of across × up steps. */
function averaged(
  steps: Raster<Float64Array>,
  across: number,
  up: number,
  size: [number, number],
): Raster<Float64Array> {
  const [rows, columns] = [steps.shape[0] - up + 1, steps.shape[1] - across + 1];
  const along = new Float64Array(steps.shape[0] * columns);
  for (let row = 0; row < steps.shape[0]; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < across; k++) sum += steps.get(row, column + k);
      along[row * columns + column] = sum;
    }
  }
  const means = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let k = 0; k < up; k++) sum += along[(row + k) * columns + column];
      means[row * columns + column] = sum / (across * up);
    }
  }
  const shape = [rows, columns];
  const { spacing, origin } = steps;
  return ImageView.from(ndArray(means, { shape, stride: packedStride(shape), offset: 0 }), {
    axes: ["row", "column"],
    spacing,
    origin: {
      row: (origin.row ?? 0) + ((up - 1) * size[1]) / (2 * up),
      column: (origin.column ?? 0) + ((across - 1) * size[0]) / (2 * across),
    },
    direction: "up",
  });
}
