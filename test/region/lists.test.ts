/** Regions in lists, and a region as a list of its polygons. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { background, box, circle, polygon, Region, rect } from "../../src/index.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { randomNumbers } from "../support/random-numbers.ts";

/** Squares of 1 µm, 3 µm apart. */
const squares = (count: number) => Array.from({ length: count }, (_, i) => rect(1, 1, { position: [3 * i, 0] }));

test("booleans take lists of regions as they take regions", () => {
  const [a, b, c] = [rect(4), rect(2), rect(1)];
  assert.equal(Region.or([a, b, c]).area, 16);
  assert.equal(Region.and([a, b], c).area, 1);
  assert.equal(Region.not(a, [b, c]).area, 12);
  assert.equal(Region.xor([a, b, c]).area, 16 - 4 + 1);
  assert.equal(a.not([b, c]).area, 12);
  assert.equal(a.or([]).area, 16);
});

test("a list may hold more regions than a call has arguments", () => {
  // Spread, 200,000 arguments end the stack of Node 20.
  const many = squares(200_000);
  assert.equal(Region.or(many).count, 200_000);
  assert.equal(rect(1, 1, { position: [-3, 0] }).or(many).area, 200_001);
});

test("the union of no regions is empty; to combine nothing at all is refused", () => {
  assert.equal(Region.or([]).isEmpty, true);
  assert.equal(Region.xor([]).isEmpty, true);
  const isOperand = (error: unknown) => isReticleError(error, "RegionError") && error.code === "operand";
  for (const work of [() => Region.and([]), () => Region.not([]), () => (Region.or as () => Region)()])
    assert.throws(work, isOperand);
  assert.throws(() => Region.and([]), /Region\.and of no regions: it takes one at least/);
});

test("what is empty goes with regions of any database unit", () => {
  const one = rect(2, 2, { dbu: 0.005 });
  const nothing = Region.empty();
  for (const [region, area] of [
    [nothing.or(one), 4],
    [one.or(nothing, nothing), 4],
    [Region.or([nothing, one, one.translate(1, 0)]), 6],
    [nothing.xor(one), 4],
    [one.and(nothing), 0],
    [nothing.and(one), 0],
    [one.not(nothing), 4],
    [nothing.not(one), 0],
  ] as const) {
    assert.equal(region.area, area);
    assert.equal(region.dbu, 0.005);
  }
  // Two that hold something still need one grid.
  assert.throws(
    () => nothing.or(one, rect(1)),
    (error) => isReticleError(error) && error.code === "dbu",
  );
  assert.equal(Region.or([nothing, nothing]).dbu, 0.001);
});

test("a region is a list of its merged polygons", () => {
  const both = Region.or(rect(4).not(rect(2)), squares(3)[2]);
  const parts = [...both];
  assert.deepEqual(
    parts.map((one) => one.area).sort((p, q) => p - q),
    [1, 12],
  );
  assert.ok(parts.every((one) => one.isMerged && one.count === 1));
  assert.equal([...rect(4).or(rect(2))].length, 1);
  assert.equal([...Region.empty()].length, 0);
  // Pieces touch each other, and stay apart all the same.
  assert.equal([...rect(4).not(rect(2)).decompose("rectangles")].length, 4);
});

test("what a region is made of can be used like any region", async () => {
  const [ring] = rect(4)
    .not(rect(2))
    .or(rect(1, 1, { position: [9, 0] }));
  assert.equal(ring.sized(0.5).area, 25 - 1);
  assert.equal(ring.and(box4()).area, 3);
  assert.equal(await background(ring).area, 12);
  assert.equal(ring.rasterize({ pitch: 1, window: box(-2, -2, 2, 2) }).sum(), 12);
  function box4(): Region {
    return rect(2, 2, { at: "sw" });
  }
});

test("coordinates are those of hull and holes, in µm without the noise of 0.001", () => {
  const plate = rect(3, 3, { at: "sw" }).not(rect(1.001, 1, { at: "sw", position: [1, 1] }));
  const [[hull, hole]] = plate.coordinates();
  const sorted = (ring: readonly (readonly number[])[]) => ring.map(String).sort();
  assert.deepEqual(sorted(hull), ["0,0", "0,3", "3,0", "3,3"]);
  assert.deepEqual(sorted(hole), ["1,1", "1,2", "2.001,1", "2.001,2"]);
});

