/** Reads odd and broken files here and in KLayout, and tells which are not read as the same or refused by both. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { decodeLayout } from "../../src/formats/index.ts";
import { type Layout, layoutInfo } from "../../src/layout/index.ts";
import { runPython } from "../support/python.ts";

const reader = `
import json, sys, klayout.db as kdb
out = []
options = kdb.LoadLayoutOptions()
options.warn_level = 0
for i in range(int(sys.argv[2])):
    layout = kdb.Layout()
    try:
        layout.read(f"{sys.argv[1]}/{i}", options)
        tops = layout.top_cells()
    except Exception:
        out.append("refused")
        continue
    layers = {}
    for index in layout.layer_indexes():
        box, count, area = kdb.Box(), 0, 0
        for top in tops:
            box += top.bbox(index)
            region = kdb.Region(top.begin_shapes_rec(index))
            count += region.count()
            if region.count() < 1000: area += region.merged().area()
        if count: layers[str(layout.get_info(index))] = [count, area, box.left, box.bottom, box.right, box.top]
    out.append({"cells": sorted(cell.name for cell in layout.each_cell()), "layers": layers})
print(json.dumps(out))
`;

function seen(bytes: Uint8Array): unknown {
  let layout: Layout;
  try {
    layout = decodeLayout(bytes);
  } catch (error) {
    assert.ok(isReticleError(error), String(error));
    return "refused";
  }
  const layers = Object.entries(layoutInfo(layout, { area: false }).layers).map(([name, { shapes, bbox }]) => {
    const area =
      shapes < 1000 ? layout.tops.reduce((sum, top) => sum + top.region(name, { ifMissing: "empty" }).area, 0) : 0;
    return [name, [shapes, Math.trunc(area * 1e6 + 1e-3), ...bbox!.map((side) => Math.round(side * 1e3))]];
  });
  return { cells: layout.cells.map(({ name }) => name).sort(), layers: Object.fromEntries(layers) };
}

/** A line for each file that is another one here than in KLayout: its cells, and by layer shapes, merged area and box. */
export async function unlikeKLayout(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "reticle-odd-"));
  try {
    for (const [i, [, bytes]] of files.entries()) writeFileSync(join(folder, String(i)), bytes);
    const { stdout, stderr } = await runPython(["-c", reader, folder, String(files.length)], { cwd: folder });
    const expected = JSON.parse(stdout.trim().split("\n").at(-1) ?? stderr) as unknown[];
    const stop = onWarning(() => {});
    const unlike = files.flatMap(([name, bytes], i) => {
      const ours = JSON.stringify(seen(bytes));
      return ours === JSON.stringify(expected[i]) ? [] : [`${name}: ${ours}, KLayout ${JSON.stringify(expected[i])}`];
    });
    stop();
    return unlike;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
