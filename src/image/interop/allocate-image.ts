/** New images of zeros, as IOLink's factory makes them. */
import { didYouMean, optionsOf, ReticleError } from "../../errors.ts";
import type { Axes, ImageType } from "../axes.ts";
import { type CalibrationOptions, calibrationNames } from "../calibration.ts";
import { checkShape, type ImageKind, type ImageMetadata } from "../image-options.ts";
import { ImageView } from "../image-view.ts";
import { ndArray, sizeOf } from "../nd-array.ts";
import { shapeText } from "../pixels-given.ts";
import { type ArrayOf, allocate, type Dtype, dtypes, type TypedArray } from "../typed-array.ts";
import { type CanonicalAxes, canonicalAxesOf } from "./image-types.ts";

export interface AllocateOptions extends CalibrationOptions {
  /** What the sizes are; without it, or as "UNKNOWN", the axes have no names. */
  readonly type?: ImageType | "UNKNOWN";
  /** Numbers a pixel, side by side: 1 where neither this nor the type of pixels says so. */
  readonly components?: number;
  readonly kind?: ImageKind;
  /** What else is known of the image, by name. */
  readonly metadata?: ImageMetadata;
}

/** The array that holds pixels of a named type. */
export type PixelsOf<P extends string> = P extends Dtype ? ArrayOf[P] : TypedArray;

/**
 * A new image of zeros. The first axis is the fastest (column), so that `toNdarray` of it is packed.
 * Throws an ImageError `rank-mismatch`, `shape-or-dtype` for a type of pixels that there is not, `size` for sizes that are
 * none or find no memory.
 * @param dtype  "uint16", or "VEC3_UINT16" for three numbers a pixel
 * @example allocate([640, 512, 40], "uint16", { type: "VOLUME", spacing: { slice: 0.05 }, metadata: { lens: "20x" } })
 */
export function allocateImage<T extends ImageType, P extends Dtype | (string & {})>(
  shape: readonly number[],
  dtype: P,
  options: AllocateOptions & { readonly type: T },
): ImageView<PixelsOf<P>, CanonicalAxes[T]>;
export function allocateImage<P extends Dtype | (string & {})>(
  shape: readonly number[],
  dtype: P,
  options?: AllocateOptions,
): ImageView<PixelsOf<P>, Axes | null>;
export function allocateImage(
  shape: readonly number[],
  dtype: string,
  given: AllocateOptions = {},
): ImageView<TypedArray, Axes | null> {
  const { type, components, ...options } = optionsOf(given, "ImageError", [
    ...calibrationNames,
    "type",
    "components",
    "kind",
    "metadata",
  ]);
  checkShape(shape);
  const pixel = pixelType(dtype);
  const count = components ?? pixel.components;
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new ReticleError("ImageError", "shape-or-dtype", `${count} components a pixel: a whole number from 1 on`);
  }
  if (pixel.components !== 1 && count !== pixel.components) {
    throw new ReticleError(
      "ImageError",
      "shape-or-dtype",
      `${count} components of "${dtype}", which has its own number`,
    );
  }
  const axes = type === undefined || type === "UNKNOWN" ? null : canonicalAxesOf(type);
  if (axes !== null && axes.length !== shape.length) {
    throw new ReticleError(
      "ImageError",
      "rank-mismatch",
      `${type} has ${axes.length} axes (${axes.join(", ")}), and the shape is ${shapeText(shape)}`,
    );
  }
  for (const size of shape) {
    if (!(Number.isInteger(size) && size >= 0)) {
      throw new ReticleError("ImageError", "size", `size ${size} in ${shapeText(shape)} is not a whole number`);
    }
  }
  const stride: number[] = [];
  let step = count;
  for (const size of shape) {
    stride.push(step);
    step *= size;
  }
  const data = allocate(pixel.dtype, sizeOf(shape) * count);
  const layout =
    count === 1 ? { shape, stride, offset: 0 } : { shape: [...shape, count], stride: [...stride, 1], offset: 0 };
  return ImageView.from(ndArray(data, layout), { ...options, axes: axes as Axes, components: count });
}

/** IOLink's short names. */
const shortNames: Record<string, Dtype> = {
  u8: "uint8",
  u16: "uint16",
  u32: "uint32",
  u64: "biguint64",
  i8: "int8",
  i16: "int16",
  i32: "int32",
  i64: "bigint64",
  f: "float32",
  d: "float64",
  float: "float32",
  double: "float64",
  uint64: "biguint64",
  int64: "bigint64",
};

/**
 * The type of a pixel by its name: "uint16", "UINT16", "VEC3_UINT16", "Vec3u16", "Vector3u16".
 * Throws an ImageError `shape-or-dtype` for a name that is none.
 */
export function pixelType(name: string): { readonly dtype: Dtype; readonly components: number } {
  const parts = /^(?:vec(?:tor)?(\d+)_?)?([a-z_]+\d*|uint8_clamped)$/i.exec(String(name));
  const plain = parts?.[2].toLowerCase() ?? "";
  const dtype =
    dtypes.find((known) => known === plain) ?? (Object.hasOwn(shortNames, plain) ? shortNames[plain] : null);
  if (parts === null || dtype === null) {
    const hint = plain.startsWith("bool") ? `; bool is uint8 with kind: "binary"` : didYouMean(plain, dtypes);
    throw new ReticleError(
      "ImageError",
      "shape-or-dtype",
      `"${name}" is no type of pixels; types are ${dtypes.join(", ")}, and vectors of them as "VEC3_UINT16"${hint}`,
    );
  }
  return { dtype, components: parts[1] === undefined ? 1 : Number(parts[1]) };
}
