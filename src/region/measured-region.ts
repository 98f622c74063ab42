/** What a region holds, and what can be said of it (sizes, rasters, edges, checks) without making another: the base of Region. */
import { checkArgument, describe, optionsOf, ReticleError } from "../errors.ts";
import { type Box, checkBox, hullBoxes, PolygonSet, type PolygonSource } from "../geometry/index.ts";
import {
  type Raster,
  type RasterArray,
  type RasterArrays,
  type RasterDtype,
  type RasterizeOptions,
  rasterize,
} from "../raster/index.ts";
import { areaFromDbu, formatLength, fromDbu, sameDbu, toDbu } from "../units.ts";
import { displaySymbol, inspectSymbol, layoutSvg, type MimeBundle } from "../view/index.ts";
import { areaInWindow, areasInWindows } from "./area-in-window.ts";
import { type CheckKind, checkPairs } from "./checks/check.ts";
import { type CheckOptions, checkRule } from "./checks/check-options.ts";
import { EdgePairs } from "./checks/edge-pairs.ts";
import { Edges } from "./edges/edges.ts";
import { booleanBy } from "./engines/index.ts";
import { measure, type RegionMeasure } from "./measure.ts";
import { type DensityOptions, densityOf } from "./measuring/density.ts";
import { type Moments, secondMoments } from "./measuring/moments.ts";
import { polygonAreas, polygonCentroids, polygonPerimeters } from "./measuring/per-polygon.ts";
import { containsPoints } from "./selection/contains.ts";
import { setsInside } from "./window.ts";

export interface RegionOptions {
  /** Database unit in µm; 0.001 where not given. */
  readonly dbu?: number;
  /** True where the polygons are known not to overlap or cross themselves, hulls counter-clockwise. */
  readonly isMerged?: boolean;
  /** True for pieces: as `isMerged`, but they may touch along edges; `merged` joins them. */
  readonly isPieces?: boolean;
  /** The engine that merged them (`region.engine`). */
  readonly engine?: string | null;
}

/** Names of the options. */
export const regionNames = ["dbu", "isMerged", "isPieces", "engine"] as const;

/** A place in µm. */
export type Point = readonly [x: number, y: number];

export abstract class MeasuredRegion implements PolygonSource {
  /** Database unit in µm. */
  readonly dbu: number;
  /** The polygons as they were given, in database units; they may overlap. */
  readonly polygons: PolygonSet;
  #merged: PolygonSet | null;
  readonly #isPieces: boolean;
  #measure: RegionMeasure | null = null;

  #engine: string | null;

  protected constructor(polygons: PolygonSet, options: Required<RegionOptions>) {
    // Not to be called from outside, but JavaScript lets.
    checkArgument(
      polygons instanceof PolygonSet,
      polygons,
      "RegionError",
      "a PolygonSet (rect, polygon, Region.of make regions)",
    );
    const { dbu, isMerged, isPieces, engine } = optionsOf(options, "RegionError", regionNames);
    this.polygons = polygons;
    this.dbu = dbu;
    this.#merged = isMerged ? polygons : null;
    this.#isPieces = isPieces;
    this.#engine = engine;
  }

  /** True where the polygons are known not to overlap. */
  get isMerged(): boolean {
    return this.#merged === this.polygons;
  }
  /** What the merged polygons came from: engines ("manhattan and sweep"), "" where none touched another, null before. */
  get engine(): string | null {
    return this.#engine;
  }

