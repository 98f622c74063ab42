/** The kernel for axis-parallel polygons gives the same bits as the one for all angles, which rationals have checked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { rasterizeSet } from "../../src/raster/index.ts";

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
