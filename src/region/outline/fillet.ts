/**
 * Rounded corners: an arc that touches both sides takes the place of each vertex. Where the sides are too short for the
 * radius, arcs of neighbouring corners share a side in the middle (as KLayout's round_corners and gdstk's fillet).
 */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { NumberList, type PolygonSet, PolygonSetBuilder, roundToGrid } from "../../geometry/index.ts";

export interface FilletRadii {
  /** Of corners whose inside is less than 180°, database units. */
  readonly convex: number;
  /** Of the others. */
  readonly concave: number;
  /** Points of a whole turn for a radius. */
  readonly points: (radius: number) => number;
}

/** @param merged hulls counter-clockwise, holes clockwise */
export function filleted({ xy, rings, polygons }: PolygonSet, radii: FilletRadii): PolygonSet {
  const out = new PolygonSetBuilder(4 * xy.length, polygons.length);
  const points = new NumberList();
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      points.cut(0);
      roundRing(xy.subarray(2 * rings[ring], 2 * rings[ring + 1]), radii, points);
      for (let i = 0; i < points.length; i += 2) out.vertex(roundToGrid(points.at(i)), roundToGrid(points.at(i + 1)));
      out.endRing();
    }
    out.endPolygon();
  }
  return out.build();
}

function roundRing(ring: Int32Array, { convex, concave, points }: FilletRadii, out: NumberList): void {
  const size = ring.length;
  for (let i = 0; i < size; i += 2) {
    const [x, y] = [ring[i], ring[i + 1]];
    const before = (i + size - 2) % size;
    const behind = (i + 2) % size;
    const [ax, ay, bx, by] = [x - ring[before], y - ring[before + 1], ring[behind] - x, ring[behind + 1] - y];
    const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
    const bend = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    const wanted = bend > 0 ? convex : concave;
    const half = Math.tan(Math.abs(bend) / 2);
    // An arc may take half of a side.
    const taken = Math.min(wanted * half, a / 2, b / 2);
    if (!(taken > 0)) {
      out.push(x);
      out.push(y);
      continue;
    }
    const radius = taken / half;
    const steps = Math.max(1, Math.ceil((points(radius) * Math.abs(bend)) / (2 * Math.PI) - 1e-9));
    const [startX, startY] = [x - (ax / a) * taken, y - (ay / a) * taken];
    const sign = Math.sign(bend);
    const [centreX, centreY] = [startX - sign * (ay / a) * radius, startY + sign * (ax / a) * radius];
    const from = Math.atan2(startY - centreY, startX - centreX);
    for (let k = 0; k <= steps; k++) {
      const angle = from + (bend * k) / steps;
      out.push(centreX + radius * Math.cos(angle));
      out.push(centreY + radius * Math.sin(angle));
    }
  }
}

/** µm: one radius for all corners, or one for convex and one for concave ones (0 where not given). */
export type FilletRadius = number | { readonly convex?: number; readonly concave?: number };

export interface FilletOptions {
  /** Points of a full turn; or else: */
  readonly points?: number;
  /** Largest distance between an arc and its chords, µm; one database unit. */
  readonly tolerance?: number;
}

const mostPoints = 2 ** 16;

/** Throws a RegionError `fillet`. */
export function filletRadii(radius: FilletRadius, options: FilletOptions, dbu: number): FilletRadii {
  const { points, tolerance = NaN } = optionsOf(options, "RegionError", ["points", "tolerance"]);
  const isRadius = typeof radius === "number" || (typeof radius === "object" && radius !== null);
  checkArgument(isRadius, radius, "RegionError", "a radius in µm, or { convex, concave },");
  const { convex = 0, concave = 0 } = typeof radius === "number" ? { convex: radius, concave: radius } : radius;
  for (const value of [convex, concave])
    if (!(value >= 0 && Number.isFinite(value))) throw bad(`fillet's radius ${value} µm is not a number from 0`);
  if (points !== undefined && !(Number.isInteger(points) && points >= 3 && points <= mostPoints))
    throw bad(`fillet's points ${points} are not a whole number from 3 to ${mostPoints}`);
  const chord = Number.isNaN(tolerance) ? 1 : tolerance / dbu;
  if (!(chord > 0)) throw bad(`fillet's tolerance ${tolerance} µm is not above 0`);
  const count = (r: number) => Math.min(mostPoints, Math.PI / Math.acos(Math.max(0, 1 - chord / r)));
  return { convex: convex / dbu, concave: concave / dbu, points: points === undefined ? count : () => points };
}

function bad(message: string): ReticleError {
  return new ReticleError("RegionError", "fillet", message);
}
