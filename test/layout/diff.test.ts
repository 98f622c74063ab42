/** What two layouts do not share. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { decodeGds, encodeGds, writeGds } from "../../src/formats/index.ts";
import { box, Transform } from "../../src/geometry/index.ts";
import { changedBoxes } from "../../src/layout/diff/changed-boxes.ts";
import { cell, diff, Layout, label, layerKey, path, Reference } from "../../src/layout/index.ts";
import { polygon, rect } from "../../src/region/index.ts";
import { displaySymbol } from "../../src/view/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { randomLayout, uprightLayout } from "./random-layout.ts";

function chip() {
  const via = cell("via").add("1/0", rect(1));
  return Layout.of(
    cell("top")
      .add(via.at(0, 0), via.at(10, 0))
      .add("2/0", rect(4))
      .add("3/0", label("A", 1, 2)),
  );
}

test("a layout is the same as its copy, and as itself read back from a file", () => {
  fc.assert(
    fc.property(randomLayout, (layout) => {
      const same = diff(layout, layout.copy());
      assert.deepEqual([same.isSame, same.layers, String(same)], [true, [], "LayoutDiff: the same"]);
      const back = diff(layout, decodeGds(encodeGds(layout)));
      assert.ok(back.isSame, String(back));
    }),
  );
});

const changes: readonly ((layout: Layout) => unknown)[] = [
  () => {},
  (layout) => layout.cell("b").add("1/0", box(0, 0, 1, 1)),
  (layout) => layout.rename("a", "c"),
  (layout) => layout.cell("top").add(layout.cell("a").at(50, 50)),
  (layout) => layout.cell("a").add("3/0", label("new", 3, 4)),
  (layout) => layout.flatten("top"),
  (layout) =>
    layout.cell("top").add(
      "2/0",
      path(
        [
          [0, 0],
          [9, 0],
        ],
        { width: 1 },
      ),
    ),
];

const compare = `
import json, sys
import klayout.db as kdb
for i in range(int(sys.argv[2])):
    a = kdb.Layout(); a.read(f"{sys.argv[1]}/a{i}.gds")
    b = kdb.Layout(); b.read(f"{sys.argv[1]}/b{i}.gds")
    for info in a.layer_infos() + b.layer_infos(): a.layer(info); b.layer(info)
    Diff = kdb.LayoutDiff; said = Diff()
    only = {"a": [], "b": []}; differing = set(); current = [""]
    def begin(one, other): current[0] = one.name
    said.on_begin_cell = begin
    said.on_cell_in_a_only = lambda one: only["a"].append(one.name)
    said.on_cell_in_b_only = lambda one: only["b"].append(one.name)
    for name in ["polygon", "path", "text", "box", "instance"]:
        for side in ["a", "b"]: setattr(said, f"on_{name}_in_{side}_only", lambda one, prop: differing.add(current[0]))
    same = said.compare(a, b, Diff.FlattenArrayInsts | Diff.NoLayerNames | Diff.Verbose, 0)
    areas = {}
    for info in a.layer_infos():
        flat = lambda l: sum((kdb.Region(c.begin_shapes_rec(l.layer(info))) for c in l.top_cells()), kdb.Region())
        area = (flat(a) ^ flat(b)).area() * a.dbu ** 2
        if area > 0: areas[f"{info.layer}/{info.datatype}"] = round(area, 9)
    print(json.dumps({"same": same, "onlyInA": sorted(only["a"]), "onlyInB": sorted(only["b"]), "cells": sorted(differing), "areas": areas}))
`;

test("diff: as KLayout's LayoutDiff and Region ^", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const ours: unknown[] = [];
    for (const [i, a] of fc.sample(uprightLayout, { numRuns: 28, seed: 3 }).entries()) {
      const b = a.copy();
      changes[i % changes.length](b);
      await writeGds(join(folder, `a${i}.gds`), a);
      await writeGds(join(folder, `b${i}.gds`), b);
      const { isSame, onlyInA, onlyInB, cells, layers } = diff(a, b);
      const areas = layers.flatMap(({ layer, xorArea }) =>
        xorArea! > 0 ? [[`${layer}`, Number(xorArea!.toFixed(9))]] : [],
      );
      const told = {
        onlyInA: [...onlyInA].sort(),
        onlyInB: [...onlyInB].sort(),
        cells: cells.map((one) => one.name).sort(),
      };
      ours.push({ same: isSame, ...told, areas: Object.fromEntries(areas) });
    }
    const { stdout, stderr } = await runPython(["-c", compare, folder, String(ours.length)], { cwd: folder });
    assert.equal(stderr, "");
    assert.deepEqual(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
      ours,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("law: the area that just one covers is that of the flat layers' xor, though only what changed is looked at", () => {
  fc.assert(
    fc.property(
      randomLayout,
      randomLayout,
      fc.nat(),
      fc.integer({ min: -200, max: 200 }),
      (layout, other, which, at) => {
        const edited = layout.copy();
        // Some of what is there, some that is not: cells of the same name whose contents differ, whole or in part.
        if (which % 3 === 0) edited.merge(other, { onDuplicate: "replace" });
        else changes[which % changes.length](edited);
        edited.cells[which % edited.cells.length].add("1/0", box(at / 10, 0, at / 10 + 2, 3));
        for (const { layer, xorArea } of diff(layout, edited).layers) {
          const [a, b] = [layout, edited].map((one) => one.region(layer, { ifMissing: "empty" }));
          // Where slanted edges cross, points are rounded to the grid, and the edges move by up to a unit all along: others
          // where all is looked at. Of what was added here 6 µm² would be missing.
          const moved = 0.02 + ((a.perimeter + b.perimeter) * layout.dbu) / 8;
          assert.ok(Math.abs(a.xor(b).area - xorArea!) < moved, `${layer}: ${xorArea} in place of ${a.xor(b).area}`);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("a cell of another name that holds the same changes no area, however often it is placed", () => {
  const array = (name: string) => {
    const via = cell(name).add("1/0", rect(1));
    return Layout.of(cell("top").add(via.array(100, 1000, { pitch: 2 })));
  };
  const renamed = diff(array("via"), array("VIA"));
  assert.deepEqual([renamed.onlyInA, renamed.onlyInB], [["via"], ["VIA"]]);
  assert.deepEqual(
    renamed.layers.map(({ xorArea }) => xorArea),
    [0],
  );
});

test("law: what is merged in shows in the diff, and only that", () => {
  fc.assert(
    fc.property(randomLayout, randomLayout, (layout, other) => {
      const before = layout.copy();
      const names = new Set(layout.cells.map((one) => one.name));
      layout.merge(other, { onDuplicate: "rename" });
      const { onlyInA, onlyInB, cells } = diff(before, layout, { area: false });
      assert.deepEqual(
        [onlyInA, cells, onlyInB],
        [[], [], layout.cells.map((one) => one.name).filter((n) => !names.has(n))],
      );
    }),
  );
});

test("a diff tells cells, references, shapes, labels and areas", () => {
  const [a, b] = [chip(), chip()];
  b.cell("via").add("1/0", rect(2));
  b.cell("top")
    .add("3/0", label("B", 5, 5, { rotation: 90 }))
    .add(cell("new").at(1, 1));
  const found = diff(a, b);
  assert.equal(found.isSame, false);
  assert.deepEqual([found.onlyInA, found.onlyInB], [[], ["new"]]);
  assert.deepEqual(
    found.cells.map((one) => one.name),
    ["top", "via"],
  );
  assert.deepEqual(found.cells[0].references, { onlyInA: [], onlyInB: ["new at (1, 1) µm"] });
  assert.deepEqual(found.cells[0].layers[0].labelsOnlyInB, ['"B" at (5, 5) µm, turned 90°']);
  assert.deepEqual([found.cells[1].layers[0].shapesOnlyInB, found.cells[1].layers[0].xorArea], [1, 3]);
  assert.deepEqual(found.layers.find(({ layer }) => `${layer}` === "1/0")?.xorArea, 6);
  assert.match(String(found), /cells only in b: new\n {2}layer 1\/0, flat: 6 µm² in just one of the two/);
  const bundle = found[displaySymbol]();
  for (const text of ["cells only in b", "1 shape only in b", "6 µm²"]) {
    assert.ok(String(bundle["text/html"]).includes(text), text);
    assert.ok(String(bundle["text/plain"]).includes(text), text);
  }
});

test("order, starting points of polygons and the writing of arrays do not count", () => {
  const unit = cell("unit").add(
    "1/0",
    polygon([
      [0, 0],
      [4, 0],
      [1, 3],
    ]),
    rect(1),
  );
  const same = cell("unit").add(
    "1/0",
    rect(1),
    polygon([
      [1, 3],
      [4, 0],
      [0, 0],
    ]),
  );
  const a = cell("top").add(
    unit.array(2, 1, { pitch: 5 }),
    unit.places([
      [0, 9],
      [7, 7],
    ]),
  );
  const b = cell("top").add(same.at(7, 7), same.at(0, 0), same.at(5, 0), same.at(0, 9));
  assert.ok(diff(a, b).isSame, String(diff(a, b)));
});

test("properties count, of shapes, references and cells", () => {
  const [a, b] = [chip(), chip()];
  b.cell("top")
    .shapes("2/0")
    .setProperties("box", 0, [[1, "net"]]);
  assert.deepEqual(
    diff(a, b).cells[0].layers.map((one) => [one.properties, one.shapesOnlyInA]),
    [[1, 0]],
  );
  a.cell("via").properties = [["MASK", 3]];
  assert.deepEqual(
    diff(a, b).cells.map((one) => [one.name, one.hasOtherProperties]),
    [
      ["top", false],
      ["via", true],
    ],
  );
  const c = Layout.of(cell("top").add(new Reference(cell("x"), { properties: [[1, "p"]] })));
  const d = Layout.of(cell("top").add(new Reference(cell("x"))));
  assert.equal(diff(c, d).cells[0].references.onlyInA.length, 1);
});

test("other database units are told, and compared on the finer one", () => {
  const found = diff(chip(), chip().withDbu(0.0005));
  assert.deepEqual([found.isSame, found.cells, found.dbu], [false, [], [0.001, 0.0005]]);
  assert.match(String(found), /database unit: 0.001 µm against 0.0005 µm/);
});

test("2^28 members are compared by their cells; their area is not", () => {
  const chain = (size: number) => {
    let unit = cell("C0").add("1/0", box(0, 0, size, 0.004));
    for (let level = 1; level <= 28; level++)
      unit = cell(`C${level}`).add(unit.at(0, 0), unit.at(0.004 * 2 ** level, 0));
    return unit;
  };
  const found = diff(chain(0.004), chain(0.003));
  assert.deepEqual([found.cells.map((one) => one.name), found.layers[0].xorArea], [["C0"], null]);
  assert.match(String(found), /layer 1\/0, flat: area not compared/);
  assert.ok(diff(chain(0.004), chain(0.004)).isSame);
});

test("areas of a heap of shapes are not worked out", () => {
  const heap = (size: number) =>
    Layout.of(cell("top").add(cell("unit").add("1/0", rect(size)).array(600, 600, { pitch: 0.01 })));
  const found = diff(heap(3), heap(2));
  assert.deepEqual(
    found.layers.map(({ xorArea }) => xorArea),
    [null],
  );
});

test("areas with more crossings than fit into memory are null, and all else is told", () => {
  // 1100 lines each way, whose edges cross in 4.8 million points.
  const grid = (size: number) => {
    const top = cell("top").add("2/0", rect(size));
    for (let i = 0; i < 1100; i++) {
      const [x, y] = [0.8 * i, 0.6 * i];
      top.add(
        "1/0",
        path(
          [
            [x, -y],
            [x + 660, 880 - y],
          ],
          { width: 0.02 },
        ),
      );
      top.add(
        "1/0",
        path(
          [
            [y, x],
            [y + 880, x - 660],
          ],
          { width: size / 100 },
        ),
      );
    }
    return Layout.of(top);
  };
  const found = diff(grid(2), grid(1));
  assert.deepEqual(
    found.layers.map(({ layer, xorArea }) => [String(layer), xorArea]),
    [
      ["1/0", null],
      ["2/0", 3],
    ],
  );
  assert.deepEqual(
    found.cells[0].layers.map(({ shapesOnlyInA, xorArea }) => [shapesOnlyInA, xorArea]),
    [
      [1100, null],
      [1, 3],
    ],
  );
});

test("changes at more places than are looked at one by one are looked at together", () => {
  const placed = (size: number, count: number) => {
    const unit = cell("unit").add("1/0", rect(size, size, { position: [size / 2, size / 2] }));
    const top = cell("top");
    for (let i = 0; i < count; i++) top.add(unit.at(10 * i, 5 * i));
    return Layout.of(top);
  };
  const boxes = (count: number) => changedBoxes(placed(2, count), placed(1, count), layerKey(1, 0), () => true);
  // Two shapes a place.
  assert.equal(boxes(250).length, 250);
  assert.deepEqual(boxes(600), [box(0, 0, 599 * 10_000 + 2000, 599 * 5000 + 2000)]);
});

test("only layouts and cells are compared", () => {
  assert.throws(
    () => diff(chip(), Transform.identity as never),
    (error) => isReticleError(error, "LayoutError"),
  );
});
