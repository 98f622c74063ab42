/** Triangles, by the sweep and as regions give them: they fill just the polygons, exactly, and do not overlap. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSet, PolygonSetBuilder, turn } from "../../src/geometry/index.ts";
import { triangulationOf } from "../../src/region/decompose/triangle-sweep.ts";
import { polygon, Region, rect } from "../../src/region/index.ts";

/** Twice the area of all rings, holes taken away. */
function areaTwice({ xy, rings }: PolygonSet): bigint {
  let sum = 0n;
  for (let ring = 0; ring + 1 < rings.length; ring++) {
    let [x, y] = [BigInt(xy[2 * rings[ring + 1] - 2]), BigInt(xy[2 * rings[ring + 1] - 1])];
    for (let v = rings[ring]; v < rings[ring + 1]; v++) {
      const [x2, y2] = [BigInt(xy[2 * v]), BigInt(xy[2 * v + 1])];
      sum += x * y2 - x2 * y;
      [x, y] = [x2, y2];
    }
  }
  return sum;
}

/** Their areas add up and their union is the region, so that none overlap. */
function assertFills(triangles: PolygonSet, merged: PolygonSet): void {
  const { xy, rings, count } = triangles;
  assert.equal(rings.length, count + 1);
  const corners = new Set(Array.from({ length: merged.vertexCount }, (_, v) => `${merged.xy.slice(2 * v, 2 * v + 2)}`));
  for (let t = 0; t < count; t++) {
    assert.equal(rings[t + 1], 3 * (t + 1));
    const [ax, ay, bx, by, cx, cy] = xy.subarray(6 * t, 6 * t + 6);
    assert.ok(turn(ax, ay, bx, by, cx, cy) > 0);
    for (let k = 0; k < 3; k++) assert.ok(corners.has(`${xy.slice(6 * t + 2 * k, 6 * t + 2 * k + 2)}`));
  }
  assert.equal(areaTwice(triangles), areaTwice(merged));
  assert.ok(Region.of(triangles).xor(Region.of(merged, { isMerged: true })).isEmpty);
}

function bySweep(merged: PolygonSet): PolygonSet {
  const found = triangulationOf(merged);
  assert.ok(found !== null);
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < found.corners.length; i += 3)
    builder.polygon([...found.corners.subarray(i, i + 3)].flatMap((v) => [found.x[v], found.y[v]]));
  return builder.build();
}

const steps = 12;
const corner = fc.tuple(fc.integer({ min: 0, max: steps }), fc.integer({ min: 0, max: steps }));
const shapes = fc.array(fc.array(corner, { minLength: 3, maxLength: 5 }), { minLength: 1, maxLength: 25 });

/** Few places, so that rings touch, in corners and with corners on edges, and vertices lie in line. */
function merged(rings: readonly (readonly [number, number][])[], isPlate: boolean, place: (step: number) => number) {
  const builder = new PolygonSetBuilder();
  for (const ring of rings) builder.polygon(ring.flatMap(([x, y]) => [place(x), place(y)]));
  const all = Region.of(builder.build());
  const plate = [-1, -1, steps + 1, -1, steps + 1, steps + 1, -1, steps + 1].map(place);
  if (!isPlate) return all.merged().polygons;
  const whole = new PolygonSetBuilder();
  whole.polygon(plate);
  return Region.of(whole.build()).not(all).polygons;
}

test("triangles fill the region and do not overlap, also where rings touch and vertices lie in line", () => {
  fc.assert(
    fc.property(shapes, fc.boolean(), (rings, isPlate) => {
      const set = merged(rings, isPlate, (step) => 60 * step);
      assertFills(bySweep(set), set);
      assertFills(Region.of(set, { isMerged: true }).triangulate().polygons, set);
    }),
    { numRuns: 300 },
  );
});

test("triangles of the whole range of coordinates", () => {
  const most = 2 ** 31 - 1;
  // 14 places from −2³¹ + 1 to 2³¹ − 1, of which the outer ones are the plate's.
  const place = (step: number) => Math.round(-most + ((step + 1) * 2 * most) / (steps + 2));
  fc.assert(
    fc.property(shapes, fc.boolean(), (rings, isPlate) => {
      const set = merged(rings, isPlate, place);
      assertFills(bySweep(set), set);
      assertFills(Region.of(set, { isMerged: true }).triangulate().polygons, set);
    }),
    { numRuns: 150 },
  );
});

