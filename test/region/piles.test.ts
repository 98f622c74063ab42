/** Polygons whose edges cross far more often than there are edges: piles, grids of lines, gratings at an angle. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { background, isReticleError, polygon, Region, rect } from "../../src/index.ts";
import { withoutPython } from "../support/project.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { askKLayout } from "./klayout.ts";

/** A bar of that many database units around (x, y), turned by an angle in radians. */
function addBar(to: PolygonSetBuilder, x: number, y: number, long: number, wide: number, angle: number): void {
  const [c, s] = [Math.cos(angle) / 2, Math.sin(angle) / 2];
  const corner = (u: number, v: number) => [Math.round(x + u * c - v * s), Math.round(y + u * s + v * c)];
  to.polygon([corner(-long, -wide), corner(long, -wide), corner(long, wide), corner(-long, wide)].flat());
}

function pile(count: number, seed: number): Region {
  const random = randomNumbers(seed);
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < count; i++)
    addBar(builder, 5e4 * random(), 5e4 * random(), 4e3 * random() + 400, 4e3 * random() + 400, 7 * random());
  return Region.of(builder.build());
}

/** Lines of 20 units every 1000 units, half of them across the others, at an angle that has no grid. */
function grid(lines: number): Region {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < lines; i++) {
    const angle = i % 2 === 0 ? 0.7 : 0.7 + Math.PI / 2;
    const at = (i >> 1) * 1000 - lines * 250;
    addBar(builder, -at * Math.sin(angle), at * Math.cos(angle), lines * 600, 20, angle);
  }
  return Region.of(builder.build());
}

const isTooMuch = (error: unknown) =>
  isReticleError(error, "RegionError") &&
  error.code === "crossing-limit" &&
  /cross in more than 4,/.test(error.message);

test("a pile of 6000 bars: KLayout's union to half a unit for each of its parts' levels", {
  skip: withoutPython,
}, async () => {
  const a = pile(6000, 1);
  const [theirs] = await askKLayout([{ a, ours: a.merged(), python: "a.merged()" }]);
  // Parts of parts, and the whole: three times half a unit in x and in y.
  assert.ok(theirs.apart <= 1.5 * Math.SQRT2 * theirs.perimeter, `${theirs.apart} of ${theirs.area} apart`);
  assert.equal(a.merged().engine, "sweep");
});

test("piles: the same polygons with one thread and with three", () => {
  const one = pile(3000, 2);
  const other = pile(3000, 3);
  const results = [1, 3].map((threads) => {
    Region.threads = threads;
    const { xy, rings, polygons } = one.or(other).polygons;
    return { xy, rings, polygons };
  });
  Region.threads = 1;
  assert.deepEqual(results[0], results[1]);
});

test("two piles: their areas add up to those of union and intersection", () => {
  const [a, b] = [pile(4000, 4), pile(4000, 5)];
  const [both, common, rest] = [a.or(b), a.and(b), a.not(b)];
  const near = (one: number, other: number) =>
    assert.ok(Math.abs(one - other) <= 4 * 0.0015 * (a.perimeter + b.perimeter), `${one} ${other}`);
  near(both.area + common.area, a.area + b.area);
  near(rest.area, a.area - common.area);
});

test("a grid of 600 slanted lines: every crossing is there once", () => {
  const count = 600;
  // Euler: of a connected grid of 300 × 300 lines, which reach beyond each other, the holes are 299 × 299.
  const merged = grid(count).merged();
  assert.equal(merged.count, 1);
  assert.equal(merged.polygons.ringCount, 1 + 299 ** 2);
});

test("a grid of 2000 slanted lines, whose 4,000,000 crossings are just few enough, is united", () => {
  // The limit is 4,226,304 for 8000 edges: none of them counts twice.
  assert.equal(grid(2000).merged().polygons.ringCount, 1 + 999 ** 2);
});

test("a grid of 4000 slanted lines, with four million crossings, is an error, here and in the background", async () => {
  const region = grid(4000);
  assert.throws(() => region.merged(), isTooMuch);
  await assert.rejects(background(region).merged(), isTooMuch);
});

test("20,000 lines at 45° side by side stay as they are", () => {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 20_000; i++) addBar(builder, 300 * i, -300 * i, 8e6, 200, Math.PI / 4);
  const set = builder.build();
  const merged = Region.of(set).merged();
  assert.equal(merged.count, 20_000);
  assert.equal(merged.polygons.vertexCount, set.vertexCount);
});

test("thousands of polygons in one point: a star of 2,400 spokes", () => {
  const count = 2400;
  const at = (k: number): [number, number] => [
    900 * Math.cos((Math.PI * k) / count),
    900 * Math.sin((Math.PI * k) / count),
  ];
  const spokes = Array.from({ length: count }, (_, k) => polygon([[0, 0], at(2 * k), at(2 * k + 1)]));
  const sum = spokes.reduce((area, spoke) => area + spoke.area, 0);
  const star = Region.or(spokes);
  // Near the centre the spokes are thinner than a database unit: what rounding makes of them there is little.
  assert.ok(Math.abs(star.area - sum) < 1e-5 * sum, `${star.area} is not ${sum}`);
  const rest = rect(2000).not(spokes);
  assert.ok(Math.abs(rest.area + star.area - 4e6) < 1e-5 * sum);
  assert.ok(rest.triangulate().count >= 2 * count);
});
