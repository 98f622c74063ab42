import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { type Cell, cell, Layout, label, layer, layoutInfo, path } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";
import { referencePython, withoutPython } from "../support/project.ts";

const metal = layer(1, 0, "metal");
const hasCode = (code: string) => (error: unknown) => isReticleError(error, "LayoutError") && error.code === code;

/** A cell of two of two of … of a square of 4 nm: 2^levels members in a row, 8 nm apart. */
function doubling(levels: number): Cell {
  let unit = cell("C0").add(metal, box(0, 0, 0.004, 0.004));
  for (let level = 1; level <= levels; level++)
    unit = cell(`C${level}`).add(unit.at(0, 0), unit.at(0.004 * 2 ** level, 0));
  return unit;
}

test("add takes regions, boxes, paths and labels, and returns the cell", () => {
  const top = cell("top");
  const same = top.add(
    metal,
    rect(4),
    box(10, 0, 12, 1),
    path(
      [
        [0, 5],
        [10, 5],
      ],
      { width: 1 },
    ),
    label("A", 1, 2),
  );
  assert.equal(same, top);
  const shapes = top.shapes(metal);
  assert.equal(shapes.boxCount, 2);
  assert.equal(shapes.paths.count, 1);
  assert.deepEqual(shapes.labels.texts, ["A"]);
  assert.equal(top.region(metal).area, 16 + 2 + 10);
});

test("an array is one reference and flattens to its members", () => {
  const unit = cell("unit").add(metal, box(0, 0, 10, 10));
  const top = cell("top").add(unit.array(4, 3, { pitch: [20, 20] }));
  assert.equal(top.references.length, 1);
  assert.equal(top.references[0].count, 12);
  assert.equal(top.polygonsOf(metal).count, 12);
  assert.deepEqual(top.bbox?.toArray(), [0, 0, 70, 50]);
  assert.equal(top.region("1/0").area, 1200);
});

test("an array may have slanted vectors", () => {
  const unit = cell("unit").add(metal, box(0, 0, 1, 1));
  const top = cell("top").add(
    unit.array(2, 2, {
      pitch: [
        [5, 1],
        [-2, 4],
      ],
      at: [10, 0],
    }),
  );
  const corners = [...top.polygonsOf(metal).xy].filter((_, i) => i % 8 < 2);
  assert.deepEqual(corners, [10000, 0, 15000, 1000, 8000, 4000, 13000, 5000]);
});

test("a reference mirrors at x, then magnifies, then turns", () => {
  const unit = cell("unit").add(metal, box(0, 0, 2, 1));
  const top = cell("top").add(unit.at(10, 0, { mirror: true, rotation: 90, magnification: 2 }));
  // (2, 1) → (2, −1) → (4, −2) → (2, 4) → (12, 4)
  assert.deepEqual(top.bbox?.toArray(), [10, 0, 12, 4]);
});

test("a window gives the polygons that touch it, whole; a region is cut at it", () => {
  const unit = cell("unit").add(metal, box(0, 0, 1, 1));
  const top = cell("top").add(unit.array(1000, 1000, { pitch: 2 }));
  const window = box(100.5, 100.5, 104.5, 102.5);
  assert.equal(top.polygonsOf(metal, { window }).count, 3 * 2);
  assert.equal(top.region(metal, { window }).area, (0.5 + 1 + 0.5) * (0.5 + 0.5));
});

test("depth stops below the levels that were asked for", () => {
  const a = cell("a").add(metal, box(0, 0, 1, 1));
  const b = cell("b")
    .add(metal, box(0, 0, 2, 2))
    .add(a.at(5, 5));
  const c = cell("c").add(b.at(0, 0));
  assert.deepEqual(
    [0, 1, 2].map((depth) => c.polygonsOf(metal, { depth }).count),
    [0, 1, 2],
  );
});

test("2^28 members have box, layers and counts without being expanded", () => {
  const top = doubling(28);
  assert.deepEqual(top.layers().map(String), ["1/0"]);
  assert.deepEqual(top.bbox?.toArray(), [0, 0, 0.004 * (2 ** 29 - 1), 0.004]);
  const info = layoutInfo(Layout.of(top), { area: false });
  assert.equal(info.layers["1/0"].shapes, 2 ** 28);
});

test("flattening beyond the limit is refused, and the limit can be raised", () => {
  const top = doubling(12);
  assert.throws(() => top.polygonsOf(metal, { limit: 1000 }), hasCode("flatten-limit"));
  assert.equal(top.polygonsOf(metal, { limit: 4096 }).count, 4096);
  assert.throws(() => doubling(28).polygonsOf(metal), /layer 1\/0 of "C28" flattens to 268435456 polygons or more/);
});

