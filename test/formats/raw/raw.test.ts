/** Raw files whose layout is described; numpy's `fromfile` and `tofile` are the other side. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { type RawLayout, readImage, readRaw, writeImage, writeRaw } from "../../../src/formats/index.ts";
import { type Axes, type Dtype, ImageView, type TypedArray } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-raw-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const code = (name: string) => (error: unknown) => isReticleError(error, "RawError") && error.code === name;

test("padded, big-endian, with a header: as numpy's fromfile reads it, and tofile writes it", {
  skip: withoutPython,
}, async () => {
  const image = ImageView.from(
    Int16Array.from({ length: 2 * 3 * 5 }, (_, i) => i * 1000 - 15000),
    {
      shape: [2, 3, 5],
      axes: ["slice", "row", "column"],
    },
  );
  const layout = await writeRaw(path("ours.raw"), image, {
    endian: "big",
    header: new Uint8Array(6),
    rowAlign: 16,
    planeAlign: 64,
  });
  const script = `
import json, sys, numpy as np
raw = open(sys.argv[1] + "/ours.raw", "rb").read()
a = np.ndarray((2, 3, 5), ">i2", raw, 6, (64, 16, 2))
print(json.dumps(a.ravel().tolist()))
np.arange(24, dtype=">f8").reshape(2, 3, 4).tofile(sys.argv[1] + "/theirs.raw")`;
  assert.deepEqual(JSON.parse(execFileSync(referencePython()!, ["-c", script, folder], { encoding: "utf8" })), [
    ...image.toArray(),
  ]);
  assert.deepEqual((await readRaw(path("ours.raw"), layout)).toArray(), image.toArray());
  const theirs = await readRaw(path("theirs.raw"), {
    dtype: "float64",
    shape: [-1, 3, 4],
    axes: ["sequence", "row", "column"],
    endian: "big",
  });
  assert.deepEqual(theirs.shape, [2, 3, 4]);
  assert.deepEqual(
    [...theirs.toArray()],
    Array.from({ length: 24 }, (_, i) => i),
  );
});

test("bytes are shared where order and alignment allow", async () => {
  const bytes = new Uint8Array(64);
  const shared = await readRaw(bytes, {
    dtype: "uint16",
    shape: [4, 3],
    axes: ["row", "column"],
    rowAlign: 8,
    offset: 2,
  });
  shared.set(1, 0, 0x1234);
  assert.deepEqual([bytes[10], bytes[11], shared.byteStride], [0x34, 0x12, [8, 2]]);
  const copied = await readRaw(bytes, { dtype: "uint16", shape: [4], offset: 1 });
  copied.set(0, 7);
  assert.equal(bytes[1], 0);
});

test("the padding behind the last plane may be missing", async () => {
  const layout = { dtype: "uint8", shape: [-1, 2, 3], rowAlign: 4, planeAlign: 16 } as const;
  // The second plane ends at byte 16 + 4 + 3.
  assert.deepEqual((await readRaw(new Uint8Array(23), layout)).shape, [2, 2, 3]);
  assert.deepEqual((await readRaw(new Uint8Array(22), layout)).shape, [1, 2, 3]);
  assert.deepEqual((await readRaw(new Uint8Array(3), layout)).shape, [0, 2, 3]);
});

test("rows of interleaved colours are padded as a whole", async () => {
  const layout = { dtype: "uint8", shape: [2, 2, 3], axes: ["row", "column", "channel"], rowAlign: 4 } as const;
  const view = await readRaw(
    Uint8Array.from({ length: 16 }, (_, i) => i),
    layout,
  );
  assert.deepEqual([...view.toArray()], [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13]);
});

test("law: what is written with any alignment is read back by the layout that is given", async () => {
  const types: Dtype[] = ["uint8", "int16", "uint32", "float32", "float64", "bigint64"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 4 }),
      fc.constantFrom(undefined, 8, 16, 24),
      fc.constantFrom(undefined, 8, 64),
      fc.constantFrom("little" as const, "big" as const),
      fc.nat(9),
      async (dtype, shape, rowAlign, planeAlign, endian, header) => {
        const bytes = new Uint8Array(shape.reduce((a, b) => a * b, 8)).map((_, i) => i * 31);
        const axes = (["sequence", "slice", "row", "column"] as const).slice(-shape.length) as Axes;
        const view = (await readRaw(bytes, { dtype, shape, axes })) as ImageView<TypedArray, Axes>;
        const options = {
          rowAlign,
          planeAlign: shape.length > 2 ? planeAlign : undefined,
          endian,
          header: bytes.subarray(0, header),
        };
        const layout = await writeRaw(path("law.raw"), view, options);
        const back = await readRaw(path("law.raw"), JSON.parse(JSON.stringify(layout)) as RawLayout);
        assert.deepEqual([back.shape, back.axes, back.dtype], [view.shape, view.axes, dtype]);
        assert.deepEqual(back.toArray(), view.toArray());
      },
    ),
    { numRuns: 100 },
  );
});

test("a .raw that is written by its name is described beside it, calibration included", async () => {
  const image = ImageView.from(Float32Array.of(1, 2, 3, 4, 5, 6), {
    shape: [2, 3],
    axes: ["row", "column"],
    spacing: { row: 0.1, column: 0.2 },
    origin: { row: 4 },
    unit: { row: "nm", column: "mm" },
    direction: "up",
  });
  await writeImage(path("image.raw"), image);
  assert.equal(readFileSync(path("image.raw")).length, 24);
  const back = await readImage(path("image.raw"));
  assert.deepEqual(
    [back.axes, back.spacing, back.origin, back.unit, back.direction],
    [image.axes, image.spacing, image.origin, image.unit, "up"],
  );
  assert.deepEqual(back.toArray(), image.toArray());
  writeFileSync(path("bare.raw"), "abc");
  await assert.rejects(readImage(path("bare.raw")), code("layout"));
});

test("layouts without meaning, and files that are too short: named, nothing allocated", async () => {
  const bytes = new Uint8Array(10);
  const read = (layout: object) => readRaw(bytes, { dtype: "uint16", shape: [1, 2], ...layout } as RawLayout);
  await assert.rejects(read({ shape: [1e6, 1e6] }), code("too-short"));
  await assert.rejects(read({ offset: 8 }), code("too-short"));
  await assert.rejects(read({ dtype: "uint12" }), code("dtype"));
  await assert.rejects(read({ shape: [2, -1] }), code("shape"));
  await assert.rejects(read({ shape: [2, 0.5] }), code("shape"));
  await assert.rejects(read({ axes: ["row"] }), code("shape"));
  await assert.rejects(read({ offset: -1 }), code("offset"));
  await assert.rejects(read({ endian: "middle" }), code("endian"));
  await assert.rejects(read({ rowStride: 2 }), code("stride"));
  await assert.rejects(read({ rowStride: 5 }), code("stride"));
  await assert.rejects(read({ rowAlign: 0 }), code("stride"));
  await assert.rejects(read({ planeAlign: 8 }), code("stride"));
  await assert.rejects(read({ crop: { row: [0, 1] } }), /readRaw\(file, \{ dtype, shape \}, \{ crop \}\)/);
  await assert.rejects(readRaw(path("none.raw"), { dtype: "uint8", shape: [1] }), /none\.raw/);
  writeFileSync(path("short.raw"), new Uint8Array(9));
  await assert.rejects(readRaw(path("short.raw"), { dtype: "float64", shape: [3e8] }), code("too-short"));
});
