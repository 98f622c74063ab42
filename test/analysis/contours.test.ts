/** Images back to polygons. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { contours } from "../../src/analysis/index.ts";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { type AnyImageView, gaussian, ImageView, labelComponents } from "../../src/image/index.ts";
import { drawOn, rasterize, toBitmap } from "../../src/raster/index.ts";
import { circle, type Region, rect, ring, text } from "../../src/region/index.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../support/scientific-python.ts";

const axes = ["row", "column"] as const;
const image = (values: ArrayLike<number>, rows: number, columns: number, spacing = 0.1, more = {}) =>
  ImageView.from(Float64Array.from(values), {
    axes,
    shape: [rows, columns],
    spacing: { row: spacing, column: spacing },
    origin: { row: spacing / 2, column: spacing / 2 },
    direction: "up",
    ...more,
  });
const binary = (bits: ArrayLike<number>, rows: number, columns: number) =>
  ImageView.from(Uint8Array.from(bits), {
    axes,
    shape: [rows, columns],
    kind: "binary",
    spacing: { row: 0.1, column: 0.1 },
    origin: { row: 0.05, column: 0.05 },
    direction: "up",
  });
const masks = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })).chain(([rows, columns]) =>
  fc.record({
    rows: fc.constant(rows),
    columns: fc.constant(columns),
    bits: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: rows * columns, maxLength: rows * columns }),
  }),
);
const same = (a: Region, b: Region) => assert.equal(a.xor(b).area, 0);
const code = (wanted: string) => (error: unknown) => isReticleError(error) && error.code === wanted;

test("law: toBitmap(contours(mask)) = mask, with the polygons and holes that connected pixels make", () => {
  fc.assert(
    fc.property(masks, ({ bits, rows, columns }) => {
      const mask = binary(bits, rows, columns);
      const region = contours(mask);
      const window = box(0, 0, columns / 10, rows / 10);
      assert.deepEqual([...toBitmap(region, { window, pitch: 0.1 }).toArray()], bits);
      // Pixels that share sides are one polygon.
      assert.equal(region.polygons.count, labelComponents(mask).max());
      // What is open is connected over corners, too; all that does not reach the frame around the image is a hole.
      const framed = new Uint8Array((rows + 2) * (columns + 2)).fill(1);
      bits.forEach((bit, i) => {
        framed[(Math.floor(i / columns) + 1) * (columns + 2) + (i % columns) + 1] = 1 - bit;
      });
      const open = labelComponents(binary(framed, rows + 2, columns + 2), { neighbours: "corners" }).max();
      assert.equal(region.polygons.ringCount - region.polygons.count, open - 1);
    }),
    { numRuns: 500 },
  );
});

test("law: a pixel's centre is in the contour where its value is above the level, and not where it is below", () => {
  const value = fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0, 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  );
  const size = fc.integer({ min: 1, max: 9 });
  const images = fc.tuple(size, size).chain(([rows, columns]) => {
    const values = fc.array(value, { minLength: rows * columns, maxLength: rows * columns });
    return fc.record({ rows: fc.constant(rows), columns: fc.constant(columns), values });
  });
  fc.assert(
    fc.property(images, ({ values, rows, columns }) => {
      // Pixels of 1 mm at 1 nm: what rounds to a centre must be within 10⁻⁶ of it.
      const region = contours(image(values, rows, columns, 1000), { level: 0.5 });
      values.forEach((one, i) => {
        if (Math.abs(one - 0.5) < 1e-4) return;
        const centre = [((i % columns) + 0.5) * 1000, (Math.floor(i / columns) + 0.5) * 1000] as const;
        assert.equal(region.contains(centre), one > 0.5, `${one} at ${i}`);
      });
      for (const polygon of region) assert.ok(polygon.area > 0);
    }),
    { numRuns: 500 },
  );
});

test("edges on the borders of pixels are found again, corners less a triangle of half a pixel", () => {
  // Between the centres of an open and a covered pixel the coverage passes 0.5 halfway, on the border. At each of the 4
  // corners the contour goes from the middle of one side of the corner's pixel, 50 nm from it, to that of the other.
  const shape = rect(2, 1, { at: "sw", position: [0.5, 0.5] });
  const found = contours(rasterize(shape, { window: box(0, 0, 3, 2), pitch: 0.1 }));
  assert.equal(found.count, 1);
  assert.equal(found.polygons.vertexCount, 8);
  assert.ok(Math.abs(found.area - (2 - (4 * 0.05 ** 2) / 2)) < 1e-12);
  assert.equal(found.not(shape).area, 0);
});

test("what runs out of the image ends at the outer borders of its pixels", () => {
  const found = contours(rasterize(rect(100), { window: box(-1, -2, 3, 4), pitch: 0.25 }));
  same(found, rect(4, 6, { at: "sw", position: [-1, -2] }));
  same(contours(image([1], 1, 1, 2)), rect(2, 2, { at: "sw", position: [0, 0] }));
});

test("rings in rings: hulls and holes of any depth", () => {
  const shape = ring(9, 8).or(ring(7, 6), ring(5, 4), circle(2), text("Bo8", { height: 3, position: [14, 0] }));
  const found = contours(rasterize(shape, { pitch: 0.05 }));
  assert.equal(found.polygons.count, shape.merged().polygons.count);
  assert.equal(found.polygons.ringCount, shape.merged().polygons.ringCount);
  // Outlines of 280 µm are off by a thirtieth of a pixel on average, and letters lose at their corners.
  assert.ok(found.xor(shape).area < 0.005 * shape.area, `${found.xor(shape).area}`);
  assert.equal(found.isMerged, false);
  same(found, found.merged());
});

test("a circle's contour is nearer to it than a tenth of a pixel, where its radius is 20 of them", () => {
  const [pitch, radius] = [0.1, 2];
  const found = contours(
    rasterize(circle(radius, { position: [0.03, 0.04], points: 4000 }), { pitch, window: box(-3, -3, 3, 3) }),
  );
  const { xy } = found.polygons;
  for (let i = 0; i < xy.length; i += 2) {
    const distance = Math.hypot(xy[i] / 1000 - 0.03, xy[i + 1] / 1000 - 0.04);
    assert.ok(Math.abs(distance - radius) < 0.1 * pitch, `${distance}`);
  }
  assert.ok(Math.abs(found.area / (Math.PI * radius ** 2) - 1) < 2e-3);
});

test("compared with scikit-image's find_contours: areas inside smooth outlines", { skip }, () => {
  const shape: [number, number] = [60, 80];
  let state = 5;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const rough = Float64Array.from({ length: shape[0] * shape[1] }, (_, i) => {
    const [row, column] = [Math.floor(i / shape[1]), i % shape[1]];
    const isInner = row > 8 && row < shape[0] - 9 && column > 8 && column < shape[1] - 9;
    return isInner ? next() : 0;
  });
  const smooth = gaussian(image(rough, ...shape, 10), { sigma: 1.5 });
  const level = 0.5;
  const found = contours(smooth, { level });
  const wanted = python(
    `a = np.array(d["values"]).reshape(d["shape"])
areas = []
for c in measure.find_contours(a, d["level"]):
    y, x = c[:, 0], c[:, 1]
    areas.append(0.5 * abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])))
print(json.dumps(sorted(areas)))`,
    { values: [...smooth.toArray()], shape, level },
  ) as number[];
  const areas = [...found].flatMap((polygon) => {
    const outside = polygon.hulls().area;
    return [outside, ...[...polygon.holes()].map((hole) => hole.area)];
  });
  assert.equal(areas.length, wanted.length);
  assert.ok(wanted.length > 5);
  areas
    .sort((a, b) => a - b)
    .forEach((area, i) => {
      assert.ok(Math.abs(area / 100 - wanted[i]) < 1e-3 * wanted[i] + 1e-3, `${area / 100} and ${wanted[i]}`);
    });
});

test("pictures that go down, flipped and cropped images show the same region", () => {
  const coverage = rasterize(text("F7", { height: 4 }), { pitch: 0.1 });
  const found = contours(coverage);
  same(contours(coverage.flip("row")), found);
  same(contours(coverage.flip("column")), found);
  same(contours(coverage.flip("row", "column").reorder(["column", "row"])), found);
  const part = coverage.crop({ row: [3, 30], column: [5, 20] });
  const window = part.coordinates("column");
  assert.ok(contours(part).not(found).area < 0.01 && window.length === 15);
  // A photograph without an origin has its lower left corner at 0, as drawOn takes it.
  const [rows, columns] = [20, 30];
  const photograph = ImageView.from(
    Uint8Array.from({ length: rows * columns }, (_, i) => (i < 5 * columns ? 200 : 10)),
    {
      axes,
      shape: [rows, columns],
      spacing: { row: 0.5, column: 0.5 },
      direction: "down",
    },
  );
  const bright = contours(photograph, { level: 128, outline: "pixels" });
  same(bright, rect(15, 2.5, { at: "sw", position: [0, 7.5] }));
  const drawn = drawOn(photograph, bright, { color: [0, 0, 0], opacity: 1 });
  assert.equal(drawn.max(), 10);
  const placed = photograph.calibrated({ origin: { row: 9.75, column: 0.25 } });
  same(contours(placed, { level: 128, outline: "pixels" }), bright);
  same(contours(placed.flip("row", "column"), { level: 128, outline: "pixels" }), bright);
  const turned = drawOn(placed.flip("row", "column"), bright, { color: [0, 0, 0], opacity: 1 });
  assert.equal(turned.max(), 10);
});

test("law: dark is what clear leaves of the image, but for what is NaN", () => {
  fc.assert(
    fc.property(masks, fc.constantFrom("pixels", "interpolated"), ({ bits, rows, columns }, outline) => {
      const values = bits.map((bit, i) => (i % 7 === 3 ? 0.5 : bit));
      const grey = image(values, rows, columns);
      const [clear, dark] = (["clear", "dark"] as const).map((tone) => contours(grey, { level: 0.5, tone, outline }));
      const whole = rect(columns / 10, rows / 10, { at: "sw", position: [0, 0] });
      assert.equal(clear.and(dark).area, 0);
      assert.ok(whole.not(clear, dark).area <= (outline === "pixels" ? 0 : 1e-5 * bits.length));
    }),
    { numRuns: 200 },
  );
});

test("all types of numbers, labels too; the database unit may be another one", () => {
  const bits = [0, 1, 1, 0, 0, 1];
  const big = ImageView.from(
    BigInt64Array.from(bits, (bit) => BigInt(300 * bit)),
    {
      axes,
      shape: [2, 3],
      spacing: { row: 1, column: 1 },
    },
  );
  assert.equal(contours(big, { level: 200, outline: "pixels" }).area, 3);
  const labels = labelComponents(binary(bits, 2, 3));
  assert.equal(contours(labels).polygons.count, 1);
  const coarse = contours(binary(bits, 2, 3), { dbu: 0.05 });
  assert.equal(coarse.dbu, 0.05);
  assert.ok(contours(image([], 0, 0)).isEmpty);
  assert.ok(contours(image([0, 0, 0], 1, 3)).isEmpty);
});

test("what is missing is named", () => {
  const grey = ImageView.from(new Uint8Array(6), { axes, shape: [2, 3], spacing: { row: 1, column: 1 } });
  assert.throws(() => contours(grey), code("level"));
  assert.throws(() => contours(grey), /contours\(image, \{ level: 128 \}\)/);
  const plain = ImageView.from(new Float32Array(6), { axes, shape: [2, 3] });
  assert.throws(() => contours(plain), code("spacing"));
  const volume = ImageView.from(new Float32Array(6), { axes: ["slice", "row", "column"], shape: [1, 2, 3] });
  assert.throws(() => contours(volume as AnyImageView), /image\.pick\(\{ slice: 0 \}\)/);
  assert.throws(() => contours(image([1], 1, 1, 1e7)), code("coordinate-range"));
  assert.throws(() => contours(image([1], 1, 1), { level: Number.NaN }), /a finite level/);
  assert.throws(() => contours(image([1], 1, 1), { outline: "soft" as never }), /"interpolated" or "pixels"/);
  assert.throws(() => contours(image([1], 1, 1), { levels: 1 } as never), /levels/);
  assert.throws(() => contours(3 as never), /an image/);
});

test("spacings in other units of length are µm in the plane, others than lengths are refused", () => {
  const bits = [0, 1, 1, 0, 0, 1];
  const options = { outline: "pixels" } as const;
  // 3 pixels of 0.1 µm by 0.1 µm.
  const wanted = contours(image(bits, 2, 3), options);
  for (const [unit, factor] of Object.entries({ nm: 1000, Å: 1e4, mm: 1e-3, m: 1e-6, um: 1 })) {
    const side = 0.1 * factor;
    const [spacing, origin] = [side, side / 2].map((length) => ({ row: length, column: length }));
    const found = contours(image(bits, 2, 3, 0.1, { spacing, origin, unit }), options);
    assert.ok(found.xor(wanted).isEmpty, unit);
    assert.deepEqual(found.bbox, wanted.bbox, unit);
  }
  const counted = image(bits, 2, 3, 0.1, { unit: "pixel" });
  assert.throws(() => contours(counted), /row spacing is in pixel|column spacing is in pixel/);
  assert.throws(() => contours(counted), code("spacing"));
  assert.equal(contours(counted.calibrated({ spacing: { row: 0.1, column: 0.1 } }), options).area, wanted.area);
});
