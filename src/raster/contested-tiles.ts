/**
 * Finds the tiles of a grid where adding areas up is not enough: where boxes of two polygons overlap, or where a
 * polygon is not simple. Everything else pays for this search and no more.
 */
import type { PolygonSet } from "../geometry/index.ts";
import { isSimplePolygon } from "./simple-polygon.ts";

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

/** Boxes of polygons in the coordinates of the grid: left, bottom, right, top in turn. */
export type PolygonBoxes = Float64Array;

interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly pitchX: number;
  readonly pitchY: number;
}

/** Null where no tile is contested. `pairs` false looks for polygons that are not simple only. */
export function contestedTiles(set: PolygonSet, boxes: PolygonBoxes, grid: TileGrid, pairs: boolean): TileLists | null {
  const knotted: number[] = [];
  for (let polygon = 0; polygon < set.count; polygon++) {
    if (isInside(boxes, polygon, grid) && !isSimplePolygon(set, polygon)) knotted.push(polygon);
  }
  if (!pairs && knotted.length === 0) return null;
  const size = tileSize(grid, set.count);
  const lists = listTiles(boxes, set.count, grid, size);
  let found = 0;
  for (const polygon of knotted) {
    forTilesOf(boxes, polygon, grid, lists, (tile) => {
      lists.contested[tile] = 1;
      found++;
    });
  }
  if (pairs) {
    for (let tile = 0; tile < lists.contested.length; tile++) {
      if (lists.contested[tile] === 0 && hasPair(lists, tile, boxes, grid)) {
        lists.contested[tile] = 1;
        found++;
      }
    }
  }
  return found === 0 ? null : lists;
}

/** Small enough that a tile holds few polygons, large enough that a polygon is in few tiles. */
function tileSize({ columns, rows }: TileGrid, count: number): number {
  const pixelsEach = (columns * rows) / Math.max(1, count);
  const size = 2 ** Math.round(Math.log2(Math.sqrt(8 * pixelsEach)));
  return Math.min(64, Math.max(4, size));
}

function isInside(boxes: PolygonBoxes, polygon: number, { columns, rows, pitchX, pitchY }: TileGrid): boolean {
  const b = 4 * polygon;
  return boxes[b] < columns * pitchX && boxes[b + 1] < rows * pitchY && boxes[b + 2] > 0 && boxes[b + 3] > 0;
}

function forTilesOf(
  boxes: PolygonBoxes,
  polygon: number,
  grid: TileGrid,
  { size, across, up }: { size: number; across: number; up: number },
  run: (tile: number) => void,
): void {
  if (!isInside(boxes, polygon, grid)) return;
  const width = size * grid.pitchX;
  const height = size * grid.pitchY;
  const b = 4 * polygon;
  const left = Math.max(0, Math.floor(boxes[b] / width));
  const bottom = Math.max(0, Math.floor(boxes[b + 1] / height));
  const right = Math.min(across - 1, Math.floor(boxes[b + 2] / width));
  const top = Math.min(up - 1, Math.floor(boxes[b + 3] / height));
  for (let row = bottom; row <= top; row++) {
    for (let column = left; column <= right; column++) run(row * across + column);
  }
}

function listTiles(boxes: PolygonBoxes, count: number, grid: TileGrid, size: number): TileLists {
  const across = Math.ceil(grid.columns / size);
  const up = Math.ceil(grid.rows / size);
  const shape = { size, across, up };
  const starts = new Uint32Array(across * up + 1);
  const order = leftToRight(boxes, count, grid);
  for (const polygon of order) {
    forTilesOf(boxes, polygon, grid, shape, (tile) => {
      starts[tile + 1]++;
    });
  }
  for (let tile = 0; tile < across * up; tile++) starts[tile + 1] += starts[tile];
  const polygons = new Uint32Array(starts[across * up]);
  const next = starts.slice(0, -1);
  for (const polygon of order) {
    forTilesOf(boxes, polygon, grid, shape, (tile) => {
      polygons[next[tile]++] = polygon;
    });
  }
  return { ...shape, contested: new Uint8Array(across * up), starts, polygons };
}

const bucketCount = 1 << 16;

function bucketOf(x: number, width: number): number {
  return x <= 0 ? 0 : x >= width ? bucketCount - 1 : Math.floor((x / width) * (bucketCount - 1));
}

/** The polygons by the left sides of their boxes, by counting sort into buckets. */
function leftToRight(boxes: PolygonBoxes, count: number, { columns, pitchX }: TileGrid): Uint32Array {
  const width = columns * pitchX;
  const starts = new Uint32Array(bucketCount + 1);
  for (let polygon = 0; polygon < count; polygon++) starts[bucketOf(boxes[4 * polygon], width) + 1]++;
  for (let bucket = 0; bucket < bucketCount; bucket++) starts[bucket + 1] += starts[bucket];
  const order = new Uint32Array(count);
  for (let polygon = 0; polygon < count; polygon++) order[starts[bucketOf(boxes[4 * polygon], width)]++] = polygon;
  return order;
}

/** True where two boxes overlap within the tile. */
function hasPair(
  { size, across, starts, polygons }: TileLists,
  tile: number,
  boxes: PolygonBoxes,
  grid: TileGrid,
): boolean {
  const end = starts[tile + 1];
  const width = size * grid.pitchX;
  const height = size * grid.pitchY;
  const left = (tile % across) * width;
  const bottom = Math.floor(tile / across) * height;
  const total = grid.columns * grid.pitchX;
  for (let i = starts[tile]; i < end; i++) {
    const a = 4 * polygons[i];
    const lastBucket = bucketOf(boxes[a + 2], total);
    for (let j = i + 1; j < end; j++) {
      const b = 4 * polygons[j];
      const overlapLeft = Math.max(boxes[a], boxes[b], left);
      if (boxes[b] >= boxes[a + 2]) {
        if (bucketOf(boxes[b], total) > lastBucket) break;
        continue;
      }
      if (overlapLeft >= Math.min(boxes[a + 2], boxes[b + 2], left + width)) continue;
      const overlapBottom = Math.max(boxes[a + 1], boxes[b + 1], bottom);
      if (overlapBottom < Math.min(boxes[a + 3], boxes[b + 3], bottom + height)) return true;
    }
  }
  return false;
}
