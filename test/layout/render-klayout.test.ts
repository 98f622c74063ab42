/** Windows of real chips beside KLayout's own pictures of them, layer by layer. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { decodeLyp, readLayout, readLyp, writeGds, writeImage } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, LayerProperties, render } from "../../src/layout/index.ts";
import { shared, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { randomWhole } from "../support/random-numbers.ts";

const program = `
import io, json, sys
import numpy as np
from PIL import Image
import klayout.db as db, klayout.lay as lay
job = json.load(open(sys.argv[1]))
w, h = job["size"]
def uniform(mask, reach): # pixels around which all are the same
    out = np.ones_like(mask)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            out &= np.roll(mask, (dy, dx), (0, 1)) == mask
    out[:reach] = out[-reach:] = out[:, :reach] = out[:, -reach:] = False
    return out
worst = []
view = lay.LayoutView()
for key, value in {"background-color": "#ffffff", "grid-visible": "false", "text-visible": "false", "cell-box-visible": "false"}.items(): view.set_config(key, value)
view.load_layout(job["layout"])
view.max_hier()
for layer in job["layers"]:
    view.clear_layers()
    node = lay.LayerPropertiesNode()
    node.source, node.dither_pattern, node.fill_color, node.frame_color, node.width = layer["name"] + "@1", 0, 0, 0, 1
    view.insert_layer(view.end_layers(), node)
    png = view.get_pixels_with_options(w, h, 1, 1, 0, db.DBox(*job["window"])).to_png_data()
    theirs = np.array(Image.open(io.BytesIO(png)).convert("L")) < 128
    ours = np.array(Image.open(layer["picture"]).convert("L")) < 128
    away = uniform(theirs, 2)
    if away.any(): worst.append(((ours == theirs)[away].mean(), layer["name"], int(theirs.sum()), int(ours.sum())))
print(json.dumps(sorted(worst)))
`;

for (const { file, lyp, window } of [
  { file: "photonic_chip_a.gds", lyp: "EBeam.lyp", window: [0, 0, 2200, 1650] },
  { file: "ihp_sram_1P_1024x64.gds", lyp: "sg13g2.lyp", window: [100, 100, 120, 115] },
  { file: "sky130_fd_sc_hd__dfxtp_1.gds", lyp: "sky130.lyp", window: [-0.19, -0.24, 7.55, 2.96] },
] as const) {
  test(`${file}: each layer of a rendered window as KLayout's LayoutView.get_pixels_with_options`, {
    skip: withoutShared || withoutPython,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "reticle-"));
    try {
      const path = shared("data", "layouts", file)!;
      const layout = await readLayout(path);
      // Every layer that the properties list, solid and black.
      const text = readFileSync(shared("data", "layouts", lyp)!, "utf8");
      const plain = text
        .replace(/<(fill|frame)-color>.*?<\/\1-color>/g, "<$1-color>#000000</$1-color>")
        .replace(/<dither-pattern>.*?<\/dither-pattern>|<dither-pattern\/>/g, "<dither-pattern>I0</dither-pattern>")
        .replace(/<line-style>.*?<\/line-style>/g, "")
        .replace(/<width>.*?<\/width>/g, "<width>1</width>")
        .replace(/<(visible|xfill|marked)>.*?<\/\1>/g, (_, name) => `<${name}>${name === "visible"}</${name}>`);
      const layers = decodeLyp(new TextEncoder().encode(plain));
      const [left, bottom, right, top] = window;
      const size = [640, 480] as const;
      const jobs: { name: string; picture: string }[] = [];
      for (const layer of layout.layers()) {
        if (layers.propertiesOf(layer) === null) continue;
        const image = render(layout, {
          layers,
          only: [layer],
          window: box(left, bottom, right, top),
          size,
          labels: false,
        });
        if (image.pick({ channel: 0 }).min() === 255) continue;
        const picture = join(folder, `${jobs.length}.png`);
        await writeImage(picture, image);
        jobs.push({ name: `${layer}`, picture });
      }
      assert.ok(jobs.length >= 4, `${jobs.length} layers are seen`);
      const job = join(folder, "job.json");
      writeFileSync(job, JSON.stringify({ layout: path, window, size, layers: jobs }));
      const { stdout, stderr } = await runPython(["-c", program, job], { cwd: folder });
      const last = stdout.trim().split("\n").at(-1)!;
      assert.ok(last.startsWith("[["), stderr);
      const [worst] = JSON.parse(last) as [agreement: number, layer: string, theirs: number, ours: number][];
      assert.ok(worst[0] >= 0.99, `layer ${worst[1]} agrees in ${worst[0]} of the pixels away from edges`);
      console.log(`# ${file}: ${jobs.length} layers, the worst ${worst[1]} agrees in ${worst[0]}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

const frameProgram = `
import io, json, sys
import numpy as np
from PIL import Image
import klayout.db as db, klayout.lay as lay
job = json.load(open(sys.argv[1]))
view = lay.LayoutView()
for key, value in {"background-color": "#ffffff", "grid-visible": "false", "text-visible": "false"}.items(): view.set_config(key, value)
view.load_layout(job["layout"])
view.max_hier_levels = job["depth"] + 1
view.clear_layers()
w, h = job["size"]
png = view.get_pixels_with_options(w, h, 1, 1, 0, db.DBox(*job["window"])).to_png_data()
def runs(mask): # pixels in the middle of a line of 41, which names have none of
    return np.all([np.roll(mask, d, 1) for d in range(-20, 21)], axis=0) | np.all([np.roll(mask, d, 0) for d in range(-20, 21)], axis=0)
def near(mask): return np.any([np.roll(mask, (dy, dx), (0, 1)) for dy in (-1, 0, 1) for dx in (-1, 0, 1)], axis=0)
theirs = runs(np.array(Image.open(io.BytesIO(png)).convert("L")) < 128)
ours = np.array(Image.open(job["picture"]).convert("L")) < 128
print(json.dumps([int(theirs.sum()), float(near(ours)[theirs].mean())]))
`;

for (const depth of [1, 2]) {
  test(`cells below level ${depth} are framed: as KLayout's LayoutView.get_pixels_with_options`, {
    skip: withoutShared || withoutPython,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "reticle-"));
    try {
      const path = shared("data", "layouts", "ihp_sram_1P_1024x64.gds")!;
      const [size, window] = [[800, 600] as const, [300, 100, 330, 122.5] as const];
      const picture = join(folder, "ours.png");
      const view = { window: box(...window), size, depth, labels: false };
      await writeImage(picture, render(await readLayout(path), { ...view, layers: new LayerProperties([]) }));
      const job = join(folder, "job.json");
      writeFileSync(job, JSON.stringify({ layout: path, window, size, depth, picture }));
      const { stdout, stderr } = await runPython(["-c", frameProgram, job], { cwd: folder });
      const last = stdout.trim().split("\n").at(-1)!;
      assert.ok(last.startsWith("["), stderr);
      const [count, theirs] = JSON.parse(last) as number[];
      assert.ok(count > 500, `${count} pixels of frames`);
      console.log(`# depth ${depth}: ${count} pixels of frames, ${theirs} of them here`);
      assert.ok(theirs >= 0.99, `${theirs}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

const pictureProgram = `
import io, json, sys
import numpy as np
from PIL import Image
import klayout.db as db, klayout.lay as lay
job = json.load(open(sys.argv[1]))
view = lay.LayoutView()
for key, value in {"background-color": "#ffffff", "grid-visible": "false", "text-visible": "false", "cell-box-visible": "false"}.items(): view.set_config(key, value)
view.load_layout(job["layout"], False)
view.max_hier()
view.load_layer_props(job["lyp"])
png = view.get_pixels_with_options(*job["size"], 1, 1, 0, db.DBox(*job["window"])).to_png_data()
theirs = np.array(Image.open(io.BytesIO(png)).convert("RGB"))
ours = np.array(Image.open(job["picture"]).convert("RGB"))
print(json.dumps([int((theirs != ours).any(axis=2).sum()), int((theirs != 255).any(axis=2).sum())]))
`;

test("stipples, groups and the layers that nothing lists, pixel by pixel: as KLayout's LayoutView.load_layer_props", {
  skip: withoutPython,
}, async () => {
  const next = randomWhole(12);
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  const color = () => `#${next(0xffffff).toString(16).padStart(6, "0")}`;
  const entry = (source: string, stipple: number, members: readonly string[] = [], visible = true): string =>
    `<frame-color>${color()}</frame-color><fill-color>${color()}</fill-color><dither-pattern>I${stipple}</dither-pattern>` +
    `<valid>true</valid><visible>${visible}</visible><transparent>false</transparent><width>1</width><source>${source}</source>` +
    members.map((member) => `<group-members>${member}</group-members>`).join("");
  // What is listed by numbers has its own entry; all others have that of the stars, each a row lower than the one before. Of a
  // second layout nothing is there.
  const entries = [
    entry("2/0@1", 5),
    entry("*/*@*", 44, [entry("3/0@1", 4), entry("4/1@1", 16, [], false)]),
    entry("*/*@*", 9),
    entry("2/0@2", 12),
    entry("9/0@1", 30),
    entry("*/*@2", 6),
  ];
  try {
    const top = cell("TOP");
    for (let i = 0; i < 60; i++) {
      // In fiftieths of a µm, and pixels of a tenth whose borders are at odd twentieths: no edge lies on one.
      const [x, y, width, height] = [next(1500) / 50, next(1000) / 50, (10 + next(300)) / 50, (10 + next(300)) / 50];
      top.add([1 + (i % 10), i % 10 === 3 ? 1 : 0], box(x, y, x + width, y + height));
    }
    const [path, lyp, picture] = ["random.gds", "random.lyp", "ours.png"].map((name) => join(folder, name));
    await writeGds(path, top);
    const text = entries.map((one) => `<properties>${one}</properties>`).join("\n");
    writeFileSync(lyp, `<?xml version="1.0" encoding="utf-8"?>\n<layer-properties>\n${text}\n</layer-properties>\n`);
    // KLayout's pixels have their middles, and ours their corners, at whole numbers of pixels from the layout's origin.
    const size = [320, 240] as const;
    const view = { window: box(-0.05, -0.05, 31.95, 23.95), size, labels: false };
    await writeImage(picture, render(await readLayout(path), { ...view, layers: await readLyp(lyp) }));
    const job = join(folder, "job.json");
    writeFileSync(job, JSON.stringify({ layout: path, lyp, picture, size, window: [0, 0, 32, 24] }));
    const { stdout, stderr } = await runPython(["-c", pictureProgram, job], { cwd: folder });
    const last = stdout.trim().split("\n").at(-1)!;
    assert.ok(last.startsWith("["), stderr);
    const [differ, painted] = JSON.parse(last) as [number, number];
    assert.ok(painted > 10_000, `${painted} pixels are painted`);
    assert.equal(differ, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const oversampledProgram = `
import io, json, sys
import numpy as np
from PIL import Image
import klayout.db as db, klayout.lay as lay
job = json.load(open(sys.argv[1]))
view = lay.LayoutView()
for key, value in {"background-color": "#ffffff", "grid-visible": "false", "cell-box-visible": "false"}.items(): view.set_config(key, value)
view.load_layout(job["layout"], False)
view.max_hier()
view.load_layer_props(job["lyp"])
w, h = job["size"]
def within(n): return (np.arange(n) % 20 > 2) & (np.arange(n) % 20 < 17)
inside = within(h)[:, None] & within(w)[None, :]
found = []
for times, picture in job["pictures"]:
    png = view.get_pixels_with_options(w, h, 0, times, 0, db.DBox(0, 0, w, h)).to_png_data()
    theirs = np.array(Image.open(io.BytesIO(png)).convert("L")).astype(int)
    ours = np.array(Image.open(picture).convert("L")).astype(int)
    found.append([int((abs(theirs - ours) > 1)[inside].sum()), int((theirs < 255)[inside].sum())])
print(json.dumps(found))
`;

test("all stipples with oversampling: as KLayout's LayoutView.get_pixels_with_options", {
  skip: withoutPython,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    // Squares of 20 pixels, one a stipple; at their borders pixels are placed otherwise, and not compared.
    const top = cell("TOP");
    const entries = Array.from({ length: 47 }, (_, k) => {
      const [x, y] = [20 * (k % 8), 20 * Math.floor(k / 8)];
      top.add([1 + k, 0], box(x, y, x + 20, y + 20));
      const colors = "<frame-color>#000000</frame-color><fill-color>#000000</fill-color>";
      const flags = "<valid>true</valid><visible>true</visible><transparent>false</transparent><width>0</width>";
      return `<properties>${colors}<dither-pattern>I${k}</dither-pattern>${flags}<source>${1 + k}/0@1</source></properties>`;
    });
    const [path, lyp] = ["stipples.gds", "stipples.lyp"].map((name) => join(folder, name));
    await writeGds(path, top);
    writeFileSync(
      lyp,
      `<?xml version="1.0" encoding="utf-8"?>\n<layer-properties>${entries.join("")}</layer-properties>`,
    );
    const size = [160, 120] as const;
    const view = { window: box(0, 0, ...size), size, layers: await readLyp(lyp) };
    const pictures: [number, string][] = [];
    for (const oversampling of [2, 3, 5]) {
      const picture = join(folder, `${oversampling}.png`);
      await writeImage(picture, render(await readLayout(path), { ...view, oversampling }));
      pictures.push([oversampling, picture]);
    }
    const job = join(folder, "job.json");
    writeFileSync(job, JSON.stringify({ layout: path, lyp, size, pictures }));
    const { stdout, stderr } = await runPython(["-c", oversampledProgram, job], { cwd: folder });
    const last = stdout.trim().split("\n").at(-1)!;
    assert.ok(last.startsWith("["), stderr);
    for (const [differ, painted] of JSON.parse(last) as [number, number][]) {
      assert.ok(painted > 3000, `${painted} pixels`);
      assert.equal(differ, 0);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
