/** Does KLayout, which reads a layout and works on it with its own means, come to what ours has come to? */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeGds } from "../../src/formats/index.ts";
import type { Layout } from "../../src/layout/index.ts";
import { runPython } from "../support/python.ts";

export interface Case {
  readonly before: Layout;
  readonly after: Layout;
  /** Whose file the work knows as `other`. */
  readonly other?: Layout;
}

const program = `
import sys
import klayout.db as kdb
def drop_text_sizes(layout): # KLayout's texts without a magnification have no size, so there is nothing that it could scale
    for cell in layout.each_cell():
        for layer in layout.layer_indexes():
            for shape in cell.shapes(layer).each(kdb.Shapes.STexts): shape.text_size = 0
def work(layout, other):
WORK
Diff = kdb.LayoutDiff
flags = Diff.FlattenArrayInsts | Diff.BoxesAsPolygons | Diff.NoLayerNames | Diff.NoTextDetails | Diff.Verbose
for i in range(int(sys.argv[2])):
    a = kdb.Layout(); a.read(f"{sys.argv[1]}/before{i}.gds")
    a = work(a, f"{sys.argv[1]}/other{i}.gds") or a
    b = kdb.Layout(); b.read(f"{sys.argv[1]}/after{i}.gds")
    for info in a.layer_infos() + b.layer_infos(): a.layer(info); b.layer(info)
    drop_text_sizes(a); drop_text_sizes(b)
    diff = Diff(); said = []
    for name in ["bbox_differs", "begin_cell", "begin_inst_differences", "begin_layer", "polygon_in_a_only", "polygon_in_b_only", "path_in_a_only", "path_in_b_only", "text_in_a_only", "text_in_b_only", "cell_in_a_only", "cell_in_b_only", "instance_in_a_only", "instance_in_b_only", "box_in_a_only", "box_in_b_only"]:
        if hasattr(diff, "on_" + name):
            setattr(diff, "on_" + name, (lambda name: lambda x=None: said.append(name + " " + (x.name if isinstance(x, kdb.Cell) else str(x))))(name))
    if len(sys.argv) > 3:
        for c in a.each_cell():
            for layer in a.layer_infos():
                x = kdb.Region(c.shapes(a.layer(layer))) ^ kdb.Region(b.cell(c.name).shapes(b.layer(layer)))
                if not x.is_empty(): print("case", i, c.name, layer, x)
    elif not diff.compare(a, b, flags, 0) or abs(a.dbu - b.dbu) > 1e-12:
        print("case", i, "differs", a.dbu, b.dbu, *said[:30], sep="\\n  ")
print("done")
`;

/** As above, where only the area that is covered on each layer of each cell is compared. */
export async function coversAsKLayout(cases: readonly Case[], work: string): Promise<void> {
  await agreesWithKLayout(cases, work, ["area"]);
}

/** @param work Python that works on \`layout\`, or returns another, indented by nothing */
export async function agreesWithKLayout(cases: readonly Case[], work: string, how: string[] = []): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    for (const [i, { before, after, other }] of cases.entries()) {
      await writeGds(join(folder, `before${i}.gds`), before);
      await writeGds(join(folder, `after${i}.gds`), after);
      if (other !== undefined) await writeGds(join(folder, `other${i}.gds`), other);
    }
    const indented = work
      .trim()
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n");
    const code = program.replace("WORK", () => indented);
    const { stdout, stderr } = await runPython(["-c", code, folder, String(cases.length), ...how], { cwd: folder });
    const said = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("Warning:"));
    assert.deepEqual(said, ["done"], stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
