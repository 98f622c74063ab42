import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSet, PolygonSetBuilder, segmentsTouch, turn } from "../../src/geometry/index.ts";
import { assemble } from "../../src/region/engines/assemble.ts";
import { own } from "../../src/region/engines/own.ts";
import { prepare } from "../../src/region/engines/prepare.ts";
import { crossing, crossingPoint } from "../../src/region/engines/sweep/noding/crossing.ts";
import { node } from "../../src/region/engines/sweep/noding/noding.ts";
import { Segments } from "../../src/region/engines/sweep/segments.ts";
import { sweep } from "../../src/region/engines/sweep/sweep.ts";
import { unionOf } from "../../src/region/engines/sweep/union/union.ts";
import { polygonAreas, polygonPerimeters } from "../../src/region/measuring/per-polygon.ts";

type Line = [number, number, number, number];

/** floor(n / d + 1/2) in integers. */
function rounded(n: bigint, d: bigint): number {
  const [top, bottom] = d < 0n ? [-n, -d] : [n, d];
  const sum = 2n * top + bottom;
  const quotient = sum / (2n * bottom);
  return Number(sum % (2n * bottom) < 0n ? quotient - 1n : quotient);
}

/** The crossing of two lines by Cramer's rule in integers, rounded half up. */
function exactCrossing([ax, ay, bx, by]: Line, [cx, cy, dx, dy]: Line): [number, number] {
  const [ux, uy, vx, vy] = [bx - ax, by - ay, dx - cx, dy - cy].map(BigInt);
  const [wx, wy] = [cx - ax, cy - ay].map(BigInt);
  const numerator = wx * vy - wy * vx;
  const denominator = ux * vy - uy * vx;
  return [
    rounded(BigInt(ax) * denominator + ux * numerator, denominator),
    rounded(BigInt(ay) * denominator + uy * numerator, denominator),
  ];
}

function crosses([ax, ay, bx, by]: Line, [cx, cy, dx, dy]: Line): boolean {
  const opposite = (p: number, q: number) => (p > 0 && q < 0) || (p < 0 && q > 0);
  return (
    opposite(turn(ax, ay, bx, by, cx, cy), turn(ax, ay, bx, by, dx, dy)) &&
    opposite(turn(cx, cy, dx, dy, ax, ay), turn(cx, cy, dx, dy, bx, by))
  );
}

test("a crossing in the middle between grid points is rounded half up, exactly", () => {
  // At (31.5, 12.5): taken a hair below, it would lie in another square, and snapped segments could cross again.
  crossing(30, 12, 33, 13, 31, 13, 32, 12);
  assert.deepEqual([crossingPoint.x, crossingPoint.y], [32, 13]);
});

for (const size of [20, 1000, 2 ** 20, 2 ** 31 - 1]) {
  test(`crossings of lines within ±${size} are exact`, () => {
    const number = fc.integer({ min: -size, max: size });
    const line = fc.tuple(number, number, number, number) as fc.Arbitrary<Line>;
    fc.assert(
      fc.property(line, line, (a, b) => {
        fc.pre(crosses(a, b));
        crossing(...a, ...b);
        assert.deepEqual([crossingPoint.x, crossingPoint.y], exactCrossing(a, b));
      }),
      { numRuns: 500 },
    );
  });
}

test("noded segments meet at ends only", () => {
  const number = fc.integer({ min: 0, max: 25 });
  const lines = fc.array(fc.tuple(number, number, number, number) as fc.Arbitrary<Line>, {
    minLength: 2,
    maxLength: 30,
  });
  fc.assert(
    fc.property(lines, (list) => {
      const segments = new Segments(2 * list.length);
      for (const line of list) segments.addRing(Int32Array.from(line), 0, 4, 1, 0);
      const { x, y, from, to, count } = node(segments);
      const at = (i: number): Line => [x[from[i]], y[from[i]], x[to[i]], y[to[i]]];
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < i; j++) assert.ok(meetAtEndsOnly(at(i), at(j)), `${at(i)} and ${at(j)}`);
      }
    }),
    { numRuns: 300 },
  );
});

function meetAtEndsOnly(p: Line, q: Line): boolean {
  const isSame = p.every((value, i) => value === q[i]);
  if (isSame || !segmentsTouch(...p, ...q)) return true;
  const ends = (line: Line) => [line.slice(0, 2), line.slice(2)];
  const common = ends(p).filter((end) => ends(q).some((other) => other[0] === end[0] && other[1] === end[1]));
  if (common.length !== 1) return false;
  // One end in common: no other end may lie on the other segment.
  const inside = (end: number[], line: Line) =>
    !ends(line).some((other) => other[0] === end[0] && other[1] === end[1]) &&
    segmentsTouch(end[0], end[1], end[0], end[1], ...line);
  return ![...ends(p).filter((end) => inside(end, q)), ...ends(q).filter((end) => inside(end, p))].length;
}

