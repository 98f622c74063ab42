import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { Box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { circle, polygon, Region, rect } from "../../src/region/index.ts";

const dbu = 1;
/** Rings with coordinates in database units. */
const region = (...rings: [number, number][][]) => {
  const builder = new PolygonSetBuilder();
  for (const ring of rings) builder.polygon(ring.flat());
  return Region.of(builder.build(), { dbu });
};
const square = (x: number, y: number, side: number): [number, number][] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
];

test("a bow tie fills both lobes", () => {
  // Two triangles of base 10 and height 5.
  assert.equal(
    region([
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ]).area,
    50,
  );
});

test("a square wound twice counts once", () => {
  assert.equal(region([...square(0, 0, 10), ...square(0, 0, 10)]).area, 100);
});

test("overlapping squares of opposite orientation never cancel", () => {
  const turned = square(5, 5, 10).reverse();
  assert.equal(region(square(0, 0, 10), turned).area, 175);
});

test("a hole takes away whatever its orientation, and an island in it stays", () => {
  for (const hole of [square(2, 2, 6), square(2, 2, 6).reverse()]) {
    const builder = new PolygonSetBuilder();
    builder.vertices(square(0, 0, 10).flat());
    builder.endRing();
    builder.vertices(hole.flat());
    builder.endRing();
    builder.endPolygon();
    builder.polygon(square(4, 4, 2).flat());
    assert.equal(Region.of(builder.build(), { dbu }).area, 100 - 36 + 4);
  }
});

test("holes come back in their hull", () => {
  const ring = region(square(0, 0, 100)).not(region(square(20, 20, 10)), region(square(60, 60, 10)));
  assert.equal(ring.count, 1);
  assert.equal(ring.merged().polygons.ringCount, 3);
  assert.equal(ring.area, 10000 - 200);
});

test("spikes, repeated and collinear points carry no area", () => {
  const spiky: [number, number][] = [
    [0, 0],
    [5, 0],
    [5, 0],
    [10, 0],
    [20, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 5],
  ];
  const clean = region(spiky).merged().polygons;
  assert.equal(region(spiky).area, 100);
  assert.equal(clean.vertexCount, 4);
});

test("what touches nothing goes through untouched", () => {
  const apart = region(square(0, 0, 1), square(5, 5, 1));
  assert.deepEqual([...apart.merged().polygons.xy], [0, 0, 1, 0, 1, 1, 0, 1, 5, 5, 6, 5, 6, 6, 5, 6]);
});

test("a keyhole polygon keeps its hole", () => {
  // A square of 10 with a hole of 4 cut in along the line from (0,3) to (3,3).
  const keyhole: [number, number][] = [
    [0, 0],
    [10, 0],
    [10, 10],
    [0, 10],
    [0, 3],
    [3, 3],
    [3, 7],
    [7, 7],
    [7, 3],
    [3, 3],
    [0, 3],
  ];
  assert.equal(region(keyhole).area, 84);
});

test("areas at ±2³¹ are exact", () => {
  const low = -(2 ** 31);
  const high = 2 ** 31 - 1;
  const all = region([
    [low, low],
    [high, low],
    [high, high],
    [low, high],
  ]);
  assert.equal(all.area, (2 ** 32 - 1) ** 2);
});

test("regions of different database units are not mixed silently", () => {
  assert.throws(
    () => rect(1).or(rect(1, 1, { dbu: 0.005 })),
    (e) => isReticleError(e, "RegionError") && e.code === "dbu" && /0.001 and 0.005 µm/.test(e.message),
  );
});

test("a region is moved, turned, mirrored and clipped", () => {
  const shape = rect(10, 4, { at: "sw" });
  assert.deepEqual(shape.translate(1, 2).bbox?.toArray(), [1, 2, 11, 6]);
  assert.deepEqual(shape.rotate(90, { center: [0, 0] }).bbox?.toArray(), [-4, 0, 0, 10]);
  assert.deepEqual(shape.rotate(90).bbox?.toArray(), [3, -3, 7, 7]);
  assert.deepEqual(shape.mirror({ x: 10 }).bbox?.toArray(), [10, 0, 20, 4]);
  assert.deepEqual(shape.mirror({ y: 0 }).bbox?.toArray(), [0, -4, 10, 0]);
  assert.equal(shape.mirror({ x: 0 }).area, 40);
  assert.equal(shape.scale(0.5).area, 10);
  assert.equal(shape.clip(rect(4, 100).bbox!).area, 8);
});

