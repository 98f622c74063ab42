/** Trapezoids on the grid: of the promised shape, none upon another one, and slanted edges bend by half a unit at most. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { Region, rect } from "../../src/region/index.ts";
import { areaTwice } from "./area-twice.ts";

/** x of each row that an edge of the region passes, at a corner of a piece, is at most half a unit away from it. */
function assertNear(pieces: PolygonSet, { xy, rings, ringCount }: PolygonSet): void {
  for (let i = 0; i < pieces.xy.length; i += 2) {
    const [x, y] = [BigInt(pieces.xy[i]), BigInt(pieces.xy[i + 1])];
    let isNear = false;
    for (let ring = 0; ring < ringCount && !isNear; ring++) {
      let before = 2 * (rings[ring + 1] - 1);
      for (let j = 2 * rings[ring]; j < 2 * rings[ring + 1] && !isNear; before = j, j += 2) {
        const [ax, ay, bx, by] = [xy[before], xy[before + 1], xy[j], xy[j + 1]].map(BigInt);
        if ((y < ay && y < by) || (y > ay && y > by) || ay === by) continue;
        const off = 2n * ((x - ax) * (by - ay) - (bx - ax) * (y - ay));
        const unit = by - ay;
        isNear = off * off <= unit * unit;
      }
    }
    assert.ok(isNear, `${x}, ${y} is on no edge`);
  }
}

function assertTrapezoids(whole: Region): void {
  const horizontal = whole.decompose("trapezoids").polygons;
  const vertical = whole.decompose("vertical-trapezoids").polygons;
  for (const [{ xy, rings, ringCount, count }, along] of [
    [horizontal, 1],
    [vertical, 0],
  ] as const) {
    assert.equal(ringCount, count);
    for (let ring = 0; ring < ringCount; ring++) {
      // Corners in two rows (or columns): a trapezoid with its parallel sides in them, or a triangle with one side in one.
      const corners = rings[ring + 1] - rings[ring];
      const rows = new Set(Array.from({ length: corners }, (_, k) => xy[2 * (rings[ring] + k) + along]));
      assert.ok((corners === 3 || corners === 4) && rows.size === 2);
    }
  }
  for (const pieces of [horizontal, vertical])
    assert.equal(areaTwice(pieces), areaTwice(Region.of(pieces).merged().polygons));
  assertNear(horizontal, whole.merged().polygons);
}

function sortedRings({ polygons: { xy, rings, ringCount } }: Region): number[][] {
  return Array.from({ length: ringCount }, (_, i) => [...xy.subarray(2 * rings[i], 2 * rings[i + 1])]).sort(
    (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2],
  );
}

function regionOf(rings: readonly (readonly (readonly [number, number])[])[]): Region {
  const builder = new PolygonSetBuilder();
  for (const ring of rings) builder.polygon(ring.flat());
  return Region.of(builder.build());
}

/** Polygons of 3 to 5 corners in a box of so many units, and where they are not. */
function crowded(width: number, height: number): fc.Arbitrary<Region> {
  const corner = fc.tuple(fc.integer({ min: 0, max: width }), fc.integer({ min: 0, max: height }));
  const rings = fc.array(fc.array(corner, { minLength: 3, maxLength: 5 }), { minLength: 1, maxLength: 12 });
  const frame = rect((width + 4) / 1000, (height + 4) / 1000, { at: "sw", position: [-0.002, -0.002] });
  return fc.tuple(rings, fc.boolean()).map(([all, isPlate]) => (isPlate ? frame.not(regionOf(all)) : regionOf(all)));
}

for (const [width, height] of [
  [8, 40],
  [20, 20],
  [12, 200],
]) {
  test(`edges closer to each other than a unit, on ${width} × ${height} units`, () => {
    fc.assert(fc.property(crowded(width, height), assertTrapezoids), { numRuns: 150 });
  });
}

test("near the ends of the range of coordinates, where products are beyond float64", () => {
  for (const least of [-1e9, 999_999_900]) {
    const corner = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: least, max: 1e9 }));
    const rings = fc.array(fc.array(corner, { minLength: 3, maxLength: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(rings.map(regionOf), assertTrapezoids), { numRuns: 60 });
  }
});

test("an edge beside another one's cut bends with it, in another polygon, too", () => {
  // Between the triangles is a gap above (0, 0), at y = 3 from 0.6 to 0.9. There the right one has a corner and is cut, at
  // 0.9, which is rounded to 1; so is the left one, which has no corner there, at 0.6.
  const left = regionOf([
    [
      [-9, 0],
      [0, 0],
      [2, 10],
    ],
  ]);
  const right = regionOf([
    [
      [0, 0],
      [20, 3],
      [3, 10],
    ],
  ]);
  assert.deepEqual(sortedRings(left.decompose()), [[-9, 0, 0, 0, 2, 10]]);
  assert.deepEqual(sortedRings(left.or(right).decompose()), [
    [-9, 0, 0, 0, 1, 3, -6, 3],
    [-6, 3, 1, 3, 2, 10],
    [0, 0, 20, 3, 1, 3],
    [1, 3, 20, 3, 3, 10],
  ]);
});

test("edges at right angles and at 45° are on the grid in every row: exactly the region", () => {
  const octagons = Array.from({ length: 30 }, (_, i) => {
    const [x, y, a, b] = [(i * 37) % 200, (i * 61) % 210, 20 + (i % 7), 10 + (i % 5)].map((v) => 2 * v);
    const corners = [a, b, b, a, -b, a, -a, b, -a, -b, -b, -a, b, -a, a, -b];
    return Array.from({ length: 8 }, (_, k) => [x + corners[2 * k], y + corners[2 * k + 1]] as const);
  });
  const whole = regionOf(octagons).merged();
  for (const into of ["trapezoids", "vertical-trapezoids"] as const) {
    const { polygons } = whole.decompose(into);
    assert.equal(areaTwice(polygons), areaTwice(whole.polygons));
    assert.ok(Region.of(polygons).xor(whole).isEmpty);
  }
});
