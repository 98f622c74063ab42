/** Rasters against KLayout and exact arithmetic: see the golden folder's README for the fields. */
import { isReticleError } from "../../src/errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { type PixelGrid, rasterizeSet } from "../../src/raster/index.ts";
import type { GoldenCheck, GoldenFailure } from "./index.ts";

interface RasterCase {
  readonly name: string;
  readonly polygons: readonly { readonly hull: Point[]; readonly holes?: readonly Point[][] }[];
  readonly origin: Point;
  readonly pixel_distance: Point;
  readonly pixel_size: Point;
  readonly nx: number;
  readonly ny: number;
  readonly merge: boolean;
  readonly error?: string;
  readonly all_integer: boolean;
  readonly expected_exact_f64: number[][];
  readonly expected_union_f64?: number[][];
}

type Point = [number, number];

export const checkRasters: GoldenCheck = ({ json }) => {
  const cases = (json as { cases: RasterCase[] }).cases;
  const failures: GoldenFailure[] = [];
  const worst: Worst = { error: 0, pixels: 0, name: "" };
  for (const one of cases) {
    const problem = problemOf(one, worst);
    if (problem !== null) failures.push({ name: one.name, problem });
  }
  const note =
    worst.error === 0
      ? "all values are exact"
      : `worst error: ${worst.error} square database units, ${worst.pixels} of a pixel, in ${worst.name}`;
  return { passed: cases.length - failures.length, failures, note };
};

interface Worst {
  error: number;
  /** As a part of a pixel. */
  pixels: number;
  name: string;
}

function problemOf(one: RasterCase, worst: Worst): string | null {
  let result: Float32Array | Float64Array;
  try {
    const overlap = one.merge ? "union" : "sum";
    const [set, grid] = [polygonsOf(one), gridOf(one)];
    result = rasterizeSet(set, grid, { overlap, as: "area" });
    const twin = rasterizeSet(set, grid, { overlap, as: "area", kernel: "typescript" });
    if (result.some((value, i) => !Object.is(value, twin[i]))) return "WebAssembly and TypeScript differ";
  } catch (error) {
    if (!isReticleError(error)) return `threw ${error}`;
    if (error.code === one.error) return null;
    return `threw ${error.code} (${error.message})${one.error === undefined ? "" : `, expected ${one.error}`}`;
  }
  if (one.error !== undefined) return `did not throw ${one.error}`;
  const expected = one.expected_union_f64 ?? one.expected_exact_f64;
  const tolerance = one.all_integer ? 0 : 1e-6;
  for (let row = 0; row < one.ny; row++) {
    for (let column = 0; column < one.nx; column++) {
      const value = result[row * one.nx + column];
      const wanted = expected[row][column];
      const error = Math.abs(value - wanted);
      if (error > worst.error) {
        const pixel =
          Math.min(one.pixel_size[0], one.pixel_distance[0]) * Math.min(one.pixel_size[1], one.pixel_distance[1]);
        Object.assign(worst, { error, pixels: error / pixel, name: one.name });
      }
      if (!(error <= tolerance)) return `row ${row}, column ${column} is ${value}, expected ${wanted}`;
    }
  }
  return null;
}

function gridOf({ origin, pixel_distance, pixel_size, nx, ny }: RasterCase): PixelGrid {
  return {
    originX: origin[0],
    originY: origin[1],
    pitchX: pixel_distance[0],
    pitchY: pixel_distance[1],
    pixelX: pixel_size[0],
    pixelY: pixel_size[1],
    columns: nx,
    rows: ny,
  };
}

function polygonsOf({ polygons }: RasterCase): PolygonSet {
  const builder = new PolygonSetBuilder();
  for (const { hull, holes = [] } of polygons) {
    for (const ring of [hull, ...holes]) {
      for (const [x, y] of ring) builder.vertex(x, y);
      builder.endRing();
    }
    builder.endPolygon();
  }
  return builder.build();
}
