/** How a check measures, and what it leaves out: names and defaults as KLayout's. */
import { optionsOf, ReticleError } from "../../errors.ts";
import { toDbu } from "../../units.ts";

/**
 * "euclidian": the shortest way; "projection": straight across where the edges face each other; "square": as projection,
 * with each edge longer by the distance at both ends.
 */
export type CheckMetrics = "euclidian" | "projection" | "square";

export interface CheckOptions {
  readonly metrics?: CheckMetrics;
  /** The whole edges instead of the parts that are too near. */
  readonly wholeEdges?: boolean;
  /** Edges that include this angle or more, degrees, are not compared: 90. */
  readonly ignoreAngle?: number;
  /** Edges must face each other along this length at least, µm: 0. At an angle one of them has to. */
  readonly minProjection?: number;
  /** And along less than this, µm. */
  readonly maxProjection?: number;
  /** False to look through what lies between two edges. */
  readonly shielded?: boolean;
}

export interface CheckRule {
  readonly distance: number;
  readonly metrics: CheckMetrics;
  readonly wholeEdges: boolean;
  readonly leastCosine: number;
  readonly minProjection: number;
  readonly maxProjection: number;
  readonly shielded: boolean;
}

const metricsNames: readonly string[] = ["euclidian", "projection", "square"];

const optionNames = ["metrics", "wholeEdges", "ignoreAngle", "shielded", "minProjection", "maxProjection"] as const;

/** Throws a RegionError `check`. */
export function checkRule(distance: number, options: CheckOptions, dbu: number): CheckRule {
  const {
    metrics = "euclidian",
    wholeEdges = false,
    ignoreAngle = 90,
    shielded = true,
    minProjection = 0,
    maxProjection = Infinity,
  } = optionsOf(options, "RegionError", optionNames);
  const units = toDbu(distance, dbu, "distance");
  if (!(units > 0)) throw bad(`a check for ${distance} µm finds nothing; the distance is a number above 0`);
  if (!metricsNames.includes(metrics)) throw bad(`metrics "${metrics}" is not one of ${metricsNames.join(" ")}`);
  if (!(ignoreAngle > 0 && ignoreAngle <= 180)) throw bad(`ignoreAngle ${ignoreAngle}° is not above 0 and at most 180`);
  if (!(minProjection >= 0 && maxProjection > minProjection))
    throw bad(`projections from ${minProjection} to below ${maxProjection} µm: there are none`);
  return {
    distance: units,
    metrics,
    wholeEdges,
    leastCosine: Math.cos((ignoreAngle * Math.PI) / 180),
    minProjection: minProjection / dbu,
    maxProjection: maxProjection / dbu,
    shielded,
  };
}

function bad(message: string): ReticleError {
  return new ReticleError("RegionError", "check", message);
}
