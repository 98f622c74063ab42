/** Filters beside scipy and scikit-image. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../../src/errors.ts";
import { withoutWeighingLoops } from "../../../src/image/filters/weigh-lines.ts";
import {
  type AnyImageView,
  boxFilter,
  closing,
  dilation,
  distanceTransform,
  erosion,
  gaussian,
  ImageView,
  labelComponents,
  medianFilter,
  opening,
  regionProperties,
  resample,
} from "../../../src/image/index.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
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

/** By scipy's names, and the value of "constant". */
const borders = ["reflect", "mirror", "nearest", "wrap", 3] as const;
const scipyBorder = `m = lambda b: dict(mode=b) if isinstance(b, str) else dict(mode="constant", cval=b)`;

test("gaussian: WebAssembly gives the bits that TypeScript does, along any axis and at any size", () => {
  for (const shape of [
    [1, 1, 9],
    [2, 5, 37],
    [3, 70, 16],
    [2, 33, 50],
  ]) {
    const size = shape.reduce((product, n) => product * n, 1);
    const data = Float64Array.from({ length: size }, (_, i) => Math.sin(i * i) * 10 ** (i % 7));
    if (size > 1000) data.set([Number.NaN, Infinity, -0], 400);
    const view = ImageView.from(data, { shape, axes: ["slice", "row", "column"] });
    for (const sigma of [0.3, 1, 5]) {
      const blur = () => gaussian(view, { sigma, axes: ["slice", "row", "column"] }).data;
      assert.deepEqual(blur(), withoutWeighingLoops(blur));
    }
  }
});

test("gaussian, boxFilter, medianFilter beyond borders: as scipy's modes reflect, mirror, nearest, wrap, constant", {
  skip,
}, () => {
  for (const shape of [
    [13, 22],
    [5, 3],
    [1, 4],
  ]) {
    const data = Float64Array.from(noise(shape, 0.5), (x, i) => x * 100 + ((i * 37) % 41));
    const reaches = [0, 1, 2, 7];
    const wanted = python(
      `${scipyBorder}
a = np.array(d["data"], dtype=float).reshape(d["shape"])
print(json.dumps([[[f(a, r, **m(b)).ravel().tolist() for b in d["borders"]] for r in d["reaches"]] for f in (
  lambda a, r, **k: ndi.gaussian_filter(a, r or 0.01, **k),
  lambda a, r, **k: ndi.uniform_filter(a, 2 * r + 1, **k),
  lambda a, r, **k: ndi.median_filter(a, 2 * r + 1, **k))]))`,
      { data: [...data], shape, borders, reaches },
    );
    const view = ImageView.from(data, { shape, axes: ["row", "column"] });
    for (const [i, reach] of reaches.entries()) {
      for (const [k, border] of borders.entries()) {
        near(numbers(gaussian(view, { sigma: reach || 0.01, border })), wanted[0][i][k], 1e-11);
        near(numbers(boxFilter(view, { reach, border })), wanted[1][i][k], 1e-11);
        assert.deepEqual(
          numbers(medianFilter(view, { reach, border })),
          wanted[2][i][k],
          `${shape} ${reach} ${border}`,
        );
      }
    }
  }
});

test("medianFilter of every type, in lines, planes and volumes: as scipy's median_filter", { skip }, () => {
  const shape = [4, 9, 14];
  for (const [dtype, scale, shift] of [
    ["uint8", 250, 0],
    ["int8", 200, -100],
    ["uint16", 65000, 0],
    ["int16", 60000, -30000],
    ["int32", 4e9, -2e9],
    ["float32", 1, 0],
    ["float64", 1e-3, 5],
  ] as const) {
    const random = randomNumbers(21);
    const view = ImageView.from(
      new Float64Array(4 * 9 * 14).map(() => random() * scale + shift),
      {
        shape,
        axes: ["slice", "row", "column"],
      },
    ).to(dtype);
    const sizes = [
      [1, 3, 3],
      [1, 9, 9],
      [5, 5, 5],
      [1, 1, 25],
      [7, 1, 7],
      [1, 41, 41],
    ];
    const wanted = python(
      `a = np.array(d["data"]).reshape(4, 9, 14)
print(json.dumps([ndi.median_filter(a, s).ravel().tolist() for s in d["sizes"]]))`,
      { data: numbers(view), sizes },
    );
    for (const [i, size] of sizes.entries()) {
      const axes = (["slice", "row", "column"] as const).filter((_, axis) => size[axis] > 1);
      const found = medianFilter(view, { reach: (Math.max(...size) - 1) / 2, axes });
      assert.deepEqual([found.dtype, found.isContiguous], [dtype, true]);
      assert.deepEqual(numbers(found), wanted[i], `${dtype} ${size}`);
      const turned = medianFilter(view.reorder(["column", "slice", "row"]).flip("row"), {
        reach: (Math.max(...size) - 1) / 2,
        axes,
      });
      assert.deepEqual(numbers(turned.flip("row").reorder(["slice", "row", "column"])), wanted[i], `${dtype} ${size}`);
    }
  }
});

