/** How the pixels of a raw file lie in it: nothing in the file says so. */
import { checkArgument, didYouMean, optionsOf, ReticleError } from "../../errors.ts";
import {
  type Axes,
  type CalibrationOptions,
  calibrationNames,
  type Dtype,
  dtypes,
  type ImageKind,
  packedStride,
} from "../../image/index.ts";

/** Pixels in the order of the axes, the last one fastest; rows and planes may begin at aligned bytes. */
export interface RawLayout extends CalibrationOptions {
  readonly dtype: Dtype;
  /** Sizes in the order of the axes. The first one may be -1: as many as the file has. */
  readonly shape: readonly number[];
  /** Names of the axes; without them the last two are rows and columns where rows and planes are meant. */
  readonly axes?: Axes;
  /** "little" (the default) or "big". */
  readonly endian?: "little" | "big";
  /** Bytes before the first pixel: 0 where not given. */
  readonly offset?: number;
  /** Rows begin at multiples of so many bytes, counted from the first pixel. */
  readonly rowAlign?: number;
  /** Bytes from row to row, in place of an alignment. */
  readonly rowStride?: number;
  /** Planes begin at multiples of so many bytes. */
  readonly planeAlign?: number;
  /** Bytes from plane to plane, in place of an alignment. */
  readonly planeStride?: number;
  readonly kind?: ImageKind;
}

/** A layout with its numbers worked out. */
export interface RawPlaces {
  readonly pixelBytes: number;
  readonly shape: readonly number[];
  /** Bytes from index to index. */
  readonly strides: readonly number[];
  readonly offset: number;
  /** From the first pixel to the end of the last one. */
  readonly length: number;
}

const pixelBytes: Readonly<Record<Dtype, number>> = {
  uint8: 1,
  uint8_clamped: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
  bigint64: 8,
  biguint64: 8,
};

/** @param there bytes of the file, from which a size of -1 follows. Throws a RawError for a layout without meaning. */
export function rawPlaces(layout: RawLayout, there: number, file?: string): RawPlaces {
  if (typeof layout === "object" && layout !== null && "crop" in layout) {
    const message =
      "crop is no part of how the bytes lie; it is an option behind that: readRaw(file, { dtype, shape }, { crop })";
    throw wrong("unknown-option", message, file);
  }
  const {
    dtype,
    shape,
    axes,
    offset = 0,
    endian = "little",
  } = optionsOf(layout, "RawError", [
    ...([
      "dtype",
      "shape",
      "axes",
      "offset",
      "endian",
      "rowAlign",
      "rowStride",
      "planeAlign",
      "planeStride",
      "kind",
    ] as const),
    ...calibrationNames,
  ]);
  const bytes = Object.hasOwn(pixelBytes, dtype ?? "") ? pixelBytes[dtype] : undefined;
  if (bytes === undefined) {
    throw wrong(
      "dtype",
      `pixels of "${dtype}" are not known; types are ${dtypes.join(", ")}${didYouMean(String(dtype), dtypes)}`,
      file,
    );
  }
  if (endian !== "little" && endian !== "big")
    throw wrong("endian", `endian "${endian}" is neither little nor big`, file);
  checkArgument(Array.isArray(shape), shape, "RawError", "a shape, a list of sizes,");
  const isSize = (size: number, axis: number) =>
    Number.isSafeInteger(size) && (size >= 0 || (axis === 0 && size === -1));
  if (!shape.every(isSize)) throw wrong("shape", `shape ${shape.join("×")} is no list of sizes`, file);
  if (axes !== undefined && axes.length !== shape.length)
    throw wrong("shape", `${axes.length} axes are named, and the shape has ${shape.length}: ${shape.join("×")}`, file);
  if (!(Number.isSafeInteger(offset) && offset >= 0))
    throw wrong("offset", `offset ${offset} is no number of bytes`, file);
  const strides = byteStrides(layout, bytes, file);
  const counted = [...shape];
  if (counted[0] === -1) {
    // The padding behind the last one may be missing.
    const one = shape.slice(1).reduce((sum, size, i) => sum + (size - 1) * strides[i + 1], bytes);
    counted[0] = strides[0] > 0 ? Math.max(0, Math.floor((there - offset - one) / strides[0]) + 1) : 0;
  }
  const isEmpty = counted.includes(0);
  const length = isEmpty ? 0 : counted.reduce((sum, size, axis) => sum + (size - 1) * strides[axis], bytes);
  if (!(offset + length <= there)) {
    throw wrong(
      "too-short",
      `${counted.join("×") || "1"} pixels of ${dtype} from byte ${offset} on end at byte ${offset + length}, and there are ${there}`,
      file,
    );
  }
  return { pixelBytes: bytes, shape: counted, strides, offset, length };
}

function byteStrides(layout: RawLayout, bytes: number, file: string | undefined): number[] {
  const { shape, axes } = layout;
  const strides = packedStride(shape.map(Math.abs)).map((step) => step * bytes);
  const row = axes === undefined ? shape.length - 2 : axes.indexOf("row");
  const padded = [
    { axis: row, name: "row", align: layout.rowAlign, stride: layout.rowStride },
    { axis: row - 1, name: "plane", align: layout.planeAlign, stride: layout.planeStride },
  ];
  for (const { axis, name, align, stride } of padded) {
    if (align === undefined && stride === undefined) continue;
    if (axis < 0)
      throw wrong("stride", `a ${name} stride is given, and an image of ${shape.join("×")} has no ${name}s`, file);
    const least = strides[axis];
    const wanted = stride ?? Math.ceil(least / (align as number)) * (align as number);
    const isWhole = Number.isSafeInteger(wanted) && wanted >= least && wanted % bytes === 0;
    if (!isWhole || (align !== undefined && !(Number.isSafeInteger(align) && align > 0))) {
      throw wrong(
        "stride",
        `${name}s of ${least} bytes cannot begin every ${wanted} bytes; pixels have ${bytes}`,
        file,
      );
    }
    strides[axis] = wanted;
    for (let outer = axis - 1; outer >= 0; outer--) strides[outer] = strides[outer + 1] * Math.abs(shape[outer + 1]);
  }
  return strides;
}

function wrong(code: string, message: string, file: string | undefined): ReticleError {
  return new ReticleError("RawError", code, message, { place: { file } });
}
