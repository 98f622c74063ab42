/** Filters beside scipy and scikit-image. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../../src/errors.ts";
import {
  type AnyImageView,
  closing,
  dilation,
  distanceTransform,
  erosion,
  gaussian,
  ImageView,
  labelComponents,
  opening,
  regionProperties,
} from "../../../src/image/index.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../../support/scientific-python.ts";

const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;

/** Noise with blobs in it; about `share` of the pixels are 1. */
function noise(shape: readonly number[], share: number, seed = 1): Uint8Array {
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return new Uint8Array(shape.reduce((a, b) => a * b, 1)).map(() => (next() < share ? 1 : 0));
}

const numbers = (view: AnyImageView) => [...view.toArray()].map(Number);
function near(found: readonly number[], wanted: readonly number[], tolerance: number) {
  assert.equal(found.length, wanted.length);
  for (const [i, x] of found.entries()) assert.ok(Math.abs(x - wanted[i]) <= tolerance, `${x} at ${i}: ${wanted[i]}`);
}

test("gaussian: as scipy's gaussian_filter", { skip }, () => {
  const shape = [13, 22];
  const data = Float64Array.from(noise(shape, 0.5), (x, i) => x * 100 + (i % 7));
  const sigmas = [0.1, 0.7, 2, 9.3];
  const wanted = python(
    `a = np.array(d["data"], dtype=float).reshape(13, 22)
print(json.dumps([[ndi.gaussian_filter(a, s).ravel().tolist(), ndi.gaussian_filter1d(a, s, axis=0, truncate=2.5).ravel().tolist()] for s in d["sigmas"]]))`,
    { data: [...data], sigmas },
  );
  const view = ImageView.from(data, { shape, axes: ["row", "column"], spacing: { row: 0.01, column: 0.01 } });
  for (const [i, sigma] of sigmas.entries()) {
    near(numbers(gaussian(view, { sigma })), wanted[i][0], 1e-11);
    near(numbers(gaussian(view, { sigma: sigma / 100, in: "units" })), wanted[i][0], 1e-9);
    near(numbers(gaussian(view, { sigma, truncate: 2.5, axes: ["row"] })), wanted[i][1], 1e-11);
    const turned = view.reorder(["column", "row"]).to("float32");
    const blurred = gaussian(turned, { sigma });
    assert.deepEqual([blurred.dtype, blurred.spacing], ["float32", { row: 0.01, column: 0.01 }]);
    near(numbers(blurred.reorder(["row", "column"])), wanted[i][0], 1e-4);
  }
});

test("distanceTransform: as scipy's distance_transform_edt, with spacings, in planes and volumes", { skip }, () => {
  for (const [shape, spacing] of [
    [
      [17, 23],
      [1, 1],
    ],
    [
      [17, 23],
      [0.3, 0.07],
    ],
    [
      [6, 9, 11],
      [2, 0.5, 0.25],
    ],
  ] as const) {
    const data = noise(shape, 0.93);
    const wanted = python(
      `print(json.dumps(ndi.distance_transform_edt(np.array(d["data"]).reshape(d["shape"]), sampling=d["spacing"]).ravel().tolist()))`,
      { data: [...data], shape, spacing },
    );
    const axes = (["slice", "row", "column"] as const).slice(3 - shape.length);
    const named = Object.fromEntries(axes.map((axis, i) => [axis, spacing[i]]));
    near(numbers(distanceTransform(ImageView.from(data, { shape, axes, spacing: named }))), wanted, 1e-12);
  }
  const full = ImageView.from(Uint8Array.of(1, 1), { axes: ["column"] });
  assert.deepEqual(numbers(distanceTransform(full)), [Infinity, Infinity]);
});

test("labelComponents: as scikit-image's label, sides and corners, in planes and volumes", { skip }, () => {
  for (const [shape, share] of [
    [[31, 40], 0.55],
    [[31, 40], 0.35],
    [[7, 12, 13], 0.3],
  ] as const) {
    const data = noise(shape, share, 5);
    const wanted = python(
      `a = np.array(d["data"]).reshape(d["shape"])
print(json.dumps([measure.label(a, connectivity=c).ravel().tolist() for c in (1, a.ndim)]))`,
      { data: [...data], shape },
    );
    const view = ImageView.from(data, { shape, axes: (["slice", "row", "column"] as const).slice(3 - shape.length) });
    const sides = labelComponents(view);
    assert.deepEqual([sides.kind, sides.dtype], ["label", "uint32"]);
    assert.deepEqual(numbers(sides), wanted[0]);
    assert.deepEqual(numbers(labelComponents(view, { neighbours: "corners" })), wanted[1]);
  }
});

