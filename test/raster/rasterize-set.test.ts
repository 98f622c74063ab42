import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { type PixelGrid, rasterizeSet } from "../../src/raster/index.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";

function setOf(polygons: readonly ExactPolygon[]): PolygonSet {
  const builder = new PolygonSetBuilder();
  for (const { hull, holes = [] } of polygons) {
    for (const ring of [hull, ...holes]) {
      builder.vertices(ring.flat());
      builder.endRing();
    }
    builder.endPolygon();
  }
  return builder.build();
}

const rectangle = (x1: number, y1: number, x2: number, y2: number): ExactPolygon => ({
  hull: [
    [x1, y1],
    [x2, y1],
    [x2, y2],
    [x1, y2],
  ],
});

function squares(size: number, columns: number, rows: number, originX = 0, originY = 0): PixelGrid {
  return { originX, originY, pitchX: size, pitchY: size, pixelX: size, pixelY: size, columns, rows };
}

/** Compares with exact arithmetic: within 2⁻⁴⁰ of a pixel (twice: a few edges may add their errors up). */
function checkExact(polygons: readonly ExactPolygon[], grid: PixelGrid, overlap: "union" | "sum"): void {
  const expected = exactAreas(polygons, grid, overlap).map(toNumber);
  const found = rasterizeSet(setOf(polygons), grid, { overlap, as: "area" });
  const pixel = grid.pixelX * grid.pixelY;
  for (const [i, value] of found.entries()) {
    assert.ok(
      Math.abs(value - expected[i]) <= pixel * 2 ** -39,
      `pixel ${i} (${overlap}): ${value}, exactly ${expected[i]}, off by ${value - expected[i]}`,
    );
  }
}

const point = fc.tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: -20, max: 60 }));
const ring = fc.array(point, { minLength: 3, maxLength: 7 });
const anyPolygons = fc.array(fc.record({ hull: ring, holes: fc.array(ring, { maxLength: 1 }) }), {
  minLength: 1,
  maxLength: 4,
});
const anyGrid = fc
  .record({
    originX: fc.constantFrom(-7, 0, 0.5, 3.25),
    originY: fc.constantFrom(-5, 0, 0.125, 2.5),
    pitchX: fc.constantFrom(5, 8, 9.5, 13),
    pitchY: fc.constantFrom(5, 7, 10.25, 16),
    gapX: fc.constantFrom(0, 0, 1, 2.5),
    gapY: fc.constantFrom(0, 0, 1, 2.5),
  })
  .map(({ gapX, gapY, ...grid }) => ({
    ...grid,
    pixelX: grid.pitchX - gapX,
    pixelY: grid.pitchY - gapY,
    columns: 5,
    rows: 5,
  }));

test("random polygons, crossing themselves and each other, have the union's exact area in every pixel", () => {
  fc.assert(
    fc.property(anyPolygons, anyGrid, (polygons, grid) => checkExact(polygons, grid, "union")),
    { numRuns: 150 },
  );
});

test("with sum each polygon counts for itself, filled non-zero", () => {
  fc.assert(
    fc.property(anyPolygons, anyGrid, (polygons, grid) => checkExact(polygons, grid, "sum")),
    { numRuns: 100 },
  );
});

test("holes take away from their hull whatever their orientation", () => {
  const hull: ExactPolygon["hull"] = [
    [0, 0],
    [50, 3],
    [47, 52],
    [-2, 40],
  ];
  const hole: ExactPolygon["hull"] = [
    [10, 10],
    [31, 12],
    [20, 33],
  ];
  for (const rings of [
    [hull, hole],
    [hull, [...hole].reverse()],
    [[...hull].reverse(), hole],
  ]) {
    const polygons = [{ hull: rings[0], holes: [rings[1]] }];
    checkExact(polygons, squares(10, 5, 5), "sum");
    checkExact([...polygons, rectangle(15, 15, 25, 45)], squares(10, 5, 5), "union");
  }
});

test("a hole outside of its hull, or inside of another hole, takes away no more than there is", () => {
  const outside = { hull: rectangle(0, 0, 10, 10).hull, holes: [rectangle(20, 0, 30, 10).hull] };
  const nested = {
    hull: rectangle(0, 0, 30, 30).hull,
    holes: [rectangle(2, 2, 18, 18).hull, rectangle(5, 5, 10, 10).hull],
  };
  const other = rectangle(20, 0, 30, 10);
  for (const overlap of ["union", "sum"] as const) {
    checkExact([outside, other], squares(10, 3, 3), overlap);
    checkExact([nested, other], squares(10, 3, 3), overlap);
  }
});

