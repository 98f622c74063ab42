/** Polygons in pieces, and sums: the pieces are the polygon again; counts and areas of KLayout and gdstk. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { isManhattan } from "../../src/region/engines/manhattan/vertical-edges.ts";
import { circle, polygon, Region, rect } from "../../src/region/index.ts";
import { assertSameShapes } from "../support/gdstk-shapes.ts";
import { withoutPython } from "../support/project.ts";
import { askKLayout, assertAsKLayout, type RandomKind, randomRegion, ringsOf } from "./klayout.ts";

const kinds: readonly RandomKind[] = ["rectangles", "stars", "steps", "octagons"];
const plates = kinds.map((kind, k) => rect(12).not(randomRegion(kind, 60, 5000, 50 + k)));

/** Pieces cover the region and do not overlap: their areas add up. `most` µm² where cuts are rounded. */
function assertPieces(pieces: Region, whole: Region, most: number): void {
  const sum = pieces.areas().reduce((total, area) => total + area, 0);
  assert.ok(Math.abs(sum - whole.area) <= most, `${sum} is not ${whole.area}`);
  assert.ok(pieces.merged().xor(whole).area <= most);
}

test("decompose into trapezoids: as KLayout's Region.decompose_trapezoids_to_region", {
  skip: withoutPython,
}, async () => {
  const python = "a.decompose_trapezoids_to_region()";
  const answers = await askKLayout(plates.map((a) => ({ a, ours: a.decompose(), python })));
  for (const [i, a] of plates.entries()) {
    const pieces = a.decompose();
    assertPieces(pieces, a, isManhattan(a.polygons, 0, a.polygons.ringCount) ? 1e-9 : 0.05);
    assert.ok(pieces.polygons.vertexCount <= 4 * pieces.count);
    assert.equal(answers[i].apart, 0);
    // Edges closer to each other than a unit are cut together here, and need not be there.
    assert.ok(Math.abs(pieces.count - answers[i].raw) <= 0.01 * answers[i].raw);
  }
});

test("vertical trapezoids are horizontal ones of the region turned", () => {
  for (const a of plates) {
    const turned = a.mirror({ x: 0 }).rotate(90, { center: [0, 0] });
    assert.equal(a.decompose("vertical-trapezoids").count, turned.merged().decompose().count);
  }
});

test("decompose into vertical trapezoids: as KLayout's decompose_trapezoids_to_region of the region turned", {
  skip: withoutPython,
}, async () => {
  // KLayout cuts horizontally only: the region is turned by 90° first.
  const cases = plates.map((a) => ({
    a,
    python: "a.transformed(kdb.Trans.R90).decompose_trapezoids_to_region().count()",
  }));
  const counts = await askKLayout<number>(cases);
  for (const [i, a] of plates.entries()) {
    const pieces = a.decompose("vertical-trapezoids");
    assertPieces(pieces, a, isManhattan(a.polygons, 0, a.polygons.ringCount) ? 1e-9 : 0.05);
    assert.ok(Math.abs(pieces.count - counts[i]) <= 0.02 * counts[i], `${pieces.count} for KLayout's ${counts[i]}`);
  }
});

test("decompose into rectangles: every piece is one, and their sum is the region", () => {
  for (const a of [plates[0], plates[2], rect(9, 3).or(rect(3, 9))]) {
    const pieces = a.decompose("rectangles");
    assertPieces(pieces, a, 1e-9);
    assert.equal(pieces.polygons.vertexCount, 4 * pieces.count);
  }
  assert.equal(rect(9, 3).or(rect(3, 9)).decompose("rectangles").count, 3);
  assert.throws(
    () => circle(5).decompose("rectangles"),
    (error) => isReticleError(error) && error.code === "decompose",
  );
});

test("decompose into convex parts and triangulate: corners at vertices only, exactly the region", () => {
  for (const a of [...plates, rect(9, 3).or(rect(3, 9))]) {
    const parts = a.decompose("convex");
    const triangles = a.triangulate();
    assertPieces(parts, a, 1e-9);
    assertPieces(triangles, a, 1e-9);
    assert.equal(triangles.polygons.vertexCount, 3 * triangles.count);
    assert.ok(parts.count < triangles.count);
    // No part has a corner that turns to the right.
    const concave = Array.from({ length: parts.count }, (_, i) => {
      const one = new PolygonSetBuilder();
      one.appendRange(parts.polygons, i, i + 1);
      return Region.of(one.build()).corners({ to: -1e-6 }).count;
    });
    assert.deepEqual(new Set(concave), new Set([0]));
  }
});

test("fracture: as gdstk's Polygon.fracture", { skip: withoutPython }, () =>
  assertSameShapes(
    plates.flatMap((plate) =>
      // gdstk cuts rings without holes.
      ringsOf(plate.hulls()).flatMap(([hull]) => {
        const points = JSON.stringify(hull.map(([x, y]) => [x / 1000, y / 1000]));
        const shape = polygon(hull.map(([x, y]) => [x / 1000, y / 1000] as const));
        return [6, 12].map((most) => ({
          region: shape.fracture(most).merged(),
          python: `gdstk.Polygon(${points}).fracture(${most}, 1e-3)`,
        }));
      }),
    ),
  ),
);

