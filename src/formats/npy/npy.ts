/** numpy's npy files: versions 1.0 to 3.0, both byte orders, C and Fortran order (which stays, as strides). */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import {
  type Axes,
  allocate,
  type CalibrationOptions,
  type Dtype,
  ImageView,
  ndArray,
  packedStride,
  sizeOf,
  type TypedArray,
} from "../../image/index.ts";
import {
  checkBytes,
  decodeSource,
  type FileBytes,
  type FileName,
  isLittleEndian,
  joinedBytes,
  openFileBytes,
  pathOrBytes,
  swappedBytes,
  writeFileAtomic,
} from "../../platform/index.ts";
import { type Crop, croppedImage, readBox } from "../cropped-reading.ts";
import { decodeNpyHeader, encodeNpyHeader } from "./npy-header.ts";

export interface ReadNpyOptions<A extends Axes = Axes> extends CalibrationOptions {
  /** Names for the array's axes; npy files do not know them. */
  readonly axes?: A;
  /** A part of the array; of a file no more is read. The axes need names. */
  readonly crop?: Crop<A>;
  /** For errors; `readNpy` fills it in. */
  readonly file?: string;
}

export interface WriteNpyOptions {
  /** "C": the last axis is the fastest. Without it Fortran order is written where the view lies like that in memory. */
  readonly order?: "C" | "F";
}

/** One of the arrays that a npy file can hold. */
type NpyView = ImageView<TypedArray, Axes | null>;

interface NpyType {
  readonly bytes: number;
  readonly make: (buffer: ArrayBuffer, offset: number, length: number) => TypedArray;
}

const types: Readonly<Record<string, NpyType>> = {
  b1: { bytes: 1, make: (b, o, n) => new Uint8Array(b, o, n) },
  u1: { bytes: 1, make: (b, o, n) => new Uint8Array(b, o, n) },
  i1: { bytes: 1, make: (b, o, n) => new Int8Array(b, o, n) },
  u2: { bytes: 2, make: (b, o, n) => new Uint16Array(b, o, n) },
  i2: { bytes: 2, make: (b, o, n) => new Int16Array(b, o, n) },
  u4: { bytes: 4, make: (b, o, n) => new Uint32Array(b, o, n) },
  i4: { bytes: 4, make: (b, o, n) => new Int32Array(b, o, n) },
  u8: { bytes: 8, make: (b, o, n) => new BigUint64Array(b, o, n) },
  i8: { bytes: 8, make: (b, o, n) => new BigInt64Array(b, o, n) },
  f2: { bytes: 2, make: (b, o, n) => halfFloats(new Uint16Array(b, o, n)) },
  f4: { bytes: 4, make: (b, o, n) => new Float32Array(b, o, n) },
  f8: { bytes: 8, make: (b, o, n) => new Float64Array(b, o, n) },
};

/**
 * Reads a npy file from a path or from its bytes. Booleans become uint8 of kind "binary", half floats become float32.
 * @example const stack = await readNpy("stack.npy", { axes: ["slice", "row", "column"] })
 * @example await readNpy("stack.npy", { axes: ["slice", "row", "column"], crop: { slice: [20, 21], row: [0, 512] } })
 */
export async function readNpy(
  source: FileName | Uint8Array,
  options?: ReadNpyOptions & { readonly axes?: undefined },
): Promise<NpyView>;
export async function readNpy<const A extends Axes>(
  source: FileName | Uint8Array,
  options: ReadNpyOptions<A> & { readonly axes: A },
): Promise<ImageView<TypedArray, A>>;
export async function readNpy(source: FileName | Uint8Array, options: ReadNpyOptions = {}): Promise<NpyView> {
  const from = pathOrBytes(source);
  const opened = typeof from === "string" && options?.crop !== undefined ? openFileBytes(from) : null;
  if (opened === null) return decodeSource(source, options, decodeNpy);
  try {
    return readPart(opened, { file: from as string, ...options });
  } finally {
    opened.close();
  }
}

