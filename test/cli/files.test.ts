import assert from "node:assert/strict";
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readImage, readLayout, writeGds, writeLayout, writeLyp } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, Layout } from "../../src/layout/index.ts";
import { projectRoot } from "../support/project.ts";
import { reticle, temporaryFolder } from "./support.ts";

const coupler = join(projectRoot, "notebooks", "data", "ebeam_gc_te1550.gds");

test("info --json prints one object with what KLayout counts", () => {
  const result = reticle(["info", coupler, "--json"]);
  assert.equal(result.code, 0, result.stderr);
  const facts = JSON.parse(result.stdout);
  assert.equal(facts.format, "gds");
  assert.equal(facts.cells, 4);
  assert.deepEqual(facts.tops, ["ebeam_gc_te1550"]);
  // Counts, merged areas and boxes by KLayout 0.30.12.
  assert.equal(facts.layers["1/0"].shapes, 54);
  assert.ok(Math.abs(facts.layers["1/0"].area_um2 - 248.397311) < 1e-6);
  assert.deepEqual(facts.layers["1/0"].bbox, [-32.543, -10.114, 0.001, 10.114]);
  assert.deepEqual(facts.layers["68/0"], {
    shapes: 1,
    texts: 2,
    area_um2: facts.layers["68/0"].area_um2,
    bbox: [-39.969, -13.5, 0, 13.669],
  });
  assert.ok(Math.abs(facts.layers["998/0"].area_um2 - 9.729375) < 1e-9);
});

test("info --no-area tells all but the areas", () => {
  const { stdout } = reticle(["info", coupler, "--no-area"]);
  assert.match(stdout, /^layer +shapes +texts +box µm$/m);
  const layers = Object.values(JSON.parse(reticle(["info", coupler, "--no-area", "--json"]).stdout).layers);
  assert.ok(layers.length > 0 && layers.every((one) => (one as { area_um2: unknown }).area_um2 === null));
});

test("info without --json is a table", () => {
  const { stdout } = reticle(["info", coupler]);
  assert.match(stdout, /database unit 0\.001 µm\ncells 4; top: ebeam_gc_te1550/);
  assert.match(stdout, /^1\/0 +54 +0 +248\.397311 /m);
});

test("raster writes coverage of several layers as channels", async () => {
  const folder = temporaryFolder();
  const output = join(folder, "r.npy");
  const args = ["raster", coupler, "--layer", "1/0,81/0", "--window", "-30,-1,-20,1", "--pitch", "10nm", "-o", output];
  const result = reticle(args);
  assert.equal(result.code, 0, result.stderr);
  const image = await readImage(output);
  assert.deepEqual([...image.shape], [2, 200, 1000]);
  assert.equal(image.dtype, "float32");
  const info = JSON.parse(reticle(["info", output, "--json"]).stdout);
  const { format, axes, shape, dtype, bytes } = info;
  assert.deepEqual([format, axes, shape, dtype, bytes], ["npy", null, [2, 200, 1000], "float32", 4 * 2 * 200 * 1000]);
});

test("raster --as area gives square database units as float64", async () => {
  const output = join(temporaryFolder(), "a.npy");
  const args = ["raster", coupler, "--layer", "998/0", "--window", "-33,2,-15,6", "--pitch", "1", "--as", "area"];
  assert.equal(reticle([...args, "--overlap", "sum", "-o", output]).code, 0);
  const image = await readImage(output);
  assert.equal(image.dtype, "float64");
  // 9.729375 µm² at 10⁶ square database units a µm².
  assert.equal(image.sum(), 9_729_375);
});

test("raster writes a PNG of the same rows and columns", async () => {
  const output = join(temporaryFolder(), "r.png");
  reticle(["raster", coupler, "--layer", "1/0", "--window", "-30,-1,-20,1", "--pitch", "0.01,0.02", "-o", output]);
  assert.deepEqual([...(await readImage(output)).shape], [100, 1000]);
});