test("area, centroid, box and mean of labels: as scikit-image's regionprops", { skip }, () => {
  const shape = [25, 30];
  const data = noise(shape, 0.4, 8);
  const intensity = Float64Array.from(data, (_, i) => (i * 37) % 101);
  const wanted = python(
    `a = measure.label(np.array(d["data"]).reshape(25, 30), connectivity=1)
v = np.array(d["intensity"]).reshape(25, 30)
print(json.dumps([[int(r.label), float(r.area), list(r.centroid), list(r.bbox), float(r.intensity_mean)] for r in measure.regionprops(a, v, spacing=(0.5, 0.2))]))`,
    { data: [...data], intensity: [...intensity] },
  ) as [number, number, number[], number[], number][];
  const spacing = { row: 0.5, column: 0.2 };
  const view = ImageView.from(data, { shape, axes: ["row", "column"], spacing, origin: { row: 3, column: -1 } });
  const found = regionProperties(labelComponents(view), { intensity: view });
  assert.equal(found[0].mean, 1);
  const bright = ImageView.from(intensity, { shape, axes: ["row", "column"] });
  const regions = regionProperties(labelComponents(view), { intensity: bright });
  assert.equal(regions.length, wanted.length);
  for (const [i, region] of regions.entries()) {
    const [label, area, [row, column], [top, left, bottom, right], mean] = wanted[i];
    assert.equal(region.label, label);
    assert.deepEqual(region.range, { row: [top, bottom], column: [left, right] });
    near(
      [region.area, region.centroid.row! - 3, region.centroid.column! + 1, region.mean!],
      [area, row, column, mean],
      1e-9,
    );
    near([...region.box.row!], [3 + (top - 0.5) * 0.5, 3 + (bottom - 0.5) * 0.5], 1e-9);
  }
});

test("erosion, dilation, opening, closing: as scipy's of grey values, whatever their reach", { skip }, () => {
  const shape = [13, 22];
  const data = Int16Array.from(noise(shape, 0.5, 4), (x, i) => (x * 50 + ((i * 37) % 101)) * (i % 3 === 0 ? -1 : 1));
  const reaches = [0, 1, 2, 6, 13, 40];
  const wanted = python(
    `a = np.array(d["data"]).reshape(13, 22)
f = (ndi.grey_erosion, ndi.grey_dilation, ndi.grey_opening, ndi.grey_closing)
print(json.dumps([[g(a, size=s).ravel().tolist() for g in f for s in ((2*r+1, 2*r+1), (2*r+1, 1))] for r in d["reaches"]]))`,
    { data: [...data], reaches },
  );
  const view = ImageView.from(data, { shape, axes: ["row", "column"], spacing: { row: 0.5 } });
  for (const [i, reach] of reaches.entries()) {
    for (const [k, filter] of [erosion, dilation, opening, closing].entries()) {
      const found = filter(view, { reach });
      assert.deepEqual(numbers(found), wanted[i][2 * k], `${filter.name} ${reach}`);
      assert.deepEqual([found.dtype, found.spacing], ["int16", { row: 0.5 }]);
      assert.deepEqual(numbers(filter(view, { reach, axes: ["row"] })), wanted[i][2 * k + 1], `${filter.name} of rows`);
      const turned = filter(view.flip("row").reorder(["column", "row"]), { reach });
      assert.deepEqual(numbers(turned.reorder(["row", "column"]).flip("row")), wanted[i][2 * k]);
    }
  }
  assert.equal(opening(view.threshold(0)).kind, "binary");
});

test("wrong options of filters are said", () => {
  const view = ImageView.from(new Uint8Array(6), { shape: [2, 3], axes: ["row", "column"] });
  const wrong: [string, () => unknown][] = [
    ["range", () => gaussian(view, { sigma: -1 })],
    ["range", () => gaussian(view, { sigma: 1e9 })],
    ["axes-unknown-name", () => gaussian(view as ImageView, { sigma: 1, axes: ["slice"] })],
    ["axes-unknown", () => gaussian(ImageView.from(new Uint8Array(3)), { sigma: 1 })],
    ["range", () => erosion(view, { reach: 0.5 })],
    ["argument", () => labelComponents(view, { neighbours: "all" as never })],
    ["shape-or-dtype", () => regionProperties(view.minus(1))],
    ["axes-unknown", () => regionProperties(ImageView.from(new Uint8Array(3)))],
  ];
  for (const [name, run] of wrong) assert.throws(run, code(name), String(run));
});
