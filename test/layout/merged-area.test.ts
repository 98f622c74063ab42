/** Areas through the hierarchy: what `layoutInfo` tells is the area of the flat, merged layer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { layoutInfo, rect } from "../../src/index.ts";
import { cell, Layout } from "../../src/layout/index.ts";
import { unionArea } from "../../src/region/index.ts";
import { randomLayout, uprightLayout } from "./random-layout.ts";

for (const [name, layouts] of [
  ["quarter turns", uprightLayout],
  ["any placement", randomLayout],
] as const) {
  test(`law: the area that layoutInfo tells is that of the flat region, with ${name}`, () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const { layers } = layoutInfo(layout);
        for (const [key, { area_um2 }] of Object.entries(layers)) {
          const flat = layout.tops.reduce((sum, top) => sum + top.region(key, { ifMissing: "empty" }).area, 0);
          // Crossings of slanted edges are rounded to the grid, which pieces may do at other places.
          assert.ok(Math.abs(area_um2! - flat) <= 1e-6 * flat + 1e-6, `${key}: ${area_um2} and ${flat}`);
        }
      }),
      { numRuns: 60 },
    );
  });
}

/** Unit squares of a small grid that are in any of the rings by their winding number. */
function squaresIn(rings: readonly (readonly number[])[]): number {
  let count = 0;
  for (let x = 0; x < 12; x++)
    for (let y = 0; y < 12; y++) if (rings.some((ring) => winding(ring, x + 0.5, y + 0.5) !== 0)) count++;
  return count;
}

function winding(ring: readonly number[], x: number, y: number): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    // Only edges along y, to the right of the point, count.
    if (ring[i] !== ring[j] || ring[i] < x) continue;
    if (ring[i + 1] < y && ring[j + 1] > y) sum++;
    if (ring[i + 1] > y && ring[j + 1] < y) sum--;
  }
  return sum;
}

test("law: the area of Manhattan polygons, those that cross themselves too, is that of the squares in them", () => {
  const number = fc.integer({ min: 0, max: 12 });
  // Steps in turns along x and y, closed by one more corner.
  const ring = fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 5 }).map((corners) =>
    corners.flatMap(([x, y], i) => {
      const [nextX] = corners[(i + 1) % corners.length];
      return [x, y, nextX, y];
    }),
  );
  fc.assert(
    fc.property(fc.array(ring, { minLength: 1, maxLength: 12 }), (rings) => {
      const builder = new PolygonSetBuilder();
      for (const one of rings) builder.polygon(one);
      assert.equal(unionArea(builder.build()), squaresIn(rings));
    }),
    { numRuns: 500 },
  );
});

test("law: what holes of either orientation, in, across and outside of their hull, enclose is taken from it, and only from it", () => {
  const number = fc.integer({ min: 0, max: 11 });
  const rectangle = fc.tuple(number, number, number, number, fc.boolean()).map(([x, y, w, h, isTurned]) => {
    const [right, top] = [Math.min(12, x + w + 1), Math.min(12, y + h + 1)];
    return isTurned ? [x, y, x, top, right, top, right, y] : [x, y, right, y, right, top, x, top];
  });
  const polygon = fc.array(rectangle, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(polygon, { minLength: 1, maxLength: 8 }), (polygons) => {
      const builder = new PolygonSetBuilder();
      for (const rings of polygons) {
        for (const ring of rings) {
          builder.vertices(Int32Array.from(ring), 0, ring.length);
          builder.endRing();
        }
        builder.endPolygon();
      }
      let count = 0;
      for (let x = 0.5; x < 12; x++) {
        for (let y = 0.5; y < 12; y++) {
          const isIn = (ring: readonly number[]) => winding(ring, x, y) !== 0;
          if (polygons.some(([hull, ...holes]) => isIn(hull) && !holes.some(isIn))) count++;
        }
      }
      assert.equal(unionArea(builder.build()), count);
    }),
    { numRuns: 500 },
  );
});

test("many tall and wide rectangles that cross: rows and columns cover each point once", () => {
  const builder = new PolygonSetBuilder();
  const count = 700;
  for (let i = 0; i < count; i++) {
    builder.rectangle(10 * i, 0, 10 * i + 4, 10 * count);
    builder.rectangle(0, 10 * i, 10 * count, 10 * i + 3);
  }
  // Of each 10 × 10: 40 + 30 − 12.
  assert.equal(unionArea(builder.build()), count * count * 58);
});

test("a folded rectangle has no area", () => {
  const builder = new PolygonSetBuilder();
  builder.polygon([0, 0, 4, 0, 4, 3, 4, 0]);
  assert.equal(unionArea(builder.build()), 0);
});

test("what stands alone is counted, not flattened: 10^12 members", () => {
  const unit = cell("unit").add("1/0", rect(1), rect(1).translate(0.5, 0));
  const block = cell("block").add(unit.array(1000, 1000, { pitch: [2, 1] }));
  const top = cell("top").add(block.array(1000, 1000, { pitch: [2000, 1000], rotation: 180 }));
  assert.equal(layoutInfo(Layout.of(top)).layers["1/0"].area_um2, 1.5e12);
});

test("members that overlap are opened: a row of squares half over each other", () => {
  const unit = cell("unit");
  // 100 polygons, so that it is not flattened at once.
  for (let i = 0; i < 100; i++) unit.add("1/0", rect(1).translate(0.5, 0.5 + i));
  const top = cell("top").add(unit.array(10, 1, { pitch: [0.5, 0] }), unit.at(100, 0), unit.at(100, 0));
  assert.equal(layoutInfo(Layout.of(top)).layers["1/0"].area_um2, 100 * 5.5 + 100);
});
