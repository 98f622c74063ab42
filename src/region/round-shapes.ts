/**
 * Ellipses, rings, sectors and racetracks: each a Region whose curves are cut into chords with all points on the curve.
 * Lengths are µm, angles degrees counter-clockwise from x.
 */
import { optionsOf, ReticleError } from "../errors.ts";
import { Box, cosSinDegrees, PolygonSetBuilder } from "../geometry/index.ts";
import { defaultDbu, toDbu } from "../units.ts";
import { arcSteps, type CurveOptions, checkSize, curveNames, placement } from "./place.ts";
import { Region } from "./region.ts";

export interface AngleOptions extends CurveOptions {
  /** Where the shape begins, degrees counter-clockwise from x; 0 where not given. */
  readonly from?: number;
  /** Where it ends, at most a full turn further: 360 beyond `from` where not given. */
  readonly to?: number;
}

export interface RacetrackOptions extends CurveOptions {
  /** Radius of the inner ends, µm: the racetrack is a ring. */
  readonly inner?: number;
  /** True for straight sides along y. */
  readonly vertical?: boolean;
}

/** x,y pairs in µm. */
type Ring = number[];

/**
 * An ellipse with half axes `radiusX` and `radiusY`, µm. Throws a RegionError `size` or `tolerance`.
 * @example ellipse(10, 5)
 */
export function ellipse(radiusX: number, radiusY: number, options: CurveOptions = {}): Region {
  optionsOf(options, "RegionError", curveNames);
  checkSize("ellipse", "radius along x", radiusX);
  checkSize("ellipse", "radius along y", radiusY);
  // Scaled along y, the chords of a circle keep their count and come no further from the curve.
  const steps = arcSteps("ellipse", Math.max(radiusX, radiusY), 2 * Math.PI, options);
  const frame = new Box(-radiusX, -radiusY, radiusX, radiusY);
  return region([turn(radiusX, radiusY, steps)], frame, options);
}

/**
 * The ring between two radii, µm; part of one between the angles `from` and `to`. Anchors act on the whole circle's box.
 * Throws a RegionError `size` (also where the inner radius is not the smaller), `angle` or `tolerance`.
 * @example ring(10, 8, { from: 0, to: 90 })
 */
export function ring(radius: number, innerRadius: number, options: AngleOptions = {}): Region {
  checkSize("ring", "radius", radius);
  checkSize("ring", "inner radius", innerRadius);
  checkInner("ring", radius, innerRadius);
  const frame = new Box(-radius, -radius, radius, radius);
  const { from, sweep } = angles("ring", options);
  const [outer, inner] = [radius, innerRadius].map((r) => {
    const steps = arcSteps("ring", r, (sweep * Math.PI) / 180, options);
    return sweep === 360 ? turn(r, r, steps) : arc(0, 0, r, from, sweep, steps);
  });
  if (sweep === 360) return region([outer, backwards(inner)], frame, options);
  return region([[...outer, ...backwards(inner)]], frame, options);
}

/**
 * A slice of a disc from its centre, between the angles `from` and `to`. Anchors act on the whole circle's box.
 * Throws a RegionError `size`, `angle` or `tolerance`.
 * @example sector(10, { from: -30, to: 30 })
 */
export function sector(radius: number, options: AngleOptions): Region {
  checkSize("sector", "radius", radius);
  const frame = new Box(-radius, -radius, radius, radius);
  const { from, sweep } = angles("sector", options);
  const steps = arcSteps("sector", radius, (sweep * Math.PI) / 180, options);
  if (sweep === 360) return region([turn(radius, radius, steps)], frame, options);
  return region([[0, 0, ...arc(0, 0, radius, from, sweep, steps)]], frame, options);
}

/**
 * Two half circles of `radius` and straight sides of length `straight` between them, µm; a ring where `inner` is given.
 * Throws a RegionError `size` or `tolerance`.
 * @example racetrack(8, 5, { inner: 4.5 })
 */
