/** Pixels that no edge touches are exactly empty or full, and all pixels together have the polygons' area. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { rasterizeSet } from "../../src/raster/index.ts";
import { type ExactPolygon, exactAreas, toNumber } from "../support/exact-area.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { point, ring, setOf, squares } from "./support.ts";

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

test("a million vertices, which are done in stripes: the same bits with any number of threads, and in turn with fewer", () => {
  // Polygons of 128 corners, which circles have, in a square: their areas are known by whole numbers.
  const circles = (across: number, radius: number) => {
    const ring = Int32Array.from({ length: 256 }, (_, i) => {
      const angle = (Math.PI * (i >> 1)) / 64;
      return 500 + Math.round(radius * ((i & 1) === 0 ? Math.cos(angle) : Math.sin(angle)));
    });
    let twice = 0;
    for (let k = 0, j = 254; k < 256; j = k, k += 2) twice += ring[j] * ring[k + 1] - ring[k] * ring[j + 1];
    const builder = new PolygonSetBuilder();
    for (let i = 0; i < across ** 2; i++) {
      const [x, y] = [1000 * (i % across), 1000 * Math.floor(i / across)];
      for (let k = 0; k < 256; k += 2) builder.vertex(x + ring[k], y + ring[k + 1]);
      builder.endRing();
      builder.endPolygon();
    }
    return { set: builder.build(), area: (twice / 2) * across ** 2 };
  };
  // Memory that stripes lie in is used again: the second time for fewer polygons.
  for (const { set, area } of [circles(96, 470), circles(92, 400)]) {
    assert.ok(set.vertexCount > 2 ** 20);
    const grid = squares(400, 240, 240);
    const [one, two] = [1, 2].map((threads) => rasterizeSet(set, grid, { overlap: "sum", as: "area", threads }));
    assert.deepEqual(one, two);
    let sum = 0;
    for (const value of one) sum += value;
    assert.ok(Math.abs(sum - area) <= 1e-12 * area, `${sum}, ${area}`);
  }
});