test("boxFilter: along any axes, of any type and order; sums of integers are exact: as scipy's uniform_filter", {
  skip,
}, () => {
  const shape = [4, 9, 40];
  const random = randomNumbers(22);
  const view = ImageView.from(
    new Uint16Array(4 * 9 * 40).map(() => random() * 65536),
    {
      shape,
      axes: ["slice", "row", "column"],
    },
  );
  const sizes = [
    [1, 3, 3],
    [5, 5, 5],
    [1, 1, 25],
    [1, 101, 101],
  ];
  const wanted = python(
    `a = np.array(d["data"], dtype=float).reshape(4, 9, 40)
print(json.dumps([ndi.uniform_filter(a, s).ravel().tolist() for s in d["sizes"]]))`,
    { data: numbers(view), sizes },
  );
  for (const [i, size] of sizes.entries()) {
    const axes = (["slice", "row", "column"] as const).filter((_, axis) => size[axis] > 1);
    const reach = (Math.max(...size) - 1) / 2;
    near(numbers(boxFilter(view, { reach, axes })), wanted[i], 1e-9);
    const turned = boxFilter(view.reorder(["column", "slice", "row"]).to("float32"), { reach, axes });
    assert.equal(turned.dtype, "float32");
    near(numbers(turned.reorder(["slice", "row", "column"])), wanted[i], 0.01);
  }
});

test("boxFilter and medianFilter: NaN spreads no farther than the square; of medians it is the largest", () => {
  const view = ImageView.from(Float64Array.of(1e17, 1, 2, NaN, 4, 5, 6, 1), { axes: ["column"] });
  const means = numbers(boxFilter(view, { axes: ["column"] }));
  assert.deepEqual(means.map(Number.isNaN), [false, false, true, true, true, false, false, false]);
  assert.equal(means[6], 4);
  assert.deepEqual(numbers(medianFilter(view, { axes: ["column"] })), [1e17, 2, 2, 4, 5, 5, 5, 1]);
});

test("resample by whole factors: as scikit-image's downscale_local_mean; by p/q as that of q-fold pixels", {
  skip,
}, () => {
  const shape = [12, 30];
  const data = Float64Array.from(noise(shape, 0.5, 7), (x, i) => x * 100 + ((i * 37) % 41));
  const factors = [
    [1, 2, 3],
    [3, 1, 1],
    [3, 2, 5],
    [2, 3, 5],
    [1, 4, 7],
    [6, 5, 1],
  ];
  const wanted = python(
    `a = np.array(d["data"]).reshape(12, 30)
out = []
for p, q, r in d["factors"]:
    # Rows p/q, columns p/r.
    b = a.repeat(q, axis=0).repeat(r, axis=1)
    b = b[: b.shape[0] // p * p, : b.shape[1] // p * p]
    out.append(transform.downscale_local_mean(b, (p, p)).ravel().tolist())
print(json.dumps(out))`,
    { data: [...data], factors },
  );
  const view = ImageView.from(data, { shape, axes: ["row", "column"] });
  for (const [i, [p, q, r]] of factors.entries()) {
    const factor = { row: p / q, column: p / r };
    near(numbers(resample(view, { factor })), wanted[i], 1e-11);
    const turned = resample(view.reorder(["column", "row"]), { factor });
    near(numbers(turned.reorder(["row", "column"])), wanted[i], 1e-11);
  }
});

