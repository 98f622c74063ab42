/** Pieces of at most so many vertices: they are the region, do not overlap, and none has more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { cutAlongDiagonals } from "../../src/region/decompose/cut-along-diagonals.ts";
import { cutAlongLines } from "../../src/region/decompose/cut-along-lines.ts";
import { triangulationOf } from "../../src/region/decompose/triangle-sweep.ts";
import { circle, polygon, Region, rect } from "../../src/region/index.ts";
import { areaTwice } from "./area-twice.ts";

/**
 * Pieces fill the region to the last square unit and do not overlap: their union is the region, and their areas add up to its.
 * @param most  vertices of a piece
 */
function assertPieces(pieces: PolygonSet | null, whole: Region, most: number): void {
  assert.ok(pieces !== null);
  const { rings, polygons, count } = pieces;
  for (let i = 0; i < count; i++) {
    assert.ok(rings[polygons[i + 1]] - rings[polygons[i]] <= most);
    // Edges do not cross, and holes lie in their hull.
    assert.notEqual(triangulationOf(pieces.polygon(i)), null);
  }
  assert.equal(areaTwice(pieces), areaTwice(whole.merged().polygons));
  assert.ok(Region.of(pieces).xor(whole).isEmpty);
}

/** A square with holes of so many sides in rows, not in line. */
function plate(rows: number, sides: number): Region {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < rows * rows; i++) {
    const [x, y] = [100 * (i % rows) + 50 + (i % 7), 100 * Math.floor(i / rows) + 50 + (i % 5)];
    for (let k = 0; k < sides; k++) {
      const angle = (2 * Math.PI * (k + 0.5)) / sides;
      builder.vertex(Math.round(x + 30 * Math.cos(angle)), Math.round(y + 30 * Math.sin(angle)));
    }
    builder.endRing();
    builder.endPolygon();
  }
  return rect(rows / 10 + 0.1, rows / 10 + 0.1, { at: "sw", position: [-0.01, -0.01] }).not(Region.of(builder.build()));
}

test("a plate with 1,600 square holes: exactly the plate", () => {
  const whole = plate(40, 4);
  assert.equal(whole.polygons.ringCount, 1601);
  assertPieces(whole.fracture(100).polygons, whole, 100);
});

test("a plate with 900 round holes", () => {
  const whole = plate(30, 12);
  const pieces = whole.fracture(200);
  assertPieces(pieces.polygons, whole, 200);
  assert.ok(pieces.count < (2 * whole.polygons.vertexCount) / 200, `${pieces.count} pieces`);
});

test("shapes with holes, corners that touch and slanted edges, on a coarse grid", () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
  const shapes = fc.array(fc.array(corner, { minLength: 3, maxLength: 5 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(shapes, fc.integer({ min: 4, max: 12 }), (rings, most) => {
      const builder = new PolygonSetBuilder();
      for (const ring of rings) builder.polygon(ring.flat());
      const whole = rect(0.05, 0.05, { position: [0.02, 0.02] }).not(Region.of(builder.build()));
      assertPieces(whole.fracture(most).polygons, whole, most);
      for (let i = 0; i < whole.count; i++) {
        const one = whole.polygons.polygon(i);
        const region = Region.of(one, { isMerged: true });
        assertPieces(cutAlongDiagonals(one, most), region, most);
        const { left, right } = one.bbox()!;
        const lines = [0.2, 0.5, 0.7].map((share) => Math.round(left + share * (right - left)));
        const inner = [...new Set(lines)].filter((x) => x > left && x < right);
        assertPieces(cutAlongLines(one, 0, inner), region, Infinity);
      }
    }),
    { numRuns: 80 },
  );
});

test("slanted edges near the ends of the range of coordinates, where products are beyond float64", () => {
  const corner = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 999_000_000, max: 1e9 }));
  const shapes = fc.array(fc.array(corner, { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(shapes, fc.integer({ min: 4, max: 12 }), (rings, most) => {
      const builder = new PolygonSetBuilder();
      for (const ring of rings) builder.polygon(ring.flat());
      const whole = Region.of(builder.build()).merged();
      assertPieces(whole.fracture(most).polygons, whole, most);
    }),
    { numRuns: 60 },
  );
});

