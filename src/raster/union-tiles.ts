/** Rasterizes the contested tiles of a grid by the sweep, over what adding up has put there. */
import type { PolygonSet } from "../geometry/index.ts";
import type { PolygonBoxes, TileLists } from "./contested-tiles.ts";
import { CoverageBuffer } from "./coverage-buffer.ts";
import type { EdgeFrame } from "./edge-frame.ts";
import type { PixelGrid } from "./pixel-grid.ts";
import { EdgeList, farLeft, TileSweep } from "./tile-sweep.ts";

/** A tile with more edges than this is cut in four: the sweep's work grows with the square. */
const mostEdges = 1200;

interface Area {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export interface UnionTarget {
  readonly grid: PixelGrid;
  readonly frame: EdgeFrame;
  readonly out: Float32Array | Float64Array;
  readonly as: "coverage" | "area";
  readonly isUnion: boolean;
}

export function rasterizeTiles(set: PolygonSet, boxes: PolygonBoxes, tiles: TileLists, target: UnionTarget): void {
  const painter = new TilePainter(set, boxes, tiles.size, target);
  for (let row = 0; row < tiles.up; row++) {
    const first = row * tiles.across;
    const wanted: number[] = [];
    for (let tile = first; tile < first + tiles.across; tile++) if (tiles.contested[tile] === 1) wanted.push(tile);
    if (wanted.length === 0) continue;
    painter.beginRow(row, tiles, wanted);
    for (const tile of wanted)
      painter.tile(tile % tiles.across, tiles.polygons.subarray(tiles.starts[tile], tiles.starts[tile + 1]));
  }
}

class TilePainter {
  readonly #set: PolygonSet;
  readonly #boxes: PolygonBoxes;
  readonly #size: number;
  readonly #target: UnionTarget;
  readonly #sweep: TileSweep;
  readonly #tolerance: number;
  readonly #buffers = new Map<string, CoverageBuffer>();
  /** Edges of the tile row, and where those of each polygon start and end; a polygon counts where its stamp is the row's. */
  readonly #rowEdges = new EdgeList();
  readonly #tileEdges = new EdgeList();
  readonly #rowStart: Uint32Array;
  readonly #rowEnd: Uint32Array;
  readonly #stamp: Int32Array;
  #row = 0;

  constructor(set: PolygonSet, boxes: PolygonBoxes, size: number, target: UnionTarget) {
    this.#set = set;
    this.#boxes = boxes;
    this.#size = size;
    this.#target = target;
    const polygonOf = new Uint32Array(set.ringCount);
    for (let polygon = 0; polygon < set.count; polygon++) {
      polygonOf.fill(polygon, set.polygons[polygon], set.polygons[polygon + 1]);
    }
    this.#sweep = new TileSweep(target.isUnion, polygonOf, set.polygons);
    this.#tolerance = target.grid.pixelX * 2 ** -44;
    this.#rowStart = new Uint32Array(set.count);
    this.#rowEnd = new Uint32Array(set.count);
    this.#stamp = new Int32Array(set.count).fill(-1);
  }

