/** Rasterizes the contested tiles of a grid by the sweep, over what adding up has put there. */
import { Box, type PolygonSet } from "../../geometry/index.ts";
import { CoverageBuffer, type EdgeFrame } from "../coverage/index.ts";
import { ManhattanTileUnion } from "../manhattan/index.ts";
import type { PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import type { TileLists } from "./contested-tiles.ts";
import { chosenWithin } from "./covered-areas.ts";
import { distinctPolygons } from "./distinct-polygons.ts";
import { EdgeList, farLeft, TileSweep } from "./tile-sweep.ts";

/**
 * A tile is cut in four where its edges times how many of them are open at a time are more: each height at which an edge
 * ends, or where two cross, is a walk over those that are open.
 */
const mostWork = 5000;

/** With more polygons in a tile, copies are looked for, and one that covers it. */
const manyPolygons = 100;

/** Halving is given up where it has left more than three quarters of the edges so many times. */
const mostStuck = 6;

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
}

export function rasterizeTiles(set: PolygonSet, survey: Survey, tiles: TileLists, target: UnionTarget): void {
  const painter = new TilePainter(set, survey, tiles.size, target);
  const { grid, out, as } = target;
  const { size } = tiles;
  // Simple polygons along the axes on whole pixels have a sweep of their own.
  const isWhole = survey.isManhattan && ManhattanTileUnion.fits(grid, size);
  const manhattan = isWhole ? new ManhattanTileUnion(set, survey, grid, as) : null;
  const isKnotted = new Uint8Array(manhattan === null ? 0 : set.count);
  for (const polygon of survey.knotted) isKnotted[polygon] = 1;
  for (let row = 0; row < tiles.up; row++) {
    const first = row * tiles.across;
    const rows = Math.min(size, grid.rows - row * size);
    const wanted: number[] = [];
    for (let tile = first; tile < first + tiles.across; tile++) {
      if (tiles.contested[tile] === 0) continue;
      const polygons = tiles.polygons.subarray(tiles.starts[tile], tiles.starts[tile + 1]);
      const column = (tile - first) * size;
      const columns = Math.min(size, grid.columns - column);
      if (painter.fillsCovered(column, row * size, columns, rows, polygons)) continue;
      if (manhattan !== null) {
        const areSimple = survey.knotted.length === 0 || polygons.every((polygon) => isKnotted[polygon] === 0);
        if (areSimple && manhattan.tile(column, row * size, columns, rows, polygons, out)) continue;
      }
      wanted.push(tile);
    }
    if (wanted.length === 0) continue;
    const lists = wanted.map((tile) => {
      const polygons = tiles.polygons.subarray(tiles.starts[tile], tiles.starts[tile + 1]);
      return polygons.length > manyPolygons ? distinctPolygons(set, polygons) : polygons;
    });
    painter.beginRow(row, lists);
    for (const [i, tile] of wanted.entries()) painter.tile(tile % tiles.across, lists[i]);
  }
}

class TilePainter {
  readonly #set: PolygonSet;
  readonly #survey: Survey;
  readonly #size: number;
  readonly #target: UnionTarget;
  /** Made for the first row that has a tile for it. */
  #sweep: TileSweep | null = null;
  readonly #tolerance: number;
  readonly #buffers = new Map<string, CoverageBuffer>();
  /** Edges of the tile row, and where those of each polygon start and end; a polygon counts where its stamp is the row's. */
  readonly #rowEdges = new EdgeList();
  readonly #tileEdges = new EdgeList();
  #rowStart = new Uint32Array(0);
  #rowEnd = new Uint32Array(0);
  #stamp = new Int32Array(0);
  #row = 0;

  constructor(set: PolygonSet, survey: Survey, size: number, target: UnionTarget) {
    this.#set = set;
    this.#survey = survey;
    this.#size = size;
    this.#target = target;
    this.#tolerance = target.grid.pixelX * 2 ** -44;
  }