test("an edge that a line meets beside the grid is left whole: the cut leads to its end", () => {
  // The line x = 5 meets the lower edge in (5, 2.5) and the upper one in (5, 10).
  const builder = new PolygonSetBuilder();
  builder.polygon([0, 0, 10, 5, 10, 10, 0, 10]);
  const whole = builder.build();
  const parts = cutAlongLines(whole, 0, [5]);
  assertPieces(parts, Region.of(whole, { isMerged: true }), Infinity);
  assert.equal(parts!.count, 2);
  assert.ok(parts!.xy.every((value) => [0, 5, 10].includes(value)));
});

test("lines are refused where edges cross beside the grid", () => {
  const builder = new PolygonSetBuilder();
  builder.polygon([0, 0, 10, 7, 10, 0, 0, 8]);
  assert.equal(cutAlongLines(builder.build(), 0, [3]), null);
});

test("a piece that a side through one of its corners would make touch itself comes apart", () => {
  // From (37, 9) to (-5, -5) by way of (10, 0), where the hole beside it has a corner.
  const builder = new PolygonSetBuilder();
  for (const ring of [
    [-5, -5, 45, -5, 45, 45, -5, 45],
    [10, 3, 0, 1, 7, 19],
    [10, 3, 37, 9, 10, 0],
  ]) {
    builder.vertices(ring);
    builder.endRing();
  }
  builder.endPolygon();
  const whole = builder.build();
  assertPieces(cutAlongDiagonals(whole, 11), Region.of(whole, { isMerged: true }), 11);
});

test("holes that no line meets stay as they are, in the part that they lie in", () => {
  // A ring around a square with a hole: of the slabs the middle one has two parts, side by side.
  const frame = rect(1, 1, { at: "sw" }).not(rect(0.6, 0.9, { at: "sw", position: [0.2, 0] }));
  const holes = [0.05, 0.85].flatMap((x) => [0.2, 0.5, 0.8].map((y) => circle(0.04, { position: [x + 0.05, y] })));
  const whole = frame.not(holes);
  const parts = cutAlongLines(whole.polygons, 1, [350, 650])!;
  assertPieces(parts, whole, Infinity);
  const holesEach = Array.from({ length: parts.count }, (_, i) => parts.polygons[i + 1] - parts.polygons[i] - 1);
  assert.deepEqual(
    holesEach.sort(),
    [1, 1, 1, 1, 2],
    "two legs in two lower slabs, the uppermost slab holds them together",
  );
});

test("a star of 2,000 spokes comes apart along diagonals: few pieces, nothing rounded", () => {
  const star = polygon(
    Array.from({ length: 4000 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 4000;
      const radius = i % 2 === 0 ? 1000 : 500;
      return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
    }),
  );
  const pieces = star.fracture(200);
  assertPieces(pieces.polygons, star, 200);
  // 4000 corners in pieces of 198 triangles are 21 at least; branches leave a third of that in the worst case.
  assert.ok(pieces.count < 3 * 21, `${pieces.count} pieces`);
  assertPieces(cutAlongDiagonals(star.merged().polygons, 50), star, 50);
});

test("nothing, and what is small enough, stays", () => {
  assert.equal(Region.empty().fracture(4).count, 0);
  assert.equal(cutAlongDiagonals(PolygonSet.empty, 4).count, 0);
  assert.deepEqual(circle(5).fracture(200).polygons.xy, circle(5).merged().polygons.xy);
});

test("a comb does not fall apart into its teeth", () => {
  const count = 500;
  const teeth = Array.from({ length: count }, (_, i) => rect(0.1, 1, { at: "sw", position: [0.2 * i, 0.1] }));
  const comb = Region.or([rect(0.2 * count, 0.2, { at: "sw", position: [0, 0] }), ...teeth]).merged();
  const vertices = comb.polygons.vertexCount;
  assert.ok(vertices >= 4 * count);
  for (const most of [50, 100, 200]) {
    const pieces = comb.fracture(most);
    assert.ok(
      pieces.count <= (3 * vertices) / most,
      `${pieces.count} pieces of at most ${most} of ${vertices} vertices`,
    );
    assert.equal(pieces.area, comb.area);
  }
});
