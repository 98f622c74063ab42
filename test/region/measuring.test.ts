/** Areas, outlines, moments and densities: closed forms and KLayout's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { box } from "../../src/geometry/index.ts";
import { circle, Region, rect } from "../../src/region/index.ts";
import { withoutPython } from "../support/project.ts";
import { askKLayout, type RandomKind, randomRegion } from "./klayout.ts";

const kinds: readonly RandomKind[] = ["rectangles", "stars", "steps", "octagons"];
const plates = kinds.map((kind, k) => rect(12).not(randomRegion(kind, 60, 5000, 80 + k)));
const near = (seen: number, wanted: number) =>
  assert.ok(Math.abs(seen - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${seen} is not ${wanted}`);

test("area, perimeter, count, per polygon too: as KLayout's Region.area, perimeter and count", {
  skip: withoutPython,
}, async () => {
  const python =
    "[a.merged().area(), sum(e.length() for e in a.edges()), a.count(), sorted(p.area() for p in a.each()), sorted(p.bbox().width() for p in a.each())]";
  const answers = await askKLayout<[number, number, number, number[], number[]]>(plates.map((a) => ({ a, python })));
  for (const [i, [area, perimeter, count, areas, widths]] of answers.entries()) {
    const a = plates[i];
    // KLayout merges the slanted plates once more, which rounds a few corners.
    assert.ok(Math.abs(a.area * 1e6 - area) <= 1e-6 * area);
    // KLayout's edge lengths are whole units.
    assert.ok(Math.abs(a.perimeter * 1e3 - perimeter) <= a.polygons.vertexCount);
    assert.equal(a.count, count);
    const sorted = [...a.areas()].sort((p, q) => p - q);
    for (const [k, one] of areas.entries()) assert.ok(Math.abs(sorted[k] * 1e6 - one) <= 1e-6 * area, `${one}`);
    const boxes = a.boxes();
    const ours = Array.from({ length: a.count }, (_, k) => Math.round((boxes[4 * k + 2] - boxes[4 * k]) * 1e3));
    assert.deepEqual(
      ours.sort((p, q) => p - q),
      widths,
    );
    near(
      a.perimeters().reduce((sum, one) => sum + one, 0),
      a.perimeter,
    );
  }
});

test("centroids per polygon are the region's own, weighted by areas", () => {
  for (const a of plates) {
    const [areas, centres] = [a.areas(), a.centroids()];
    const mean = (axis: number) => areas.reduce((sum, area, i) => sum + area * centres[2 * i + axis], 0) / a.area;
    near(mean(0), a.centroid![0]);
    near(mean(1), a.centroid![1]);
  }
});

test("moments: closed form: w³h/12 of a rectangle anywhere, πr⁴/4 of a disc, a frame's difference", () => {
  const far = rect(4, 2, { position: [1000, -500] }).moments;
  near(far.xx, (4 ** 3 * 2) / 12);
  near(far.yy, (4 * 2 ** 3) / 12);
  near(far.xy, 0);
  const disc = circle(10).moments;
  assert.ok(Math.abs(disc.xx / ((Math.PI * 1e4) / 4) - 1) < 1e-3);
  near(rect(10).not(rect(4)).moments.xx, (1e4 - 4 ** 4) / 12);
  // Two unit squares at (0, 0) and (3, 1): each adds area × offset² about their middle.
  const pair = rect(1).or(rect(1, 1, { position: [3, 1] })).moments;
  near(pair.xx, 2 / 12 + 2 * 1.5 ** 2);
  near(pair.xy, 2 * 1.5 * 0.5);
  assert.deepEqual(Region.empty().moments, { xx: 0, xy: 0, yy: 0 });
});

test("areasIn gives what areaIn gives for each window", () => {
  const windows = Array.from({ length: 50 }, (_, i) => box(-6 + 0.2 * i, -6, -4.7 + 0.3 * i, 5 - 0.15 * i));
  for (const a of plates)
    assert.deepEqual(
      [...a.areasIn(windows)].map(tidy),
      windows.map((one) => tidy(a.areaIn(one))),
    );
});

function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

test("density: windows side by side and overlapping have the share that areaIn has", () => {
  for (const a of plates) {
    const window = box(-6, -6, 6, 6);
    for (const [size, step] of [
      [3, 3],
      [4, 1],
      [2, 0.5],
    ]) {
      const map = a.density({ size, step, window });
      assert.deepEqual(map.shape[0], Math.ceil(12 / step));
      for (const [row, column] of [
        [0, 0],
        [1, 2],
        [2, 1],
      ]) {
        const [x, y] = [-6 + column * step, -6 + row * step];
        near(map.get(row, column), a.areaIn(box(x, y, x + size, y + size)) / size ** 2);
      }
      near(map.origin.row!, -6 + size / 2);
    }
  }
  assert.throws(
    () => rect(1).density({ size: 1, step: 0.3 }),
    (e) => isReticleError(e) && e.code === "density",
  );
  assert.throws(
    () => Region.empty().density({ size: 1 }),
    (e) => isReticleError(e) && e.code === "window",
  );
});

test("many regions united, subtracted and xored at once are those one by one", () => {
  const many = kinds.map((kind, k) => randomRegion(kind, 20, 3000, 90 + k));
  const oneByOne = many.slice(1).reduce((sum, one) => sum.or(one), many[0]);
  // Each step rounds crossings of slanted edges to the grid.
  assert.ok(Region.or(many[0], ...many.slice(1)).xor(oneByOne).area < 1e-3);
  const difference = many[0].not(many[1]).not(many[2]).not(many[3]);
  assert.ok(Region.not(many[0], ...many.slice(1)).xor(difference).area < 1e-3);
  near(Region.and(many[0], many[1], many[2]).area, many[0].and(many[1]).and(many[2]).area);
  near(Region.xor(rect(3), rect(2), rect(1)).area, 9 - 4 + 1);
});
