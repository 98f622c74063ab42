/**
 * Merged polygons grown or shrunk, each by itself (KLayout's Region.sized). Most contours are simple at once. The others
 * are filled: a grown one covers what its sides sweep over as well, a shrunk one what they leave.
 */

import { Box, NumberList, PolygonSet, PolygonSetBuilder, ringAreaTwice, turn } from "../../geometry/index.ts";
import { checkCoordinate } from "../../units.ts";
import {
  assemble,
  type BooleanOperation,
  booleanOfRings,
  isManhattan,
  isSimplePolygon,
  own,
  positiveFill,
} from "../engines/index.ts";
import { type Offset, offsetRing, RingSides } from "./offset-ring.ts";
import { SideBySide } from "./side-by-side.ts";

/** @returns polygons that may overlap where they grew, and do not where they shrank */
export function sizePolygons(merged: PolygonSet, offset: Offset): PolygonSet {
  const plain = new PolygonSetBuilder(merged.vertexCount, merged.count);
  const filled = offset.sign > 0 ? new GrownFill() : new ShrunkFill();
  const sides = new RingSides();
  const contour = new NumberList();
  const { xy, rings, polygons } = merged;
  for (let polygon = 0; polygon < merged.count; polygon++) {
    if (offset.sign < 0 && isUsedUp(xy, rings[polygons[polygon]], rings[polygons[polygon] + 1], offset)) continue;
    contour.cut(0);
    const starts = [0];
    let isPlain = true;
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      if (ring > polygons[polygon] && offset.sign > 0 && isFilledUp(xy, rings[ring], rings[ring + 1], offset)) continue;
      isPlain = offsetRing(xy, 2 * rings[ring], 2 * rings[ring + 1], offset, sides, contour) && isPlain;
      starts.push(contour.length / 2);
    }
    const points = inRange(contour.view());
    // A grown hull alone may cross itself: merging fills it non-zero, which is right for it.
    if (isPlain && ((offset.sign > 0 && starts.length === 2) || isUpright(points, starts))) {
      for (let ring = 0; ring + 1 < starts.length; ring++) {
        plain.vertices(points, 2 * starts[ring], 2 * (starts[ring + 1] - starts[ring]));
        plain.endRing();
      }
      plain.endPolygon();
    } else {
      filled.add(merged, polygon, points, starts);
    }
  }
  filled.addTo(plain);
  return plain.build();
}

/**
 * A hull of at most twice the distance across, or of less area than a circle of that radius: none of its points lies as far
 * from all sides and corners, so that nothing is left. Finely curved sides that move beyond the centre of their curve would
 * come out on the other side of it, the right way round again (in KLayout they do).
 */
function isUsedUp(xy: Int32Array, first: number, end: number, { dx, dy, rule }: Offset): boolean {
  const { width, height } = Box.around(xy, 2 * first, 2 * end)!;
  const area = ringAreaTwice(xy, 2 * first, 2 * end);
  const isWithin = (share: number) =>
    width <= 2 * share * dx || height <= 2 * share * dy || area < 2 * Math.PI * share * share * dx * dy;
  return isWithin(1) && (!cutsNearer(rule) || isWithin(nearestCut(xy, first, end, dx, dy)));
}

/** How near to a concave corner it is cut off straight from side to side, in distances: the cosine of half the sharpest bend. */
function nearestCut(xy: Int32Array, first: number, end: number, dx: number, dy: number): number {
  // Sides that move along one axis sweep over all beside them.
  if (dx === 0 || dy === 0) return 1;
  let least = 1;
  let [a, b] = [end - 2, end - 1];
  for (let c = first; c < end; a = b, b = c++) {
    const [ux, uy] = [(xy[2 * b] - xy[2 * a]) / dx, (xy[2 * b + 1] - xy[2 * a + 1]) / dy];
    const [vx, vy] = [(xy[2 * c] - xy[2 * b]) / dx, (xy[2 * c + 1] - xy[2 * b + 1]) / dy];
    if (ux * vy < uy * vx) least = Math.min(least, (ux * vx + uy * vy) / Math.hypot(ux, uy) / Math.hypot(vx, vy));
  }
  return Math.sqrt((1 + least) / 2);
}

/**
 * A convex hole of at most twice the distance across: each of its points lies as near to a side, so that the strips of its
 * sides cover it, and what reaches beyond is covered by strips of what lies there, unless corners are cut off nearer than the
 * distance. Of thousands such holes the strips would cross each other, far beyond the holes, millions of times.
 */
function isFilledUp(xy: Int32Array, first: number, end: number, { dx, dy, rule }: Offset): boolean {
  if (cutsNearer(rule)) return false;
  const { width, height } = Box.around(xy, 2 * first, 2 * end)!;
  if (width > 2 * dx && height > 2 * dy) return false;
  let [a, b] = [end - 2, end - 1];
  for (let c = first; c < end; a = b, b = c++)
    if (turn(xy[2 * a], xy[2 * a + 1], xy[2 * b], xy[2 * b + 1], xy[2 * c], xy[2 * c + 1]) > 0) return false;
  return true;
}

