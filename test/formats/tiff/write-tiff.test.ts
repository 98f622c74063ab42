/** TIFF files that we write, read by tifffile and by ourselves. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { encodeTiff, readTiff, writeTiff } from "../../../src/formats/index.ts";
import { type Axes, ImageView } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-tiff-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const code = (name: string) => (error: unknown) => isReticleError(error, "TiffError") && error.code === name;

const numbers = (length: number) => Array.from({ length }, (_, i) => i * 7);
const stack = ImageView.from(Uint16Array.from(numbers(120)), {
  shape: [2, 3, 4, 5],
  axes: ["channel", "slice", "row", "column"],
  spacing: { slice: 0.5, row: 0.1, column: 0.2 },
  direction: "down",
});

test("stacks, hyperstacks, tiles, colours, floats and bits: as tifffile reads them", {
  skip: withoutPython,
}, async () => {
  const rgb = ImageView.from(Uint8Array.from(numbers(36)), {
    shape: [3, 4, 3],
    axes: ["row", "column", "channel"],
    kind: "rgb",
  });
  const bits = ImageView.from(Uint8Array.of(1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0), {
    shape: [2, 6],
    axes: ["row", "column"],
    kind: "binary",
  });
  const rising = ImageView.from(Float32Array.of(1, 2, 3, 4), {
    shape: [2, 2],
    axes: ["row", "column"],
    direction: "up",
  });
  const path = (name: string) => join(folder, name);
  await writeTiff(path("stack.ome.tif"), stack, { compression: "deflate" });
  await writeTiff(path("hyper.tif"), stack, { metadata: "imagej" });
  await writeTiff(path("tiles.tif"), stack, { tile: [16, 32], big: true, metadata: "none" });
  await writeTiff(path("rgb.tif"), rgb);
  await writeTiff(path("bits.tif"), bits);
  await writeTiff(path("rising.tif"), rising);
  await writeTiff(path("columns.tif"), stack.pick({ channel: 0, slice: 0 }).reorder(["column", "row"]));
  const script = `
import json, sys, tifffile
out = {}
for name in sys.argv[2:]:
    with tifffile.TiffFile(sys.argv[1] + "/" + name) as t:
        s = t.series[0]
        out[name] = [s.axes, list(s.shape), str(s.dtype), t.is_ome, t.is_imagej, t.is_bigtiff, s.asarray().astype(float).ravel().tolist()]
    if name == "stack.ome.tif":
        out["ome"] = tifffile.xml2dict(tifffile.TiffFile(sys.argv[1] + "/" + name).ome_metadata)["OME"]["Image"]["Pixels"]
    if name == "hyper.tif":
        out["imagej"] = tifffile.TiffFile(sys.argv[1] + "/" + name).imagej_metadata
print(json.dumps(out))`;
  const names = ["stack.ome.tif", "hyper.tif", "tiles.tif", "rgb.tif", "bits.tif", "rising.tif", "columns.tif"];
  const seen = JSON.parse(execFileSync(referencePython()!, ["-c", script, folder, ...names], { encoding: "utf8" }));
  assert.deepEqual(seen["stack.ome.tif"], ["CZYX", [2, 3, 4, 5], "uint16", true, false, false, numbers(120)]);
  const ome = seen.ome;
  assert.deepEqual([ome.PhysicalSizeX, ome.PhysicalSizeY, ome.PhysicalSizeZ], [0.2, 0.1, 0.5]);
  assert.equal(ome.PhysicalSizeXUnit, "µm");
  const channelsFastest = [...stack.reorder(["slice", "channel", "row", "column"]).toArray()];
  assert.deepEqual(seen["hyper.tif"], ["ZCYX", [3, 2, 4, 5], "uint16", false, true, false, channelsFastest]);
  assert.deepEqual([seen.imagej.spacing, seen.imagej.unit], [0.5, "um"]);
  assert.deepEqual(seen["tiles.tif"].slice(5), [true, numbers(120)]);
  assert.deepEqual(seen["rgb.tif"], ["YXS", [3, 4, 3], "uint8", true, false, false, numbers(36)]);
  assert.deepEqual(seen["bits.tif"], ["YX", [2, 6], "bool", true, false, false, [1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0]]);
  assert.deepEqual(seen["rising.tif"].slice(6), [[3, 4, 1, 2]]);
  assert.deepEqual(seen["columns.tif"].slice(1), [[4, 5], "uint16", true, false, false, numbers(20)]);
});

test("what was written is read back: pixels, axes, spacings, kind", async () => {
  for (const options of [
    {},
    { metadata: "imagej" as const },
    { tile: [16, 16] as const, compression: "deflate" as const },
  ]) {
    const back = await readTiff(encodeTiff(stack, options));
    assert.deepEqual(back.spacing, { slice: 0.5, row: 0.1, column: 0.2 });
    assert.deepEqual([...back.reorder(stack.axes as Axes).toArray()], numbers(120));
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        Uint8Array,
        Int8Array,
        Uint16Array,
        Int16Array,
        Uint32Array,
        Int32Array,
        Float32Array,
        Float64Array,
      ),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 3 }),
      fc.record({
        compression: fc.constantFrom("none" as const, "deflate" as const),
        tile: fc.constantFrom(undefined, [16, 16] as const, [32, 16] as const),
        big: fc.boolean(),
      }),
      async (Numbers, rows, columns, slices, options) => {
        const values = new Numbers(rows * columns * slices);
        for (let i = 0; i < values.length; i++) values[i] = (i * 37) % 120;
        const view = ImageView.from(values, {
          shape: [slices, rows, columns],
          axes: ["slice", "row", "column"],
          direction: "down",
        });
        const back = await readTiff(encodeTiff(view, options));
        assert.deepEqual([back.dtype, back.size], [view.dtype, view.size]);
        assert.deepEqual([...back.toArray()], [...values]);
      },
    ),
    { numRuns: 60 },
  );
  const bits = ImageView.from(Uint8Array.of(1, 0, 1, 1, 0, 0), {
    shape: [2, 3],
    axes: ["row", "column"],
    kind: "binary",
  });
  const back = await readTiff(encodeTiff(bits));
  assert.deepEqual([back.kind, [...back.toArray()]], ["binary", [1, 0, 1, 1, 0, 0]]);
});

test("what a TIFF cannot be is an error", () => {
  const plain = ImageView.from(new BigInt64Array(4), { shape: [2, 2], axes: ["row", "column"] });
  assert.throws(() => encodeTiff(plain), code("dtype"));
  assert.throws(() => encodeTiff(ImageView.from(new Uint8Array(4), { shape: [4], axes: ["row"] })), code("axes"));
  assert.throws(() => encodeTiff(stack, { tile: [10, 16] }), code("tile"));
  const wide = ImageView.from(new Int32Array(4), { shape: [2, 2], axes: ["row", "column"] });
  assert.throws(() => encodeTiff(wide, { metadata: "imagej" }), code("dtype"));
});