/** Longer than any header that numpy writes. */
const longestHeader = 2 ** 17;

function readPart(opened: FileBytes, options: ReadNpyOptions): NpyView {
  const { file, crop = {}, ...rest } = optionsOf(options, "NpyError", optionNames);
  const start = new Uint8Array(Math.min(longestHeader, opened.length));
  opened.read(0, start);
  const { descr, fortranOrder, shape, dataOffset } = decodeNpyHeader(start, file);
  const { type, isBool, isBig } = typeOf(descr, file);
  checkShape({ shape, descr, bytes: type.bytes, there: opened.length - dataOffset, offset: dataOffset, file });
  const kind = isBool ? "binary" : "scalar";
  const { box, imageOf } = croppedImage(shape, { ...rest, axes: rest.axes as Axes, kind }, crop);
  const bytes = allocate("uint8", sizeOf(box.counts) * type.bytes) as Uint8Array<ArrayBuffer>;
  const stride = fortranOrder ? packedStride([...shape].reverse()).reverse() : packedStride(shape);
  const strides = stride.map((step) => step * type.bytes);
  if (!readBox(opened, { offset: dataOffset, pixelBytes: type.bytes, strides }, box, bytes)) {
    throw new ReticleError("NpyError", "data", "the file ended while it was read", { place: { file } });
  }
  const swapped = type.bytes > 1 && isBig === isLittleEndian;
  return imageOf(pixels(bytes, 0, sizeOf(box.counts), type, swapped)) as NpyView;
}

/** The same from bytes, at once. The pixels stay in `bytes` where byte order and alignment allow. */
export function decodeNpy(bytes: Uint8Array, options: ReadNpyOptions = {}): NpyView {
  checkBytes(bytes);
  const { file, crop, ...rest } = optionsOf(options, "NpyError", optionNames);
  const { descr, fortranOrder, shape, dataOffset } = decodeNpyHeader(bytes, file);
  const { type, isBool, isBig } = typeOf(descr, file);
  const length = shape.reduce((product, size) => product * size, 1);
  checkShape({ shape, descr, bytes: type.bytes, there: bytes.length - dataOffset, offset: dataOffset, file });
  const swapped = type.bytes > 1 && isBig === isLittleEndian;
  const data = pixels(bytes, dataOffset, length, type, swapped);
  const stride = fortranOrder ? packedStride([...shape].reverse()).reverse() : packedStride(shape);
  const array = ndArray(data, { shape, stride, offset: 0 });
  const view: NpyView = ImageView.from(array, {
    ...rest,
    axes: rest.axes as Axes,
    kind: isBool ? "binary" : "scalar",
  });
  return crop === undefined ? view : view.crop(crop);
}

const optionNames = ["axes", "crop", "file", "spacing", "origin", "unit", "direction"] as const;

interface ClaimedShape {
  readonly shape: readonly number[];
  readonly descr: string;
  /** Of a pixel; of all that are there; where they begin. */
  readonly bytes: number;
  readonly there: number;
  readonly offset: number;
  readonly file: string | undefined;
}

/** Before anything is allocated: a shape is only believed where its pixels are there. */
function checkShape({ shape, descr, bytes, there, offset, file }: ClaimedShape): void {
  const needed = shape.reduce((product, size) => product * size, bytes);
  if (needed <= there) return;
  throw new ReticleError(
    "NpyError",
    "data",
    `shape (${shape.join(", ")}) of ${descr} needs ${needed} bytes, the file has ${there}`,
    { place: { file, offset } },
  );
}

function typeOf(descr: string, file: string | undefined) {
  const match = /^([<>|=])([a-zA-Z]\d+)$/.exec(descr);
  const type = match === null ? undefined : types[match[2]];
  if (match !== null && type !== undefined) return { type, isBool: match[2] === "b1", isBig: match[1] === ">" };
  throw new ReticleError(
    "NpyError",
    "dtype",
    `type "${descr}" is not read; types are ${Object.keys(types).join(", ")}`,
    { place: { file, offset: 10 } },
  );
}

