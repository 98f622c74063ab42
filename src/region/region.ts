/**
 * Region: the polygons of one layer as a set of points. Immutable; flat typed arrays; merged only when something asks
 * for it. Overlaps count once whatever the polygons' orientation (KLayout's rule).
 */
import { ReticleError } from "../errors.ts";
import { Box, PolygonSet, type PolygonSource, Transform } from "../geometry/index.ts";
import { type Raster, type RasterizeOptions, rasterize } from "../raster/index.ts";
import { checkDbu, defaultDbu, formatLength, sameDbu, toDbu } from "../units.ts";
import { displaySymbol, layoutSvg, type MimeBundle } from "../view/index.ts";
import { areaInWindow } from "./area-in-window.ts";
import { booleanOf } from "./engines/boolean.ts";
import type { BooleanOperation } from "./engines/engine.ts";
import { own } from "./engines/own.ts";
import { measure, type RegionMeasure } from "./measure.ts";
import type { SizeOptions } from "./sizing/size-options.ts";
import { sizeDistances } from "./sizing/size-options.ts";
import { sizedPolygons } from "./sizing/sized.ts";
import { setsInside } from "./window.ts";

export interface RegionOptions {
  /** Database unit in µm; 0.001 where not given. */
  readonly dbu?: number;
  /** True where the polygons are known not to overlap or cross themselves, hulls counter-clockwise. */
  readonly isMerged?: boolean;
}

export class Region implements PolygonSource {
  /** Database unit in µm. */
  readonly dbu: number;
  /** The polygons as they were given, in database units; they may overlap. */
  readonly polygons: PolygonSet;
  #merged: PolygonSet | null;
  #measure: RegionMeasure | null = null;

  private constructor(polygons: PolygonSet, dbu: number, merged: PolygonSet | null) {
    this.polygons = polygons;
    this.dbu = dbu;
    this.#merged = merged;
  }

  /** A region over polygons in database units; the arrays are shared, not copied. */
  static of(polygons: PolygonSet, { dbu = defaultDbu, isMerged = false }: RegionOptions = {}): Region {
    return new Region(polygons, checkDbu(dbu), isMerged ? polygons : null);
  }

  static empty({ dbu = defaultDbu }: RegionOptions = {}): Region {
    return Region.of(PolygonSet.empty, { dbu, isMerged: true });
  }

  /** The same points as polygons that neither overlap nor cross: hulls counter-clockwise, holes clockwise. */
  merged(): Region {
    return this.#merged === this.polygons ? this : Region.of(this.#mergedSet(), { dbu: this.dbu, isMerged: true });
  }

