/** Pixels by their position in µm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { ImageView } from "../../src/image/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../support/scientific-python.ts";

const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;
const random = randomNumbers(31);
const volume = ImageView.from(
  new Uint16Array(4 * 5 * 6).map(() => random() * 1000),
  {
    shape: [4, 5, 6],
    axes: ["slice", "row", "column"],
    spacing: { slice: 0.5, row: 0.1 },
    origin: { slice: 10, row: -0.2 },
  },
);

test("pickAt gives the nearest pixels and shares their memory", () => {
  const plane = volume.pickAt({ slice: 10.7 });
  assert.deepEqual(plane.toArray(), volume.pick({ slice: 1 }).toArray());
  assert.ok(plane.sharesMemoryWith(volume));
  assert.deepEqual(plane.spacing, { row: 0.1 });
  // 0.1 + 0.2 is no exact number, and is row 5 − 1 = 4 all the same: −0.2 + 4 · 0.1 = 0.2.
  assert.equal(volume.pickAt({ slice: 11.5, row: 0.1 + 0.1, column: 2 }).get(), volume.get(3, 4, 2));
  // Pixels reach half a spacing around their centres; without a spacing positions are indices.
  assert.equal(volume.pickAt({ slice: 9.75, row: -0.25, column: 5.4 }).get(), volume.get(0, 0, 5));
  const flipped = volume.flip("slice");
  assert.deepEqual(flipped.pickAt({ slice: 10.7 }).toArray(), plane.toArray());
});

test("pickAt, interpolated: as scipy's RegularGridInterpolator, and the outer centres at the borders", { skip }, () => {
  const points = Array.from({ length: 40 }, () => [10 + 1.5 * random(), -0.2 + 0.4 * random(), 5 * random()]);
  points.push([10.5, 0, 3], [11.5, 0.2, 5]);
  const wanted = python(
    `from scipy.interpolate import RegularGridInterpolator as R
g = R((10 + 0.5 * np.arange(4), -0.2 + 0.1 * np.arange(5), np.arange(6)), np.array(d["data"], dtype=float).reshape(4, 5, 6))
print(json.dumps([float(g(np.clip(p, [10, -0.2, 0], [11.5, 0.2, 5]))[0]) for p in d["points"]]))`,
    { data: [...volume.data], points },
  );
  for (const [i, [slice, row, column]] of points.entries()) {
    const found = volume.pickAt({ slice, row, column }, "interpolated");
    assert.equal(found.dtype, "float64");
    assert.ok(Math.abs(found.get() - wanted[i]) < 1e-9, `${points[i]}: ${found.get()} ${wanted[i]}`);
  }
  const rows = volume.pickAt({ slice: 10.25 }, "interpolated");
  assert.equal(rows.get(2, 3), (volume.get(0, 2, 3) + volume.get(1, 2, 3)) / 2);
  assert.equal(volume.pickAt({ column: 5.3 }, "interpolated").get(1, 1), volume.get(1, 1, 5));
  assert.equal(volume.to("float32").pickAt({ row: 0 }, "interpolated").dtype, "float32");
});

test("pickAt: positions where no pixel is, and wrong words, are said", () => {
  assert.throws(() => volume.pickAt({ slice: 12 }), /slice 12 is outside of 9\.75\.\.11\.75 µm, where the pixels are/);
  assert.throws(() => volume.pickAt({ slice: NaN }), code("size"));
  assert.throws(() => (volume as ImageView).pickAt({ channel: 0 }), code("axes-unknown-name"));
  assert.throws(() => volume.pickAt({ slice: 10 }, "cubic" as "nearest"), code("argument"));
});
