/**
 * Region: the polygons of one layer as a set of points. Immutable; flat typed arrays; merged only when something asks
 * for it. Overlaps count once whatever the polygons' orientation (KLayout's rule).
 */

import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { Box, checkBox, PolygonSet, PolygonSetBuilder, Transform } from "../geometry/index.ts";
import { checkDbu, defaultDbu, sameDbu, toDbu } from "../units.ts";
import { EdgePairs } from "./checks/edge-pairs.ts";
import { decomposed } from "./decompose/decomposed.ts";
import { checkVertexLimit, fracture } from "./decompose/fracture.ts";
import { type MinkowskiShape, minkowskiSum } from "./decompose/minkowski-sum.ts";
import { triangulate } from "./decompose/triangulate.ts";
import {
  type BooleanOperation,
  booleanBy,
  booleanOf,
  chooseEngine,
  chosenEngine,
  crossingLimit,
  setCrossingLimit,
  setThreadCount,
  threadCount,
} from "./engines/index.ts";
import { checkOperand, checkRegion, MeasuredRegion, type RegionOptions, regionNames } from "./measured-region.ts";
import { firstOf, isEmptyList, listed, type Operand } from "./operands.ts";
import { convexHullsOf } from "./outline/convex-hull.ts";
import { type CornerOptions, cornersOf, squaresAt } from "./outline/corners.ts";
import { type FilletOptions, type FilletRadius, filleted, filletRadii } from "./outline/fillet.ts";
import { extentsOf, gridUnits, holesOf, hullsOf, snapped } from "./outline/outlines.ts";
import { simplified, wholeTolerance } from "./outline/simplify.ts";
import { type Criteria, selectWhere } from "./selection/criteria.ts";
import { type CountOptions, type RelationName, selectBy } from "./selection/select.ts";
import type { SizeOptions } from "./sizing/size-options.ts";
import { sizeDistances } from "./sizing/size-options.ts";
import { sizedPolygons } from "./sizing/sized.ts";

export class Region extends MeasuredRegion {
  private constructor(polygons: PolygonSet, options: Required<RegionOptions>) {
    super(polygons, options);
  }

  /** The engine of booleans: "own" (the default: "manhattan" and "sweep", each where it fits) or one of `useEngine`. */
  static get engine(): string {
    return chosenEngine().name;
  }
  /**
   * Chooses the engine of all booleans from now on: "own", "sweep", "clipper2-wasm" or "clipper2-js", of which the last two
   * are there to compare with. Rejects with a RegionError for one that there is not.
   * @example await Region.useEngine("clipper2-js")
   */
  static useEngine(name: string): Promise<void> {
    return chooseEngine(name);
  }

  /** How many threads take part in a large boolean, by default as many as there are processors, at most 8. */
  static get threads(): number {
    return threadCount();
  }
  static set threads(count: number) {
    if (!Number.isInteger(count) || count < 1) {
      throw new ReticleError("RegionError", "threads", `${count} threads: at least 1, a whole number`);
    }
    setThreadCount(count);
  }

  /**
   * How many crossings of edges a boolean may find, besides four for each edge: 4,194,304, which take a minute and about a
   * gigabyte; where all edges are axis-parallel, four times as many. Beyond there is a RegionError `crossing-limit`.
   * @example Region.crossingLimit = 2e7
   */
  static get crossingLimit(): number {
    return crossingLimit();
  }
  static set crossingLimit(count: number) {
    setCrossingLimit(count);
  }

  /**
   * A region over polygons in database units, whose arrays are shared, not copied; or of what lies between the edges of a
   * check's pairs, on their grid.
   * @example Region.of(metal.space(0.2)).sized(0.1)
   */
  static of(polygons: PolygonSet | EdgePairs, options: RegionOptions = {}): Region {
    if (polygons instanceof EdgePairs) {
      const { dbu: asked = polygons.dbu } = optionsOf(options, "RegionError", regionNames);
      if (sameDbu(asked, polygons.dbu)) return Region.of(polygons.polygons(), { ...options, dbu: polygons.dbu });
      const message = `pairs of edges on a grid of ${polygons.dbu} µm make no region on one of ${asked} µm; leave dbu out`;
      throw new ReticleError("RegionError", "dbu", message);
    }
    checkArgument(polygons instanceof PolygonSet, polygons, "RegionError", "a PolygonSet, or pairs of edges");
    const {
      dbu = defaultDbu,
      isMerged = false,
      isPieces = false,
      engine = null,
    } = optionsOf(options, "RegionError", regionNames);
    return new Region(polygons, { dbu: checkDbu(dbu), isMerged, isPieces, engine });
  }

