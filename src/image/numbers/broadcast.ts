/** Two images on common axes: what has the same name lies together, and each repeats along the axes of the other. */
import { ReticleError } from "../../errors.ts";
import type { Axes, Axis, Without } from "../axes.ts";
import type { AxisCalibration } from "../calibration.ts";
import type { AnyImageView } from "../image-view.ts";
import { shapeText } from "../pixels-given.ts";
import type { Operand } from "../strided.ts";
import type { TypedArray } from "../typed-array.ts";

/** The axes A, then those of B that A has not. */
export type Broadcast<A extends Axes | null, B extends Axes | null> = A extends Axes
  ? B extends Axes
    ? number extends A["length"]
      ? Axes
      : number extends B["length"]
        ? Axes
        : readonly [...A, ...Without<B, A[number]>]
    : never
  : A;

type Short = Uint8Array | Uint8ClampedArray | Uint16Array | Int8Array | Int16Array;

/** What calculating with D and E gives: float32 where one is float32 and the other fits into it, else float64. */
export type Calculated<D extends TypedArray, E extends TypedArray> = D extends Float32Array
  ? E extends Float32Array | Short
    ? Float32Array
    : Float64Array
  : D extends Short
    ? E extends Float32Array
      ? Float32Array
      : Float64Array
    : Float64Array;

/** The same at run time. */
export function calculatedDtype(a: TypedArray, b: TypedArray): "float32" | "float64" {
  const fits = (data: TypedArray) => data instanceof Float32Array || data.BYTES_PER_ELEMENT <= 2;
  const isFloat32 = (a instanceof Float32Array || b instanceof Float32Array) && fits(a) && fits(b);
  return isFloat32 ? "float32" : "float64";
}

export interface Common {
  readonly axes: Axes | null;
  /** The array's: with the components of vector pixels at the end. */
  readonly shape: readonly number[];
  readonly calibration: readonly AxisCalibration[];
  readonly components: number;
  readonly first: Operand;
  readonly second: Operand;
}

/** Throws an ImageError where sizes, spacings or directions of one axis differ, or names are missing on one side. */
export function commonAxes(a: AnyImageView, b: AnyImageView): Common {
  const components = componentsOf(a, b);
  const tail = components === 1 ? [] : [components];
  const last = (view: AnyImageView) =>
    components === 1 ? [] : [view.components === 1 ? 0 : view.array.stride.at(-1)!];
  if (a.axes === null || b.axes === null) {
    if (a.axes !== b.axes) {
      throw new ReticleError(
        "ImageError",
        "axes-unknown",
        "the axes of one of two images have no names; reinterpret([…])",
      );
    }
    if (String(a.shape) !== String(b.shape)) throw sizesDiffer("images", shapeText(a.shape), shapeText(b.shape));
    return {
      axes: null,
      shape: [...a.shape, ...tail],
      calibration: [],
      components,
      first: { stride: [...a.stride, ...last(a)], offset: a.offset },
      second: { stride: [...b.stride, ...last(b)], offset: b.offset },
    };
  }
  const axes: Axis[] = [...a.axes, ...b.axes.filter((axis) => !a.axes?.includes(axis))];
  const shape: number[] = [];
  const calibration: AxisCalibration[] = [];
  for (const axis of axes) {
    const [one, other] = [a, b].map((view) => (view.axes?.includes(axis) ? view : null));
    if (one && other) checkSame(axis, one, other);
    const from = (one ?? other)!;
    shape.push(from.sizeAlong(axis));
    calibration.push({ ...(other === null ? {} : other.calibrationOf(axis)), ...from.calibrationOf(axis) });
  }
  const strides = (view: AnyImageView) => axes.map((axis) => view.stride[view.axes?.indexOf(axis) ?? -1] ?? 0);
  return {
    axes,
    shape: [...shape, ...tail],
    calibration,
    components,
    first: { stride: [...strides(a), ...last(a)], offset: a.offset },
    second: { stride: [...strides(b), ...last(b)], offset: b.offset },
  };
}

function componentsOf(a: AnyImageView, b: AnyImageView): number {
  if (a.components !== b.components && a.components !== 1 && b.components !== 1) {
    throw sizesDiffer("components", String(a.components), String(b.components));
  }
  return Math.max(a.components, b.components);
}

function checkSame(axis: Axis, a: AnyImageView, b: AnyImageView): void {
  if (a.sizeAlong(axis) !== b.sizeAlong(axis)) {
    throw sizesDiffer(`sizes along ${axis}`, String(a.sizeAlong(axis)), String(b.sizeAlong(axis)));
  }
  const [one, other] = [a.calibrationOf(axis), b.calibrationOf(axis)];
  const { spacing = other.spacing, direction = other.direction } = one;
  const spacings = [spacing ?? 1, other.spacing ?? spacing ?? 1];
  if (Math.abs(spacings[0] + spacings[1]) <= 1e-6 * Math.abs(spacings[0])) {
    throw new ReticleError(
      "ImageError",
      "calibration",
      `positions of ${axis}s grow in one image and fall in the other; flip("${axis}") turns one, calibrated({ spacing: … }) says otherwise`,
    );
  }
  if (Math.abs(spacings[0] - spacings[1]) > 1e-6 * Math.abs(spacings[0])) {
    throw new ReticleError(
      "ImageError",
      "calibration",
      `${axis}s are ${spacings[0]} apart in one image and ${spacings[1]} in the other; resample one, or calibrated({…})`,
    );
  }
  if (direction !== (other.direction ?? direction)) {
    throw new ReticleError(
      "ImageError",
      "calibration",
      `${axis}s go ${direction} in one image and ${other.direction} in the other; flip("${axis}") turns one`,
    );
  }
}

function sizesDiffer(what: string, a: string, b: string): ReticleError {
  return new ReticleError("ImageError", "size", `${what} differ: ${a} and ${b}`);
}
