/** Up and down the hierarchy, without expanding it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { writeGds } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { type Cell, cell, type Instance, Layout } from "../../src/layout/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { randomLayout, uprightLayout } from "./random-layout.ts";

const ask = `
import json, sys
import klayout.db as kdb
for i in range(int(sys.argv[2])):
    layout = kdb.Layout(); layout.read(f"{sys.argv[1]}/{i}.gds")
    names = lambda indexes: sorted(layout.cell(index).name for index in indexes)
    found = {}
    for cell in layout.each_cell():
        found[cell.name] = [names(cell.each_parent_cell()), names(cell.caller_cells()), names(cell.called_cells()), cell.hierarchy_levels()]
    top = layout.cell("top")
    def walked(it):
        seen = []
        while not it.at_end():
            disp = (it.trans() * it.inst_trans()).disp
            seen.append(f"{it.inst_cell().name} {round(disp.x)} {round(disp.y)}"); it.next()
        return sorted(seen)
    two = top.begin_instances_rec(); two.max_depth = 0
    print(json.dumps([found, walked(top.begin_instances_rec()), walked(two)]))
`;

function told(layout: Layout) {
  const sorted = (cells: Iterable<Cell>) => names(cells).sort();
  const placed = (all: Iterable<Instance>) =>
    Array.from(all, ({ cell, transform }) => `${cell.name} ${transform.dx} ${transform.dy}`).sort();
  const top = layout.cell("top");
  const found = layout.cells.map((one) => [
    one.name,
    [sorted(layout.parentsOf(one)), sorted(layout.ancestorsOf(one)), sorted(one.descendants()), one.depth],
  ]);
  const walks = [{}, { depth: 1 }];
  return [Object.fromEntries(found), ...walks.map((options) => placed(top.instances(options)))];
}

const hasCode = (code: string) => (error: unknown) => isReticleError(error, "LayoutError") && error.code === code;
const names = (cells: Iterable<Cell>) => [...cells].map((one) => one.name);

function small() {
  const via = cell("via").add("1/0", box(0, 0, 1, 1));
  const row = cell("row").add(via.array(3, 1, { pitch: 5 }));
  const top = cell("top").add(row.at(0, 10, { rotation: 90 }), via.at(100, 0));
  return { via, row, top, chip: Layout.of(top) };
}

function doubling(levels: number): Cell {
  let unit = cell("C0").add("1/0", box(0, 0, 0.004, 0.004));
  for (let level = 1; level <= levels; level++)
    unit = cell(`C${level}`).add(unit.at(0, 0), unit.at(0.004 * 2 ** level, 0));
  return unit;
}

test("parents, children, ancestors and descendants of a cell", () => {
  const { chip, top, via } = small();
  assert.deepEqual(names(chip.parentsOf("via")), ["top", "row"]);
  assert.deepEqual(names(chip.ancestorsOf(via)), ["row", "top"]);
  assert.deepEqual(names(top.children), ["row", "via"]);
  assert.deepEqual(names(top.descendants()), ["via", "row"]);
  assert.deepEqual([top.depth, via.depth, chip.parentsOf(top).length], [2, 0, 0]);
  assert.throws(() => chip.parentsOf("vja"), /did you mean "via"/);
  assert.throws(() => chip.parentsOf(cell("via")), hasCode("unknown-cell"));
});

test("instances come outer ones first, with their places and paths", () => {
  const { top } = small();
  const seen = [...top.instances()].map((one) => [one.path.map((step) => step.cell.name).join("/"), ...one.at]);
  assert.deepEqual(seen, [
    ["row", 0, 10],
    ["row/via", 0, 10],
    ["row/via", 0, 15],
    ["row/via", 0, 20],
    ["via", 100, 0],
  ]);
  const [, second] = top.instances({ of: "via" });
  assert.deepEqual([second.column, second.row, second.transform.rotation], [1, 0, 90]);
  assert.deepEqual(second.bbox?.toArray(), [-1, 15, 0, 16]);
  assert.equal(String(second), "Instance row/via at (0, 15) µm");
});

test("instances stop at a depth, and find a cell below", () => {
  const { top } = small();
  assert.deepEqual(
    [...top.instances({ depth: 1 })].map((one) => one.cell.name),
    ["row", "via"],
  );
  assert.equal([...top.instances({ depth: 0 })].length, 0);
  assert.equal([...top.instances({ of: "via" })].length, 4);
  assert.throws(() => top.instances({ of: "vjas" }), hasCode("unknown-cell"));
  assert.throws(() => top.instances({ depth: 0.5 }), hasCode("depth"));
});

test("the first of 2^58 instances, and those of a window, come at once", () => {
  const top = doubling(28);
  const wide = cell("wide").add(top.array(2 ** 15, 2 ** 15, { pitch: 0 }));
  const [first] = wide.instances();
  assert.equal(first.cell, top);
  const found = [...top.instances({ of: "C0", window: box(0, 0, 0.04, 1) })];
  assert.deepEqual(
    found.map((one) => one.at[0]),
    [0, 0.008, 0.016, 0.024, 0.032, 0.04],
  );
});

test("instances come from 20,000 levels down", () => {
  let top = cell("C0").add("1/0", box(0, 0, 1, 1));
  for (let level = 1; level <= 20_000; level++) top = cell(`C${level}`).add(top.at(0.001, 0));
  const [deepest] = top.instances({ of: "C0" });
  assert.deepEqual([deepest.at[0], deepest.path.length, top.depth], [20, 20_000, 20_000]);
});

test("law: instances of a window are those of all whose boxes touch it, at right angles", () => {
  fc.assert(
    fc.property(uprightLayout, fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 }), (layout, x, y) => {
      const top = layout.cell("top");
      const window = box(x, y, x + 20, y + 15);
      const told = (all: Iterable<{ toString(): string }>) => [...all].map(String).sort();
      const wanted = [...top.instances()].filter((one) => one.touches(window.scaled(1000)));
      assert.deepEqual(told(top.instances({ window })), told(wanted));
    }),
  );
});

test("a cell that contains itself can be told, and is named where it is used", () => {
  const [a, b] = [cell("a"), cell("b")];
  a.add(b.at(0, 0));
  assert.deepEqual([a.isRecursive, Layout.of(a).isRecursive], [false, false]);
  b.add(a.at(1, 1));
  assert.deepEqual([a.isRecursive, Layout.of(a).isRecursive], [true, true]);
  for (const use of [() => a.depth, () => a.descendants(), () => a.instances(), () => Layout.of(a).parentsOf("a")])
    assert.throws(use, hasCode("recursive-cells"));
});

test("law: instances of a window hold all labels in it, at any angle", () => {
  fc.assert(
    fc.property(randomLayout, fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 }), (layout, x, y) => {
      const top = layout.cell("top");
      const window = box(x, y, x + 20, y + 15).scaled(1000);
      const inside = ([u, v]: readonly [number, number]) => u >= x && u <= x + 20 && v >= y && v <= y + 15;
      let found = 0;
      for (const { cell, transform } of top.instances({ window: window.scaled(1 / 1000) })) {
        const { xy, count } = cell.shapes("3/0").labels;
        for (let i = 0; i < count; i++) {
          const [u, v] = transform.point(xy[2 * i], xy[2 * i + 1]);
          if (inside([u / 1000, v / 1000])) found++;
        }
      }
      const own = top.shapes("3/0").labels.xy;
      for (let i = 0; i < own.length; i += 2) if (inside([own[i] / 1000, own[i + 1] / 1000])) found++;
      assert.equal(found, top.labelsOf("3/0").filter((one) => inside([one.x, one.y])).length);
    }),
  );
});

test("layout.parentsOf, ancestorsOf, cell.descendants, depth, instances: as KLayout's Cell.each_parent_cell, caller_cells, called_cells, hierarchy_levels, begin_instances_rec", {
  skip: withoutPython,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const layouts = fc.sample(uprightLayout, { numRuns: 20, seed: 5 });
    for (const [i, layout] of layouts.entries()) await writeGds(join(folder, `${i}.gds`), layout);
    const { stdout, stderr } = await runPython(["-c", ask, folder, String(layouts.length)], { cwd: folder });
    assert.equal(stderr, "");
    const theirs = stdout.trim().split("\n");
    for (const [i, layout] of layouts.entries()) assert.deepEqual(told(layout), JSON.parse(theirs[i]));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
