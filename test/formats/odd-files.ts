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
            shapes = top.begin_shapes_rec(index)
            # Region.count counts some of what has properties twice.
            shapes.shape_flags = kdb.Shapes.SBoxes | kdb.Shapes.SPolygons | kdb.Shapes.SPaths
            count += sum(1 for _ in shapes.each())
        if count < 1000:
            area = sum(kdb.Region(top.begin_shapes_rec(index)).merged().area() for top in tops)
        if count: layers[str(layout.get_info(index))] = [count, area, box.left, box.bottom, box.right, box.top]
    out.append({"cells": sorted(cell.name for cell in layout.each_cell()), "layers": layers})
print(json.dumps(out))
`;

interface Seen {
  readonly cells: readonly string[];
  /** Shapes, area in square database units, box. */
  readonly layers: Readonly<Record<string, readonly number[]>>;
}

function seen(bytes: Uint8Array): Seen | "refused" {
  let layout: Layout;
  try {
    layout = decodeLayout(bytes);
  } catch (error) {
    assert.ok(isReticleError(error), String(error));
    return "refused";
  }
  const found = Object.entries(layoutInfo(layout, { area: false }).layers).filter(([, { shapes }]) => shapes > 0);
  const layers = found.map(([name, { shapes, bbox }]) => {
    const area =
      shapes < 1000 ? layout.tops.reduce((sum, top) => sum + top.region(name, { ifMissing: "empty" }).area, 0) : 0;
    return [name, [shapes, Math.trunc(area * 1e6 + 1e-3), ...bbox!.map((side) => Math.round(side * 1e3))]];
  });
  return { cells: layout.cells.map(({ name }) => name).sort(), layers: Object.fromEntries(layers) };
}

/**
 * A line for each file that is another one here than in KLayout: its cells, and by layer shapes, merged area and box.
 * @param tolerance  how far areas may lie apart, square database units a shape
 */
export async function unlikeKLayout(
  files: readonly (readonly [name: string, bytes: Uint8Array])[],
  tolerance = 0,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "reticle-odd-"));
  try {
    for (const [i, [, bytes]] of files.entries()) writeFileSync(join(folder, String(i)), bytes);
    const { stdout, stderr } = await runPython(["-c", reader, folder, String(files.length)], { cwd: folder });
    const expected = JSON.parse(stdout.trim().split("\n").at(-1) ?? stderr) as (Seen | "refused")[];
    const stop = onWarning(() => {});
    const unlike = files.flatMap(([name, bytes], i) => {
      const ours = seen(bytes);
      if (isAlike(ours, expected[i], tolerance)) return [];
      return [`${name}: ${JSON.stringify(ours)}, KLayout ${JSON.stringify(expected[i])}`];
    });
    stop();
    return unlike;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isAlike(a: Seen | "refused", b: Seen | "refused", tolerance: number): boolean {
  if (a === "refused" || b === "refused") return a === b;
  const [names, others] = [Object.keys(a.layers).sort(), Object.keys(b.layers).sort()];
  return String(names) === String(others) && String(a.cells) === String(b.cells) && names.every(isSame);

  function isSame(name: string): boolean {
    const [ours, theirs] = [(a as Seen).layers[name], (b as Seen).layers[name]];
    return ours.every((value, i) => Math.abs(value - theirs[i]) <= (i === 1 ? tolerance * ours[0] : 0));
  }
}
