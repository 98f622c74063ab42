/** Areas in each pixel beside exact arithmetic: overlaps, holes, knots, far and long edges, crowds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { type PixelGrid, rasterizeSet } from "../../src/raster/index.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { rectangle, ring, setOf, squares } from "./support.ts";

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

const anyPolygons = fc.array(fc.record({ hull: ring, holes: fc.array(ring, { maxLength: 1 }) }), {
  minLength: 1,
  maxLength: 4,
});
const anyGrid = fc
  .record({
    originX: fc.constantFrom(-7, 0, 0.5, 3.25),
    originY: fc.constantFrom(-5, 0, 0.125, 2.5),
    pitchX: fc.constantFrom(5, 8, 9.5, 11.1, 13),
    pitchY: fc.constantFrom(5, 7, 10.25, 37 / 3, 16),
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
/** Far from 0, parts of a grid have corners that no double holds. */
const anyPlace = fc.constantFrom(0, 0, 1_000_000_000, -1_000_000_000);

function checkExactAt(place: number, polygons: readonly ExactPolygon[], grid: PixelGrid, overlap: "union" | "sum") {
  const moved = (points: ExactPolygon["hull"]) => points.map(([x, y]) => [x + place, y - place] as const);
  checkExact(
    polygons.map(({ hull, holes = [] }) => ({ hull: moved(hull), holes: holes.map(moved) })),
    { ...grid, originX: grid.originX + place, originY: grid.originY - place },
    overlap,
  );
}

test("random polygons, crossing themselves and each other, have the union's exact area in every pixel, also at 10⁹", () => {
  fc.assert(
    fc.property(anyPlace, anyPolygons, anyGrid, (place, polygons, grid) =>
      checkExactAt(place, polygons, grid, "union"),
    ),
    { numRuns: 200 },
  );
});

