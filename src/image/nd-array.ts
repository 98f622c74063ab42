/**
 * The one door to scijs `ndarray`, and the checks that it leaves to us: it accepts strides that run past the data,
 * fractional sizes and axes used twice without a word.
 */
import makeNdArray, { type NdArray } from "ndarray";
import { ReticleError } from "../errors.ts";
import { isTypedArray, type TypedArray } from "./typed-array.ts";

export type { NdArray } from "ndarray";

/** Sizes and strides in elements, and the element where index 0 of every axis lies. */
export interface Layout {
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/** ndarray passes sizes and offsets through `| 0`. */
const mostElements = 2 ** 31 - 1;

/** An ndarray over `data`; throws an ImageError where the layout is not one of its elements. */
export function ndArray<D extends TypedArray>(data: D, layout: Layout): NdArray<D> {
  checkLayout(data, layout);
  return makeNdArray(data, [...layout.shape], [...layout.stride], layout.offset);
}

export function checkLayout(data: TypedArray, { shape, stride, offset }: Layout): void {
  if (!isTypedArray(data)) {
    throw new ReticleError("ImageError", "dtype", `pixels lie in a typed array, and this is ${kindOf(data)}`);
  }
  if (shape.length !== stride.length) {
    throw new ReticleError("ImageError", "stride", `${stride.length} strides for ${shape.length} sizes`);
  }
  let low = offset;
  let high = offset;
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis];
    if (!(Number.isInteger(size) && size >= 0 && size <= mostElements)) {
      throw new ReticleError("ImageError", "size", `size ${size} of axis ${axis} is not an integer of 0..2³¹−1`);
    }
    if (!Number.isInteger(stride[axis])) {
      throw new ReticleError("ImageError", "stride", `stride ${stride[axis]} of axis ${axis} is not an integer`);
    }
    if (stride[axis] < 0) low += (size - 1) * stride[axis];
    else high += (size - 1) * stride[axis];
  }
  if (!(Number.isInteger(offset) && offset >= 0 && offset <= mostElements)) {
    throw new ReticleError("ImageError", "size", `offset ${offset} is not an integer of 0..2³¹−1`);
  }
  if (shape.includes(0)) return;
  if (low < 0 || high >= data.length) {
    throw new ReticleError(
      "ImageError",
      "size",
      `shape ${shape.join("×") || "()"} with strides ${stride.join(", ")} at offset ${offset} reaches elements ${low}..${high} of ${data.length}`,
    );
  }
}

/** Where the element at these indices lies; throws an ImageError `size` outside of the shape. */
export function elementIndex({ shape, stride, offset }: Layout, indices: readonly number[]): number {
  let index = offset;
  for (let axis = 0; axis < shape.length; axis++) {
    const i = indices[axis];
    if (!(Number.isInteger(i) && i >= 0 && i < shape[axis]) || indices.length !== shape.length) {
      const sizes = shape.join("×") || "()";
      throw new ReticleError("ImageError", "size", `index (${indices.join(", ")}) is outside of the shape ${sizes}`);
    }
    index += i * stride[axis];
  }
  return index;
}

/** Strides of a packed array whose last axis is the fastest. */
export function packedStride(shape: readonly number[]): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    stride[axis] = step;
    step *= shape[axis];
  }
  return stride;
}

/** Strides of a packed array whose axes follow each other in memory as those of some others do (numpy's order "K"). */
export function strideInOrderOf(shape: readonly number[], strides: readonly (readonly number[])[]): number[] {
  const reach = (axis: number) => strides.reduce((sum, stride) => sum + Math.abs(stride[axis]), 0);
  const order = shape.map((_, axis) => axis).sort((a, b) => reach(b) - reach(a));
  const packed = packedStride(order.map((axis) => shape[axis]));
  const stride = new Array<number>(shape.length);
  for (const [place, axis] of order.entries()) stride[axis] = packed[place];
  return stride;
}

/** Elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function isNdArray(value: unknown): value is NdArray<TypedArray> {
  const candidate = value as Partial<NdArray>;
  return (
    typeof value === "object" &&
    value !== null &&
    "data" in value &&
    Array.isArray(candidate.shape) &&
    Array.isArray(candidate.stride) &&
    typeof candidate.offset === "number"
  );
}

function kindOf(value: unknown): string {
  return value === null
    ? "null"
    : typeof value === "object"
      ? `a ${value.constructor?.name ?? "object"}`
      : typeof value;
}
