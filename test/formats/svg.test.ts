/** Layouts as SVG: what gdstk, a browser and the exact raster see. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { isReticleError } from "../../src/errors.ts";
import { decodePng, encodeSvg, readGds, writeLayout, writeSvg } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, LayerProperties, Layout, label } from "../../src/layout/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { polygon, rect } from "../../src/region/index.ts";
import { chromiumPath, shared, withoutChromium, withoutPython, withoutShared } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const svgOf = (...args: Parameters<typeof encodeSvg>) => new TextDecoder().decode(encodeSvg(...args));

/** Two levels of turned, mirrored and magnified references and arrays, holes, labels. */
function sample() {
  const [leaf, middle, top] = ["leaf", "middle", "top"].map((name) => cell(name));
  leaf.add([1, 0], box(0, 0, 3, 1), rect(6).not(rect(2)).translate(9, 3)).add([5, 0], label("<pin>", 1, 1));
  leaf.add(
    [2, 0],
    polygon([
      [0, 0],
      [4, 0],
      [0, 2],
    ]),
  );
  middle.add(leaf.at(0, 0), leaf.at(20, 0, { rotation: 90 }), leaf.at(0, 30, { mirror: true, rotation: 30 }));
  top.add(middle.array(4, 5, { pitch: [50, 60] }), leaf.at(-20, -30, { magnification: 2.5, rotation: 180 }));
  top
    .add(
      middle.array(2, 2, {
        pitch: [
          [70, 5],
          [-3, 61],
        ],
        at: [260, 0],
      }),
    )
    .add([2, 0], box(-40, 0, -30, 200));
  return top;
}

/** The area of each layer's polygons, uses followed, and gdstk's of the GDSII file. */
const compare = `
import json, re, sys, xml.etree.ElementTree as ET
import gdstk
SVG = "{http://www.w3.org/2000/svg}"
def measured(path):
    root = ET.parse(path).getroot()
    by_id = {e.get("id"): e for e in root.iter() if e.get("id")}
    def factor(text):
        f = 1.0
        for name, args in re.findall(r"(\\w+)\\(([^)]*)\\)", text or ""):
            a = [float(x) for x in args.split()]
            if name == "matrix": f *= abs(a[0] * a[3] - a[1] * a[2])
            if name == "scale": f *= abs(a[0] * a[1])
        return f
    def path_area(d):
        total, x, y, ring = 0.0, 0, 0, []
        count = 0
        for op, args in re.findall(r"([Mlhvz])([-\\d. ]*)", d):
            a = [float(v) for v in args.split()]
            if op == "M": x, y = a; ring = [(x, y)]
            elif op == "l": x += a[0]; y += a[1]; ring.append((x, y))
            elif op == "h": x += a[0]; ring.append((x, y))
            elif op == "v": y += a[0]; ring.append((x, y))
            else:
                total += sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(ring, ring[1:] + ring[:1])) / 2
        return abs(total)
    known = {}
    def area(e):
        if e.tag == SVG + "defs": return 0.0
        f = factor(e.get("transform"))
        if e.tag == SVG + "path": return f * path_area(e.get("d"))
        if e.tag == SVG + "use":
            target = e.get("href")[1:]
            if target not in known: known[target] = area(by_id[target])
            return f * known[target]
        return f * sum(area(child) for child in e)
    scale = root.find(SVG + "g")
    f = factor(scale.get("transform"))
    return {g.get("id"): f * area(g) for g in scale if g.get("id")}
def expected(path):
    library = gdstk.read_gds(path, unit=1e-6)
    found = {}
    for top in library.top_level():
        if top.name.startswith("$$$"): continue  # KLayout keeps its own things in it
        for (layer, datatype), value in top.area(True).items():
            key = f"layer-{layer}-{datatype}"
            found[key] = found.get(key, 0) + value
    return found
print(json.dumps([[measured(a), expected(b)] for a, b in zip(sys.argv[1::2], sys.argv[2::2])]))
`;

async function assertAreasAsGdstk(pairs: readonly string[]): Promise<void> {
  const { stdout, stderr } = await runPython(["-c", compare, ...pairs], { cwd: tmpdir() });
  assert.notEqual(stdout, "", stderr);
  for (const [seen, wanted] of JSON.parse(stdout) as [Record<string, number>, Record<string, number>][]) {
    for (const [layer, area] of Object.entries(wanted))
      assert.ok(Math.abs((seen[layer] ?? 0) - area) <= 1e-4 * area + 1e-9, `${layer}: ${seen[layer]}, gdstk ${area}`);
  }
}

