/**
 * Polygons taken apart before they shrink: each is moved to a place of its own along x, where it meets no other; all are
 * done in one run, and the results moved back. Moving by whole units changes nothing else.
 */
import { Box, type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";

/** What is left of the polygons, which are empty where they are not wanted, and of their contours. */
export interface PlacedFill {
  readonly needsPolygons: boolean;
  fill(polygons: PolygonSet, contours: PolygonSet): PolygonSet;
}

/** Places begin here and end at its opposite. */
const firstPlace = -(2 ** 30);

export class SideBySide {
  readonly #fill: PlacedFill;
  readonly #done = new PolygonSetBuilder(0, 0);
  #polygons = new PolygonSetBuilder(0, 0);
  #contours = new PolygonSetBuilder(0, 0);
  /** Where each place begins, and how far along x and y its polygon was moved. */
  #places: number[] = [];
  #moves: number[] = [];
  #next = firstPlace;

  constructor(fill: PlacedFill) {
    this.#fill = fill;
  }

  /** @param points the contour of the polygon's rings, of which `starts` are the first vertices */
  add(merged: PolygonSet, polygon: number, points: Int32Array, starts: readonly number[]): void {
    const { xy, rings, polygons } = merged;
    const first = polygons[polygon];
    const box = Box.around(xy, 2 * rings[first], 2 * rings[first + 1])!;
    const around = box.or(Box.around(points) ?? box);
    if (this.#next !== firstPlace && this.#next + around.width + 1 > -firstPlace) this.#flush();
    // A polygon wider than all places stays where it is, alone.
    const isWide = around.width + 1 > -2 * firstPlace;
    const dx = isWide ? 0 : this.#next - around.left;
    const dy = isWide || around.height > -2 * firstPlace ? 0 : firstPlace - around.bottom;
    this.#places.push(isWide ? around.left : this.#next);
    this.#moves.push(dx, dy);
    for (let ring = first; this.#fill.needsPolygons && ring < polygons[polygon + 1]; ring++)
      addRing(this.#polygons, xy, 2 * rings[ring], 2 * rings[ring + 1], dx, dy);
    for (let ring = 0; ring + 1 < starts.length; ring++)
      addRing(this.#contours, points, 2 * starts[ring], 2 * starts[ring + 1], dx, dy);
    this.#next = isWide ? -firstPlace : this.#next + around.width + 1;
  }

  addTo(result: PolygonSetBuilder): void {
    this.#flush();
    result.append(this.#done.build());
  }

  #flush(): void {
    if (this.#places.length === 0) return;
    const left = this.#fill.fill(this.#polygons.build(), this.#contours.build());
    for (let polygon = 0; polygon < left.count; polygon++) {
      const place = this.#placeOf(left.xy[2 * left.rings[left.polygons[polygon]]]);
      const [dx, dy] = [this.#moves[2 * place], this.#moves[2 * place + 1]];
      for (let ring = left.polygons[polygon]; ring < left.polygons[polygon + 1]; ring++) {
        for (let i = 2 * left.rings[ring]; i < 2 * left.rings[ring + 1]; i += 2)
          this.#done.vertex(left.xy[i] - dx, left.xy[i + 1] - dy);
        this.#done.endRing();
      }
      this.#done.endPolygon();
    }
    this.#polygons = new PolygonSetBuilder(0, 0);
    this.#contours = new PolygonSetBuilder(0, 0);
    this.#places = [];
    this.#moves = [];
    this.#next = firstPlace;
  }

  /** The last place that begins at or before x. */
  #placeOf(x: number): number {
    let low = 0;
    let high = this.#places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#places[middle] <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function addRing(to: PolygonSetBuilder, xy: Int32Array, start: number, end: number, dx: number, dy: number): void {
  for (let i = start; i < end; i += 2) to.vertex(xy[i] + dx, xy[i + 1] + dy);
  to.endRing();
  to.endPolygon();
}
