/**
 * A shape while a program runs. What is only moved, turned and scaled stays in doubles and is snapped to the grid once,
 * when it is combined with others or written; so `rect(10).rotate(30).rotate(15)` is as good as `rotate(45)`, and the
 * pitch of an array of turned squares is not rounded first.
 */
import { Affine, type Box, type PolygonSet } from "../../geometry/index.ts";
import { Region } from "../../region/index.ts";
import {
  type Outline,
  outlineBox,
  outlineCentroid,
  repeatedOutline,
  ringOutline,
  simpleSense,
  snappedOutline,
  transformedOutline,
} from "./outline.ts";

export class ShapeValue {
  /** Database unit, µm. */
  readonly dbu: number;
  /** Database units; on no grid where these are doubles. */
  readonly outline: Outline;
  /** True where the polygons are known neither to cross nor to overlap, hulls counter-clockwise. */
  readonly #isSimple: boolean;
  #region: Region | null;

  private constructor(dbu: number, outline: Outline, isSimple: boolean, region: Region | null = null) {
    this.dbu = dbu;
    this.outline = outline;
    this.#isSimple = isSimple;
    this.#region = region;
  }

  static of(region: Region): ShapeValue {
    const merged = region.merged();
    return new ShapeValue(merged.dbu, merged.polygons, true, merged);
  }

  static empty(dbu: number): ShapeValue {
    return ShapeValue.of(Region.empty({ dbu }));
  }

  /** A polygon from x,y pairs in database units, which may cross itself. */
  static ring(xy: Float64Array, dbu: number): ShapeValue {
    const sense = simpleSense(xy);
    if (sense === 0) return ShapeValue.of(Region.of(snappedOutline(ringOutline(xy)), { dbu }));
    if (sense === -1) {
      for (let i = 0, k = xy.length - 2; i < k; i += 2, k -= 2) {
        [xy[i], xy[k]] = [xy[k], xy[i]];
        [xy[i + 1], xy[k + 1]] = [xy[k + 1], xy[i + 1]];
      }
    }
    return new ShapeValue(dbu, ringOutline(xy), true);
  }

  static box(left: number, bottom: number, right: number, top: number, dbu: number): ShapeValue {
    if (!(left < right && bottom < top)) return ShapeValue.empty(dbu);
    return new ShapeValue(dbu, ringOutline(Float64Array.of(left, bottom, right, bottom, right, top, left, top)), true);
  }

  get isEmpty(): boolean {
    return this.outline.xy.length === 0;
  }
  get vertexCount(): number {
    return this.outline.xy.length / 2;
  }
  /** The box, database units; null where it is empty. */
  get box(): Box | null {
    return outlineBox(this.outline);
  }
  /** Centre of mass, database units; null where it is empty. */
  get centroid(): [number, number] | null {
    if (this.#isSimple) return outlineCentroid(this.outline);
    const found = this.region.centroid;
    return found === null ? null : [found[0] / this.dbu, found[1] / this.dbu];
  }

  /** On the grid. */
  get region(): Region {
    if (this.#region === null) {
      const isOnGrid = this.#isSimple && this.outline.xy.every(Number.isInteger);
      this.#region = Region.of(snappedOutline(this.outline), { dbu: this.dbu, isMerged: isOnGrid });
    }
    return this.#region;
  }

  /** What is written to a layer: polygons that do not overlap, none without an area. */
  get written(): PolygonSet {
    // Rounding moves a vertex by less than a unit: one polygon that was simple is taken as it is.
    if (this.#region === null && this.#isSimple && this.outline.rings.length === 2) {
      const polygons = snappedOutline(this.outline);
      if (hasArea(polygons)) return polygons;
    }
    const { region } = this;
    return (region.isMerged ? region : region.merged()).polygons;
  }

  transformed(affine: Affine): ShapeValue {
    return new ShapeValue(this.dbu, transformedOutline(this.outline, affine), this.#isSimple);
  }

  moved(dx: number, dy: number): ShapeValue {
    return this.transformed(new Affine(1, 0, 0, 1, dx, dy));
  }

  /** All copies together; `isApart` where they are known not to touch each other. */
  repeated(offsets: Float64Array, isApart: boolean): ShapeValue {
    const all = repeatedOutline(this.outline, offsets);
    if (isApart && this.#isSimple) return new ShapeValue(this.dbu, all, true);
    return ShapeValue.of(Region.of(snappedOutline(all), { dbu: this.dbu }));
  }

  static union(shapes: readonly ShapeValue[]): ShapeValue {
    const [first, ...others] = shapes.filter((shape) => !shape.isEmpty);
    if (first === undefined) return shapes[0];
    if (others.length === 0) return first;
    return ShapeValue.of(first.region.or(...others.map(({ region }) => region)));
  }
}

function hasArea({ xy }: PolygonSet): boolean {
  let area = 0;
  for (let i = 0, k = xy.length - 2; i < xy.length; k = i, i += 2) area += xy[k] * xy[i + 1] - xy[k + 1] * xy[i];
  return area !== 0;
}
