import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NearestLeft } from "../../src/geometry/nearest-left.ts";

test("law: the nearest point that is not right of a place is found among all", () => {
  const place = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
  fc.assert(
    fc.property(fc.array(place, { maxLength: 40 }), fc.array(place), place, (hole, points, [x, y]) => {
      const nearest = new NearestLeft(hole.length === 0 ? [] : [hole.flat()]);
      for (const [i, [px, py]] of points.entries()) nearest.add(px, py, i);
      const distances = points.map(([px, py]) => (px > x ? Infinity : (px - x) ** 2 + (py - y) ** 2));
      const least = Math.min(...distances);
      assert.equal(nearest.find(x, y), least === Infinity ? -1 : distances.indexOf(least));
    }),
  );
});
