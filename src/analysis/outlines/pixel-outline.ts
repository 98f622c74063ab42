/** The outline of whole pixels. */
import { type LinkedPoints, roomForPoints } from "./linked-points.ts";

/**
 * @param isInside one byte a pixel, upwards, with a frame of zeros: the borders of n columns are those between n + 2 of them
 * @param edgesX the borders of columns, one more than columns, growing
 * @param edgesY the borders of rows
 */
export function pixelOutline(isInside: Uint8Array, edgesX: Float64Array, edgesY: Float64Array): LinkedPoints {
  return new PixelWalk(isInside, edgesX, edgesY).points();
}

class PixelWalk {
  readonly #isInside: Uint8Array;
  readonly #edgesX: Float64Array;
  readonly #edgesY: Float64Array;
  readonly #points: LinkedPoints;
  /** The points that the borders on the left of columns, in the row above the present one, came from. */
  readonly #below: Int32Array;
  #made = 0;
  /** The point that the present border between two rows began at, and whether it is walked to the right. */
  #open = -1;
  #goesRight = false;

  constructor(isInside: Uint8Array, edgesX: Float64Array, edgesY: Float64Array) {
    this.#isInside = isInside;
    this.#edgesX = edgesX;
    this.#edgesY = edgesY;
    this.#points = roomForPoints(this.#countPoints());
    this.#below = new Int32Array(edgesX.length);
  }

  points(): LinkedPoints {
    for (let row = 0; row < this.#edgesY.length; row++) this.#walkBorder(row);
    return this.#points;
  }

  #countPoints(): number {
    const inside = this.#isInside;
    const width = this.#edgesX.length + 1;
    let count = 0;
    for (let row = 0; row < this.#edgesY.length; row++) {
      const end = (row + 1) * width - 1;
      for (let at = row * width; at < end; at++) {
        const sum = inside[at] + inside[at + 1] + inside[at + width] + inside[at + width + 1];
        if (sum & 1) count++;
        else if (sum === 2 && inside[at] === inside[at + width + 1]) count += 2;
      }
    }
    return count;
  }

  /** Where pixels turn, between one row and the one above it. */
  #walkBorder(row: number): void {
    const inside = this.#isInside;
    const columns = this.#edgesX.length;
    const width = columns + 1;
    /** The last column whose left side is a border in the row above. */
    let lastBorder = -1;
    for (let column = 0, at = row * width; column < columns; column++, at++) {
      const southWest = inside[at];
      const southEast = inside[at + 1];
      const northWest = inside[at + width];
      const northEast = inside[at + width + 1];
      const sum = southWest + southEast + northWest + northEast;
      const hasAbove = northWest !== northEast;
      if (sum & 1) {
        const point = this.#make(row, column);
        if (southWest !== northWest) this.#arrive(point);
        else this.#leave(point, northEast);
        if (hasAbove) this.#goUp(point, column, lastBorder, northEast);
        else this.#comeUp(point, column, southWest);
      } else if (sum === 2 && southWest === northEast) {
        // Two points at one place: pixels that meet at a corner alone are two polygons.
        const west = this.#make(row, column);
        const east = this.#make(row, column);
        this.#arrive(west);
        this.#leave(east, northEast);
        this.#comeUp(northEast ? west : east, column, southWest);
        this.#goUp(northEast ? east : west, column, lastBorder, northEast);
      }
      if (hasAbove) lastBorder = column;
    }
  }

  #make(row: number, column: number): number {
    this.#points.x[this.#made] = this.#edgesX[column];
    this.#points.y[this.#made] = this.#edgesY[row];
    return this.#made++;
  }

  #arrive(point: number): void {
    if (this.#goesRight) this.#points.next[this.#open] = point;
    else this.#points.next[point] = this.#open;
  }

  /** What is inside lies on the left: above a border that is walked to the right. */
  #leave(point: number, northEast: number): void {
    this.#open = point;
    this.#goesRight = northEast === 1;
  }

  /** What is inside lies on the left: in the west of a border that is walked upwards. */
  #comeUp(point: number, column: number, southWest: number): void {
    if (southWest === 1) this.#points.next[this.#below[column]] = point;
    else this.#points.next[point] = this.#below[column];
  }

  #goUp(point: number, column: number, lastBorder: number, northEast: number): void {
    this.#below[column] = point;
    this.#points.left[point] = lastBorder < 0 ? -1 : this.#below[lastBorder];
    this.#points.enters[point] = northEast;
  }
}
