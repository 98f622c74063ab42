/**
 * Pixels with named axes over a scijs ndarray.
 *
 * `reorder`, `pick`, `crop`, `cropAt`, `flip`, `step` and `reinterpret` change shape, strides and calibration only: they
 * share the pixels, so that what is written on either side is seen on the other. `copy` and `toContiguous` do not.
 */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { displaySymbol, inspectSymbol, type MimeBundle } from "../view/index.ts";
import {
  type Axes,
  type Axis,
  type AxisOf,
  axisIndex,
  checkAxisNames,
  type ForAxes,
  type ImageType,
  imageType,
  type Orders,
  orderIndices,
  type PerAxis,
  type Without,
} from "./axes.ts";
import { type ChooseRange, everyNth, indexRange, positionRange } from "./axis-ranges.ts";
import {
  type AxisCalibration,
  type CalibrationOptions,
  calibrationNames,
  calibrationOf,
  flipped,
  stepped,
} from "./calibration.ts";
import { copyPacked } from "./copying/copy-elements.ts";
import { displayBundle, summary } from "./display.ts";
import {
  checkCapability,
  checkKind,
  type ImageCapabilities,
  type ImageKind,
  type ImageMetadata,
  type ImageOptions,
  type ImageProperties,
  imageNames,
  noProperties,
  propertiesOf,
  propertiesOfResult,
} from "./image-options.ts";
import { elementIndex, type Layout, type NdArray, ndArray, packedStride, sizeOf } from "./nd-array.ts";
import { ImageNumbers, type WithNumber } from "./numbers/image-numbers.ts";
import { pickedAt } from "./pick-at.ts";
import { byteRange, checkedArray, shapeText } from "./pixels-given.ts";
import { allocateLike, type Dtype, dtypeOf, type ElementOf, isBig, type TypedArray } from "./typed-array.ts";

/** A view whose type or axes are not known at compile time. */
export type AnyImageView = ImageView<TypedArray, Axes | null>;

export class ImageView<D extends TypedArray = TypedArray, A extends Axes | null = Axes | null> extends ImageNumbers<
  D,
  A
