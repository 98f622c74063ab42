/** `reticle convert` of pictures to layouts. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readLayout, writeImage, writeNpy, writePng } from "../../src/formats/index.ts";
import { ImageView } from "../../src/image/index.ts";
import { reticle, temporaryFolder } from "./support.ts";

const folder = temporaryFolder();
const [rows, columns] = [40, 60];
/** Transparent, with an opaque dark red square of 10 × 10 pixels, 5 from the left and 20 from the top, white in its middle. */
const logo = new Uint8Array(rows * columns * 4);
for (let row = 20; row < 30; row++) {
  for (let column = 5; column < 15; column++) {
    const isMiddle = row >= 23 && row < 27 && column >= 8 && column < 12;
    logo.set(isMiddle ? [255, 255, 255, 255] : [120, 0, 0, 255], 4 * (row * columns + column));
  }
}
const picture = join(folder, "logo.png");
await writePng(
  picture,
  ImageView.from(logo, {
    axes: ["row", "column", "channel"],
    shape: [rows, columns, 4],
    kind: "rgb",
    direction: "down",
  }),
);

function failing(...args: string[]): string {
  const { code, stderr } = reticle(["convert", ...args]);
  return `${code} ${stderr.split("\n")[0].replaceAll(folder, "")}`;
}

test("dark parts of a picture become polygons of the size that is given, what is transparent is white", async () => {
  const out = join(folder, "logo.gds");
  const result = reticle(["convert", picture, out, "--spacing", "500nm", "--tone", "dark", "--outline", "pixels"]);
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /wrote .*logo\.gds: 1 polygon, /);
  const layout = await readLayout(out);
  const region = layout.cell("picture").region("1/0");
  assert.equal(region.area, (100 - 16) * 0.25);
  // 40 rows of 0.5 µm: the square's top is 20 rows below the picture's, its bottom 30.
  assert.deepEqual(region.bbox?.toArray(), [2.5, 5, 7.5, 10]);
});

test("layer, name, database unit and threshold; the other outline", async () => {
  const out = join(folder, "other.oas");
  const options = ["--layer", "5/1", "--top", "mark", "--dbu", "0.01", "--threshold", "10", "--tone", "dark"];
  assert.equal(reticle(["convert", picture, out, "--spacing", "1", ...options]).code, 0);
  // Red of 120 weighs 0.2126 · 120 = 25.5: it is not below 10.
  assert.equal((await readLayout(out)).dbu, 0.01);
  assert.deepEqual((await readLayout(out)).layers().map(String), []);
  options[7] = "128";
  assert.equal(reticle(["convert", picture, out, "--spacing", "1", ...options]).code, 0);
  const mark = (await readLayout(out)).cell("mark");
  // Between the centres of white (255) and red (25.5) 128 is met 0.447 of the way from red, 0.053 µm before the border.
  assert.deepEqual(mark.region("5/1").bbox?.toArray(), [5.05, 10.05, 14.95, 19.95]);
});

test("what the file says of its pixels is taken", async () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => (i % 4 < 2 ? 1 : 0));
  const image = ImageView.from(values, {
    axes: ["row", "column"],
    shape: [3, 4],
    spacing: { row: 2, column: 0.25 },
    origin: { row: 11, column: 0.125 },
    direction: "up",
  });
  const [tiff, out] = [join(folder, "field.tif"), join(folder, "field.gds")];
  await writeImage(tiff, image);
  const result = reticle(["convert", tiff, out]);
  assert.equal(result.code, 0, result.stderr);
  const { area } = (await readLayout(out)).cell("picture").region("1/0");
  assert.ok(Math.abs(area - 3) < 1e-9, `${area}: 3 rows of 2 µm, 2 columns of 0.25`);
});

test("what is missing or does not fit is named", async () => {
  const out = join(folder, "never.gds");
  assert.match(failing(picture, out), /^2 .*does not say how large its pixels are; --spacing 50nm tells it/);
  assert.match(failing(picture, out, "--spacing", "1", "--threshold", "x"), /^2 .*--threshold x is no number/);
  assert.match(failing(picture, out, "--spacing", "1", "--tone", "light"), /^2 .*--tone is clear or dark, not light/);
  assert.match(failing(picture, out, "--spacing", "1", "--bits", "8"), /^2 .*--bits is for files of images/);
  assert.match(
    failing(picture, join(folder, "x.npy"), "--tone", "dark"),
    /^2 .*--tone is for images that become layouts/,
  );
  assert.match(failing(join(folder, "chip.JPG"), out, "--spacing", "1"), /^2 .*kind JPG are not read; save it as PNG/);
  const stack = join(folder, "stack.npy");
  await writeNpy(stack, ImageView.from(new Uint8Array(24), { axes: ["slice", "row", "column"], shape: [2, 3, 4] }));
  assert.match(
    failing(stack, out, "--axes", "slice,row,column", "--spacing", "1"),
    /^1 .*image\.pick\(\{ slice: 0 \}\) takes one plane/,
  );
});

test("arrays do not say where their first row is: the lowest, or --rows tells it", async () => {
  const values = new Uint8Array(rows * columns);
  for (let row = 20; row < 30; row++) values.fill(200, row * columns + 5, row * columns + 15);
  const file = join(folder, "rows.npy");
  await writeNpy(file, ImageView.from(values, { axes: ["row", "column"], shape: [rows, columns] }));
  const boxOf = async (...options: string[]) => {
    const out = join(folder, "rows.gds");
    const result = reticle(["convert", file, out, "--spacing", "500nm", "--outline", "pixels", ...options]);
    assert.equal(result.code, 0, result.stderr);
    return (await readLayout(out)).cell("picture").region("1/0").bbox?.toArray();
  };
  assert.deepEqual(await boxOf(), [2.5, 10, 7.5, 15]);
  assert.deepEqual(await boxOf("--rows", "up"), [2.5, 10, 7.5, 15]);
  // 40 rows: the tops of rows 20 to 29 are 20 and 10 rows above the picture's lower border.
  assert.deepEqual(await boxOf("--rows", "down"), [2.5, 5, 7.5, 10]);
});

test("axes without names, and options of other formats, are told with what to do", async () => {
  const file = join(folder, "colours.npy");
  await writeNpy(file, ImageView.from(new Uint8Array(24), { shape: [2, 4, 3] }));
  const out = join(folder, "colours.gds");
  const wanted =
    /colours\.npy has 3 axes \(2 × 4 × 3\) without names, which --axes gives; --axes row,column,channel perhaps/;
  assert.match(failing(file, out), wanted);
  assert.match(failing(file, out, "--spacing", "1"), wanted);
  assert.match(
    failing(picture, out, "--spacing", "1", "--level", "3"),
    /--level is for an OME-Zarr image, which .*logo\.png is not; --threshold/,
  );
  const raw = join(folder, "bytes.raw");
  writeFileSync(raw, new Uint8Array(24));
  assert.match(
    failing(raw, out, "--spacing", "1", "--dtype", "uint8", "--shape", "4,6", "--page", "1"),
    /--page is for a TIFF, which .*bytes\.raw is not/,
  );
  assert.match(
    failing(picture, out, "--spacing", "1", "--page", "3"),
    /--page is for a TIFF, which .*logo\.png is not/,
  );
});
