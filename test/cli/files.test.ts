import assert from "node:assert/strict";
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readImage } from "../../src/formats/index.ts";
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
  assert.deepEqual([...image.shape], [200, 1000, 2]);
  assert.equal(image.dtype, "float32");
  const info = JSON.parse(reticle(["info", output, "--json"]).stdout);
  assert.deepEqual(info, { format: "npy", axes: null, shape: [200, 1000, 2], dtype: "float32" });
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
    [1, /window .* has no area/, raster("--layer", "1/0", "--window", "0,0,5,0", "--pitch", "10nm")],
    [1, /pixel.*0\.02.*pitch.*0\.01/, raster("--layer", "1/0", ...window, "--pitch", "10nm", "--pixel", "20nm")],
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
