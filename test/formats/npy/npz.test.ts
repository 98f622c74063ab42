/** npz files: numpy's are read, numpy reads ours, damaged ones are named. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { decodeNpz, encodeNpz, readImage, readNpz, writeImage, writeNpz } from "../../../src/formats/index.ts";
import { ImageView } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-npz-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const image = ImageView.from(Uint16Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3], axes: ["row", "column"] });
const mask = ImageView.from(Uint8Array.of(0, 1, 1), { kind: "binary" });
const fortran = ImageView.from(image.array, { axes: ["row", "column"] }).reorder(["column", "row"]);
const has = (tag: string, code: string) => (error: unknown) =>
  isReticleError(error) && error.tag === tag && error.code === code;

test("what is written is read: names, kinds, Fortran order, no arrays at all", () => {
  for (const compress of [true, false]) {
    const back = decodeNpz(encodeNpz({ image, mask, fortran, größe: mask }, { compress }));
    assert.deepEqual(Object.keys(back), ["image", "mask", "fortran", "größe"]);
    assert.deepEqual([...back.image.toArray()], [1, 2, 3, 4, 5, 6]);
    assert.deepEqual([back.mask.kind, [...back.fortran.shape]], ["binary", [3, 2]]);
  }
  assert.deepEqual(Object.keys(decodeNpz(encodeNpz({}))), []);
  assert.deepEqual(Object.keys(decodeNpz(encodeNpz({ constructor: mask, __proto__x: mask }))), [
    "constructor",
    "__proto__x",
  ]);
});

test("the same arrays give the same bytes", () => {
  assert.deepEqual(encodeNpz({ image, mask }), encodeNpz({ image, mask }));
});

test("readNpz and writeNpz: as numpy's load, savez and savez_compressed", { skip: withoutPython }, async () => {
  const ours = join(folder, "ours.npz");
  const stored = join(folder, "stored.npz");
  await writeNpz(ours, { image, mask, fortran });
  await writeNpz(stored, { image }, { compress: false });
  const script = `
import numpy as np, sys
a, b, out = sys.argv[1:]
x = np.load(a); y = np.load(b)
assert sorted(x.files) == ["fortran", "image", "mask"], x.files
assert x["image"].tolist() == [[1, 2, 3], [4, 5, 6]] and x["image"].dtype == np.uint16
assert x["mask"].dtype == bool and x["mask"].tolist() == [False, True, True]
assert x["fortran"].tolist() == [[1, 4], [2, 5], [3, 6]] and x["fortran"].flags.f_contiguous
assert y["image"].tolist() == [[1, 2, 3], [4, 5, 6]]
np.savez(out + "/plain.npz", np.arange(4.0), named=np.eye(2, dtype=">i4"))
np.savez_compressed(out + "/packed.npz", zeros=np.zeros((100, 100)))
`;
  execFileSync(referencePython()!, ["-c", script, ours, stored, folder]);
  const plain = await readNpz(join(folder, "plain.npz"));
  assert.deepEqual([...plain.arr_0.toArray()], [0, 1, 2, 3]);
  assert.deepEqual([...plain.named.toArray()], [1, 0, 0, 1]);
  assert.equal((await readNpz(join(folder, "packed.npz"))).zeros.sum(), 0);
});

test("an npz file of one array is an image to readImage; several are named", async () => {
  const path = join(folder, "one.npz");
  await writeImage(path, image);
  assert.deepEqual([...(await readImage(path)).toArray()], [1, 2, 3, 4, 5, 6]);
  await assert.rejects(readImage(encodeNpz({ image, mask })), /holds 2 arrays \(image, mask\)/);
});

test("a bomb is refused before it is unpacked, whatever its directory says", () => {
  const zeros = ImageView.from(new Uint8Array(1_000_000));
  const bytes = encodeNpz({ zeros });
  assert.throws(() => decodeNpz(bytes, { limit: 1000 }), has("FormatError", "decompressed-limit"));
  // Its size made small: more comes out than was said.
  const lying = bytes.slice();
  const view = new DataView(lying.buffer);
  for (let at = 0; at + 4 < lying.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true);
  }
  assert.throws(() => decodeNpz(lying), has("FormatError", "zip"));
});

test("damage, encryption, other methods and other files are errors that say so", () => {
  const bytes = encodeNpz({ image });
  const damaged = bytes.slice();
  damaged[60] ^= 255;
  assert.throws(() => decodeNpz(damaged), has("FormatError", "zip"));
  for (const end of [0, 3, 30, bytes.length - 1, bytes.length - 30]) {
    assert.throws(() => decodeNpz(bytes.subarray(0, end)), has("FormatError", "zip"));
  }
  assert.throws(() => encodeNpz({ image: 5 as never }), has("NpyError", "dtype"));
  const path = join(folder, "text.npz");
  writeFileSync(path, "not a zip");
  return assert.rejects(readNpz(path), /not a whole zip archive.*text\.npz/);
});

test("any bytes and any changed byte: an error of ours, or arrays", () => {
  const whole = encodeNpz({ image, mask });
  const tryIt = (bytes: Uint8Array) => {
    try {
      decodeNpz(bytes, { limit: 1e6 });
    } catch (error) {
      assert.ok(isReticleError(error), String(error));
    }
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), tryIt), { numRuns: 200 });
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
      const changed = whole.slice();
      changed[at] = value;
      tryIt(changed);
    }),
    { numRuns: 500 },
  );
});
