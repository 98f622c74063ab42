/** Another database unit, a coarser grid, and two layouts made one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, type DuplicateRule, Layout, label, Path, Reference } from "../../src/layout/index.ts";
import { polygon } from "../../src/region/index.ts";
import { nm } from "../../src/units.ts";
import { contents } from "../formats/contents.ts";
import { withoutPython } from "../support/project.ts";
import { agreesWithKLayout, coversAsKLayout } from "./klayout.ts";
import { randomLayout, uprightLayout } from "./random-layout.ts";

const skip = withoutPython;
const hasCode = (code: string) => (error: unknown) => isReticleError(error) && error.code === code;
const names = (layout: Layout) => layout.cells.map((one) => one.name);

function warningsOf(work: () => unknown): string[] {
  const heard: string[] = [];
  const stop = onWarning(({ code, message }) => heard.push(`${code}: ${message}`));
  try {
    work();
  } finally {
    stop();
  }
  return heard;
}
const quietly = <T>(work: () => T): T => {
  let result: T;
  warningsOf(() => {
    result = work();
  });
  return result!;
};
const samples = (from = randomLayout) => fc.sample(from, { numRuns: 20, seed: 11 });

test("layout.withDbu: as KLayout's Layout.transform and Layout.dbu=", { skip }, async () => {
  const cases = samples().map((before) => ({ before, after: before.withDbu(0.0005) }));
  await agreesWithKLayout(cases, "layout.transform(kdb.ICplxTrans(2.0)); layout.dbu = 0.0005");
});

test("layout.withDbu of a coarser grid: as KLayout's Layout.transform", { skip }, async () => {
  const cases = samples(uprightLayout).map((layout) => {
    const before = layout.flatten("top");
    return { before, after: quietly(() => before.withDbu(0.008)) };
  });
  await coversAsKLayout(cases, "layout.transform(kdb.ICplxTrans(0.125)); layout.dbu = 0.008");
});

test("layout.snap: as KLayout's Region.snapped", { skip }, async () => {
  const cases = samples().map((layout) => {
    const before = Layout.of(layout.flatten("top").cell("top"));
    const top = before.cell("top");
    top.shapes("2/0").takeOver(cell("none").shapes("2/0")); // without paths: those that stay paths keep their width
    return { before, after: quietly(() => before.copy().snap(0.07)) };
  });
  const work = `
for cell in layout.each_cell():
    shapes = cell.shapes(layout.layer(1, 0))
    region = kdb.Region(shapes); region.merged_semantics = False
    snapped = region.snapped(70, 70)
    shapes.clear(); shapes.insert(snapped)
`;
  await coversAsKLayout(cases, work);
});

/** A layout merged with another, in which some names are taken, by us and by KLayout reading it on top. */
async function mergesAs(theirs: string, onDuplicate: DuplicateRule): Promise<void> {
  const work = `
options = kdb.LoadLayoutOptions()
options.cell_conflict_resolution = kdb.LoadLayoutOptions.CellConflictResolution.${theirs}
layout.read(other, options)
# Left over where all that placed it was skipped, against KLayout's own documentation:
for cell in [c for c in layout.top_cells() if c.name == "a2"]: cell.delete()
`;
  const layouts = samples().filter((layout) => layout.tops.length === 1);
  const cases = layouts.slice(1).map((layout, i) => {
    const other = layouts[i].copy();
    if (i % 3 === 0) other.rename("top", "top2");
    if (i % 4 === 0) other.rename("a", "a2");
    return { before: layout, other, after: layout.copy().merge(other, { onDuplicate }) };
  });
  await agreesWithKLayout(cases, work);
}

test("layout.merge, rename: as KLayout's Layout.read with RenameCell", { skip }, () =>
  mergesAs("RenameCell", "rename"),
);
test("layout.merge, keep: as KLayout's Layout.read with SkipNewCell", { skip }, () => mergesAs("SkipNewCell", "keep"));
test("layout.merge, replace: as KLayout's Layout.read with OverwriteCell", { skip }, () =>
  mergesAs("OverwriteCell", "replace"),
);

test("law: layout.withDbu there and back is the same layout", () => {
  fc.assert(
    fc.property(randomLayout, fc.constantFrom(2, 3, 10), (layout, n) => {
      const finer = layout.withDbu(0.001 / n);
      assert.equal(finer.dbu, 0.001 / n);
      assert.deepEqual(contents(finer.withDbu(0.001)), contents(layout));
    }),
  );
});

test("law: layout.snap is idempotent, and puts every vertex on the grid", () => {
  fc.assert(
    fc.property(uprightLayout, fc.constantFrom(5, 30, 200), (layout, grid) => {
      quietly(() => layout.snap(grid * nm));
      const once = contents(layout);
      quietly(() => layout.snap(grid * nm));
      assert.deepEqual(contents(layout), once);
      for (const layer of layout.layers())
        assert.ok(layout.polygonsOf(layer, { ifMissing: "empty" }).xy.every((value) => value % grid === 0));
    }),
  );
});

test("law: layout.merge, then removing what came, is the layout before", () => {
  fc.assert(
    fc.property(randomLayout, randomLayout, (layout, other) => {
      const before = contents(layout);
      const own = new Set(names(layout));
      layout.merge(other, { onDuplicate: "rename" });
      assert.equal(names(layout).length, own.size + other.cells.length);
      for (const name of names(layout)) if (!own.has(name)) layout.remove(name);
      assert.deepEqual(contents(layout), before);
    }),
  );
});

