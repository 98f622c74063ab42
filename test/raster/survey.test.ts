/** The two ways to look at polygons, WebAssembly and TypeScript, find the same out. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hullBoxes } from "../../src/geometry/index.ts";
import type { PixelGrid } from "../../src/raster/index.ts";
import { boxesOfHulls, surveyPolygons } from "../../src/raster/survey/index.ts";
import { wasmLook } from "../../src/raster/survey/wasm-look.ts";
import type { ExactPolygon } from "../support/exact-area.ts";
import { setOf, squares } from "./support.ts";

type Ring = (readonly [number, number])[];

function checkTwins(polygons: readonly ExactPolygon[], grid: PixelGrid): void {
  const set = setOf(polygons);
  const by = (kernel: "webassembly" | "typescript") => {
    const { boxes, weights, knotted, isManhattan } = surveyPolygons(set, grid, kernel);
    return { boxes: [...boxes], weights: [...weights], knotted, isManhattan };
  };
  assert.deepEqual(by("webassembly"), by("typescript"));
}

const coordinate = fc.integer({ min: -3, max: 12 });
const anything = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 18 });
/** Points whose edges go along x and y in turn. */
const upright = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 9 })
  .map((corners) =>
    corners.flatMap(([x, y], i) => [[x, y] as const, [corners[(i + 1) % corners.length][0], y] as const]),
  );
const convex = fc.integer({ min: 3, max: 20 }).map((count) =>
  Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / count;
    return [Math.round(5 + 5 * Math.cos(angle)), Math.round(5 + 5 * Math.sin(angle))] as const;
  }),
);
const ring = fc
  .oneof(anything, upright, convex, upright)
  .chain((points) => fc.boolean().map((isTurned) => (isTurned ? points.toReversed() : points)));
const polygon = fc.record({
  hull: ring,
  holes: fc.oneof({ weight: 4, arbitrary: fc.constant<Ring[]>([]) }, fc.array(ring, { minLength: 1, maxLength: 3 })),
});

test("WebAssembly and TypeScript find the same boxes, directions and knots, small and to the ends of 32 bits", () => {
  assert.ok(wasmLook() !== null, "the build has made no WebAssembly");
  fc.assert(
    fc.property(
      fc.array(polygon, { maxLength: 8 }),
      fc.constantFrom([1, 0], [7, 1_000_000_000], [150_000_000, 0]),
      fc.integer({ min: 1, max: 4 }),
      (polygons, [scale, shift], columns) => {
        const moved = (points: readonly (readonly [number, number])[]) =>
          points.map(([x, y]) => [scale * x + shift, scale * y + shift] as [number, number]);
        const set = polygons.map(({ hull, holes }) => ({ hull: moved(hull), holes: holes.map(moved) }));
        checkTwins(set, squares(3 * scale, columns, 3, shift, shift));
      },
    ),
  );
});

test("more polygons, holes and vertices than are handed over at a time: WebAssembly and TypeScript find the same", () => {
  const square = (x: number, y: number, size: number): [number, number][] => [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ];
  const squaresInRows = Array.from({ length: 9000 }, (_, i) => ({
    hull: square(10 * (i % 100), 10 * ((i / 100) | 0), 3 + (i % 9)),
  }));
  // 20,000 vertices in one ring, and 5000 rings in one polygon.
  const saw = Array.from({ length: 20_000 }, (_, i): [number, number] => [i, i % 2]);
  const comb = { hull: [...saw, [20_000, 900], [0, 900]] as [number, number][] };
  const sieve = {
    hull: square(-1, -1, 1000),
    holes: Array.from({ length: 5000 }, (_, i) => square(10 * (i % 90), 10 * ((i / 90) | 0), 4)),
  };
  checkTwins([...squaresInRows, comb, sieve, ...squaresInRows, sieve], squares(100, 10, 9));
});

test("boxes of hulls are those of geometry, of few vertices and of more than are handed over at a time", () => {
  fc.assert(
    fc.property(fc.array(polygon, { maxLength: 8 }), fc.integer({ min: 3, max: 20_000 }), (polygons, long) => {
      const circle = Array.from({ length: long }, (_, k) => {
        const angle = (2 * Math.PI * k) / long;
        return [Math.round(1e9 * Math.cos(angle)), Math.round(-2e9 * Math.sin(angle))] as [number, number];
      });
      const filled = polygons.filter(({ hull }) => hull.length > 0) as ExactPolygon[];
      const set = setOf([...filled, { hull: circle, holes: [] }, ...filled]);
      assert.deepEqual(boxesOfHulls(set), hullBoxes(set));
    }),
    { numRuns: 30 },
  );
});
