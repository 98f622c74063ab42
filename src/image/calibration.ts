/**
 * What an axis means outside of the computer: `position(i) = origin + i · spacing`, in its unit (µm where none is named).
 *
 * Every view operation keeps that true: a crop moves the origin, a step stretches the spacing, a flip turns the sign of
 * the spacing and the direction, so that a picture shows the same thing before and after.
 */
import { optionsOf, ReticleError } from "../errors.ts";
import type { Axes, Axis } from "./axes.ts";
import { axisIndex } from "./axes.ts";

/** Where growing indices go on the screen: rows of a coverage go up with y, rows of a read picture go down. */
export type Direction = "up" | "down";

export interface AxisCalibration {
  /** Units per index; negative where the axis was flipped. */
  readonly spacing?: number;
  /** Position of index 0 (a pixel's centre), in units. */
  readonly origin?: number;
  readonly unit?: string;
  readonly direction?: Direction;
}

/** What the user says about some axes. */
export interface CalibrationOptions {
  readonly spacing?: Partial<Record<Axis, number>>;
  readonly origin?: Partial<Record<Axis, number>>;
  /** One unit for all axes that have a spacing or origin, or one an axis. */
  readonly unit?: string | Partial<Record<Axis, string>>;
  /** Only rows have one. */
  readonly direction?: Direction | { readonly row?: Direction };
}

/** Names of the options. */
export const calibrationNames = ["spacing", "origin", "unit", "direction"] as const;

/** One entry an axis; throws for names that are not among the axes and for numbers that are none. */
export function calibrationOf(axes: Axes | null, options: CalibrationOptions): AxisCalibration[] {
  const { spacing = {}, origin = {}, unit, direction } = optionsOf(options, "ImageError");
  const units = typeof unit === "string" || unit === undefined ? {} : unit;
  const directions = typeof direction === "string" ? { row: direction } : (direction ?? {});
  for (const [what, record] of Object.entries({ spacing, origin })) {
    if (typeof record !== "object" || record === null) {
      throw new ReticleError("ImageError", "calibration", `${what} ${record} names no axis; say { row: ${record} }`);
    }
  }
  for (const record of [spacing, origin, units, directions]) {
    for (const name of Object.keys(record)) axisIndex(axes, name);
  }
  for (const [what, record] of Object.entries({ spacing, origin })) {
    for (const [name, value] of Object.entries(record)) {
      if (!Number.isFinite(value) || (what === "spacing" && value === 0)) {
        throw new ReticleError(
          "ImageError",
          "calibration",
          `${what} ${value} of axis "${name}" is not a usable number`,
        );
      }
    }
  }
  for (const [name, value] of Object.entries(directions)) {
    if (name !== "row" || (value !== "up" && value !== "down")) {
      throw new ReticleError(
        "ImageError",
        "calibration",
        `direction "${value}" of axis "${name}": only row has one, up or down`,
      );
    }
  }
  return (axes ?? []).map((axis) => {
    const calibrated = spacing[axis] !== undefined || origin[axis] !== undefined;
    const named = units[axis] ?? (typeof unit === "string" ? unit : undefined) ?? (calibrated ? "µm" : undefined);
    return trimmed({
      spacing: spacing[axis],
      origin: origin[axis],
      unit: calibrated || units[axis] !== undefined ? named : undefined,
      direction: axis === "row" ? directions.row : undefined,
    });
  });
}

function trimmed(calibration: AxisCalibration): AxisCalibration {
  return Object.fromEntries(Object.entries(calibration).filter(([, value]) => value !== undefined));
}

/** Whether positions along an axis, as far as it has any, are those of pixels, which a crop counts from. */
function isInPixels({ spacing, unit }: AxisCalibration): boolean {
  return spacing === undefined && unit === undefined;
}

/** The calibration of every `step`th index, from index `start` on. */
export function stepped(calibration: AxisCalibration, start: number, step: number): AxisCalibration {
  const { spacing, origin } = calibration;
  if (spacing === undefined && origin === undefined && start === 0) return calibration;
  // Its pixels are others: what is measured in them is not in those of the whole.
  if (isInPixels(calibration) && step !== 1) return trimmed({ ...calibration, origin: undefined });
  const distance = spacing ?? 1;
  return trimmed({
    ...calibration,
    spacing: spacing === undefined && step === 1 ? undefined : distance * step,
    origin: origin === undefined && start === 0 ? undefined : (origin ?? 0) + start * distance,
  });
}

/** The calibration of an axis of `size` indices read backwards. */
export function flipped(calibration: AxisCalibration, size: number): AxisCalibration {
  const turned = { up: "down", down: "up" } as const;
  const { spacing, origin, direction } = calibration;
  const isCalibrated = !isInPixels(calibration);
  return trimmed({
    ...calibration,
    spacing: isCalibrated ? -(spacing ?? 1) : undefined,
    origin: isCalibrated ? (origin ?? 0) + Math.max(0, size - 1) * (spacing ?? 1) : undefined,
    direction: direction === undefined ? undefined : turned[direction],
  });
}