  /** Points in this region or in any of the others. */
  or(...others: readonly Region[]): Region {
    return others.reduce<Region>((sum, other) => sum.#boolean("or", other), this);
  }
  /** Points in this region and in all the others. */
  and(...others: readonly Region[]): Region {
    return others.reduce<Region>((rest, other) => rest.#boolean("and", other), this);
  }
  /** Points in this region and in none of the others. */
  not(...others: readonly Region[]): Region {
    return others.reduce<Region>((rest, other) => rest.#boolean("not", other), this);
  }
  /** Points in just one of the two regions. */
  xor(other: Region): Region {
    return this.#boolean("xor", other);
  }

  /** Area in µm², overlaps counted once. */
  get area(): number {
    return this.#measured().area * this.dbu * this.dbu;
  }
  /** Area in µm² inside a box (µm), overlaps counted once; nothing is moved to the grid on the way. */
  areaIn(window: Box): number {
    return areaInWindow(this.#mergedSet(), window.scaled(1 / this.dbu)) * this.dbu * this.dbu;
  }
  /** Number of polygons after merging. */
  get count(): number {
    return this.#mergedSet().count;
  }
  get isEmpty(): boolean {
    return this.count === 0;
  }
  /** The box around all polygons, in µm; null for an empty region. */
  get bbox(): Box | null {
    return this.#mergedSet().bbox()?.scaled(this.dbu) ?? null;
  }
  /** Centre of mass [x, y] in µm; null for an empty region. */
  get centroid(): [number, number] | null {
    const { area, x, y } = this.#measured();
    return area === 0 ? null : [x * this.dbu, y * this.dbu];
  }

  /** Placed elsewhere: see Transform; its displacement is in database units. Rounded to the grid. */
  transformed(transform: Transform): Region {
    // Rounding at odd angles can make neighbours overlap, so only exact placements stay merged. A mirrored hull is
    // clockwise, which merging turns round again.
    const keeps = transform.isExact && !transform.mirror;
    const polygons = transform.polygons(keeps && this.#merged !== null ? this.#merged : this.polygons);
    return Region.of(polygons, { dbu: this.dbu, isMerged: keeps && this.#merged !== null });
  }
  /** Moved by µm. */
  translate(dx: number, dy: number): Region {
    return this.transformed(new Transform({ dx: toDbu(dx, this.dbu, "dx"), dy: toDbu(dy, this.dbu, "dy") }));
  }
  /** Turned counter-clockwise by degrees about `center` (µm), by default the centre of mass. */
  rotate(degrees: number, { center }: { center?: readonly [number, number] } = {}): Region {
    return this.#about(center, (dx, dy) => new Transform({ rotation: degrees, dx, dy }));
  }
  /** Larger by `factor` (above 0) about `center` (µm), by default the centre of mass. */
  scale(factor: number, { center }: { center?: readonly [number, number] } = {}): Region {
    return this.#about(center, (dx, dy) => new Transform({ magnification: factor, dx, dy }));
  }
  /** Mirrored at the vertical line `x` or at the horizontal line `y` (µm); at a point where both are given. */
  mirror({ x, y }: { x?: number; y?: number }): Region {
    if (x === undefined && y === undefined) {
      throw new ReticleError("RegionError", "mirror", "mirror needs a line: { x: … } or { y: … }, in µm");
    }
    const dx = x === undefined ? 0 : toDbu(2 * x, this.dbu, "2·x");
    const dy = y === undefined ? 0 : toDbu(2 * y, this.dbu, "2·y");
    if (x !== undefined && y !== undefined) return this.transformed(new Transform({ rotation: 180, dx, dy }));
    if (x === undefined) return this.transformed(new Transform({ mirror: true, dy }));
    return this.transformed(new Transform({ mirror: true, rotation: 180, dx }));
  }

  /**
   * Every polygon grown by `by` µm on each side, or shrunk where it is negative; [x, y] for different distances along the
   * axes. Holes shrink where the polygon grows; what is thinner than twice the distance vanishes.
   * @example rect(10).sized(0.5, { join: "round" })
   */
  sized(by: number | readonly [number, number], options: SizeOptions = {}): Region {
    const distances = sizeDistances(by, this.dbu);
    const merge = (set: PolygonSet) => booleanOf("or", set, PolygonSet.empty, own);
    const result = sizedPolygons(this.#mergedSet(), distances, options, this.dbu, merge);
    return Region.of(result, { dbu: this.dbu, isMerged: result === this.#merged || Math.max(...distances) < 0 });
  }

  polygonsIn(window: Box | null): PolygonSet {
    return window === null ? this.polygons : setsInside(this.#merged ?? this.polygons, window);
  }

  /** The part inside a box (µm). */
  clip(window: Box): Region {
    const snapped = new Box(
      toDbu(window.left, this.dbu, "window"),
      toDbu(window.bottom, this.dbu, "window"),
      toDbu(window.right, this.dbu, "window"),
      toDbu(window.top, this.dbu, "window"),
    );
    const inside = Region.of(this.polygonsIn(snapped), { dbu: this.dbu });
    return inside.and(Region.of(PolygonSet.rectangle(snapped), { dbu: this.dbu }));
  }

  /**
   * Exact area coverage in a window, by default the region's own box: see `rasterize`.
   * @example top.region(metal).rasterize({ pitch: 10 * nm })
   */
  rasterize(
    options: Omit<RasterizeOptions, "window"> & { readonly window?: Box },
  ): Raster<Float32Array | Float64Array> {
    const window = options.window ?? this.bbox;
    if (window === null) {
      throw new ReticleError("RasterError", "window", "an empty region has no box to rasterize; name a window");
    }
    return rasterize(this, { ...options, window });
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
      layers: [{ name: "region", dbu: this.dbu, polygons: this.#mergedSet() }],
    };
    return { "text/plain": this.toString(), "image/svg+xml": layoutSvg(picture) };
  }

  #about(center: readonly [number, number] | undefined, make: (dx: number, dy: number) => Transform): Region {
    const about = center ?? this.centroid;
    if (about === null) return this;
    const [x, y] = [about[0] / this.dbu, about[1] / this.dbu];
    const [u, v] = make(0, 0).point(x, y);
    return this.transformed(make(x - u, y - v));
  }

  #boolean(operation: BooleanOperation, other: Region): Region {
    if (!(other instanceof Region)) {
      throw new ReticleError(
        "RegionError",
        "operand",
        "a region is combined with regions, one argument each; a cell gives one by region(layer)",
      );
    }
    if (!sameDbu(this.dbu, other.dbu)) {
      throw new ReticleError(
        "RegionError",
        "dbu",
        `regions of different database units (${this.dbu} and ${other.dbu} µm) cannot be combined; bring both to one grid first`,
      );
    }
    const result = booleanOf(operation, this.#merged ?? this.polygons, other.#merged ?? other.polygons, own);
    return Region.of(result, { dbu: this.dbu, isMerged: true });
  }

  #mergedSet(): PolygonSet {
    this.#merged ??= booleanOf("or", this.polygons, PolygonSet.empty, own);
    return this.#merged;
  }

  #measured(): RegionMeasure {
    this.#measure ??= measure(this.#mergedSet());
    return this.#measure;
  }
}
