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
  readonly #boxes: Int32Array;
  // Upright edges of the tile: x, and what the depth changes by from left to right. The right side of a rectangle follows its left
  // one, and comes and goes with it.
  readonly #edgeX = new Int32Array(mostEdges);
  readonly #change = new Int8Array(mostEdges);
  readonly #hasSecond = new Uint8Array(mostEdges);
  /** Height · 2¹⁴ + edge · 2 + 1 where it ends, in ascending order. */
  readonly #events = new Float64Array(2 * mostEdges);
  #eventCount = 0;
  // The edges at the present height, by x, with their x and changes.
  readonly #active = new Int32Array(mostEdges);
  readonly #activeX = new Int32Array(mostEdges);
  readonly #activeChange = new Int8Array(mostEdges);
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

  constructor(set: PolygonSet, { weights, boxes }: Survey, grid: PixelGrid, as: "coverage" | "area") {
    this.#set = set;
    this.#weights = weights;
    this.#boxes = boxes;
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
    if (!this.#collect(polygons, originX + column * pitchX, originY + row * pitchY)) return false;
    this.#rowLength = columns + 1;
    const length = this.#rowLength * (rows + 1);
    if (this.#cells.length < length) this.#cells = new Float64Array(length);
    else this.#cells.fill(0, 0, length);
    this.#sweep();
    this.#write(out, row * rowPixels + column, rowPixels, columns, rows);
    return true;
  }

  /** The upright edges of polygons in the tile, relative to its corner; false where they are too many. */
  #collect(listed: Uint32Array, left: number, bottom: number): boolean {
    const { xy, rings, polygons } = this.#set;
    const weights = this.#weights;
    const width = this.#width;
    const height = this.#height;
    const [edgeX, change, hasSecond, events] = [this.#edgeX, this.#change, this.#hasSecond, this.#events];
    let count = 0;
    let eventCount = 0;
    for (let k = 0; k < listed.length; k++) {
      const firstRing = polygons[listed[k]];
      const ringEnd = polygons[listed[k] + 1];
      if (ringEnd - firstRing === 1 && rings[ringEnd] - rings[firstRing] === 4) {
        // Simple, along the axes, four corners: a rectangle, which its box tells all of.
        const b = 4 * listed[k];
        const boxes = this.#boxes;
        const x0 = boxes[b] - left;
        const x1 = boxes[b + 2] - left;
        const y0 = boxes[b + 1] - bottom;
        const y1 = boxes[b + 3] - bottom;
        if (x0 >= width || x1 <= 0 || y0 >= height || y1 <= 0) continue;
        if (count + 2 > mostEdges) return false;
        const second = x1 < width ? 1 : 0;
        edgeX[count] = x0 > 0 ? x0 : 0;
        change[count] = 1;
        hasSecond[count] = second;
        events[eventCount++] = (y0 > 0 ? y0 : 0) * 2 ** 14 + 2 * count;
        events[eventCount++] = (y1 < height ? y1 : height) * 2 ** 14 + 2 * count + 1;
        edgeX[count + 1] = x1;
        change[count + 1] = -1;
        count += 1 + second;
        continue;
      }
      for (let ring = firstRing; ring < ringEnd; ring++) {
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
          if (count === mostEdges) return false;
          edgeX[count] = x > 0 ? x : 0;
          change[count] = rises ? -weight : weight;
          hasSecond[count] = 0;
          events[eventCount++] = (low > 0 ? low : 0) * 2 ** 14 + 2 * count;
          events[eventCount++] = (high < height ? high : height) * 2 ** 14 + 2 * count + 1;
          count++;
        }
      }
    }
    sortFew(events, eventCount);
    this.#eventCount = eventCount;
    return true;
  }

  #sweep(): void {
    const events = this.#events;
    const hasSecond = this.#hasSecond;
    const eventCount = this.#eventCount;
    let open = 0;
    let outlines = 0;
    for (let e = 0; e < eventCount; ) {
      const y = Math.floor(events[e] / 2 ** 14);
      const beyond = (y + 1) * 2 ** 14;
      const first = y * 2 ** 14;
      for (; e < eventCount && events[e] < beyond; e++) {
        const event = events[e] - first;
        const edge = event >> 1;
        if ((event & 1) === 0) {
          this.#open(edge, open++);
          if (hasSecond[edge] === 1) this.#open(edge + 1, open++);
        } else {
          this.#close(edge, --open);
          if (hasSecond[edge] === 1) this.#close(edge + 1, --open);
        }
      }
      outlines = this.#outline(open, outlines, y);
    }
  }

  /** Puts an edge among those that are open, of which there are `open`. */
  #open(edge: number, open: number): void {
    const [active, activeX, activeChange] = [this.#active, this.#activeX, this.#activeChange];
    const x = this.#edgeX[edge];
    let at = open;
    for (; at > 0 && activeX[at - 1] > x; at--) {
      active[at] = active[at - 1];
      activeX[at] = activeX[at - 1];
      activeChange[at] = activeChange[at - 1];
    }
    active[at] = edge;
    activeX[at] = x;
    activeChange[at] = this.#change[edge];
  }

  /** Takes an edge away, after which `open` are left. */
  #close(edge: number, open: number): void {
    const [active, activeX, activeChange] = [this.#active, this.#activeX, this.#activeChange];
    let at = 0;
    while (active[at] !== edge) at++;
    for (; at < open; at++) {
      active[at] = active[at + 1];
      activeX[at] = activeX[at + 1];
      activeChange[at] = activeChange[at + 1];
    }
  }

  /** The outline from height y on; what is no longer part of it is deposited. Returns its number of points. */
  #outline(open: number, before: number, y: number): number {
    const activeX = this.#activeX;
    const activeChange = this.#activeChange;
    const [oldX, oldSince, newX, newSince] = [this.#outlineX, this.#outlineSince, this.#nextX, this.#nextSince];
    let depth = 0;
    let count = 0;
    let old = 0;
    for (let i = 0; i < open; ) {
      const x = activeX[i];
      const was = depth;
      for (; i < open && activeX[i] === x; i++) depth += activeChange[i];
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