test("rectangles on whole pixels are exact to the bit, overlapping or not", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -9, max: 40 }), fc.integer({ min: -9, max: 40 }), fc.nat(25), fc.nat(25)), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.integer({ min: 1, max: 13 }),
      (boxes, size) => {
        const polygons = boxes.map(([x, y, w, h]) => rectangle(x, y, x + w + 1, y + h + 1));
        const grid = squares(size, 4, 4, -3, -2);
        // By counting unit squares.
        const expected = { union: new Float64Array(16), sum: new Float64Array(16) };
        for (let i = 0; i < 16 * size * size; i++) {
          const x = (i % (4 * size)) - 3;
          const y = Math.floor(i / (4 * size)) - 2;
          const depth = boxes.filter(([x1, y1, w, h]) => x >= x1 && x <= x1 + w && y >= y1 && y <= y1 + h).length;
          const pixel = Math.floor((y + 2) / size) * 4 + Math.floor((x + 3) / size);
          expected.sum[pixel] += depth;
          expected.union[pixel] += depth > 0 ? 1 : 0;
        }
        for (const overlap of ["union", "sum"] as const) {
          assert.deepEqual(rasterizeSet(setOf(polygons), grid, { overlap, as: "area" }), expected[overlap]);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("a polygon wound twice counts once, also with sum", () => {
  const twice = { hull: [...rectangle(0, 0, 10, 10).hull, ...rectangle(0, 0, 10, 10).hull] };
  assert.deepEqual([...rasterizeSet(setOf([twice]), squares(10, 1, 1), { overlap: "sum", as: "area" })], [100]);
});

test("both wings of a bow tie fill", () => {
  const bow: ExactPolygon = {
    hull: [
      [0, 0],
      [20, 20],
      [20, 0],
      [0, 20],
    ],
  };
  // Two triangles of 100 each.
  assert.deepEqual(
    [...rasterizeSet(setOf([bow]), squares(10, 2, 2), { overlap: "sum", as: "area" })],
    [50, 50, 50, 50],
  );
});

test("overlapping polygons of opposite orientation do not cancel", () => {
  const a = rectangle(0, 0, 10, 10);
  const b = { hull: [...rectangle(5, 0, 15, 10).hull].reverse() };
  assert.deepEqual([...rasterizeSet(setOf([a, b]), squares(5, 3, 2), {})], [1, 1, 1, 1, 1, 1]);
  assert.deepEqual([...rasterizeSet(setOf([a, b]), squares(5, 3, 1), { overlap: "sum" })], [1, 2, 1]);
});

test("the sum over all pixels is the area", () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 3 }), fc.constantFrom(3, 4.5, 7), (hull, size) => {
      const area = Math.abs(
        hull.reduce((sum, [x, y], i) => sum + x * hull[(i + 1) % 3][1] - hull[(i + 1) % 3][0] * y, 0) / 2,
      );
      const grid = squares(size, 40, 40, -21, -21);
      const found = [...rasterizeSet(setOf([{ hull }]), grid, { as: "area" })].reduce((sum, value) => sum + value, 0);
      assert.ok(Math.abs(found - area) <= 1e-9 * Math.max(1, area), `${found} is not ${area}`);
    }),
  );
});

test("pixels that no edge touches are exactly 0 or exactly full", () => {
  const disc: ExactPolygon = {
    hull: Array.from({ length: 64 }, (_, i) => [
      Math.round(1000 + 900 * Math.cos((i * Math.PI) / 32)),
      Math.round(1000 + 900 * Math.sin((i * Math.PI) / 32)),
    ]),
  };
  for (const size of [37, 37.85, 1000 / 27]) {
    const grid = squares(size, Math.floor(2000 / size), Math.floor(2000 / size));
    for (const dtype of ["float32", "float64"] as const) {
      const found = rasterizeSet(setOf([disc]), grid, { dtype });
      found.forEach((value, i) => {
        const x = ((i % grid.columns) + 0.5) * size - 1000;
        const y = (Math.floor(i / grid.columns) + 0.5) * size - 1000;
        if (Math.hypot(x, y) > 902 + size) assert.equal(value, 0);
        if (Math.hypot(x, y) < 895 - size) assert.equal(value, 1);
      });
    }
  }
});

