/** Hierarchies of random cells beside KLayout: arrays along any two vectors, turned, mirrored, larger and smaller, at 10⁹. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readLayout } from "../../src/formats/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const program = `
import json, random, sys
import klayout.db as db
folder, count = sys.argv[1], int(sys.argv[2])
answers = []
for seed in range(count):
    r = random.Random(seed)
    upright = seed % 2 == 0
    far = [0, 1000000000, -300000000][seed % 3]
    layout = db.Layout()
    layer = layout.layer(1, 0)
    cells = []
    def place(): return r.randint(-300, 300), r.randint(-300, 300)
    for name in "abcd":
        cell = layout.create_cell(name)
        for _ in range(r.randint(1, 4)):
            x, y = place()
            if upright or r.random() < 0.3: shape = db.Box(x, y, x + r.randint(1, 300), y + r.randint(1, 300))
            elif r.random() < 0.7: shape = db.Polygon([db.Point(x + r.randint(-200, 200), y + r.randint(-200, 200)) for _ in range(3)])
            else: shape = db.Path([db.Point(x, y), db.Point(*place())], 2 * r.randint(5, 40))
            cell.shapes(layer).insert(shape)
        for below in cells:
            if r.random() < 0.4: continue
            size, angle = (r.choice([1, 2, 3]), r.choice([0, 90, 180, 270])) if upright else (r.choice([1, 0.5, 1.7, 2.25]), r.choice([0, 90, 45, 17.3, 211]))
            where = db.ICplxTrans(size, angle, r.random() < 0.5, *place())
            if r.random() < 0.5: cell.insert(db.CellInstArray(below.cell_index(), where))
            else: cell.insert(db.CellInstArray(below.cell_index(), where, db.Vector(r.randint(-300, 900), r.randint(-100, 100)), db.Vector(r.randint(-100, 100), r.randint(200, 900)), r.randint(1, 3), r.randint(1, 3)))
        cells.append(cell)
    top = layout.create_cell("top")
    top.insert(db.CellInstArray(cells[-1].cell_index(), db.Trans(far, -far)))
    file = f"{folder}/{seed}.gds"
    layout.write(file)
    # What both read: angles and sizes are those of the file.
    layout = db.Layout()
    layout.read(file)
    top = layout.cell("top")
    region = db.Region(top.begin_shapes_rec(layout.layer(1, 0)))
    region.merged_semantics = False
    box = top.bbox()
    for _ in range(2):
        pitch = [r.randint(5, 200), r.randint(5, 200)]
        pixel = [r.randint(1, pitch[0]), pitch[1]]
        shape = [r.randint(1, 12), r.randint(1, 12)]
        origin = [r.randint(box.left - 50, box.right), r.randint(box.bottom - 50, box.top)]
        grid = db.Point(*origin), db.Vector(*pitch), db.Vector(*pixel), shape[1], shape[0]
        answers.append(dict(file=file, upright=upright, far=far != 0, origin=origin, pitch=pitch, pixel=pixel, shape=shape,
            sum=region.rasterize(*grid), union=region.merged().rasterize(*grid) if upright else None))
print(json.dumps(answers))
`;

interface Answer {
  readonly file: string;
  readonly upright: boolean;
  readonly far: boolean;
  readonly origin: readonly [number, number];
  readonly pitch: readonly [number, number];
  readonly pixel: readonly [number, number];
  readonly shape: readonly [number, number];
  readonly sum: number[][];
  readonly union: number[][] | null;
}

test("random hierarchies: as KLayout's Region.rasterize", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const { stdout, stderr } = await runPython(["-c", program, folder, "30"], { cwd: folder });
    assert.ok(stdout.startsWith("["), stderr);
    const µm = ([x, y]: readonly [number, number]) => [x / 1000, y / 1000] as const;
    for (const { file, upright, far, shape, ...answer } of JSON.parse(stdout) as Answer[]) {
      const top = (await readLayout(file)).cell("top");
      const grid = {
        origin: µm(answer.origin),
        pitch: µm(answer.pitch),
        pixel: µm(answer.pixel),
        shape,
        as: "area",
      } as const;
      // Whole numbers to the bit; others to the digits of KLayout, which loses some far from 0.
      const tolerance = upright ? 0 : far ? 1e-3 : 1e-8;
      for (const overlap of ["sum", "union"] as const) {
        const expected = answer[overlap]?.flat();
        const found = [...rasterize(top, { ...grid, overlap, layers: ["1/0"] }).toArray()];
        for (const [i, value] of (expected ?? []).entries())
          assert.ok(
            Math.abs(found[i] - value) <= tolerance,
            `${file}, ${overlap}, pixel ${i}: ${found[i]}, not ${value}`,
          );
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