test("what the input or the command line has wrong is said in a sentence", () => {
  const output = join(temporaryFolder(), "x.npy");
  const raster = (...more: string[]) => reticle(["raster", coupler, ...more, "-o", output]);
  const window = ["--window", "-30,-1,-20,1"];
  const expectations: [number, RegExp, ReturnType<typeof raster>][] = [
    [1, /layer 1\/9 is not in .*; it has 1\/0, 1\/10/, raster("--layer", "1/9", ...window, "--pitch", "10nm")],
    [2, /window .* has no area/, raster("--layer", "1/0", "--window", "0,0,5,0", "--pitch", "10nm")],
    [2, /pixel.*0\.02.*pitch.*0\.01/, raster("--layer", "1/0", ...window, "--pitch", "10nm", "--pixel", "20nm")],
    [1, /layer 9\/9 is not in/, raster("--layer", "9/9", "--cell", "TEXT", ...window, "--pitch", "10nm")],
    [1, /no cell|cell "nope"/, raster("--layer", "1/0", "--cell", "nope", ...window, "--pitch", "10nm")],
    [2, /missing --pitch/, raster("--layer", "1/0", ...window)],
    [2, /--window 1,2 has 2 numbers; it takes 4/, raster("--layer", "1/0", "--window", "1,2", "--pitch", "1")],
    [2, /--overlap mix is not union or sum/, raster("--layer", "1/0", ...window, "--pitch", "1", "--overlap", "mix")],
  ];
  for (const [code, message, result] of expectations) {
    assert.match(result.stderr, message);
    assert.equal(result.code, code, result.stderr);
    assert.equal(result.stderr.includes("    at "), false, "no stack of ours");
  }
  assert.ok(!existsSync(output));
});

test("a truncated and a foreign file are named with the place", () => {
  const folder = temporaryFolder();
  const cut = join(folder, "cut.gds");
  writeFileSync(cut, readFileSync(coupler));
  truncateSync(cut, 5000);
  const result = reticle(["info", cut]);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /ends after 5000 bytes.*at byte \d+, in cell ".*", in .*cut\.gds/);
  const foreign = join(folder, "foreign.gds");
  writeFileSync(foreign, "just text");
  assert.match(reticle(["info", foreign]).stderr, /"just text" is not the start of a GDSII or OASIS file/);
});

test("convert: OASIS and the GDSII that is made of it are the same layout to diff", () => {
  const folder = temporaryFolder();
  const [oasis, back, svg] = ["a.oas", "b.gds.gz", "c.svg"].map((name) => join(folder, name));
  const first = reticle(["convert", coupler, oasis]);
  assert.deepEqual([first.code, first.stdout], [0, ""], first.stderr);
  assert.match(first.stderr, /wrote .*a\.oas: Layout .*4 cells/);
  assert.equal(reticle(["convert", oasis, back]).code, 0);
  // OASIS has no sizes of labels, so the GDSII that it came from is not the same.
  const same = reticle(["diff", oasis, back]);
  assert.deepEqual([same.code, same.stdout], [0, "LayoutDiff: the same\n"], same.stderr);
  assert.equal(reticle(["convert", back, svg]).code, 0);
  assert.match(readFileSync(svg, "utf8"), /<g id="layer-1-0"/);
});

test("convert takes one cell, some layers and another database unit", async () => {
  const folder = temporaryFolder();
  const [given, output] = [join(folder, "a.gds"), join(folder, "b.oas")];
  const unit = cell("unit")
    .add([1, 0], box(0, 0, 1, 2))
    .add([2, 0], box(0, 0, 5, 5));
  await writeLayout(given, Layout.of(cell("top").add(unit.at(3, 4)), cell("other").add([1, 0], box(0, 0, 9, 9))));
  const result = reticle(["convert", given, output, "--top", "top", "--layer", "1/0", "--dbu", "5nm"]);
  assert.equal(result.code, 0, result.stderr);
  const layout = await readLayout(output);
  assert.deepEqual([layout.dbu, layout.cells.map(({ name }) => name).sort()], [0.005, ["top", "unit"]]);
  assert.deepEqual(layout.layers().map(String), ["1/0"]);
  assert.deepEqual(layout.bbox?.toArray(), [3, 4, 4, 6]);
});

test("convert says what is wrong: exit 1 for the input, 2 for the command line, and no output", () => {
  const output = join(temporaryFolder(), "out.gds");
  const cases: [string[], number, RegExp][] = [
    [[coupler, output, "--top", "nothing"], 1, /cell "nothing" is not in/],
    [[coupler, output, "--layer", "77/7"], 1, /layer 77\/7 is not in/],
    [["missing.gds", output], 1, /missing\.gds: there is no such file/],
    [[coupler, output, "--layer", "x"], 2, /layer "x" is not of the form/],
    [[coupler, output.replace(".gds", ".txt")], 2, /ends with none of \.gds/],
    [[coupler, output.replace(".gds", ".png")], 2, /reticle raster makes one/],
    [[coupler], 2, /missing OUT/],
    [[coupler, output, "--dbu", "wide"], 2, /wide/],
    [[coupler, output, "--dbu", "0"], 2, /--dbu 0 is not above 0/],
  ];
  for (const [args, code, message] of cases) {
    const result = reticle(["convert", ...args]);
    assert.deepEqual([result.code, result.stdout], [code, ""], args.join(" "));
    assert.match(result.stderr, message);
  }
  assert.equal(existsSync(output), false);
});