  /**
   * Points in any of the regions, all united at once; a list may hold any number of them, or none.
   * @example Region.or(rect(10), circle(4), text("A1", { height: 3 })); Region.or(pads)
   */
  static or(...regions: readonly Operand[]): Region {
    return isEmptyList(regions) ? Region.empty() : firstOf("or", regions).or(listed(regions).slice(1));
  }
  /** Points in all the regions. Throws a RegionError `operand` for none. */
  static and(...regions: readonly Operand[]): Region {
    return firstOf("and", regions).and(listed(regions).slice(1));
  }
  /** Points in the first region and in none of the others. Throws a RegionError `operand` where there is no first one. */
  static not(...regions: readonly Operand[]): Region {
    return firstOf("not", regions).not(listed(regions).slice(1));
  }
  /** Points in an odd number of the regions; of an empty list none. */
  static xor(...regions: readonly Operand[]): Region {
    return isEmptyList(regions) ? Region.empty() : firstOf("xor", regions).xor(listed(regions).slice(1));
  }

  static empty(options: RegionOptions = {}): Region {
    const { dbu = defaultDbu } = optionsOf(options, "RegionError", regionNames);
    return Region.of(PolygonSet.empty, { dbu, isMerged: true });
  }

  /** The same points as polygons that neither overlap nor cross: hulls counter-clockwise, holes clockwise. */
  merged(): Region {
    if (this.isMerged) return this;
    return Region.of(this.mergedSet(), { dbu: this.dbu, isMerged: true, engine: this.engine });
  }

  /** Points in this region or in any of the others, all united at once: `pad.or(a, b)`, `pad.or(list)`. */
  or(...others: readonly Operand[]): Region {
    return this.#withUnion("or", listed(others));
  }
  /** Points in this region and in all the others. */
  and(...others: readonly Operand[]): Region {
    return this.#withEach("and", listed(others));
  }
  /** Points in this region and in none of the others. */
  not(...others: readonly Operand[]): Region {
    return this.#withUnion("not", listed(others));
  }
  /** Points in just one of two regions, or in an odd number of more. */
  xor(...others: readonly Operand[]): Region {
    return this.#withEach("xor", listed(others));
  }

  /**
   * Each polygon after merging (each piece of pieces) as a region of its own, which shares this one's memory.
   * @example for (const pad of pads) console.log(pad.area, pad.bbox)
   */
  *[Symbol.iterator](): Generator<Region, void, undefined> {
    const set = this.disjointSet();
    for (let i = 0; i < set.count; i++) yield Region.of(set.polygon(i), { dbu: this.dbu, isMerged: true });
  }

  /** Placed elsewhere: see Transform; its displacement is in database units. Rounded to the grid. */
  transformed(transform: Transform): Region {
    // Rounding at odd angles can make neighbours overlap, so only exact placements stay merged. A mirrored hull is
    // clockwise, which merging turns round again.
    checkArgument(transform instanceof Transform, transform, "RegionError", "a Transform");
    const keeps = transform.isExact && !transform.mirror;
    const polygons = transform.polygons(keeps && this.knownMerged !== null ? this.knownMerged : this.polygons);
    return Region.of(polygons, { dbu: this.dbu, isMerged: keeps && this.knownMerged !== null });
  }
  /** Moved by µm. */
  translate(dx: number, dy: number): Region {
    return this.transformed(new Transform({ dx: toDbu(dx, this.dbu, "dx"), dy: toDbu(dy, this.dbu, "dy") }));
  }
  /** Turned counter-clockwise by degrees about `center` (µm), by default the centre of mass. */
  rotate(degrees: number, options: { center?: readonly [number, number] } = {}): Region {
    const { center } = optionsOf(options, "RegionError", ["center"]);
    return this.#about(center, (dx, dy) => new Transform({ rotation: degrees, dx, dy }));
  }
  /** Larger by `factor` (above 0) about `center` (µm), by default the centre of mass. */
  scale(factor: number, options: { center?: readonly [number, number] } = {}): Region {
    const { center } = optionsOf(options, "RegionError", ["center"]);
    return this.#about(center, (dx, dy) => new Transform({ magnification: factor, dx, dy }));
  }
  /** Mirrored at the vertical line `x` or at the horizontal line `y` (µm); at a point where both are given. */
  mirror(options: { x?: number; y?: number }): Region {
    const { x, y } = optionsOf(options, "RegionError", ["x", "y"]);
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
    const merge = (set: PolygonSet) => booleanOf("or", set, PolygonSet.empty);
    const result = sizedPolygons(this.mergedSet(), distances, options, this.dbu, merge);
    return Region.of(result, { dbu: this.dbu, isMerged: result === this.knownMerged || Math.max(...distances) < 0 });
  }

