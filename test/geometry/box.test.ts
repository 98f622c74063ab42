/** Boxes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";

test("a box contains boxes and points in it and on its edges", () => {
  const outer = box(0, 0, 10, 5);
  assert.ok(outer.contains(outer));
  assert.ok(outer.contains(box(0, 1, 3, 5)));
  assert.ok(!outer.contains(box(-1, 1, 3, 5)));
  assert.ok(outer.contains([0, 5]));
  assert.ok(outer.contains([4, 2]));
  assert.ok(!outer.contains([10.1, 2]));
  assert.ok(!outer.contains([4, Number.NaN]));
  for (const wrong of [[1], ["1", 2], [1, 2, 3], 5, null]) {
    assert.throws(
      () => outer.contains(wrong as never),
      (error) => isReticleError(error, "GeometryError"),
    );
  }
});
