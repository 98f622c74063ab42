import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { type PixelGrid, rasterizeSet } from "../../src/raster/index.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";

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

/** Stars of 3 to 9 vertices around centres of a square, counter-clockwise: no star crosses itself. */
function stars(count: number, side: number, radius: number): number[][] {
  const next = randomWhole(5);
  return Array.from({ length: count }, () => {
    const [x, y, corners] = [next(side), next(side), 3 + next(7)];
    return Array.from({ length: corners }, (_, k) => {
      const angle = (2 * Math.PI * (k + 0.8 * (next(1000) / 1000))) / corners;
      const r = radius * (0.4 + 0.6 * (next(1000) / 1000));
      return [Math.round(x + r * Math.cos(angle)), Math.round(y + r * Math.sin(angle))];
    }).flat();
  });
}

test("of 10⁴ random polygons, pixels that no edge touches are exactly 0 or full, with any number of threads", () => {
  const side = 60_000;
  const polygons = stars(10_000, side, 900);
  const builder = new PolygonSetBuilder();
  for (const xy of polygons) builder.polygon(xy);
  const set = builder.build();
  const columns = 300;
  for (const size of [200, 200.5]) {
    const grid = squares(size, columns, columns, 0.25, -3);
    // Pixels between an edge's ends in each row, and one more to be sure.
    const touched = new Uint8Array(columns * columns);
    // How many polygons are above the middle of each pixel, by the edges to its left.
    const depth = new Int32Array((columns + 1) * columns);
    for (const xy of polygons) {
      for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
        const [x0, y0] = [(xy[j] - 0.25) / size, (xy[j + 1] + 3) / size];
        const [x1, y1] = [(xy[i] - 0.25) / size, (xy[i + 1] + 3) / size];
        const slope = (x1 - x0) / (y1 - y0);
        const at = (y: number) => (y1 === y0 ? x0 : x0 + (y - y0) * slope);
        const [low, high] = [Math.min(y0, y1), Math.max(y0, y1)];
        for (let row = Math.max(0, Math.floor(low - 1e-9)); row <= Math.min(columns - 1, high + 1e-9); row++) {
          const ends = y1 === y0 ? [x0, x1] : [at(Math.max(low, row)), at(Math.min(high, row + 1))];
          const from = Math.max(0, Math.floor(Math.min(...ends) - 1e-6));
          const to = Math.min(columns - 1, Math.floor(Math.max(...ends) + 1e-6));
          for (let column = from; column <= to; column++) touched[row * columns + column] = 1;
          const middle = row + 0.5;
          if (low <= middle && middle < high) {
            const column = Math.min(columns, Math.max(0, Math.ceil(at(middle) - 0.5)));
            depth[row * (columns + 1) + column] += y1 < y0 ? 1 : -1;
          }
        }
      }
    }
    const [one, two] = [1, 2].map((threads) => rasterizeSet(set, grid, { dtype: "float64", threads }));
    assert.deepEqual(one, two);
    let free = 0;
    for (let row = 0; row < columns; row++) {
      let inside = 0;
      for (let column = 0; column < columns; column++) {
        inside += depth[row * (columns + 1) + column];
        if (touched[row * columns + column] === 1) continue;
        free++;
        assert.equal(one[row * columns + column], inside > 0 ? 1 : 0, `row ${row}, column ${column}`);
      }
    }
    assert.ok(free > 1000, `only ${free} pixels are free of edges`);
  }
});

test("over all pixels of 10⁴ polygons the sum is their area, to 10⁻¹² of it", () => {
  const polygons = stars(10_000, 60_000, 900);
  const builder = new PolygonSetBuilder();
  for (const xy of polygons) builder.polygon(xy);
  // Twice the area by whole numbers: exact.
  let twice = 0;
  for (const xy of polygons)
    for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) twice += xy[j] * xy[i + 1] - xy[i] * xy[j + 1];
  for (const size of [200, 0.3785 * 1000]) {
    const count = Math.ceil(62_000 / size);
    const values = rasterizeSet(builder.build(), squares(size, count, count, -1000, -1000), {
      as: "area",
      overlap: "sum",
    });
    const sum = [...values].reduce((total, value) => total + value, 0);
    assert.ok(Math.abs(sum - twice / 2) <= 1e-12 * sum, `${sum} is not ${twice / 2}`);
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