  /** The hulls of the polygons, their holes filled. */
  hulls(): Region {
    return this.#made(hullsOf(this.mergedSet()));
  }
  /** The holes as polygons; what lies in a hole is not taken out of it. */
  holes(): Region {
    return this.#made(holesOf(this.mergedSet()));
  }
  /** The smallest convex polygon around everything, or around each polygon. */
  convexHull(options: { readonly each?: boolean } = {}): Region {
    const { each = false } = optionsOf(options, "RegionError", ["each"]);
    return this.#made(convexHullsOf(this.mergedSet(), each));
  }
  /** The box around each polygon, enlarged by `by` µm on each side ([x, y] for both axes); smaller where negative. */
  extents(by: number | readonly [number, number] = 0): Region {
    return this.#made(extentsOf(this.mergedSet(), ...sizeDistances(by, this.dbu)));
  }
  /**
   * Squares of `size` µm (two database units) around the vertices whose bend is between two angles: degrees by which the
   * outline turns, positive at convex corners, negative at concave ones.
   * @example region.corners({ from: 90, to: 90 })
   */
  corners(options: CornerOptions = {}): Region {
    const names = ["size", "to", "from"] as const;
    const { from = -180, to = 180, size = 2 * this.dbu } = optionsOf(options, "RegionError", names);
    return this.#made(squaresAt(cornersOf(this.mergedSet(), from, to), toDbu(size, this.dbu, "size of corners")));
  }
  /**
   * Corners rounded by `radius` µm, smaller where the sides are too short; { convex, concave } for different radii.
   * @example rect(10).fillet(2)
   */
  fillet(radius: FilletRadius, options: FilletOptions = {}): Region {
    return this.#made(filleted(this.mergedSet(), filletRadii(radius, options, this.dbu)));
  }
  /** Vertices left out that lie within `tolerance` µm of what stays (Douglas and Peucker). */
  simplify(tolerance: number): Region {
    return this.#made(simplified(this.mergedSet(), wholeTolerance(tolerance, this.dbu)));
  }
  /** Every vertex moved to the nearest point of a grid: µm, whole database units; [x, y] for different ones. */
  snap(grid: number | readonly [number, number]): Region {
    return this.#made(snapped(this.mergedSet(), ...gridUnits(grid, this.dbu)));
  }

  /**
   * Cut into pieces that touch and do not overlap: horizontal (or vertical) trapezoids, convex parts with corners at
   * vertices only, or rectangles, which needs axis-parallel edges. Only trapezoids round: a slanted edge that is cut beside
   * the grid bends there, by half a database unit at most.
   * @example region.decompose("convex").count
   */
  decompose(into: "trapezoids" | "vertical-trapezoids" | "rectangles" | "convex" = "trapezoids"): Region {
    return Region.of(decomposed(this.mergedSet(), into), { dbu: this.dbu, isPieces: true });
  }
  /** Triangles with corners at vertices only. */
  triangulate(): Region {
    return Region.of(triangulate(this.mergedSet()), { dbu: this.dbu, isPieces: true });
  }
  /** Cut so that no piece has more than `maxVertices` vertices, its holes' among them (4 at least). Nothing is rounded. */
  fracture(maxVertices: number): Region {
    return Region.of(fracture(this.mergedSet(), checkVertexLimit(maxVertices)), { dbu: this.dbu, isPieces: true });
  }
  /**
   * Every point of the region moved by every point of a shape: a region, a box, the line between two points, or a polygon,
   * µm.
   * @example rect(10).minkowskiSum(box(-1, -1, 1, 1)).area                                   // 144
   */
  minkowskiSum(shape: MinkowskiShape | Region): Region {
    const points = shape instanceof Region ? checkOperand(this, shape).mergedSet() : shape;
    return this.#made(minkowskiSum(this.mergedSet(), points, this.dbu));
  }
  /** The polygons that overlap or touch the other region; `min` to `max` of its polygons. */
  interacting(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("interacting", other, counts, true);
  }
  /** The polygons that neither overlap nor touch it. */
  notInteracting(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("interacting", other, counts, false);
  }
  /** The polygons that share an area with the other region; `min` to `max` of its polygons. */
  overlapping(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("overlapping", other, counts, true);
  }
  /** The polygons that share no area with it. */
  notOverlapping(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("overlapping", other, counts, false);
  }
  /** The polygons that touch the other region from outside only; `min` to `max` of its polygons. */
  touching(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("touching", other, counts, true);
  }
  /** The polygons that do not. */
  notTouching(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("touching", other, counts, false);
  }
  /** The polygons that hold whole polygons of the other region, up to their border, and are not crossed by others; `min` to `max` of its polygons. */
  covering(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("covering", other, counts, true);
  }
  /** The polygons that hold none. */
  notCovering(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("covering", other, counts, false);
  }
  /** The polygons that hold whole polygons of the other region without meeting their outlines, and are not crossed by others; `min` to `max` of its polygons. */
  enclosing(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("enclosing", other, counts, true);
  }
  /** The polygons that hold none so. */
  notEnclosing(other: Region, counts: CountOptions = {}): Region {
    return this.#selected("enclosing", other, counts, false);
  }
  /** The polygons that lie in the other region, up to its border. */
  inside(other: Region): Region {
    return this.#selected("inside", other, {}, true);
  }
  /** The polygons that do not lie in it. */
  notInside(other: Region): Region {
    return this.#selected("inside", other, {}, false);
  }
  /** The polygons that share no area with the other region. */
  outside(other: Region): Region {
    return this.#selected("outside", other, {}, true);
  }
  /** The polygons that share an area with it. */
  notOutside(other: Region): Region {
    return this.#selected("outside", other, {}, false);
  }
  /**
   * The polygons that meet all criteria; bounds are from a number to below another, or one number.
   * @example region.where({ shape: "rectangle", area: [1, 4] })
   */
  where(criteria: Criteria): Region {
    return Region.of(selectWhere(this.mergedSet(), this.dbu, criteria, true), { dbu: this.dbu, isMerged: true });
  }
  /** The polygons that do not. */
  whereNot(criteria: Criteria): Region {
    return Region.of(selectWhere(this.mergedSet(), this.dbu, criteria, false), { dbu: this.dbu, isMerged: true });
  }

