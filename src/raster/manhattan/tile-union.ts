/**
 * The union of simple polygons along the axes within a tile: a sweep upwards over their upright edges, which are kept in
 * order of x. Where the outline of the union begins or ends at another x than below, the piece of outline that ends there
 * is deposited like an edge of a polygon. All numbers are whole, so that nothing is ever rounded.
 *
 *        y ┬ ┌───┐        at each height: depth 0 1 2 1 0 along x, and the outline is where it
 *          │ │ ┌─┼──┐     leaves 0 and comes back
 *          │ │ │ │  │
 *            └─┴─┘──┘
 */
import type { PolygonSet } from "../../geometry/index.ts";
import { isWholeGrid, type PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";

/** Up to so many numbers insertion is faster than the engine's own sort, which is called from afar. */
const fewNumbers = 128;

function sortFew(numbers: Float64Array, count: number): void {
  if (count > fewNumbers) {
    numbers.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const held = numbers[i];
    let j = i - 1;
    for (; j >= 0 && numbers[j] > held; j--) numbers[j + 1] = numbers[j];
    numbers[j + 1] = held;
  }
}

/** Beyond this the sweep, whose work grows with the square, is not the way. */
const mostEdges = 4096;

export class ManhattanTileUnion {
  readonly #set: PolygonSet;
  readonly #weights: Int8Array;
  readonly #grid: PixelGrid;
  readonly #divisor: number;
  readonly #perPitchX: number;
  readonly #perPitchY: number;
  // Upright edges of the tile: x, and what the depth changes by from left to right.
  readonly #edgeX = new Int32Array(mostEdges);
  readonly #change = new Int8Array(mostEdges);
  /** Height · 2¹⁴ + edge · 2 + 1 where it ends, in ascending order. */
  readonly #events = new Float64Array(2 * mostEdges);
  /** The edges at the present height, by x. */
  readonly #active = new Int32Array(mostEdges);
  // Where the outline is at the present height, inside and outside in turn, and since which height.
  #outlineX = new Int32Array(mostEdges);
  #outlineSince = new Int32Array(mostEdges);
  #nextX = new Int32Array(mostEdges);
  #nextSince = new Int32Array(mostEdges);
  /** Differences as in deposit-corners.ts, of one tile. */
  #cells = new Float64Array(0);
  #line = new Float64Array(0);
  #rowLength = 0;
  #width = 0;
  #height = 0;

  constructor(set: PolygonSet, { weights }: Survey, grid: PixelGrid, as: "coverage" | "area") {
    this.#set = set;
    this.#weights = weights;
    this.#grid = grid;
    this.#divisor = as === "area" ? 1 : grid.pixelX * grid.pixelY;
    this.#perPitchX = 1 / grid.pitchX;
    this.#perPitchY = 1 / grid.pitchY;
  }

  /** True for grids of whole database units whose tiles this is for. */
  static fits(grid: PixelGrid, size: number): boolean {
    return isWholeGrid(grid) && size * Math.max(grid.pitchX, grid.pitchY) < 2 ** 30;
  }

  /** Writes the pixels of a tile to `out`; false, and nothing written, where it is too crowded. */
  tile(
    column: number,
    row: number,
    columns: number,
    rows: number,
    polygons: Uint32Array,
    out: Float32Array | Float64Array,
  ): boolean {
    const { pitchX, pitchY, originX, originY, columns: rowPixels } = this.#grid;
    this.#width = columns * pitchX;
    this.#height = rows * pitchY;
    const count = this.#collect(polygons, originX + column * pitchX, originY + row * pitchY);
    if (count < 0) return false;
    this.#rowLength = columns + 1;
    const length = this.#rowLength * (rows + 1);
    if (this.#cells.length < length) this.#cells = new Float64Array(length);
    else this.#cells.fill(0, 0, length);
    this.#sweep(count);
    this.#write(out, row * rowPixels + column, rowPixels, columns, rows);
    return true;
  }

  /** The upright edges of polygons in the tile, relative to its corner; −1 where they are too many. */
  #collect(listed: Uint32Array, left: number, bottom: number): number {
    const { xy, rings, polygons } = this.#set;
    const weights = this.#weights;
    const width = this.#width;
    const height = this.#height;
    const [edgeX, change, events] = [this.#edgeX, this.#change, this.#events];
    let count = 0;
    for (let k = 0; k < listed.length; k++) {
      const ringEnd = polygons[listed[k] + 1];
      for (let ring = polygons[listed[k]]; ring < ringEnd; ring++) {
        const end = 2 * rings[ring + 1];
        const weight = weights[ring];
        for (let i = 2 * rings[ring], j = end - 2; i < end; j = i, i += 2) {
          const y0 = xy[j + 1] - bottom;
          const y1 = xy[i + 1] - bottom;
          if (y0 === y1) continue;
          const x = xy[i] - left;
          // What lies to the right of the tile matters to nothing in it.
          if (x >= width) continue;
          const rises = y1 > y0;
          const low = rises ? y0 : y1;
          const high = rises ? y1 : y0;
          if (low >= height || high <= 0) continue;
          if (count === mostEdges) return -1;
          edgeX[count] = x > 0 ? x : 0;
          change[count] = rises ? -weight : weight;
          events[2 * count] = (low > 0 ? low : 0) * 2 ** 14 + 2 * count;
          events[2 * count + 1] = (high < height ? high : height) * 2 ** 14 + 2 * count + 1;
          count++;
        }
      }
    }
    sortFew(events, 2 * count);
    return count;
  }

  #sweep(count: number): void {
    const [edgeX, events, active] = [this.#edgeX, this.#events, this.#active];
    let open = 0;
    let outlines = 0;
    for (let e = 0; e < 2 * count; ) {
      const y = Math.floor(events[e] / 2 ** 14);
      const beyond = (y + 1) * 2 ** 14;
      const first = y * 2 ** 14;
      for (; e < 2 * count && events[e] < beyond; e++) {
        const event = events[e] - first;
        const edge = event >> 1;
        const x = edgeX[edge];
        if ((event & 1) === 0) {
          let at = open++;
          for (; at > 0 && edgeX[active[at - 1]] > x; at--) active[at] = active[at - 1];
          active[at] = edge;
        } else {
          let at = 0;
          while (active[at] !== edge) at++;
          open--;
          for (; at < open; at++) active[at] = active[at + 1];
        }
      }
      outlines = this.#outline(open, outlines, y);
    }
  }

  /** The outline from height y on; what is no longer part of it is deposited. Returns its number of points. */
  #outline(open: number, before: number, y: number): number {
    const [edgeX, change, active] = [this.#edgeX, this.#change, this.#active];
    const [oldX, oldSince, newX, newSince] = [this.#outlineX, this.#outlineSince, this.#nextX, this.#nextSince];
    let depth = 0;
    let count = 0;
    let old = 0;
    for (let i = 0; i < open; ) {
      const x = edgeX[active[i]];
      const was = depth;
      for (; i < open && edgeX[active[i]] === x; i++) depth += change[active[i]];
      if (was > 0 === depth > 0) continue;
      while (old < before && oldX[old] < x) {
        this.#deposit(oldX[old], oldSince[old], y, (old & 1) === 0 ? 1 : -1);
        old++;
      }
      newX[count] = x;
      newSince[count] = y;
      if (old < before && oldX[old] === x) {
        if (((old ^ count) & 1) === 0) newSince[count] = oldSince[old];
        else this.#deposit(x, oldSince[old], y, (old & 1) === 0 ? 1 : -1);
        old++;
      }
      count++;
    }
    for (; old < before; old++) this.#deposit(oldX[old], oldSince[old], y, (old & 1) === 0 ? 1 : -1);
    this.#outlineX = newX;
    this.#outlineSince = newSince;
    this.#nextX = oldX;
    this.#nextSince = oldSince;
    return count;
  }

  /** The piece of outline at x between two heights: what is right of it counts `sign` times. */
  #deposit(x: number, low: number, high: number, sign: number): void {
    if (low === high) return;
    const { pitchX, pixelX } = this.#grid;
    let column = Math.floor(x * this.#perPitchX);
    // The product may be off by its last bit.
    let inside = x - column * pitchX;
    if (inside < 0) inside = x - --column * pitchX;
    else if (inside >= pitchX) inside = x - ++column * pitchX;
    const near = inside < pixelX ? pixelX - inside : 0;
    this.#corner(column, near, low, sign);
    this.#corner(column, near, high, -sign);
  }

  #corner(column: number, near: number, y: number, sign: number): void {
    if (y >= this.#height) return;
    const { pitchY, pixelX, pixelY } = this.#grid;
    let row = Math.floor(y * this.#perPitchY);
    let inside = y - row * pitchY;
    if (inside < 0) inside = y - --row * pitchY;
    else if (inside >= pitchY) inside = y - ++row * pitchY;
    const low = inside < pixelY ? pixelY - inside : 0;
    const below = sign * low;
    const above = sign * (pixelY - low);
    const far = pixelX - near;
    const cells = this.#cells;
    const at = row * this.#rowLength + column;
    cells[at] += near * below;
    cells[at + 1] += far * below;
    cells[at + this.#rowLength] += near * above;
    cells[at + this.#rowLength + 1] += far * above;
  }

  #write(out: Float32Array | Float64Array, index: number, rowPixels: number, columns: number, rows: number): void {
    if (this.#line.length < columns) this.#line = new Float64Array(columns);
    const line = this.#line.fill(0);
    const cells = this.#cells;
    const divisor = this.#divisor;
    for (let row = 0, cell = 0; row < rows; row++, cell++) {
      let sum = 0;
      const start = index + row * rowPixels;
      for (let column = 0; column < columns; column++, cell++) {
        sum += cells[cell];
        line[column] += sum;
        out[start + column] = divisor === 1 ? line[column] : line[column] / divisor;
      }
    }
  }
}