test("rect(10) turned by 45° is a diamond of the same area", () => {
  const diamond = rect(10).rotate(45);
  assert.ok(Math.abs(diamond.area - 100) < 0.02);
  assert.ok(Math.abs(diamond.bbox!.width - 10 * Math.SQRT2) < 0.002);
});

test("a circle's chord error is below one database unit", () => {
  const disc = circle(10);
  // An inscribed polygon lacks at most sagitta × circumference.
  assert.ok(Math.PI * 100 - disc.area < 2 * Math.PI * 10 * 0.0015);
  assert.ok(disc.area < Math.PI * 100 + 0.01);
});

test("the area in a window is exact where the window cuts off the grid", () => {
  // The triangle under y = x: a window [0, 2.5]² has half of its area below the diagonal.
  const triangle = polygon([
    [0, 0],
    [10, 0],
    [10, 10],
  ]);
  assert.ok(Math.abs(triangle.areaIn(new Box(0, 0, 2.5, 2.5)) - 3.125) < 1e-12);
  const ring = rect(10).not(rect(4));
  assert.ok(Math.abs(ring.areaIn(new Box(-100, -100, 0.00025, 100)) - (42 + 0.00025 * 6)) < 1e-12);
  assert.equal(ring.areaIn(new Box(20, 20, 30, 30)), 0);
});

test("a polygon of two points says what it needs", () => {
  assert.throws(
    () =>
      polygon([
        [0, 0],
        [1, 1],
      ]),
    /2 points has no area; it needs 3 or more/,
  );
});

const coordinate = fc.integer({ min: -40, max: 40 });
const shape = fc.array(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 7 }), {
  minLength: 1,
  maxLength: 4,
});

test("law: area(A or B) + area(A and B) = area(A) + area(B)", () => {
  fc.assert(
    fc.property(shape, shape, (ringsA, ringsB) => {
      // Scaled up, so that snapping crossings to the grid moves areas little.
      const grow = (rings: [number, number][][]) =>
        rings.map((r) => r.map(([x, y]) => [1000 * x, 1000 * y] as [number, number]));
      const a = region(...grow(ringsA));
      const b = region(...grow(ringsB));
      const sum = a.or(b).area + a.and(b).area;
      assert.ok(
        Math.abs(sum - a.area - b.area) <= 1e-4 * (a.area + b.area) + 4e5,
        `${sum} against ${a.area} + ${b.area}`,
      );
    }),
    { numRuns: 200 },
  );
});

test("law: on Manhattan input the laws hold to the last unit", () => {
  const box = fc.tuple(coordinate, coordinate, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }));
  const boxes = fc.array(box, { minLength: 1, maxLength: 8 }).map((list) =>
    region(
      ...list.map(([x, y, w, h]): [number, number][] => [
        [x, y],
        [x + w, y],
        [x + w, y + h],
        [x, y + h],
      ]),
    ),
  );
  fc.assert(
    fc.property(boxes, boxes, (a, b) => {
      assert.equal(a.or(b).area + a.and(b).area, a.area + b.area);
      assert.equal(a.not(b).area, a.area - a.and(b).area);
      assert.equal(a.xor(b).area, a.not(b).area + b.not(a).area);
    }),
    { numRuns: 300 },
  );
});

test("a region and itself: nothing is left of the difference, all of what they have in common", () => {
  for (const one of [rect(1), circle(1), Region.or(rect(1), rect(1, 1, { position: [3, 0] }))]) {
    const shared = Region.of(one.polygons, { dbu: one.dbu });
    for (const other of [one, shared, one.merged()]) {
      assert.ok(one.not(other).isEmpty);
      assert.ok(one.xor(other).isEmpty);
      assert.equal(one.and(other).area, one.area);
      assert.equal(one.or(other).area, one.area);
    }
    assert.ok(Region.not(one, one).isEmpty);
  }
});
