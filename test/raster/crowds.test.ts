/** Unions of polygons that lie upon each other by the thousands. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Box } from "../../src/geometry/index.ts";
import { rasterizeSet } from "../../src/raster/index.ts";
import { surveyPolygons } from "../../src/raster/survey/index.ts";
import { chosenWithin } from "../../src/raster/union/covered-areas.ts";
import { Region } from "../../src/region/index.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { point, rectangle, ring, setOf, squares } from "./support.ts";

test("30,000 rectangles upon each other are their merged polygons, to the bit, in many pixels, few or one", () => {
  const next = randomWhole(3);
  const set = setOf(
    Array.from({ length: 30_000 }, () => {
      const [x, y] = [next(700), next(700)];
      return rectangle(x, y, x + 300 + next(300), y + 300 + next(300));
    }),
  );
  const merged = Region.of(set, { dbu: 1 }).merged().polygons;
  const grids = [squares(8, 170, 150, -20, 10), squares(500, 3, 2, -20, 10), squares(100_000, 1, 1, -5000, -5000)];
  for (const grid of [...grids, { ...squares(9, 150, 150), pixelX: 7, pixelY: 8 }])
    for (const as of ["area", "coverage"] as const)
      assert.deepEqual(
        rasterizeSet(set, grid, { as, dtype: "float64" }),
        rasterizeSet(merged, grid, { as, dtype: "float64", overlap: "sum" }),
      );
});

test("thousands of triangles and knots within three large triangles change nothing", () => {
  const next = randomWhole(4);
  const large = [
    [0, 0, 9000, 700, 1500, 8000],
    [2000, 2000, 9000, 3000, 4000, 9900],
    [500, 9000, 300, 200, 6000, 5100],
  ];
  const small = (count: number) =>
    Array.from({ length: count }, (_, i) => {
      const [x0, y0, x1, y1, x2, y2] = large[i % 3];
      // Corners that are weighted means, pulled to the middle by more than rounding moves them.
      return Array.from({ length: 3 + (i % 2) }, (): [number, number] => {
        const [a, b, c] = [1 + next(1000), 1 + next(1000), 1 + next(1000)].map((weight) => weight + 30);
        const sum = a + b + c;
        return [Math.round((a * x0 + b * x1 + c * x2) / sum), Math.round((a * y0 + b * y1 + c * y2) / sum)];
      });
    }).map((hull) => ({ hull }));
  const hulls = large.map(([x0, y0, x1, y1, x2, y2]) => ({
    hull: [
      [x0, y0],
      [x1, y1],
      [x2, y2],
    ] as [number, number][],
  }));
  for (const grid of [squares(40, 250, 250), squares(3000, 4, 4), squares(10_000, 1, 1)]) {
    const alone = rasterizeSet(setOf(hulls), grid, { as: "area" });
    const crowded = rasterizeSet(setOf([...hulls, ...small(15_000)]), grid, { as: "area" });
    for (const [i, area] of crowded.entries())
      assert.ok(Math.abs(area - alone[i]) <= 1e-10 * grid.pitchX ** 2, `pixel ${i}: ${area}, ${alone[i]}`);
  }
});

const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

test("hundreds of bars through one point cover as much of a raster's pixels as of one that is as large", () => {
  const count = 300;
  const hulls = Array.from({ length: count }, (_, i) => {
    const [cos, sin] = [Math.cos((i * Math.PI) / count), Math.sin((i * Math.PI) / count)];
    const corner = (along: number, across: number): [number, number] => [
      Math.round(along * cos - across * sin),
      Math.round(along * sin + across * cos),
    ];
    return { hull: [corner(-40_000, -10), corner(40_000, -10), corner(40_000, 10), corner(-40_000, 10)] };
  });
  const set = setOf(hulls);
  const sum = (columns: number, size: number) =>
    sumOf(rasterizeSet(set, squares(size, columns, columns, -3200, -3200), { as: "area" }));
  const areas = [sum(64, 100), sum(8, 800), sum(1, 6400)];
  for (const area of areas) assert.ok(Math.abs(area - areas[0]) <= 1e-9 * areas[0], `${areas}`);
});

test("thousands of wedges that meet in a corner within a pixel take no more memory than their edges", () => {
  const count = 20_000;
  const corner = (i: number): [number, number] => [
    Math.round(4e7 * Math.cos((i * Math.PI) / count)),
    Math.round(4e7 * Math.sin((i * Math.PI) / count)),
  ];
  const set = setOf(Array.from({ length: count }, (_, i) => ({ hull: [[0, 0], corner(2 * i), corner(2 * i + 1)] })));
  const coverage = rasterizeSet(set, squares(10, 4, 4, -23, -17), { dtype: "float64" });
  const mean = sumOf(coverage) / 16;
  // Every other of 40,000 angles of the same size, but for the corners, which are rounded to 1 in 3000 of their distance.
  assert.ok(Math.abs(mean - 0.5) < 1e-3, `${mean}`);
});

/** What rounding puts in the wrong order at one crossing must not stay so up to the next vertex. */
function checkUnion(polygons: readonly ExactPolygon[], grid: ReturnType<typeof squares>): void {
  const area = rasterizeSet(setOf(polygons), grid, { as: "area", dtype: "float64" });
  const expected = exactAreas(polygons, grid, "union").map(toNumber);
  const most = 1e-9 * grid.pixelX * grid.pixelY;
  for (const [i, exact] of expected.entries())
    assert.ok(Math.abs(area[i] - exact) <= most, `pixel ${i}: ${area[i]}, ${exact}`);
}

