/** One reference with members at any points: everything must treat it as the single references that it stands for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { decodeGds, decodeOasis, encodeGds, encodeOasis } from "../../src/formats/index.ts";
import { box, type PolygonSet } from "../../src/geometry/index.ts";
import { cell, Layout, label } from "../../src/layout/index.ts";

const length = fc.integer({ min: -400, max: 400 }).map((n) => n / 10);
const points = fc.array(fc.tuple(length, length), { minLength: 1, maxLength: 60 });
const pose = fc.record({
  rotation: fc.constantFrom(0, 90, 180, 270, 33),
  mirror: fc.boolean(),
  magnification: fc.constantFrom(1, 1, 0.5),
});
const unit = cell("unit")
  .add("1/0", box(0, 0, 2, 1), box(3, 0, 4, 5))
  .add("2/0", label("pin", 1, 1));
const rings = (set: PolygonSet) =>
  Array.from({ length: set.count }, (_, i) => `${set.xy.subarray(2 * set.rings[i], 2 * set.rings[i + 1])}`).sort();

test("law: cell.places is as many single references", () => {
  fc.assert(
    fc.property(points, pose, length, length, (places, how, x, y) => {
      const one = cell("one").add(unit.places(places, how));
      const many = cell("many").add(...places.map(([u, v]) => unit.at(u, v, how)));
      const window = box(x, y, x + 15, y + 9);
      assert.equal(one.references.length, 1);
      assert.deepEqual(one.bbox, many.bbox);
      assert.deepEqual(one.labelsOf("2/0"), many.labelsOf("2/0"));
      assert.deepEqual(rings(one.polygonsOf("1/0")), rings(many.polygonsOf("1/0")));
      assert.deepEqual(one.region("1/0", { window }).area, many.region("1/0", { window }).area);
    }),
  );
});

test("law: cell.places survives GDSII and OASIS", () => {
  fc.assert(
    fc.property(points, pose, (places, how) => {
      const top = cell("top").add(unit.places(places, how));
      const wanted = rings(top.polygonsOf("1/0"));
      assert.deepEqual(rings(decodeGds(encodeGds(top)).polygonsOf("1/0")), wanted);
      const oasis = decodeOasis(encodeOasis(Layout.of(top)));
      assert.deepEqual(rings(oasis.polygonsOf("1/0")), wanted);
    }),
  );
});

test("a window of many places looks only at what it holds", () => {
  const many = Array.from({ length: 200_000 }, (_, i) => [(i * 7919) % 30_011, (i * 104_729) % 30_013] as const);
  const top = cell("top").add(unit.places(many));
  const inside = many.filter(([x, y]) => x >= 96 && x <= 200 && y >= 95 && y <= 200);
  assert.ok(inside.length > 0);
  assert.ok(top.polygonsOf("1/0", { window: box(100, 100, 200, 200), limit: 2 * inside.length }).count > 0);
});

test("no places, and places beyond the range, are refused", () => {
  const hasCode = (code: string) => (error: unknown) => isReticleError(error) && error.code === code;
  assert.throws(() => unit.places([]), hasCode("places"));
  assert.throws(() => unit.places([[3e6, 0]]), hasCode("coordinate-range"));
  assert.throws(
    () =>
      unit.places([
        [-2e6, 0],
        [2e6, 0],
      ]),
    hasCode("coordinate-range"),
  );
});