  /** Area in µm², overlaps counted once. */
  get area(): number {
    return areaFromDbu(this.#measured().area, this.dbu);
  }
  /** Area in µm² inside each of many boxes (µm), as `areaIn`. */
  areasIn(windows: readonly Box[]): Float64Array {
    checkArgument(Array.isArray(windows), windows, "RegionError", "a list of windows");
    return areasInWindows(
      this.mergedSet(),
      windows.map((window) => checkBox(window, "a window").scaled(1 / this.dbu)),
    ).map((area) => areaFromDbu(area, this.dbu));
  }
  /** Area in µm² inside a box (µm), overlaps counted once; nothing is moved to the grid on the way. */
  areaIn(window: Box): number {
    return areaFromDbu(areaInWindow(this.mergedSet(), checkBox(window, "a window").scaled(1 / this.dbu)), this.dbu);
  }
  /** Number of polygons after merging; of pieces as they are. */
  get count(): number {
    return this.disjointSet().count;
  }
  /** Length of all outlines after merging, holes too, µm. */
  get perimeter(): number {
    return this.#microns(polygonPerimeters(this.mergedSet()).reduce((sum, length) => sum + length, 0));
  }
  /** Area of each polygon after merging, µm². */
  areas(): Float64Array {
    return polygonAreas(this.disjointSet()).map((area) => areaFromDbu(area, this.dbu));
  }
  /** Length of the outlines of each polygon after merging, holes too, µm. */
  perimeters(): Float64Array {
    return polygonPerimeters(this.disjointSet()).map((length) => this.#microns(length));
  }
  /** left, bottom, right, top of each polygon after merging, µm. */
  boxes(): Float64Array {
    return Float64Array.from(hullBoxes(this.disjointSet()), (value) => this.#microns(value));
  }
  /** x and y of the centre of mass of each polygon after merging, µm. */
  centroids(): Float64Array {
    return polygonCentroids(this.disjointSet()).map((value) => this.#microns(value));
  }
  /**
   * The vertices of each polygon after merging, µm: its rings, the hull first and then its holes, each a list of points [x, y].
   * So GeoJSON's MultiPolygon (RFC 7946) lists them, which repeats the first point of a ring at its end.
   * @example rect(2).coordinates()[0][0]                           // [[-1, -1], [1, -1], [1, 1], [-1, 1]]
   */
  coordinates(): [x: number, y: number][][][] {
    const { xy, rings, polygons } = this.disjointSet();
    const point = (i: number): [number, number] => [this.#microns(xy[2 * i]), this.#microns(xy[2 * i + 1])];
    const ring = (r: number) => Array.from({ length: rings[r + 1] - rings[r] }, (_, i) => point(rings[r] + i));
    return Array.from({ length: polygons.length - 1 }, (_, p) =>
      Array.from({ length: polygons[p + 1] - polygons[p] }, (_, i) => ring(polygons[p] + i)),
    );
  }
  /**
   * Whether a point [x, y] (µm) lies in the region or on its outline; of a list of points, for each of them. Points are
   * on the grid, as everything is. Throws a RegionError `points`.
   * @example top.labelsOf("10/0").filter(({ x, y }) => pads.contains([x, y]))
   */
  contains(point: Point): boolean;
  contains(points: readonly Point[]): boolean[];
  contains(given: Point | readonly Point[]): boolean | boolean[] {
    const isOne = Array.isArray(given) && typeof given[0] === "number";
    const points = (isOne ? [given] : given) as readonly Point[];
    checkPoints(points);
    const units = Int32Array.from(points.flat(), (value) => toDbu(value, this.dbu, "point"));
    const held = containsPoints(this.mergedSet(), units);
    return isOne ? held[0] : held;
  }
  /** Second moments of area about the centre of mass, µm⁴. */
  get moments(): Moments {
    const { xx, xy, yy } = secondMoments(this.mergedSet(), this.#measured());
    const scale = this.dbu ** 4;
    return { xx: xx * scale, xy: xy * scale, yy: yy * scale };
  }
  get isEmpty(): boolean {
    return this.count === 0;
  }
  /** The box around all polygons, in µm; null for an empty region. */
  get bbox(): Box | null {
    return this.mergedSet().bbox()?.toMicrons(this.dbu) ?? null;
  }
  /** Centre of mass [x, y] in µm; null for an empty region. */
  get centroid(): [number, number] | null {
    const { area, x, y } = this.#measured();
    return area === 0 ? null : [this.#microns(x), this.#microns(y)];
  }

  /**
   * The share of each window of a grid that is covered, 0 to 1, row 0 lowest: windows of `size` µm, `step` apart (windows
   * overlap where it is smaller, and the size then is a whole multiple of it).
   */
  density(options: DensityOptions): Raster<Float64Array> {
    return densityOf(this, this.bbox, options);
  }

  /** The edges of the merged outlines, the inside on their left. */
  edges(): Edges {
    return Edges.ofPolygons(this.mergedSet(), this.dbu);
  }
  /**
   * Where polygons are narrower than `distance` µm: pairs of their edges.
   * @example rect(10, 0.4).width(0.5).count                                                  // 1
   */
  width(distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("width", distance, options);
  }
  /** Where polygons, or parts of one, are nearer to each other than `distance` µm. */
  space(distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("space", distance, options);
  }
  /** Where parts of one polygon are nearer to each other than `distance` µm. */
  notch(distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("notch", distance, options);
  }
  /** Where different polygons are nearer to each other than `distance` µm. */
  isolated(distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("isolated", distance, options);
  }
  /** Where polygons of this region and of another are nearer to each other than `distance` µm. */
  separation(other: MeasuredRegion, distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("separation", distance, options, checkOperand(this, other));
  }
  /** Where this region reaches less than `distance` µm beyond the other one that lies in it. */
  enclosure(other: MeasuredRegion, distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("enclosing", distance, options, checkOperand(this, other));
  }
  /** Where this region and another overlap by less than `distance` µm. */
  overlap(other: MeasuredRegion, distance: number, options: CheckOptions = {}): EdgePairs {
    return this.#checked("overlap", distance, options, checkOperand(this, other));
  }

  polygonsIn(window: Box | null): PolygonSet {
    return window === null ? this.polygons : setsInside(this.#merged ?? this.polygons, window);
  }

  /**
   * Exact area coverage in a window, by default the region's own box: see `rasterize`.
   * @example top.region(metal).rasterize({ pitch: 10 * nm })
   */
  rasterize<K extends RasterDtype>(options: RasterizeOptions & { readonly dtype: K }): Raster<RasterArrays[K]>;
  rasterize(options: RasterizeOptions & { readonly as: "area"; readonly dtype?: undefined }): Raster<Float64Array>;
  rasterize(options: RasterizeOptions & { readonly as?: "coverage"; readonly dtype?: undefined }): Raster;
  rasterize(options: RasterizeOptions): Raster<RasterArray>;
  rasterize(options: RasterizeOptions): Raster<RasterArray> {
    return rasterize(this, options);
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const box = this.bbox;
    if (box === null) return "Region: empty";
    return `Region: ${this.count} polygon${this.count === 1 ? "" : "s"}, ${formatLength(Number(this.area.toPrecision(9)))} µm², bbox ${box} µm`;
  }

  [displaySymbol](): MimeBundle {
    const box = this.bbox;
    const picture = {
      title: `Region, ${formatLength(Number(this.area.toPrecision(6)))} µm²`,
      bbox: box === null ? null : box.toArray(),
      layers: [{ name: "region", dbu: this.dbu, polygons: this.mergedSet() }],
    };
    return { "text/plain": this.toString(), "image/svg+xml": layoutSvg(picture) };
  }

  /** Merged; pieces as they are. */
  protected disjointSet(): PolygonSet {
    return this.#isPieces ? this.polygons : this.mergedSet();
  }

  /** Merged where that has been done. */
  protected get knownMerged(): PolygonSet | null {
    return this.#merged;
  }

  protected mergedSet(): PolygonSet {
    if (this.#merged === null) {
      const { polygons, engines } = booleanBy("or", this.polygons, PolygonSet.empty);
      this.#merged = polygons;
      this.#engine = engines;
    }
    return this.#merged;
  }

  #checked(kind: CheckKind, distance: number, options: CheckOptions, operand?: MeasuredRegion): EdgePairs {
    const { dbu } = this;
    const [own, other] = [this.mergedSet(), operand === undefined ? null : operand.mergedSet()];
    const xy = checkPairs(kind, own, other, checkRule(distance, options, dbu));
    const context = [
      { name: "region", polygons: own },
      ...(other === null ? [] : [{ name: "other", polygons: other }]),
    ];
    return EdgePairs.of(xy, { dbu, what: `${kind} below ${formatLength(distance)} µm`, context });
  }

  #microns(units: number): number {
    return fromDbu(units, this.dbu);
  }

  #measured(): RegionMeasure {
    this.#measure ??= measure(this.mergedSet());
    return this.#measure;
  }
}

/** Throws a RegionError `points` for what is no list of points. */
function checkPoints(points: unknown): void {
  const isPoint = (one: unknown) => Array.isArray(one) && one.length === 2;
  const place = Array.isArray(points) ? points.findIndex((one) => !isPoint(one)) : null;
  if (place === -1) return;
  const seen =
    place === null ? describe(points) : `number ${place} of the list, ${describe((points as unknown[])[place])},`;
  throw new ReticleError(
    "RegionError",
    "points",
    `${seen} is no point [x, y] in µm; contains takes one, or a list of them`,
  );
}

export function checkRegion<R extends MeasuredRegion>(value: R): R {
  if (value instanceof MeasuredRegion) return value;
  const message = "a region is combined with regions, or lists of them; a cell gives one by region(layer)";
  throw new ReticleError("RegionError", "operand", message);
}

/** Another region of the same grid. Throws a RegionError `operand` or `dbu`. */
export function checkOperand<R extends MeasuredRegion>(own: MeasuredRegion, other: R): R {
  checkRegion(other);
  if (sameDbu(own.dbu, other.dbu)) return other;
  const message = `regions of different database units (${own.dbu} and ${other.dbu} µm) cannot be combined; bring both to one grid first`;
  throw new ReticleError("RegionError", "dbu", message);
}