  /** Collects the edges of all polygons in the wanted tiles of a row. */
  beginRow(row: number, tiles: TileLists, wanted: readonly number[]): void {
    const { pitchY } = this.#target.grid;
    this.#row = row;
    this.#rowEdges.count = 0;
    const bottom = row * this.#size * pitchY;
    const top = bottom + this.#size * pitchY;
    for (const tile of wanted) {
      for (let i = tiles.starts[tile]; i < tiles.starts[tile + 1]; i++) {
        const polygon = tiles.polygons[i];
        if (this.#stamp[polygon] === row) continue;
        this.#stamp[polygon] = row;
        this.#rowStart[polygon] = this.#rowEdges.count;
        this.#collect(polygon, bottom, top);
        this.#rowEnd[polygon] = this.#rowEdges.count;
      }
    }
  }

  #collect(polygon: number, bottom: number, top: number): void {
    const { xy, rings, polygons } = this.#set;
    const { frame } = this.#target;
    const { baseX, baseY, fractionY } = frame;
    for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
      const start = 2 * rings[ring];
      const end = 2 * rings[ring + 1];
      for (let i = start, j = end - 2; i < end; j = i, i += 2) {
        const y0 = xy[j + 1] - baseY;
        const y1 = xy[i + 1] - baseY;
        if (y0 === y1) continue;
        const rises = y1 > y0;
        const low = (rises ? y0 : y1) - fractionY;
        const high = (rises ? y1 : y0) - fractionY;
        if (high <= bottom || low >= top) continue;
        const x0 = xy[j] - baseX;
        const x1 = xy[i] - baseX;
        if (rises) frame.line(x0, y0, x1, y1);
        else frame.line(x1, y1, x0, y0);
        this.#rowEdges.push(
          frame.lineX,
          frame.lineY,
          frame.slope,
          low > bottom ? low : bottom,
          high < top ? high : top,
          ring,
          rises ? -1 : 1,
        );
      }
    }
  }

  tile(column: number, polygons: Uint32Array): void {
    const { grid, out, as, isUnion } = this.#target;
    const size = this.#size;
    const columns = Math.min(size, grid.columns - column * size);
    const rows = Math.min(size, grid.rows - this.#row * size);
    const first = this.#row * size * grid.columns + column * size;
    for (let row = 0; row < rows; row++) out.fill(0, first + row * grid.columns, first + row * grid.columns + columns);
    this.#pixels(column * size, this.#row * size, columns, rows, polygons, as, isUnion ? 1 : Infinity);
  }

  /** A block of pixels; blocks of too many edges are cut in four. */
  #pixels(
    column: number,
    row: number,
    columns: number,
    rows: number,
    polygons: Uint32Array,
    as: "coverage" | "area",
    most: number,
  ): void {
    const { grid, out } = this.#target;
    const area: Area = {
      left: column * grid.pitchX,
      bottom: row * grid.pitchY,
      right: (column + columns) * grid.pitchX,
      top: (row + rows) * grid.pitchY,
    };
    const { edges, inside } = this.#edgesIn(area, polygons);
    if (edges.count > mostEdges && columns * rows > 1) {
      const half = (n: number) => Math.ceil(n / 2);
      const [w, h] = [half(columns), half(rows)];
      this.#pixels(column, row, w, h, inside, as, most);
      if (columns > w) this.#pixels(column + w, row, columns - w, h, inside, as, most);
      if (rows > h) this.#pixels(column, row + h, w, rows - h, inside, as, most);
      if (columns > w && rows > h) this.#pixels(column + w, row + h, columns - w, rows - h, inside, as, most);
      return;
    }
    const index = row * grid.columns + column;
    if (edges.count > mostEdges) {
      const pixel: Area = { ...area, right: area.left + grid.pixelX, top: area.bottom + grid.pixelY };
      const covered = Math.min(most * grid.pixelX * grid.pixelY, this.#crowdedPixel(pixel, inside, 0));
      out[index] = as === "area" ? covered : covered / (grid.pixelX * grid.pixelY);
      return;
    }
    const buffer = this.#buffer(columns, rows, grid.pitchX, grid.pitchY, grid.pixelX, grid.pixelY);
    buffer.clear(0);
    this.#sweep.run(edges, buffer, this.#tolerance);
    buffer.write(out, index, grid.columns, rows, as, most);
  }

  /** The area covered within a part of one pixel, which is halved each way while there are too many edges in it. */
  #crowdedPixel(area: Area, polygons: Uint32Array, depth: number): number {
    const { edges, inside } = this.#edgesIn(area, polygons);
    const width = area.right - area.left;
    const height = area.top - area.bottom;
    if (edges.count > mostEdges && depth < 16) {
      const x = area.left + width / 2;
      const y = area.bottom + height / 2;
      return (
        this.#crowdedPixel({ ...area, right: x, top: y }, inside, depth + 1) +
        this.#crowdedPixel({ ...area, left: x, top: y }, inside, depth + 1) +
        this.#crowdedPixel({ ...area, right: x, bottom: y }, inside, depth + 1) +
        this.#crowdedPixel({ ...area, left: x, bottom: y }, inside, depth + 1)
      );
    }
    const buffer = this.#buffer(1, 1, width, height, width, height);
    buffer.clear(0);
    this.#sweep.run(edges, buffer, this.#tolerance);
    const out = new Float64Array(1);
    buffer.write(out, 0, 1, 1, "area", Infinity);
    return out[0];
  }

  /**
   * The edges in an area, relative to its lower left corner. What runs to the left of it counts for winding numbers only,
   * so that each run of such edges becomes one upright line.
   */
  #edgesIn(area: Area, polygons: Uint32Array): { edges: EdgeList; inside: Uint32Array } {
    const { left, bottom, right, top } = area;
    const from = this.#rowEdges;
    const edges = this.#tileEdges; // free again: what calls this reads it before it calls again
    edges.count = 0;
    const inside = polygons.filter((polygon) => {
      const b = 4 * polygon;
      const boxes = this.#boxes;
      return boxes[b] < right && boxes[b + 1] < top && boxes[b + 2] > left && boxes[b + 3] > bottom;
    });
    for (const polygon of inside) {
      let runRing = -1;
      let runFrom = 0;
      let runTo = 0;
      const flush = () => {
        if (runRing >= 0 && runFrom !== runTo) {
          const rises = runTo > runFrom;
          edges.push(farLeft, 0, 0, rises ? runFrom : runTo, rises ? runTo : runFrom, runRing, rises ? -1 : 1);
        }
        runRing = -1;
      };
      for (let e = this.#rowStart[polygon]; e < this.#rowEnd[polygon]; e++) {
        const low = Math.max(from.low[e], bottom) - bottom;
        const high = Math.min(from.high[e], top) - bottom;
        if (low >= high) continue;
        const lineY = from.lineY[e] - bottom;
        const x0 = from.lineX[e] + (low - lineY) * from.slope[e];
        const x1 = from.lineX[e] + (high - lineY) * from.slope[e];
        if (x0 >= right && x1 >= right) continue;
        const ring = from.ring[e];
        const turn = from.turn[e];
        if (x0 > left || x1 > left) {
          edges.push(from.lineX[e] - left, lineY, from.slope[e], low, high, ring, turn);
          continue;
        }
        const begin = turn < 0 ? low : high;
        if (ring !== runRing || begin !== runTo) {
          flush();
          runRing = ring;
          runFrom = begin;
        }
        runTo = turn < 0 ? high : low;
      }
      flush();
    }
    return { edges, inside };
  }

  #buffer(
    columns: number,
    rows: number,
    pitchX: number,
    pitchY: number,
    pixelX: number,
    pixelY: number,
  ): CoverageBuffer {
    const key = `${columns} ${rows} ${pitchX} ${pitchY}`;
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) {
      buffer = new CoverageBuffer({ columns, rows, pitchX, pitchY, pixelX, pixelY });
      this.#buffers.set(key, buffer);
    }
    return buffer;
  }
}
