/** Every option of `raster` and `render`, and what each of them refuses; run in this process, which main.ts ends with 1 or 2. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { raster } from "../../src/cli/raster.ts";
import { render } from "../../src/cli/render.ts";
import { isReticleError } from "../../src/errors.ts";
import { readImage, writeGds, writeLyp } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, Layout } from "../../src/layout/index.ts";
import { reticle, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();
const chip = join(folder, "chip.gds");
const colours = join(folder, "chip.lyp");

before(async () => {
  // 1/0 covers the left half of 4 × 2 µm, twice in its lower half; 2/0 one tenth; "small" is placed in "top".
  const small = cell("small").add([2, 0], box(0, 0, 0.1, 2));
  const top = cell("top")
    .add([1, 0], box(0, 0, 2, 2))
    .add([1, 0], box(0, 0, 2, 1))
    .add(small.at(3, 0));
  await writeGds(chip, new Layout().add(top));
  await writeLyp(colours, [
    { source: "1/0", fillColor: "#ff0000", ditherPattern: "I0", width: 0 },
    { source: "2/0", fillColor: "#0000ff", ditherPattern: "I0", width: 0 },
  ]);
});

const where = ["--window", "0,0,4,2", "--pitch", "1"];
let files = 0;

/** The array that `raster` writes for some options. */
async function rastered(...options: string[]) {
  const output = join(folder, `${files++}.npy`);
  assert.equal(await raster.run([chip, ...options, "-o", output]), 0);
  const image = await readImage(output);
  return { shape: [...image.shape], dtype: image.dtype, values: [...image.toArray()].map(Number) };
}

