/** Unions of what has so many edges in a pixel, or in a tile, that no sweep takes all of them at once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { rasterizeSet } from "../../src/raster/index.ts";
import { exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { setOf, squares } from "./support.ts";

const side = 1_024_000;
const sum = (values: ArrayLike<number>) => Array.prototype.reduce.call(values, (a, b) => a + b, 0) as number;

/** A bar with slanted teeth, and a loop at its end, so that no part of it is simple. */
function comb(teeth: number): Int32Array {
  const pitch = side / teeth;
  const points = [0, 0, side, 0, side, 1000];
  for (let i = teeth - 1; i >= 0; i--) {
    const x = Math.round(i * pitch);
    points.push(x + 20, 1000, x + 320, 900_000, x + 300, 900_000, x, 1000);
  }
  points.push(0, 500, -10, 510, -10, 500, 0, 510);
  return Int32Array.from(points);
}

test("a knotted comb of 20,000 slanted teeth has the area of its teeth in any pixels", () => {
  const builder = new PolygonSetBuilder();
  builder.polygon(comb(20_000));
  const set = builder.build();
  // The bar, teeth of 20 by 899,000, and the loop: two triangles of base 10 and height 5 right and left of its crossing.
  const area = side * 1000 + 20_000 * 20 * 899_000;
  for (const grid of [squares(16_000, 66, 64, -16_000, 0), squares(600_000, 2, 2, -16_000, 0)]) {
    const values = rasterizeSet(set, grid, { as: "area" });
    assert.ok(Math.abs(sum(values) - (area + 50)) < 1e-9 * area, `${sum(values)}, and not ${area + 50}`);
  }
});

test("3,000 triangles that meet in one point, and overlap nowhere, add up", () => {
  const builder = new PolygonSetBuilder();
  const at = (angle: number) => [Math.round(1e6 * Math.cos(angle)), Math.round(1e6 * Math.sin(angle))];
  for (let i = 0; i < 3000; i++) {
    const turn = (2 * Math.PI) / 3000;
    builder.polygon([0, 0, ...at(i * turn), ...at((i + 0.5) * turn)]);
  }
  const set = builder.build();
  for (const grid of [squares(1e6, 2, 2, -1e6, -1e6), squares(700_001, 3, 3, -1e6 - 13, -1e6 - 7)]) {
    const expected = rasterizeSet(set, grid, { as: "area", overlap: "sum" });
    for (const [i, value] of rasterizeSet(set, grid, { as: "area" }).entries())
      assert.ok(Math.abs(value - expected[i]) <= 1e-9 * grid.pitchX ** 2, `pixel ${i}: ${value}, ${expected[i]}`);
  }
});

test("polygons of random points that cross themselves thousands of times have the same area in one pixel and in many", () => {
  const next = randomWhole(11);
  const points = Array.from({ length: 400 }, (): [number, number] => [next(side), next(side)]);
  const set = setOf([{ hull: points }]);
  const one = rasterizeSet(set, squares(side, 1, 1), { as: "area" });
  const many = rasterizeSet(set, squares(side / 64, 64, 64), { as: "area" });
  assert.ok(Math.abs(one[0] - sum(many)) < 1e-11 * side ** 2, `${one[0]}, ${sum(many)}`);
});

test("a star of 601 points that is drawn through its middle is exactly full there", () => {
  const count = 601;
  const hull = Array.from({ length: count }, (_, i): [number, number] => {
    const angle = (2 * Math.PI * 300 * i) / count;
    return [Math.round(30_000 * Math.cos(angle)), Math.round(30_000 * Math.sin(angle))];
  });
  // Each point is the end of a spike of π/601, and its neighbours are 2π/601 away: the spikes meet at a third of the radius.
  const values = rasterizeSet(setOf([{ hull }]), squares(2000, 31, 31, -31_000, -31_000));
  for (const [i, value] of values.entries()) {
    const [x, y] = [(i % 31) - 15, Math.floor(i / 31) - 15];
    // Of the corner that is farthest out.
    const distance = 2000 * Math.hypot(Math.abs(x) + 0.5, Math.abs(y) + 0.5);
    if (distance < 9_900) assert.equal(value, 1, `${x}, ${y}`);
  }
});

test("40 random points in few pixels: beside rational areas", () => {
  const next = randomWhole(12);
  for (let round = 0; round < 2; round++) {
    const hull = Array.from({ length: 40 }, (): [number, number] => [next(1000), next(1000)]);
    const grid = squares(500, 2, 2);
    const expected = exactAreas([{ hull }], grid, "union").map(toNumber);
    for (const [i, value] of rasterizeSet(setOf([{ hull }]), grid, { as: "area" }).entries())
      assert.ok(Math.abs(value - expected[i]) <= 500 ** 2 * 2 ** -39, `pixel ${i}: ${value}, exactly ${expected[i]}`);
  }
});