test("edges that cross each other in one point, or nearly, cover their exact areas", () => {
  checkUnion(
    [
      {
        hull: [
          [-5, -3],
          [3, 1],
          [-1, 0],
          [-2, -1],
          [-4, 2],
          [4, -3],
          [-3, -1],
          [-1, 2],
          [1, -3],
          [0, 2],
          [-3, -3],
        ],
      },
    ],
    squares(1, 10, 9, -10, -9),
  );
  checkUnion(
    [
      {
        hull: [
          [6, 8],
          [7, -6],
          [3, -4],
          [8, 7],
          [-2, -4],
          [2, 7],
        ],
      },
      {
        hull: [
          [7, -4],
          [6, 7],
          [-4, -4],
          [3, 7],
        ],
      },
    ],
    squares(2, 7, 2, -7, 0),
  );
  const knot = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })), {
    minLength: 8,
    maxLength: 14,
  });
  fc.assert(
    fc.property(fc.array(knot, { minLength: 1, maxLength: 2 }), (hulls) =>
      checkUnion(
        hulls.map((hull) => ({ hull })),
        squares(2, 5, 5, -5, -5),
      ),
    ),
    { numRuns: 60 },
  );
});

const polygon = fc.record({
  hull: ring,
  holes: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(ring, { maxLength: 2 })),
});

test("what is chosen within an area is all that matters there: beside rational areas", () => {
  fc.assert(
    fc.property(
      fc.array(polygon, { minLength: 1, maxLength: 5 }),
      point,
      fc.integer({ min: 1, max: 25 }),
      (polygons, [x, y], size) => {
        const grid = squares(size, 1, 1, x, y);
        const set = setOf(polygons);
        const survey = surveyPolygons(set, grid);
        const all = Uint32Array.from(polygons.keys());
        const chosen = chosenWithin(set, survey, all, new Box(x, y, x + size, y + size));
        const [area] = exactAreas(polygons, grid, "union").map(toNumber);
        if (chosen === null) assert.equal(area, size * size);
        else {
          const kept = [...chosen].map((index): ExactPolygon => polygons[index]);
          assert.equal(kept.length === 0 ? 0 : toNumber(exactAreas(kept, grid, "union")[0]), area);
        }
      },
    ),
  );
});