> {
  /** The ndarray: its axis i is `axes[i]`; vector pixels have one more axis at the end. */
  readonly array: NdArray<D>;
  /** Names in the array's order; null where the view has no interpretation. */
  readonly axes: A;
  readonly kind: ImageKind;
  readonly components: number;
  readonly #calibration: readonly AxisCalibration[];
  readonly #properties: ImageProperties;

  /** For views of views; outside of this room `ImageView.from` checks what it is given. */
  constructor(
    array: NdArray<D>,
    axes: A,
    calibration: readonly AxisCalibration[],
    kind: ImageKind = "scalar",
    components = 1,
    properties: ImageProperties = noProperties,
  ) {
    super();
    this.array = array;
    this.axes = axes;
    this.kind = kind;
    this.components = components;
    this.#calibration = calibration;
    this.#properties = properties;
  }

  /**
   * A view of an ndarray's or a typed array's pixels, which stay where they are.
   * @example ImageView.from(ndarray(raw, [40, 512, 640]), { axes: ["slice", "row", "column"], spacing: { slice: 0.05 } })
   */
  static from<D extends TypedArray, const A extends Axes>(
    pixels: NdArray<D> | D,
    options: ImageOptions & { readonly axes: A },
  ): ImageView<D, A>;
  static from<D extends TypedArray>(
    pixels: NdArray<D> | D,
    options?: ImageOptions & { readonly axes?: null },
  ): ImageView<D, null>;
  static from(pixels: NdArray<TypedArray> | TypedArray, options: ImageOptions = {}): AnyImageView {
    const { axes = null, kind = "scalar", components = 1 } = optionsOf(options, "ImageError", imageNames);
    const array = checkedArray(pixels, options.shape);
    if (axes !== null) checkAxisNames(axes);
    checkKind(kind);
    checkArgument(Number.isInteger(components) && components > 0, components, "ImageError", "a number of components");
    const rank = array.shape.length;
    const named = components === 1 ? rank : rank - 1;
    if (components !== 1 && array.shape.at(-1) !== components) {
      throw new ReticleError(
        "ImageError",
        "shape-or-dtype",
        `${components} components a pixel need a last axis of that size; the shape is ${shapeText(array.shape)}`,
      );
    }
    checkArgument(axes === null || Array.isArray(axes), axes, "ImageError", "a list of names of axes");
    if (axes !== null && axes.length !== named) {
      throw new ReticleError(
        "ImageError",
        "rank-mismatch",
        `${axes.length} axes (${axes.join(", ")}) are named, and the array has ${named}: ${shapeText(array.shape)}`,
      );
    }
    const names = axes === null ? null : [...axes];
    return new ImageView(array, names, calibrationOf(axes, options), kind, components, propertiesOf(options));
  }

  /** Sizes of the named axes, in their order. */
  get shape(): readonly number[] {
    return this.components === 1 ? this.array.shape : this.array.shape.slice(0, -1);
  }
  /** Elements from one index to the next, in the order of the axes. */
  get stride(): readonly number[] {
    return this.components === 1 ? this.array.stride : this.array.stride.slice(0, -1);
  }
  /** Bytes from one index to the next. */
  get byteStride(): readonly number[] {
    return this.stride.map((step) => step * this.data.BYTES_PER_ELEMENT);
  }
  get offset(): number {
    return this.array.offset;
  }
  /** The memory that the pixels lie in, which may hold more than this view shows. */
  get data(): D {
    return this.array.data;
  }
  get dtype(): Dtype {
    return dtypeOf(this.data);
  }
  get type(): ImageType | null {
    return imageType(this.axes);
  }
  /** Pixels. */
  get size(): number {
    return sizeOf(this.shape);
  }
  get capabilities(): ImageCapabilities {
    return this.#properties.capabilities;
  }
  /** What else is known of the image, as it was given. */
  get metadata(): ImageMetadata {
    return this.#properties.metadata;
  }
  /** Distance from index to index along each calibrated axis, in its unit (µm unless named otherwise). */
  get spacing(): PerAxis<A, number> {
    return this.#perAxis("spacing");
  }
  /** Position of index 0 along each calibrated axis. */
  get origin(): PerAxis<A, number> {
    return this.#perAxis("origin");
  }
  get unit(): PerAxis<A, string> {
    return this.#perAxis("unit");
  }
  /** Rows that grow upwards are shown and written turned over; null where nothing is known. */
  get direction(): "up" | "down" | null {
    return this.#calibration[this.axes?.indexOf("row") ?? -1]?.direction ?? null;
  }

  /** The size along an axis. */
  sizeAlong(axis: AxisOf<A>): number {
    return this.shape[axisIndex(this.axes, axis)];
  }

  /** The element at these indices, in the order of the array's axes; throws outside of the shape. */
  get(...indices: number[]): ElementOf<D> {
    checkCapability(this, "read");
    return this.data[elementIndex(this.array, indices)] as ElementOf<D>;
  }

  set(...indicesAndValue: [...indices: number[], value: ElementOf<D>]): void {
    checkCapability(this, "write");
    const value = indicesAndValue.at(-1);
    const wanted = isBig(this.data) ? "bigint" : "number";
    checkArgument(
      typeof value === wanted,
      value,
      "ImageError",
      `a ${wanted} behind the indices, a pixel of ${this.dtype},`,
    );
    this.data[elementIndex(this.array, indicesAndValue.slice(0, -1) as number[])] = value as never;
  }

  /** The same pixels with their axes in another order. */
  reorder<const B extends Axes & Orders<A>>(order: B): ImageView<D, B> {
    const indices = orderIndices(this.axes, order, this.components);
    const all = this.components === 1 ? indices : [...indices, indices.length];
    const calibration = indices.map((i) => this.#calibration[i]);
    // A checked order of a checked array needs no more checks; ndarray's own transpose finds out no types either.
    const array = this.array.transpose(...all);
    return new ImageView(array, [...order] as never, calibration, this.kind, this.components, this.#properties);
  }

  /** The pixels at one index of some axes, which are gone from the result. */
  pick<const P extends ForAxes<A, number>>(indices: P): ImageView<D, Without<A, keyof P>> {
    const picked = new Map<number, number>();
    for (const [name, at] of Object.entries(optionsOf(indices as Record<string, number>, "ImageError"))) {
      const axis = axisIndex(this.axes, name);
      if (!(Number.isInteger(at) && at >= 0 && at < this.array.shape[axis])) {
        throw new ReticleError(
          "ImageError",
          "size",
          `${name} ${at} is outside of 0..${this.array.shape[axis] - 1}, the indices of this view`,
        );
      }
      picked.set(axis, at);
    }
    return this.#picked(picked);
  }

  /** @param picked indices by the number of their axis */
  #picked<B extends Axes | null>(picked: ReadonlyMap<number, number>): ImageView<D, B> {
    const { shape, stride } = this.array;
    const stays = (_: unknown, axis: number) => !picked.has(axis);
    let { offset } = this;
    for (const [axis, at] of picked) offset += at * stride[axis];
    return this.#view(
      { shape: shape.filter(stays), stride: stride.filter(stays), offset },
      (this.axes?.filter(stays) ?? null) as never,
      this.#calibration.filter(stays),
    );
  }

  /**
   * The pixels at one position (in µm, or the axis' unit) of some axes, which are gone from the result: those that lie there,
   * sharing memory, or "interpolated" between the two nearest centres along each axis (float32 of float32, else float64).
   */
  pickAt<const P extends ForAxes<A, number>>(at: P, how?: "nearest"): ImageView<D, Without<A, keyof P>>;
  pickAt<const P extends ForAxes<A, number>>(at: P, how: "interpolated"): ImageView<WithNumber<D>, Without<A, keyof P>>;
  pickAt(at: object, how: "nearest" | "interpolated" = "nearest"): AnyImageView {
    return pickedAt(this, at, how);
  }

  /** Without the named axes, which have one index each; without all such axes where none is named. Shares the pixels. */
  squeeze(): ImageView<D, Axes>;
  squeeze<K extends AxisOf<A>>(...axes: K[]): ImageView<D, Without<A, K>>;
  squeeze(...names: Axis[]): AnyImageView {
    checkAxisNames(names);
    const { shape } = this.array;
    const axes = names.length > 0 ? names.map((name) => axisIndex(this.axes, name)) : [...shape.keys()];
    for (const axis of names.length > 0 ? axes : []) {
      if (shape[axis] === 1) continue;
      throw new ReticleError(
        "ImageError",
        "size",
        `${this.axes?.[axis]} has ${shape[axis]} indices, and only an axis of 1 can go; pick one`,
      );
    }
    return this.#picked(new Map(axes.filter((axis) => shape[axis] === 1).map((axis) => [axis, 0])));
  }

  /** The indices `from` up to but without `to` of some axes: `crop({ row: [10, 20] })`. */
  crop(ranges: ForAxes<A, readonly [from: number, to: number]>): ImageView<D, A> {
    return this.#along(ranges, indexRange);
  }

  /** The pixels whose centres lie between two positions (in µm, or the axis' unit) of some axes. */
  cropAt(ranges: ForAxes<A, readonly [from: number, to: number]>): ImageView<D, A> {
    return this.#along(ranges, positionRange);
  }

  /** Every nth index of some axes: `step({ row: 2 })`. */
  step(steps: ForAxes<A, number>): ImageView<D, A> {
    return this.#along(steps, everyNth);
  }

  /**
   * The axes' indices backwards. Calibration turns with them: rows that went up go down, and the picture stays as it
   * was where a direction is known.
   */
  flip(...axes: AxisOf<A>[]): ImageView<D, A> {
    checkAxisNames(axes);
    const stride = [...this.array.stride];
    const calibration = [...this.#calibration];
    let { offset } = this;
    for (const name of axes) {
      const axis = axisIndex(this.axes, name);
      const size = this.array.shape[axis];
      offset += Math.max(0, size - 1) * stride[axis];
      stride[axis] = -stride[axis];
      calibration[axis] = flipped(calibration[axis], size);
    }
    return this.#view({ shape: this.array.shape, stride, offset }, this.axes, calibration);
  }

  /** The same array with other names, calibration or kind; what is not given is forgotten, but for the components. */
  reinterpret<const B extends Axes>(axes: B, options: CalibrationOptions & { kind?: ImageKind } = {}): ImageView<D, B> {
    checkCapability(this, "reshape");
    return ImageView.from(this.array, { components: this.components, ...this.#properties, ...options, axes });
  }

  /** The same pixels with other calibration; what is not given stays. */
  calibrated(options: CalibrationOptions): ImageView<D, A> {
    const given = calibrationOf(this.axes, optionsOf(options, "ImageError", calibrationNames));
    const merged = this.#calibration.map((calibration, axis) => ({ ...calibration, ...given[axis] }));
    return this.#view(this.array, this.axes, merged);
  }

  /** The same pixels, meaning something else. */
  as(kind: ImageKind): ImageView<D, A> {
    checkKind(kind);
    return new ImageView(this.array, this.axes, this.#calibration, kind, this.components, this.#properties);
  }

  /** The same axes, calibration and kind over another array of the same shape. */
  withArray<E extends TypedArray>(array: NdArray<E>): ImageView<E, A> {
    const { shape } = this.array;
    checkArgument(Array.isArray(array?.shape), array, "ImageError", "an ndarray");
    if (array.shape.length !== shape.length || array.shape.some((size, axis) => size !== shape[axis])) {
      throw new ReticleError(
        "ImageError",
        "size",
        `an array of ${shapeText(array.shape)} cannot take the place of one of ${shapeText(shape)}`,
      );
    }
    return this.#inMemoryOfItsOwn(array);
  }

  /** A copy in memory of its own, packed in the order of the axes. */
  copy(): ImageView<D, A> {
    const { shape } = this.array;
    return this.#inMemoryOfItsOwn(ndArray(this.toArray(), { shape, stride: packedStride(shape), offset: 0 }));
  }

  /**
   * The last axis is the fastest and nothing lies between the pixels: a copy, or this view where `copy` is "ifNeeded" and
   * it is so already.
   * @example image.toContiguous({ copy: "ifNeeded" })
   */
  toContiguous(options: { readonly copy?: "always" | "ifNeeded" } = {}): ImageView<D, A> {
    const { copy = "always" } = optionsOf(options, "ImageError", ["copy"]);
    checkArgument(copy === "always" || copy === "ifNeeded", copy, "ImageError", '"always" or "ifNeeded"');
    return copy === "ifNeeded" && this.isContiguous ? this : this.copy();
  }

  /** True where the pixels lie without gaps in the order of the axes. */
  get isContiguous(): boolean {
    const packed = packedStride(this.array.shape);
    return this.array.shape.every((size, axis) => size <= 1 || this.array.stride[axis] === packed[axis]);
  }

  /** A new typed array of all pixels in the order of the axes. */
  toArray(): D {
    checkCapability(this, "read");
    return copyPacked(this.data, this.array, allocateLike(this.data, sizeOf(this.array.shape)));
  }

  /** True where both views lie in the same memory and their ranges of it overlap. */
  sharesMemoryWith(other: AnyImageView): boolean {
    checkArgument(other instanceof ImageView, other, "ImageError", "an image");
    if (this.data.buffer !== other.data.buffer || this.size === 0 || other.size === 0) return false;
    const [low, high] = byteRange(this.data, this.array);
    const [otherLow, otherHigh] = byteRange(other.data, other.array);
    return low < otherHigh && otherLow < high;
  }

  /** Positions of the pixels' centres along an axis, in µm or the axis' unit; indices where it has no calibration. */
  coordinates(axis: AxisOf<A>): Float64Array {
    const index = axisIndex(this.axes, axis);
    const { spacing = 1, origin = 0 } = this.#calibration[index];
    return Float64Array.from({ length: this.array.shape[index] }, (_, i) => origin + i * spacing);
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  override toString(): string {
    return summary(this);
  }

  [displaySymbol](): MimeBundle {
    return displayBundle(this);
  }

  #view<B extends Axes | null>(layout: Layout, axes: B, calibration: readonly AxisCalibration[]): ImageView<D, B> {
    const { shape, stride, offset } = layout;
    const array = ndArray(this.data, { shape, stride, offset });
    return new ImageView(array, axes, calibration, this.kind, this.components, this.#properties);
  }

  /** What is known of this image over other pixels, with which everything can be done. */
  #inMemoryOfItsOwn<E extends TypedArray>(array: NdArray<E>): ImageView<E, A> {
    const properties = propertiesOfResult(this);
    return new ImageView(array, this.axes, this.#calibration, this.kind, this.components, properties);
  }

  /** A view of some indices of some axes. */
  #along(wanted: object, choose: ChooseRange): ImageView<D, A> {
    const shape = [...this.array.shape];
    const stride = [...this.array.stride];
    const calibration = [...this.#calibration];
    let { offset } = this;
    for (const [name, value] of Object.entries(optionsOf(wanted, "ImageError"))) {
      const axis = axisIndex(this.axes, name);
      const { start, count, step } = choose(name, value, shape[axis], calibration[axis]);
      offset += start * stride[axis];
      shape[axis] = count;
      stride[axis] *= step;
      calibration[axis] = stepped(calibration[axis], start, step);
    }
    return this.#view({ shape, stride, offset }, this.axes, calibration);
  }

  #perAxis<K extends keyof AxisCalibration>(key: K): PerAxis<A, NonNullable<AxisCalibration[K]>> {
    const entries = (this.axes ?? []).map((axis, i) => [axis, this.#calibration[i][key]] as const);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as never;
  }

  /** The calibration of one axis. */
  override calibrationOf(axis: AxisOf<A>): AxisCalibration {
    return this.#calibration[axisIndex(this.axes, axis)];
  }
}
