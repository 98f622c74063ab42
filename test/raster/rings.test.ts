/** The two ways to add rings of any angle up give the same bits, which rationals have checked. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { type Overlap, type PixelGrid, rasterizeSet } from "../../src/raster/index.ts";
import { exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";

type Ring = readonly (readonly [number, number])[];

function setOf(polygons: readonly (readonly Ring[])[]) {
  const builder = new PolygonSetBuilder();
  for (const rings of polygons) {
    for (const ring of rings) {
      builder.vertices(ring.flat());
      builder.endRing();
    }
    builder.endPolygon();
  }
  return builder.build();
}

function checkTwins(set: ReturnType<typeof setOf>, grid: PixelGrid, overlaps: readonly Overlap[]): void {
  for (const overlap of overlaps)
    for (const as of ["area", "coverage"] as const)
      for (const dtype of ["float32", "float64"] as const) {
        const by = (kernel: "webassembly" | "typescript") => rasterizeSet(set, grid, { overlap, as, dtype, kernel });
        assert.deepEqual(by("webassembly"), by("typescript"));
      }
}

const triangle = fc.record({
  x: fc.integer({ min: -40, max: 140 }),
  y: fc.integer({ min: -40, max: 140 }),
  size: fc.constantFrom(5, 30, 200, 100_000),
  corners: fc.array(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: -100, max: 100 })), {
    minLength: 3,
    maxLength: 5,
  }),
});

test("WebAssembly and TypeScript give the same bits for rings of any angle, near and far, wide and long", () => {
  fc.assert(
    fc.property(
      fc.array(triangle, { minLength: 1, maxLength: 12 }),
      fc.record({
        columns: fc.integer({ min: 1, max: 40 }),
        rows: fc.constantFrom(1, 5, 33),
        pitchX: fc.constantFrom(1, 2.5, 7, 100 / 3),
        pitchY: fc.constantFrom(1, 3, 9.1),
        gap: fc.constantFrom(0, 0, 0.5),
        at: fc.constantFrom(0, 1_000_000_000, -1_000_000_000),
      }),
      (triangles, { columns, rows, pitchX, pitchY, gap, at }) => {
        const set = setOf(
          triangles.map(({ x, y, size, corners }) => [
            corners.map(([u, v]) => [at + x + Math.round((u * size) / 100), at + y + Math.round((v * size) / 100)]),
          ]),
        );
        const origin = { originX: at - 3.25, originY: at + 5 };
        checkTwins(set, { ...origin, pitchX, pitchY, pixelX: pitchX - gap, pixelY: pitchY, columns, rows }, [
          "sum",
          "union",
        ]);
      },
    ),
  );
});

test("rings of more vertices than are handed over at a time, in several bands, are the same bits", () => {
  // A cogwheel of 25,000 teeth around the middle, and 5,000 triangles.
  const wheel = Array.from({ length: 50_000 }, (_, k) => {
    const [angle, radius] = [(2 * Math.PI * k) / 50_000, k % 2 === 0 ? 900_000 : 899_000];
    return [Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle))] as const;
  });
  const next = randomWhole(11);
  const triangles = Array.from({ length: 5000 }, () => {
    const [x, y] = [next(2_000_000) - 1_000_000, next(2_000_000) - 1_000_000];
    return [
      [
        [x, y],
        [x + next(9000), y + next(200)],
        [x + next(200), y + next(9000)],
      ] as const,
    ];
  });
  const grid = { originX: -1_000_000, originY: -1_000_000, pitchX: 2500, pitchY: 2500, pixelX: 2500, pixelY: 2500 };
  checkTwins(setOf([[wheel], ...triangles]), { ...grid, columns: 800, rows: 800 }, ["sum"]);
});

test("rings near the grid and lines from far away, in one pixel, are the same bits", () => {
  // In the pixel that they share the last bit depends on which is added first.
  const far = [
    [2147483647, 999876543],
    [-2147483648, 1000493828],
    [2099876543, 1000000000],
  ] as const;
  const near = [
    [2101234570, 1001358027],
    [2100740742, 1001358027],
    [2100740742, 1000000000],
    [2099876543, 1000000000],
    [2099876543, 1001481484],
    [2101234570, 1001481484],
  ] as const;
  const box = [
    [2100864199, 999876543],
    [2101851855, 999876543],
    [2101851855, 1000370371],
    [2100864199, 1000370371],
  ] as const;
  const size = 493828;
  const grid = { originX: 2100181587, originY: 999912295, pitchX: size, pitchY: size, pixelX: size, pixelY: size };
  checkTwins(setOf([[far], [near], [box], [far]]), { ...grid, columns: 5, rows: 1 }, ["sum", "union"]);
});

test("pixels a million times as high as wide: what has no column of 31 bits is exact, too", () => {
  // Right of the grid's ten columns by four billion of them.
  const hull = [
    [-2147483640, 0],
    [2147483647, 3_000_000],
    [-2147483640, 6_000_000],
  ] as const;
  const grid = {
    originX: -2147483648,
    originY: 0,
    pitchX: 1,
    pitchY: 1e9,
    pixelX: 1,
    pixelY: 1e9,
    columns: 10,
    rows: 1,
  };
  const exact = exactAreas([{ hull }], grid, "sum").map(toNumber);
  const found = rasterizeSet(setOf([[hull]]), grid, { overlap: "sum", as: "area" });
  for (const [i, value] of found.entries())
    assert.ok(Math.abs(value - exact[i]) <= 1e9 * 2 ** -40, `${value}, ${exact[i]}`);
});