test("what a window holds wholly is counted before it is expanded", () => {
  const block = doubling(26);
  // Wider than the window, which has to look through it.
  const [width, height] = [block.bbox!.width, block.bbox!.height];
  const top = cell("T").add(
    block.at(0, 0),
    block.at(0, 1),
    block.array(1, 3, { at: [0, 2], pitch: [0, 1] }),
    block.at(2 * width, 0),
  );
  const window = box(-1, -1, 1.5 * width, 4 + height);
  // Not the limit of 20 million with what was one too many, as where they are made first.
  assert.throws(() => top.polygonsOf(metal, { window }), /"T" flattens to 67108864 polygons or more/);
  // The array comes first in a window that leaves out the two before it: three times 2^26.
  const above = box(-1, 1.5, 1.5 * width, 4 + height);
  assert.throws(() => top.polygonsOf(metal, { window: above }), /"T" flattens to 201326592 polygons or more/);
});

test("a window into 2^28 members looks only at what it holds", () => {
  const top = doubling(28);
  assert.equal(top.polygonsOf(metal, { window: box(0, 0, 0.04, 1) }).count, 6);
});

test("boxes follow later changes below", () => {
  const unit = cell("unit").add(metal, box(0, 0, 1, 1));
  const top = cell("top").add(unit.at(10, 0));
  assert.deepEqual(top.bbox?.toArray(), [10, 0, 11, 1]);
  unit.add(metal, box(0, 0, 5, 5));
  assert.deepEqual(top.bbox?.toArray(), [10, 0, 15, 5]);
});

test("a cell that contains itself is named with the whole cycle", () => {
  const [a, b] = [cell("a"), cell("b")];
  a.add(b.at(0, 0));
  b.add(a.at(1, 1));
  assert.throws(() => a.bbox, /cell "a" contains itself: "a" → "b" → "a"/);
  assert.throws(() => Layout.of(a).cells, hasCode("recursive-cells"));
});

test("a layout knows its cells, tops, layers and box", () => {
  const unit = cell("unit").add(metal, box(0, 0, 1, 1));
  const layout = Layout.of(
    cell("top")
      .add([2, 5], label("x", 7, 7))
      .add(unit.at(0, 0)),
  );
  assert.deepEqual(
    layout.cells.map((one) => one.name),
    ["top", "unit"],
  );
  assert.deepEqual(
    layout.tops.map((one) => one.name),
    ["top"],
  );
  assert.deepEqual(layout.layers().map(String), ["1/0", "2/5"]);
  assert.deepEqual(layout.bbox?.toArray(), [0, 0, 7, 7]);
});

