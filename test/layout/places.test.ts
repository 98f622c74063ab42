/** One reference with members at any points: everything must treat it as the single references that it stands for. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { decodeGds, decodeOasis, encodeGds, encodeOasis, writeOasis } from "../../src/formats/index.ts";
import { box, type PolygonSet } from "../../src/geometry/index.ts";
import { cell, Layout, label } from "../../src/layout/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";

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

test("cell.places: as gdstk's Repetition with offsets", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    await writeOasis(
      join(folder, "places.oas"),
      cell("top").add(
        unit.places(
          [
            [0, 0],
            [3, 1],
            [7, 2],
          ],
          { rotation: 90 },
        ),
      ),
    );
    const ask = `
import gdstk
top = gdstk.read_oas("places.oas").top_level()[0]
print(len(top.references), sorted(tuple(round(v, 6) for v in p) for p in top.references[0].repetition.get_offsets().tolist()), top.references[0].origin)
print(sorted([round(v, 6) for p in polygon.bounding_box() for v in p] for polygon in top.get_polygons(layer=1, datatype=0)))
`;
    const { stdout, stderr } = await runPython(["-c", ask], { cwd: folder });
    const top = cell("same").add(
      ...[
        [0, 0],
        [3, 1],
        [7, 2],
      ].map(([x, y]) => unit.at(x, y, { rotation: 90 })),
    );
    const boxes = [...top.instances()].flatMap(({ transform }) =>
      [box(0, 0, 2, 1), box(3, 0, 4, 5)].map((one) => transform.box(one.scaled(1000)).scaled(0.001).toArray()),
    );
    const [first, second] = stdout.trim().split("\n");
    assert.equal(first, "1 [(0.0, 0.0), (3.0, 1.0), (7.0, 2.0)] (0.0, 0.0)", stderr);
    const sorted = (all: readonly number[][]) => all.map(String).sort();
    assert.deepEqual(sorted(JSON.parse(second)), sorted(boxes));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
