import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  Affine,
  Box,
  BoxTree,
  keyhole,
  PolygonSetBuilder,
  rawArea,
  ringAreaTwice,
  roundToGrid,
  splitRing,
  Transform,
} from "../../src/geometry/index.ts";
import { Region } from "../../src/region/index.ts";

const small = fc.integer({ min: -1000, max: 1000 });

test("rounding of halves away from zero: as KLayout's ICplxTrans(0.5)", () => {
  assert.deepEqual([-1.5, -0.5, 0.5, 1.5, 2.4].map(roundToGrid), [-2, -1, 1, 2, 2]);
  const xy = Int32Array.of(-3, 3, -1, 1);
  new Transform({ magnification: 0.5 }).pairs(xy, xy);
  assert.deepEqual([...xy], [-2, 2, -1, 1]);
});

test("times() does the inner one first, and inverted() undoes", () => {
  const outer = new Transform({ rotation: 90, dx: 10 });
  const inner = new Affine(2, 0, 0, -2, 1, 0);
  assert.deepEqual(outer.times(inner).point(1, 1), outer.point(...inner.point(1, 1)));
  assert.deepEqual(inner.inverted().point(...inner.point(7, 9)), [7, 9]);
});

test("a keyhole encloses the hull without its holes, whatever their direction", () => {
  const hull = Int32Array.of(0, 0, 100, 0, 100, 100, 0, 100);
  const holes = [Int32Array.of(60, 60, 80, 60, 80, 80, 60, 80), Int32Array.of(20, 20, 20, 40, 40, 40, 40, 20)];
  const ring = keyhole(hull, holes);
  assert.equal(ringAreaTwice(Int32Array.from(ring)), 2 * (10000 - 400 - 400));
  assert.equal(ring.length / 2, 4 + 2 * (4 + 2));
});

test("the pieces of a ring of right angles have its area, and no more points than asked for", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(30), fc.nat(100)), { minLength: 4, maxLength: 60 }),
      fc.integer({ min: 6, max: 20 }),
      (steps, most) => {
        const comb: number[] = [];
        let x = 0;
        for (const [width, height] of steps) {
          comb.push(x, 1 + height);
          x += 1 + width;
          comb.push(x, 1 + height);
        }
        comb.push(x, 0, 0, 0);
        const pieces = splitRing(comb, most);
        const area = (ring: number[]) => Math.abs(ringAreaTwice(Int32Array.from(ring)));
        assert.equal(
          pieces.reduce((sum, piece) => sum + area(piece), 0),
          area(comb),
        );
        assert.ok(pieces.every((piece) => piece.length <= 2 * most));
      },
    ),
  );
});

test("the pieces of a ring that crosses itself fill what it fills", () => {
  const region = (rings: ArrayLike<number>[]) => {
    const builder = new PolygonSetBuilder();
    for (const ring of rings) builder.polygon(ring);
    return Region.of(builder.build());
  };
  const corners = [0, 1000, 588, -809, -951, 309, 951, 309, -588, -809];
  const pentagram = Array.from({ length: 100 }, (_, i) => {
    const [from, part] = [Math.floor(i / 20), (i % 20) / 20];
    const to = (from + 1) % 5;
    return [0, 1].map((k) => Math.round(corners[2 * from + k] * (1 - part) + corners[2 * to + k] * part));
  }).flat();
  const pieces = splitRing(pentagram, 30);
  assert.ok(pieces.length > 3);
  // Crossings of slanted edges with the cuts are rounded to the grid.
  assert.ok(Math.abs(region(pieces).area - region([pentagram]).area) < 4000e-6);
});

test("a box tree finds exactly the boxes that touch", () => {
  const boxes = fc.array(fc.tuple(small, small, fc.nat(200), fc.nat(200)), { maxLength: 600 });
  fc.assert(
    fc.property(boxes, small, small, fc.nat(500), (list, x, y, size) => {
      const all = list.map(([left, bottom, width, height]) => new Box(left, bottom, left + width, bottom + height));
      const window = new Box(x, y, x + size, y + size);
      const tree = new BoxTree(Int32Array.from(all.flatMap((box) => box.toArray())));
      const wanted = all.flatMap((box, i) => (box.touches(window) ? [i] : []));
      assert.deepEqual([...tree.touching(window)], wanted);
    }),
  );
});

test("raw area counts overlaps twice and takes holes away", () => {
  const builder = new PolygonSetBuilder();
  builder.rectangle(0, 0, 10, 10);
  builder.rectangle(5, 5, 15, 15);
  builder.vertices([0, 0, 10, 0, 10, 10, 0, 10]);
  builder.endRing();
  builder.vertices([2, 2, 2, 4, 4, 4, 4, 2]);
  builder.endRing();
  builder.endPolygon();
  assert.equal(rawArea(builder.build()), 100 + 100 + 96);
});