export function racetrack(straight: number, radius: number, options: RacetrackOptions = {}): Region {
  if (!(straight >= 0 && Number.isFinite(straight)))
    throw new ReticleError("RegionError", "size", `racetrack's straight side ${straight} µm is not a number from 0`);
  checkSize("racetrack", "radius", radius);
  const names = [...curveNames, "inner", "vertical"] as const;
  const { inner, vertical = false } = optionsOf(options, "RegionError", names);
  if (inner !== undefined) {
    checkSize("racetrack", "inner radius", inner);
    checkInner("racetrack", radius, inner);
  }
  const side = (r: number): Ring => {
    const steps = arcSteps("racetrack", r, Math.PI, options);
    const ring = [...arc(straight / 2, 0, r, -90, 180, steps), ...arc(-straight / 2, 0, r, 90, 180, steps)];
    return vertical ? quarterTurned(ring) : ring;
  };
  const [x, y] = [straight / 2 + radius, radius];
  const frame = vertical ? new Box(-y, -x, y, x) : new Box(-x, -y, x, y);
  return region(inner === undefined ? [side(radius)] : [side(radius), backwards(side(inner))], frame, options);
}

/** The corners of a rectangle from (0, 0) to (width, height) as quarters of circles: x,y pairs. */
export function roundedCorners(width: number, height: number, radius: number, options: CurveOptions): Ring {
  const steps = arcSteps("rect's corner", radius, Math.PI / 2, options);
  const [right, top] = [width - radius, height - radius];
  return [
    ...arc(right, radius, radius, -90, 90, steps),
    ...arc(right, top, radius, 0, 90, steps),
    ...arc(radius, top, radius, 90, 90, steps),
    ...arc(radius, radius, radius, 180, 90, steps),
  ];
}

/** One polygon of a hull and holes around the origin, snapped to the grid with its frame's anchor at its position. */
export function region(rings: readonly Ring[], frame: Box, options: CurveOptions): Region {
  const { dbu = defaultDbu } = options;
  const [left, bottom] = placement(frame, options);
  const [dx, dy] = [left - frame.left, bottom - frame.bottom];
  const builder = new PolygonSetBuilder(rings[0].length, 1);
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2)
      builder.vertex(toDbu(ring[i] + dx, dbu, "x"), toDbu(ring[i + 1] + dy, dbu, "y"));
    builder.endRing();
  }
  builder.endPolygon();
  return Region.of(builder.build(), { dbu });
}

function checkInner(shape: string, radius: number, inner: number): void {
  if (inner < radius) return;
  const message = `${shape}'s inner radius ${inner} µm is not below its radius ${radius} µm`;
  throw new ReticleError("RegionError", "size", message);
}

function angles(shape: string, options: AngleOptions): { from: number; sweep: number } {
  const { from = 0, to = from + 360 } = optionsOf(options, "RegionError", [...curveNames, "to", "from"]);
  const sweep = to - from;
  if (sweep > 0 && sweep <= 360 && Number.isFinite(from)) return { from, sweep };
  const message = `${shape}'s angles from ${from}° to ${to}° do not rise by more than 0° and at most 360°`;
  throw new ReticleError("RegionError", "angle", message);
}

function turn(radiusX: number, radiusY: number, steps: number): Ring {
  const ring: Ring = [];
  for (let i = 0; i < steps; i++) {
    const [cos, sin] = cosSinDegrees((360 * i) / steps);
    ring.push(radiusX * cos, radiusY * sin);
  }
  return ring;
}

function arc(x: number, y: number, radius: number, from: number, sweep: number, steps: number): Ring {
  const ring: Ring = [];
  for (let i = 0; i <= steps; i++) {
    const [cos, sin] = cosSinDegrees(from + (sweep * i) / steps);
    ring.push(x + radius * cos, y + radius * sin);
  }
  return ring;
}

function backwards(ring: Ring): Ring {
  const turned: Ring = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) turned.push(ring[i], ring[i + 1]);
  return turned;
}

function quarterTurned(ring: Ring): Ring {
  const turned: Ring = [];
  for (let i = 0; i < ring.length; i += 2) turned.push(-ring[i + 1], ring[i]);
  return turned;
}
