/**
 * Finds the tiles of a grid where adding areas up is not enough: where boxes of two polygons overlap, or where a
 * polygon is not simple. Everything else pays for this search and no more.
 */
import { boundsOf, cornerOf, type PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";

/** Tiles of `size`×`size` pixels, and the polygons whose boxes touch them. */
export interface TileLists {
  readonly size: number;
  readonly across: number;
  readonly up: number;
  /** 1 for each contested tile, row by row. */
  readonly contested: Uint8Array;
  /** Where each tile's polygons start in `polygons`, and their number last. */
  readonly starts: Uint32Array;
  readonly polygons: Uint32Array;
}

/** Tiles of a size, and which of them each polygon's box touches. */
export interface TileRanges {
  readonly size: number;
  /** First column, first row, last column, last row of each polygon; the last before the first where none. */
  readonly ranges: Int32Array;
  /** Tiles of all polygons together. */
  readonly touches: number;
}

/** Null where no tile is contested. */
export function contestedTiles(
  { size, ranges }: TileRanges,
  { boxes, knotted }: Survey,
  grid: PixelGrid,
  check?: () => void,
): TileLists | null {
  const lists = listTiles(ranges, grid, size, null)!;
  const { contested, across } = lists;
  let found = knotted.length;
  for (const polygon of knotted) {
    const r = 4 * polygon;
    for (let row = ranges[r + 1]; row <= ranges[r + 3]; row++)
      contested.fill(1, row * across + ranges[r], row * across + ranges[r + 2] + 1);
  }
  const finder = new PairFinder(lists, boxes, grid);
  for (let tile = 0; tile < contested.length; tile++) {
    if (tile % across === 0) check?.();
    if (contested[tile] === 0 && finder.hasPair(tile)) {
      contested[tile] = 1;
      found++;
    }
  }
  return found === 0 ? null : lists;
}

/** Small enough that a tile holds few polygons, large enough that a polygon is in few tiles. */
function tileSize({ columns, rows }: PixelGrid, count: number): number {
  const pixelsEach = (columns * rows) / Math.max(1, count);
  const size = 2 ** Math.round(Math.log2(Math.sqrt(16 * pixelsEach)));
  return Math.min(64, Math.max(4, size));
}

/** Finds the tiles that boxes (left, bottom, right, top of each) touch. */
export function tileRanges(
  boxes: Int32Array,
  grid: PixelGrid,
  size: number = tileSize(grid, boxes.length / 4),
): TileRanges {
  const { baseX, baseY, fractionX, fractionY } = cornerOf(grid);
  const bounds = boundsOf(grid);
  const across = Math.ceil(grid.columns / size) - 1;
  const up = Math.ceil(grid.rows / size) - 1;
  const tileWidth = size * grid.pitchX;
  const tileHeight = size * grid.pitchY;
  const ranges = new Int32Array(boxes.length);
  let touches = 0;
  for (let b = 0; b < ranges.length; b += 4) {
    const isSeen = boxes[b] < bounds.right && boxes[b + 1] < bounds.top;
    if (!(isSeen && boxes[b + 2] > bounds.left && boxes[b + 3] > bounds.bottom)) {
      ranges[b + 2] = -1;
      ranges[b + 3] = -1;
      continue;
    }
    const left = Math.floor((boxes[b] - baseX - fractionX) / tileWidth);
    const bottom = Math.floor((boxes[b + 1] - baseY - fractionY) / tileHeight);
    const right = Math.floor((boxes[b + 2] - baseX - fractionX) / tileWidth);
    const top = Math.floor((boxes[b + 3] - baseY - fractionY) / tileHeight);
    ranges[b] = left > 0 ? left : 0;
    ranges[b + 1] = bottom > 0 ? bottom : 0;
    ranges[b + 2] = right < across ? right : across;
    ranges[b + 3] = top < up ? top : up;
    touches += (ranges[b + 2] - ranges[b] + 1) * (ranges[b + 3] - ranges[b + 1] + 1);
  }
  return { size, ranges, touches };
}

/** The tiles that some boxes (left, bottom, right, top of each) touch, as contested ones; null where too many polygons are in them. */
export function tilesAround(boxes: Int32Array, { size, ranges }: TileRanges, grid: PixelGrid): TileLists | null {
  const across = Math.ceil(grid.columns / size);
  const contested = new Uint8Array(across * Math.ceil(grid.rows / size));
  const around = tileRanges(boxes, grid, size).ranges;
  for (let r = 0; r < around.length; r += 4)
    for (let row = around[r + 1]; row <= around[r + 3]; row++)
      contested.fill(1, row * across + around[r], row * across + around[r + 2] + 1);
  return listTiles(ranges, grid, size, contested);
}

/** More are not listed: they are for crowds.ts. */
const mostListed = 2 ** 26;

/** @param only  the tiles whose polygons are listed, where those are not all */
function listTiles(ranges: Int32Array, grid: PixelGrid, size: number, only: Uint8Array | null): TileLists | null {
  const across = Math.ceil(grid.columns / size);
  const up = Math.ceil(grid.rows / size);
  const starts = new Uint32Array(across * up + 1);
  for (let r = 0; r < ranges.length; r += 4) {
    for (let row = ranges[r + 1]; row <= ranges[r + 3]; row++) {
      const end = row * across + ranges[r + 2];
      for (let tile = row * across + ranges[r]; tile <= end; tile++)
        if (only === null || only[tile] === 1) starts[tile + 1]++;
    }
  }
  let count = 0;
  for (let tile = 0; tile < across * up; tile++) {
    count += starts[tile + 1];
    starts[tile + 1] = count;
  }
  if (only !== null && count > mostListed) return null;
  const polygons = new Uint32Array(count);
  const next = starts.slice(0, -1);
  for (let r = 0; r < ranges.length; r += 4) {
    for (let row = ranges[r + 1]; row <= ranges[r + 3]; row++) {
      const end = row * across + ranges[r + 2];
      for (let tile = row * across + ranges[r]; tile <= end; tile++)
        if (only === null || only[tile] === 1) polygons[next[tile]++] = r >> 2;
    }
  }
  return { size, across, up, contested: only ?? new Uint8Array(across * up), starts, polygons };
}

/** With more polygons in a tile, they are sorted by their left or their lower sides first. */
const fewPolygons = 24;
/** A tile with more of them is taken for contested, which costs time and never a wrong area. */
const mostSorted = 2 ** 21;
/** So many of those that follow a polygon are compared with it before. */
const fewNeighbours = 4;

/** Between which whole numbers each column or row of tiles lies: boxes reach into it where they reach between them. */
interface Sides {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

function sidesOf(count: number, base: number, fraction: number, size: number): Sides {
  return {
    low: Float64Array.from({ length: count }, (_, i) => base + Math.floor(fraction + i * size)),
    high: Float64Array.from({ length: count }, (_, i) => base + Math.ceil(fraction + (i + 1) * size)),
  };
}

class PairFinder {
  readonly #lists: TileLists;
  readonly #boxes: Int32Array;
  readonly #columns: Sides;
  readonly #rows: Sides;
  #sorted: Uint32Array = new Uint32Array(64);
  #keys: Float64Array = new Float64Array(64);

  constructor(lists: TileLists, boxes: Int32Array, grid: PixelGrid) {
    this.#lists = lists;
    this.#boxes = boxes;
    const { baseX, baseY, fractionX, fractionY } = cornerOf(grid);
    this.#columns = sidesOf(lists.across, baseX, fractionX, lists.size * grid.pitchX);
    this.#rows = sidesOf(lists.up, baseY, fractionY, lists.size * grid.pitchY);
  }

  /** True where two boxes overlap within the tile. */
  hasPair(tile: number): boolean {
    const { across, starts, polygons } = this.#lists;
    const start = starts[tile];
    const end = starts[tile + 1];
    if (end - start < 2) return false;
    const boxes = this.#boxes;
    const column = tile % across;
    const row = (tile - column) / across;
    const left = this.#columns.low[column];
    const bottom = this.#rows.low[row];
    const right = this.#columns.high[column];
    const top = this.#rows.high[row];
    const isSorted = end - start > fewPolygons;
    if (end - start > mostSorted) return true;
    if (isSorted && this.#isHeap(start, end, left, bottom, right, top)) return true;
    const along = isSorted && this.#areWide(start, end, left, bottom, right, top) ? 1 : 0;
    const beside = 1 - along;
    const order = isSorted ? this.#byLowest(start, end, along) : polygons;
    const first = isSorted ? 0 : start;
    const last = isSorted ? end - start : end;
    const [low, high] = along === 0 ? [left, right] : [bottom, top];
    const [lowBeside, highBeside] = along === 0 ? [bottom, top] : [left, right];
    for (let i = first; i < last; i++) {
      const a = 4 * order[i];
      const aLow = boxes[a + along] > low ? boxes[a + along] : low;
      const aHigh = boxes[a + along + 2] < high ? boxes[a + along + 2] : high;
      const aLowBeside = boxes[a + beside] > lowBeside ? boxes[a + beside] : lowBeside;
      const aHighBeside = boxes[a + beside + 2] < highBeside ? boxes[a + beside + 2] : highBeside;
      for (let j = i + 1; j < last; j++) {
        const b = 4 * order[j];
        if (boxes[b + along] >= aHigh) {
          if (isSorted) break;
          continue;
        }
        if (boxes[b + along + 2] > aLow && boxes[b + beside] < aHighBeside && boxes[b + beside + 2] > aLowBeside)
          return true;
      }
    }
    return false;
  }

  /** True where polygons reach through more of a tile's width than of its height: sorted by their lower sides fewer are compared. */
  #areWide(start: number, end: number, left: number, bottom: number, right: number, top: number): boolean {
    const { polygons } = this.#lists;
    const boxes = this.#boxes;
    let [widths, heights] = [0, 0];
    for (let i = start; i < end; i++) {
      const b = 4 * polygons[i];
      widths += Math.min(boxes[b + 2], right) - Math.max(boxes[b], left);
      heights += Math.min(boxes[b + 3], top) - Math.max(boxes[b + 1], bottom);
    }
    return widths * (top - bottom) > heights * (right - left);
  }

  /** True where a polygon overlaps one of the few that follow it in the set: mostly, where any do. */
  #isHeap(start: number, end: number, left: number, bottom: number, right: number, top: number): boolean {
    const { polygons } = this.#lists;
    const boxes = this.#boxes;
    for (let i = start; i < end; i++) {
      const a = 4 * polygons[i];
      const last = Math.min(end, i + 1 + fewNeighbours);
      for (let j = i + 1; j < last; j++) {
        const b = 4 * polygons[j];
        const low = Math.max(boxes[a], boxes[b], left);
        const high = Math.min(boxes[a + 2], boxes[b + 2], right);
        if (low >= high) continue;
        if (Math.max(boxes[a + 1], boxes[b + 1], bottom) < Math.min(boxes[a + 3], boxes[b + 3], top)) return true;
      }
    }
    return false;
  }

  /** By their left sides, or along y (1) by their lower ones. */
  #byLowest(start: number, end: number, along: number): Uint32Array {
    const count = end - start;
    if (count > this.#sorted.length) {
      this.#sorted = new Uint32Array(2 * count);
      this.#keys = new Float64Array(2 * count);
    }
    const { polygons } = this.#lists;
    // Side and number in one, of 32 and 21 bits, so that the engine sorts numbers and asks nobody.
    const keys = this.#keys.subarray(0, count);
    for (let i = 0; i < count; i++) keys[i] = (this.#boxes[4 * polygons[start + i] + along] + 2 ** 31) * mostSorted + i;
    keys.sort();
    const sorted = this.#sorted.subarray(0, count);
    for (let i = 0; i < count; i++) sorted[i] = polygons[start + (keys[i] % mostSorted)];
    return sorted;
  }
}
