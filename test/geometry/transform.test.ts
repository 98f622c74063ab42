import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSetBuilder, Transform } from "../../src/geometry/index.ts";

const transforms = fc
  .record({
    mirror: fc.boolean(),
    rotation: fc.constantFrom(0, 90, 180, 270, 30, 45.5),
    magnification: fc.constantFrom(1, 2, 0.5),
    dx: fc.integer({ min: -1e6, max: 1e6 }),
    dy: fc.integer({ min: -1e6, max: 1e6 }),
  })
  .map((options) => new Transform(options));
const near = (a: [number, number], b: [number, number]) =>
  assert.ok(Math.hypot(a[0] - b[0], a[1] - b[1]) < 1e-6, `${a} is not ${b}`);

test("mirror comes before rotation", () => {
  // (1, 2) mirrored at x is (1, −2); turned by 90° it is (2, 1).
  assert.deepEqual(new Transform({ mirror: true, rotation: 90 }).point(1, 2), [2, 1]);
});

test("law: after() composes", () => {
  fc.assert(
    fc.property(transforms, transforms, fc.integer({ min: -1000, max: 1000 }), (outer, inner, x) => {
      near(outer.after(inner).point(x, 7), outer.point(...inner.point(x, 7)));
    }),
  );
});

test("law: inverted() undoes", () => {
  fc.assert(
    fc.property(transforms, fc.integer({ min: -1000, max: 1000 }), (transform, x) => {
      near(transform.inverted().point(...transform.point(x, 11)), [x, 11]);
    }),
  );
});

test("flattened coordinates beyond 32 bits are an error", () => {
  const builder = new PolygonSetBuilder();
  builder.rectangle(0, 0, 10, 10);
  assert.throws(() => new Transform({ dx: 2 ** 31 - 5 }).polygons(builder.build()), /outside -2147483648..2147483647/);
});
