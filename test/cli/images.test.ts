/** `reticle info` and `reticle convert` on images. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readImage, writeImage } from "../../src/formats/index.ts";
import { ImageView } from "../../src/image/index.ts";
import { reticle, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const stack = ImageView.from(
  Uint16Array.from({ length: 24 }, (_, i) => i * 100),
  {
    shape: [2, 3, 4],
    axes: ["slice", "row", "column"],
    spacing: { slice: 0.5, row: 0.1, column: 0.2 },
    origin: { row: 3 },
    direction: "down",
  },
);
const plane = stack.pick({ slice: 1 });

test("info tells format, type, axes with sizes, spacings and origins; numbers only where they are asked for", async () => {
  await writeImage(path("stack.ome.tif"), stack);
  const { stdout } = reticle(["info", path("stack.ome.tif")]);
  assert.equal(
    stdout,
    `stack.ome.tif: tiff, 2×3×4 uint16, 48 B of pixels
  axis    size  spacing  origin
  slice      2   0.5 µm
  row        3   0.1 µm    3 µm  down
  column     4   0.2 µm
`,
  );
  assert.match(reticle(["info", path("stack.ome.tif"), "--range"]).stdout, /numbers 0\.\.2300\n$/);
  assert.deepEqual(JSON.parse(reticle(["info", path("stack.ome.tif"), "--json", "--range"]).stdout), {
    format: "tiff",
    axes: ["slice", "row", "column"],
    shape: [2, 3, 4],
    dtype: "uint16",
    kind: "scalar",
    spacing: { slice: 0.5, row: 0.1, column: 0.2 },
    origin: { row: 3 },
    unit: { slice: "µm", row: "µm", column: "µm" },
    direction: "down",
    bytes: 48,
    range: [0, 2300],
  });
});

test("of npy and OME-Zarr no pixel is read: sizes beyond memory are told", async () => {
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 100000, 10), }".padEnd(117) + "\n";
  writeFileSync(
    path("huge.npy"),
    Buffer.concat([Buffer.from([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]), Buffer.from(header)]),
  );
  assert.match(
    reticle(["info", path("huge.npy")]).stdout,
    /^huge\.npy: npy, 100000×100000×10 float64, 800 GB of pixels/,
  );
  assert.equal(reticle(["info", path("huge.npy"), "--range"]).code, 1);
  await writeImage(path("stack.zarr"), stack);
  assert.match(
    reticle(["info", path("stack.zarr")]).stdout,
    /^stack\.zarr: zarr, 2×3×4 uint16, 48 B of pixels, 1 level\n/,
  );
});

test("from each format to each that can hold it, no pixel changes", async () => {
  const names = ["a.npy", "a.npz", "a.png", "a.tif", "a.zarr", "a.raw"];
  await writeImage(path("from.tif"), plane);
  for (const name of names) {
    const first = reticle(["convert", path("from.tif"), path(name)]);
    assert.equal(first.code, 0, first.stderr);
    for (const other of names) {
      const target = path(other.replace("a.", `${name.replace(".", "-")}.`));
      const result = reticle(["convert", path(name), target]);
      assert.equal(result.code, 0, result.stderr);
      assert.deepEqual([...(await readImage(target)).toArray()], [...plane.toArray()], `${name} to ${other}`);
    }
  }
});

test("raw files are described on the command line, and written with a description", async () => {
  writeFileSync(path("camera.bin"), Uint8Array.of(9, 9, 0, 1, 0, 2, 0, 0, 0, 3, 1, 0, 0, 0));
  const layout = [
    "--dtype",
    "uint16",
    "--shape",
    "-1,2",
    "--endian",
    "big",
    "--offset",
    "2",
    "--row-align",
    "6",
    "--axes",
    "row,column",
  ];
  const info = reticle(["info", path("camera.bin"), ...layout, "--json"]);
  assert.deepEqual(JSON.parse(info.stdout).shape, [2, 2], info.stderr);
  const result = reticle(["convert", path("camera.bin"), path("camera.npy"), ...layout, "--spacing", "10nm"]);
  assert.equal(result.code, 0, result.stderr);
  assert.deepEqual([...(await readImage(path("camera.npy"))).toArray()], [1, 2, 3, 256]);
  assert.equal(
    reticle(["convert", path("camera.npy"), path("out.raw"), "--endian", "big", "--row-align", "8"]).code,
    0,
  );
  assert.deepEqual([...readFileSync(path("out.raw"))], [0, 1, 0, 2, 0, 0, 0, 0, 0, 3, 1, 0]);
  assert.equal(JSON.parse(readFileSync(path("out.raw.json"), "utf8")).rowAlign, 8);
});

test("names of axes, spacings, ranges, pages, levels and what is written are options", async () => {
  await writeImage(path("bare.npy"), stack.as("scalar"));
  const refused = reticle(["convert", path("bare.npy"), path("bare.tif")]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /--axes names them/);
  const args = [
    "--axes",
    "slice,row,column",
    "--spacing",
    "20nm,0.05",
    "--metadata",
    "imagej",
    "--compression",
    "deflate",
  ];
  assert.equal(reticle(["convert", path("bare.npy"), path("bare.tif"), ...args]).code, 0);
  const image = await readImage(path("bare.tif"));
  assert.deepEqual([image.axes, image.spacing], [["slice", "row", "column"], { row: 0.05, column: 0.02 }]);
  assert.equal(
    reticle(["convert", path("bare.tif"), path("page.png"), "--page", "1", "--bits", "8", "--range", "0,2550"]).code,
    0,
  );
  assert.deepEqual(
    [...(await readImage(path("page.png"))).toArray()],
    [...plane.toArray()].map((value) => value / 10),
  );
  const zarr = ["--levels", "2", "--chunks", "row=2,column=2", "--zarr-version", "0.4", "--compression", "none"];
  assert.equal(reticle(["convert", path("bare.tif"), path("levels.zarr"), ...zarr]).code, 0);
  assert.ok(existsSync(join(path("levels.zarr"), "1", ".zarray")));
  assert.equal(reticle(["convert", path("levels.zarr"), path("level.npy"), "--level", "1"]).code, 0);
  assert.deepEqual((await readImage(path("level.npy"))).shape, [2, 2, 2]);
});

test("mistakes in the command line end with 2, those of the input with 1, and name what is wrong", () => {
  writeFileSync(path("noise.bin"), "what is this");
  writeFileSync(path("bare.raw"), "abc");
  const out = path("x.png");
  const cases: [number, RegExp, string[]][] = [
    [2, /--dtype and --shape/, ["convert", path("noise.bin"), out, "--dtype", "uint8"]],
    [2, /--endian middle/, ["info", path("noise.bin"), "--dtype", "uint8", "--shape", "3", "--endian", "middle"]],
    [2, /--shape 3,x is not a list of numbers/, ["info", path("noise.bin"), "--dtype", "uint8", "--shape", "3,x"]],
    [2, /"rows" is not an axis.*did you mean "row"/, ["convert", path("a.npy"), out, "--axes", "rows,column"]],
    [2, /--range 1 is not 2 numbers/, ["convert", path("a.npy"), out, "--range", "1"]],
    [2, /--top is for layouts/, ["convert", path("a.npy"), out, "--top", "TOP"]],
    [2, /ends with none of .*\.zarr \.raw/, ["convert", path("a.npy"), path("x.jpg")]],
    [2, /does not say how large its pixels are/, ["convert", path("a.npy"), path("x.gds")]],
    [1, /uint12/, ["info", path("noise.bin"), "--dtype", "uint12", "--shape", "3"]],
    [1, /12 bytes|there are 12/, ["info", path("noise.bin"), "--dtype", "uint8", "--shape", "13"]],
    [1, /page 7 is none of/, ["convert", path("from.tif"), out, "--page", "7"]],
    [1, /no level 5/, ["convert", path("levels.zarr"), out, "--level", "5"]],
    [1, /no such file/, ["info", path("nowhere.tif")]],
    [1, /nothing says how the pixels lie/, ["info", path("bare.raw")]],
  ];
  for (const [code, message, args] of cases) {
    const result = reticle(args);
    assert.equal(result.code, code, `${args.join(" ")}: ${result.stderr}`);
    assert.match(result.stderr, message);
    assert.doesNotMatch(result.stderr, /unexpected failure/);
    assert.equal(existsSync(out), false);
  }
});
