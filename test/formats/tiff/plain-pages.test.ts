/** Pages that are read without a library, and those that are not: as tifffile wrote them. Damaged ones. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { encodeTiff, imageInfo, readImage, readTiff, type WriteTiffOptions } from "../../../src/formats/index.ts";
import { ImageView } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-tiff-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);
const python = (script: string) =>
  execFileSync(referencePython()!, ["-W", "ignore", "-c", script, folder], { encoding: "utf8", maxBuffer: 2 ** 28 });

test("every type, byte order, coding, predictor, strip and tile: as tifffile wrote it", {
  skip: withoutPython,
}, async () => {
  const made = JSON.parse(
    python(`
import json, sys, numpy as np, tifffile
out, n, made = sys.argv[1], 0, []
def write(a, **options):
    global n
    n += 1
    name = "%03d.tif" % n
    try:
        tifffile.imwrite(out + "/" + name, a, **options)
    except Exception as error:
        return
    made.append([name, str(options) + str(a.dtype), list(a.shape), a.astype(float).ravel().tolist()])
rng = np.random.default_rng(1)
for dtype in "uint8 int8 uint16 int16 uint32 int32 float32 float64".split():
    a = rng.integers(0, 100, (21, 37)).astype(dtype)
    colours = rng.integers(0, 100, (21, 37, 3)).astype(dtype)
    stack = rng.integers(0, 100, (3, 21, 37)).astype(dtype)
    for order in "<>":
        for more in [{}, {"rowsperstrip": 4}, {"tile": (16, 32)}]:
            for compression in [None, "zlib", "lzw", "packbits", "zstd"]:
                for predictor in [False, True] if compression in ("zlib", "lzw") else [False]:
                    both = dict(byteorder=order, compression=compression, predictor=predictor, **more)
                    if compression is None or order == "<" and more:
                        write(a, photometric="minisblack", **both)
                        write(colours, photometric="rgb", **both)
                    write(stack, photometric="minisblack", bigtiff=order == ">", **both)
    write(stack, photometric="rgb", planarconfig="separate")
print(json.dumps(made))`),
  ) as [string, string, number[], number[]][];
  assert.ok(made.length > 500, `${made.length}`);
  for (const [name, what, shape, values] of made) {
    const view = await readTiff(join(folder, name)).catch((error) => assert.fail(`${what}: ${error}`));
    const planar = what.includes("separate");
    assert.deepEqual(view.shape, planar ? [...shape.slice(1), shape[0]] : shape, what);
    if (!planar) assert.deepEqual([...view.toArray()], values, what);
    // The same from memory, and told without the pixels.
    const { data } = await readTiff(readFileSync(join(folder, name)));
    assert.deepEqual(Buffer.compare(bytesOf(data), bytesOf(view.data)), 0, what);
    const { shape: told, dtype, axes } = await imageInfo(join(folder, name));
    assert.deepEqual([told, dtype, axes], [view.shape, view.dtype, view.axes], what);
  }
});

test("single bits and integers of 64 bits: as tifffile wrote them", { skip: withoutPython }, async () => {
  const made = JSON.parse(
    python(`
import json, sys, numpy as np, tifffile
out, made = sys.argv[1], []
rng = np.random.default_rng(2)
for dtype in ["bool", "int64", "uint64"]:
    a = rng.integers(0, 2, (2, 21, 37)).astype(bool) if dtype == "bool" else (rng.integers(-2**62, 2**62, (2, 21, 37)) * 2).astype(dtype)
    for order in "<>":
        for more in [{}, {"rowsperstrip": 4}, {"tile": (16, 32)}]:
            for compression in [None, "zlib", "packbits"]:
                name = "wide%03d.tif" % len(made)
                options = dict(byteorder=order, compression=compression, photometric="minisblack", **more)
                tifffile.imwrite(out + "/" + name, a, **options)
                made.append([name, dtype + str(options), [str(int(x)) for x in a.ravel()]])
print(json.dumps(made))`),
  ) as [string, string, string[]][];
  assert.ok(made.length === 54, `${made.length}`);
  for (const [name, what, values] of made) {
    const view = await readTiff(join(folder, name));
    assert.deepEqual(Array.from(view.toArray() as ArrayLike<number | bigint>, String), values, what);
    assert.equal(view.kind, what.startsWith("bool") ? "binary" : "scalar");
  }
});

test("packings that are not read are named", { skip: withoutPython }, async () => {
  python(`
import sys, numpy as np, tifffile
a = np.arange(40 * 50).reshape(40, 50)
for name, compression, dtype in [("lzma", "lzma", "u2"), ("png", "png", "u1"), ("jp2", "jpeg2000", "u1"), ("complex", None, "c8")]:
    tifffile.imwrite(sys.argv[1] + "/" + name + ".tif", a.astype(dtype), compression=compression)
tifffile.imwrite(sys.argv[1] + "/lerc.tif", a.astype("u1"), compression="lerc", predictor=True)`);
  const named = {
    lzma: /packed with LZMA \(34925; none, LZW/,
    png: /packed with PNG \(34933/,
    jp2: /packed with JPEG 2000 \(34712/,
    complex: /complex numbers \(SampleFormat 6\)/,
    lerc: /LERC\) with a predictor/,
  };
  for (const [name, message] of Object.entries(named)) {
    await assert.rejects(readTiff(join(folder, `${name}.tif`)), (error: Error) => {
      assert.match(error.message, message);
      return isReticleError(error, "TiffError") && error.code === "unsupported";
    });
  }
});

test("pixels that lie as they are needed are not copied", async () => {
  const stack = ImageView.from(
    Uint16Array.from({ length: 24 }, (_, i) => i),
    {
      shape: [2, 3, 4],
      axes: ["slice", "row", "column"],
    },
  );
  const bytes = encodeTiff(stack);
  const view = await readTiff(bytes);
  assert.equal(view.data.buffer, bytes.buffer);
  assert.deepEqual(view.toArray(), stack.toArray());
});

test("units, origins and times: as tifffile reads them from OME-XML and ImageJ's description", {
  skip: withoutPython,
}, async () => {
  const { writeTiff } = await import("../../../src/formats/index.ts");
  const view = ImageView.from(new Uint16Array(2 * 3 * 4 * 5), {
    shape: [2, 3, 4, 5],
    axes: ["sequence", "slice", "row", "column"],
    spacing: { sequence: 0.5, slice: 2, row: 50, column: 20 },
    origin: { row: 100, column: -40 },
    unit: { sequence: "s", slice: "µm", row: "nm", column: "nm" },
    direction: "down",
  });
  await writeTiff(join(folder, "units.ome.tif"), view);
  await writeTiff(join(folder, "units-ij.tif"), view, { metadata: "imagej" });
  const seen = JSON.parse(
    python(`
import json, sys, tifffile
ome = tifffile.xml2dict(tifffile.TiffFile(sys.argv[1] + "/units.ome.tif").ome_metadata)["OME"]["Image"]["Pixels"]
with tifffile.TiffFile(sys.argv[1] + "/units-ij.tif") as t:
    ij = t.imagej_metadata
    x = t.pages[0].tags["XResolution"].value
print(json.dumps([{k: ome[k] for k in ome if k.startswith(("Physical", "Time"))}, {k: ij[k] for k in ("unit", "zunit", "spacing", "xorigin", "yorigin", "finterval")}, x[0] / x[1]]))`),
  );
  assert.deepEqual(seen, [
    {
      PhysicalSizeX: 20,
      PhysicalSizeXUnit: "nm",
      PhysicalSizeY: 50,
      PhysicalSizeYUnit: "nm",
      PhysicalSizeZ: 2,
      PhysicalSizeZUnit: "µm",
      TimeIncrement: 0.5,
      TimeIncrementUnit: "s",
    },
    // Position 0 lies 2 columns to the right and 2 rows above the first pixel.
    { unit: "nm", zunit: "um", spacing: 2, xorigin: 2, yorigin: -2, finterval: 0.5 },
    1 / 20,
  ]);
});

test("TIFF and PNG files of ours: as scikit-image's imread reads them", { skip: withoutPython }, async () => {
  const { writePng, writeTiff } = await import("../../../src/formats/index.ts");
  const grey = ImageView.from(
    Uint16Array.from({ length: 20 * 30 }, (_, i) => i * 100),
    { shape: [20, 30], axes: ["row", "column"] },
  );
  const colours = ImageView.from(
    Uint8Array.from({ length: 20 * 30 * 3 }, (_, i) => i),
    {
      shape: [20, 30, 3],
      axes: ["row", "column", "channel"],
      kind: "rgb",
    },
  );
  await writeTiff(join(folder, "grey.tif"), grey, { compression: "deflate", tile: [16, 16] });
  await writePng(join(folder, "grey.png"), grey);
  await writeTiff(join(folder, "rgb.tif"), colours);
  await writePng(join(folder, "rgb.png"), colours);
  const seen = python(`
import json, sys
from skimage.io import imread
print(json.dumps([imread(sys.argv[1] + "/" + name).ravel().tolist() for name in ("grey.tif", "grey.png", "rgb.tif", "rgb.png")]))`);
  const [g, c] = [[...grey.toArray()], [...colours.toArray()]];
  assert.deepEqual(JSON.parse(seen), [g, g, c, c]);
});

test("of a file beyond what memory holds, one page is read alone, and its sizes are told", async () => {
  const path = join(folder, "beyond.tif");
  const page = Uint16Array.from({ length: 64 * 64 }, (_, i) => i);
  const [pixels, directory] = [2 ** 32 + 4096, 5 * 2 ** 30];
  // Two pages (BigTIFF): that of nothing, which claims 4 GiB, and that of the numbers. The file has holes in between.
  const tags = (rows: number, columns: number, at: number) =>
    [
      [256, columns],
      [257, rows],
      [258, 16],
      [259, 1],
      [262, 1],
      [273, at],
      [277, 1],
      [278, rows],
      [279, 2 * rows * columns],
    ] as const;
  const encoded = (fields: ReturnType<typeof tags>, next: number) => {
    const bytes = new DataView(new ArrayBuffer(16 + 20 * fields.length));
    bytes.setBigUint64(0, BigInt(fields.length), true);
    for (const [i, [tag, value]] of fields.entries()) {
      bytes.setUint16(8 + 20 * i, tag, true);
      bytes.setUint16(10 + 20 * i, 16, true);
      bytes.setBigUint64(12 + 20 * i, 1n, true);
      bytes.setBigUint64(20 + 20 * i, BigInt(value), true);
    }
    bytes.setBigUint64(8 + 20 * fields.length, BigInt(next), true);
    return new Uint8Array(bytes.buffer);
  };
  const header = new DataView(new ArrayBuffer(16));
  header.setUint32(0, 0x002b4949, true);
  header.setUint16(4, 8, true);
  header.setBigUint64(8, BigInt(directory), true);
  const file = openSync(path, "w");
  ftruncateSync(file, directory + 4096);
  writeSync(file, new Uint8Array(header.buffer), 0, 16, 0);
  writeSync(file, new Uint8Array(page.buffer), 0, page.byteLength, pixels);
  const second = directory + 1000;
  const first = encoded(tags(2 ** 15, 2 ** 16, 16), second);
  writeSync(file, first, 0, first.length, directory);
  const last = encoded(tags(64, 64, pixels), 0);
  writeSync(file, last, 0, last.length, second);
  closeSync(file);
  assert.deepEqual((await readTiff(path, { page: 1 })).toArray(), page);
  assert.deepEqual((await readImage(path, { page: 1 })).toArray(), page);
  await assert.rejects(readTiff(path), /\{ page: 0 \} reads one page alone/);
  // The first page alone, as many times as the pixels' bytes go beyond the limit.
  const alone = encoded(tags(2 ** 16, 2 ** 16, 16), 0);
  const again = openSync(path, "r+");
  writeSync(again, alone, 0, alone.length, directory);
  closeSync(again);
  await assert.rejects(readTiff(path), /have 8589934592 bytes, more than a limit of 4294967296 allows/);
  // The file has 5 of the 8 GiB that the page needs.
  await assert.rejects(imageInfo(path), /is cut short: strip or tile 0/);
  const fitting = encoded(tags(2 ** 15, 2 ** 16, 16), 0);
  const last2 = openSync(path, "r+");
  writeSync(last2, fitting, 0, fitting.length, directory);
  closeSync(last2);
  const { shape, bytes } = await imageInfo(path);
  assert.deepEqual([shape, bytes], [[2 ** 15, 2 ** 16], 2 ** 32]);
  rmSync(path);
});

test("a file of bytes that are none of a TIFF's is read as far as it takes to see that", async () => {
  const path = join(folder, "garbage.tif");
  // A BigTIFF whose only directory claims 2³² fields.
  const bytes = new DataView(new ArrayBuffer(64));
  bytes.setUint32(0, 0x002b4949, true);
  bytes.setUint16(4, 8, true);
  bytes.setBigUint64(8, 16n, true);
  bytes.setBigUint64(16, 2n ** 32n, true);
  writeFileSync(path, new Uint8Array(bytes.buffer));
  await assert.rejects(readTiff(path), /claims 4294967296 fields; at byte 16, in .*garbage\.tif/);
  await assert.rejects(imageInfo(path), /claims 4294967296 fields/);
});

test("packed and tiled files, cut short or changed anywhere: an error of ours, or an image", async () => {
  const view = ImageView.from(
    Uint16Array.from({ length: 2 * 20 * 20 }, (_, i) => i),
    {
      shape: [2, 20, 20],
      axes: ["slice", "row", "column"],
    },
  );
  const ways: WriteTiffOptions[] = [
    { compression: "deflate" },
    { tile: [16, 16] },
    { compression: "deflate", tile: [16, 16], big: true },
  ];
  for (const options of ways) {
    const whole = encodeTiff(view, options);
    const check = (bytes: Uint8Array) =>
      readTiff(bytes).catch((error) => assert.ok(isReticleError(error, "TiffError"), `${error}\n${error.stack}`));
    for (let end = 0; end < whole.length; end += 13) await check(whole.subarray(0, end));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.constantFrom(0, 1, 2, 8, 127, 255), async (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        await check(changed);
      }),
      { numRuns: 300 },
    );
  }
});

test("a strip that unpacks to more than its pixels is refused, not unpacked", async () => {
  const { deflateSync } = await import("node:zlib");
  const bomb = deflateSync(new Uint8Array(1e7));
  const small = ImageView.from(new Uint8Array(bomb.length), { shape: [1, bomb.length], axes: ["row", "column"] });
  const bytes = encodeTiff(small, { metadata: "none" });
  bytes.set(bomb, 8);
  const data = new DataView(bytes.buffer);
  // Compression (259) of the only directory becomes deflate.
  for (let at = data.getUint32(4, true) + 2; at + 12 < bytes.length; at += 12)
    if (data.getUint16(at, true) === 259) data.setUint16(at + 8, 8, true);
  await assert.rejects(readTiff(bytes), /unpacks to more than its pixels/);
});
