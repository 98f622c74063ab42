/** Values on their way to Python and back: see the server for how they look in between. */
import { describe, ReticleError } from "../../errors.ts";
import type { ExchangeFolder } from "../../platform/index.ts";
import type { Axes } from "../axes.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import { isNdArray, type NdArray, ndArray, sizeOf } from "../nd-array.ts";
import { byteRange } from "../pixels-given.ts";
import { allocate, type Dtype, isTypedArray, type TypedArray } from "../typed-array.ts";

/** What Python can be given: arrays become numpy's, objects dicts, lists lists. */
export type PythonArgument =
  | AnyImageView
  | NdArray<TypedArray>
  | TypedArray
  | number
  | bigint
  | string
  | boolean
  | null
  | readonly PythonArgument[]
  | { readonly [name: string]: PythonArgument };

/** What can come back. */
export type PythonValue =
  | AnyImageView
  | number
  | bigint
  | string
  | boolean
  | null
  | readonly PythonValue[]
  | { readonly [name: string]: PythonValue };

/** JSON; see the server. */
type Sent = null | boolean | number | string | readonly Sent[] | { readonly [kind: string]: unknown };

export interface ReturnedArray {
  readonly file: string | null;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Elements. */
  readonly strides: readonly number[];
  readonly binary: boolean;
}

/** Memory between the pixels is sent along where it is no more than they are. */
const mostSpread = 2;

export function encodeArgument(value: unknown, name: string, folder: ExchangeFolder, depth = 0): Sent {
  if (depth > 100)
    throw new ReticleError("PythonError", "argument", `${name} has more than 100 levels of lists and objects`);
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "bigint") return { i: String(value) };
  if (typeof value === "number") return Number.isFinite(value) ? value : { n: String(value) };
  if (value instanceof ImageView) return { a: encodeImage(value, folder) };
  if (isTypedArray(value)) return { a: encodeImage(ImageView.from(value), folder) };
  if (isNdArray(value)) return { a: encodeImage(ImageView.from(value as NdArray<TypedArray>), folder) };
  if (Array.isArray(value)) return value.map((one, i) => encodeArgument(one, `${name}[${i}]`, folder, depth + 1));
  const prototype = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  // Of whatever realm: a code cell's objects have an Object of their own.
  if (prototype === null || (prototype !== undefined && Object.getPrototypeOf(prototype) === null)) {
    const entries = Object.entries(value as object).filter(([, one]) => one !== undefined);
    return {
      o: Object.fromEntries(
        entries.map(([key, one]) => [key, encodeArgument(one, `${name}.${key}`, folder, depth + 1)]),
      ),
    };
  }
  throw new ReticleError(
    "PythonError",
    "argument",
    `${name} is ${describe(value)}; Python can be given images, arrays, numbers, texts, booleans, null, lists and plain objects`,
  );
}

function encodeImage(view: AnyImageView, folder: ExchangeFolder) {
  const { shape, stride, offset } = view.array;
  const { data } = view;
  const pixelBytes = data.BYTES_PER_ELEMENT;
  const binary = view.kind === "binary" && pixelBytes === 1;
  const about = { dtype: numpyNames[view.dtype], shape, binary };
  const size = sizeOf(shape);
  if (size === 0) return { ...about, file: null };
  const [low, high] = byteRange(data, view.array);
  if (high - low > mostSpread * size * pixelBytes && high - low > 4096) {
    return encodeImage(view.copy(), folder);
  }
  return {
    ...about,
    file: folder.put(new Uint8Array(data.buffer, low, high - low)),
    bytes: high - low,
    offset: data.byteOffset + offset * pixelBytes - low,
    strides: stride.map((step) => step * pixelBytes),
  };
}

const numpyNames: Readonly<Record<Dtype, string>> = {
  uint8: "uint8",
  uint8_clamped: "uint8",
  int8: "int8",
  uint16: "uint16",
  int16: "int16",
  uint32: "uint32",
  int32: "int32",
  float32: "float32",
  float64: "float64",
  bigint64: "int64",
  biguint64: "uint64",
};
const dtypeNames = Object.fromEntries(
  Object.entries(numpyNames)
    .filter(([dtype]) => dtype !== "uint8_clamped")
    .map(([dtype, numpy]) => [numpy, dtype as Dtype]),
);

/** @param given the images that Python was given: a result of the shape of one has its axes */
export function decodeValue(value: Sent, given: readonly AnyImageView[], folder: ExchangeFolder): PythonValue {
  if (Array.isArray(value)) return value.map((one) => decodeValue(one, given, folder));
  if (typeof value !== "object" || value === null) return value as PythonValue;
  const [[kind, content]] = Object.entries(value);
  if (kind === "i") return BigInt(content as string);
  if (kind === "n") return { nan: Number.NaN, inf: Infinity, "-inf": -Infinity }[content as string] as number;
  if (kind === "a") return decodeArray(content as ReturnedArray, given, folder);
  const entries = Object.entries(content as Record<string, Sent>);
  return Object.fromEntries(entries.map(([name, one]) => [name, decodeValue(one, given, folder)]));
}

function decodeArray(about: ReturnedArray, given: readonly AnyImageView[], folder: ExchangeFolder): AnyImageView {
  const { file, dtype, shape, strides, binary } = about;
  const data = allocate(dtypeNames[dtype], sizeOf(shape));
  if (file !== null) folder.take(file, new Uint8Array(data.buffer));
  const array = ndArray(data, { shape, stride: strides, offset: 0 });
  const kind = binary ? "binary" : "scalar";
  const same = given.find(
    ({ array: one }) => one.shape.length === shape.length && one.shape.every((size, i) => size === shape[i]),
  );
  if (same === undefined || same.axes === null) return ImageView.from(array, { kind }) as AnyImageView;
  const like = same.withArray(array);
  return like.as(binary ? "binary" : same.kind === "rgb" ? "rgb" : "scalar");
}

/** All images among arguments, in their order. */
export function imagesIn(value: unknown): AnyImageView[] {
  if (value instanceof ImageView) return [value];
  if (typeof value !== "object" || value === null || isTypedArray(value) || isNdArray(value)) return [];
  return Object.values(value).flatMap(imagesIn);
}

/** Names for the axes of a result, which must have as many. */
export function withAxes(view: AnyImageView, axes: Axes, name: string): AnyImageView {
  if (view.axes !== null && view.axes.join() === axes.join()) return view;
  if (view.array.shape.length !== axes.length) {
    throw new ReticleError(
      "PythonError",
      "result",
      `${name} has ${view.array.shape.length} axes (${view.array.shape.join("×")}), and ${axes.length} are named: ${axes.join(", ")}`,
    );
  }
  return ImageView.from(view.array, { axes, kind: view.kind });
}
