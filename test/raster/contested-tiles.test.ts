/** Which tiles need a sweep: those in which two polygons overlap. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { surveyPolygons } from "../../src/raster/survey/index.ts";
import { contestedTiles, tileRanges } from "../../src/raster/union/contested-tiles.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { rectangle, setOf, squares } from "./support.ts";

test("tiles full of lines side by side are contested where two of them overlap, whichever way they run", () => {
  const next = randomWhole(7);
  for (const isWide of [true, false]) {
    for (let round = 0; round < 30; round++) {
      // Lines of 1 unit every 2, in any order, and one line over two of them: more in a tile than are compared as they come.
      const lines = Array.from({ length: 320 }, (_, i) => [2 * i, 2 * i + 1]);
      for (let i = lines.length - 1; i > 0; i--) {
        const j = next(i + 1);
        [lines[i], lines[j]] = [lines[j], lines[i]];
      }
      const first = 2 * next(319);
      const ends = [next(300), 320 + next(300)];
      const box = ([low, high]: number[], from: number, to: number) =>
        isWide ? rectangle(from, low, to, high) : rectangle(low, from, high, to);
      const set = setOf([...lines.map((line) => box(line, 0, 640)), box([first, first + 3], ends[0], ends[1])]);
      const grid = squares(1, 640, 640);
      const survey = surveyPolygons(set, grid);
      const tiles = contestedTiles(tileRanges(survey.boxes, grid), survey, grid)!;
      const overlapped = [
        [first, first + 1],
        [first + 2, first + 3],
      ];
      const { size, across, contested, starts } = tiles;
      assert.ok(starts[1] - starts[0] > 24);
      const meets = (tile: number, low: number, high: number) => low < (tile + 1) * size && high > tile * size;
      const expected = Array.from(contested, (_, tile) => {
        const [column, row] = [tile % across, Math.floor(tile / across)];
        const [along, beside] = isWide ? [column, row] : [row, column];
        return +(meets(along, ends[0], ends[1]) && overlapped.some(([low, high]) => meets(beside, low, high)));
      });
      assert.deepEqual([...contested], expected);
    }
  }
});
