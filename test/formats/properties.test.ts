/** Properties of files and cells, and long polygons: written, read back here and by KLayout. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isReticleError, onWarning } from "../../src/errors.ts";
import {
  decodeGds,
  decodeOasis,
  encodeGds,
  encodeOasis,
  readOasis,
  writeGds,
  writeOasis,
} from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, Layout, type PropertyList } from "../../src/layout/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const ofFile: PropertyList = [
  ["made by", "us", 7, -2.5],
  [3, "number and text"],
];
const ofCell: PropertyList = [
  ["kind", "leaf"],
  ["kind", "again"],
];

function withProperties(): Layout {
  const leaf = cell("leaf").add([1, 0], box(0, 0, 1, 1));
  leaf.properties = ofCell;
  leaf.shapes("1/0").setProperties("box", 0, [["of the box", 1]]);
  const layout = Layout.of(cell("top").add(leaf.at(0, 0)), leaf);
  layout.properties = ofFile;
  return layout;
}

for (const options of [{}, { strict: true }, { compress: false }]) {
  test(`properties of files, cells and shapes come back from OASIS, written with ${JSON.stringify(options)}`, () => {
    const back = decodeOasis(encodeOasis(withProperties(), options));
    assert.deepEqual(back.properties, ofFile);
    assert.deepEqual(back.cell("leaf").properties, ofCell);
    assert.deepEqual(back.cell("top").properties, []);
    assert.deepEqual(back.cell("leaf").shapes("1/0").propertiesOf("box", 0), [["of the box", 1]]);
  });
}

test("a layer that was not asked for takes its properties with it", () => {
  const back = decodeOasis(encodeOasis(withProperties()), { layers: ["2/0"] });
  assert.deepEqual(back.cell("leaf").properties, ofCell);
});

const klayout = `
import json, sys
import klayout.db as db
folder = sys.argv[1]
layout = db.Layout(); layout.read(folder + "/ours.oas")
leaf = layout.cell("leaf")
print(json.dumps([{str(k): v for k, v in layout.properties().items()}, {str(k): v for k, v in leaf.properties().items()}] if hasattr(layout, "properties")
      else [dict((str(k), v) for k, v in layout.properties_hash(layout.prop_id).items()), dict((str(k), v) for k, v in layout.properties_hash(leaf.prop_id).items())]))
made = db.Layout(); top = made.create_cell("top"); low = made.create_cell("low")
top.insert(db.CellInstArray(low.cell_index(), db.Trans(5, 6)))
low.shapes(made.layer(1, 0)).insert(db.Box(0, 0, 10, 10))
made.set_property("whole", "file"); low.set_property("part", 17); top.set_property(5, "five")
made.write(folder + "/theirs.oas")
`;

test("layout.properties and cell.properties in OASIS: as KLayout's Layout.property and Cell.property", {
  skip: withoutPython,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    await writeOasis(join(folder, "ours.oas"), withProperties(), { strict: true });
    const { stdout, stderr } = await runPython(["-c", klayout, folder], { cwd: folder });
    assert.notEqual(stdout, "", stderr);
    const [file, leaf] = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual(file, { "made by": ["us", 7, -2.5], "3": "number and text" });
    // KLayout keeps one value a name.
    assert.ok(leaf.kind === "leaf" || leaf.kind === "again");
    assert.equal(stderr, "");
    const theirs = await readOasis(join(folder, "theirs.oas"));
    assert.deepEqual(theirs.properties, [["whole", "file"]]);
    assert.deepEqual(theirs.cell("low").properties, [["part", 17]]);
    assert.deepEqual(theirs.cell("top").properties, [[5, "five"]]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("GDSII leaves properties of layouts and cells out, with warnings", () => {
  const messages: string[] = [];
  const stop = onWarning(({ message }) => messages.push(message));
  const plain = Layout.of(cell("top").add([1, 0], box(0, 0, 1, 1)));
  plain.properties = ofFile;
  encodeGds(plain);
  stop();
  assert.deepEqual(messages, ["properties of the layout are left out: GDSII has them for elements only"]);
});

/** A comb of 2 + 4 × teeth points. */
function comb(teeth: number): number[] {
  const xy = [40 * teeth, -50, 0, -50];
  for (let i = 0; i < teeth; i++) xy.push(40 * i, 0, 40 * i, 100 + (i % 7), 40 * i + 20, 100 + (i % 7), 40 * i + 20, 0);
  return xy;
}

test("long polygons are split, or keep their points in several records", () => {
  const top = cell("top");
  top.shapes("1/0").addRing(comb(5000));
  const wanted = top.shapes("1/0").polygons;
  const kept = decodeGds(encodeGds(top, { longPolygons: "several-records" }))
    .cell("top")
    .shapes("1/0");
  assert.deepEqual([...kept.polygons.xy], [...wanted.xy]);
  assert.ok(decodeGds(encodeGds(top)).cell("top").shapes("1/0").count > 1);
  const wrong = { longPolygons: "cut" as "split" };
  assert.throws(
    () => encodeGds(top, wrong),
    (error) => isReticleError(error, "GdsError") && error.code === "long-polygons",
  );
});

const points = `
import sys
import klayout.db as db, gdstk
layout = db.Layout(); layout.read(sys.argv[1])
top = layout.top_cell()
polygons = [shape.polygon for shape in top.shapes(layout.layer(1, 0)).each()]
print(len(polygons), polygons[0].num_points(), polygons[0].area())
polygons = gdstk.read_gds(sys.argv[1]).top_level()[0].polygons
print(len(polygons), len(polygons[0].points), round(polygons[0].area() * 1e6))
`;

test("writeGds with longPolygons: as KLayout's Layout.read and gdstk's read_gds", {
  skip: withoutPython,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const top = cell("top");
    top.shapes("1/0").addRing(comb(5000));
    const path = join(folder, "long.gds");
    await writeGds(path, top, { longPolygons: "several-records" });
    const { stdout, stderr } = await runPython(["-c", points, path], { cwd: folder });
    const count = top.shapes("1/0").polygons.vertexCount;
    const area = Math.round(top.region("1/0").area * 1e6);
    assert.deepEqual(stdout.trim().split("\n"), [`1 ${count} ${area}`, `1 ${count} ${area}`], stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
