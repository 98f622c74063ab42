/** Files that KLayout wrote, and KLayout's reading of files that were written here. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { onWarning } from "../../src/errors.ts";
import { readLayout, writeLayout, writeOasis } from "../../src/formats/index.ts";
import { layoutInfo } from "../../src/layout/index.ts";
import { referencePython, withoutPython } from "../support/project.ts";

/** A layout of all kinds of shapes and arrays, as GDSII and as OASIS at all levels of compression. */
const write = `
import random, sys
import klayout.db as kdb
random.seed(7)
number = random.randint
layout = kdb.Layout(); layout.dbu = 0.001
unit, other, top = (layout.create_cell(name) for name in ("unit", "other", "top"))
metal = layout.layer(kdb.LayerInfo(1, 0, "METAL")); poly = layout.layer(2, 7); far = layout.layer(300, 4000)
for cell in (unit, other, top):
    for i in range(60):
        x, y = number(-9999, 9999), number(-9999, 9999)
        shapes = cell.shapes(random.choice([metal, poly, far]))
        kind = i % 6
        if kind == 0: shapes.insert(kdb.Box(x, y, x + number(1, 500), y + number(1, 500)))
        elif kind == 1: shapes.insert(kdb.Polygon([kdb.Point(x + number(0, 500), y + number(0, 500)) for _ in range(number(3, 9))]))
        elif kind == 2: shapes.insert(kdb.Polygon([kdb.Point(x, y), kdb.Point(x, y + 90), kdb.Point(x + 50, y + 90), kdb.Point(x + 50, y + 40), kdb.Point(x + 80, y + 40), kdb.Point(x + 80, y)]))
        elif kind == 3: shapes.insert(kdb.Polygon([kdb.Point(x, y), kdb.Point(x + 40, y + 40), kdb.Point(x + 140, y + 40), kdb.Point(x + 180, y)]))
        elif kind == 4: shapes.insert(kdb.Path([kdb.Point(x, y), kdb.Point(x + 900, y), kdb.Point(x + 900, y + 700)], 2 * number(1, 50), number(0, 90), number(0, 90)))
        else: shapes.insert(kdb.Text(random.choice(["A", "VDD!"]), kdb.Trans(x, y)))
    for i in range(40): cell.shapes(metal).insert(kdb.Box(300 * (i % 8), 200 * (i // 8), 300 * (i % 8) + 90, 200 * (i // 8) + 50))
for i in range(30):
    where = kdb.Trans(number(0, 3), random.choice([True, False]), number(-90000, 90000), number(-90000, 90000))
    child = random.choice([unit, other]).cell_index()
    if i % 3 == 0: top.insert(kdb.CellInstArray(child, where))
    elif i % 3 == 1: top.insert(kdb.CellInstArray(child, where, kdb.Vector(number(1, 900), number(-90, 90)), kdb.Vector(0, number(1, 900)), number(1, 5), number(1, 5)))
    else: top.insert(kdb.CellInstArray(child, kdb.ICplxTrans(random.choice([1, 0.5, 1.75]), number(0, 359), False, number(-90000, 90000), 0)))
layout.write(sys.argv[1] + "/original.gds")
for level in range(11):
    options = kdb.SaveLayoutOptions(); options.format = "OASIS"; options.oasis_compression_level = level
    options.oasis_write_cblocks = level % 2 == 1; options.oasis_strict_mode = level % 3 == 1
    options.oasis_write_std_properties_ext = level % 3
    layout.write(f"{sys.argv[1]}/level{level}.oas", options)
`;

const compare = `
import sys
import klayout.db as kdb
diff = kdb.LayoutDiff
flags = diff.NoTextOrientation | diff.NoTextDetails | diff.BoxesAsPolygons | diff.FlattenArrayInsts | diff.NoLayerNames
a = kdb.Layout(); a.read(sys.argv[1] + "/original.gds")
for name in sys.argv[2:]:
    b = kdb.Layout()
    options = kdb.LoadLayoutOptions()
    if "strict" in name: options.oasis_expect_strict_mode = 1
    b.read(sys.argv[1] + "/" + name, options)
    print(name, diff().compare(a, b, flags, 0), b.dbu == a.dbu)
`;

test("readOasis and writeOasis at every compression: as KLayout's Layout.read and Layout.write", {
  skip: withoutPython,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  const warnings: string[] = [];
  const stop = onWarning((warning) => warnings.push(warning.message));
  try {
    execFileSync(referencePython()!, ["-c", write, folder]);
    const original = await readLayout(join(folder, "original.gds"));
    const wanted = layoutInfo(original);
    for (let level = 0; level <= 10; level++) {
      const layout = await readLayout(join(folder, `level${level}.oas`));
      assert.deepEqual(layoutInfo(layout), { ...wanted, tops: layout.tops.map((top) => top.name), format: "oasis" });
      assert.equal(layout.layers()[0].name, "METAL");
    }
    await writeLayout(join(folder, "plain.oas"), original);
    await writeOasis(join(folder, "strict.oas"), original, { strict: true });
    await writeOasis(join(folder, "strict-long.oas"), original, { strict: true, compress: false });
    await writeLayout(join(folder, "back.gds"), await readLayout(join(folder, "plain.oas")));
    const names = ["plain.oas", "strict.oas", "strict-long.oas", "back.gds"];
    const seen = execFileSync(referencePython()!, ["-c", compare, folder, ...names], { encoding: "utf8" });
    assert.deepEqual(
      seen.trim().split("\n"),
      names.map((name) => `${name} True True`),
    );
    assert.deepEqual(warnings, []);
  } finally {
    stop();
    rmSync(folder, { recursive: true });
  }
});
