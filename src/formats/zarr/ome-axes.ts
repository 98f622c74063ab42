/**
 * Axes and their calibration as OME-Zarr's metadata has them (OME-NGFF 0.4 and 0.5, "multiscales"): axes with a name, a type
 * and a unit, in the order time, channel, space; for each level a scale and a translation, one number an axis.
 */
import { ReticleError } from "../../errors.ts";
import { type AnyImageView, type Axes, type Axis, type CalibrationOptions, canonicalAxes } from "../../image/index.ts";

/** The order that the specification wants. */
export const omeOrder: Axes = ["sequence", "channel", "slice", "row", "column"];

const names: Readonly<Record<Axis, string>> = { sequence: "t", channel: "c", slice: "z", row: "y", column: "x" };
const types: Readonly<Record<Axis, string>> = {
  sequence: "time",
  channel: "channel",
  slice: "space",
  row: "space",
  column: "space",
};
/** As the specification spells them (UDUNITS-2). */
const unitNames: Readonly<Record<string, string>> = {
  Å: "angstrom",
  nm: "nanometer",
  µm: "micrometer",
  um: "micrometer",
  mm: "millimeter",
  cm: "centimeter",
  m: "meter",
  ns: "nanosecond",
  µs: "microsecond",
  ms: "millisecond",
  s: "second",
  min: "minute",
  h: "hour",
};
const unitSigns = Object.fromEntries(
  Object.entries(unitNames)
    .filter(([sign]) => sign !== "um")
    .map(([sign, name]) => [name, sign]),
);

export interface OmeAxis {
  readonly name: string;
  readonly type?: string;
  readonly unit?: string;
}

/** The entries of `axes` for a view whose axes are in OME's order. */
export function omeAxes(view: AnyImageView, axes: Axes): OmeAxis[] {
  return axes.map((axis) => {
    const unit = (view.unit as Partial<Record<Axis, string>>)[axis];
    return { name: names[axis], type: types[axis], ...(unit !== undefined && { unit: unitNames[unit] ?? unit }) };
  });
}

export interface LevelPlace {
  readonly scale: readonly number[];
  readonly translation: readonly number[];
}

/**
 * Where the pixels of a level lie, that has one pixel for `factor` of the view's along rows and columns.
 * @param isMean  whether they lie in the middle of what they are the mean of, or are its first pixel
 */
export function placeOfLevel(view: AnyImageView, axes: Axes, factor: number, isMean: boolean): LevelPlace {
  const spacing = axes.map((axis) => (view.spacing as Partial<Record<Axis, number>>)[axis] ?? 1);
  const origin = axes.map((axis) => (view.origin as Partial<Record<Axis, number>>)[axis] ?? 0);
  const factors = axes.map((axis) => (axis === "row" || axis === "column" ? factor : 1));
  return {
    scale: spacing.map((one, i) => one * factors[i]),
    translation: origin.map((one, i) => one + (isMean ? ((factors[i] - 1) / 2) * spacing[i] : 0)),
  };
}

/** The image's names of axes; null where one is none that an image has. */
export function axesOf(given: readonly (OmeAxis | string)[]): Axes | null {
  const found = given.map((one) => {
    const name = (typeof one === "string" ? one : String(one?.name)).toLowerCase();
    const type = typeof one === "string" ? undefined : one?.type;
    return canonicalAxes.find(
      (axis) =>
        names[axis] === name || axis === name || (type !== "space" && types[axis] === type && type !== undefined),
    );
  });
  return found.every((axis) => axis !== undefined) && new Set(found).size === found.length ? (found as Axes) : null;
}

/** Calibration from `axes` and the transformations of a level and of all levels, in this order. */
export function calibrationFrom(
  axes: Axes,
  about: readonly (OmeAxis | string)[],
  transformations: readonly unknown[],
  file: string,
): CalibrationOptions {
  const scale = axes.map(() => 1);
  const translation = axes.map(() => 0);
  for (const one of transformations) {
    const { type, scale: factors, translation: shift } = (one ?? {}) as Record<string, unknown>;
    if (type === "identity") continue;
    const values = type === "scale" ? factors : type === "translation" ? shift : undefined;
    if (!Array.isArray(values) || values.length !== axes.length || !values.every(Number.isFinite)) {
      throw new ReticleError(
        "ZarrError",
        "metadata",
        `a coordinate transformation ${JSON.stringify(one)} is no scale or translation of ${axes.length} numbers`,
        { place: { file } },
      );
    }
    for (const [i, value] of values.entries()) {
      if (type === "translation") translation[i] += value;
      else {
        scale[i] *= value;
        translation[i] *= value;
      }
    }
  }
  const spacing: Partial<Record<Axis, number>> = {};
  const origin: Partial<Record<Axis, number>> = {};
  const unit: Partial<Record<Axis, string>> = {};
  for (const [i, axis] of axes.entries()) {
    const one = about[i];
    const named = typeof one === "string" ? undefined : one?.unit;
    if (scale[i] !== 0 && (scale[i] !== 1 || named !== undefined)) spacing[axis] = scale[i];
    if (translation[i] !== 0) origin[axis] = translation[i];
    if (named !== undefined) unit[axis] = unitSigns[named] ?? String(named);
  }
  return { spacing, origin, unit };
}
