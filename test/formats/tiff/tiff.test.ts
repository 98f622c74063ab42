/** TIFF files of tifffile and Pillow, and damaged ones. The golden images have more. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { decodeImage, readImage, readTiff } from "../../../src/formats/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-tiff-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const code = (name: string) => (error: unknown) => isReticleError(error, "TiffError") && error.code === name;

/** A little-endian TIFF of one strip of uint8 pixels, by hand: TIFF 6.0, section 8. */
function tiny(width = 3, height = 2, pixels: readonly number[] = [1, 2, 3, 4, 5, 6], next = 0): Uint8Array {
  const tags = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 8],
    [277, 3, 1, 1],
    [278, 4, 1, height],
    [279, 4, 1, pixels.length],
  ];
  const directory = 8 + pixels.length + (pixels.length & 1);
  const bytes = new Uint8Array(directory + 2 + 12 * tags.length + 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  bytes.set(pixels, 8);
  view.setUint16(directory, tags.length, true);
  tags.forEach(([tag, type, count, value], i) => {
    const at = directory + 2 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    if (type === 3) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  });
  view.setUint32(bytes.length - 4, next, true);
  return bytes;
}

test("rows of a picture go down, and the numbers are the file's", async () => {
  const view = await readTiff(tiny());
  assert.deepEqual([view.axes, view.shape, view.direction, view.kind], [["row", "column"], [2, 3], "down", "scalar"]);
  assert.deepEqual([...view.toArray()], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...(await readImage(tiny())).toArray()], [1, 2, 3, 4, 5, 6]);
  assert.throws(() => decodeImage(tiny()), /await readImage/);
});

test("pages, ImageJ and OME with their spacings, colours, floats: as tifffile", { skip: withoutPython }, async () => {
  const script = `
import sys, numpy as np, tifffile
out = sys.argv[1]
stack = np.arange(2*3*4*5, dtype=np.uint16).reshape(2, 3, 4, 5)
tifffile.imwrite(out + "/ij.tif", stack, imagej=True, resolution=(2, 2), metadata={"axes": "ZCYX", "spacing": 0.5, "unit": "um"})
tifffile.imwrite(out + "/ome.ome.tif", stack, metadata={"axes": "CZYX", "PhysicalSizeX": 0.1, "PhysicalSizeXUnit": "µm", "PhysicalSizeZ": 0.3})
tifffile.imwrite(out + "/rgb.tif", np.arange(4*5*3, dtype=np.uint8).reshape(4, 5, 3), photometric="rgb", compression="zlib", predictor=True)
tifffile.imwrite(out + "/planar.tif", np.arange(3*4*5, dtype=np.uint8).reshape(3, 4, 5), photometric="rgb", planarconfig="separate")
tifffile.imwrite(out + "/float.tif", np.linspace(-1, 1, 600).reshape(20, 30).astype(np.float32), tile=(16, 16), compression="zlib")
with tifffile.TiffWriter(out + "/mixed.tif") as w:
    w.write(np.zeros((4, 5), np.uint8)); w.write(np.ones((6, 5), np.uint8))
tifffile.imwrite(out + "/big.tif", stack[0], bigtiff=True, byteorder=">", photometric="minisblack")
`;
  execFileSync(referencePython()!, ["-c", script, folder]);
  const read = (name: string) => readTiff(join(folder, name));
  const numbers = Array.from({ length: 120 }, (_, i) => i);
  const imageJ = await read("ij.tif");
  assert.deepEqual(
    [imageJ.axes, imageJ.shape],
    [
      ["slice", "channel", "row", "column"],
      [2, 3, 4, 5],
    ],
  );
  assert.deepEqual(imageJ.spacing, { slice: 0.5, row: 0.5, column: 0.5 });
  assert.deepEqual(imageJ.unit, { slice: "µm", row: "µm", column: "µm" });
  assert.deepEqual([...imageJ.toArray()], numbers);
  const ome = await read("ome.ome.tif");
  assert.deepEqual(
    [ome.axes, ome.shape],
    [
      ["channel", "slice", "row", "column"],
      [2, 3, 4, 5],
    ],
  );
  assert.deepEqual(ome.spacing, { slice: 0.3, column: 0.1 });
  assert.deepEqual([...ome.toArray()], numbers);
  for (const name of ["rgb.tif", "planar.tif"]) {
    const rgb = await read(name);
    assert.deepEqual([rgb.axes, rgb.shape, rgb.kind], [["row", "column", "channel"], [4, 5, 3], "rgb"], name);
    assert.equal(rgb.get(1, 2, 1), name === "rgb.tif" ? 1 * 15 + 2 * 3 + 1 : 20 + 5 + 2);
  }
  const float = await read("float.tif");
  assert.deepEqual([float.dtype, float.get(0, 0), float.get(19, 29)], ["float32", -1, 1]);
  assert.deepEqual([...(await read("big.tif")).toArray()], numbers.slice(0, 60));
  await assert.rejects(read("mixed.tif"), code("pages"));
  assert.deepEqual((await readTiff(join(folder, "mixed.tif"), { page: 1 })).shape, [6, 5]);
  await assert.rejects(readTiff(join(folder, "mixed.tif"), { page: 2 }), code("pages"));
});

test("pages that come back to one before are refused, and do not hang", async () => {
  await assert.rejects(readTiff(tiny(3, 2, [1, 2, 3, 4, 5, 6], 14)), /come back/);
});

test("a claim of pixels that the file cannot hold allocates nothing", async () => {
  await assert.rejects(readTiff(tiny(1_000_000, 1_000_000)), code("decompressed-limit"));
  await assert.rejects(readTiff(tiny(), { limit: 5 }), code("decompressed-limit"));
});

test("a file cut short, and any changed byte: an error of ours, or an image", async () => {
  const whole = tiny();
  for (let end = 0; end < whole.length; end += 7) await assert.rejects(readTiff(whole.subarray(0, end)), code("tiff"));
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (at, value) => {
      const changed = whole.slice();
      changed[at] = value;
      await readTiff(changed).catch((error) => assert.ok(isReticleError(error, "TiffError"), String(error)));
    }),
    { numRuns: 400 },
  );
  // Every byte that says what the pixels are, set to what it must not be: no numbers a pixel, no rows, none in a strip.
  for (let at = 0; at < whole.length; at += 1) {
    for (const value of [0, 1, 2, 3, 127, 128, 255]) {
      const changed = whole.slice();
      changed[at] = value;
      await readTiff(changed).catch((error) =>
        assert.ok(isReticleError(error, "TiffError"), `${at} ${value}: ${error}`),
      );
    }
  }
  await assert.rejects(readTiff(join(folder, "none.tif")), /none\.tif/);
});
