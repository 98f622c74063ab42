/**
 * Every public file from its format into the other and back, compared by KLayout and by gdstk with their own readers:
 * nothing of ours has a say in whether two files are the same.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { onWarning } from "../../src/errors.ts";
import { readLayout, writeLayout } from "../../src/formats/index.ts";
import { shared, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const compare = `
import collections, gzip, json, math, os, sys, tempfile
import gdstk
import klayout.db as db

def klayout(path):
    options = db.LoadLayoutOptions()
    options.properties_enabled = False
    layout = db.Layout(False)  # not editable: boxes and paths as they stand
    layout.read(path, options)
    return layout

FLAGS = (db.LayoutDiff.NoTextOrientation | db.LayoutDiff.NoTextDetails | db.LayoutDiff.BoxesAsPolygons | db.LayoutDiff.PathsAsPolygons
         | db.LayoutDiff.FlattenArrayInsts | db.LayoutDiff.NoLayerNames | db.LayoutDiff.NoProperties)

def by_gdstk(path):
    if path.endswith(".gz"):
        plain = tempfile.NamedTemporaryFile(suffix=".gds", delete=False)
        plain.write(gzip.open(path).read()); plain.close()
        path = plain.name
    library = gdstk.read_oas(path) if path.endswith(".oas") else gdstk.read_gds(path)
    step = library.precision / library.unit
    found = {}
    for cell in library.cells:
        if cell.name.startswith("$$$"): continue
        areas, counts = collections.Counter(), collections.Counter()
        for polygon in cell.get_polygons(depth=0):
            if polygon.area() == 0: continue
            counts[f"{polygon.layer}/{polygon.datatype}"] += 1
            areas[f"{polygon.layer}/{polygon.datatype}"] += polygon.area()
        texts = collections.Counter((l.text, l.layer, l.texttype, round(l.origin[0] / step), round(l.origin[1] / step)) for l in cell.labels)
        placed = collections.Counter()
        for r in cell.references:
            name = r.cell if isinstance(r.cell, str) else r.cell.name if r.cell else r.cell_name
            placed[name] += max(1, r.repetition.size)
        found[cell.name] = [dict(counts), dict(areas), sorted(map(list, texts.elements())), dict(placed)]
    return found

def same_to_gdstk(a, b):
    if a is None or b is None: return a is b
    # Paths of odd widths become outlines in OASIS, which are rounded to the grid.
    close = lambda layer: math.isclose(a[1][layer], b[1].get(layer, 0), rel_tol=2e-3, abs_tol=5e-4)
    return a[0] == b[0] and a[2:] == b[2:] and all(map(close, a[1]))

def baselines(path):
    # gdstk 1.0 reads some repetitions and trapezoids of OASIS otherwise than KLayout: there it gets KLayout's GDSII, too,
    # from which it leaves out circles, in turn.
    if not path.endswith(".oas"): return [by_gdstk(path)]
    options = db.SaveLayoutOptions(); options.format = "GDS2"; options.write_context_info = False
    options.gds2_max_vertex_count = 8000
    target = os.path.join(tempfile.mkdtemp(dir="."), "klayout.gds")
    klayout(path).write(target, options)
    return [by_gdstk(target), by_gdstk(path)]

answers = []
for original, *others in json.loads(sys.stdin.read()):
    a, theirs = klayout(original), baselines(original)
    for other in others:
        same = db.LayoutDiff().compare(a, klayout(other), FLAGS, 0)
        ours = by_gdstk(other)
        differ = min(([name for name in set(one) | set(ours) if not same_to_gdstk(one.get(name), ours.get(name))] for one in theirs), key=len)
        answers.append([os.path.basename(other), same, sorted(differ)])
print("answers " + json.dumps(answers))
`;

test("round trips of every public file: as KLayout's LayoutDiff and gdstk's readers", {
  skip: withoutPython || withoutShared,
}, async () => {
  const from = shared("data", "layouts")!;
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  const stop = onWarning(() => {});
  try {
    const names = readdirSync(from).filter((name) => /\.(gds|gds\.gz|oas)$/.test(name));
    const jobs: string[][] = [];
    for (const name of names) {
      const [there, back] = name.endsWith(".oas") ? ["gds", "oas"] : ["oas", "gds"];
      const [once, twice] = [join(folder, `${name}.1.${there}`), join(folder, `${name}.2.${back}`)];
      await writeLayout(once, await readLayout(join(from, name)));
      await writeLayout(twice, await readLayout(once));
      jobs.push([join(from, name), once, twice]);
    }
    const { stdout, stderr } = await runPython(["-c", compare], { cwd: folder, stdin: JSON.stringify(jobs) });
    const answers = /^answers (.*)$/m.exec(stdout)?.[1];
    assert.ok(answers !== undefined, stderr);
    const seen = JSON.parse(answers) as [string, boolean, string[]][];
    assert.equal(seen.length, 2 * names.length);
    assert.deepEqual(
      seen.filter(([, same, differ]) => !same || differ.length > 0),
      [],
    );
  } finally {
    stop();
    rmSync(folder, { recursive: true });
  }
});
