/** What is taken out of cells, and what changes its layer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, Layout, label, layer } from "../../src/layout/index.ts";
import { Region, rect } from "../../src/region/index.ts";
import { contents } from "../formats/contents.ts";
import { withoutPython } from "../support/project.ts";
import { agreesWithKLayout } from "./klayout.ts";
import { randomLayout } from "./random-layout.ts";

const skip = withoutPython;
const hasCode = (code: string) => (error: unknown) => isReticleError(error, "LayoutError") && error.code === code;
const samples = () => fc.sample(randomLayout, { numRuns: 20, seed: 5 });

test("layout.mapLayers, two layers change places: as KLayout's Layout.swap_layers", { skip }, async () => {
  const cases = samples().map((before) => ({
    before,
    after: before.copy().mapLayers({ "1/0": "2/0", "2/0": "1/0" }, { ifMissing: "empty" }),
  }));
  await agreesWithKLayout(cases, "layout.swap_layers(layout.layer(1, 0), layout.layer(2, 0))");
});

test("layout.mapLayers, onto a layer that has shapes: as KLayout's Layout.move_layer", { skip }, async () => {
  const cases = samples().map((before) => ({
    before,
    after: before.copy().mapLayers([[layer(3, 0), "1/0"]], { ifMissing: "empty" }),
  }));
  await agreesWithKLayout(cases, "layout.move_layer(layout.layer(3, 0), layout.layer(1, 0))");
});

test("layout.mapLayers to null: as KLayout's Layout.clear_layer", { skip }, async () => {
  const cases = samples().map((before) => ({
    before,
    after: before.copy().mapLayers({ "1/0": null }, { ifMissing: "empty" }),
  }));
  await agreesWithKLayout(cases, "layout.clear_layer(layout.layer(1, 0))");
});

test("law: layers that are moved in a circle are, once round, where they were", () => {
  fc.assert(
    fc.property(randomLayout, (layout) => {
      const before = contents(layout);
      for (let i = 0; i < 3; i++)
        layout.mapLayers({ "1/0": "2/0", "2/0": "3/0", "3/0": "1/0" }, { ifMissing: "empty" });
      assert.deepEqual(contents(layout), before);
    }),
    { numRuns: 40 },
  );
});

test("layers keep their names when they are moved, unless the new one has one", () => {
  const chip = Layout.of(
    cell("a")
      .add(layer(1, 0, "metal"), rect(1))
      .add(layer(2, 0, "via"), rect(2)),
  );
  const names = () => chip.layers().map((one) => `${one} ${one.name}`);
  chip.mapLayers({ "1/0": "2/0", "2/0": "1/0" });
  assert.deepEqual(names(), ["1/0 via", "2/0 metal"]);
  chip.mapLayers([["1/0", layer(7, 0, "contact")]]);
  assert.deepEqual(names(), ["2/0 metal", "7/0 contact"]);
  chip.mapLayers({ "7/0": "2/0" });
  assert.deepEqual(names(), ["2/0 metal"]);
  assert.equal(chip.cell("a").region("2/0").area, 4);
});

test("a layer that is mapped onto itself keeps its shapes, and takes the name that is given", () => {
  const top = cell("a")
    .add(layer(1, 0, "metal"), rect(4), label("x", 0, 0))
    .add("2/0", rect(1));
  const chip = Layout.of(top);
  const names = () => chip.layers().map((one) => `${one} ${one.name}`.trim());
  chip.mapLayers({ "1/0": "1/0" });
  assert.deepEqual(names(), ["1/0 metal", "2/0"]);
  chip.mapLayers([["1/0", layer(1, 0, "gate")]]);
  assert.deepEqual(names(), ["1/0 gate", "2/0"]);
  assert.equal(top.region("1/0").area, 16);
  chip.mapLayers({ "1/0": "1/0", "2/0": "1/0" });
  assert.equal(top.shapes("1/0").count, 2);
  assert.equal(top.labelsOf("1/0").length, 1);
});

test("properties go with the shapes that have them", () => {
  const one = cell("a")
    .add("1/0", box(0, 0, 1, 1))
    .add("2/0", box(5, 5, 6, 6));
  one.shapes("2/0").setProperties("box", 0, [[1, "kept"]]);
  Layout.of(one).mapLayers({ "2/0": "1/0" });
  assert.deepEqual(one.shapes("1/0").propertiesOf("box", 1), [[1, "kept"]]);
});

test("a layer map of a layer that is not there, or is named twice, is refused and changes nothing", () => {
  const chip = Layout.of(cell("a").add("1/0", rect(1)));
  assert.throws(() => chip.mapLayers({ "1/0": "5/0", "4/0": "6/0" }), hasCode("unknown-layer"));
  assert.throws(() => chip.mapLayers({ "1/0": "5/0", "1:0": "6/0" }), hasCode("layer-map"));
  assert.throws(() => chip.mapLayers([["1/0"]] as never), hasCode("layer-map"));
  assert.throws(() => chip.mapLayers({ metal: "5/0" }), hasCode("layer-syntax"));
  assert.deepEqual(chip.layers().map(String), ["1/0"]);
});

test("clear takes shapes and labels of a layer, or of all; references and cells below stay", () => {
  const unit = cell("unit").add("1/0", rect(1));
  const top = cell("top")
    .add("1/0", rect(4), label("x", 0, 0))
    .add("2/0", rect(2))
    .add(unit.at(50, 0));
  const wider = top.region("1/0", { depth: 0 }).sized(1);
  top.clear("1/0").add("1/0", wider);
  assert.equal(top.region("1/0").area, 36 + 1);
  assert.equal(top.labelsOf("1/0").length, 0);
  top.clear();
  assert.equal(top.region("1/0").area, 1);
  assert.deepEqual(top.layers().map(String), ["1/0"]);
  assert.equal(top.clear("9/0").references.length, 1);
});

test("what was taken from a cell before stays as it was", () => {
  const top = cell("top").add("1/0", rect(4));
  const before = top.region("1/0");
  top.clear("1/0").add("1/0", rect(1));
  assert.equal(before.area, 16);
});

test("remove takes references out, one by one or all to a cell", () => {
  const [a, b] = [cell("a").add("1/0", rect(1)), cell("b").add("1/0", rect(2))];
  const top = cell("top").add([a.at(0, 0), a.at(9, 0, { rotation: 90 })], b.array(2, 2, { pitch: 10 }));
  const chip = Layout.of(top);
  top.remove(...top.references.filter(({ rotation }) => rotation === 90));
  assert.equal(top.references.length, 2);
  top.remove(b);
  assert.deepEqual(
    top.references.map((one) => one.cell.name),
    ["a"],
  );
  assert.deepEqual(
    chip.cells.map(({ name }) => name),
    ["top", "a"],
  );
  assert.equal(top.region("1/0").area, 1);
});

test("remove takes lists of any length", () => {
  const unit = cell("unit").add("1/0", rect(1));
  // Spread, so many end the stack of Node 20.
  const top = cell("top").add(Array.from({ length: 150_000 }, (_, i) => unit.at(2 * i, 0)));
  const [first, ...others] = top.references;
  assert.deepEqual(top.remove(others, []).references, [first]);
});

test("what is not placed in a cell is not removed from it", () => {
  const [a, b] = [cell("a"), cell("b")];
  const top = cell("top").add(a.at(0, 0));
  for (const one of [b, a.at(0, 0), [a.at(0, 0)], undefined as never])
    assert.throws(() => top.remove(top.references[0], one), hasCode("unknown-reference"));
  assert.throws(() => top.remove(a.at(0, 0)), /does not have this reference to cell "a"; /);
  assert.equal(top.references.length, 1);
});

test("cells take lists of shapes and of references of any length", () => {
  const dots = Array.from({ length: 150_000 }, (_, i) => box(2 * i, 0, 2 * i + 1, 1));
  const top = cell("top").add("1/0", dots, rect(1, 1, { position: [-5, 0] }), []);
  assert.equal(top.shapes("1/0").count, 150_001);
  const unit = cell("unit").add("1/0", rect(1));
  assert.equal(cell("many").add(Array.from({ length: 150_000 }, (_, i) => unit.at(i, 0))).references.length, 150_000);
  assert.equal(cell("none").add([]).references.length, 0);
});

test("shapes of a layer say what they are", () => {
  const one = cell("a").add(layer(1, 0, "metal"), rect(1), rect(2), label("x", 0, 0));
  assert.equal(String(one.shapes("1/0")), "Shapes of 1/0 metal: 2 boxes, 1 label");
  assert.equal(String(one.clear().shapes("1/0")), "Shapes of 1/0 metal: none");
});

test("pairs of edges go onto a layer as what lies between them, on their own grid", () => {
  // Two squares of 1 µm, 0.3 µm apart, on a grid of 0.5 nm.
  const dbu = 0.0005;
  const pairs = rect(1, 1, { dbu })
    .or(rect(1, 1, { dbu, position: [1.3, 0] }))
    .space(0.5);
  const markers = cell("markers", { dbu }).add("100/0", pairs);
  assert.deepEqual(markers.bbox?.toArray(), [0.5, -0.5, 0.8, 0.5]);
  assert.equal(Region.of(pairs).area, 0.3);
  assert.throws(() => Region.of(pairs, { dbu: 0.001 }), /on a grid of 0.0005 µm make no region on one of 0.001 µm/);
  assert.throws(() => cell("coarse").add("100/0", pairs), hasCode("dbu-mismatch"));
});
