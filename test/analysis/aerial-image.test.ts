/** Aerial images beside closed forms and Abbe's sum in numpy. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { aerialImage } from "../../src/analysis/index.ts";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { ImageView } from "../../src/image/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { circle, Region, rect, text } from "../../src/region/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../support/scientific-python.ts";

const near = (found: number, wanted: number, tolerance: number) =>
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found} is not ${wanted}`);
const code = (wanted: string) => (error: unknown) => isReticleError(error) && error.code === wanted;
const scanner = { wavelength: 0.193, numericalAperture: 0.85 };

test("all clear is 1, all dark is 0, in focus and out of it, whatever the source", () => {
  const window = box(0, 0, 1, 0.8);
  for (const sigma of [0, 0.3, 1, [0.5, 0.8]] as const) {
    for (const defocus of [0, 0.2]) {
      const clear = aerialImage(rasterize(rect(9), { window, pitch: 0.02 }), { ...scanner, sigma, defocus });
      for (const value of clear.toArray()) near(value, 1, 1e-12);
      const dark = aerialImage(rasterize(circle(0.1, { position: [5, 5] }), { window, pitch: 0.02 }), {
        ...scanner,
        sigma,
        defocus,
      });
      for (const value of dark.toArray()) near(value, 0, 1e-12);
    }
  }
});

test("a grating whose first orders alone pass the lens, in coherent light: (1/2 + 2·a·cos 2πx/p)²", () => {
  // Pitch 0.4 µm, half of it clear. Orders are at 2.5/µm · k, the pupil ends at 0.85/0.193 = 4.4/µm: 0 and ±1 pass. With 40
  // pixels a period, edges on their borders, the discrete transform gives the order a = 1/(40·sin(π/40)) in place of 1/π.
  const [pitch, pixels] = [0.4, 40];
  const bars = Region.or(...Array.from({ length: 4 }, (_, i) => rect(0.2, 9, { position: [0.2 + i * pitch, 0] })));
  const mask = rasterize(bars, { window: box(0, 0, 4 * pitch, 0.3), pitch: pitch / pixels });
  const first = 1 / (pixels * Math.sin(Math.PI / pixels));
  const wave = (x: number) => Math.cos((2 * Math.PI * (x - 0.2)) / pitch);
  const image = aerialImage(mask, { ...scanner, sigma: 0 });
  const positions = image.coordinates("column");
  for (const [i, x] of positions.entries()) near(image.get(11, i), (0.5 + 2 * first * wave(x)) ** 2, 1e-12);
  // Out of focus by z the orders' phase is 2πz/λ·(√(1 − (λ/p)²) − 1) =: φ; |1/2 + 2a·cos·e^(iφ)|² = 1/4 + 2a·cos·cos φ + 4a²cos².
  const defocus = 0.3;
  const { wavelength } = scanner;
  const phase = ((2 * Math.PI * defocus) / wavelength) * (Math.sqrt(1 - (wavelength / pitch) ** 2) - 1);
  const blurred = aerialImage(mask, { ...scanner, sigma: 0, defocus });
  for (const [i, x] of positions.entries()) {
    const wanted = 0.25 + 2 * first * wave(x) * Math.cos(phase) + 4 * first ** 2 * wave(x) ** 2;
    near(blurred.get(3, i), wanted, 1e-12);
  }
});

test("light from a point at the pupil's edge: two waves interfere", () => {
  // The source's point at (1, 0) moves the orders by 4.4/µm: of 0.3 µm pitch (3.33/µm) 0 and −1 pass, 1 and −3 do not, and −2 is 0. The image
  // is |1/2 + a·e^(−2πix/p)|² = 1/4 + a² + a·cos 2πx/p: contrast where light along the axis would need 0 and ±1.
  const [pitch, pixels] = [0.3, 40];
  const bars = Region.or(...Array.from({ length: 4 }, (_, i) => rect(0.15, 9, { position: [0.15 + i * pitch, 0] })));
  const mask = rasterize(bars, { window: box(0, 0, 4 * pitch, 0.3), pitch: pitch / pixels });
  const first = 1 / (pixels * Math.sin(Math.PI / pixels));
  for (const x of [1, -1]) {
    const image = aerialImage(mask, { ...scanner, source: [[x, 0, 3]] });
    for (const [i, position] of image.coordinates("column").entries()) {
      const wave = Math.cos((2 * Math.PI * (position - 0.15)) / pitch);
      near(image.get(5, i), 0.25 + first ** 2 + first * wave, 1e-12);
    }
  }
});

test("compared with Abbe's sum over whole spectra in numpy, for sizes that are no powers of two", { skip }, () => {
  const mask = rasterize(text("Rq5", { height: 0.7 }), { window: box(-0.1, -0.3, 1.4, 0.9), pitch: [0.025, 0.02] });
  const next = randomNumbers(9);
  const source = Array.from({ length: 12 }, () => {
    const [radius, angle] = [Math.sqrt(next()), 2 * Math.PI * next()];
    return [radius * Math.cos(angle), radius * Math.sin(angle), next()] as const;
  });
  for (const [defocus, refractiveIndex, numericalAperture] of [
    [0, 1, 0.85],
    [0.12, 1, 0.6],
    [-0.1, 1.44, 1.2],
  ] as const) {
    const options = { wavelength: 0.193, numericalAperture, defocus, refractiveIndex, source };
    if (numericalAperture === 1.2) options.wavelength = 0.248;
    const image = aerialImage(mask, options);
    const wanted = python(
      `o = d["options"]
m = np.array(d["values"]).reshape(d["shape"])
F = np.fft.fft2(m)
fy = np.fft.fftfreq(m.shape[0], d["pitch"][1])[:, None]
fx = np.fft.fftfreq(m.shape[1], d["pitch"][0])[None, :]
cut = o["numericalAperture"] / o["wavelength"]
n, lam = o["refractiveIndex"], o["wavelength"]
I = np.zeros(m.shape)
for u, v, w in o["source"]:
    q = (fx + u * cut) ** 2 + (fy + v * cut) ** 2
    phase = 2 * np.pi * n / lam * o["defocus"] * (np.sqrt(np.maximum(0, 1 - (lam / n) ** 2 * q)) - 1)
    I += w * abs(np.fft.ifft2(F * (q <= cut * cut) * np.exp(1j * phase))) ** 2
I /= sum(w for _, _, w in o["source"])
print(json.dumps(I.ravel().tolist()))`,
      { options, values: [...mask.toArray()], shape: mask.shape, pitch: [0.025, 0.02] },
    ) as number[];
    for (const [i, value] of image.toArray().entries()) near(value, wanted[i], 1e-9);
  }
});

test("pixels too coarse for the intensity have its values at their centres all the same", () => {
  // λ/(2·NA·(1 + σ)) = 0.0668 µm is the coarsest; the intensity itself has details of λ/(2·NA) = 0.11 µm period, 0.057 a sample.
  const options = { ...scanner, source: [[0.6, 0, 1]] as const };
  // A mask of one wave is the same on both grids.
  const wave = (pitch: number) => {
    const size = Math.round(1.92 / pitch);
    const values = Float64Array.from({ length: size * size }, (_, i) => {
      const x = ((i % size) + 0.5) * pitch;
      return 0.5 + 0.5 * Math.cos((2 * Math.PI * 12 * x) / 1.92);
    });
    return ImageView.from(values, {
      axes: ["row", "column"],
      shape: [size, size],
      spacing: { row: pitch, column: pitch },
      origin: { row: pitch / 2, column: pitch / 2 },
    });
  };
  const coarse = aerialImage(wave(0.06), options);
  const fine = aerialImage(wave(0.02), options);
  assert.deepEqual(coarse.shape, [32, 32]);
  for (let i = 0; i < 32; i++) near(coarse.get(4, i), fine.get(13, 3 * i + 1), 1e-12);
});

test("a disc and a ring of a source weigh as much as they should", () => {
  // Within 2 % of one sampled more than twice as finely: orders that pass the edge of the pupil come and go at once.
  const mask = rasterize(rect(0.2, 0.5), { window: box(-1.2, -1.2, 1.2, 1.2), pitch: 0.03 });
  for (const [inner, outer] of [
    [0, 0.7],
    [0.5, 0.9],
  ] as const) {
    const fine: [number, number, number][] = [];
    for (let i = -100; i <= 100; i++) {
      for (let k = -100; k <= 100; k++) {
        const radius = Math.hypot(i, k) / 100;
        if (radius >= inner && radius <= outer && i % 4 === 0 && k % 4 === 0) fine.push([i / 100, k / 100, 1]);
      }
    }
    const found = aerialImage(mask, { ...scanner, sigma: [inner, outer] });
    const wanted = aerialImage(mask, { ...scanner, source: fine });
    for (const [i, value] of found.toArray().entries()) near(value, wanted.toArray()[i], 0.02);
  }
});

test("axes, spacing and origin are those of the mask's pixels, rows upwards", () => {
  const mask = rasterize(rect(0.3), { window: box(-1, -0.5, 1, 0.5), pitch: 0.05 });
  const image = aerialImage(mask, scanner);
  assert.deepEqual([image.spacing, image.origin, image.direction], [mask.spacing, mask.origin, "up"]);
  const turned = aerialImage(mask.flip("row").reorder(["column", "row"]), scanner);
  assert.deepEqual([...turned.toArray()], [...image.toArray()]);
});

test("what is missing or absurd is named", () => {
  const mask = rasterize(rect(1), { pitch: 0.1 });
  assert.throws(() => aerialImage(mask, scanner), code("aerial-image"));
  assert.throws(() => aerialImage(mask, scanner), /pixels of 0\.1 µm are too large .* at most 0\.066\d+ µm/);
  const fine = rasterize(rect(1), { pitch: 0.02 });
  assert.throws(() => aerialImage(fine, { ...scanner, numericalAperture: 1.2 }), /below the refractive index/);
  assert.throws(
    () => aerialImage(fine, { ...scanner, wavelength: 193 }),
    /193 µm is none of light that makes images; light of 193 nm has a wavelength of 0\.193 µm/,
  );
  assert.throws(() => aerialImage(fine, { ...scanner, sigma: 2 }), /a sigma from 0 to 1/);
  for (const sigma of [[0.8, 0.5], [0.5], [], [0.1, 0.5, 0.7], null, "0.5", ["0", "1"]] as never[])
    assert.throws(() => aerialImage(fine, { ...scanner, sigma }), /a sigma from 0 to 1/);
  assert.throws(() => aerialImage(fine, { ...scanner, source: [] }), /a list of points/);
  assert.throws(() => aerialImage(fine, { ...scanner, source: [[1, 1, 1]] }), /outside of the pupil/);
  assert.throws(() => aerialImage(fine, { ...scanner, source: [[0, 0, 0]] }), /no point of the source has a weight/);
  assert.throws(() => aerialImage(fine, {} as never), /a wavelength above 0/);
  assert.throws(() => aerialImage(fine, { ...scanner, focus: 1 } as never), /"defocus"|focus/);
});
