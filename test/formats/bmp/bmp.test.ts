/** Bitmaps that Pillow writes, and ours as Pillow reads them. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import {
  decodeBmp,
  encodeBmp,
  encodePng,
  readBmp,
  readImage,
  writeBmp,
  writeImage,
} from "../../../src/formats/index.ts";
import { ImageView } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-bmp-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const code = (name: string) => (error: unknown) => isReticleError(error, "BmpError") && error.code === name;

const pattern = Array.from({ length: 3 * 11 }, (_, i) => ((i * i) % 3 === 0 ? 1 : 0));
const bits = ImageView.from(Uint8Array.from(pattern), {
  shape: [3, 11],
  axes: ["row", "column"],
  kind: "binary",
  direction: "down",
  spacing: { row: 0.5, column: 0.5 },
});
const grey = ImageView.from(
  Uint8Array.from(pattern, (_, i) => 7 * i),
  {
    shape: [3, 11],
    axes: ["row", "column"],
    direction: "up",
  },
);
const colours = ImageView.from(
  Uint8Array.from({ length: 3 * 5 * 3 }, (_, i) => 5 * i),
  {
    shape: [3, 5, 3],
    axes: ["row", "column", "channel"],
    kind: "rgb",
    direction: "down",
  },
);

test("bitmaps and pictures of one bit, grey and colours: as Pillow", { skip: withoutPython }, async () => {
  await writeBmp(path("bits.bmp"), bits);
  await writeImage(path("grey.bmp"), grey);
  await writeBmp(path("colours.bmp"), colours);
  await writeImage(path("bits.png"), bits, { bits: 1 });
  const script = `
import json, sys
import numpy as np
from PIL import Image
folder = sys.argv[1]
out = {}
for name in ["bits.bmp", "grey.bmp", "colours.bmp", "bits.png"]:
    image = Image.open(folder + "/" + name)
    out[name] = [image.mode, np.array(image).astype(int).ravel().tolist()]
Image.fromarray(np.arange(77, dtype=np.uint8).reshape(7, 11)).save(folder + "/l.bmp")
Image.fromarray(np.arange(105, dtype=np.uint8).reshape(7, 5, 3)).save(folder + "/rgb.bmp")
Image.fromarray(np.arange(140, dtype=np.uint8).reshape(7, 5, 4)).save(folder + "/rgba.bmp")
Image.fromarray((np.arange(77) % 5 < 2).reshape(7, 11)).save(folder + "/one.bmp")
print(json.dumps(out))`;
  const seen = JSON.parse(execFileSync(referencePython()!, ["-c", script, folder], { encoding: "utf8" }));
  assert.deepEqual(seen["bits.bmp"], ["1", pattern]);
  assert.deepEqual(seen["bits.png"], ["1", pattern]);
  assert.deepEqual(seen["grey.bmp"], ["L", [...grey.flip("row").toArray()]]);
  assert.deepEqual(seen["colours.bmp"], ["RGB", [...colours.toArray()]]);
  const numbers = (length: number) => Array.from({ length }, (_, i) => i);
  const read = async (name: string) => (await readBmp(path(name))) as ImageView<Uint8Array>;
  assert.deepEqual([...(await read("l.bmp")).toArray()], numbers(77));
  assert.deepEqual([...(await read("rgb.bmp")).toArray()], numbers(105));
  assert.deepEqual((await read("rgba.bmp")).get(1, 2, 2), 5 * 4 + 2 * 4 + 2);
  const one = await readImage(path("one.bmp"));
  assert.deepEqual([one.kind, ...one.toArray()], ["binary", ...numbers(77).map((i) => (i % 5 < 2 ? 1 : 0))]);
});

test("what was written is read back, with its spacing", () => {
  const back = decodeBmp(encodeBmp(bits));
  assert.deepEqual([back.kind, [...back.toArray()], back.spacing], ["binary", pattern, { row: 0.5, column: 0.5 }]);
  assert.deepEqual([...decodeBmp(encodeBmp(colours)).toArray()], [...colours.toArray()]);
  assert.deepEqual([...decodeBmp(encodeBmp(grey)).toArray()], [...grey.flip("row").toArray()]);
});

test("damaged bitmaps, and views that are none, are errors of ours", () => {
  const whole = encodeBmp(bits);
  for (let end = 0; end < whole.length; end++) assert.throws(() => decodeBmp(whole.subarray(0, end)), code("bmp"));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
      const changed = whole.slice();
      changed[at] = value;
      try {
        decodeBmp(changed);
      } catch (error) {
        assert.ok(isReticleError(error, "BmpError"), String(error));
      }
    }),
    { numRuns: 500 },
  );
  assert.throws(() => encodeBmp(grey, { bits: 1 }), code("pixels"));
  assert.throws(() => encodeBmp(ImageView.from(new Uint8Array(3), { shape: [3], axes: ["row"] })), code("axes"));
  assert.throws(() => encodePng(grey, { bits: 1 }), /kind "binary"/);
});
