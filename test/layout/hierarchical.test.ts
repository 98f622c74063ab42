/** Booleans through the hierarchy: the same points as flat ones, and a cell that stands alone is combined once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError, onWarning, readLayout, rect } from "../../src/index.ts";
import { type Cell, cell, layer } from "../../src/layout/index.ts";
import { shared, withoutShared } from "../support/project.ts";
import { randomLayout, uprightLayout } from "./random-layout.ts";

const operations = ["or", "and", "not", "xor"] as const;

function assertAsFlat(top: Cell, a: string, b: string): void {
  for (const operation of operations) {
    const flat = top.region(a, { ifMissing: "empty" })[operation](top.region(b, { ifMissing: "empty" }));
    const deep = top.boolean(operation, a, b, { ifMissing: "empty" });
    assert.equal(deep.xor(flat).area, 0, `${operation} of ${a} and ${b} in "${top.name}"`);
    assert.equal(deep.count, flat.count, operation);
  }
}

for (const [name, layouts] of [
  ["quarter turns", uprightLayout],
  ["any placement", randomLayout],
] as const) {
  test(`law: cell.boolean is the flat boolean, with ${name}`, () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        for (const top of layout.tops) assertAsFlat(top, "1/0", "2/0");
      }),
      { numRuns: 20 },
    );
  });
}

test("a mirrored array of cells with holes stays a set of counter-clockwise hulls with their holes", () => {
  const metal = layer(1, 0);
  const via = layer(2, 0);
  const unit = cell("unit").add(metal, rect(10)).add(via, rect(4).translate(1, 2));
  const top = cell("top").add(unit.array(3, 2, { pitch: [20, 20], mirror: true, rotation: 90 }));
  const result = top.boolean("not", metal, via);
  assert.equal(result.area, 6 * (100 - 16));
  assert.equal(result.count, 6);
  // Merging again finds nothing to turn round.
  assert.deepEqual(result.polygons.polygons, result.translate(0, 0).merged().polygons.polygons);
  assertAsFlat(top, "1/0", "2/0");
});

test("members in three levels have the area of one each", () => {
  const unit = cell("unit").add("1/0", rect(1.5)).add("2/0", rect(1).rotate(20));
  const block = cell("block").add(unit.array(100, 100, { pitch: [3, 3] }));
  const top = cell("top").add(block.array(3, 3, { pitch: [301, 301] }));
  const one = unit.boolean("not", "1/0", "2/0").area;
  assert.ok(Math.abs(top.boolean("not", "1/0", "2/0").area / (9e4 * one) - 1) < 1e-9);
});

test("one layer alone is merged", () => {
  const unit = cell("unit").add("1/0", rect(4), rect(4).translate(2, 0));
  const top = cell("top").add(unit.array(2, 1, { pitch: [20, 20] }));
  assert.equal(top.boolean("or", "1/0").area, 2 * 24);
  assert.throws(
    () => top.boolean("or", "9/0"),
    (error) => isReticleError(error) && error.code === "unknown-layer",
  );
});

for (const [file, a, b] of [
  ["sg13g2_stdcell.gds", "6/0", "8/0"],
  ["caravel_clocking.gds.gz", "67/20", "68/20"],
] as const) {
  test(`${file}: as flat`, { skip: withoutShared }, async () => {
    const silent = onWarning(() => {});
    const layout = await readLayout(shared("data", "layouts", file) as string);
    silent();
    for (const top of layout.tops.slice(0, 20)) assertAsFlat(top, a, b);
  });
}
