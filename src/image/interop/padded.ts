/** Buffers whose rows and planes are padded in bytes, as cameras, graphics cards and tomography programs have them. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, Axis } from "../axes.ts";
import { copyElements } from "../copying/copy-elements.ts";
import { type AnyImageView, ImageView } from "../image-view.ts";
import { ndArray } from "../nd-array.ts";
import { checkDtype } from "../numbers/convert.ts";
import { shapeText } from "../pixels-given.ts";
import { allocate, type Dtype, dtypeOf, type TypedArray } from "../typed-array.ts";
import { planesOf } from "./planes.ts";

export interface PaddedOptions {
  /** Rows begin at multiples of so many bytes: 1 where not given. */
  readonly rowAlign?: number;
  /** Planes begin at multiples of so many bytes: 1 where not given. */
  readonly planeAlign?: number;
}

export interface PaddedLayout {
  readonly dtype: Dtype;
  /** (rows, columns) or (slices, rows, columns). */
  readonly shape: readonly number[];
  /** Bytes from row to row: a row's pixels where not given. */
  readonly rowStride?: number;
  /** Bytes from plane to plane: the rows of a plane where not given. */
  readonly planeStride?: number;
  /** Bytes before the first pixel. */
  readonly offset?: number;
}

const axesOfRank: Record<number, readonly Axis[]> = { 2: ["row", "column"], 3: ["slice", "row", "column"] };

/**
 * A copy of an image in which rows and planes begin at aligned bytes. Rows and columns are the axes of these names, else the
 * array's two last ones; there may be one more, of planes.
 * Throws an ImageError `rank-mismatch`, and `stride` for alignments that do not hold whole pixels.
 * @example toPadded(image, { rowAlign: 64 }).byteStride
 */
export function toPadded<D extends TypedArray, A extends Axes | null>(
  view: ImageView<D, A>,
  options: PaddedOptions = {},
): ImageView<D, A> {
  const { rowAlign = 1, planeAlign = 1 } = optionsOf(options, "ImageError", ["rowAlign", "planeAlign"]);
  checkArgument(view instanceof ImageView, view, "ImageError", "an image");
  const { shape } = view.array;
  const { shape: sizes, before, indices } = planesOf(view);
  if (before !== 0 && before !== 1) throw rankError(view.shape);
  const { components } = view;
  const bytes = view.data.BYTES_PER_ELEMENT;
  const [rows, columns] = sizes.slice(before);
  const rowStride = aligned(columns * components * bytes, rowAlign, bytes, "rowAlign");
  const planeStride = aligned(rows * rowStride, planeAlign, bytes, "planeAlign");
  const planes = before === 1 ? sizes[0] : 1;
  const padded = allocate(dtypeOf(view.data), (planes * planeStride) / bytes) as D;
  const strides = [planeStride / bytes, rowStride / bytes, components, 1].slice(1 - before);
  const stride = new Array<number>(shape.length);
  for (const [place, index] of indices.entries()) stride[index] = strides[place];
  const array = ndArray(padded, { shape: [...shape], stride, offset: 0 });
  copyElements(shape, view.data, view.array, padded, array);
  return view.withArray(array);
}

/**
 * An image in a buffer whose rows and planes are padded; shares the buffer. The pixels' place must be a multiple of their
 * size, as typed arrays want it.
 * Throws an ImageError `stride` for strides that do not hold a row or whole pixels, `too-short` for a short buffer.
 * @example fromPadded(bytes, { dtype: "uint16", shape: [512, 640], rowStride: 1288 })
 */
export function fromPadded(
  buffer: ArrayBufferLike | ArrayBufferView,
  options: PaddedLayout,
): ImageView<TypedArray, Axes> {
  const {
    dtype,
    shape,
    rowStride,
    planeStride,
    offset = 0,
  } = optionsOf(options, "ImageError", ["dtype", "shape", "rowStride", "planeStride", "offset"]);
  checkArgument(Array.isArray(shape), shape, "ImageError", "a shape, a list of sizes,");
  const axes = axesOfRank[shape.length];
  if (axes === undefined) throw rankError(shape);
  checkDtype(dtype);
  const none = allocate(dtype, 0);
  const bytes = none.BYTES_PER_ELEMENT;
  const [rows, columns] = shape.slice(-2);
  const planes = shape.length === 3 ? shape[0] : 1;
  const row = rowStride ?? columns * bytes;
  const plane = planeStride ?? rows * row;
  checkStride("rowStride", row, columns * bytes, bytes);
  checkStride("planeStride", plane, rows === 0 ? 0 : (rows - 1) * row + columns * bytes, bytes);
  const whole = bytesOf(buffer);
  const needed = planes * rows * columns === 0 ? 0 : (planes - 1) * plane + (rows - 1) * row + columns * bytes;
  if (!(Number.isInteger(offset) && offset >= 0) || offset + needed > whole.length) {
    throw new ReticleError(
      "ImageError",
      "too-short",
      `${shapeText(shape)} pixels of ${dtype} at byte ${offset} need ${offset + needed} bytes, and the buffer has ${whole.length}`,
    );
  }
  const start = whole.byteOffset + offset;
  if (start % bytes !== 0) {
    throw new ReticleError(
      "ImageError",
      "stride",
      `pixels of ${dtype} begin at a multiple of ${bytes} bytes, and these at byte ${start} of their memory; copy them first`,
    );
  }
  const Pixels = none.constructor as new (buffer: ArrayBufferLike, start: number, length: number) => TypedArray;
  const data = new Pixels(whole.buffer, start, Math.floor((whole.length - offset) / bytes));
  const stride = [plane / bytes, row / bytes, 1].slice(3 - shape.length);
  return ImageView.from(ndArray(data, { shape: [...shape], stride, offset: 0 }), { axes }) as AnyImageView as never;
}

/** The same memory as bytes. */
function bytesOf(memory: unknown): Uint8Array {
  if (memory instanceof Uint8Array) return memory;
  if (ArrayBuffer.isView(memory)) return new Uint8Array(memory.buffer, memory.byteOffset, memory.byteLength);
  // By its name, so that memory of another realm counts too.
  const tag = Object.prototype.toString.call(memory);
  const isMemory = tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
  checkArgument(isMemory, memory, "ImageError", "a buffer of bytes");
  return new Uint8Array(memory as ArrayBuffer);
}

function aligned(length: number, align: number, bytes: number, name: string): number {
  if (!(Number.isInteger(align) && align > 0) || (align % bytes !== 0 && bytes % align !== 0)) {
    throw new ReticleError("ImageError", "stride", `${name} ${align} does not hold whole pixels of ${bytes} bytes`);
  }
  return Math.ceil(length / align) * align;
}

function checkStride(name: string, stride: number, least: number, bytes: number): void {
  if (Number.isInteger(stride) && stride >= least && stride % bytes === 0) return;
  throw new ReticleError(
    "ImageError",
    "stride",
    `${name} ${stride} is not a multiple of ${bytes} bytes of at least ${least}`,
  );
}

function rankError(shape: readonly number[]): ReticleError {
  return new ReticleError(
    "ImageError",
    "rank-mismatch",
    `padded images have 2 axes (row, column) or 3 (slice, row, column), and not ${shapeText(shape)}`,
  );
}
