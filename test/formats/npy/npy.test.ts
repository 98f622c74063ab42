import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { decodeNpy, encodeNpy, readImage, readNpy, writeImage, writeNpy } from "../../../src/formats/index.ts";
import { ImageView } from "../../../src/image/index.ts";
import { fixtures, referencePython, withoutPython } from "../../support/project.ts";

interface NpyCase {
  readonly name: string;
  readonly file: string;
  readonly descr: string;
  readonly shape: number[];
  readonly fortran: boolean;
  readonly values: (number | string | boolean)[];
}
const made = JSON.parse(readFileSync(join(fixtures, "numpy-pillow.json"), "utf8")) as {
  npy: NpyCase[];
  npyErrors: { name: string; file: string; code: string }[];
};
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

for (const { name, file, descr, shape, fortran, values } of made.npy) {
  test(`numpy's ${name} reads with its values`, () => {
    const view = decodeNpy(bytesOf(file));
    assert.deepEqual([...view.shape], shape);
    const isBig = /[ui]8$/.test(descr);
    assert.deepEqual(
      [...view.toArray()],
      values.map((value) => (isBig ? BigInt(value as string) : Number(value))),
    );
    if (fortran) assert.deepEqual([...view.stride], [1, 2, 6]);
    assert.equal(view.kind, descr === "|b1" ? "binary" : "scalar");
  });
}

for (const { name, file, code } of made.npyErrors) {
  test(`numpy's ${name} are a clear error`, () => {
    assert.throws(
      () => decodeNpy(bytesOf(file)),
      (e) => isReticleError(e, "NpyError") && e.code === code,
    );
  });
}

test("what numpy wrote in this machine's order is written back byte for byte", () => {
  for (const { name, file, descr } of made.npy) {
    if (descr.startsWith(">") || descr === "<f2" || /version \([23]/.test(name)) continue;
    const bytes = bytesOf(file);
    assert.deepEqual(Buffer.from(encodeNpy(decodeNpy(bytes))), Buffer.from(bytes), name);
  }
});

test("aligned pixels stay in the file's bytes", () => {
  const bytes = bytesOf(made.npy.find(({ name }) => name === "<f4 C")!.file).slice();
  assert.equal(decodeNpy(bytes).data.buffer, bytes.buffer);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  assert.deepEqual(decodeNpy(shifted.subarray(1)).toArray(), decodeNpy(bytes).toArray());
});

test("absurd shapes are refused before anything is allocated", () => {
  for (const shape of ["(99999999999999,)", "(4294967296, 4294967296, 4294967296)", "(-1,)", "(1e9,)", "(1.5,)"]) {
    const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + "\n";
    const bytes = new Uint8Array(
      Buffer.concat([Buffer.from([0x93, 78, 85, 77, 80, 89, 1, 0, 118, 0]), Buffer.from(text)]),
    );
    assert.throws(
      () => decodeNpy(bytes),
      (e) => isReticleError(e, "NpyError"),
      shape,
    );
  }
});

test("no damaged file does anything but throw a ReticleError or read", () => {
  const seeds = made.npy.map(({ file }) => bytesOf(file));
  fc.assert(
    fc.property(
      fc.nat(seeds.length - 1),
      fc.nat(400),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }),
      (which, cut, flips) => {
        const bytes = seeds[which].slice(0, cut < 300 ? cut : undefined);
        for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
        try {
          decodeNpy(bytes);
        } catch (error) {
          assert.ok(isReticleError(error), String(error));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("axes and calibration are named when reading", async () => {
  const bytes = bytesOf(made.npy.find(({ name }) => name === "<u2 F")!.file);
  const view = await readNpy(bytes, { axes: ["slice", "row", "column"], spacing: { row: 0.5 } });
  assert.deepEqual(view.axes, ["slice", "row", "column"]);
  assert.equal(view.spacing.row, 0.5);
});

test("numpy reads what is written, views and Fortran order too", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-npy-"));
  try {
    const view = ImageView.from(
      Float32Array.from({ length: 24 }, (_, i) => i),
      { shape: [2, 3, 4], axes: ["slice", "row", "column"] },
    );
    await writeNpy(join(folder, "turned.npy"), view.reorder(["column", "row", "slice"]));
    await writeNpy(join(folder, "c.npy"), view.reorder(["column", "row", "slice"]), { order: "C" });
    await writeImage(join(folder, "part.npy"), view.flip("row").step({ column: 2 }));
    await writeNpy(join(folder, "bool.npy"), ImageView.from(Uint8Array.of(0, 3, 1), { axes: ["row"], kind: "binary" }));
    const script = `
import numpy as np, sys
v = np.arange(24, dtype='f4').reshape(2, 3, 4); load = lambda n: np.load(sys.argv[1] + '/' + n + '.npy')
a = load('turned'); assert a.flags.f_contiguous and not a.flags.c_contiguous and (a == v.T).all()
a = load('c'); assert a.flags.c_contiguous and (a == v.T).all()
assert (load('part') == v[:, ::-1, ::2]).all()
b = load('bool'); assert b.dtype == bool and b.tolist() == [False, True, True]`;
    const { status, stderr } = spawnSync(referencePython()!, ["-c", script, folder], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      (await readImage(join(folder, "part.npy"))).toArray(),
      view.flip("row").step({ column: 2 }).toArray(),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an error names the file", async () => {
  await assert.rejects(readNpy(join(fixtures, "raster-small.json")), /no npy file.*raster-small\.json/);
});