test("what does not fit another database unit is an error that names the cell", () => {
  const wide = Layout.of(cell("wide").add("1/0", box(0, 0, 2_000_000, 1)));
  assert.throws(() => wide.withDbu(0.0001), /cell "wide" does not fit .* reach to ±214748.3648 µm/);
  assert.throws(() => wide.withDbu(0), hasCode("dbu"));
});

test("members that a finer unit puts more than 32 bits apart are an error, not elsewhere", () => {
  // 2·10⁹ apart at twice the numbers is 4·10⁹, while each end is at ±2·10⁹.
  const unit = cell("unit").add("1/0", box(0, 0, 1, 1));
  const far = Layout.of(
    cell("far").add(
      unit.places([
        [-1_000_000, 0],
        [1_000_000, 0],
      ]),
    ),
  );
  assert.throws(() => far.withDbu(0.0005), hasCode("coordinate-range"));
});

test("rounding onto a coarser grid is told once", () => {
  const fine = Layout.of(cell("fine").add("1/0", box(0, 0, 1.003, 1), box(0, 0, 0.001, 1)));
  let coarse: Layout | undefined;
  const heard = warningsOf(() => {
    coarse = fine.withDbu(0.005);
  });
  assert.deepEqual(heard, [
    "off-grid: 2 coordinates of 1 cell lay between the points of a grid of 0.005 µm and were rounded; 1 polygons and boxes had no area left and are gone",
  ]);
  assert.deepEqual(coarse?.bbox?.toArray(), [0, 0, 1.005, 1]);
  assert.deepEqual(
    warningsOf(() => fine.withDbu(0.0005)),
    [],
  );
});

test("a grid that is no multiple of the database unit is refused", () => {
  const layout = Layout.of(cell("a").add("1/0", box(0, 0, 1, 1)));
  for (const grid of [0.0015, 0, -0.005, Number.NaN]) assert.throws(() => layout.snap(grid), hasCode("grid"));
});

test("paths whose corners come onto the grid stay paths", () => {
  const [wire, slanted] = [
    new Path(
      [
        [0.001, 0],
        [10.002, 0],
        [10.002, 5],
      ],
      { width: 0.2 },
    ),
    new Path(
      [
        [0, 0],
        [3, 1],
      ],
      { width: 0.2 },
    ),
  ];
  const top = cell("top").add("1/0", wire, slanted);
  top.shapes("1/0").setProperties("path", 1, [[1, "slanted"]]);
  Layout.of(top).snap(5 * nm);
  const shapes = top.shapes("1/0");
  assert.deepEqual([shapes.pathCount, shapes.polygonCount], [1, 1]);
  assert.deepEqual([...shapes.paths.spineOf(0).spine.subarray(0, 6)], [0, 0, 10_000, 0, 10_000, 5000]);
  assert.deepEqual(shapes.propertiesOf("polygon", 0), [[1, "slanted"]]);
});

test("slivers go with a warning, and turned references are told", () => {
  const sliver = cell("sliver").add(
    "1/0",
    polygon([
      [0, 0],
      [1, 0.001],
      [2, 0],
    ]),
    box(0, 0, 3, 3),
  );
  const top = cell("top").add(
    sliver.at(0.0012, 0, { rotation: 45 }),
    sliver.places([
      [0, 0],
      [1.003, 0.002],
    ]),
  );
  const heard = warningsOf(() => Layout.of(top).snap(0.005));
  assert.equal(sliver.shapes("1/0").count, 1);
  assert.deepEqual([...(top.references[1].offsets ?? [])], [0, 0, 1005, 0]);
  assert.match(heard[0], /off-grid: 1 reference is turned by another angle than 90°/);
  assert.match(heard[1], /no-area: 1 polygons and boxes have no area left on a grid of 0.005 µm/);
});

test("merging says which names are taken, and wants one grid", () => {
  const layout = Layout.of(cell("a"), cell("b"));
  assert.throws(() => layout.merge(Layout.of(cell("b"))), /layout "LIB" already has "b"; say what is to happen with/);
  assert.throws(() => layout.merge(cell("c", { dbu: 0.0005 })), hasCode("dbu-mismatch"));
  assert.throws(() => layout.merge(cell("b"), { onDuplicate: "append" as never }), hasCode("on-duplicate"));
  assert.deepEqual(names(layout), ["a", "b"]);
  assert.deepEqual(names(layout.merge(cell("c"))), ["a", "b", "c"]);
});

test("a merged cell is a copy, and fills a cell that was missing", () => {
  const ghost = cell("pad");
  ghost.isGhost = true;
  const layout = Layout.of(cell("top").add(ghost.at(0, 0)));
  const pad = cell("pad")
    .add("1/0", box(0, 0, 2, 2))
    .add("2/0", label("pad", 0, 0));
  layout.merge(pad);
  assert.deepEqual([ghost.isGhost, layout.region("1/0").area, layout.cell("pad")], [false, 4, ghost]);
  pad.add("1/0", box(0, 0, 5, 5));
  assert.equal(layout.region("1/0").area, 4);
});

test("a merge that would make a cell contain itself is refused, and changes nothing", () => {
  const ghost = cell("g");
  ghost.isGhost = true;
  const layout = Layout.of(cell("x").add(ghost.at(0, 0)));
  const other = Layout.of(cell("g").add(new Reference(cell("x"))));
  assert.throws(() => layout.merge(other, { onDuplicate: "keep" }), hasCode("recursive-cells"));
  assert.deepEqual([names(layout), ghost.isGhost], [["x", "g"], true]);
});
