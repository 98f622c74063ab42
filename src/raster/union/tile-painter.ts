/**
 * Tiles of a raster whose polygons need winding numbers. Where a sweep over all edges of a tile takes too long, the tile is
 * halved, the way that leaves fewer edges, down to parts of one pixel.
 */
import { Box, type PolygonSet } from "../../geometry/index.ts";
import { CoverageBuffer, type EdgeFrame } from "../coverage/index.ts";
import type { PixelGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import { chosenWithin } from "./covered-areas.ts";
import { type Area, EdgeClipper, EdgeList, edgesOfHalves } from "./edge-list.ts";
import { TileSweep } from "./tile-sweep.ts";

/** Pixels of more work, or of more steps where edges cross, are halved. */
const mostWork = 16_000;
const stepsOfPixels = 100_000;
/** Steps of a sweep in one pixel, with its edges as they are and with what lies outside cut off. */
const mostSteps = 2500;
/** More for each edge, where that is many. */
const stepsAsTheyAre = 6;
const stepsCutOff = 24;

/** With more polygons in a tile, one that covers it is looked for. */
export const manyPolygons = 100;

/** So many halvings leave a quarter of lines that go anywhere. */
const someHalvings = 4;
/** Halving is given up where that has left more than three quarters of the edges so many times. */
const mostStuck = 9;
/** Where they lie along each other, so that both halves have them, it counts so many times. */
const stuckAlong = 3;

export interface UnionTarget {
  readonly grid: PixelGrid;
  readonly frame: EdgeFrame;
  readonly out: Float32Array | Float64Array;
  readonly as: "coverage" | "area";
  /** Called before each sweep, and within long ones: what it throws ends the work. */
  readonly check?: (() => void) | undefined;
}

/** A block of pixels. */
interface Block {
  readonly column: number;
  readonly row: number;
  readonly columns: number;
  readonly rows: number;
}

/** Whether halving helps. */
interface Progress {
  readonly halvings: number;
  /** Edges before them. */
  readonly before: number;
  /** How many times so many halvings have left most of the edges. */
  readonly stuck: number;
}

/** @param inHalves  edges of both halves together */
function progressOf({ halvings, before, stuck }: Progress, count: number, inHalves: number): Progress {
  if (halvings + 1 < someHalvings) return { halvings: halvings + 1, before, stuck };
  const next = { halvings: 0, before: count };
  if (count <= 0.75 * before) return { ...next, stuck };
  return { ...next, stuck: stuck + (inHalves > 1.8 * count ? stuckAlong : 1) };
}

export class TilePainter {
  readonly #set: PolygonSet;
  readonly #survey: Survey;
  readonly #size: number;
  readonly #target: UnionTarget;
  readonly #tolerance: number;
  readonly #buffers = new Map<string, CoverageBuffer>();
  /** Made for the first row that has a tile for it. */
  #clipper: EdgeClipper | null = null;
  #sweep: TileSweep | null = null;
  /** Edges of the tile row, and where those of each polygon start and end; a polygon counts where its stamp is the row's. */
  readonly #rowEdges = new EdgeList();
  #rowStart = new Uint32Array(0);
  #rowEnd = new Uint32Array(0);
  #stamp = new Int32Array(0);
  #row = 0;
  /** Edges of the areas that the one at hand is a part of, and of what is swept. */
  readonly #levels: EdgeList[] = [];
  readonly #swept = new EdgeList();

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
    const owners = { polygonOf, hullOf: polygons };
    this.#clipper = new EdgeClipper(owners);
    return new TileSweep(owners, this.#target.check);
  }

  /** Does tiles of a row of tiles, each with the polygons that are in it. */
  paintRow(row: number, columns: readonly number[], lists: readonly Uint32Array[]): void {
    this.#collectRow(row, lists);
    // Each tile looks through all edges of its polygons; those of long polygons are halved before.
    let looks = 0;
    for (const polygons of lists)
      for (let i = 0; i < polygons.length; i++) looks += this.#rowEnd[polygons[i]] - this.#rowStart[polygons[i]];
    const inHalves = 2 * Math.ceil(Math.log2(columns.length)) * this.#rowEdges.count;
    if (looks > inHalves && this.#rowEdges.count > 0) {
      this.#paintTiles(columns, 0, columns.length, this.#rowEdges, 0);
      return;
    }
    for (const [i, column] of columns.entries()) this.#paintTile(this.#tile(column), lists[i]);
  }

  /** Collects the edges of all polygons in tiles of a row. */
  #collectRow(row: number, lists: readonly Uint32Array[]): void {
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

  #tile(column: number): Block {
    const { grid } = this.#target;
    const size = this.#size;
    const columns = Math.min(size, grid.columns - column * size);
    const rows = Math.min(size, grid.rows - this.#row * size);
    return { column: column * size, row: this.#row * size, columns, rows };
  }

  /** Some of the tiles of the row, from what is left of edges where they lie. */
  #paintTiles(columns: readonly number[], first: number, end: number, from: EdgeList, depth: number): void {
    const left = this.#tile(columns[first]);
    const last = this.#tile(columns[end - 1]);
    const area = this.#areaOf({ ...left, columns: last.column + last.columns - left.column });
    const edges = this.#level(depth);
    if (this.#clipper!.clip(from, 0, from.count, area, edges)) {
      for (let i = first; i < end; i++) this.#fill(this.#tile(columns[i]));
    } else if (end - first === 1) {
      this.#clear(left);
      this.#paint(left, edges, depth + 1);
    } else {
      const middle = (first + end) >> 1;
      this.#paintTiles(columns, first, middle, edges, depth + 1);
      this.#paintTiles(columns, middle, end, edges, depth + 1);
    }
  }

  #paintTile(tile: Block, polygons: Uint32Array): void {
    const area = this.#areaOf(tile);
    const around = this.#around(area);
    const { boxes } = this.#survey;
    const edges = this.#level(0);
    for (let i = 0; i < polygons.length; i++) {
      const polygon = polygons[i];
      const b = 4 * polygon;
      if (boxes[b] >= around.right || boxes[b + 1] >= around.top) continue;
      if (boxes[b + 2] <= around.left || boxes[b + 3] <= around.bottom) continue;
      const [first, end] = [this.#rowStart[polygon], this.#rowEnd[polygon]];
      if (!this.#clipper!.clip(this.#rowEdges, first, end, area, edges)) continue;
      this.#fill(tile);
      return;
    }
    this.#clear(tile);
    this.#paint(tile, edges, 1);
  }

  /** Fills a block of pixels that one of many polygons covers: whatever else is there needs no look. */
  fillsCovered(block: Block, polygons: Uint32Array): boolean {
    if (polygons.length <= manyPolygons) return false;
    if (chosenWithin(this.#set, this.#survey, polygons, this.#around(this.#areaOf(block))) !== null) return false;
    this.#fill(block);
    return true;
  }

  #areaOf({ column, row, columns, rows }: Block): Area {
    const { pitchX, pitchY } = this.#target.grid;
    const [left, bottom] = [column * pitchX, row * pitchY];
    return { left, bottom, right: (column + columns) * pitchX, top: (row + rows) * pitchY };
  }

  #fill(block: Block): void {
    const { grid, as } = this.#target;
    this.#setAll(block, as === "area" ? grid.pixelX * grid.pixelY : 1);
  }

  #clear(block: Block): void {
    this.#setAll(block, 0);
  }

  #setAll({ column, row, columns, rows }: Block, value: number): void {
    const { grid, out } = this.#target;
    for (let i = row * grid.columns + column, r = 0; r < rows; r++, i += grid.columns) out.fill(value, i, i + columns);
  }

  #level(depth: number): EdgeList {
    this.#levels[depth] ??= new EdgeList();
    this.#levels[depth].count = 0;
    return this.#levels[depth];
  }

  /** A block of pixels that is 0 so far, from the edges in it. */
  #paint(block: Block, edges: EdgeList, depth: number): void {
    if (edges.count === 0) return;
    const { grid, out, as } = this.#target;
    const { column, row, columns, rows } = block;
    const { pitchX, pitchY, pixelX, pixelY } = grid;
    const area = this.#areaOf(block);
    const index = row * grid.columns + column;
    const buffer = this.#buffer(columns, rows, pitchX, pitchY, pixelX, pixelY);
    const isOne = columns * rows === 1;
    const isDone = isOne
      ? this.#sweeps(edges, area, buffer)
      : edges.work(area.top - area.bottom) <= mostWork && this.#sweepsWithin(stepsOfPixels, edges, area, buffer, false);
    if (isDone) {
      buffer.write(out, index, grid.columns, rows, as, 1);
      return;
    }
    if (isOne) {
      const pixel: Area = { ...area, right: area.left + pixelX, top: area.bottom + pixelY };
      const covered = Math.min(
        pixelX * pixelY,
        this.#partOfPixel(pixel, edges, depth, { halvings: 0, before: edges.count, stuck: 0 }),
      );
      out[index] = as === "area" ? covered : covered / (pixelX * pixelY);
      return;
    }
    const [w, h] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
    const { besides, stacked } = edgesOfHalves(edges, area, (column + w) * pitchX, (row + h) * pitchY);
    const parts: Block[] =
      rows === 1 || (columns > 1 && besides <= stacked)
        ? [
            { ...block, columns: w },
            { ...block, column: column + w, columns: columns - w },
          ]
        : [
            { ...block, rows: h },
            { ...block, row: row + h, rows: rows - h },
          ];
    for (const part of parts) {
      const inPart = this.#level(depth);
      if (this.#clipper!.clip(edges, 0, edges.count, this.#areaOf(part), inPart)) this.#fill(part);
      else this.#paint(part, inPart, depth + 1);
    }
  }

  /**
   * The area covered within a part of one pixel, which is halved while a sweep takes too long and that helps: edges that
   * lie upon each other stay together, and are no trouble to the sweep.
   */
  #partOfPixel(area: Area, from: EdgeList, depth: number, progress: Progress): number {
    const edges = this.#level(depth);
    const width = area.right - area.left;
    const height = area.top - area.bottom;
    if (this.#clipper!.clip(from, 0, from.count, area, edges)) return width * height;
    if (edges.count === 0) return 0;
    const buffer = this.#buffer(1, 1, width, height, width, height);
    if (this.#sweeps(edges, area, buffer)) return areaIn(buffer);
    const x = area.left + width / 2;
    const y = area.bottom + height / 2;
    const { besides, stacked } = edgesOfHalves(edges, area, x, y);
    const next = progressOf(progress, edges.count, Math.min(besides, stacked));
    if (next.stuck >= mostStuck) {
      this.#sweepsWithin(Infinity, edges, area, buffer, false);
      return areaIn(buffer);
    }
    const [first, second] =
      besides <= stacked
        ? [
            { ...area, right: x },
            { ...area, left: x },
          ]
        : [
            { ...area, top: y },
            { ...area, bottom: y },
          ];
    return this.#partOfPixel(first, edges, depth + 1, next) + this.#partOfPixel(second, edges, depth + 1, next);
  }

  /** Adds what the edges in an area enclose to an empty buffer of it; false where that takes too many steps. */
  #sweeps(edges: EdgeList, area: Area, buffer: CoverageBuffer): boolean {
    // As they are, edges that meet in one point end at few heights; cut off, lines that go anywhere cross few others.
    if (this.#sweepsWithin(mostSteps + stepsAsTheyAre * edges.count, edges, area, buffer, false)) return true;
    return this.#sweepsWithin(mostSteps + stepsCutOff * edges.count, edges, area, buffer, true);
  }

  /** @param cuts  edges are cut off outside of the area */
  #sweepsWithin(budget: number, edges: EdgeList, area: Area, buffer: CoverageBuffer, cuts: boolean): boolean {
    this.#target.check?.();
    this.#clipper!.seenFrom(edges, area, cuts, this.#swept);
    buffer.clear(0);
    return this.#sweep!.run(this.#swept, buffer, this.#tolerance, budget);
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

function areaIn(buffer: CoverageBuffer): number {
  const out = new Float64Array(1);
  buffer.write(out, 0, 1, 1, "area", Infinity);
  return out[0];
}
