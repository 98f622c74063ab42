/** How far the outline in an image lies from the one that was meant: edge placement errors. */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import type { AnyImageView } from "../image/index.ts";
import { Region } from "../region/index.ts";
import { displaySymbol, type Figure, inspectSymbol, type MimeBundle, plot } from "../view/index.ts";
import { type GreyPlane, type Tone, tonedPlane, valueAt } from "./grey-plane.ts";

export interface EdgePlacementOptions {
  /** From which value on the image is inside: 0.5 for fractions (a coverage), else to be given. */
  readonly level?: number;
  /** "clear": what is at or above the level is inside, the default; "dark": what is below it. */
  readonly tone?: Tone;
  /** Distance along the outline from one place to the next, µm. */
  readonly every: number;
  /** How far the image's outline may be away, µm. */
  readonly reach: number;
  /** Places nearer than this to the end of an edge are left out, µm: 0. */
  readonly corners?: number;
}

const placementNames = ["level", "tone", "every", "reach", "corners"] as const;
const mostPlaces = 1e7;
/** Steps of the search across the outline, as parts of a pixel. */
const stepsPerPixel = 8;

/**
 * Edge placement errors: at places along the outline of what was meant, how far the image's outline, where it passes the level,
 * lies outside of it, along the edge's normal, µm. Negative where it lies inside, NaN where none was found within reach. What
 * counts is the nearest crossing from inside to outside, outwards. Places outside of the image are left out.
 *
 * Throws an ImageError `axes` for other axes than row and column, `level` where one is needed, `spacing` where the size of
 * pixels is not known, and `places` for more than 10 million of them.
 * @example edgePlacement(aerial, layout.region("1/0"), { level: 0.3, every: 0.04, reach: 0.1 }).worst
 */
export function edgePlacement(image: AnyImageView, target: Region, options: EdgePlacementOptions): EdgePlacement {
  checkArgument(target instanceof Region, target, "ImageError", "a region, what was meant,");
  const { every, reach, corners = 0, ...given } = optionsOf(options, "ImageError", placementNames);
  const { plane, level } = tonedPlane(image, given, "edgePlacement(image, target, { level: 128, … })");
  for (const [name, value] of Object.entries({ every, reach })) {
    checkArgument(Number.isFinite(value) && value > 0, value, "ImageError", `${name}, a length above 0 µm`);
  }
  checkArgument(Number.isFinite(corners) && corners >= 0, corners, "ImageError", "corners, a length of 0 or more µm");
  const places = placesAlong(target, plane, every, corners);
  const count = places.length / 4;
  const errors = new Float64Array(count);
  const step = Math.min(plane.x.pitch, plane.y.pitch) / stepsPerPixel;
  for (let i = 0; i < count; i++) errors[i] = errorAt(plane, places, 4 * i, level, reach, step);
  return new EdgePlacement(places, errors);
}

/** x, y and the normal outwards of each place. */
function placesAlong(target: Region, plane: GreyPlane, every: number, corners: number): Float64Array {
  const { dbu } = target;
  const { xy, rings } = target.merged().polygons;
  let found = new Float64Array(1024);
  let length = 0;
  let start = 0;
  for (const end of rings) {
    /** Places that the edges so far should have had. */
    let due = 0;
    for (let from = end - 1, to = start; to < end; from = to++) {
      const [x, y] = [xy[2 * from] * dbu, xy[2 * from + 1] * dbu];
      const [dx, dy] = [xy[2 * to] * dbu - x, xy[2 * to + 1] * dbu - y];
      const edge = Math.hypot(dx, dy);
      const usable = edge - 2 * corners;
      if (!(usable > 0)) continue;
      due += usable / every;
      const count = Math.floor(due + 0.5);
      due -= count;
      if (length / 4 + count > mostPlaces) {
        const message = `places every ${every} µm along the outline are more than ${mostPlaces}; a larger distance makes fewer`;
        throw new ReticleError("ImageError", "places", message);
      }
      for (let k = 0; k < count; k++) {
        const share = (corners + ((k + 0.5) / count) * usable) / edge;
        const [placeX, placeY] = [x + share * dx, y + share * dy];
        if (Number.isNaN(valueAt(plane, placeX, placeY))) continue;
        if (length + 4 > found.length) {
          const more = new Float64Array(2 * found.length);
          more.set(found);
          found = more;
        }
        // What is inside lies on the left of an edge of a merged region.
        found.set([placeX, placeY, dy / edge, -dx / edge], length);
        length += 4;
      }
    }
    start = end;
  }
  return found.slice(0, length);
}

