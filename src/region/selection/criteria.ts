/** Which polygons of a merged set have certain sizes or shapes. */

import { ReticleError } from "../../errors.ts";
import { hullBoxes, type PolygonSet } from "../../geometry/index.ts";
import { isManhattan } from "../engines/index.ts";
import { polygonAreas, polygonPerimeters } from "../measuring/per-polygon.ts";
import { pick } from "./select.ts";

/** From the first number to below the second (as KLayout's), or just one number. */
export type Bounds = number | readonly [from: number, below: number];

/** All that are given must hold. */
export interface Criteria {
  /** µm². */
  readonly area?: Bounds;
  /** µm, holes too. */
  readonly perimeter?: Bounds;
  /** Of the box, µm. */
  readonly width?: Bounds;
  /** Of the box, µm. */
  readonly height?: Bounds;
  /** The shorter side of the box, µm. */
  readonly shorter?: Bounds;
  /** The longer side of the box, µm. */
  readonly longer?: Bounds;
  /** The longer side of the box over the shorter one. */
  readonly aspect?: Bounds;
  /** Number of holes. */
  readonly holes?: Bounds;
  /** Number of vertices, the holes' too. */
  readonly vertices?: Bounds;
  /** Axis-parallel edges only; a box; a box of equal sides. */
  readonly shape?: "rectilinear" | "rectangle" | "square";
}

const names = ["area", "perimeter", "width", "height", "shorter", "longer", "aspect", "holes", "vertices", "shape"];

export function selectWhere(set: PolygonSet, dbu: number, criteria: Criteria, isWanted: boolean): PolygonSet {
  if (typeof criteria !== "object" || criteria === null) {
    const message = `polygons are chosen by an object of criteria such as { area: [1, 4] }, not by ${criteria}`;
    throw new ReticleError("RegionError", "criteria", message);
  }
  for (const name of Object.keys(criteria)) {
    if (!names.includes(name))
      throw new ReticleError(
        "RegionError",
        "criteria",
        `"${name}" is none of a polygon's criteria: ${names.join(" ")}`,
      );
  }
  const boxes = hullBoxes(set);
  const across = (p: number) => boxes[4 * p + 2] - boxes[4 * p];
  const up = (p: number) => boxes[4 * p + 3] - boxes[4 * p + 1];
  const areas = polygonAreas(set);
  const perimeters = criteria.perimeter === undefined ? areas : polygonPerimeters(set);
  const tests: ((p: number) => boolean)[] = [];
  const bound = (bounds: Bounds | undefined, unit: number, value: (p: number) => number) => {
    if (bounds !== undefined) tests.push(within(bounds, unit, value));
  };
  bound(criteria.area, dbu * dbu, (p) => areas[p]);
  bound(criteria.perimeter, dbu, (p) => perimeters[p]);
  bound(criteria.width, dbu, across);
  bound(criteria.height, dbu, up);
  bound(criteria.shorter, dbu, (p) => Math.min(across(p), up(p)));
  bound(criteria.longer, dbu, (p) => Math.max(across(p), up(p)));
  bound(criteria.aspect, 1, (p) => Math.max(across(p), up(p)) / Math.min(across(p), up(p)));
  bound(criteria.holes, 1, (p) => set.polygons[p + 1] - set.polygons[p] - 1);
  bound(criteria.vertices, 1, (p) => set.rings[set.polygons[p + 1]] - set.rings[set.polygons[p]]);
  if (criteria.shape !== undefined) tests.push(shapeTest(criteria.shape, set, areas, across, up));
  return pick(set, (p) => tests.every((test) => test(p)) === isWanted);
}

/** Compared in database units, with room for what dividing by a decimal fraction adds. */
export function within(bounds: Bounds, unit: number, value: (p: number) => number): (p: number) => boolean {
  const tidy = (limit: number) => {
    const units = limit / unit;
    return Math.abs(units - Math.round(units)) <= 1e-9 * Math.abs(units) ? Math.round(units) : units;
  };
  if (typeof bounds === "number" ? Number.isNaN(bounds) : !Array.isArray(bounds) || bounds.length !== 2) {
    const message = `bounds are a number, or [from, below] for a range, and not ${bounds}`;
    throw new ReticleError("RegionError", "criteria", message);
  }
  if (typeof bounds === "number") {
    const wanted = tidy(bounds);
    return (p) => Math.abs(value(p) - wanted) <= 1e-9 * Math.abs(wanted);
  }
  const [from, below] = bounds.map(tidy);
  if (!(from <= below)) {
    const message = `from ${bounds[0]} to below ${bounds[1]} holds nothing; the smaller number comes first`;
    throw new ReticleError("RegionError", "criteria", message);
  }
  return (p) => value(p) >= from && value(p) < below;
}

function shapeTest(
  shape: string,
  set: PolygonSet,
  areas: Float64Array,
  across: (p: number) => number,
  up: (p: number) => number,
): (p: number) => boolean {
  if (shape === "rectilinear") return (p) => isManhattan(set, set.polygons[p], set.polygons[p + 1]);
  if (shape === "rectangle") return (p) => areas[p] === across(p) * up(p);
  if (shape === "square") return (p) => across(p) === up(p) && areas[p] === across(p) ** 2;
  throw new ReticleError("RegionError", "criteria", `shape "${shape}" is not one of rectilinear rectangle square`);
}