test("unknown layers and cells list what is near", () => {
  const layout = Layout.of(
    cell("inverter")
      .add(metal, box(0, 0, 1, 1))
      .add([1, 10], box(0, 0, 1, 1)),
  );
  assert.throws(() => layout.region("9/0"), /layer 9\/0 is not in layout "LIB"; it has 1\/0, 1\/10/);
  assert.throws(() => layout.cell("invertr"), /cell "invertr" is not in layout "LIB"; did you mean "inverter"\?/);
  assert.throws(() => layout.cell("TOP"), /cell "TOP" is not in layout "LIB"; it has ".*inverter/);
  assert.throws(() => new Layout().cell("TOP"), /; it has no cells yet: layout\.add\(cell\("TOP"\)\) puts one there$/);
});

test("cells of one name cannot share a layout", () => {
  const top = cell("top").add(cell("a").at(0, 0), cell("a").at(1, 0));
  assert.throws(() => Layout.of(top).cells, hasCode("duplicate-cell"));
});

test("a region on a coarser grid is put on the cell's, one on a finer grid is refused", () => {
  const fine = cell("fine", { dbu: 0.0005 }).add(metal, rect(2));
  assert.equal(fine.region(metal).area, 4);
  assert.throws(() => cell("coarse", { dbu: 0.01 }).add(metal, rect(2)), hasCode("dbu-mismatch"));
});

test("labels are found through all levels, at their places", () => {
  const unit = cell("unit").add("10/0", label("pin", 1, 2));
  const top = cell("top")
    .add(unit.array(2, 1, { pitch: 10, rotation: 90 }))
    .add("10/0", label("top", 0, 0));
  assert.deepEqual(top.labelsOf("10/0"), [
    { text: "top", x: 0, y: 0 },
    { text: "pin", x: -2, y: 1 },
    { text: "pin", x: 8, y: 1 },
  ]);
  assert.throws(() => top.labelsOf("10/0", { limit: 2 }), hasCode("flatten-limit"));
});

test("a layer that is not there is an error of cells as of layouts, or empty where asked", () => {
  const inverter = cell("inverter").add(metal, rect(1));
  for (const one of [inverter, Layout.of(inverter)]) {
    assert.throws(() => one.region("9/0"), /layer 9\/0 is not in (cell "inverter"|layout "LIB"); it has 1\/0/);
    assert.throws(() => one.polygonsOf("9/0"), hasCode("unknown-layer"));
    assert.throws(() => one.source("9/0"), hasCode("unknown-layer"));
    assert.equal(one.region("9/0", { ifMissing: "empty", window: box(0, 0, 1, 1) }).area, 0);
    assert.equal(one.source("9/0", { ifMissing: "empty" }).polygonsIn(null).count, 0);
  }
  assert.throws(() => inverter.labelsOf("9/0"), hasCode("unknown-layer"));
  assert.deepEqual(inverter.labelsOf("1/0"), []);
});

test("labels come from 20,000 levels down", () => {
  let top = cell("C0").add("10/0", label("deep", 1, 0));
  for (let level = 1; level <= 20_000; level++) top = cell(`C${level}`).add(top.at(0.001, 0));
  assert.deepEqual(top.labelsOf("10/0"), [{ text: "deep", x: 21, y: 0 }]);
});

test("a renamed cell is found by its new name, and only by that", () => {
  const unit = cell("unit");
  const layout = Layout.of(cell("top").add(unit.at(0, 0)));
  assert.ok(layout.has("unit"));
  assert.equal(unit.rename("UNIT"), unit);
  assert.deepEqual([layout.has("unit"), layout.cell("UNIT")], [false, unit]);
  assert.throws(() => unit.rename(""), hasCode("cell-name"));
});

const klayoutBoxes = `
import json, sys, klayout.db as kdb
layout = kdb.Layout()
layer = layout.layer(1, 0)
leaf, row, top = (layout.create_cell(name) for name in ("leaf", "row", "top"))
out = []
leaf.shapes(layer).insert(kdb.Polygon([kdb.Point(0, 0), kdb.Point(0, 700), kdb.Point(900, 700), kdb.Point(333, 111)]))
leaf.shapes(layer).insert(kdb.Path([kdb.Point(0, 0), kdb.Point(777, 100)], 300, 150, 150, True))
for inner, outer, magnification in json.load(sys.stdin):
    row.clear_insts(); top.clear_insts()
    row.insert(kdb.CellInstArray(leaf.cell_index(), kdb.ICplxTrans(magnification, inner, True, 101, 7), kdb.Vector(0, 1300), kdb.Vector(1500, 20), 3, 2))
    top.insert(kdb.CellInstArray(row.cell_index(), kdb.ICplxTrans(1, outer, False, -50, 31)))
    box = top.bbox()
    out.append([box.left, box.bottom, box.right, box.top])
print(json.dumps(out))
`;

test("cell.bbox below turned and magnified references: as KLayout's Cell.bbox", { skip: withoutPython }, () => {
  const turns = [
    [0, 0, 1],
    [90, 180, 2],
    [30, 0, 1],
    [45, 45, 1.5],
    [12.5, 77.25, 0.333],
    [359, 1, 1.0001],
  ];
  const expected = JSON.parse(
    execFileSync(referencePython()!, ["-c", klayoutBoxes], { input: JSON.stringify(turns), encoding: "utf8" }),
  ) as number[][];
  const seen = turns.map(([inner, outer, magnification]) => {
    const leaf = cell("leaf");
    leaf.shapes([1, 0]).addRing([0, 0, 0, 700, 900, 700, 333, 111]);
    leaf.shapes([1, 0]).addPath([0, 0, 777, 100], { width: 300, beginExtension: 150, endExtension: 150, round: true });
    const pitch = [
      [1.5, 0.02],
      [0, 1.3],
    ] as const;
    const row = cell("row").add(
      leaf.array(2, 3, { at: [0.101, 0.007], pitch, rotation: inner, mirror: true, magnification }),
    );
    const top = cell("top").add(row.at(-0.05, 0.031, { rotation: outer }));
    return top.bbox!.scaled(1000).toArray().map(Math.round);
  });
  assert.deepEqual(seen, expected);
});