test("in overlapping polygons, too, pixels that no edge touches are exactly 0 or exactly full", () => {
  fc.assert(
    fc.property(fc.array(ring, { minLength: 2, maxLength: 5 }), fc.constantFrom(2.7, 5, 9.1), (rings, size) => {
      const polygons = rings.map((hull) => ({ hull }));
      const grid = squares(size, 12, 12, -20, -20);
      const exact = exactAreas(polygons, grid, "union").map(toNumber);
      const found = rasterizeSet(setOf(polygons), grid, { dtype: "float64" });
      found.forEach((value, i) => {
        const x1 = (i % 12) * size - 20;
        const y1 = Math.floor(i / 12) * size - 20;
        const isApart = ([ax, ay]: readonly [number, number], [bx, by]: readonly [number, number]) => {
          // All corners of the pixel on one side of the edge's line, with a margin, or the boxes apart.
          const sides = [0, 1, 2, 3].map(
            (k) => (bx - ax) * (y1 + (k & 1) * size - ay) - (by - ay) * (x1 + (k >> 1) * size - ax),
          );
          const oneSided = Math.min(...sides) > 1e-6 || Math.max(...sides) < -1e-6;
          const boxesApart =
            Math.max(ax, bx) < x1 ||
            Math.min(ax, bx) > x1 + size ||
            Math.max(ay, by) < y1 ||
            Math.min(ay, by) > y1 + size;
          return oneSided || boxesApart;
        };
        if (!rings.every((hull) => hull.every((p, k) => isApart(p, hull[(k + 1) % hull.length])))) return;
        assert.equal(value, exact[i] > (size * size) / 2 ? 1 : 0);
      });
    }),
    { numRuns: 60 },
  );
});

test("coordinates of a billion are as exact as small ones", () => {
  const small: ExactPolygon["hull"] = [
    [3, 1],
    [58, 23],
    [31, 57],
  ];
  const far = 1_999_999_937;
  const moved = small.map(([x, y]) => [x + far, y - far] as const);
  const here = rasterizeSet(setOf([{ hull: small }]), squares(7, 9, 9), { as: "area" });
  const there = rasterizeSet(setOf([{ hull: moved }]), squares(7, 9, 9, far, -far), { as: "area" });
  assert.deepEqual(there, here);
});

test("an edge of four billion units is exact where it crosses a small window", () => {
  const hull: ExactPolygon["hull"] = [
    [-2147483648, -2147483647],
    [2147483647, 2147483601],
    [-2147483648, 2147483647],
  ];
  checkExact([{ hull }], squares(10, 6, 6, -30, -50), "union");
  checkExact([{ hull }, { hull: [...hull].map(([x, y]) => [y, x] as const) }], squares(10, 6, 6, -30, -50), "union");
});

test("thousands of overlapping polygons in one pixel are still exact", () => {
  // 3000 squares of 20, shifted along a diagonal by 1: the union is a band of 20·20 + 2999·39 unit squares.
  const polygons = Array.from({ length: 3000 }, (_, i) => rectangle(i, i, i + 20, i + 20));
  const found = rasterizeSet(setOf(polygons), squares(4096, 1, 1), { as: "area" });
  assert.deepEqual([...found], [400 + 2999 * 39]);
});

test("no polygons, polygons without area and polygons beside the grid leave zeros", () => {
  const flat = {
    hull: [
      [0, 0],
      [10, 0],
      [5, 0],
    ] as [number, number][],
  };
  const empty = { hull: [] };
  for (const polygons of [[], [flat], [empty], [rectangle(100, 0, 110, 10), rectangle(105, 0, 115, 10)]]) {
    assert.deepEqual([...rasterizeSet(setOf(polygons), squares(10, 2, 2))], [0, 0, 0, 0]);
  }
});

test("a raster beyond memory says what it would take", () => {
  const huge = () => rasterizeSet(setOf([]), squares(1, 100_000, 100_000));
  assert.throws(huge, (e) => isReticleError(e, "RasterError") && e.code === "memory" && /37\.3 GiB/.test(e.message));
});
