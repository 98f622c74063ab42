/** Layers of real chips: areas that KLayout comes to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readLayout } from "../../src/formats/index.ts";
import { projectRoot, shared, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";

/** The two layers of most shapes of each file. */
const files = [
  "Cell0_SOI220_Full_1550nm_Packaging_Template.gds",
  "asap7sc7p5t_28_R_220121a.gds",
  "caravan_signal_routing.gd.l10_cblock.oas",
  "caravel_logo.gds.gz",
  "sg13g2_stdcell.strict_cblock.oas",
  "sky130_fd_sc_hd__dfxtp_1.gds",
  "sky130_fd_sc_hd__inv_1.gds",
  "sky130_fd_sc_hd__nand2_1.gds",
  "user_id_textblock.gds.gz",
];

const script = `
import json, sys
import klayout.db as kdb
options = kdb.LoadLayoutOptions(); options.warn_level = 0
for file in sys.argv[1:]:
    layout = kdb.Layout(); layout.read(file, options)
    def region(index):
        all = kdb.Region()
        for top in layout.top_cells(): all += kdb.Region(top.begin_shapes_rec(index))
        return all
    counts = sorted(((region(i).count(), i) for i in layout.layer_indexes()), reverse=True)[:2]
    a, b = (region(i).flatten() for _, i in counts)
    d = int(round(0.05 / layout.dbu))
    results = [a.merged(), a & b, a - b, a ^ b, a.sized(d, 2), a.sized(-d, 2)]
    print(json.dumps(dict(
        layers=[f"{layout.get_info(i).layer}/{layout.get_info(i).datatype}" for _, i in counts],
        areas=[r.merged().area() * layout.dbu ** 2 for r in results], count=results[0].count())))
`;

test("merge, and, not, xor, sized ±0.05 of real layers: as KLayout's, to 1e-6", {
  skip: withoutPython || withoutShared,
}, async () => {
  const paths = files.map((file) => shared("data", "layouts", file)!);
  const { code, stdout, stderr } = await runPython(["-c", script, ...paths], { cwd: projectRoot });
  assert.equal(code, 0, stderr);
  const answers = stdout
    .trim()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  assert.equal(answers.length, files.length);
  for (const [i, answer] of answers.entries()) {
    const { layers, areas, count } = JSON.parse(answer) as { layers: string[]; areas: number[]; count: number };
    const layout = await readLayout(paths[i]);
    const [a, b] = layers.map((name) => layout.region(name));
    const ours = [a.merged(), a.and(b), a.not(b), a.xor(b), a.sized(0.05), a.sized(-0.05)].map(({ area }) => area);
    for (const [k, area] of areas.entries())
      assert.ok(
        Math.abs(ours[k] - area) <= 1e-6 * area + 1e-9,
        `${files[i]}, ${layers}, ${k}: ${ours[k]} is not ${area}`,
      );
    assert.equal(a.count, count);
  }
});
