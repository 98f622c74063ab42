/**
 * Rounded corners: an arc that touches both sides takes the place of each vertex. Where a side is too short for the arcs
 * at both of its ends, both radii shrink in proportion until they meet on it (as KLayout's round_corners; gdstk's fillet
 * leaves each corner half of a side, however little the other one needs).
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
  const count = ring.length / 2;
  // Of each corner: its bend, the side that leaves it, and how much of both sides its arc takes.
  const bends = new Float64Array(count);
  const lengths = new Float64Array(count);
  const wanted = new Float64Array(count);
  for (let i = 0, before = count - 1; i < count; before = i++) {
    const behind = i + 1 < count ? i + 1 : 0;
    const [x, y] = [ring[2 * i], ring[2 * i + 1]];
    const [ax, ay] = [x - ring[2 * before], y - ring[2 * before + 1]];
    const [bx, by] = [ring[2 * behind] - x, ring[2 * behind + 1] - y];
    lengths[i] = Math.hypot(bx, by);
    bends[i] = Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    wanted[i] = (bends[i] > 0 ? convex : concave) * Math.tan(Math.abs(bends[i]) / 2);
  }
  for (let i = 0, before = count - 1; i < count; before = i++) {
    const behind = i + 1 < count ? i + 1 : 0;
    const [x, y] = [ring[2 * i], ring[2 * i + 1]];
    const [a, b] = [lengths[before], lengths[i]];
    const share = Math.min(1, a / (wanted[before] + wanted[i]), b / (wanted[i] + wanted[behind]));
    const taken = wanted[i] * share;
    if (!(taken > 0)) {
      out.push(x);
      out.push(y);
      continue;
    }
    const bend = bends[i];
    const radius = share * (bend > 0 ? convex : concave);
    const steps = Math.max(1, Math.ceil((points(radius) * Math.abs(bend)) / (2 * Math.PI) - 1e-9));
    const [ux, uy] = [(x - ring[2 * before]) / a, (y - ring[2 * before + 1]) / a];
    const [startX, startY] = [x - ux * taken, y - uy * taken];
    const sign = Math.sign(bend);
    const [centreX, centreY] = [startX - sign * uy * radius, startY + sign * ux * radius];
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
