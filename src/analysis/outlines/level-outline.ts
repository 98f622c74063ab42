/**
 * The outline of what is at or above a level, by marching squares: W. E. Lorensen, H. E. Cline, "Marching cubes", SIGGRAPH
 * 1987, in two dimensions. Between two neighbours the values change evenly; where the diagonals of a square disagree, the
 * mean of its four values decides whether they are joined.
 */
import { type LinkedPoints, roomForPoints } from "./linked-points.ts";

/**
 * @param values rows one after the other, upwards; the outer rows and columns are −∞, so that every outline closes. NaN is outside
 * @param x where the columns are, not falling
 * @param y where the rows are
 */
export function levelOutline(values: Float64Array, x: Float64Array, y: Float64Array, level: number): LinkedPoints {
  return new LevelWalk(values, x, y, level).points();
}

/** Sides of a square. */
const [south, east, north, west] = [0, 1, 2, 3];
/**
 * By which corners are inside (1 south-west, 2 south-east, 4 north-east, 8 north-west): the sides that the outline enters
 * and leaves the square by, the inside on its left. Two of them where diagonals disagree: `joined` where the inside corners
 * are, `parted` where they are not.
 */
const single: readonly (readonly [number, number] | null)[] = [
  null,
  [south, west],
  [east, south],
  [east, west],
  [north, east],
  null,
  [north, south],
  [north, west],
  [west, north],
  [south, north],
  null,
  [east, north],
  [west, east],
  [south, east],
  [west, south],
  null,
];
const entries = Int8Array.from(single, (sides) => sides?.[0] ?? -1);
const exits = Int8Array.from(single, (sides) => sides?.[1] ?? -1);

class LevelWalk {
  readonly #values: Float64Array;
  readonly #positionsX: Float64Array;
  readonly #positionsY: Float64Array;
  readonly #level: number;
  readonly #points: LinkedPoints;
  /** Points on the rows below and above the present squares, by the column on their left, and between the two by column. */
  #lower: Int32Array;
  #upper: Int32Array;
  readonly #between: Int32Array;
  #made = 0;

  constructor(values: Float64Array, x: Float64Array, y: Float64Array, level: number) {
    this.#values = values;
    this.#positionsX = x;
    this.#positionsY = y;
    this.#level = level;
    this.#points = roomForPoints(this.#countPoints());
    this.#lower = new Int32Array(x.length);
    this.#upper = new Int32Array(x.length);
    this.#between = new Int32Array(x.length);
  }

  points(): LinkedPoints {
    for (let row = 0; row + 1 < this.#positionsY.length; row++) {
      [this.#lower, this.#upper] = [this.#upper, this.#lower];
      this.#crossUpwards(row);
      this.#crossRow(row + 1);
      this.#link(row);
    }
    return this.#points;
  }

  #countPoints(): number {
    const [values, level] = [this.#values, this.#level];
    const width = this.#positionsX.length;
    let count = 0;
    // The frame is outside, so that no row ends inside and the ends of rows may be taken for neighbours.
    for (let at = 1; at < values.length; at++) {
      if (values[at] >= level !== values[at - 1] >= level) count++;
      if (at >= width && values[at] >= level !== values[at - width] >= level) count++;
    }
    return count;
  }

  /** Crossings between a row and the one above it. */
  #crossUpwards(row: number): void {
    const [values, level] = [this.#values, this.#level];
    const width = this.#positionsX.length;
    for (let column = 0, at = row * width; column < width; column++, at++) {
      const [low, high] = [values[at], values[at + width]];
      if (low >= level === high >= level) continue;
      this.#points.x[this.#made] = this.#positionsX[column];
      this.#points.y[this.#made] = crossing(low, high, level, this.#positionsY[row], this.#positionsY[row + 1]);
      this.#between[column] = this.#made++;
    }
  }

  /** Crossings along a row. */
  #crossRow(row: number): void {
    const [values, level] = [this.#values, this.#level];
    const width = this.#positionsX.length;
    let last = -1;
    for (let column = 0, at = row * width; column + 1 < width; column++, at++) {
      const [low, high] = [values[at], values[at + 1]];
      const enters = high >= level;
      if (low >= level === enters) continue;
      const point = this.#made++;
      this.#points.x[point] = crossing(low, high, level, this.#positionsX[column], this.#positionsX[column + 1]);
      this.#points.y[point] = this.#positionsY[row];
      this.#points.left[point] = last;
      this.#points.enters[point] = enters ? 1 : 0;
      this.#upper[column] = point;
      last = point;
    }
  }

  #link(row: number): void {
    const [values, level] = [this.#values, this.#level];
    const width = this.#positionsX.length;
    for (let column = 0, at = row * width; column + 1 < width; column++, at++) {
      const southWest = values[at];
      const southEast = values[at + 1];
      const northWest = values[at + width];
      const northEast = values[at + width + 1];
      const corners =
        (southWest >= level ? 1 : 0) |
        (southEast >= level ? 2 : 0) |
        (northEast >= level ? 4 : 0) |
        (northWest >= level ? 8 : 0);
      if (corners === 0 || corners === 15) continue;
      if (corners !== 5 && corners !== 10) {
        this.#points.next[this.#on(entries[corners], column)] = this.#on(exits[corners], column);
        continue;
      }
      const isJoined = (southWest + southEast + northWest + northEast) / 4 >= level;
      if ((corners === 5) === isJoined) {
        // Around the corners in the south-east and the north-west: what is outside, or the inside that is not joined.
        this.#connect(corners === 5 ? south : east, corners === 5 ? east : south, column);
        this.#connect(corners === 5 ? north : west, corners === 5 ? west : north, column);
      } else {
        this.#connect(corners === 5 ? south : west, corners === 5 ? west : south, column);
        this.#connect(corners === 5 ? north : east, corners === 5 ? east : north, column);
      }
    }
  }

  #connect(from: number, to: number, column: number): void {
    this.#points.next[this.#on(from, column)] = this.#on(to, column);
  }

  #on(side: number, column: number): number {
    if (side === south) return this.#lower[column];
    if (side === north) return this.#upper[column];
    return this.#between[side === west ? column : column + 1];
  }
}

/** Where the level is met; in the middle where one value is infinite or NaN. */
function crossing(low: number, high: number, level: number, from: number, to: number): number {
  const rise = high - low;
  return from + (to - from) * (Number.isFinite(rise) ? (level - low) / rise : 0.5);
}