test("raster: what each option does", async () => {
  const one = async (...options: string[]) => (await rastered("--layer", "1/0", ...options)).values;
  assert.deepEqual(await one(...where), [1, 1, 0, 0, 1, 1, 0, 0]);
  assert.deepEqual(await one(...where, "--overlap", "sum"), [2, 2, 0, 0, 1, 1, 0, 0]);
  assert.deepEqual(await one(...where, "--tone", "dark"), [0, 0, 1, 1, 0, 0, 1, 1]);
  assert.deepEqual(await one(...where, "--mirror", "left-right"), [0, 0, 1, 1, 0, 0, 1, 1]);
  assert.deepEqual(await one(...where, "--mirror", "up-down", "--overlap", "sum"), [1, 1, 0, 0, 2, 2, 0, 0]);
  assert.deepEqual(await one(...where, "--as", "area"), [1e6, 1e6, 0, 0, 1e6, 1e6, 0, 0]);
  assert.deepEqual(await one("--window", "500nm,0,4.5um,2", "--pitch", "1um,0.002mm"), [1, 0.5, 0, 0]);
  assert.deepEqual(await one("--window", "-1,0,3,2", "--pitch", "2", "--pixel", "1,2"), [0, 1]);
  assert.deepEqual(await one("--window", "0,0,4,2", "--pitch", "8,4", "--magnification", "4", "--threads", "2"), [
    1,
    0,
    ...[1, 0],
  ]);
  assert.deepEqual(await one(...where, "--cell", "small"), [0, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual((await rastered("--layer", "2/0", ...where, "--cell", "small")).values.slice(0, 2), [
    Math.fround(0.1),
    0,
  ]);
});

test("raster: several layers are channels, and each type of numbers is written", async () => {
  const both = await rastered("--layer", "1/0, 2/0", ...where, "--dtype", "float64");
  assert.deepEqual(both.shape, [2, 2, 4]);
  assert.deepEqual(both.values.slice(8), [0, 0, 0, 0.1, 0, 0, 0, 0.1]);
  for (const [as, dtype, full] of [
    ["coverage", "uint8", 255],
    ["coverage", "uint16", 65535],
    ["coverage", "float32", 1],
    ["area", "int32", 1e6],
    ["area", "float32", 1e6],
  ] as const) {
    const { dtype: written, values } = await rastered("--layer", "1/0", ...where, "--as", as, "--dtype", dtype);
    assert.deepEqual([written, values[0], values[2]], [dtype, full, 0]);
  }
});

test("raster: pictures of areas say what is white", async () => {
  const output = join(folder, "area.png");
  const options = ["--layer", "1/0", ...where, "--as", "area", "-o", output];
  await assert.rejects(raster.run([chip, ...options]), /areas in .*area\.png take a --range LOW,HIGH/);
  assert.equal(await raster.run([chip, ...options, "--range", "0,2000000"]), 0);
  assert.equal((await readImage(output)).get(0, 0), 128);
});

test("raster: pictures show one layer as grey, or three as colours; no layer becomes a transparency", async () => {
  const output = join(folder, "colours.png");
  const layers = (names: string, file = output) => [chip, "--layer", names, ...where, "-o", file];
  assert.equal(await raster.run(layers("1/0,2/0,1/0")), 0);
  const { kind, shape } = await readImage(output);
  assert.deepEqual([kind, ...shape], ["rgb", 2, 4, 3]);
  for (const names of ["1/0,2/0", "1/0,2/0,1/0,2/0", "1/0,2/0,1/0,2/0,1/0"])
    for (const file of ["layers.png", "layers.bmp"]) {
      const refused = /layers\.\w+ shows one layer as grey, or three .*not [245]; \.npy.* hold any number/;
      await assert.rejects(raster.run(layers(names, join(folder, file))), refused);
      assert.ok(!existsSync(join(folder, file)));
    }
});

/** The exit code is 2 where the command line is at fault, whatever the file, and 1 otherwise. */
async function refuses(
  command: typeof raster,
  cases: readonly (readonly [code: 1 | 2, message: RegExp, options: readonly string[]])[],
  output: string,
): Promise<void> {
  for (const [code, message, options] of cases) {
    const args = [chip, ...options, ...(options.includes("-o") ? [] : ["-o", output])];
    await assert.rejects(
      command.run(args),
      (error) => isReticleError(error) && (error.tag === "CliError") === (code === 2) && message.test(error.message),
      `${options.join(" ")}: ${code} ${message}`,
    );
  }
  assert.ok(!existsSync(output), "nothing is written");
}

test("raster: what is refused, with 2 for the command line and 1 for the file", async () => {
  const layer = ["--layer", "1/0"];
  const window = (text: string) => [...layer, "--window", text, "--pitch", "1"];
  const pitch = (...rest: string[]) => [...layer, "--window", "0,0,4,2", "--pitch", ...rest];
  const more = (...rest: string[]) => [...layer, ...where, ...rest];
  await refuses(
    raster,
    [
      [2, /--window "NaN" is not a length such as 2\.5, 10nm/, window("NaN,0,1,1")],
      [2, /--window "Infinity" is not a length/, window("0,0,Infinity,1")],
      [2, /window \(0, 0, 0, 1\) has no area/, window("0,0,0,1")],
      [2, /window \(3, 0, 1, 1\) has no area: left must be below right/, window("3,0,1,1")],
      [2, /--window 0,0,1 has 3 numbers; it takes 4/, window("0,0,1")],
      [2, /origin .* is out of reach/, window("1e12,0,1.1e12,1e11")],
      [2, /missing --window/, [...layer, "--pitch", "1"]],
      [2, /missing --layer/, where],
      [2, /pitch 0 µm is not a positive/, pitch("0")],
      [2, /pitch -1 µm is not a positive/, pitch("-1")],
      [2, /--pitch "NaN" is not a length/, pitch("NaN")],
      [2, /--pitch 1,2,3 has 3 numbers; it takes 1 or 2/, pitch("1,2,3")],
      [2, /pixel 0 µm is not a positive/, pitch("1", "--pixel", "0")],
      [2, /pixel size 2 µm along x exceeds the pitch of 1 µm/, pitch("1", "--pixel", "2")],
      [2, /pixel size 3 µm along y exceeds the pitch of 2 µm/, pitch("1,2", "--pixel", "1,3")],
      [2, /200000×400000 pixels would take 298 GiB, and 4 are the most; .*tiles/, pitch("0.01nm")],
      [2, /--dtype int8 is not float32 or float64 or uint8 or uint16/, more("--dtype", "int8")],
      [2, /--dtype uint8 is not float64 or float32 or int32/, more("--as", "area", "--dtype", "uint8")],
      [1, /the value 510 of row 0, column 0 is above 255/, more("--overlap", "sum", "--dtype", "uint8")],
      [1, /layer 1\/7 is not in chip\.gds; it has 1\/0, 2\/0/, ["--layer", "1/7", ...where]],
      [2, /layer "metal" is not of the form layer\/datatype/, ["--layer", "metal", ...where]],
      [2, /layer "" is not of the form/, ["--layer", "1/0,", ...where]],
      [1, /cell "smal" is not in chip\.gds; did you mean "small"/, more("--cell", "smal")],
      [2, /--as volume is not coverage or area/, more("--as", "volume")],
      [2, /--overlap mix is not union or sum/, more("--overlap", "mix")],
      [2, /--tone grey is not clear or dark/, more("--tone", "grey")],
      [2, /with overlap "union" only/, more("--tone", "dark", "--overlap", "sum")],
      [2, /--mirror x is not left-right or up-down or both/, more("--mirror", "x")],
      [2, /magnification 0 is not a positive number/, more("--magnification", "0")],
      [2, /--magnification four is not a number/, more("--magnification", "four")],
      [2, /0 threads: at least 1/, more("--threads", "0")],
      [2, /--threads two is not a number/, more("--threads", "two")],
      [2, /--range is for \.png and \.bmp/, more("--range", "0,1")],
      [2, /x\.xyz ends with none of \.npy/, more("-o", "x.xyz")],
      [2, /unknown option --layers; did you mean "--layer"/, more("--layers", "1/0")],
    ],
    join(folder, "refused.npy"),
  );
});

/** The pixels that `render` writes, as `#rrggbb` row by row from the top. */
async function rendered(...options: string[]) {
  const output = join(folder, `${files++}.png`);
  assert.equal(await render.run([chip, "--lyp", colours, ...options, "-o", output]), 0);
  const image = await readImage(output);
  const [rows, columns, channels] = image.shape;
  const bytes = [...image.toArray()].map(Number);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const at = (row * columns + column) * channels;
      return `#${bytes
        .slice(at, at + 3)
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join("")}`;
    }),
  );
}

