import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkRasters } from "../../scripts/golden/raster.ts";
import { isReticleError } from "../../src/errors.ts";
import { box, PolygonSetBuilder, type PolygonSource } from "../../src/geometry/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { circle, Region, rect } from "../../src/region/index.ts";
import { fixtures, shared, withoutShared } from "../support/project.ts";

function source(build: (builder: PolygonSetBuilder) => void, dbu = 0.001): PolygonSource {
  const builder = new PolygonSetBuilder();
  build(builder);
  return { dbu, polygonsIn: () => builder.build() };
}

const square = source((b) => b.rectangle(0, 0, 1000, 500));

test("coverage is float32 in rows that grow upwards, calibrated in µm", () => {
  const field = rasterize(square, { window: box(-1, -0.5, 3, 1.5), pitch: 0.5 });
  assert.deepEqual([...field.shape], [4, 8]);
  assert.equal(field.dtype, "float32");
  assert.deepEqual(field.axes, ["row", "column"]);
  assert.equal(field.direction, "up");
  assert.deepEqual(field.spacing, { row: 0.5, column: 0.5 });
  assert.deepEqual(field.origin, { row: -0.25, column: -0.75 });
  assert.deepEqual([...field.toArray()], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, ...new Array(16).fill(0)]);
});

test("area is float64 in square database units", () => {
  const field = rasterize(square, { window: box(0, 0, 1, 1), pitch: [1, 0.5], as: "area" });
  assert.deepEqual([...field.toArray()], [500_000, 0]);
  assert.equal(field.dtype, "float64");
});

test("a pitch that is no whole number of database units is taken as it is", () => {
  // 0.3785 µm are 378.5 dbu: the second pixel spans 378.5 to 757 dbu, the third ends at 1135.5.
  const field = rasterize(square, { window: box(0, 0, 1.1355, 0.3785), pitch: 0.3785, as: "area" });
  assert.deepEqual([...field.shape], [1, 3]);
  assert.deepEqual([...field.toArray()], [378.5 * 378.5, 378.5 * 378.5, (1000 - 757) * 378.5]);
});

test("a window that is no whole number of pitches is covered to its end", () => {
  assert.deepEqual([...rasterize(square, { window: box(0, 0, 1.01, 0.3), pitch: 0.1 }).shape], [3, 11]);
  // 0.3 / 0.1 is 2.9999999999999996 in doubles, and 0.7 / 0.1 is 6.999999999999999.
  assert.deepEqual([...rasterize(square, { window: box(0, 0, 0.3, 0.7), pitch: 0.1 }).shape], [7, 3]);
});

test("gaps between pixels are left out", () => {
  const field = rasterize(square, { window: box(0, 0, 1.5, 0.5), pitch: 0.5, pixel: [0.3, 0.5], as: "area" });
  assert.deepEqual([...field.toArray()], [150_000, 150_000, 0]);
  assert.deepEqual(field.origin, { row: 0.25, column: 0.15 });
});

test("sources are asked for the window in database units", () => {
  let asked: unknown;
  const spy: PolygonSource = {
    dbu: 0.005,
    polygonsIn: (window) => {
      asked = window?.toArray();
      return new PolygonSetBuilder().build();
    },
  };
  rasterize(spy, { window: box(0, 0, 10, 5), pitch: 3 });
  assert.deepEqual(asked, [0, 0, 2400, 1200]);
});

test("what has no meaning is an error with its values", () => {
  const cases: [string, RegExp, Parameters<typeof rasterize>[1]][] = [
    ["pixel-exceeds-pitch", /0\.5 µm .* 0\.4 µm/, { window: box(0, 0, 1, 1), pitch: 0.4, pixel: 0.5 }],
    ["window", /no area/, { window: box(0, 0, 0, 1), pitch: 0.4 }],
    ["pitch", /-1 µm/, { window: box(0, 0, 1, 1), pitch: -1 }],
    ["pitch", /0 µm/, { window: box(0, 0, 1, 1), pitch: [1, 0] }],
    ["pitch", /NaN/, { window: box(0, 0, 1, 1), pitch: Number.NaN }],
    ["pixel", /0 µm/, { window: box(0, 0, 1, 1), pitch: 1, pixel: 0 }],
    ["memory", /GiB/, { window: box(0, 0, 1e6, 1e6), pitch: 0.001 }],
    ["shape", /1\.5/, { window: box(0, 0, 1, 1), pitch: 1, shape: [1.5, 1] }],
  ];
  for (const [code, sentence, options] of cases) {
    assert.throws(
      () => rasterize(square, options),
      (e) => isReticleError(e, "RasterError") && e.code === code && sentence.test(e.message),
      code,
    );
  }
});

test("rasterize: as KLayout's Region.rasterize and exact arithmetic", { skip: withoutShared }, async () => {
  const json: unknown = JSON.parse(readFileSync(shared("golden", "raster.json")!, "utf8"));
  const { passed, failures } = await checkRasters({ json, folder: null });
  assert.deepEqual(failures, []);
  assert.ok(passed >= 23);
});

test("small cases by hand come out the same", async () => {
  const json: unknown = JSON.parse(readFileSync(join(fixtures, "raster-small.json"), "utf8"));
  const { passed, failures } = await checkRasters({ json, folder: null });
  assert.deepEqual(failures, []);
  assert.equal(passed, 6);
});

test("the golden check sees a wrong pixel and a missing error", async () => {
  const json = JSON.parse(readFileSync(join(fixtures, "raster-small.json"), "utf8"));
  json.cases[0].expected_exact_f64[0][0] += 1;
  json.cases[1].error = "pixel-exceeds-pitch";
  const { failures } = await checkRasters({ json, folder: null });
  assert.deepEqual(
    failures.map(({ name }) => name),
    [json.cases[0].name, json.cases[1].name],
  );
});

test("a plate with 1,600 holes: the sum over the pixels is its area, whichever way its holes run", {
  timeout: 60_000,
}, () => {
  const discs = Array.from({ length: 1600 }, (_, i) =>
    circle(3, { points: 24, position: [(i % 40) * 10 + (i % 3) / 10, Math.floor(i / 40) * 10] }),
  );
  const plate = rect(410, 410, { position: [195, 195] }).not(Region.or(Region.empty(), ...discs));
  const turned = new PolygonSetBuilder();
  const { xy, rings, ringCount } = plate.polygons;
  for (let ring = 0; ring < ringCount; ring++) {
    const points = Array.from(xy.subarray(2 * rings[ring], 2 * rings[ring + 1]));
    for (let i = 0; i < points.length; i += 2)
      turned.vertex(points[ring > 0 ? points.length - 2 - i : i], points[ring > 0 ? points.length - 1 - i : i + 1]);
    turned.endRing();
  }
  turned.endPolygon();
  for (const region of [plate, Region.of(turned.build(), { dbu: plate.dbu })]) {
    const picture = rasterize(region, { window: plate.bbox!, pitch: 0.5, dtype: "float64" });
    const found = picture.sum() * 0.25;
    assert.ok(Math.abs(found / plate.area - 1) < 1e-12, `${found} is not ${plate.area}`);
  }
});