test("convert turns images into one another", async () => {
  const folder = temporaryFolder();
  const [png, npy] = [join(folder, "a.png"), join(folder, "a.npy")];
  const args = ["raster", coupler, "--layer", "1/0", "--window", "-30,-1,-20,1", "--pitch", "10nm", "-o", png];
  assert.equal(reticle(args).code, 0);
  assert.equal(reticle(["convert", png, npy]).code, 0);
  const [before, after] = [await readImage(png), await readImage(npy)];
  assert.deepEqual([...after.shape], [...before.shape]);
  assert.equal(after.sum(), before.sum());
  const result = reticle(["convert", png, npy, "--top", "x"]);
  assert.deepEqual([result.code, /--top is for layouts/.test(result.stderr)], [2, true]);
});

test("diff exits 1 where layouts differ, says how as text or JSON, and writes what only one covers", async () => {
  const folder = temporaryFolder();
  const [a, b, output] = ["a.gds", "b.oas", "xor.gds"].map((name) => join(folder, name));
  await writeLayout(
    a,
    cell("top")
      .add([1, 0], box(0, 0, 4, 1))
      .add([2, 0], box(0, 0, 1, 1)),
  );
  await writeLayout(
    b,
    cell("top")
      .add([1, 0], box(1, 0, 6, 1))
      .add([2, 0], box(0, 0, 1, 1)),
  );
  const result = reticle(["diff", a, b, "--json", "-o", output]);
  assert.equal(result.code, 1, result.stderr);
  const found = JSON.parse(result.stdout);
  assert.equal(found.same, false);
  assert.deepEqual(found.layers, { "1/0": { xor_area_um2: 3 } });
  assert.deepEqual(Object.keys(found.cells.top.layers), ["1/0"]);
  const written = await readLayout(output);
  assert.deepEqual(written.cell("A_NOT_B").bbox?.toArray(), [0, 0, 1, 1]);
  assert.deepEqual(written.cell("B_NOT_A").bbox?.toArray(), [4, 0, 6, 1]);
  assert.match(reticle(["diff", a, b]).stdout, /"top", layer 1\/0: 1 shape only in a; 1 shape only in b/);
  assert.equal(reticle(["diff", a]).code, 2);
  assert.equal(reticle(["diff", a, join(folder, "none.gds")]).code, 1);
});

test("render draws a window with layer properties, as SVG and as pixels", async () => {
  const folder = temporaryFolder();
  const [layout, svg, png, npy, lyp] = ["a.gds", "a.svg", "a.png", "a.npy", "a.lyp"].map((name) => join(folder, name));
  await writeGds(
    layout,
    cell("top")
      .add([1, 0], box(0, 0, 10, 10))
      .add([2, 0], box(5, 0, 10, 10)),
  );
  await writeLyp(lyp, [
    { source: "1/0", name: "metal", fillColor: "#ff0000", frameColor: "#ff0000", ditherPattern: "I0" },
  ]);
  assert.equal(reticle(["render", layout, "--lyp", lyp, "-o", svg]).code, 0);
  assert.match(readFileSync(svg, "utf8"), /^<svg [\s\S]*1\/0 metal/);
  const options = [
    "--lyp",
    lyp,
    "--layer",
    "1/0",
    "--window",
    "-5,0,5,10",
    "--pitch",
    "1um",
    "--background",
    "#000000",
  ];
  for (const output of [png, npy]) {
    const result = reticle(["render", layout, ...options, "-o", output]);
    assert.equal(result.code, 0, result.stderr);
  }
  const image = await readImage(png);
  assert.deepEqual([...image.shape], [10, 10, 4]);
  assert.deepEqual([...image.crop({ row: [4, 5], column: [4, 6] }).toArray()], [0, 0, 0, 255, 255, 0, 0, 255]);
  assert.equal(reticle(["render", layout, "--size", "4,x", "-o", png]).code, 2);
  assert.equal(reticle(["render", layout, "--background", "white", "-o", png]).code, 2);
});