test("render: what each option does", async () => {
  const view = ["--window", "0,0,4,2", "--size", "4,2"];
  const [red, white, black] = ["#ff0000", "#ffffff", "#000000"];
  // Without outlines pixels are filled whose middles are inside.
  const rows = await rendered(...view, "--layer", "1/0");
  assert.deepEqual(
    rows,
    [0, 1].map(() => [red, red, white, white]),
  );
  assert.deepEqual(await rendered("--window", "0,0,4,2", "--pitch", "1000nm", "--layer", "1/0"), rows);
  const dark = await rendered(...view, "--layer", "1/0", "--background", black);
  assert.deepEqual(dark[0], [red, red, black, black]);
  // A tenth of the last pixel is blue: 255 − 25.5 of the others is left, rounded to even.
  const mixed = await rendered(...view, "--antialias");
  assert.deepEqual(mixed[1], [red, red, white, "#e6e6ff"]);
  assert.equal((await rendered(...view, "--oversampling", "4"))[0].length, 4);
  const deep = ["--layer", "2/0", "--no-labels"];
  assert.ok((await rendered(...view, ...deep)).flat().includes("#0000ff"));
  const shallow = await rendered(...view, ...deep, "--depth", "0");
  assert.ok(!shallow.flat().includes("#0000ff"));
  assert.notDeepEqual(shallow.flat(), new Array(8).fill(white), "the box of the cell that is left out");
  assert.deepEqual((await rendered(...view, ...deep, "--depth", "0", "--no-frames")).flat(), new Array(8).fill(white));
  assert.equal((await rendered(...view, "--cell", "small"))[1][0], "#0000ff");
  assert.deepEqual(await rendered(...view, "--layer", "1/0", "--limit", "2"), rows);
});

test("render: SVG takes what pictures of lines have", async () => {
  const output = join(folder, "chip.svg");
  assert.equal(await render.run([chip, "--layer", "2/0", "--window", "2,0,4,2", "--size", "300,300", "-o", output]), 0);
  assert.match(readFileSync(output, "utf8"), /<svg x="12" y="\d+" width="300" height="300">/);
});