test("resample: by size, factor and spacing; positions and sums times areas stay", () => {
  const view = ImageView.from(
    new Uint8Array(60).map((_, i) => (i * 37) % 101),
    {
      shape: [6, 10],
      axes: ["row", "column"],
      spacing: { row: 0.5, column: 0.2 },
      origin: { row: 3, column: -1 },
      direction: "up",
    },
  );
  const area = (image: AnyImageView) => image.sum() * (image.spacing.row ?? 1) * (image.spacing.column ?? 1);
  for (const size of [{ row: 3 }, { row: 7, column: 3 }, { column: 23 }, { row: 1, column: 1 }]) {
    const found = resample(view, { size });
    assert.ok(Math.abs(area(found) / area(view) - 1) < 1e-12, JSON.stringify(size));
  }
  const found = resample(view, { spacing: { row: 0.75 }, factor: { column: 3 } });
  // Rows begin at 3 - 0.25 = 2.75 and are 0.75: the first centre is 3.125. Columns: 3 of 3 pixels, one is left out.
  assert.deepEqual([found.shape, found.direction, found.unit], [[4, 3], "up", view.unit]);
  near([...found.coordinates("row")], [3.125, 3.875, 4.625, 5.375], 1e-12);
  near([...found.coordinates("column")], [-0.8, -0.2, 0.4], 1e-12);
  const flipped = resample(view.flip("row"), { spacing: { row: 0.75 } });
  near([...flipped.coordinates("row")], [5.375, 4.625, 3.875, 3.125], 1e-12);
  const colours = ImageView.from(Uint8Array.of(0, 10, 100, 20, 30, 40), {
    shape: [2, 3],
    axes: ["row"],
    components: 3,
  });
  assert.deepEqual(numbers(resample(colours, { size: { row: 1 } })), [10, 20, 70]);
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
    ["range", () => boxFilter(view, { reach: -1 })],
    ["argument", () => boxFilter(view, { border: "none" as "wrap" })],
    ["argument", () => gaussian(view, { sigma: 1, border: "toString" as "wrap" })],
    ["range", () => medianFilter(view, { reach: 1.5 })],
    ["range", () => medianFilter(view, { reach: 90_000 })],
    ["range", () => medianFilter(view, { border: 256 })],
    ["range", () => resample(view, { size: { row: 0 } })],
    ["range", () => resample(view, { factor: { row: 3 } })],
    ["range", () => resample(view, { factor: { row: -1 } })],
    ["range", () => resample(view, { factor: { row: 2 }, size: { row: 2 } })],
    ["calibration", () => resample(view, { spacing: { row: 1 } })],
    ["axes-unknown-name", () => resample(view as ImageView, { size: { slice: 2 } })],
    ["argument", () => labelComponents(view, { neighbours: "all" as never })],
    ["shape-or-dtype", () => regionProperties(view.minus(1))],
    ["axes-unknown", () => regionProperties(ImageView.from(new Uint8Array(3)))],
  ];
  for (const [name, run] of wrong) assert.throws(run, code(name), String(run));
});

test("labels of channels and frames are those of each by itself, wherever these axes are", () => {
  const next = randomNumbers(21);
  for (const neighbours of ["sides", "corners"] as const) {
    for (const axes of [
      ["row", "column", "channel"],
      ["channel", "row", "column"],
      ["row", "channel", "column"],
      ["sequence", "column", "row"],
    ] as const) {
      const apart = axes.find((axis) => axis === "channel" || axis === "sequence")!;
      const shape = axes.map((axis) => (axis === apart ? 3 : axis === "row" ? 9 : 11));
      const data = new Uint8Array(297).map(() => Number(next() < 0.5));
      const labels = labelComponents(ImageView.from(data, { shape, axes }), { neighbours });
      const seen = new Set<number>();
      for (let index = 0; index < 3; index++) {
        const part = labels.pick({ [apart]: index } as never) as AnyImageView;
        const mask = part.compare("greater", 0) as AnyImageView;
        const alone = labelComponents(mask, { neighbours });
        // The same parts under other numbers, none of which another channel has.
        const names = new Map<unknown, unknown>();
        const [all, own] = [part.toArray(), alone.toArray()];
        for (const [i, label] of all.entries()) {
          if (!names.has(label)) names.set(label, own[i]);
          assert.equal(names.get(label), own[i], `${axes} ${neighbours}`);
        }
        assert.equal(new Set(names.values()).size, names.size);
        names.delete(0);
        for (const label of names.keys()) {
          assert.ok(!seen.has(label as number));
          seen.add(label as number);
        }
      }
      assert.equal(seen.size, labels.max());
    }
  }
});