/** True where two edges of a set cross, and not only touch. */
function crossesAnother(set: PolygonSet): boolean {
  const edges: { ring: number; line: Line }[] = [];
  for (let ring = 0; ring < set.ringCount; ring++) {
    for (let v = set.rings[ring], before = set.rings[ring + 1] - 1; v < set.rings[ring + 1]; before = v++)
      edges.push({ ring, line: [set.xy[2 * before], set.xy[2 * before + 1], set.xy[2 * v], set.xy[2 * v + 1]] });
  }
  return edges.some((one, i) => edges.slice(0, i).some((other) => crosses(one.line, other.line)));
}

for (const [size, spread] of [
  [6, 40],
  [60, 60],
  [1000, 2000],
  [2 ** 29, 2 ** 30],
]) {
  test(`polygons of ${size} that lie in, beside and across each other unite to what one sweep makes of them`, () => {
    const corner = fc.tuple(fc.integer({ min: -size, max: size }), fc.integer({ min: -size, max: size }));
    const triangle = fc.tuple(
      corner,
      corner,
      corner,
      fc.integer({ min: -spread, max: spread }),
      fc.integer({ min: 1, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(triangle, { minLength: 2, maxLength: 24 }), (list) => {
        const builder = new PolygonSetBuilder();
        for (const [a, b, c, shift, shrink] of list) {
          builder.polygon([a, b, c].flatMap(([x, y]) => [Math.round(x / shrink) + shift, Math.round(y / shrink)]));
        }
        const set = prepare(builder.build(), own);
        const [united, swept] = [unionOf(set), assemble(sweep.boolean("or", set, PolygonSet.empty))];
        const perimeter = polygonPerimeters(set).reduce((sum, length) => sum + length, 0);
        const areas = [united, swept].map((result) => polygonAreas(result).reduce((sum, area) => sum + area, 0));
        assert.ok(Math.abs(areas[0] - areas[1]) <= perimeter, `${areas}`);
        assert.ok(!crossesAnother(united));
      }),
      { numRuns: 300 },
    );
  });
}

function addDiamond(builder: PolygonSetBuilder, x: number, y: number, outer: number, inner: number): void {
  const ring = (r: number) => [x - r, y, x, y - r, x + r, y, x, y + r];
  for (const r of inner === 0 ? [outer] : [outer, inner]) {
    builder.vertices(Int32Array.from(ring(r)), 0, 8);
    builder.endRing();
  }
  builder.endPolygon();
}

const areaOf = (set: PolygonSet) => polygonAreas(set).reduce((sum, area) => sum + area, 0);

test("diamonds, with and without holes, around one centre unite to all that is in one of them", () => {
  const radius = fc.integer({ min: 0, max: 40 });
  const pair = fc.tuple(radius, radius).filter(([a, b]) => a !== b);
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 8 }), (list) => {
      const builder = new PolygonSetBuilder();
      const isIn = new Uint8Array(40);
      for (const [a, b] of list) {
        addDiamond(builder, 0, 0, 10 * Math.max(a, b), 10 * Math.min(a, b));
        isIn.fill(1, Math.min(a, b), Math.max(a, b));
      }
      // A diamond of half diagonal r has the area 2r²: 200 ((r + 1)² − r²) from r to r + 1.
      const expected = isIn.reduce((sum, flag, r) => sum + flag * 200 * (2 * r + 1), 0);
      assert.equal(areaOf(unionOf(prepare(builder.build(), own))), expected);
    }),
    { numRuns: 500 },
  );
});

test("diamonds with holes, in the holes of others and over them, unite to what one sweep makes of them", () => {
  const place = fc.integer({ min: -12, max: 12 });
  const diamond = fc.tuple(place, place, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 11 }));
  fc.assert(
    fc.property(fc.array(diamond, { minLength: 2, maxLength: 30 }), fc.constantFrom(2, 6, 20), (list, grid) => {
      const builder = new PolygonSetBuilder();
      // On an even grid all crossings of diagonals are whole.
      for (const [x, y, r, s] of list) addDiamond(builder, grid * x, grid * y, grid * r, s < r ? grid * s : 0);
      const set = prepare(builder.build(), own);
      assert.equal(areaOf(unionOf(set)), areaOf(assemble(sweep.boolean("or", set, PolygonSet.empty))));
    }),
    { numRuns: 1000 },
  );
});
