/** Crowds along the axes, swept column by column, beside counting square units one by one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type PixelGrid, rasterizeSet } from "../../src/raster/index.ts";
import { hasColumns, unionByColumns } from "../../src/raster/manhattan/index.ts";
import { surveyPolygons } from "../../src/raster/survey/index.ts";
import type { ExactPolygon } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { rectangle, setOf } from "./support.ts";

interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How thick, all around; whole where it leaves no hole. */
  readonly rim: number;
}

const isWhole = ({ width, height, rim }: Frame) => 2 * rim >= Math.min(width, height);
function polygonOf(frame: Frame, isReversed: boolean): ExactPolygon {
  const { x, y, width, height, rim } = frame;
  const { hull } = rectangle(x, y, x + width, y + height);
  const hole = rectangle(x + rim, y + rim, x + width - rim, y + height - rim).hull;
  const turned = isReversed ? [...hull].reverse() : hull;
  return isWhole(frame) ? { hull: turned } : { hull: turned, holes: [hole] };
}
function covers(frame: Frame, column: number, row: number): boolean {
  const inside = (air: number) =>
    column >= frame.x + air &&
    column < frame.x + frame.width - air &&
    row >= frame.y + air &&
    row < frame.y + frame.height - air;
  return inside(0) && (isWhole(frame) || !inside(frame.rim));
}
function counted(frames: readonly Frame[], grid: PixelGrid): number[] {
  const { originX, originY, pitchX, pitchY, pixelX, pixelY, columns, rows } = grid;
  return Array.from({ length: rows * columns }, (_, pixel) => {
    const [x, y] = [originX + (pixel % columns) * pitchX, originY + Math.floor(pixel / columns) * pitchY];
    let area = 0;
    for (let row = y; row < y + pixelY; row++)
      for (let column = x; column < x + pixelX; column++)
        if (frames.some((frame) => covers(frame, column, row))) area++;
    return area;
  });
}

test("random frames and rectangles upon each other: as many units as are counted, at 10⁹ too", () => {
  const below = randomWhole(5);
  for (let i = 0; i < 60; i++) {
    const far = i % 3 === 0 ? 1_000_000_000 : 0;
    const frames = Array.from({ length: 1 + below(25) }, () => ({
      x: far + below(60) - 10,
      y: below(60) - 10 - far,
      width: 1 + below(50),
      height: 1 + below(50),
      rim: 1 + below(12),
    }));
    const [pitchX, pitchY] = [1 + below(20), 1 + below(20)];
    const grid = {
      originX: far + below(20) - 10,
      originY: below(20) - 10 - far,
      pitchX,
      pitchY,
      pixelX: 1 + below(pitchX),
      pixelY: 1 + below(pitchY),
      columns: 1 + below(6),
      rows: 1 + below(6),
    };
    const set = setOf(frames.map((frame, k) => polygonOf(frame, k % 2 === 0)));
    const survey = surveyPolygons(set, grid);
    assert.ok(hasColumns(survey, grid));
    const out = new Float64Array(grid.columns * grid.rows).fill(-1);
    assert.ok(unionByColumns(set, survey, grid, 1, out));
    assert.deepEqual([...out], counted(frames, grid), `${i}`);
  }
});

test("frames in frames by the thousands, on pixels that are larger than many of them", () => {
  // Rings one wide, one apart, around (0, 0): a half plus the border of the innermost and outermost.
  const frames = Array.from({ length: 6000 }, (_, i) => {
    const reach = 10 + 2 * i;
    return { x: -reach, y: -reach, width: 2 * reach, height: 2 * reach, rim: 1 };
  });
  const size = 8192;
  const grid = {
    originX: -2 * size,
    originY: -2 * size,
    pitchX: size,
    pitchY: size,
    pixelX: size,
    pixelY: size,
    columns: 4,
    rows: 4,
  };
  const set = setOf(frames.map((frame) => polygonOf(frame, false)));
  const areas = rasterizeSet(set, grid, { as: "area" });
  let sum = 0;
  for (const area of areas) sum += area;
  // (2 r)² − (2 r − 2)² = 8 r − 4 of each.
  assert.equal(
    sum,
    frames.reduce((all, { width }) => all + 4 * width - 4, 0),
  );
  // A middle pixel is the square from 0 to 8192 in x and y: of the ring at reach r, r + r − 1 units while r ≤ 8192.
  const inMiddle = frames.reduce((all, { width }) => all + (width / 2 <= size ? width - 1 : 0), 0);
  for (const pixel of [5, 6, 9, 10]) assert.equal(areas[pixel], inMiddle);
});
