/** Edits of a hierarchy: what KLayout does with the same layout, and laws. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { type Cell, cell, Layout, label } from "../../src/layout/index.ts";
import { contents } from "../formats/contents.ts";
import { withoutPython } from "../support/project.ts";
import { agreesWithKLayout } from "./klayout.ts";
import { canonicalRings, randomLayout, uprightLayout } from "./random-layout.ts";

const skip = withoutPython;
const hasCode = (code: string) => (error: unknown) => isReticleError(error, "LayoutError") && error.code === code;
const names = (layout: Layout) => layout.cells.map((one) => one.name);
const layers = ["1/0", "2/0"];

/** Twenty layouts, and each after an edit. */
function cases(edit: (layout: Layout) => unknown, from = randomLayout) {
  return fc.sample(from, { numRuns: 20, seed: 7 }).map((before) => {
    const after = before.copy();
    edit(after);
    return { before, after };
  });
}

function small() {
  const via = cell("via")
    .add("1/0", box(0, 0, 1, 1))
    .add("3/0", label("v", 0, 0));
  const row = cell("row").add(via.array(3, 1, { pitch: 5 }));
  const top = cell("top").add(row.at(0, 10, { rotation: 90 }), via.at(100, 0));
  return { via, row, top, chip: Layout.of(top) };
}

test("layout.rename: as KLayout's Layout.rename_cell", { skip }, async () => {
  const work = 'layout.rename_cell(layout.cell("b").cell_index(), "B2")';
  await agreesWithKLayout(
    cases((layout) => layout.rename("b", "B2")),
    work,
  );
});

test("layout.copy: as KLayout's Layout.dup", { skip }, async () => {
  await agreesWithKLayout(
    cases(() => {}),
    "return layout.dup()",
  );
});

test("layout.flatten: as KLayout's Cell.flatten", { skip }, async () => {
  await agreesWithKLayout(
    cases((layout) => layout.flatten("top")),
    'layout.cell("top").flatten(-1, True)',
  );
});

test("layout.flatten with depth: as KLayout's Cell.flatten with levels", { skip }, async () => {
  await agreesWithKLayout(
    cases((layout) => layout.flatten("top", { depth: 1, keepCells: true }), uprightLayout),
    'layout.cell("top").flatten(1, False)',
  );
});

test("layout.explode: as KLayout's Instance.flatten", { skip }, async () => {
  const work = `
top = layout.cell("top")
while len(found := [i for i in top.each_inst() if i.cell.name == "b"]) > 0: found[0].flatten(1)
`;
  await agreesWithKLayout(
    cases((layout) => layout.explode("top", "b", { keepCells: true }), uprightLayout),
    work,
  );
});

test("layout.remove: as KLayout's Layout.delete_cell", { skip }, async () => {
  await agreesWithKLayout(
    cases((layout) => layout.remove("b")),
    'layout.delete_cell(layout.cell("b").cell_index())',
  );
});

test("layout.remove with children: as KLayout's Layout.prune_cell", { skip }, async () => {
  await agreesWithKLayout(
    cases((layout) => layout.remove("b", { withChildren: true })),
    'layout.prune_cell(layout.cell("b").cell_index(), -1)',
  );
});

test("layout.copyOf: as KLayout's Cell.dup", { skip }, async () => {
  await agreesWithKLayout(
    cases((layout) => layout.copyOf("b", { as: "b2" })),
    'layout.cell("b").dup().name = "b2"',
  );
});

test("layout.copyOf with children: as KLayout's Cell.copy_tree", { skip }, async () => {
  const work = `
copy = layout.create_cell("b2")
copy.copy_tree(layout.cell("b"))
`;
  await agreesWithKLayout(
    cases((layout) => layout.copyOf("b", { as: "b2", withChildren: true })),
    work,
  );
});

test("layout.replace: as KLayout's Instance.cell_index=", { skip }, async () => {
  const work = `
for cell in layout.each_cell():
    for inst in cell.each_inst():
        if inst.cell.name == "a" and cell.name == "top": inst.cell_index = layout.cell("b").cell_index()
`;
  await agreesWithKLayout(
    cases((layout) => layout.replace("a", "b", { keepCells: true })),
    work,
  );
});

test("law: layout.copy holds the same, and is touched by nothing that is done to the first", () => {
  fc.assert(
    fc.property(randomLayout, (layout) => {
      const copy = layout.copy();
      const before = contents(layout);
      assert.deepEqual(contents(copy), before);
      layout
        .flatten("top")
        .cell("top")
        .add("1/0", box(0, 0, 1, 1));
      layout.cells[0].rename("other");
      assert.deepEqual(contents(copy), before);
    }),
  );
});

test("law: layout.flatten keeps polygons and labels, at right angles to the vertex", () => {
  fc.assert(
    fc.property(uprightLayout, fc.constantFrom(1, 2, undefined), (layout, depth) => {
      const top = layout.cell("top");
      const wanted = layers.map((layer) => canonicalRings(top.polygonsOf(layer, { ifMissing: "empty" })));
      const labels = top.labelsOf("3/0", { ifMissing: "empty" }).map((one) => JSON.stringify(one));
      const box = top.bbox;
      layout.flatten("top", { depth });
      assert.deepEqual(
        layers.map((layer) => canonicalRings(top.polygonsOf(layer, { ifMissing: "empty" }))),
        wanted,
      );
      assert.deepEqual(
        top
          .labelsOf("3/0", { ifMissing: "empty" })
          .map((one) => JSON.stringify(one))
          .sort(),
        labels.sort(),
      );
      assert.deepEqual(top.bbox, box);
      if (depth === undefined) assert.equal(top.references.length, 0);
    }),
  );
});