test("corners of holes on the middle of edges", () => {
  // The tip of one hole on the hull's lower edge, of another on a side of the first.
  const hull = [0, 0, 20, 0, 20, 20, 0, 20];
  const builder = new PolygonSetBuilder();
  for (const ring of [hull, [10, 0, 6, 8, 14, 8], [8, 4, 2, 4, 2, 6]]) {
    builder.vertices(ring);
    builder.endRing();
  }
  builder.endPolygon();
  const set = builder.build();
  assertFills(bySweep(set), set);
  // 400 − ½·8·8 − ½·6·2
  assert.equal(areaTwice(bySweep(set)), 2n * (400n - 32n - 6n));
});

test("the tip of a notch in the hull touches the inner corner of a hole", () => {
  const builder = new PolygonSetBuilder();
  for (const ring of [
    [0, 0, 10, 0, 10, 4, 5, 5, 10, 6, 10, 10, 0, 10],
    [5, 5, 6, 2, 3, 5, 6, 8],
  ]) {
    builder.vertices(ring);
    builder.endRing();
  }
  builder.endPolygon();
  const set = builder.build();
  // 100 − 5 of the notch (5 long, 2 wide) − 6 of the dart (two triangles 3 high of 2 wide).
  assert.equal(areaTwice(bySweep(set)), 2n * (100n - 5n - 6n));
  assert.equal(areaTwice(Region.of(set).triangulate().polygons), 2n * (100n - 5n - 6n));
});

test("what is only said to be merged is merged first", () => {
  // A bow tie: two triangles of base 2³⁰ and half that high, which wind in opposite directions.
  const side = 2 ** 30;
  const builder = new PolygonSetBuilder();
  builder.polygon([0, 0, side, side, side, 0, 0, side]);
  const set = builder.build();
  assert.equal(triangulationOf(set), null);
  assert.equal(areaTwice(Region.of(set, { isMerged: true }).triangulate().polygons), 2n ** 60n);
});

test("triangulate of nothing is nothing", () => {
  assert.equal(Region.empty().triangulate().count, 0);
  assert.equal(triangulationOf(PolygonSet.empty)?.corners.length, 0);
});

test("a plate with 5,000 slots, some slanted, across its whole width: n + 2h − 2 triangles", () => {
  const builder = new PolygonSetBuilder();
  const count = 5000;
  for (let i = 0; i < count; i++) {
    const y = 10 * i + 5;
    builder.polygon([10, y, 90_000, y + (i % 3), 90_000, y + (i % 3) + 4, 10, y + 4]);
  }
  const hull = new PolygonSetBuilder();
  hull.rectangle(0, 0, 90_010, 10 * count + 10);
  const plate = Region.of(hull.build()).not(Region.of(builder.build()));
  assert.equal(plate.polygons.vertexCount, 4 + 4 * count);
  const triangles = plate.triangulate();
  assert.equal(triangles.count, 4 + 4 * count + 2 * count - 2);
  assert.equal(areaTwice(triangles.polygons), areaTwice(plate.polygons));
  const parts = plate.decompose("convex");
  assert.equal(areaTwice(parts.polygons), areaTwice(plate.polygons));
  assert.ok(parts.count < triangles.count / 3);
});

test("triangles of many polygons come together, small and large ones", () => {
  const wheel = Array.from({ length: 600 }, (_, i): [number, number] => {
    const angle = (i * 2 * Math.PI) / 600;
    const radius = i % 2 === 0 ? 20 : 12;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  const all = Region.or(polygon(wheel), rect(5, 5, { position: [40, 0] }), rect(8, 8, { position: [40, 20] }));
  const set = all.merged().polygons;
  const triangles = all.triangulate();
  assertFills(triangles.polygons, set);
  // 600 − 2 and twice 4 − 2.
  assert.equal(triangles.count, 602);
});
