/** Raw files: pixels and nothing else, in a layout that is described beside them. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import {
  type AnyImageView,
  type ArrayOf,
  type Axes,
  type Axis,
  allocate,
  arrayOver,
  type Dtype,
  ImageView,
  ndArray,
  packedStride,
  sizeOf,
  type TypedArray,
} from "../../image/index.ts";
import {
  type FileName,
  isLittleEndian,
  openFileBytes,
  pathOf,
  pathOrBytes,
  readFileBytes,
  swappedBytes,
  writeFileAtomic,
} from "../../platform/index.ts";
import { type Crop, croppedImage, readBox } from "../cropped-reading.ts";
import { type RawLayout, rawPlaces } from "./raw-layout.ts";

export interface ReadRawOptions {
  /** A part of the image; of a file no more is read. The axes need names. */
  readonly crop?: Crop;
  /** For errors; a path fills it in. */
  readonly file?: string;
}

export interface WriteRawOptions {
  /** "little" (the default) or "big". */
  readonly endian?: "little" | "big";
  /** What comes before the pixels. */
  readonly header?: Uint8Array;
  /** Rows begin at multiples of so many bytes, counted from the first pixel: 1 where not given. */
  readonly rowAlign?: number;
  /** Planes begin at multiples of so many bytes: 1 where not given. */
  readonly planeAlign?: number;
}

/**
 * Reads a raw file, or bytes, whose layout is described. Of a file no more is read than the pixels need; of bytes the image
 * is a view where byte order and alignment allow. What comes behind the pixels is left alone.
 * Throws a RawError: `too-short`, `dtype`, `shape`, `offset`, `endian`, `stride`.
 * @example const frames = await readRaw("frames.raw", { dtype: "uint16", shape: [-1, 512, 640], axes: ["sequence", "row", "column"], rowAlign: 64 })
 */
export async function readRaw<D extends Dtype, const A extends Axes>(
  source: FileName | Uint8Array,
  layout: RawLayout & { readonly dtype: D; readonly axes: A },
  options?: ReadRawOptions,
): Promise<ImageView<ArrayOf[D], A>>;
export async function readRaw<D extends Dtype>(
  source: FileName | Uint8Array,
  layout: RawLayout & { readonly dtype: D },
  options?: ReadRawOptions,
): Promise<ImageView<ArrayOf[D], Axes | null>>;
export async function readRaw(
  source: FileName | Uint8Array,
  layout: RawLayout,
  options: ReadRawOptions = {},
): Promise<AnyImageView> {
  const from = pathOrBytes(source);
  const { file = typeof from === "string" ? from : undefined, crop } = optionsOf(options, "RawError", ["crop", "file"]);
  const cropped = (view: AnyImageView) => (crop === undefined ? view : view.crop(crop));
  if (typeof from !== "string") return cropped(viewOf(from, layout, file));
  const opened = openFileBytes(from);
  // A pipe is read from its start to its end.
  if (opened === null) return cropped(viewOf(readFileBytes(from), layout, file));
  try {
    const places = rawPlaces(layout, opened.length, file);
    const { offset, length } = places;
    const ended = () =>
      new ReticleError("RawError", "too-short", "the file ended while it was read", { place: { file } });
    if (crop !== undefined) {
      const { axes, kind, spacing, origin, unit, direction } = layout;
      const { box, imageOf } = croppedImage(places.shape, { axes, kind, spacing, origin, unit, direction }, crop);
      const part = allocate("uint8", sizeOf(box.counts) * places.pixelBytes) as Uint8Array<ArrayBuffer>;
      if (!readBox(opened, places, box, part)) throw ended();
      return imageOf(viewOf(part, { dtype: layout.dtype, endian: layout.endian, shape: box.counts }, file).data);
    }
    const bytes = allocate("uint8", length) as Uint8Array<ArrayBuffer>;
    if (opened.read(offset, bytes) < length) throw ended();
    const whole = layout.shape[0] === -1 ? { ...layout, shape: rawPlaces(layout, opened.length, file).shape } : layout;
    return viewOf(bytes, { ...whole, offset: 0 }, file);
  } finally {
    opened.close();
  }
}

function viewOf(bytes: Uint8Array, layout: RawLayout, file: string | undefined): AnyImageView {
  const { pixelBytes, shape, strides, offset, length } = rawPlaces(layout, bytes.length, file);
  const isSwapped = pixelBytes > 1 && (layout.endian === "big") === isLittleEndian;
  const there = bytes.subarray(offset, offset + length);
  const isAligned = there.byteOffset % pixelBytes === 0;
  // Not slice(): that of a Buffer is a view. Padding is whole pixels, so that all of it can be turned.
  const own = isSwapped ? swappedBytes(there, pixelBytes) : isAligned ? there : new Uint8Array(there);
  const data = arrayOver(layout.dtype, own.buffer, own.byteOffset, length / pixelBytes);
  const { spacing, origin, unit, direction, kind } = layout;
  const array = ndArray(data, { shape, stride: strides.map((step) => step / pixelBytes), offset: 0 });
  return ImageView.from(array, { axes: layout.axes as Axes, spacing, origin, unit, direction, kind });
}

