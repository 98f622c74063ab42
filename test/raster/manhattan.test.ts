/** The kernel for axis-parallel polygons gives the same bits as the one for all angles, which rationals have checked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { rasterizeSet } from "../../src/raster/index.ts";
import { wasmKernel } from "../../src/raster/manhattan/wasm-kernel.ts";
import { Region } from "../../src/region/index.ts";
import { randomWhole } from "../support/random-numbers.ts";

interface Corner {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles and L shapes; `slanted` adds a triangle far outside, with which the set is not axis-parallel any more. */
function setOf(corners: readonly Corner[], at: number, slanted: boolean) {
  const builder = new PolygonSetBuilder();
  const ring = (...points: [number, number][]) => {
    for (const [x, y] of points) builder.vertex(at + x, at + y);
    builder.endRing();
    builder.endPolygon();
  };
  for (const [index, { x, y, width, height }] of corners.entries()) {
    if (index % 2 === 0) ring([x, y], [x, y + height], [x + width, y + height], [x + width, y]);
    else {
      const [w, h] = [Math.ceil(width / 2), Math.ceil(height / 3)];
      ring([x, y], [x + width, y], [x + width, y + h], [x + w, y + h], [x + w, y + height], [x, y + height]);
    }
  }
  if (slanted) ring([100_000, 100_000], [100_010, 100_000], [100_000, 100_010]);
  return builder.build();
}

const corner = fc.record({
  x: fc.integer({ min: -60, max: 130 }),
  y: fc.integer({ min: -60, max: 130 }),
  width: fc.integer({ min: 2, max: 90 }),
  height: fc.integer({ min: 4, max: 90 }),
});

test("axis-parallel polygons on whole pixels: the same bits as by the kernel for all angles, also at 10⁹", () => {
  fc.assert(
    fc.property(
      fc.array(corner, { maxLength: 12 }),
      fc.record({
        pitchX: fc.integer({ min: 1, max: 17 }),
        pitchY: fc.integer({ min: 1, max: 17 }),
        gap: fc.integer({ min: 0, max: 3 }),
        at: fc.constantFrom(0, 1_000_000_000, -1_000_000_000),
      }),
      fc.constantFrom("sum" as const, "union" as const),
      fc.constantFrom("area" as const, "coverage" as const),
      (corners, { pitchX, pitchY, gap, at }, overlap, as) => {
        const grid = {
          originX: at + 3,
          originY: at - 5,
          pitchX,
          pitchY,
          pixelX: Math.max(1, pitchX - gap),
          pixelY: pitchY,
          columns: 11,
          rows: 9,
        };
        const ours = rasterizeSet(setOf(corners, at, false), grid, { overlap, as });
        assert.deepEqual(ours, rasterizeSet(setOf(corners, at, true), grid, { overlap, as }));
      },
    ),
  );
});

test("pixels of 100 µm and 1 mm hold areas beyond 2³¹ exactly, however many lie above each other", () => {
  for (const pitch of [100_000, 1_000_000]) {
    const side = 3 * pitch + 1;
    const corners = Array.from({ length: 5 }, () => ({ x: 0, y: 0, width: side, height: side }));
    const set = setOf(
      corners.filter((_, i) => i % 2 === 0),
      0,
      false,
    );
    const grid = {
      originX: 0,
      originY: 0,
      pitchX: pitch,
      pitchY: pitch,
      pixelX: pitch,
      pixelY: pitch,
      columns: 4,
      rows: 1,
    };
    // Two rectangles and, between them, an L whose lower part, a third high, is as wide.
    const areas = rasterizeSet(set, grid, { overlap: "sum", as: "area" });
    assert.deepEqual([...areas], [3 * pitch ** 2, 3 * pitch ** 2, 3 * pitch ** 2, 3 * pitch]);
  }
});

