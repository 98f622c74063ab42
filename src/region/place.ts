/** Where a shape goes: its anchor, its position, its grid, and how finely its curves are cut. */
import { checkArgument, describe, optionsOf, ReticleError } from "../errors.ts";
import type { Box } from "../geometry/index.ts";
import { defaultDbu } from "../units.ts";

/** The side or corner of a shape's box: north is up, `c` its centre. */
export type Anchor = "c" | "n" | "e" | "s" | "w" | "ne" | "se" | "sw" | "nw";

export interface ShapeOptions {
  /** Which side or corner of the shape's box comes to `position`; "c" where not given. */
  readonly at?: Anchor | undefined;
  /** Where the anchor goes, in µm; [0, 0] where not given. */
  readonly position?: readonly [number, number] | undefined;
  /** Database unit in µm; 0.001 where not given. */
  readonly dbu?: number;
}

export interface CurveOptions extends ShapeOptions {
  /** Largest distance between a curve and its chords, µm; one database unit where not given. */
  readonly tolerance?: number;
}

/** Names of the options. */
export const shapeNames = ["at", "position", "dbu"] as const;
export const curveNames = [...shapeNames, "tolerance"] as const;

const anchors: readonly Anchor[] = ["c", "n", "e", "s", "w", "ne", "se", "sw", "nw"];

/** Most points of one curve: a finer one is a slip of the unit. */
const mostPoints = 2 ** 20;

/** Where the lower left corner of the box goes, so that its anchor comes to the wanted position. */
export function placement(frame: Box, options: ShapeOptions): [number, number] {
  const { at = "c", position = [0, 0] } = optionsOf(options, "RegionError");
  checkArgument(Array.isArray(position), position, "RegionError", "a position [x, y] in µm");
  if (!anchors.includes(at)) {
    const hint = Array.isArray(at) ? `; a place in µm is position: [${String(at).replace(",", ", ")}]` : "";
    throw new ReticleError("RegionError", "anchor", `anchor "${at}" is not one of ${anchors.join(" ")}${hint}`);
  }
  const horizontal = at.includes("w") ? 0 : at.includes("e") ? 1 : 0.5;
  const vertical = at.includes("s") ? 0 : at.includes("n") ? 1 : 0.5;
  return [position[0] - horizontal * frame.width, position[1] - vertical * frame.height];
}

/** Throws a RegionError `size` unless a length of a shape is a finite number above 0. */
export function checkSize(shape: string, name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new ReticleError(
      "RegionError",
      "size",
      `${shape}'s ${name} ${describe(value)} is not a number of µm above 0`,
    );
}

/**
 * Steps of an arc of `sweep` radians whose chords stay within the tolerance: r·(1 − cos(step/2)) ≤ tolerance. A full
 * turn takes 32 at least and a multiple of 4, so that it touches its box.
 */
export function arcSteps(shape: string, radius: number, sweep: number, options: CurveOptions): number {
  const { dbu = defaultDbu, tolerance = dbu } = optionsOf(options, "RegionError");
  if (!(tolerance > 0 && Number.isFinite(tolerance)))
    throw new ReticleError(
      "RegionError",
      "tolerance",
      `${shape}'s tolerance ${describe(tolerance)} is not a number of µm above 0`,
    );
  const half = Math.acos(Math.max(0, 1 - tolerance / radius));
  const perTurn = 4 * Math.ceil(Math.max(8, Math.PI / half / 4));
  if (!(perTurn <= mostPoints)) {
    throw new ReticleError(
      "RegionError",
      "tolerance",
      `${shape} of radius ${radius} µm has more than ${mostPoints} points at a tolerance of ${tolerance} µm`,
    );
  }
  return Math.max(1, Math.ceil((perTurn * Math.abs(sweep)) / (2 * Math.PI) - 1e-9));
}
