/** Parts of files are what cropping the whole image gives, and no more is read for them. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { type ErrorTag, isReticleError } from "../../src/errors.ts";
import { readBox } from "../../src/formats/cropped-reading.ts";
import {
  encodeNpy,
  readImage,
  readNpy,
  readRaw,
  readTiff,
  readZarr,
  writeNpy,
  writePng,
  writeRaw,
  writeTiff,
  writeZarr,
} from "../../src/formats/index.ts";
import { type AnyImageView, allocate, type Dtype, ImageView, packedStride, stack } from "../../src/image/index.ts";

const axes = ["slice", "row", "column"] as const;
const calibration = {
  spacing: { slice: 0.5, column: 0.1 },
  origin: { slice: 3, row: -1 },
  unit: { row: "px" },
} as const;

function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  return run(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}

const same = (found: AnyImageView, wanted: AnyImageView) => {
  const about = ({ axes, shape, dtype, kind, spacing, origin, unit, direction }: AnyImageView) => ({
    axes,
    shape,
    dtype,
    kind,
    spacing,
    origin,
    unit,
    direction,
  });
  assert.deepEqual(about(found), about(wanted));
  assert.deepEqual(found.toArray(), wanted.toArray());
};

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 300 }),
);
const part = (size: number) =>
  fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b) + 1] as const);
const cases = sizes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    crop: fc.record({ slice: part(shape[0]), row: part(shape[1]), column: part(shape[2]) }, { requiredKeys: [] }),
    dtype: fc.constantFrom<Dtype[]>("uint8", "uint16", "float32", "float64", "bigint64"),
    order: fc.constantFrom("C" as const, "F" as const),
    align: fc.constantFrom(8, 16, 64),
  }),
);

function image(shape: readonly number[], dtype: Dtype) {
  const data = allocate(dtype, shape[0] * shape[1] * shape[2]);
  const isBig = dtype.startsWith("big");
  for (let i = 0; i < data.length; i++) data[i] = (isBig ? BigInt(i * 7) : (i * 7) % 251) as never;
  return ImageView.from(data, { shape, axes, ...calibration });
}

test("law: a part of a npy, raw or Zarr file is the cropped image", async () => {
  await withFolder((folder) =>
    fc.assert(
      fc.asyncProperty(cases, async ({ shape, crop, dtype, order, align }) => {
        const view = image(shape, dtype);
        const wanted = view.crop(crop);
        const npy = join(folder, "a.npy");
        await writeNpy(npy, view, { order });
        same(await readNpy(npy, { axes, ...calibration, crop }), wanted);
        same(await readNpy(encodeNpy(view, { order }), { axes, ...calibration, crop }), wanted);
        const raw = join(folder, "a.raw");
        const layout = await writeRaw(raw, view, { rowAlign: align, endian: order === "C" ? "little" : "big" });
        same(await readRaw(raw, layout, { crop }), wanted);
        const zarr = join(folder, "a.zarr");
        await writeZarr(zarr, view, { chunks: { slice: 2, row: 7, column: 64 }, levels: 1 });
        same(await readZarr(zarr, { crop }), (await readZarr(zarr)).crop(crop));
      }),
      { numRuns: 40 },
    ),
  );
});

test("law: a part of a TIFF file, in strips or tiles, packed or not, is the cropped image", async () => {
  const kinds = fc.record({
    tile: fc.constantFrom(undefined, [16, 32] as const, [64, 16] as const),
    compression: fc.constantFrom("none" as const, "deflate" as const),
    samples: fc.constantFrom(1, 3),
    isBinary: fc.boolean(),
  });
  await withFolder((folder) =>
    fc.assert(
      fc.asyncProperty(cases, kinds, async ({ shape, crop, dtype }, { tile, compression, samples, isBinary }) => {
        fc.pre(!dtype.startsWith("big") && dtype !== "float64");
        const plain = isBinary ? image(shape, "uint8").threshold(100) : image(shape, dtype);
        const isColour = samples > 1 && !isBinary;
        const view = isColour ? stack([plain, plain.to(dtype, { scale: 0.5 }), plain], "channel") : plain;
        const tiff = join(folder, "a.tif");
        await writeTiff(tiff, view, { compression, ...(tile === undefined ? {} : { tile }) });
        const whole = await readTiff(tiff);
        const wanted = Object.fromEntries(Object.entries(crop).filter(([axis]) => whole.axes.includes(axis as "row")));
        same(await readTiff(tiff, { crop: wanted }), whole.crop(wanted));
        same(await readImage(tiff, { crop: wanted }), whole.crop(wanted));
        if (!whole.axes.includes("channel")) return;
        const green = { ...wanted, channel: [1, 2] as const };
        same(await readTiff(tiff, { crop: green }), whole.crop(green));
      }),
      { numRuns: 60 },
    ),
  );
});

test("a part as wide as a tile, and between two of them", async () => {
  await withFolder(async (folder) => {
    const view = image([1, 40, 64], "uint16").pick({ slice: 0 });
    const tiff = join(folder, "a.tif");
    for (const compression of ["none", "deflate"] as const) {
      await writeTiff(tiff, view, { compression, tile: [16, 16] });
      for (const [from, to] of [
        [13, 29],
        [16, 32],
        [0, 64],
      ] as const) {
        const crop = { row: [3, 37], column: [from, to] } as const;
        same(await readTiff(tiff, { crop }), (await readTiff(tiff)).crop(crop));
      }
    }
  });
});

test("no more of a file is read than a part needs", () => {
  // 100 planes of 1000 × 1000 numbers of two bytes, of which the file gives what it is asked for.
  const shape = [100, 1000, 1000];
  const strides = packedStride(shape).map((step) => 2 * step);
  let read = 0;
  let calls = 0;
  const file = {
    length: 2e8,
    read(from: number, target: Uint8Array) {
      read += target.length;
      calls++;
      for (let i = 0; i < target.length; i++) target[i] = (from + i) % 251;
      return target.length;
    },
    close() {},
  };
  const box = { starts: [40, 10, 500], counts: [2, 100, 20] };
  const bytes = new Uint8Array(2 * 100 * 20 * 2);
  assert.ok(readBox(file, { offset: 80, pixelBytes: 2, strides }, box, bytes));
  // 200 rows of 40 bytes.
  assert.deepEqual([read, calls], [8000, 200]);
  const first = 80 + 40 * 2e6 + 10 * 2000 + 1000;
  assert.equal(bytes[0], first % 251);
  assert.equal(bytes[bytes.length - 1], (first + 2e6 + 99 * 2000 + 39) % 251);
  // Whole planes are one piece.
  [read, calls] = [0, 0];
  const planes = { starts: [7, 0, 0], counts: [3, 1000, 1000] };
  assert.ok(readBox(file, { offset: 80, pixelBytes: 2, strides }, planes, new Uint8Array(6e6)));
  assert.deepEqual([read, calls], [6e6, 1]);
});

test("a part of a picture of another format holds no memory of the rest", () =>
  withFolder(async (folder) => {
    const png = join(folder, "a.png");
    const view = ImageView.from(
      Uint8Array.from({ length: 48 }, (_, i) => i),
      { shape: [6, 8], axes: ["row", "column"] },
    );
    await writePng(png, view);
    const found = await readImage(png, { crop: { row: [2, 4], column: [1, 3] } });
    assert.deepEqual([...found.toArray()], [17, 18, 25, 26]);
    assert.equal(found.data.length, 4);
  }));

test("wrong parts and files that end are said", () =>
  withFolder(async (folder) => {
    const code = (tag: ErrorTag, wanted: string) => (e: unknown) => isReticleError(e, tag) && e.code === wanted;
    const npy = join(folder, "a.npy");
    await writeNpy(npy, image([2, 3, 4], "uint16"));
    await assert.rejects(readNpy(npy, { axes, crop: { row: [1, 4] } }), code("ImageError", "size"));
    await assert.rejects(readNpy(npy, { crop: { row: [0, 1] } }), code("ImageError", "axes-unknown"));
    await assert.rejects(
      readNpy(npy, { axes, crop: { channel: [0, 1] } as never }),
      code("ImageError", "axes-unknown-name"),
    );
    truncateSync(npy, 150);
    await assert.rejects(readNpy(npy, { axes, crop: { slice: [0, 1] } }), code("NpyError", "data"));
    const claim = `\x93NUMPY\x01\x00\x76\x00${"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000, 4), }".padEnd(117)}\n`;
    writeFileSync(npy, Buffer.from(claim, "latin1"));
    await assert.rejects(readNpy(npy, { axes, crop: { slice: [0, 1] } }), code("NpyError", "data"));
  }));