test("law: polygons made from a region's coordinates are the region", () => {
  const shape = fc.oneof(
    fc
      .record({ r: fc.double({ min: 0.1, max: 3, noNaN: true }), x: fc.integer({ min: -5, max: 5 }) })
      .map(({ r, x }) => circle(r, { position: [x, 0] })),
    fc
      .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 4 }))
      .map(([x, w]) => rect(w, 2, { position: [x, 1] })),
  );
  fc.assert(
    fc.property(fc.array(shape, { minLength: 1, maxLength: 6 }), fc.array(shape, { maxLength: 3 }), (all, away) => {
      const region = Region.or(all).not(away);
      const again = region
        .coordinates()
        .map(([hull, ...holes]) => polygon(hull).not(holes.map((hole) => polygon(hole))));
      assert.equal(region.xor(again.length === 0 ? [] : Region.or(again)).isEmpty, true);
      assert.equal(again.length, region.count);
    }),
    { numRuns: 60 },
  );
});

test("sizes and boxes are µm without the noise of 0.001", () => {
  // 1001 · 0.001 is 1.0009999999999999 or 1.0010000000000001 in binary fractions, 1001 / 1000 is the number nearest to 1.001.
  const one = rect(1.001, 2.003, { at: "sw" });
  assert.deepEqual(one.bbox?.toArray(), [0, 0, 1.001, 2.003]);
  assert.deepEqual([...one.boxes()], [0, 0, 1.001, 2.003]);
  assert.deepEqual([...one.edges().lengths()].sort(), [1.001, 1.001, 2.003, 2.003]);
  assert.deepEqual(
    [
      ...rect(1)
        .or(rect(1, 1, { position: [1.3, 0] }))
        .space(0.5)
        .distances(),
    ],
    [0.3],
  );
});

test("contains: as KLayout's Polygon.inside", { skip: withoutPython }, async () => {
  const next = randomNumbers(3);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const rings = Array.from({ length: 12 }, () =>
    polygon(Array.from({ length: 3 }, (): [number, number] => [between(0, 40) / 1000, between(0, 40) / 1000])),
  );
  const region = Region.or(rings.slice(0, 9)).not(rings.slice(9));
  const points = Array.from({ length: 41 * 41 }, (_, i): [number, number] => [
    (i % 41) / 1000,
    Math.floor(i / 41) / 1000,
  ]);
  const code = `
import json, sys
import klayout.db as kdb
given = json.loads(sys.stdin.read())
polygons = []
for hull, *holes in given:
    p = kdb.Polygon([kdb.Point(round(1000 * x), round(1000 * y)) for x, y in hull], True)
    for hole in holes: p.insert_hole([kdb.Point(round(1000 * x), round(1000 * y)) for x, y in hole], True)
    polygons.append(p)
print(json.dumps([any(p.inside(kdb.Point(i % 41, i // 41)) for p in polygons) for i in range(41 * 41)]))
`;
  const { stdout } = await runPython(["-c", code], { cwd: ".", stdin: JSON.stringify(region.coordinates()) });
  const expected: boolean[] = JSON.parse(stdout);
  // Vertices are on the outline; KLayout, which counts outlines in, leaves out those with the polygon on one side of their line.
  const vertices = new Set(region.coordinates().flat(2).map(String));
  const held = points.map((point, i) => expected[i] || vertices.has(String(point)));
  assert.deepEqual(region.contains(points), held);
  assert.deepEqual(
    points.map((point) => region.contains(point)),
    held,
  );
  // The test would say nothing where all points are in, or out.
  assert.ok(expected.includes(true) && expected.includes(false));
});

test("what is no point is refused", () => {
  const isRefused = (code: string) => (error: unknown) => isReticleError(error) && error.code === code;
  for (const points of [undefined, 3, [[1]], ["a"], [[1, 2, 3]]])
    assert.throws(() => rect(1).contains(points as never), isRefused("points"));
  assert.throws(() => rect(1).contains([Number.NaN, 0]), isRefused("not-a-number"));
  assert.deepEqual(rect(1).contains([]), []);
  // One of many is named by its place: all of them would be a message of megabytes.
  const many = [...Array.from({ length: 1000 }, (_, i) => [i, i] as const), [1] as never];
  assert.throws(() => rect(1).contains(many), /^RegionError: number 1000 of the list, an array, is no point/);
});

test("background knows of contains for one point and for a list of them, and of lists of numbers", async () => {
  const [one, list]: [Promise<boolean>, Promise<boolean[]>] = [
    background(rect(2)).contains([0, 0]),
    background(rect(2)).contains([
      [0, 0],
      [9, 9],
    ]),
  ];
  const areas: Float64Array = await background(rect(2)).areas();
  assert.deepEqual([...areas], [4]);
  assert.equal(await one, true);
  assert.deepEqual(await list, [true, false]);
});