test("WebAssembly and TypeScript give the same bits, in one piece and in bands, also modulo 2³²", () => {
  assert.ok(wasmKernel() !== null, "the build has made no WebAssembly");
  fc.assert(
    fc.property(
      fc.array(corner, { maxLength: 30 }),
      fc.record({
        columns: fc.integer({ min: 1, max: 70 }),
        rows: fc.constantFrom(1, 5, 40),
        pitch: fc.constantFrom(1, 2, 3, 7, 30_000),
        gap: fc.integer({ min: 0, max: 1 }),
        at: fc.constantFrom(0, 1_000_000_000, -2_000_000_000),
      }),
      fc.constantFrom("float32" as const, "float64" as const),
      fc.constantFrom("area" as const, "coverage" as const),
      (corners, { columns, rows, pitch, gap, at }, dtype, as) => {
        const pixel = Math.max(1, pitch - gap);
        const grid = {
          originX: at,
          originY: at,
          pitchX: pitch,
          pitchY: pitch,
          pixelX: pixel,
          pixelY: pixel,
          columns,
          rows,
        };
        const set = setOf(corners, at, false);
        const by = (kernel: "webassembly" | "typescript") =>
          rasterizeSet(set, grid, { overlap: "sum", as, dtype, kernel });
        assert.deepEqual(by("webassembly"), by("typescript"));
      },
    ),
  );
  // More cells than are summed up in one piece, and more vertices and rings than are handed over at a time.
  const next = randomWhole(7);
  const corners = Array.from({ length: 30_000 }, () => ({
    x: next(10_000),
    y: next(1200),
    width: 2 + next(60),
    height: 4 + next(60),
  }));
  const wide = { originX: 0, originY: 0, pitchX: 2, pitchY: 3, pixelX: 2, pixelY: 3, columns: 5200, rows: 430 };
  const set = setOf(corners, 0, false);
  for (const overlap of ["sum", "union"] as const) {
    const ours = rasterizeSet(set, wide, { overlap, as: "area", kernel: "webassembly" });
    assert.deepEqual(ours, rasterizeSet(set, wide, { overlap, as: "area", kernel: "typescript" }));
    assert.deepEqual(ours, rasterizeSet(setOf(corners, 0, true), wide, { overlap, as: "area" }));
    const covered = rasterizeSet(set, wide, { overlap, kernel: "webassembly" });
    assert.deepEqual(covered, rasterizeSet(set, wide, { overlap, kernel: "typescript" }));
  }
});

test("one ring of more vertices than are handed over at a time", () => {
  // A comb of 40,000 teeth, one unit wide and apart, two high on a bar of one: each pixel of 2×3 holds 2 + 2.
  const teeth = 40_000;
  const points = Array.from({ length: teeth }, (_, i) => [
    [2 * i, 3],
    [2 * i + 1, 3],
    [2 * i + 1, 1],
    [2 * i + 2, 1],
  ]).flat();
  const builder = new PolygonSetBuilder();
  for (const [x, y] of [[0, 0], ...points, [2 * teeth, 0]]) builder.vertex(x, y);
  builder.endRing();
  builder.endPolygon();
  const grid = { originX: 0, originY: 0, pitchX: 2, pitchY: 3, pixelX: 2, pixelY: 3, columns: teeth, rows: 1 };
  for (const kernel of ["webassembly", "typescript"] as const) {
    const areas = rasterizeSet(builder.build(), grid, { overlap: "sum", as: "area", kernel });
    assert.ok(areas.every((area) => area === 4));
  }
});

test("the union on whole pixels is that of the merged polygons, to the bit", () => {
  fc.assert(
    fc.property(fc.array(corner, { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (corners, pitch) => {
      const set = setOf(corners, 0, false);
      const grid = {
        originX: -61,
        originY: -63,
        pitchX: pitch,
        pitchY: pitch,
        pixelX: pitch,
        pixelY: pitch,
        columns: 40,
        rows: 33,
      };
      const merged = Region.of(set, { dbu: 1 }).merged().polygons;
      const union = rasterizeSet(set, grid, { overlap: "union", as: "area" });
      assert.deepEqual(union, rasterizeSet(merged, grid, { overlap: "sum", as: "area" }));
    }),
  );
});

test("rectangles upon rectangles, thousands in one tile, are one", () => {
  const corners = Array.from({ length: 3000 }, (_, i) => ({ x: i % 7, y: i % 11, width: 50, height: 60 })).map(
    (one, i) => ({ ...one, width: one.width + (i % 3) }),
  );
  const set = setOf(
    corners.flatMap((one) => [one, { x: 500, y: 500, width: 4, height: 4 }]).filter((_, i) => i % 2 === 0 || i === 1),
    0,
    false,
  );
  const grid = { originX: 0, originY: 0, pitchX: 8, pitchY: 8, pixelX: 8, pixelY: 8, columns: 8, rows: 9 };
  const merged = Region.of(set, { dbu: 1 }).merged().polygons;
  const union = rasterizeSet(set, grid, { as: "area" });
  assert.deepEqual(union, rasterizeSet(merged, grid, { overlap: "sum", as: "area" }));
});
