/** Sizes that real layouts have: work may not grow with the square of the number of polygons, edges or holes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { clusterBoxes, followedClusters } from "../../src/region/engines/clusters.ts";
import { distinct } from "../../src/region/engines/distinct.ts";
import { polygon, Region, rect } from "../../src/region/index.ts";

test("clusters are those that comparing all pairs of boxes finds", () => {
  const side = fc.integer({ min: 0, max: 12 });
  const boxes = fc.array(fc.tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 }), side, side), {
    maxLength: 120,
  });
  fc.assert(
    fc.property(boxes, (list) => {
      const all = list.map(([x, y, width, height]) => new Box(x, y, x + width, y + height));
      const boxes = Int32Array.from(all.flatMap((box) => box.toArray()));
      // Labels spread from box to touching box until nothing changes.
      const wanted = all.map((_, i) => i);
      for (let changed = true; changed; ) {
        changed = false;
        for (let i = 0; i < all.length; i++) {
          for (let j = 0; j < all.length; j++) {
            if (wanted[j] >= wanted[i] || !all[i].touches(all[j])) continue;
            wanted[i] = wanted[j];
            changed = true;
          }
        }
      }
      for (const labels of [clusterBoxes(boxes), followedClusters(boxes)])
        for (let i = 0; i < all.length; i++)
          for (let j = 0; j < i; j++) assert.equal(labels[i] === labels[j], wanted[i] === wanted[j]);
    }),
  );
});

test("a hole in a hole, or outside of its hull, is found among many", () => {
  // 5×5 holes of 4 in a hull of 50; one more hole of 2 lies in the first of them, another one outside.
  const withHole = (x: number, y: number) => {
    const builder = new PolygonSetBuilder();
    const ring = (left: number, bottom: number, size: number) => {
      builder.vertices([left, bottom, left + size, bottom, left + size, bottom + size, left, bottom + size]);
      builder.endRing();
    };
    ring(0, 0, 50);
    for (let i = 0; i < 25; i++) ring((i % 5) * 10 + 3, Math.floor(i / 5) * 10 + 3, 4);
    ring(x, y, 2);
    builder.endPolygon();
    return Math.round(Region.of(builder.build()).area * 1e6);
  };
  assert.equal(withHole(4, 4), 2500 - 25 * 16);
  assert.equal(withHole(60, 60), 2500 - 25 * 16);
  assert.equal(withHole(8, 8), 2500 - 25 * 16 - 4);
});

test("a hole in a hole, or outside of its hull, is found among many in a hull of many corners", () => {
  // 10 × 10 holes of 4 of 40 units in a hull of 2000 × 1000 below 200 teeth of 5 × 20; one more hole of 20.
  const withHole = (x: number, y: number) => {
    const builder = new PolygonSetBuilder();
    builder.vertices([0, 0, 2000, 0]);
    for (let i = 199; i >= 0; i--) builder.vertices([10 * i + 5, 1000, 10 * i + 5, 1020, 10 * i, 1020, 10 * i, 1000]);
    builder.endRing();
    const ring = (left: number, bottom: number, size: number) => {
      builder.vertices([left, bottom, left + size, bottom, left + size, bottom + size, left, bottom + size]);
      builder.endRing();
    };
    for (let i = 0; i < 100; i++) ring((i % 10) * 100 + 30, Math.floor(i / 10) * 100 + 30, 40);
    ring(x, y, 20);
    builder.endPolygon();
    return Math.round(Region.of(builder.build()).area * 1e6);
  };
  // The right side leans to the last tooth, by 5.
  const whole = 2000 * 1000 - (5 * 1000) / 2 + 200 * 5 * 20 - 100 * 40 * 40;
  assert.equal(withHole(1500, 500), whole - 400);
  assert.equal(withHole(40, 40), whole);
  assert.equal(withHole(40, 2000), whole);
  // Between two teeth and beside the hull.
  assert.equal(withHole(-50, 1005), whole);
  assert.equal(withHole(-10, 500), whole - 200);
});

test("a region of 30,000 teeth and 30,000 holes is combined in seconds", { timeout: 60_000 }, () => {
  const count = 30_000;
  const builder = new PolygonSetBuilder();
  builder.vertices([0, 0, 20 * count, 0]);
  for (let i = count - 1; i >= 0; i--)
    builder.vertices([20 * i + 10, 1000 + (i % 2), 20 * i + 10, 1100, 20 * i, 1100, 20 * i, 1000]);
  builder.endRing();
  for (let i = 0; i < count; i++) {
    builder.vertices([20 * i + 1, 100, 20 * i + 5, 109, 20 * i + 9, 100]);
    builder.endRing();
  }
  builder.endPolygon();
  const region = Region.of(builder.build());
  assert.equal(region.merged().polygons.ringCount, 1 + count);
  assert.equal(region.and(rect(0.02 * count, 5, { at: "w" })).holes().count, count);
});

test("a column of 50,000 lines and a comb of 20,000 teeth merge in seconds", { timeout: 60_000 }, () => {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 50_000; i++) builder.rectangle(0, 10 * i, 100_000, 10 * i + 5);
  assert.equal(Region.of(builder.build()).count, 50_000);
  const points: [number, number][] = [];
  for (let i = 0; i < 20_000; i++) {
    const y = 0.02 * i;
    points.push([0, y], [10, y], [10, y + 0.01], [0, y + 0.01]);
  }
  // A spine of 1 µm at the left, 20,000 × 20 nm − 10 nm high up to its last tooth, and teeth of 10 µm × 10 nm.
  points.push([-1, 399.99], [-1, 0]);
  assert.equal(Math.round(polygon(points).area * 100), Math.round((399.99 + 20_000 * 0.1) * 100));
});

test("a region with 10,000 holes is combined again in seconds", { timeout: 60_000 }, () => {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 10_000; i++) {
    const [x, y] = [(i % 100) * 10 + 5, Math.floor(i / 100) * 10 + 5];
    builder.rectangle(x, y, x + 4, y + 4);
  }
  const plate = rect(1.01, 1.01, { at: "sw" }).not(Region.of(builder.build()));
  assert.equal(plate.polygons.ringCount, 10_001);
  // Without the known merged state, as a cell gives it back.
  const again = Region.of(plate.polygons).and(rect(0.1, 0.1, { at: "sw" }));
  assert.equal(Math.round(again.area * 1e6), 100 * 100 - 10 * 10 * 16);
});

test("20,000 triangles on each other, whichever corner they begin with, are one in every boolean", {
  timeout: 60_000,
}, () => {
  const builder = new PolygonSetBuilder();
  const corners = [0, 0, 1000, 10, 300, 700];
  for (let i = 0; i < 20_000; i++) builder.polygon([...corners.slice(2 * (i % 3)), ...corners.slice(0, 2 * (i % 3))]);
  const many = Region.of(builder.build(), { dbu: 1 });
  // (1000·700 − 300·10) / 2.
  assert.equal(many.area, 348_500);
  assert.equal(many.merged().count, 1);
  const box = rect(100, 100, { at: "sw", position: [2000, 0], dbu: 1 });
  assert.equal(many.or(box).area, 358_500);
  assert.equal(many.and(many.translate(0, 0)).area, 348_500);
  assert.equal(many.not(many.translate(0, 0)).area, 0);
});

test("polygons that only begin alike, or have other holes, stay", () => {
  const builder = new PolygonSetBuilder();
  builder.polygon([0, 0, 100, 1, 50, 90]);
  builder.polygon([0, 0, 100, 1, 50, 90, 20, 80]);
  builder.vertices([0, 0, 100, 1, 50, 90]);
  builder.endRing();
  builder.vertices([40, 20, 41, 30, 60, 20]);
  builder.endRing();
  builder.endPolygon();
  // The second triangle with one corner more covers all.
  const set = builder.build();
  assert.equal(distinct(set), set);
  assert.equal(Region.of(set, { dbu: 1 }).count, 1);
});
