/**
 * Unions of crowds: polygons that lie upon each other so often that listing which tiles they touch would take longer than
 * everything else, as arrays of arrays do that a small file may hold. Copies count once; what one polygon covers is full, however
 * many others lie there; of the rest, what is along the axes is swept column by column, and all else is cut in four until there is
 * little in each part.
 */
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import type { KernelName } from "../coverage/index.ts";
import { hasColumns, hasUnits, unionByColumns, unionByUnits } from "../manhattan/index.ts";
import { boundsOf, type PixelGrid, partOfGrid } from "../pixel-grid.ts";
import type { Survey } from "../survey/index.ts";
import type { TileLists, TileRanges } from "./contested-tiles.ts";
import { chosenWithin } from "./covered-areas.ts";
import { distinctPolygons } from "./distinct-polygons.ts";

/** Tiles that each polygon touches on average, and all together, in what is no crowd. */
const fewTouches = 16;
const leastTouches = 2 ** 22;
/** Polygons of a contested tile, on average, in what is no crowd. */
const fewInTile = 2048;

/** True where listing which tiles polygons touch would take too long. */
export function isCrowd({ touches, ranges }: TileRanges): boolean {
  return touches > leastTouches && touches > fewTouches * (ranges.length / 4);
}

/** True where the polygons of contested tiles are too many for a sweep. */
export function hasCrowds({ contested, starts }: TileLists): boolean {
  let [count, tiles] = [0, 0];
  for (let tile = 0; tile < contested.length; tile++) {
    if (contested[tile] === 0) continue;
    count += starts[tile + 1] - starts[tile];
    tiles++;
  }
  return count > fewInTile * tiles;
}

export interface Crowd {
  readonly set: PolygonSet;
  readonly survey: Survey;
  readonly grid: PixelGrid;
  readonly as: "coverage" | "area";
  readonly kernel: KernelName;
  readonly check?: (() => void) | undefined;
  /** Gives the union of a set on a grid, in an array of its own; which polygons are not simple is known. */
  rasterizePart(set: PolygonSet, grid: PixelGrid, isKnotted: Uint8Array): Float32Array | Float64Array;
}

/** Writes the union to `out`; false, and nothing written, where there is nothing to be gained. */
export function rasterizeCrowd(crowd: Crowd, out: Float32Array | Float64Array): boolean {
  const { set, survey, grid, as, kernel, check } = crowd;
  const area = grid.pixelX * grid.pixelY;
  if (hasUnits(survey, grid)) {
    unionByUnits(set, survey, grid, as === "area" ? 1 : area, out, kernel);
    return true;
  }
  const all = new Uint32Array(set.count).map((_, polygon) => polygon);
  const seen = chosenWithin(set, survey, all, boundsOf(grid));
  if (seen === null) {
    out.fill(as === "area" ? area : 1);
    return true;
  }
  const distinct = distinctPolygons(set, seen);
  if (distinct.length <= set.count / 2) {
    out.set(crowd.rasterizePart(setOf(set, distinct), grid, knottedOf(crowd)(distinct)));
    return true;
  }
  if (hasColumns(survey, grid) && unionByColumns(set, survey, grid, as === "area" ? 1 : area, out, check)) return true;
  if (grid.columns * grid.rows === 1) return false;
  rasterizeQuarters(crowd, distinct, as === "area" ? area : 1, out);
  return true;
}

/** @param full value of a pixel that is covered */
function rasterizeQuarters(crowd: Crowd, listed: Uint32Array, full: number, out: Float32Array | Float64Array): void {
  const { set, survey, grid, rasterizePart } = crowd;
  const isKnotted = knottedOf(crowd);
  // All are chosen first: what a part does overwrites the survey.
  const parts = quarters(grid).map(({ part, index }) => {
    const area = boundsOf(part);
    const chosen = chosenWithin(set, survey, listed, area);
    return { part, index, chosen: chosen && { set: setOf(set, chosen), isKnotted: isKnotted(chosen) } };
  });
  for (const { part, index, chosen } of parts) {
    const values = chosen && rasterizePart(chosen.set, part, chosen.isKnotted);
    for (let row = 0; row < part.rows; row++) {
      const at = index + row * grid.columns;
      if (values === null) out.fill(full, at, at + part.columns);
      else out.set(values.subarray(row * part.columns, (row + 1) * part.columns), at);
    }
  }
}

/** At most four parts of a grid, and the number of the first pixel of each. */
function quarters(grid: PixelGrid): { readonly part: PixelGrid; readonly index: number }[] {
  const { columns, rows } = grid;
  const [width, height] = [Math.ceil(columns / 2), Math.ceil(rows / 2)];
  return [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ]
    .filter(([column, row]) => column < columns && row < rows)
    .map(([column, row]) => ({
      part: partOfGrid(grid, column, row, Math.min(width, columns - column), Math.min(height, rows - row)),
      index: row * columns + column,
    }));
}

/** 1 for each of some polygons that is not simple. */
function knottedOf({ set, survey }: Crowd): (chosen: Uint32Array) => Uint8Array {
  const isKnotted = new Uint8Array(set.count);
  for (const polygon of survey.knotted) isKnotted[polygon] = 1;
  return (chosen) => Uint8Array.from(chosen, (polygon) => isKnotted[polygon]);
}

function setOf(set: PolygonSet, chosen: Uint32Array): PolygonSet {
  const builder = new PolygonSetBuilder();
  builder.appendChosen(set, chosen);
  return builder.view();
}