  /** The part inside a box (µm). */
  clip(window: Box): Region {
    checkBox(window, "a window");
    const snapped = new Box(
      toDbu(window.left, this.dbu, "window"),
      toDbu(window.bottom, this.dbu, "window"),
      toDbu(window.right, this.dbu, "window"),
      toDbu(window.top, this.dbu, "window"),
    );
    const inside = Region.of(this.polygonsIn(snapped), { dbu: this.dbu });
    return inside.and(Region.of(PolygonSet.rectangle(snapped), { dbu: this.dbu }));
  }

  #about(center: readonly [number, number] | undefined, make: (dx: number, dy: number) => Transform): Region {
    const about = center ?? this.centroid;
    if (about === null) return this;
    checkArgument(isPair(about), about, "RegionError", "a point [x, y] in µm");
    const [x, y] = [about[0] / this.dbu, about[1] / this.dbu];
    const [u, v] = make(0, 0).point(x, y);
    return this.transformed(make(x - u, y - v));
  }

  #withUnion(operation: BooleanOperation, operands: readonly Region[]): Region {
    const [own, others] = this.#onOneGrid(operands);
    return others.length === 0 ? own.merged() : own.#boolean(operation, own.#united(others));
  }

  #withEach(operation: BooleanOperation, operands: readonly Region[]): Region {
    const [own, others] = this.#onOneGrid(operands);
    if (others.length === 0) return own.merged();
    return others.reduce<Region>((rest, other) => rest.#boolean(operation, other), own);
  }

  /** What holds nothing, as a loop begins with, has no grid of its own: it takes that of the others. */
  #onOneGrid(others: readonly Region[]): [Region, readonly Region[]] {
    const holdsNothing = (region: Region) => checkRegion(region).polygons.count === 0;
    const { dbu } = holdsNothing(this) ? (others.find((other) => !holdsNothing(other)) ?? this) : this;
    const onGrid = (region: Region) =>
      holdsNothing(region) && !sameDbu(region.dbu, dbu) ? Region.empty({ dbu }) : region;
    return [onGrid(this), others.map(onGrid)];
  }

  #boolean(operation: BooleanOperation, operand: Region): Region {
    const other = checkOperand(this, operand);
    const left = this.knownMerged ?? this.polygons;
    const { polygons, engines } = booleanBy(operation, left, other.knownMerged ?? other.polygons);
    return Region.of(polygons, { dbu: this.dbu, isMerged: true, engine: engines });
  }

  #selected(name: RelationName, other: Region, counts: CountOptions, isWanted: boolean): Region {
    const set = selectBy(name, this.mergedSet(), checkOperand(this, other).mergedSet(), counts, isWanted);
    return Region.of(set, { dbu: this.dbu, isMerged: true });
  }

  #made(polygons: PolygonSet): Region {
    return Region.of(polygons, { dbu: this.dbu });
  }

  /** All of them as one operand, which overlaps itself. */
  #united(others: readonly Region[]): Region {
    if (others.length === 1) return others[0];
    const builder = new PolygonSetBuilder();
    for (const other of others) builder.append(checkOperand(this, other).polygons);
    return this.#made(builder.view());
  }
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}