test("law: layout.rename keeps flat polygons and the order of cells", () => {
  fc.assert(
    fc.property(randomLayout, (layout) => {
      const wanted = canonicalRings(layout.polygonsOf("1/0", { ifMissing: "empty" }));
      const order = layout.cells;
      layout.rename("a", "A").rename("A", "A");
      assert.deepEqual(canonicalRings(layout.polygonsOf("1/0", { ifMissing: "empty" })), wanted);
      assert.deepEqual(layout.cells, order);
    }),
  );
});

test("law: exploding every child level by level is flattening", () => {
  fc.assert(
    fc.property(uprightLayout, (layout) => {
      const whole = layout.copy().flatten("top");
      const top = layout.cell("top");
      while (top.children.size > 0) layout.explode(top, [...top.children][0]);
      for (const layer of layers)
        assert.deepEqual(
          canonicalRings(layout.polygonsOf(layer, { ifMissing: "empty" })),
          canonicalRings(whole.polygonsOf(layer, { ifMissing: "empty" })),
        );
    }),
  );
});

test("only the cells that are named are flattened, at any level; the others stay where they are", () => {
  const { chip, top, row } = small();
  chip.flatten("top", { cells: ["row"] });
  assert.deepEqual(names(chip), ["top", "via"]);
  assert.deepEqual(
    top.references.map((one) => [one.cell.name, ...one.at, one.rotation, one.count]),
    [
      ["via", 0, 10, 90, 3],
      ["via", 100, 0, 0, 1],
    ],
  );
  assert.deepEqual(top.references[0].pitch[0], [0, 5]);
  assert.equal(row.references.length, 1);
});

test("names that are taken and cells that are not there are refused, and nothing changes", () => {
  const { chip, via } = small();
  assert.throws(() => chip.rename("row", "via"), /layout "LIB" already has a cell named "via"/);
  assert.throws(() => chip.copyOf("row", { as: "via" }), hasCode("duplicate-cell"));
  assert.throws(() => chip.rename("rwo", "x"), /did you mean "row"/);
  assert.throws(() => chip.remove(cell("via")), hasCode("unknown-cell"));
  assert.throws(() => chip.rename("row", ""), hasCode("cell-name"));
  assert.throws(() => chip.replace(via, cell("new").add(cell("row").at(0, 0))), hasCode("duplicate-cell"));
  assert.deepEqual([names(chip), chip.parentsOf(via).length], [["top", "via", "row"], 2]);
});

test("copies without a name get a free one", () => {
  const { chip } = small();
  assert.deepEqual(
    [chip.copyOf("via"), chip.copyOf("via"), chip.copyOf("via$1")].map(String).map((text) => text.split(":")[0]),
    ['Cell "via$1"', 'Cell "via$2"', 'Cell "via$3"'],
  );
  assert.equal(chip.copyOf("row", { withChildren: true }).references[0].cell.name, "via$4");
});

test("a removed cell leaves its children, or takes those that nothing else uses", () => {
  assert.deepEqual(names(small().chip.remove("row")), ["top", "via"]);
  const { chip, top } = small();
  assert.deepEqual(names(chip.remove("top", { withChildren: true })), []);
  assert.deepEqual(names(Layout.of(top).remove("via", { withChildren: true })), ["top", "row"]);
});

test("a cell can be replaced by one of its name, and wrapped by one that holds it", () => {
  const { chip, via, row } = small();
  const wider = cell("via").add("1/0", box(0, 0, 2, 2));
  chip.replace("via", wider);
  assert.deepEqual([names(chip).length, row.references[0].cell], [3, wider]);
  const wrapped = cell("wrapped")
    .add(wider.at(0, 0))
    .add("2/0", box(0, 0, 1, 1));
  chip.replace("via", wrapped);
  assert.deepEqual([row.references[0].cell, wrapped.references[0].cell, chip.has("via")], [wrapped, wider, true]);
  assert.throws(() => chip.replace("row", cell("fine", { dbu: 0.0005 })), hasCode("dbu-mismatch"));
  assert.equal(via.region("1/0").area, 1);
});

test("flattening 2^28 instances is refused; empty ones cost nothing", () => {
  const chain = (leaf: Cell) => {
    let unit = leaf;
    for (let level = 1; level <= 28; level++)
      unit = cell(`C${level}`).add(unit.at(0, 0), unit.at(0.001 * 2 ** level, 0));
    return unit;
  };
  const full = chain(cell("C0").add("1/0", box(0, 0, 1, 1)));
  assert.throws(
    () => Layout.of(full).flatten("C28"),
    /flattens to 268435456 shapes and references, above the limit of 2/,
  );
  assert.throws(() => Layout.of(full).flatten("C28", { depth: 27 }), hasCode("flatten-limit"));
  assert.equal(full.references.length, 2);
  const empty = chain(cell("C0"));
  assert.deepEqual(names(Layout.of(empty).flatten("C28")), ["C28"]);
  Layout.of(full).flatten("C28", { depth: 3 });
  assert.equal(full.references.length, 16);
});

test("a chain of 20,000 levels is flattened", () => {
  let top = cell("C0").add("1/0", box(0, 0, 1, 1));
  for (let level = 1; level <= 20_000; level++) top = cell(`C${level}`).add(top.at(0.001, 0));
  assert.deepEqual(Layout.of(top).flatten(top).cell("C20000").bbox?.toArray(), [20, 0, 21, 1]);
});

test("what was taken from a cell before an edit follows it", () => {
  const { chip, top } = small();
  const shapes = top.shapes("1/0");
  chip.flatten("top");
  assert.deepEqual([shapes.count, top.shapes("1/0") === shapes, top.region("1/0").area], [4, true, 4]);
});
