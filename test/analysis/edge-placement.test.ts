/** How far outlines in images lie from those that were meant. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { edgePlacement } from "../../src/analysis/index.ts";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { rasterize } from "../../src/raster/index.ts";
import { circle, rect, ring } from "../../src/region/index.ts";
import { mimeBundle } from "../../src/view/index.ts";

const near = (found: number, wanted: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found} is not ${wanted}`);
const code = (wanted: string) => (error: unknown) => isReticleError(error) && error.code === wanted;
const options = { every: 0.1, reach: 0.3 };

test("a rectangle grown or shrunk by whole pixels is off by that at each place away from the corners", () => {
  const target = rect(4, 2).not(rect(2, 1));
  for (const by of [-0.2, -0.1, 0, 0.1, 0.2]) {
    const coverage = rasterize(target.sized(by), { window: box(-4, -3, 4, 3), pitch: 0.1 });
    const found = edgePlacement(coverage, target, { ...options, corners: 0.35 });
    assert.equal(found.missing, 0);
    // Edges of 4, 2, 2 and 1 µm, each less 0.35 at both ends: 2 · (3.3 + 1.3 + 1.3 + 0.3), each place stands for 0.1.
    assert.equal(found.count, 124);
    for (const error of found.errors) near(error, by);
    near(found.mean, by);
    near(found.deviation, 0);
    assert.match(`${found}`, new RegExp(`mean ${1000 * by} nm, 3σ 0 nm, worst ${1000 * by} nm`));
  }
});

test("what is dark may be meant", () => {
  const target = rect(4, 2);
  const coverage = rasterize(target.sized(0.1), { window: box(-4, -3, 4, 3), pitch: 0.1, tone: "dark" });
  const found = edgePlacement(coverage, target, { ...options, corners: 0.35, tone: "dark" });
  assert.equal(found.missing, 0);
  for (const error of found.errors) near(error, 0.1);
});

test("normals point outwards, of holes too", () => {
  const target = rect(4, 2).not(rect(2, 1));
  const { places, count } = edgePlacement(rasterize(target, { pitch: 0.1 }), target, options);
  for (let i = 0; i < count; i++) {
    const [x, y, normalX, normalY] = places.subarray(4 * i, 4 * i + 4);
    near(Math.hypot(normalX, normalY), 1);
    assert.ok(target.contains([x - 0.01 * normalX, y - 0.01 * normalY]));
    assert.ok(!target.contains([x + 0.01 * normalX, y + 0.01 * normalY]));
  }
});

test("circles: larger by less than a pixel, and of many short edges", () => {
  const target = circle(2, { points: 2000 });
  const coverage = rasterize(circle(2.05, { points: 2000 }), { window: box(-3, -3, 3, 3), pitch: 0.1 });
  const found = edgePlacement(coverage, target, options);
  // Edges of 6 nm each, places every 100.
  assert.equal(found.count, Math.round((2 * Math.PI * 2) / 0.1));
  // A contour of an exact coverage is within a tenth of a pixel.
  for (const error of found.errors) near(error, 0.05, 0.01);
  near(found.mean, 0.05, 0.002);
});

test("the nearest outline of the right direction counts; none within reach is none", async () => {
  // The image is a thin ring: its outer outline lies 0.2 outside of the target, its inner one at it, in the other direction.
  const target = rect(4);
  const image = rasterize(rect(4.4).not(rect(4)), { window: box(-4, -4, 4, 4), pitch: 0.1 });
  const found = edgePlacement(image, target, { ...options, corners: 0.5 });
  for (const error of found.errors) near(error, 0.2);
  const nothing = edgePlacement(rasterize(ring(0.5, 0.2), { window: box(-4, -4, 4, 4), pitch: 0.1 }), target, options);
  assert.equal(nothing.missing, nothing.count);
  assert.equal(nothing.worst, null);
  assert.ok(Number.isNaN(nothing.mean));
  assert.match(`${nothing}`, /^EdgePlacement at 160 places, none found at 160$/);
  assert.deepEqual(Object.keys(await mimeBundle(nothing)), ["text/plain"]);
});

test("places outside of the image are left out", () => {
  const coverage = rasterize(rect(4), { window: box(0, -1, 3, 1), pitch: 0.1 });
  // Of the outline only the part at x = 2 from y = −1 to 1 lies in the window.
  const found = edgePlacement(coverage, rect(4), options);
  assert.equal(found.count, 20);
  for (const error of found.errors) near(error, 0);
});

test("worst, a table and a picture", async () => {
  const image = rasterize(rect(2).or(rect(0.4, 0.2, { at: "w", position: [1, 0.5] })), {
    window: box(-2, -2, 2, 2),
    pitch: 0.05,
  });
  const found = edgePlacement(image, rect(2), { every: 0.1, reach: 0.5 });
  near(found.worst!.error, 0.4);
  near(found.worst!.position[0], 1);
  const [names, first] = found.toCsv().split("\n");
  assert.equal(names, "x,y,normal_x,normal_y,error");
  assert.equal(first.split(",").length, 5);
  assert.equal(found.toCsv().split("\n").length, found.count + 2);
  assert.match(`${found}`, /^EdgePlacement at 80 places: mean 10 nm, 3σ \d+ nm, worst 400 nm at \(1, 0\.\d+\)$/);
  assert.match(String((await mimeBundle(found))["image/svg+xml"]), /edge placement error/);
});

test("what is missing or absurd is named", () => {
  const image = rasterize(rect(1), { pitch: 0.1 });
  assert.throws(() => edgePlacement(image, rect(1), { every: 1e-9, reach: 0.1 }), code("places"));
  assert.throws(() => edgePlacement(image, rect(1), { every: 0, reach: 0.1 }), /every, a length above 0/);
  assert.throws(() => edgePlacement(image, rect(1), { every: 1 } as never), /reach, a length above 0/);
  assert.throws(() => edgePlacement(image, 3 as never, options), /a region, what was meant/);
  assert.equal(edgePlacement(image, rect(0.05), { every: 1, reach: 0.1 }).count, 0);
});