/** The nearest place along the normal where values fall below the level outwards; NaN where there is none. */
function errorAt(
  plane: GreyPlane,
  places: Float64Array,
  at: number,
  level: number,
  reach: number,
  step: number,
): number {
  const [x, y, normalX, normalY] = places.subarray(at, at + 4);
  const value = (distance: number) => valueAt(plane, x + distance * normalX, y + distance * normalY);
  const steps = Math.ceil(reach / step);
  let [outer, inner] = [value(0), value(0)];
  for (let k = 1; k <= steps; k++) {
    const [before, after] = [Math.min((k - 1) * step, reach), Math.min(k * step, reach)];
    const [farOut, farIn] = [value(after), value(-after)];
    const outwards = fall(outer, farOut, level, before, after);
    const inwards = -fall(farIn, inner, level, after, before);
    if (!Number.isNaN(outwards) || !Number.isNaN(inwards)) {
      return !(Math.abs(inwards) < Math.abs(outwards)) && !Number.isNaN(outwards) ? outwards : inwards;
    }
    [outer, inner] = [farOut, farIn];
  }
  return Number.NaN;
}

/** Where values fall below the level from one distance to the other; NaN where they do not. */
function fall(first: number, second: number, level: number, from: number, to: number): number {
  if (!(first >= level && second < level)) return Number.NaN;
  const drop = first - second;
  return from + (to - from) * (Number.isFinite(drop) ? (first - level) / drop : 0.5);
}

/** What `edgePlacement` found. */
export class EdgePlacement {
  /** x, y, µm, and the normal outwards (x, y, of length 1) of each place. */
  readonly places: Float64Array;
  /** How far outside the image's outline lies at each place, µm; NaN where none was found. */
  readonly errors: Float64Array;

  constructor(places: Float64Array, errors: Float64Array) {
    this.places = places;
    this.errors = errors;
  }

  /** Number of places. */
  get count(): number {
    return this.errors.length;
  }
  /** Places where no outline was found within reach. */
  get missing(): number {
    return this.errors.reduce((sum, error) => sum + (Number.isNaN(error) ? 1 : 0), 0);
  }
  /** Mean of what was found, µm: how much larger than meant the image is on each side; NaN where nothing was found. */
  get mean(): number {
    return this.#found().reduce((sum, error) => sum + error, 0) / this.#found().length;
  }
  /** Standard deviation of what was found, µm. */
  get deviation(): number {
    const { mean } = this;
    const found = this.#found();
    return Math.sqrt(found.reduce((sum, error) => sum + (error - mean) ** 2, 0) / found.length);
  }
  /** The error that is farthest from 0 and where it is, µm; null where nothing was found. */
  get worst(): { readonly error: number; readonly position: readonly [x: number, y: number] } | null {
    let at = -1;
    this.errors.forEach((error, i) => {
      if (!Number.isNaN(error) && (at < 0 || Math.abs(error) > Math.abs(this.errors[at]))) at = i;
    });
    if (at < 0) return null;
    return { error: this.errors[at], position: [this.places[4 * at], this.places[4 * at + 1]] };
  }
  /** A table with a line of names: x, y, normal and error of each place, µm; no error where no outline was found. */
  toCsv(): string {
    const lines = Array.from(this.errors, (error, i) => {
      const place = [...this.places.subarray(4 * i, 4 * i + 4)].map((value) => Number(value.toFixed(6)));
      return [...place, Number.isNaN(error) ? "" : Number(error.toFixed(6))].join(",");
    });
    return `${["x,y,normal_x,normal_y,error", ...lines].join("\n")}\n`;
  }

  /** How often errors occur. */
  figure(): Figure {
    return plot.histogram(this.#found(), {
      xlabel: "edge placement error (µm)",
      title: `mean ${inNm(this.mean)}, 3σ ${inNm(3 * this.deviation)}`,
    });
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const { count, missing, mean, deviation, worst } = this;
    const lost = missing === 0 ? "" : `, none found at ${missing}`;
    if (worst === null) return `EdgePlacement at ${count} places${lost}`;
    const where = worst.position.map((value) => Number(value.toFixed(3))).join(", ");
    return `EdgePlacement at ${count} places: mean ${inNm(mean)}, 3σ ${inNm(3 * deviation)}, worst ${inNm(worst.error)} at (${where})${lost}`;
  }
  [displaySymbol](): MimeBundle {
    return { ...(this.worst === null ? {} : this.figure()[displaySymbol]()), "text/plain": this.toString() };
  }

  #found(): Float64Array {
    return this.errors.filter((error) => !Number.isNaN(error));
  }
}

/** Less than a picometre is the rounding of sums. */
const inNm = (length: number) => `${Math.abs(length) < 1e-6 ? 0 : Number((length * 1000).toPrecision(3))} nm`;