test("with sum each polygon counts for itself, filled non-zero, also at 10⁹", () => {
  fc.assert(
    fc.property(anyPlace, anyPolygons, anyGrid, (place, polygons, grid) => checkExactAt(place, polygons, grid, "sum")),
    { numRuns: 200 },
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

test("a hole that reaches out of its hull takes nothing from pixels beyond, near or far", () => {
  // So many others that tiles are of four by four pixels: nothing of the hull is in the upper ones, or to the right.
  const others = Array.from({ length: 64 }, (_, i) => rectangle(65, i, 67, i + 1));
  const hull = rectangle(2, 2, 30, 30).hull;
  const far = 2_000_000_000;
  for (const hole of [rectangle(10, 10, 20, 79), rectangle(10, 10, far, 20), rectangle(10, -far, 20, far)]) {
    const leaning = hole.hull.map(([x, y], i) => [x + (i === 1 ? 1 : 0), y] as const);
    for (const ring of [hole.hull, leaning])
      for (const overlap of ["union", "sum"] as const)
        for (const size of [10, 9.75]) checkExact([{ hull, holes: [ring] }, ...others], squares(size, 8, 8), overlap);
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

test("thousands of knots upon each other and simple polygons among them add up, rounded once", () => {
  const knot: ExactPolygon = {
    hull: [
      [0, 0],
      [70, 60],
      [70, 0],
      [0, 61],
      [35, -20],
    ],
  };
  const grid = squares(7, 12, 9, -3, -2);
  const once = rasterizeSet(setOf([knot]), grid, { as: "area" });
  const plain = rasterizeSet(setOf([rectangle(5, 5, 40, 40)]), grid, { as: "area" });
  const many = setOf([...new Array<ExactPolygon>(1500).fill(knot), rectangle(5, 5, 40, 40)]);
  const expected = once.map((value, i) => 1500 * value + plain[i]);
  const found = rasterizeSet(many, grid, { overlap: "sum", as: "area" });
  // 1500 roundings of sums below 2¹⁷.
  for (const [i, value] of found.entries()) assert.ok(Math.abs(value - expected[i]) <= 1500 * 2 ** -36, `pixel ${i}`);
  const single = rasterizeSet(many, grid, { overlap: "sum" });
  assert.deepEqual(
    single,
    Float32Array.from(found, (value) => value / 49),
  );
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

test("what reaches 10⁻⁸ into a far pixel counts there", () => {
  // Doubles of 10⁹ are 1.2 · 10⁻⁷ apart: none is 10⁹ + 100 + 8 · 10⁻⁹, where the third column ends.
  const far = 1_000_000_000;
  const grid = squares(33.333333336, 3, 2, far, -far);
  const slivers = [rectangle(far + 100, -far, far + 110, -far + 50)];
  const overlapping = [...slivers, rectangle(far + 100, -far + 20, far + 105, -far + 60)];
  for (const overlap of ["union", "sum"] as const)
    for (const polygons of [slivers, overlapping]) {
      checkExact(polygons, grid, overlap);
      assert.ok(rasterizeSet(setOf(polygons), grid, { overlap, as: "area" })[2] > 0);
    }
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

test("thousands of crossing triangles in a few pixels end soon, with the same area in coarse and fine pixels", () => {
  const next = randomWhole(3);
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 8000; i++) {
    const [x, y] = [next(300), next(300)];
    builder.polygon([0, 1, 2].flatMap(() => [x + next(150) - 75, y + next(150) - 75]));
  }
  const set = builder.build();
  const sums = [4, 60].map((count) => {
    const grid = squares(300 / count, count, count);
    return [...rasterizeSet(set, grid, { as: "area" })].reduce((sum, value) => sum + value, 0);
  });
  assert.ok(Math.abs(sums[0] - sums[1]) < 1e-6, `${sums}`);
});

test("thousands of polygons upon each other, the same and not, end soon and count once", () => {
  const circle = (x: number, radius: number) =>
    Array.from({ length: 32 }, (_, k) => [
      Math.round(x + radius * Math.cos((k * Math.PI) / 16)),
      Math.round(50 + radius * Math.sin((k * Math.PI) / 16)),
    ]).flat();
  const set = (polygons: readonly number[][]) => {
    const builder = new PolygonSetBuilder();
    for (const xy of polygons) builder.polygon(xy);
    return builder.build();
  };
  const one = rasterizeSet(set([circle(50, 45)]), squares(10, 10, 10), { as: "area" });
  const copies = rasterizeSet(set(Array.from({ length: 2000 }, () => circle(50, 45))), squares(10, 10, 10), {
    as: "area",
  });
  for (const [i, value] of copies.entries())
    assert.ok(Math.abs(value - one[i]) < 1e-9, `pixel ${i}: ${value}, ${one[i]}`);
  // Each covers all of the window: no edge is left in it.
  const around = rasterizeSet(
    set(Array.from({ length: 5000 }, (_, i) => circle(50 + (i % 9), 1000 + i))),
    squares(10, 10, 10),
  );
  assert.ok(around.every((value) => value === 1));
});

test("pieces side by side never cover more than a pixel, though their shares are rounded", () => {
  // Triangles from a point in a square to places along its sides; pixels of 7.7 × 7.7 lie within it.
  const along = [0, 25, 67, 75, 96, 100, 102, 104, 122, 142, 175, 178, 200, 237, 245, 293, 297, 300, 312, 363, 387];
  const corner = (at: number) => {
    const [side, beyond] = [Math.floor(at / 100), at % 100];
    return (
      [
        [beyond, 0],
        [100, beyond],
        [100 - beyond, 100],
        [0, 100 - beyond],
      ] as const
    )[side];
  };
  const pieces = along.map((at, i) => ({
    hull: [corner(at), corner(along[(i + 1) % along.length]), [82, 76] as const],
  }));
  for (const kernel of ["webassembly", "typescript"] as const) {
    const shares = rasterizeSet(setOf(pieces), squares(100 / 12.94, 12, 12), { dtype: "float64", kernel });
    for (const share of shares) assert.ok(share <= 1 && share > 1 - 2 ** -40, `${share}`);
  }
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

test("shapes that end where the grid ends give the same pixels as in a larger grid", () => {
  // Of many pitches `columns * pitch` is a bit more or less than where the shapes end: 27 × 1000/60 is 450.00000000000006.
  const place = fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }));
  const corner = fc.tuple(place, place);
  const inputs = fc.record({
    width: fc.integer({ min: 3, max: 3000 }),
    height: fc.integer({ min: 3, max: 3000 }),
    columns: fc.integer({ min: 1, max: 60 }),
    rows: fc.integer({ min: 1, max: 60 }),
    part: fc.constantFrom(1, 1, 0.75),
    polygons: fc.array(fc.array(corner, { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 10 }),
    boxes: fc.array(fc.tuple(corner, corner), { maxLength: 6 }),
    overlap: fc.constantFrom("union" as const, "sum" as const),
    kernel: fc.constantFrom("webassembly" as const, "typescript" as const),
  });
  fc.assert(
    fc.property(inputs, ({ width, height, columns, rows, part, polygons, boxes, overlap, kernel }) => {
      const builder = new PolygonSetBuilder();
      for (const corners of polygons) {
        for (const [x, y] of corners) builder.vertex(Math.round(x * width), Math.round(y * height));
        builder.endRing();
        builder.endPolygon();
      }
      for (const [[x0, y0], [x1, y1]] of boxes) {
        const [xs, ys] = [[x0, x1].map((x) => Math.round(x * width)), [y0, y1].map((y) => Math.round(y * height))];
        builder.rectangle(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
      }
      const set = builder.build();
      const [pitchX, pitchY] = [width / columns, height / rows];
      const grid = { originX: 0, originY: 0, pitchX, pitchY, pixelX: part * pitchX, pixelY: part * pitchY };
      const how = { overlap, kernel, dtype: "float64" as const };
      const found = rasterizeSet(set, { ...grid, columns, rows }, how);
      const larger = rasterizeSet(set, { ...grid, columns: columns + 1, rows: rows + 1 }, how);
      for (const [i, value] of larger.entries()) {
        const [row, column] = [Math.floor(i / (columns + 1)), i % (columns + 1)];
        const expected = row < rows && column < columns ? found[row * columns + column] : 0;
        assert.ok(
          Math.abs(value - expected) < 1e-9,
          `row ${row}, column ${column}: ${expected}, in a larger grid ${value}`,
        );
      }
    }),
    { numRuns: 1000 },
  );
});
