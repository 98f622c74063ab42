/** Spectra beside scipy's, and registration beside scikit-image's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../../src/errors.ts";
import { fourier, ImageView, inverseFourier, phaseCorrelation, powerSpectrum } from "../../../src/image/index.ts";
import { randomNumbers } from "../../support/random-numbers.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../../support/scientific-python.ts";

const code = (wanted: string) => (error: unknown) => isReticleError(error, "ImageError") && error.code === wanted;

function near(found: ArrayLike<number>, wanted: readonly number[], tolerance: number, what = "") {
  assert.equal(found.length, wanted.length, what);
  const scale = wanted.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  for (let i = 0; i < wanted.length; i++) {
    if (!(Math.abs(found[i] - wanted[i]) <= tolerance * scale))
      assert.fail(`${what} ${found[i]} at ${i}: ${wanted[i]}`);
  }
}

const sizes = [
  [8, 16],
  [9, 15],
  [7, 32],
  [12, 1],
  [1, 5],
  [31, 30],
  [64, 17],
  [60, 45],
  [37, 128],
];

test("fourier, inverseFourier, powerSpectrum: as scipy's fft2, ifft2, fftshift, for any sizes", { skip }, () => {
  const next = randomNumbers(3);
  for (const shape of sizes) {
    const data = new Float64Array(shape[0] * shape[1]).map(() => next() * 10 - 5);
    const wanted = python(
      `a = np.array(d["data"]).reshape(d["shape"])
f = scipy.fft.fft2(a)
r = scipy.fft.fft(a, axis=0)
z = scipy.fft.ifft2(f * np.exp(1j * a))
pairs = lambda c: np.stack([c.real, c.imag], -1).ravel().tolist()
print(json.dumps([pairs(f), pairs(r), (np.abs(np.fft.fftshift(f)) ** 2).ravel().tolist(), pairs(z), pairs(f * np.exp(1j * a))]))`,
      { data: [...data], shape },
    );
    const what = String(shape);
    const view = ImageView.from(data, { shape, axes: ["row", "column"], spacing: { row: 0.5, column: 0.1 } });
    const spectrum = fourier(view);
    assert.equal(spectrum.components, 2);
    near(spectrum.toArray(), wanted[0], 1e-13, what);
    near(fourier(view, { axes: ["row"] }).toArray(), wanted[1], 1e-13, what);
    near(powerSpectrum(view).toArray(), wanted[2], 1e-13, what);
    near(inverseFourier(spectrum).toArray(), [...data], 1e-13, what);
    const turned = fourier(view.reorder(["column", "row"])).reorder(["row", "column"]);
    near(turned.toArray(), wanted[0], 1e-13, what);
    const changed = spectrum.withArray(ImageView.from(Float64Array.from(wanted[4]), { shape: [...shape, 2] }).array);
    near(inverseFourier(changed, { parts: "complex" }).toArray(), wanted[3], 1e-13, what);
  }
});

test("fourier of volumes along three axes and of planes of a volume: as scipy's fftn", { skip }, () => {
  const next = randomNumbers(4);
  const data = new Float32Array(6 * 8 * 5).map(() => next());
  const wanted = python(
    `a = np.array(d).reshape(6, 8, 5)
pairs = lambda c: np.stack([c.real, c.imag], -1).ravel().tolist()
print(json.dumps([pairs(scipy.fft.fftn(a)), pairs(scipy.fft.fft2(a)), pairs(scipy.fft.fftn(a, axes=(0, 2)))]))`,
    [...data],
  );
  const view = ImageView.from(data, { shape: [6, 8, 5], axes: ["slice", "row", "column"] });
  near(fourier(view, { axes: ["slice", "row", "column"] }).toArray(), wanted[0], 1e-13);
  near(fourier(view).toArray(), wanted[1], 1e-13);
  near(fourier(view, { axes: ["slice", "column"] }).toArray(), wanted[2], 1e-13);
});

test("axes of one index, wherever they are, change nothing of a spectrum", () => {
  const next = randomNumbers(6);
  const plain = ImageView.from(new Float64Array(42).map(next), { shape: [7, 6], axes: ["row", "column"] });
  const wanted = fourier(plain).toArray();
  for (const axes of [
    ["row", "column", "slice"],
    ["slice", "row", "column"],
    ["row", "slice", "column"],
  ] as const) {
    const view = ImageView.from(plain.data, {
      shape: axes.map((axis) => ({ row: 7, column: 6, slice: 1 })[axis]),
      axes,
    });
    for (const along of [["row", "column"], axes] as const)
      near(fourier(view, { axes: along as never }).toArray(), [...wanted], 1e-13, axes.join());
  }
});

test("axes of a spectrum are frequencies in 1/µm, and come back", () => {
  const data = new Float64Array(8 * 10).map((_, i) => Math.cos((2 * Math.PI * 3 * (i % 10)) / 10));
  const view = ImageView.from(data, { shape: [8, 10], axes: ["row", "column"], spacing: { row: 0.5, column: 0.1 } });
  const spectrum = fourier(view);
  // 3 waves within 10 pixels of 0.1 µm: 3/µm.
  assert.deepEqual(
    [spectrum.spacing, spectrum.unit],
    [
      { row: 0.25, column: 1 },
      { row: "1/µm", column: "1/µm" },
    ],
  );
  assert.deepEqual([inverseFourier(spectrum).spacing, inverseFourier(spectrum).unit], [view.spacing, view.unit]);
  const powers = powerSpectrum(view);
  assert.deepEqual([...powers.coordinates("column")], [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4]);
  const { row, column } = powers.argmax();
  assert.deepEqual([powers.coordinates("row")[row!], Math.abs(powers.coordinates("column")[column!])], [0, 3]);
});

test("law: Parseval's: powers of a spectrum add up to those of the image times its pixels", () => {
  const next = randomNumbers(5);
  for (const shape of [...sizes, [100, 97]]) {
    const view = ImageView.from(new Float64Array(shape[0] * shape[1]).map(next), { shape, axes: ["row", "column"] });
    const squares = view.times(view).sum() * view.size;
    assert.ok(Math.abs(powerSpectrum(view).sum() / squares - 1) < 1e-12, String(shape));
  }
});

test("phaseCorrelation: as scikit-image's phase_cross_correlation, in parts of pixels", { skip }, () => {
  const wanted = python(
    `rng = np.random.default_rng(1)
from scipy.ndimage import fourier_shift, gaussian_filter
from skimage.registration import phase_cross_correlation
out = []
for shape, shift in [((32, 40), (3, -5)), ((33, 41), (-2.43, 7.81)), ((24, 64), (0.07, -0.36)), ((8, 16, 12), (1.5, -2.25, 3))]:
    a = gaussian_filter(rng.random(shape), 1)
    b = np.fft.ifftn(fourier_shift(np.fft.fftn(a), shift)).real + 0.001 * rng.random(shape)
    for upsample in (1, 10, 100):
        for norm in ("phase", None):
            s, e, _ = phase_cross_correlation(a, b, upsample_factor=upsample, normalization=norm)
            out.append([list(shape), a.ravel().tolist(), b.ravel().tolist(), upsample, norm, s.tolist(), float(e)])
print(json.dumps(out))`,
    null,
  ) as [number[], number[], number[], number, "phase" | null, number[], number][];
  for (const [shape, a, b, upsample, norm, shift, error] of wanted) {
    const axes = (["slice", "row", "column"] as const).slice(3 - shape.length);
    const [reference, moving] = [a, b].map((data) =>
      ImageView.from(Float64Array.from(data), { shape, axes, spacing: { row: 0.5 } }),
    );
    const found = phaseCorrelation(reference, moving, { upsample, normalization: norm ?? "none" });
    const what = `${shape} ${upsample} ${norm}`;
    near(
      axes.map((axis) => found.shift[axis]!),
      shift,
      1e-9,
      what,
    );
    near([found.distance.row!], [shift[shape.length - 2] * 0.5], 1e-9, what);
    near([found.error], [error], 1e-6, what);
  }
});

test("wrong images and options of spectra and registration are said", () => {
  const view = ImageView.from(new Uint8Array(6), { shape: [2, 3], axes: ["row", "column"] });
  const colour = ImageView.from(new Uint8Array(6), { shape: [2, 3], axes: ["row"], components: 3 });
  const wrong: [string, () => unknown][] = [
    ["shape-or-dtype", () => fourier(colour)],
    ["shape-or-dtype", () => inverseFourier(view)],
    ["axes-unknown", () => fourier(ImageView.from(new Uint8Array(6)))],
    ["axes-unknown-name", () => fourier(view as ImageView, { axes: ["slice"] })],
    ["argument", () => inverseFourier(fourier(view), { parts: "imaginary" as "real" })],
    ["argument", () => powerSpectrum(view, { zero: "last" as "first" })],
    ["shape-or-dtype", () => phaseCorrelation(view, view.crop({ row: [0, 1] }))],
    ["shape-or-dtype", () => phaseCorrelation(view.times(NaN), view.times(1))],
    ["range", () => phaseCorrelation(view, view, { upsample: 0 })],
    ["axes-unknown", () => phaseCorrelation(ImageView.from(new Uint8Array(6)), ImageView.from(new Uint8Array(6)))],
  ];
  for (const [name, run] of wrong) assert.throws(run, code(name), String(run));
});

test("steps too fine for memory are an error before anything is worked out", () => {
  const plane = ImageView.from(new Float32Array(64).map(Math.random), { shape: [8, 8], axes: ["row", "column"] });
  // 15,000 positions along each axis would be 3.6 GB.
  assert.throws(() => phaseCorrelation(plane, plane, { upsample: 10_000 }), code("range"));
  const volume = ImageView.from(new Float32Array(64), { shape: [4, 4, 4], axes: ["slice", "row", "column"] });
  assert.throws(() => phaseCorrelation(volume, volume, { upsample: 1000 }), code("range"));
  const line = ImageView.from(new Float32Array(8).map(Math.random), { axes: ["column"] });
  assert.deepEqual(phaseCorrelation(line, line, { upsample: 10_000 }).shift, { column: 0 });
});