/**
 * Writes the pixels of an image in the order of its axes, the last one fastest, and gives the layout with which `readRaw`
 * reads them, calibration included: it can be kept as JSON.
 * Throws a RawError `stride` for alignments that do not hold whole pixels.
 * @example const layout = await writeRaw("frame.raw", image, { endian: "big", rowAlign: 64 })
 */
export async function writeRaw(path: FileName, view: AnyImageView, options: WriteRawOptions = {}): Promise<RawLayout> {
  const {
    endian = "little",
    header = new Uint8Array(0),
    rowAlign,
    planeAlign,
  } = optionsOf(options, "RawError", ["endian", "header", "rowAlign", "planeAlign"]);
  checkArgument(view instanceof ImageView, view, "RawError", "an image to write");
  checkArgument(header instanceof Uint8Array, header, "RawError", "the bytes of a header");
  const scalar = view.components === 1 || view.axes === null || view.axes.includes("channel");
  const axes = scalar ? view.axes : ([...view.axes, "channel"] as Axes);
  const layout = layoutOf(view, { shape: view.array.shape, axes, endian, offset: header.length, rowAlign, planeAlign });
  const { pixelBytes, shape, strides, length } = rawPlaces(layout, Number.POSITIVE_INFINITY);
  const pixels = allocate(view.dtype, length / pixelBytes);
  putPadded(
    view.toArray(),
    shape,
    strides.map((step) => step / pixelBytes),
    pixels,
  );
  const bytes = new Uint8Array(pixels.buffer, 0, length);
  const isSwapped = pixelBytes > 1 && (endian === "big") === isLittleEndian;
  writeFileAtomic(path, [header, isSwapped ? swappedBytes(bytes, pixelBytes) : bytes]);
  return layout;
}

function layoutOf(
  view: AnyImageView,
  about: Omit<RawLayout, "dtype" | "axes"> & { readonly axes: Axes | null },
): RawLayout {
  const { spacing, origin, unit, direction, kind, dtype } = view as ImageView<TypedArray, Axes>;
  const filled = (record: Partial<Record<Axis, unknown>>) => (Object.keys(record).length > 0 ? record : undefined);
  const layout = {
    dtype,
    ...about,
    axes: about.axes ?? undefined,
    offset: about.offset || undefined,
    spacing: filled(spacing),
    origin: filled(origin),
    unit: filled(unit),
    direction: direction ?? undefined,
    kind: kind === "scalar" ? undefined : kind,
  };
  return Object.fromEntries(Object.entries(layout).filter(([, value]) => value !== undefined)) as unknown as RawLayout;
}

/** Packed pixels to where they lie, line by line; what is between is 0. */
function putPadded(packed: TypedArray, shape: readonly number[], stride: readonly number[], target: TypedArray): void {
  if (shape.includes(0)) return;
  // Axes that lie as in a packed array are one line.
  const dense = packedStride(shape);
  let inner = shape.length;
  while (inner > 0 && stride[inner - 1] === dense[inner - 1]) inner--;
  const line = shape.slice(inner).reduce((product, size) => product * size, 1);
  const visit = (axis: number, from: number, to: number): number => {
    if (axis === inner) {
      (target as Float64Array).set((packed as Float64Array).subarray(from, from + line), to);
      return from + line;
    }
    let at = from;
    for (let i = 0; i < shape[axis]; i++) at = visit(axis + 1, at, to + i * stride[axis]);
    return at;
  };
  visit(0, 0, 0);
}

/** Where the layout of a raw file stands that was written by its name alone. */
function descriptionOf(path: string): string {
  return `${path}.json`;
}

/** Writes a raw file and, beside it, its layout: "frame.raw.json". */
export async function writeDescribedRaw(
  path: FileName,
  view: AnyImageView,
  options: WriteRawOptions = {},
): Promise<void> {
  const layout = await writeRaw(path, view, options);
  writeFileAtomic(descriptionOf(pathOf(path)), `${JSON.stringify(layout, null, 2)}\n`);
}

/** Reads a raw file by the layout beside it. Throws a RawError `layout` where there is none. */
export async function readDescribedRaw(path: FileName, options: ReadRawOptions = {}): Promise<AnyImageView> {
  const beside = descriptionOf(pathOf(path));
  const { file = pathOf(path), crop } = optionsOf(options, "RawError", ["crop", "file"]);
  let layout: RawLayout;
  try {
    layout = JSON.parse(new TextDecoder().decode(readFileBytes(beside))) as RawLayout;
  } catch (cause) {
    throw new ReticleError(
      "RawError",
      "layout",
      `nothing says how the pixels lie: there is no readable ${beside}; readRaw takes a layout, as does the command line`,
      { place: { file }, cause },
    );
  }
  return readRaw(path, layout, { file, crop });
}
