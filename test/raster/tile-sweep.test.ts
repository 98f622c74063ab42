/** Edges that cross each other by the dozen, upon each other and in common points, beside exact arithmetic. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CoverageBuffer } from "../../src/raster/coverage/index.ts";
import { rasterizeSet } from "../../src/raster/index.ts";
import { EdgeList } from "../../src/raster/union/edge-list.ts";
import { TileSweep } from "../../src/raster/union/tile-sweep.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { setOf, squares } from "./support.ts";

/** Whole numbers from one to another, the same in every run. */
function wholeFrom(seed: number): (least: number, most: number) => number {
  const below = randomWhole(seed);
  return (least, most) => least + below(most - least + 1);
}

type Point = readonly [number, number];

/** A strip from one point to another, `height` high. */
const strip = ([x0, y0]: Point, [x1, y1]: Point, height: number): ExactPolygon => ({
  hull: [
    [x0, y0],
    [x1, y1],
    [x1, y1 + height],
    [x0, y0 + height],
  ],
});
/** Columns that lean, each upon the side of the one before, and strips across them. */
function columns(whole: (least: number, most: number) => number): ExactPolygon[] {
  const lean = whole(-6, 6);
  const leaning = Array.from({ length: whole(2, 6) }, (_, i): ExactPolygon => {
    const x = 4 * i;
    return {
      hull: [
        [x, 0],
        [x + 4, 0],
        [x + 4 + lean, 40],
        [x + lean, 40],
      ],
    };
  });
  const across = Array.from({ length: whole(2, 5) }, () => strip([-10, whole(0, 40)], [40, whole(0, 40)], whole(1, 5)));
  return [...leaning, ...across];
}
/** Lines through points of a grid, many of which meet in one point. */
function lines(whole: (least: number, most: number) => number): ExactPolygon[] {
  const ways = [
    [1, 1],
    [1, -1],
    [1, 2],
    [2, 1],
    [1, -2],
    [2, -1],
  ];
  return Array.from({ length: whole(3, 10) }, () => {
    const [dx, dy] = ways[whole(0, 5)];
    const [x, y] = [whole(10, 30), whole(10, 30)];
    return strip([x - 8 * dx, y - 8 * dy], [x + 8 * dx, y + 8 * dy], whole(1, 2));
  });
}

for (const [name, make] of Object.entries({ columns, lines })) {
  test(`random ${name} that cross and touch: within 2⁻³⁹ of a pixel of exact areas`, () => {
    const whole = wholeFrom(11);
    for (let i = 0; i < 40; i++) {
      const polygons = make(whole);
      const size = whole(5, 20);
      const grid = squares(size, Math.ceil(40 / size), Math.ceil(40 / size));
      const expected = exactAreas(polygons, grid, "union").map(toNumber);
      for (const [pixel, value] of rasterizeSet(setOf(polygons), grid, { as: "area" }).entries())
        assert.ok(Math.abs(value - expected[pixel]) <= size ** 2 * 2 ** -39, `${i}: pixel ${pixel}`);
    }
  });
}

test("a sweep that keeps few crossings at a time finds the same areas", () => {
  const whole = wholeFrom(3);
  const count = 60;
  const edges = new EdgeList();
  for (let ring = 0; ring < count; ring++) {
    const [x, slope] = [whole(0, 1000), whole(-1000, 1000) / 1000];
    edges.push(x, 0, slope, 0, 1000, ring, 1);
    edges.push(x + whole(1, 20), 0, slope, 0, 1000, ring, -1);
  }
  const places = Uint32Array.from({ length: count + 1 }, (_, i) => i);
  const owners = { polygonOf: places.subarray(0, count), hullOf: places };
  const areas = (most?: number) => {
    const size = { columns: 10, rows: 10, pitchX: 100, pitchY: 100, pixelX: 100, pixelY: 100 };
    const buffer = new CoverageBuffer(size);
    buffer.clear(0);
    assert.ok(new TileSweep(owners, () => {}, most).run(edges, buffer, 1e-10, Infinity));
    const out = new Float64Array(100);
    buffer.write(out, 0, 10, 10, "area", Infinity);
    return out;
  };
  const atOnce = areas();
  assert.ok(atOnce.some((area) => area > 0 && area < 9999));
  for (const most of [20, 300])
    for (const [pixel, area] of areas(most).entries()) assert.ok(Math.abs(area - atOnce[pixel]) < 1e-7, `${most}`);
});
