/** How corners of a sized region are made, and the checks of what the user asks for. */
import { optionsOf, ReticleError } from "../../errors.ts";
import { toDbu } from "../../units.ts";

/**
 * What happens at a corner that opens: "miter" goes to the point where both sides meet (up to `miterLimit`), "square"
 * cuts it off square at the distance, "round" with an arc, "bevel" straight from side to side.
 */
export type SizeJoin = "miter" | "square" | "round" | "bevel";

export interface SizeOptions {
  /**
   * KLayout's mode, 2 where neither it nor `join` is given: corners are kept up to a bend of 0° (mode 0), 45°, 90°, 135°,
   * about 168° and 179° (mode 5); sharper ones are cut off.
   */
  readonly mode?: 0 | 1 | 2 | 3 | 4 | 5;
  readonly join?: SizeJoin;
  /** For "miter": how far a corner may go from its vertex, in distances; 2. Sharper ones become square. */
  readonly miterLimit?: number;
  /** For "round": largest distance between arc and chords, µm; one database unit. */
  readonly tolerance?: number;
}

/** A corner's rule in the circle of radius 1: lengths are along the sides, in distances. */
export interface JoinRule {
  /** A corner whose sides would have to grow by more is cut off. */
  readonly most: number;
  /** How a corner is cut off: `fixed` lets the sides grow by `most`. */
  readonly cut: "fixed" | "square" | "round";
  /** Largest angle of a piece of an arc, radians. */
  readonly step: number;
}

/** tan of half of the bend up to which a corner is kept; the last two are KLayout's own. */
const modeLimits = [0, Math.tan(Math.PI / 8), 1, Math.tan((3 * Math.PI) / 8), 10, 100];
const joins: readonly string[] = ["miter", "square", "round", "bevel"];
const mostArcPoints = 2 ** 16;

/** The distances along x and y in database units: one number for both, or a pair of them, µm. Throws a RegionError `size-options`. */
export function sizeDistances(by: number | readonly [number, number], dbu: number): [number, number] {
  if (typeof by !== "number" && !(Array.isArray(by) && by.length === 2))
    throw bad(`a size is a number of µm, or [x, y] for both axes, and not ${by}`);
  const [dx, dy] = typeof by === "number" ? [by, by] : by;
  return [toDbu(dx, dbu, "size"), toDbu(dy, dbu, "size")];
}

/** Throws a RegionError `size-options`. */
export function joinRule(options: SizeOptions, largest: number, dbu: number): JoinRule {
  const names = ["mode", "join", "miterLimit", "tolerance"] as const;
  const { mode, join, miterLimit = 2, tolerance = dbu } = optionsOf(options, "RegionError", names);
  if (mode !== undefined && join !== undefined) throw bad("size takes either a mode or a join, not both");
  if (join === undefined) {
    const most = modeLimits[mode ?? 2];
    if (most === undefined) throw bad(`size's mode ${mode} is not one of 0 1 2 3 4 5`);
    return { most, cut: "fixed", step: 0 };
  }
  if (!joins.includes(join)) throw bad(`size's join "${join}" is not one of ${joins.join(" ")}`);
  if (join === "bevel") return { most: 0, cut: "fixed", step: 0 };
  if (join === "square") return { most: 0, cut: "square", step: 0 };
  if (join === "miter") {
    if (!(miterLimit >= 1)) throw bad(`size's miterLimit ${miterLimit} is not a number from 1`);
    return { most: Math.sqrt(miterLimit * miterLimit - 1), cut: "square", step: 0 };
  }
  if (!(tolerance > 0 && Number.isFinite(tolerance))) throw bad(`size's tolerance ${tolerance} µm is not above 0`);
  const step = largest === 0 ? Math.PI : 2 * Math.acos(Math.max(0, 1 - tolerance / dbu / largest));
  if (!(step > (2 * Math.PI) / mostArcPoints)) {
    throw bad(`size's tolerance ${tolerance} µm needs more than ${mostArcPoints} points a turn`);
  }
  return { most: 0, cut: "round", step };
}

function bad(message: string): ReticleError {
  return new ReticleError("RegionError", "size-options", message);
}