/** Whether corners are cut off nearer than the distance. */
function cutsNearer({ cut, most }: Offset["rule"]): boolean {
  return cut === "fixed" && most < 1;
}

function inRange(values: Float64Array): Int32Array {
  const points = new Int32Array(values.length);
  let least = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < least) least = value;
    if (value > largest) largest = value;
    points[i] = value;
  }
  checkCoordinate(least, "sized coordinate");
  checkCoordinate(largest, "sized coordinate");
  return points;
}

/** True where the rings are a simple polygon, none of them turned inside out. */
function isUpright(points: Int32Array, starts: readonly number[]): boolean {
  for (let ring = 0; ring + 1 < starts.length; ring++) {
    const area = ringAreaTwice(points, 2 * starts[ring], 2 * starts[ring + 1]);
    if (ring === 0 ? area <= 0 : area >= 0) return false;
  }
  return isSimplePolygon(points, starts);
}

function addRings(to: PolygonSetBuilder, points: Int32Array, starts: readonly number[]): void {
  for (let ring = 0; ring + 1 < starts.length; ring++)
    to.polygon(points, 2 * starts[ring], 2 * (starts[ring + 1] - starts[ring]));
}

/** Vertices of contours that are filled together: a call is worth it, and few of them cross each other in vain. */
const verticesEach = 2 ** 12;

/** Contours that wind nowhere below 0, filled non-zero many together: what is inside one is inside all. */
class GrownFill {
  readonly #done = new PolygonSetBuilder(0, 0);
  #straight = new PolygonSetBuilder(0, 0);
  #slanted = new PolygonSetBuilder(0, 0);
  #vertices = 0;

  add(_merged: PolygonSet, _polygon: number, points: Int32Array, starts: readonly number[]): void {
    const one = new PolygonSet(points, Uint32Array.from(starts), Uint32Array.of(0));
    addRings(isManhattan(one, 0, starts.length - 1) ? this.#straight : this.#slanted, points, starts);
    this.#vertices += points.length / 2;
    if (this.#vertices >= verticesEach) this.#flush();
  }

  addTo(result: PolygonSetBuilder): void {
    this.#flush();
    result.append(this.#done.build());
  }

  #flush(): void {
    for (const rings of [this.#straight, this.#slanted])
      if (rings.polygonCount > 0) this.#done.append(fill("or", rings.build(), PolygonSet.empty));
    this.#straight = new PolygonSetBuilder(0, 0);
    this.#slanted = new PolygonSetBuilder(0, 0);
    this.#vertices = 0;
  }
}

/**
 * A shrunk polygon is what its sides do not sweep over: where its contour winds round once, and nowhere more often. The
 * strips reach into neighbours where they are wider than the polygon, so that the polygons are set side by side first.
 */
class ShrunkFill {
  readonly #straight = new SideBySide({ needsPolygons: true, fill: leftOver });
  readonly #slanted = new SideBySide({ needsPolygons: false, fill: (_, contours) => positiveFill(contours) });

  add(merged: PolygonSet, polygon: number, points: Int32Array, starts: readonly number[]): void {
    const first = merged.polygons[polygon];
    const end = merged.polygons[polygon + 1];
    const one = new PolygonSet(points, Uint32Array.from(starts), Uint32Array.of(0));
    const isStraight = isManhattan(merged, first, end) && isManhattan(one, 0, starts.length - 1);
    (isStraight ? this.#straight : this.#slanted).add(merged, polygon, points, starts);
  }

  addTo(result: PolygonSetBuilder): void {
    this.#straight.addTo(result);
    this.#slanted.addTo(result);
  }
}

/** Both operands filled non-zero over all their rings together. */
function fill(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): PolygonSet {
  const isStraight = isManhattan(a, 0, a.ringCount) && isManhattan(b, 0, b.ringCount);
  if (isStraight && own.manhattan !== undefined) return own.manhattan(operation, a, b);
  return assemble(booleanOfRings(operation, a, b));
}

/** The polygons without the strips that their sides sweep over: the polygons less their contours. */
function leftOver(polygons: PolygonSet, contours: PolygonSet): PolygonSet {
  const strips = new PolygonSetBuilder(2 * contours.vertexCount, 2 * contours.ringCount);
  strips.append(polygons);
  const { xy, rings, ringCount } = contours;
  for (let ring = 0; ring < ringCount; ring++) {
    for (let v = rings[ring + 1] - 1; v >= rings[ring]; v--) strips.vertex(xy[2 * v], xy[2 * v + 1]);
    strips.endRing();
    strips.endPolygon();
  }
  return fill("not", polygons, strips.build());
}
