/** Values along lines of images, and where they pass a level. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cutline } from "../../src/analysis/index.ts";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { ImageView } from "../../src/image/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { Region, rect } from "../../src/region/index.ts";
import { mimeBundle } from "../../src/view/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../support/scientific-python.ts";

const axes = ["row", "column"] as const;
const near = (found: number, wanted: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found} is not ${wanted}`);
const code = (wanted: string) => (error: unknown) => isReticleError(error) && error.code === wanted;

/** The plane a·x + b·y on 40 × 50 pixels of 0.2 × 0.1 µm around (1, 2). */
function slope(a: number, b: number) {
  const at = (i: number) => a * (1 + ((i % 50) - 24.5) * 0.1) + b * (2 + (Math.floor(i / 50) - 19.5) * 0.2);
  return ImageView.from(
    Float64Array.from({ length: 2000 }, (_, i) => at(i)),
    {
      axes,
      shape: [40, 50],
      spacing: { row: 0.2, column: 0.1 },
      origin: { row: 2 - 19.5 * 0.2, column: 1 - 24.5 * 0.1 },
      direction: "up",
    },
  );
}

test("law: on a plane a·x + b·y a cut has the plane's values, and passes a level where the plane does", () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const point = fc.tuple(
    fc.double({ min: -1.4, max: 3.4, noNaN: true }),
    fc.double({ min: -1.8, max: 5.8, noNaN: true }),
  );
  fc.assert(
    fc.property(part, part, point, point, fc.constantFrom(0, 0.3), (a, b, from, to, width) => {
      fc.pre(Math.hypot(to[0] - from[0], to[1] - from[1]) > 0.5 && Math.hypot(a, b) > 0.05);
      // A mean across the line of a plane is the value in the middle, where the whole width lies between centres.
      fc.pre(width === 0 || [from, to].every(([x, y]) => x > -1.2 && x < 3.2 && y > -1.6 && y < 5.6));
      const ends = [from, to].map(([x, y]) => a * x + b * y);
      const level = (ends[0] + ends[1]) / 2;
      const cut = cutline(slope(a, b), from, to, { level, width });
      cut.values.forEach((value, i) => {
        near(value, ends[0] + ((ends[1] - ends[0]) * i) / (cut.values.length - 1), 1e-9);
      });
      if (Math.abs(ends[1] - ends[0]) < 1e-6) return;
      assert.equal(cut.edges.length, 1);
      near(cut.edges[0].distance, cut.length / 2, 1e-6);
      assert.equal(cut.edges[0].rises, ends[1] > ends[0]);
      near(cut.edges[0].position[0], (from[0] + to[0]) / 2, 1e-6);
      near(cut.edges[0].position[1], (from[1] + to[1]) / 2, 1e-6);
    }),
  );
});

test("lines and spaces of a coverage, along x and at 45°", () => {
  const bars = Region.or(...[0, 1, 2].map((i) => rect(0.2, 4, { position: [i * 0.5, 0] })));
  const coverage = rasterize(bars, { window: box(-1, -3, 2, 3), pitch: 0.02 });
  const cut = cutline(coverage, [-0.5, 0.01], [1.5, 0.01]);
  // The edges lie on borders of pixels: between centres of 0 and 1 the level 0.5 is halfway.
  assert.equal(cut.widths.length, 3);
  assert.equal(cut.spaces.length, 2);
  for (const width of cut.widths) near(width, 0.2);
  for (const space of cut.spaces) near(space, 0.3);
  assert.deepEqual(
    cut.edges.map(({ rises }) => rises),
    [true, false, true, false, true, false],
  );
  // At 45° the bars are √2 times as wide.
  const slanted = cutline(coverage, [-0.5, -0.5], [1.5, 1.5]);
  for (const width of slanted.widths) near(width, 0.2 * Math.SQRT2, 1e-3);
  // A bar that the cut begins in has no width.
  assert.equal(cutline(coverage, [0, 0], [1.5, 0]).widths.length, 2);
  assert.match(`${cut}`, /^Cutline of 2 µm at level 0\.5: 3 widths of 0\.2 µm, 2 spaces of 0\.3 µm$/);
  assert.match(`${cutline(coverage, [-0.5, 0], [-0.2, 0])}`, /no width, no space$/);
});

