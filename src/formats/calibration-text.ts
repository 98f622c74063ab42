/**
 * Where the pixels of a picture lie, as a text within files whose own fields cannot hold all of it: JSON of the picture as
 * it is in the file (rows from the top), in ASCII.
 */
import { type AnyImageView, type Axes, type CalibrationOptions, type ImageKind, numpyAxes } from "../image/index.ts";

/** What the text is called in files. */
export const calibrationName = "reticle";

export type TextCalibration = CalibrationOptions & { readonly kind?: ImageKind };

/** null for a picture of which nothing is known. */
export function calibrationText(upright: AnyImageView): string | null {
  const { spacing, origin, unit } = upright;
  const kind = upright.kind === "label" ? { kind: upright.kind } : {};
  const filled = Object.entries({ spacing, origin, unit }).filter(([, record]) => Object.keys(record).length > 0);
  const about = { ...Object.fromEntries(filled), ...kind };
  if (Object.keys(about).length === 0) return null;
  return JSON.stringify(about).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What such a text says of these axes; nothing where it is none: it is no reason not to read a picture. */
export function calibrationFromText(text: string | undefined, axes: Axes): TextCalibration {
  let about: Readonly<Record<string, unknown>>;
  try {
    about = Object(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
  const record = <T>(name: string, isRight: (value: unknown) => value is T): Record<string, T> => {
    const found = Object(about[name]) as Record<string, unknown>;
    const known = numpyAxes.filter((axis) => axes.includes(axis) && isRight(found[axis]));
    return Object.fromEntries(known.map((axis) => [axis, found[axis] as T]));
  };
  const isNumber = (value: unknown): value is number => Number.isFinite(value);
  const isSpacing = (value: unknown): value is number => isNumber(value) && value !== 0;
  const isUnit = (value: unknown): value is string => typeof value === "string" && value.length < 100;
  return {
    spacing: record("spacing", isSpacing),
    origin: record("origin", isNumber),
    unit: record("unit", isUnit),
    ...(about.kind === "label" && { kind: "label" as const }),
  };
}