/** What the start of a npy file says: its shape, and an image of nothing that is like it. */
export function describeNpy(
  start: Uint8Array,
  file: string | undefined,
): { readonly shape: readonly number[]; readonly like: NpyView } {
  const { descr, shape } = decodeNpyHeader(start, file);
  const { type, isBool } = typeOf(descr, file);
  const none = type.make(new ArrayBuffer(0), 0, 0);
  return { shape, like: ImageView.from(none, { shape: [0], kind: isBool ? "binary" : "scalar" }) };
}

function pixels(bytes: Uint8Array, offset: number, length: number, type: NpyType, swapped: boolean): TypedArray {
  const size = type.bytes;
  const start = bytes.byteOffset + offset;
  const isShared = !swapped && start % size === 0 && bytes.buffer instanceof ArrayBuffer;
  if (isShared) return type.make(bytes.buffer as ArrayBuffer, start, length);
  const there = bytes.subarray(offset, offset + length * size);
  // Not slice(): that of a Buffer is a view.
  const copy = swapped ? swappedBytes(there, size) : new Uint8Array(there);
  return type.make(copy.buffer as ArrayBuffer, copy.byteOffset, length);
}

/** IEEE 754 binary16, exactly. */
function halfFloats(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

const descriptions: Readonly<Record<Dtype, string>> = {
  uint8: "u1",
  uint8_clamped: "u1",
  int8: "i1",
  uint16: "u2",
  int16: "i2",
  uint32: "u4",
  int32: "i4",
  float32: "f4",
  float64: "f8",
  bigint64: "i8",
  biguint64: "u8",
};

/**
 * Writes a view as npy 1.0 in this machine's byte order: the array's order of axes stays, kind "binary" of bytes becomes
 * bool. Names and calibration of the axes are not kept: npy files have no place for them.
 */
export async function writeNpy(path: FileName, view: NpyView, options: WriteNpyOptions = {}): Promise<void> {
  writeFileAtomic(path, npyParts(view, options));
}

/** The same as bytes. */
export function encodeNpy(view: NpyView, options: WriteNpyOptions = {}): Uint8Array {
  return joinedBytes(npyParts(view, options));
}

function npyParts(view: NpyView, options: WriteNpyOptions): [header: Uint8Array, pixels: Uint8Array] {
  const { order } = optionsOf(options, "NpyError", ["order"]);
  checkArgument(view instanceof ImageView, view, "NpyError", "an image");
  const { shape, stride } = view.array;
  const packed = packedStride(shape);
  const backwards = packedStride([...shape].reverse()).reverse();
  const isLaidOut = (wanted: readonly number[]) => shape.every((size, i) => size <= 1 || stride[i] === wanted[i]);
  const fortran = order === undefined ? !isLaidOut(packed) && isLaidOut(backwards) && view.size > 0 : order === "F";
  const isBool = view.kind === "binary" && (view.dtype === "uint8" || view.dtype === "uint8_clamped");
  const name = isBool ? "b1" : descriptions[view.dtype];
  const mark = view.data.BYTES_PER_ELEMENT === 1 ? "|" : isLittleEndian ? "<" : ">";
  const data = packedPixels(view, fortran, isLaidOut(fortran ? backwards : packed));
  if (isBool) for (let i = 0; i < data.length; i++) data[i] = data[i] === 0 ? 0 : 1;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [encodeNpyHeader(mark + name, fortran, shape), bytes];
}

/** The pixels in the wanted order, without a copy where they lie so; booleans are always copied, they are made 0 and 1. */
function packedPixels(view: NpyView, fortran: boolean, isLaidOut: boolean): TypedArray {
  const { shape, stride, offset } = view.array;
  const length = shape.reduce((product, size) => product * size, 1);
  if (isLaidOut && view.kind !== "binary") return view.data.subarray(offset, offset + length);
  if (!fortran) return view.toArray();
  const turned = ndArray(view.data, { shape: [...shape].reverse(), stride: [...stride].reverse(), offset });
  return ImageView.from(turned).toArray();
}