test("the mean across a cut, and what it is without an image", () => {
  // Rows of 0 and 1 in turns: any two together have the mean 0.5.
  const stripes = ImageView.from(
    Float32Array.from({ length: 100 }, (_, i) => Math.floor(i / 10) % 2),
    { axes, shape: [10, 10], spacing: { row: 1, column: 1 }, origin: { row: 0.5, column: 0.5 } },
  );
  const cut = cutline(stripes, [1, 5], [9, 5], { width: 2 });
  for (const value of cut.values) near(value, 0.5);
  const beyond = cutline(stripes, [-2, 1.5], [4, 1.5], { every: 0.25 });
  assert.deepEqual([...beyond.values.subarray(0, 8)], new Array(8).fill(Number.NaN));
  assert.deepEqual([...beyond.values.subarray(8)], new Array(17).fill(1));
  assert.deepEqual(beyond.edges, [], "the border of the image is no edge");
});

test("a cut's profile is an image along its distances, and shows itself", async () => {
  const cut = cutline(slope(1, 0), [0, 2], [2, 2], { level: 1, every: 0.5 });
  assert.deepEqual([...cut.profile.coordinates("column")], [0, 0.5, 1, 1.5, 2]);
  assert.deepEqual(
    cut.figure().traces.map((trace) => "name" in trace && trace.name),
    ["value", "level", "edges"],
  );
  const bundle = await mimeBundle(cut);
  assert.match(String(bundle["text/plain"]), /^Cutline of 2 µm/);
  assert.match(String(bundle["image/svg+xml"]), /distance \(µm\)/);
});

test("compared with scipy's map_coordinates: values between pixels", { skip }, () => {
  const next = randomNumbers(3);
  const values = Array.from({ length: 12 * 9 }, next);
  const noise = ImageView.from(Float64Array.from(values), {
    axes,
    shape: [12, 9],
    spacing: { row: 1, column: 1 },
    origin: { row: 0, column: 0 },
  });
  const cut = cutline(noise, [0.2, 0.4], [7.7, 10.9], { every: 0.1 });
  const wanted = python(
    `a = np.array(d["values"]).reshape(12, 9)
t = np.linspace(0, 1, d["count"])
print(json.dumps(ndi.map_coordinates(a, [0.4 + t * 10.5, 0.2 + t * 7.5], order=1).tolist()))`,
    { values, count: cut.values.length },
  ) as number[];
  for (const [i, value] of cut.values.entries()) near(value, wanted[i], 1e-12);
});

test("a cut may have a million widths", () => {
  const stripes = ImageView.from(
    Uint8Array.from({ length: 600_000 }, (_, i) => i % 2),
    { axes, shape: [1, 600_000], spacing: { row: 1, column: 1 }, kind: "binary" },
  );
  const cut = cutline(stripes, [0, 0.5], [600_000, 0.5], { every: 0.25 });
  // Pixels are 1 µm and alternate: the level is passed in the middle between each two centres.
  assert.equal(cut.widths.length, 299_999);
  assert.match(`${cut}`, /299999 widths of 1 µm/);
});

test("ends may be points of a table, which typed arrays are", () => {
  const image = slope(1, 1);
  const table = Float64Array.of(0, 0, 0, 1, 0, 0);
  const cut = cutline(image, table.subarray(0, 2), Float32Array.of(1, 0), { level: 0.5 });
  assert.deepEqual(cut.values, cutline(image, [0, 0], [1, 0], { level: 0.5 }).values);
  assert.throws(() => cutline(image, table, [1, 0]), /a point \[x, y\] in µm/);
});

test("what is missing or absurd is named", () => {
  const image = slope(1, 1);
  assert.throws(() => cutline(image, [0, 0], [0, 0]), code("cutline"));
  assert.throws(() => cutline(image, [0, 0], [1, 0], { every: 1e-9 }), code("cutline"));
  assert.throws(() => cutline(image, [0, 0], [1, 0], { width: -1 }), /a width of 0 or more/);
  assert.throws(() => cutline(image, [0, Number.NaN], [1, 0]), /a point \[x, y\] in µm/);
  const huge = ImageView.from(new Uint8Array(2 ** 28 + 1), {
    axes,
    shape: [1, 2 ** 28 + 1],
    spacing: { row: 1, column: 1 },
  });
  assert.throws(() => cutline(huge, [0, 0], [1, 0], { level: 1 }), code("too-large"));
  const bytes = ImageView.from(new Uint8Array(6), { axes, shape: [2, 3], spacing: { row: 1, column: 1 } });
  assert.throws(() => cutline(bytes, [0, 0], [1, 0]), code("level"));
});