test("render: what is refused, with 2 for the command line and 1 for the file", async () => {
  const lyp = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return ["--lyp", path];
  };
  const stipple = (name: string) =>
    `<layer-properties><properties><source>1/0@1</source><dither-pattern>${name}</dither-pattern></properties></layer-properties>`;
  await refuses(
    render,
    [
      [2, /--window "NaN" is not a length/, ["--window", "NaN,0,1,1"]],
      [2, /--window 1,0,1,1 has no area/, ["--window", "1,0,1,1"]],
      [2, /--window 3,0,1,1 has no area/, ["--window", "3,0,1,1"]],
      [2, /--window 1,2 has 2 numbers; it takes 4/, ["--window", "1,2"]],
      [2, /--pitch 0 is not above 0/, ["--pitch", "0"]],
      [2, /--pitch -1 is not above 0/, ["--pitch", "-1"]],
      [2, /--pitch "NaN" is not a length/, ["--pitch", "NaN"]],
      [2, /--size and --pitch exclude each other/, ["--pitch", "1", "--size", "4,4"]],
      [2, /--size 0,5 is not two whole numbers in 1\.\.20000/, ["--size", "0,5"]],
      [2, /--size 30000,4 is not two whole numbers/, ["--size", "30000,4"]],
      [2, /take 16384 × 16384 pixels .* or less, or render it in several windows/, ["--size", "20000,20000"]],
      [2, /would take .* GiB, more than 1; take \d+ × \d+ pixels \(a pitch of 0\.0\d+ µm\)/, ["--pitch", "1e-8"]],
      [2, /--background red is not of the form/, ["--background", "red"]],
      [2, /oversampling 9 is not a whole number in 1\.\.8/, ["--oversampling", "9"]],
      [2, /--oversampling 1\.5 is not a whole number/, ["--oversampling", "1.5"]],
      [2, /oversampling and antialias exclude each other/, ["--oversampling", "2", "--antialias"]],
      [2, /--depth -1 is not a whole number/, ["--depth", "-1"]],
      [2, /--limit 0 is not a whole number above 0/, ["--limit", "0"]],
      [1, /layer 1\/0 of "top" has more than 1 shapes to be drawn/, ["--limit", "1"]],
      [1, /layer 1\/7 is not in chip\.gds; it has 1\/0, 2\/0/, ["--layer", "1/7"]],
      [2, /layer "metal" is not of the form/, ["--layer", "metal"]],
      [1, /cell "smal" is not in chip\.gds; did you mean "small"/, ["--cell", "smal"]],
      [1, /none\.lyp: there is no such file/, ["--lyp", join(folder, "none.lyp")]],
      [1, /bad\.lyp:1:1/, lyp("bad.lyp", "nothing")],
      [1, /stipple "I99" of 1\/0@1 is unknown: I0 to I46 are built in.*did you mean/, lyp("a.lyp", stipple("I99"))],
      [1, /"hatched" in <dither-pattern> is not of the form I5 or C5; in .*b\.lyp:1/, lyp("b.lyp", stipple("hatched"))],
      [2, /x\.jpg ends with none of \.svg \.png \.npy/, ["-o", "x.jpg"]],
      [2, /--depth is for \.png and \.npy/, ["--depth", "0", "-o", "x.svg"]],
      [2, /--pitch is for \.png and \.npy/, ["--pitch", "1", "-o", "x.svg"]],
      [2, /--antialias is for \.png and \.npy/, ["--antialias", "-o", "x.svg"]],
      [2, /--background is for \.png and \.npy/, ["--background", "#000000", "-o", "x.svg"]],
    ],
    join(folder, "refused.png"),
  );
});

test("raster and render end with 0, 1 and 2, and say one sentence and how to call them", () => {
  const output = join(folder, "codes.npy");
  const run = (...args: string[]) => reticle([...args, "-o", output]);
  const fine = run("raster", chip, "--layer", "1/0", ...where);
  assert.deepEqual([fine.code, fine.stdout], [0, ""]);
  assert.match(fine.stderr, /^wrote .*codes\.npy: ImageView row×column 2×4 float32/);
  for (const [code, result] of [
    [1, run("raster", chip, "--layer", "5/0", ...where)],
    [1, run("render", join(folder, "none.gds"))],
    [2, run("raster", chip, "--layer", "1/0", "--window", "0,0,1,1", "--pitch", "0")],
    [2, run("render", chip, "--size", "4")],
  ] as const) {
    assert.equal(result.code, code, result.stderr);
    const lines = result.stderr.trim().split("\n");
    assert.equal(lines.length, code, result.stderr);
    if (code === 2) assert.match(lines[1], /^usage: reticle (raster|render) FILE/);
  }
});