test("writeSvg, polygons through all references: as gdstk's Cell.area", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const [svg, gds] = [join(folder, "a.svg"), join(folder, "a.gds")];
    // gdstk adds polygons up; keyholed rings have the same area.
    await writeLayout(svg, sample());
    await writeLayout(gds, sample());
    await assertAreasAsGdstk([svg, gds]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("writeSvg of real files: as gdstk's Cell.area", { skip: withoutPython || withoutShared }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const pairs: string[] = [];
    for (const name of ["ebeam_gc_te1550.gds", "sky130_fd_sc_hd__dfxtp_1.gds", "ihp_sram_1P_1024x64.gds"]) {
      const gds = shared("data", "layouts", name)!;
      pairs.push(join(folder, `${name}.svg`), gds);
      await writeSvg(join(folder, `${name}.svg`), await readGds(gds));
    }
    await assertAreasAsGdstk(pairs);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a browser fills the pixels that the exact raster covers", { skip: withoutChromium }, async () => {
  const top = sample();
  const window = box(-60, -60, 240, 340);
  const svg = svgOf(top, { window, layers: ["1/0"], scale: 2, labels: false, background: "#fff", properties: black });
  const browser = await chromium.launch({ executablePath: chromiumPath()!, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 600, height: 800 } });
    await page.setContent(`<body style="margin:0">${svg.slice(svg.indexOf("<svg"))}</body>`);
    const { array } = decodePng(new Uint8Array(await page.screenshot()));
    const exact = rasterize(top.source("1/0"), { window, pitch: 0.5 });
    let [sum, wrong] = [0, 0];
    for (let y = 0; y < 800; y++) {
      for (let x = 0; x < 600; x++) {
        // Black at 60 %: 255 is nothing, 102 all.
        const seen = (255 - Number(array.get(y, x, 0))) / 153;
        const wanted = Number(exact.array.get(799 - y, x));
        sum += seen - wanted;
        if (Math.abs(seen - wanted) > 0.3) wrong++;
      }
    }
    assert.ok(Math.abs(sum) < 400 && wrong < 50, `sum of differences ${sum}, wrong pixels ${wrong}`);
  } finally {
    await browser.close();
  }
});

const black = LayerProperties.of({ source: "*/*", name: "all", fillColor: "#000000", ditherPattern: "I5" });

test("one group a layer with its id and name, arrays as rows of uses, texts escaped", () => {
  const svg = svgOf(sample(), {
    properties: LayerProperties.of({ source: "1/0", name: "a & b", fillColor: "#123456" }),
  });
  assert.match(svg, /<g id="layer-1-0" inkscape:groupmode="layer" inkscape:label="1\/0 a &amp; b" fill="#123456"/);
  assert.match(svg, /<g id="layer-2-0"/);
  assert.match(svg, />&lt;pin&gt;<\/text>/);
  // Four columns, then four more rows of them.
  assert.equal(svg.match(/href="#row-0"/g)?.length, 4);
  assert.equal(svgOf(sample(), { labels: false }).match(/<text/g), null);
});

test("the view box is the window in µm with y turned, and the size its pixels", () => {
  const svg = svgOf(sample(), { window: box(-1, 2, 9, 7), scale: 12 });
  assert.match(svg, /width="120" height="60" viewBox="-1 -7 10 5"/);
});

test("hidden layers and those that were not asked for are not written", () => {
  const hidden = LayerProperties.of({ source: "1/0", visible: false });
  assert.ok(!svgOf(sample(), { properties: hidden }).includes("layer-1-0"));
  const one = svgOf(sample(), { layers: ["2/0"] });
  assert.ok(one.includes("layer-2-0") && !one.includes("layer-1-0"));
});

test("the same layout gives the same bytes, in whatever order other files were written", () => {
  const first = svgOf(sample());
  svgOf(Layout.of(sample()));
  assert.equal(svgOf(sample()), first);
});

test("a file beyond the limit is refused by name, and leaves what was there", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  try {
    const path = join(folder, "big.svg");
    writeFileSync(path, "before");
    const big = cell("big").add(
      cell("one")
        .add([1, 0], box(0, 0, 1, 1))
        .array(1, 1_000_000_000, { pitch: 3 }),
    );
    await assert.rejects(
      writeSvg(path, big, { svgLimit: 100_000 }),
      (error) => isReticleError(error, "FormatError") && error.code === "svg-limit" && /100000/.test(error.message),
    );
    assert.equal(readFileSync(path, "utf8"), "before");
    await assert.rejects(writeSvg(path, big, { scale: 0 }), (error) => isReticleError(error) && error.code === "scale");
    assert.ok(existsSync(path));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a million instances of a deep hierarchy take a few kilobytes", () => {
  let top = cell("C0").add([1, 0], box(0, 0, 1, 1), box(2, 2, 3, 3), box(4, 4, 5, 5));
  for (let level = 1; level <= 20; level++) top = cell(`C${level}`).add(top.at(0, 0), top.at(10 * level, 1));
  assert.ok(encodeSvg(top).length < 10_000);
});