  #makeSweep(): TileSweep {
    const { ringCount, count, polygons } = this.#set;
    const polygonOf = new Uint32Array(ringCount);
    for (let polygon = 0; polygon < count; polygon++)
      for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) polygonOf[ring] = polygon;
    this.#rowStart = new Uint32Array(count);
    this.#rowEnd = new Uint32Array(count);
    this.#stamp = new Int32Array(count).fill(-1);
    return new TileSweep(polygonOf, polygons);
  }

  /** Collects the edges of all polygons in the wanted tiles of a row. */
  beginRow(row: number, lists: readonly Uint32Array[]): void {
    const { pitchY } = this.#target.grid;
    this.#sweep ??= this.#makeSweep();
    this.#row = row;
    this.#rowEdges.count = 0;
    const bottom = row * this.#size * pitchY;
    const top = bottom + this.#size * pitchY;
    for (const polygons of lists) {
      for (let i = 0; i < polygons.length; i++) {
        const polygon = polygons[i];
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
    const { grid, out, as } = this.#target;
    const size = this.#size;
    const columns = Math.min(size, grid.columns - column * size);
    const rows = Math.min(size, grid.rows - this.#row * size);
    const first = this.#row * size * grid.columns + column * size;
    for (let row = 0; row < rows; row++) out.fill(0, first + row * grid.columns, first + row * grid.columns + columns);
    this.#pixels(column * size, this.#row * size, columns, rows, polygons, as);
  }

  /** Fills a block of pixels that one of many polygons covers: whatever else is there needs no look. */
  fillsCovered(column: number, row: number, columns: number, rows: number, polygons: Uint32Array): boolean {
    if (polygons.length <= manyPolygons) return false;
    const area = this.#around(this.#areaOf(column, row, columns, rows));
    if (chosenWithin(this.#set, this.#survey, polygons, area) !== null) return false;
    this.#fill(column, row, columns, rows);
    return true;
  }

  #areaOf(column: number, row: number, columns: number, rows: number): Area {
    const { pitchX, pitchY } = this.#target.grid;
    const [left, bottom] = [column * pitchX, row * pitchY];
    return { left, bottom, right: (column + columns) * pitchX, top: (row + rows) * pitchY };
  }

  #fill(column: number, row: number, columns: number, rows: number): void {
    const { grid, out, as } = this.#target;
    const whole = as === "area" ? grid.pixelX * grid.pixelY : 1;
    for (let i = row * grid.columns + column, r = 0; r < rows; r++, i += grid.columns) out.fill(whole, i, i + columns);
  }

  /** A block of pixels; blocks of too many edges are cut in four. */
  #pixels(
    column: number,
    row: number,
    columns: number,
    rows: number,
    polygons: Uint32Array,
    as: "coverage" | "area",
  ): void {
    const { grid, out } = this.#target;
    const area = this.#areaOf(column, row, columns, rows);
    const { edges, inside, isCovered } = this.#edgesIn(area, polygons);
    if (isCovered) {
      this.#fill(column, row, columns, rows);
      return;
    }
    const index = row * grid.columns + column;
    const isCrowded = edges.work(area.top - area.bottom) > mostWork;
    if (isCrowded && columns * rows > 1) {
      const half = (n: number) => Math.ceil(n / 2);
      const [w, h] = [half(columns), half(rows)];
      this.#pixels(column, row, w, h, inside, as);
      if (columns > w) this.#pixels(column + w, row, columns - w, h, inside, as);
      if (rows > h) this.#pixels(column, row + h, w, rows - h, inside, as);
      if (columns > w && rows > h) this.#pixels(column + w, row + h, columns - w, rows - h, inside, as);
      return;
    }
    if (isCrowded) {
      const pixel: Area = { ...area, right: area.left + grid.pixelX, top: area.bottom + grid.pixelY };
      const covered = Math.min(grid.pixelX * grid.pixelY, this.#crowdedPixel(pixel, inside, edges.count, 0));
      out[index] = as === "area" ? covered : covered / (grid.pixelX * grid.pixelY);
      return;
    }
    const buffer = this.#buffer(columns, rows, grid.pitchX, grid.pitchY, grid.pixelX, grid.pixelY);
    buffer.clear(0);
    this.#sweep!.run(edges, buffer, this.#tolerance);
    buffer.write(out, index, grid.columns, rows, as, 1);
  }

  /**
   * The area covered within a part of one pixel, which is halved each way while there are too many edges in it and that
   * helps: edges that lie upon each other stay together, and are no trouble to the sweep.
   * @param before edges in what this is a part of
   * @param stuck how many times halving has left most of them
   */
  #crowdedPixel(area: Area, polygons: Uint32Array, before: number, stuck: number): number {
    const { edges, inside, isCovered } = this.#edgesIn(area, polygons);
    const width = area.right - area.left;
    const height = area.top - area.bottom;
    if (isCovered) return width * height;
    const still = edges.count > 0.75 * before ? stuck + 1 : stuck;
    if (edges.work(height) > mostWork && still < mostStuck) {
      const x = area.left + width / 2;
      const y = area.bottom + height / 2;
      const { count } = edges;
      return (
        this.#crowdedPixel({ ...area, right: x, top: y }, inside, count, still) +
        this.#crowdedPixel({ ...area, left: x, top: y }, inside, count, still) +
        this.#crowdedPixel({ ...area, right: x, bottom: y }, inside, count, still) +
        this.#crowdedPixel({ ...area, left: x, bottom: y }, inside, count, still)
      );
    }
    const buffer = this.#buffer(1, 1, width, height, width, height);
    buffer.clear(0);
    this.#sweep!.run(edges, buffer, this.#tolerance);
    const out = new Float64Array(1);
    buffer.write(out, 0, 1, 1, "area", Infinity);
    return out[0];
  }

  /**
   * The edges in an area, relative to its lower left corner. What runs to the left of it counts for winding numbers only,
   * so that each run of such edges becomes one upright line. A polygon of one ring that covers all of the area is
   * told: there may be thousands of them, and they stay however small the area is made.
   */
  #edgesIn(area: Area, polygons: Uint32Array): { edges: EdgeList; inside: Uint32Array; isCovered: boolean } {
    const { left, bottom, right, top } = area;
    const from = this.#rowEdges;
    const edges = this.#tileEdges; // free again: what calls this reads it before it calls again
    edges.count = 0;
    const { boxes } = this.#survey;
    const around = this.#around(area);
    const inside =
      polygons.length > manyPolygons
        ? chosenWithin(this.#set, this.#survey, polygons, around)
        : polygons.filter((polygon) => {
            const b = 4 * polygon;
            const begins = boxes[b] < around.right && boxes[b + 1] < around.top;
            return begins && boxes[b + 2] > around.left && boxes[b + 3] > around.bottom;
          });
    if (inside === null) return { edges, inside: polygons, isCovered: true };
    let isCovered = false;
    const { polygons: firstRings } = this.#set;
    for (const polygon of inside) {
      const firstEdge = edges.count;
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
      const isOneRing = firstRings[polygon + 1] - firstRings[polygon] === 1;
      if (isOneRing && edges.count === firstEdge + 1) {
        const isWhole = edges.low[firstEdge] === 0 && edges.high[firstEdge] === top - bottom;
        if (edges.lineX[firstEdge] === farLeft && isWhole) {
          edges.count = firstEdge;
          isCovered = true;
        }
      }
    }
    return { edges, inside, isCovered };
  }

  /** Boxes are whole numbers, and so is what they are compared with. */
  #around({ left, bottom, right, top }: Area): Box {
    const { baseX, baseY, fractionX, fractionY } = this.#target.frame;
    return new Box(
      baseX + Math.floor(fractionX + left),
      baseY + Math.floor(fractionY + bottom),
      baseX + Math.ceil(fractionX + right),
      baseY + Math.ceil(fractionY + top),
    );
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
