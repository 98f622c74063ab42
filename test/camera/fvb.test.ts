import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import ndarray from "ndarray";
import { fvb, fvbImages } from "../../src/camera/index.ts";
import { isReticleError } from "../../src/errors.ts";
import { ImageView, type TypedArray } from "../../src/image/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";

const types = [Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array];

/** Sums in whole numbers, one division, one rounding. */
function meansByBigInt(image: ReturnType<typeof ndarray>): number[] {
  const [columns, rows] = image.shape;
  return Array.from({ length: columns }, (_, column) => {
    let sum = 0n;
    for (let row = 0; row < rows; row++) sum += BigInt(image.get(column, row) as number);
    return Math.fround(Number(sum) / rows);
  });
}

test("law: means are exact at any strides, offsets and types of whole numbers", () => {
  const cases = fc.record({
    type: fc.constantFrom(Uint8Array, Uint16Array, Uint32Array, Int8Array, Int16Array, Int32Array),
    columns: fc.nat(9),
    rows: fc.integer({ min: 1, max: 30 }),
    offset: fc.nat(3),
    padding: fc.nat(3),
    layout: fc.constantFrom("columns", "rows", "spread", "backwards"),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(cases, ({ type, columns, rows, offset, padding, layout, seed }) => {
      const strides = {
        columns: [1, columns + padding],
        rows: [rows + padding, 1],
        spread: [2, 2 * columns + padding],
        backwards: [-1, columns + padding],
      }[layout];
      const start = offset + (layout === "backwards" ? Math.max(0, columns - 1) : 0);
      const data = new type(700 + offset).map((_, i) => Math.imul(seed ^ i, 0x9e3779b1));
      const image = ndarray(data, [columns, rows], strides, start);
      assert.deepEqual([...fvb(image)], meansByBigInt(image as never));
    }),
    { numRuns: 500 },
  );
});

test("sums of many of the largest numbers do not overflow", () => {
  for (const type of [Uint16Array, Uint32Array]) {
    const largest = type === Uint16Array ? 0xffff : 0xffffffff;
    const data = new type(2 * 100_000).fill(largest);
    const expected = [largest, largest].map(Math.fround);
    assert.deepEqual([...fvb(ndarray(data, [2, 100_000], [1, 2]))], expected);
    assert.deepEqual([...fvb(ndarray(data, [2, 100_000], [100_000, 1]))], expected);
  }
});

test("64-bit integers are summed exactly", () => {
  const data = BigInt64Array.of(2n ** 62n, 2n ** 62n, -(2n ** 62n), 6n);
  assert.deepEqual([...fvb(ndarray(data as never, [1, 4]))], [Math.fround(2 ** 60)]);
});

test("a view is binned along its rows, whatever their place", () => {
  const pixels = Uint16Array.of(1, 2, 3, 5, 6, 7);
  const view = ImageView.from(ndarray(pixels, [2, 3]), { axes: ["row", "column"] });
  assert.deepEqual([...fvb(view)], [3, 4, 5]);
  assert.deepEqual([...fvb(view.reorder(["column", "row"]))], [3, 4, 5]);
  const movie = ImageView.from(ndarray(pixels, [3, 1, 2]), { axes: ["row", "sequence", "column"] });
  assert.deepEqual(
    [...fvbImages(movie).data].map((mean) => Math.round(mean * 1e6) / 1e6),
    [3.333333, 4.666667],
  );
  const slices = ImageView.from(ndarray(pixels, [2, 3]), { axes: ["slice", "column"] });
  assert.throws(
    () => fvb(slices),
    (error) => isReticleError(error, "ImageError") && error.code === "axes-unknown-name",
  );
});

test("fvb: as numpy's mean over rows", { skip: withoutPython }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-fvb-"));
  try {
    const [columns, rows] = [37, 53];
    const images: { data: TypedArray; stride: number[] }[] = types.flatMap((type) =>
      [
        [1, columns],
        [rows, 1],
      ].map((stride) => ({ data: new type(columns * rows).map((_, i) => Math.imul(i, 0x9e3779b1) >> 8), stride })),
    );
    const jobs = images.map(({ data, stride }, i) => {
      writeFileSync(join(folder, `${i}.bin`), data as Uint8Array);
      return { dtype: data.constructor.name.replace("Array", "").toLowerCase(), first: stride[0] === 1 };
    });
    const script = `
import json, numpy as np
for i, job in enumerate(json.loads('''${JSON.stringify(jobs)}''')):
    data = np.fromfile(f"{i}.bin", job["dtype"])
    image = data.reshape(${rows}, ${columns}).T if job["first"] else data.reshape(${columns}, ${rows})
    print(json.dumps(image.mean(axis=1, dtype=np.float64).astype(np.float32).astype(np.float64).tolist()))
`;
    const { code, stdout, stderr } = await runPython(["-c", script], { cwd: folder });
    assert.equal(code, 0, stderr);
    const expected = stdout.trim().split("\n");
    images.forEach(({ data, stride }, i) => {
      const means = [...fvb(ndarray(data as Float64Array, [columns, rows], stride))];
      assert.deepEqual(means, JSON.parse(expected[i]), `${jobs[i].dtype} ${stride}`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
