/**
 * Polygons whose edges are axis-parallel as rectangles: cut at each of their y-values. The hull is filled non-zero, and
 * what holes fill non-zero, each by itself, is taken away, whatever their orientation and place (prepare.ts).
 */
import { IntList, type PolygonSet } from "../../geometry/index.ts";

export class SlabCutter {
  /** left, bottom, right, top of each. */
  readonly rectangles = new IntList();
  // The vertical edges of one polygon, from left to right.
  #x: number[] = [];
  #low: number[] = [];
  #high: number[] = [];
  #wind: number[] = [];
  /** The ring of each, the hull being 0. */
  #ring: number[] = [];
  /** The winding number of each ring. */
  #windings = new Int32Array(16);

  cut({ xy, rings, polygons }: PolygonSet, polygon: number): void {
    const start = 2 * rings[polygons[polygon]];
    const isOneRing = polygons[polygon + 1] - polygons[polygon] === 1;
    if (isOneRing && 2 * rings[polygons[polygon] + 1] - start === 8 && isRectangle(xy, start)) {
      const [x0, y0, x2, y2] = [xy[start], xy[start + 1], xy[start + 4], xy[start + 5]];
      this.rectangles.push4(Math.min(x0, x2), Math.min(y0, y2), Math.max(x0, x2), Math.max(y0, y2));
      return;
    }
    this.#x.length = 0;
    const hull = polygons[polygon];
    for (let ring = hull; ring < polygons[polygon + 1]; ring++) {
      const end = 2 * rings[ring + 1];
      for (let i = 2 * rings[ring], before = end - 2; i < end; before = i, i += 2)
        if (xy[i + 1] !== xy[before + 1]) this.#edge(xy[i], xy[before + 1], xy[i + 1], ring - hull);
    }
    const ringCount = polygons[polygon + 1] - hull;
    if (this.#windings.length < ringCount) this.#windings = new Int32Array(2 * ringCount);
    const ys = [...new Set([...this.#low.slice(0, this.#x.length), ...this.#high.slice(0, this.#x.length)])];
    ys.sort((a, b) => a - b);
    for (let k = 0; k + 1 < ys.length; k++) this.#slab(ys[k], ys[k + 1]);
  }

  /** Put where it belongs among the others: a polygon has few. */
  #edge(x: number, from: number, to: number, ring: number): void {
    let at = this.#x.length;
    for (; at > 0 && this.#x[at - 1] > x; at--) {
      this.#x[at] = this.#x[at - 1];
      this.#low[at] = this.#low[at - 1];
      this.#high[at] = this.#high[at - 1];
      this.#wind[at] = this.#wind[at - 1];
      this.#ring[at] = this.#ring[at - 1];
    }
    this.#x[at] = x;
    this.#low[at] = Math.min(from, to);
    this.#high[at] = Math.max(from, to);
    this.#wind[at] = from < to ? 1 : -1;
    this.#ring[at] = ring;
  }

  /** Every ring is closed: behind the last edge all winding numbers are 0 again. */
  #slab(bottom: number, top: number): void {
    const windings = this.#windings;
    let holes = 0;
    let isInside = false;
    let left = 0;
    for (let i = 0; i < this.#x.length; i++) {
      if (this.#low[i] >= top || this.#high[i] <= bottom) continue;
      const ring = this.#ring[i];
      const before = windings[ring];
      windings[ring] += this.#wind[i];
      if (ring > 0) holes += (windings[ring] !== 0 ? 1 : 0) - (before !== 0 ? 1 : 0);
      const wasInside = isInside;
      isInside = windings[0] !== 0 && holes === 0;
      if (isInside && !wasInside) left = this.#x[i];
      else if (wasInside && !isInside && left < this.#x[i]) this.rectangles.push4(left, bottom, this.#x[i], top);
    }
  }
}

function isRectangle(xy: Int32Array, at: number): boolean {
  const isUprightFirst =
    xy[at] === xy[at + 2] && xy[at + 3] === xy[at + 5] && xy[at + 4] === xy[at + 6] && xy[at + 7] === xy[at + 1];
  const isLevelFirst =
    xy[at + 1] === xy[at + 3] && xy[at + 2] === xy[at + 4] && xy[at + 5] === xy[at + 7] && xy[at + 6] === xy[at];
  return isUprightFirst || isLevelFirst;
}
