/** What a file holds, without a layout: the same for both formats, in the numbers that KLayout has of it. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { gdsInfo, layoutFileInfo, oasisInfo } from "../../src/formats/index.ts";
import { referencePython, shared, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { header, boundary as ring, structure } from "./gds-bytes.ts";
import { cblock, cell, end, placement, polygon, Rec, rectangle, start, text, unsigned } from "./oasis-bytes.ts";

/** Three columns and two rows, 10 apart. */
const threeByTwo = [1, 1, 0, 10, 10];

test("oasisInfo counts members of repetitions, inside CBLOCKs too, and each placement once", async () => {
  const unit = [rectangle(0, 0, 5, 5, threeByTwo), polygon([4, ...unsigned(2), 17, 0, 16 * 5 + 2])];
  const label = [Rec.TEXT, 0b01000011, ...text("pin"), 7, 3];
  const bytes = Uint8Array.from([
    ...start,
    ...cell("unit", unit[0]),
    ...cblock([...unit[1], ...label]),
    ...cell("top", placement("unit", 0, 0, 0, false, threeByTwo), placement("gone", 0, 0)),
    ...end,
  ]);
  const expected = {
    dbu: 0.001,
    cells: ["unit", "top"],
    tops: ["top"],
    missing: ["gone"],
    references: 2,
    layers: {
      "1/0": { polygons: 1, boxes: 6, paths: 0, labels: 0 },
      "7/3": { polygons: 0, boxes: 0, paths: 0, labels: 1 },
    },
  };
  assert.deepEqual(await oasisInfo(bytes), expected);
  assert.deepEqual(await layoutFileInfo(bytes), { format: "oasis", ...expected });
});

test("a repetition of a thousand million members is a number, not memory", async () => {
  const huge = [1, ...unsigned(99_998), ...unsigned(9_998), 10, 10];
  const bytes = Uint8Array.from([...start, ...cell("a", rectangle(0, 0, 5, 5, huge)), ...end]);
  assert.equal((await oasisInfo(bytes)).layers["1/0"].boxes, 1e9);
});

test("layoutFileInfo finds the format by content", async () => {
  const gds = Uint8Array.from([...header, ...structure("A", ring(1, 0, [0, 0, 9, 0, 5, 5, 0, 0])), 0, 4, 4, 0]);
  assert.deepEqual(await layoutFileInfo(gds), { format: "gds", ...(await gdsInfo(gds)) });
  await assert.rejects(
    layoutFileInfo(new TextEncoder().encode("just text, which is no layout")),
    (error) => isReticleError(error, "FormatError") && error.code === "unknown-format",
  );
});

const ask = `
import klayout.db as db, json, sys
def counts(path):
    layout = db.Layout()
    try:
        layout.read(path)
    except Exception:
        return None
    layers = {}
    for index in layout.layer_indexes():
        sums = [0, 0, 0, 0]
        for cell in layout.each_cell():
            for shape in cell.shapes(index).each():
                kind = 3 if shape.is_text() else 2 if shape.is_path() else 1 if shape.is_box() else 0
                sums[kind] += 1
        info = layout.get_info(index)
        if sum(sums) > 0:
            layers["%d/%d" % (info.layer, info.datatype)] = sums
    return [sorted(cell.name for cell in layout.top_cells()), layers]
print(json.dumps([counts(path) for path in json.loads(sys.argv[1])]))
`;

test("oasisInfo of every file: as KLayout's counts", { skip: withoutPython || withoutShared }, async () => {
  assert.ok(referencePython() !== null);
  const folder = shared("data", "layouts") ?? "";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".oas"));
  const paths = files.map((name) => join(folder, name));
  const { stdout, stderr } = await runPython(["-c", ask, JSON.stringify(paths)], { cwd: folder });
  assert.notEqual(stdout, "", stderr);
  const theirs = JSON.parse(stdout) as ([tops: string[], layers: Record<string, number[]>] | null)[];
  const stop = onWarning(() => {});
  let compared = 0;
  try {
    for (const [i, path] of paths.entries()) {
      const expected = theirs[i];
      if (expected === null) continue;
      const { tops, layers } = await oasisInfo(path);
      const ours = Object.fromEntries(
        Object.entries(layers).map(([name, { polygons, boxes, paths, labels }]) => [
          name,
          [polygons, boxes, paths, labels],
        ]),
      );
      assert.deepEqual([[...tops].sort(), ours], expected, files[i]);
      compared++;
    }
  } finally {
    stop();
  }
  assert.ok(compared > 0);
});
