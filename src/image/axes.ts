/**
 * Axis names, their orders, and the types that make a wrong order a compile-time error.
 *
 * Canonical order, fastest first: column, row, slice, channel, sequence. Numpy order is its reverse but for the
 * channel, which comes last: sequence, slice, row, column, channel.
 */
import { checkArgument, didYouMean, ReticleError } from "../errors.ts";

export type Axis = "column" | "row" | "slice" | "channel" | "sequence";
export type Axes = readonly Axis[];

export const canonicalAxes: Axes = ["column", "row", "slice", "channel", "sequence"];
export const numpyAxes: Axes = ["sequence", "slice", "row", "column", "channel"];

/** What a set of axes is called; it does not depend on their order. */
export type ImageType =
  | "IMAGE"
  | "VOLUME"
  | "MULTISPECTRAL_IMAGE"
  | "MULTISPECTRAL_VOLUME"
  | "IMAGE_SEQUENCE"
  | "VOLUME_SEQUENCE"
  | "MULTISPECTRAL_IMAGE_SEQUENCE"
  | "MULTISPECTRAL_VOLUME_SEQUENCE";

/** The type of a set of axes; null where rows or columns are missing. */
export function imageType(axes: Axes | null): ImageType | null {
  if (axes === null || !axes.includes("row") || !axes.includes("column")) return null;
  const channel = axes.includes("channel") ? "MULTISPECTRAL_" : "";
  const sequence = axes.includes("sequence") ? "_SEQUENCE" : "";
  return `${channel}${axes.includes("slice") ? "VOLUME" : "IMAGE"}${sequence}`;
}

type KnownTuple<A> = A extends Axes ? (number extends A["length"] ? false : true) : false;

/** Every order of the axes A; any list of axes where A is not known at compile time. */
export type Orders<A extends Axes | null> =
  KnownTuple<A> extends true ? (A extends Axes ? OrdersOf<A[number]> : never) : Axes;
type OrdersOf<Names extends Axis, Name extends Axis = Names> = [Names] extends [never]
  ? readonly []
  : Name extends Axis
    ? readonly [Name, ...OrdersOf<Exclude<Names, Name>>]
    : never;

/** The axes A without those named K, in the same order. */
export type Without<A extends Axes | null, K> =
  KnownTuple<A> extends true
    ? A extends readonly [infer First extends Axis, ...infer Rest extends Axes]
      ? First extends K
        ? Without<Rest, K>
        : readonly [First, ...Without<Rest, K>]
      : readonly []
    : Axes;

/** The names of the axes A. */
export type AxisOf<A extends Axes | null> = A extends Axes ? A[number] : never;

/** One value an axis, for some of the axes A and for no other name. */
export type PerAxis<A extends Axes | null, V> = { readonly [K in AxisOf<A>]?: V } & {
  readonly [K in Exclude<Axis, AxisOf<A>>]?: never;
};

/** The same as an argument: what the compiler says of another axis is a sentence. */
export type ForAxes<A extends Axes | null, V> = { readonly [K in AxisOf<A>]?: V } & {
  readonly [K in Exclude<Axis, AxisOf<A>>]?: `there is no axis ${K} here`;
};

/** Throws unless each name is an axis and none comes twice. */
export function checkAxisNames(axes: readonly string[]): asserts axes is Axes {
  checkArgument(Array.isArray(axes), axes, "ImageError", "a list of names of axes");
  for (const [index, name] of axes.entries()) {
    checkArgument(typeof name === "string", name, "ImageError", "the name of an axis");
    if (!canonicalAxes.includes(name as Axis)) {
      throw new ReticleError(
        "ImageError",
        "axes-unknown-name",
        `"${name}" is not an axis; axes are ${canonicalAxes.join(", ")}${didYouMean(String(name), canonicalAxes)}`,
      );
    }
    if (axes.indexOf(name) !== index) {
      throw new ReticleError("ImageError", "axes-duplicate", `axis "${name}" comes twice in ${axes.join(", ")}`);
    }
  }
}

/** The index of a named axis; throws where the view has none of that name. */
export function axisIndex(axes: Axes | null, name: string): number {
  if (axes === null) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown",
      `axis "${name}" was asked for, but this view's axes have no names; name them with reinterpret([…])`,
    );
  }
  checkAxisNames([name]);
  const index = axes.indexOf(name as Axis);
  if (index < 0) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown-name",
      `there is no axis "${name}" here; the axes are ${axes.join(", ") || "none"}`,
    );
  }
  return index;
}

/** For each axis of `order` its index in `axes`; throws unless both have the same axes. */
export function orderIndices(axes: Axes | null, order: readonly string[], components = 1): number[] {
  checkArgument(Array.isArray(order), order, "ImageError", "a list of names of axes");
  if (axes === null) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown",
      "an order of axes was asked for, but this view's axes have no names; name them with reinterpret([…])",
    );
  }
  const indices = order.map((name) => axes.indexOf(name as Axis));
  const isRight = indices.length === axes.length && indices.every((at, i) => at >= 0 && indices.indexOf(at) === i);
  if (isRight) return indices;
  checkAxisNames(order);
  if (components > 1 && order.includes("channel") && !axes.includes("channel")) {
    throw new ReticleError(
      "ImageError",
      "axes-unknown-name",
      `these pixels have ${components} components and no axis "channel"; toNdarray(view, { order }) makes one of them`,
    );
  }
  for (const name of order) axisIndex(axes, name);
  throw new ReticleError(
    "ImageError",
    "axes-count",
    `the order ${order.join(", ") || "()"} names ${order.length} axes of ${axes.length}: ${axes.join(", ")}`,
  );
}