test("fracture: no piece has more vertices, and the pieces are the region", () => {
  for (const a of plates) {
    for (const most of [4, 5, 12, 100]) {
      const pieces = a.fracture(most);
      assertPieces(pieces, a, isManhattan(a.polygons, 0, a.polygons.ringCount) ? 1e-9 : 0.05);
      const { polygons, rings } = pieces.polygons;
      for (let i = 0; i < pieces.count; i++) assert.ok(rings[polygons[i + 1]] - rings[polygons[i]] <= most);
    }
  }
  assert.equal(circle(10, { points: 199 }).fracture(199).count, 1);
  assert.throws(
    () => rect(1).fracture(3),
    (error) => isReticleError(error) && error.code === "vertices",
  );
});

test("minkowskiSum: as KLayout's Region.minkowski_sum with boxes, edges and polygons", { skip: withoutPython }, () => {
  const star: [number, number][] = [
    [0, 0],
    [0.3, 0.1],
    [0.1, 0.2],
    [0.05, 0.4],
    [-0.1, 0.1],
  ];
  const points = star.map(([x, y]) => `kdb.Point(${Math.round(x * 1000)}, ${Math.round(y * 1000)})`).join(", ");
  const sets = kinds.map((kind, k) => randomRegion(kind, 12, 3000, 70 + k).merged());
  return assertAsKLayout(
    sets.flatMap((a) => [
      { a, ours: a.minkowskiSum(box(-0.1, -0.05, 0.2, 0.1)), python: "a.minkowski_sum(kdb.Box(-100, -50, 200, 100))" },
      {
        a,
        ours: a.minkowskiSum([
          [0, 0],
          [0.2, 0.1],
        ]),
        python: "a.minkowski_sum(kdb.Edge(0, 0, 200, 100))",
      },
      { a, ours: a.minkowskiSum(star), python: `a.minkowski_sum(kdb.Polygon([${points}]))` },
      { a, ours: a.minkowskiSum(polygon(star)), python: `a.minkowski_sum(kdb.Polygon([${points}]))` },
    ]),
    0.02,
  );
});

test("minkowskiSum with a square is sizing with right corners", () => {
  for (const a of [plates[0], plates[2]])
    assert.equal(a.minkowskiSum(box(-0.1, -0.1, 0.1, 0.1)).xor(a.sized(0.1)).area, 0);
});

test("a comb of 20,000 teeth and a plate of 10,000 holes come apart in seconds", { timeout: 60_000 }, () => {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 10_000; i++) {
    const [x, y] = [(i % 100) * 10 + 5, Math.floor(i / 100) * 10 + 5];
    builder.rectangle(x, y, x + 4, y + 4);
  }
  const plate = rect(1.01, 1.01, { at: "sw" }).not(Region.of(builder.build()));
  // A row of 100 holes has 101 gaps; between rows, below and above there is one piece each.
  assert.equal(plate.decompose().count, 100 * 101 + 101);
  assert.ok(plate.triangulate().count > 20_000);
  assertPieces(plate.fracture(200), plate, 1e-9);
});

/** 40 × 40 holes of 24 vertices, not in line; one more of a triangle touches the first one's lowest vertex. */
function plateOfDiscs(): Region {
  const discs = Array.from({ length: 1600 }, (_, i) => {
    const [column, row] = [i % 40, Math.floor(i / 40)];
    return circle(3, { points: 24, position: [column * 10 + (row % 7) / 10, row * 10 + (column % 5) / 10] });
  });
  const touching = polygon([
    [0, -3],
    [1, -5],
    [-1, -5],
  ]);
  return rect(410, 420, { position: [195, 195] }).not(Region.or(touching, ...discs));
}

test("a plate with 1,600 round holes, of which two touch, comes apart in seconds", { timeout: 60_000 }, () => {
  const plate = plateOfDiscs();
  assert.equal(plate.polygons.ringCount, 1 + 1600 + 1);
  const triangles = plate.triangulate();
  assertPieces(triangles, plate, 1e-6);
  // Of n vertices and h holes n + 2h − 2, less one for each corner that two holes share twice.
  assert.ok(triangles.count <= plate.polygons.vertexCount + 2 * 1601 - 2);
  assertPieces(plate.decompose("convex"), plate, 1e-6);
  const pieces = plate.fracture(1000);
  // Cuts of slanted edges are rounded: half a unit at each of some thousand places.
  assertPieces(pieces, plate, 0.1);
  // Not known to be merged, so that the holes that touch are looked at again.
  const again = Region.of(plate.polygons, { dbu: plate.dbu }).and(rect(100, 100));
  assert.equal(again.area, plate.clip(box(-50, -50, 50, 50)).area);
  assert.equal(again.count, 1);
});
