/** Polygons as careless programs write them: what every function makes of them is defined, or an error says why not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { Box, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { connectedComponents, polygon, Region, rect } from "../../src/region/index.ts";

/** One polygon of a hull and holes, in units of 1 nm. */
function region(...rings: number[][]): Region {
  const builder = new PolygonSetBuilder();
  for (const ring of rings) {
    builder.vertices(ring);
    builder.endRing();
  }
  builder.endPolygon();
  return Region.of(builder.build());
}

const square = [0, 0, 1000, 0, 1000, 1000, 0, 1000];
/** What it is to come to, µm². */
const cases: [string, Region, number][] = [
  ["a bow tie fills both lobes", region([0, 0, 1000, 1000, 1000, 0, 0, 1000]), 0.5],
  ["a spike has no area", region([0, 0, 1000, 0, 1000, 1000, 1000, 5000, 1000, 1000, 0, 1000]), 1],
  [
    "repeated points and points on a side are dropped",
    region([0, 0, 0, 0, 500, 0, 1000, 0, 1000, 1000, 1000, 1000, 0, 1000]),
    1,
  ],
  ["a line has no area", region([0, 0, 1000, 1000, 500, 500]), 0],
  ["a point has no area", region([7, 7, 7, 7, 7, 7]), 0],
  ["a clockwise hull counts as any other", region([0, 0, 0, 1000, 1000, 1000, 1000, 0]), 1],
  ["a hole of the hull's orientation is a hole", region(square, [200, 200, 800, 200, 800, 800, 200, 800]), 0.64],
  ["a hole outside of its hull takes nothing", region(square, [2000, 0, 3000, 0, 3000, 1000, 2000, 1000]), 1],
  ["a hole across its hull takes what they share", region(square, [500, -500, 1500, -500, 1500, 1500, 500, 1500]), 0.5],
  ["a hole that is the hull leaves nothing", region(square, square), 0],
  [
    "a ring that touches itself in a corner is two squares",
    region([0, 0, 500, 0, 500, 500, 1000, 500, 1000, 1000, 500, 1000, 500, 500, 0, 500]),
    0.5,
  ],
];

for (const [name, shape, area] of cases) {
  test(`${name}, in every function`, () => {
    const near = (seen: number, wanted = area, most = 0.002) =>
      assert.ok(Math.abs(seen - wanted) <= most, `${seen} is not ${wanted}`);
    near(shape.area);
    near(shape.areas().reduce((sum, one) => sum + one, 0));
    for (const into of ["trapezoids", "vertical-trapezoids", "convex"] as const) near(shape.decompose(into).area);
    near(shape.triangulate().area);
    near(shape.fracture(4).area);
    near(shape.simplify(0).area);
    near(shape.snap(0.001).area);
    near(shape.inside(rect(100)).area);
    near(shape.interacting(rect(100)).area);
    near(shape.where({ area: [0, 100] }).area);
    near(shape.hulls().not(shape.holes()).area);
    near(shape.sized(0.05).sized(-0.05).area, area, 0.05);
    near(shape.density({ size: 1, window: new Box(-2, -2, 6, 6) }).sum());
    assert.ok(shape.sized(-0.05).not(shape).area < 1e-6);
    assert.ok(shape.not(shape.sized(0.05)).area < 1e-6);
    assert.ok(shape.not(shape.minkowskiSum(new Box(-0.1, -0.1, 0.1, 0.1))).area < 1e-6);
    assert.equal(shape.edges().count, shape.merged().polygons.vertexCount);
    assert.ok(shape.width(2).count >= 0 && shape.space(2).count >= 0);
    assert.equal(shape.isEmpty, area === 0);
    assert.ok(shape.fillet(0.01).area <= area + 1e-3);
    assert.ok(shape.convexHull().area >= area);
    assert.ok(Number.isFinite(shape.moments.xx));
  });
}

test("nothing comes of nothing", () => {
  const none = Region.empty();
  for (const made of [
    none.sized(1),
    none.sized(-1),
    none.hulls(),
    none.holes(),
    none.convexHull(),
    none.extents(1),
    none.corners(),
    none.fillet(1),
    none.simplify(1),
    none.snap(1),
    none.decompose(),
    none.decompose("convex"),
    none.triangulate(),
    none.fracture(10),
    none.minkowskiSum(new Box(0, 0, 1, 1)),
    none.inside(rect(1)),
    none.notInside(rect(1)),
    none.where({}),
    rect(1).interacting(none),
    rect(1).inside(none),
    none.clip(new Box(0, 0, 1, 1)),
  ]) {
    assert.ok(made.isEmpty);
    assert.equal(made.bbox, null);
  }
  assert.equal(rect(1).outside(none).count, 1);
  assert.equal(none.perimeter, 0);
});

test("what leaves the range of coordinates, and what is no number, is an error", () => {
  const far = rect(1, 1, { position: [2_147_483, 2_147_483] });
  const codeOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (isReticleError(error)) return error.code;
      throw error;
    }
    return "none";
  };
  for (const run of [
    () => far.sized(5),
    () => far.minkowskiSum(new Box(0, 0, 9, 9)),
    () => far.extents(9),
    () => far.translate(9, 0),
    () => far.snap(100),
    () => far.corners({ size: 9 }),
  ])
    assert.equal(codeOf(run), "coordinate-range", String(run));
  for (const run of [
    () => rect(1).sized(Number.NaN),
    () => rect(1).extents([0, Number.NaN]),
    () =>
      rect(1).minkowskiSum([
        [0, 0],
        [Number.NaN, 1],
      ]),
    () =>
      polygon([
        [0, 0],
        [1, Number.NaN],
        [1, 1],
      ]),
    () => rect(1).clip(new Box(0, 0, Number.NaN, 1)),
  ])
    assert.equal(codeOf(run), "not-a-number", String(run));
  assert.ok(Math.abs(far.area - 1) < 1e-9);
  assert.equal(far.decompose().count, 1);
});

test("arguments that are missing or of another kind are refused with the reason", () => {
  const one = rect(1) as never as Record<string, (...values: unknown[]) => unknown>;
  const refused: [string, () => unknown][] = [
    ["operand", () => Region.or(...([] as never as [Region]))],
    ["operand", () => one.and("metal")],
    ["operand", () => one.separation(undefined, 1)],
    ["operand", () => one.enclosure(undefined, 1)],
    ["operand", () => one.overlap(undefined, 1)],
    ["operand", () => connectedComponents({ a: 3 as never })],
    ["size-options", () => one.sized()],
    ["size-options", () => one.sized("1")],
    ["size-options", () => one.extents([1])],
    ["criteria", () => one.where()],
    ["criteria", () => one.where({ area: Number.NaN })],
    ["criteria", () => one.where({ area: "1" })],
    ["criteria", () => rect(1).edges().withLength(Number.NaN)],
    ["angle", () => one.corners({ from: Number.NaN })],
    ["angle", () => one.corners({ from: 90, to: -90 })],
    ["count", () => one.interacting(rect(1), { min: 1.5 })],
    ["points", () => one.minkowskiSum()],
    ["points", () => one.minkowskiSum([[0, 0]])],
    ["points", () => one.minkowskiSum([1, 2, 3])],
    ["density", () => one.density()],
  ];
  for (const [code, run] of refused)
    assert.throws(run, (error) => isReticleError(error) && error.code === code, String(run));
});

test("an option that there is not is refused with the nearest one", () => {
  const square = rect(10);
  // As from JavaScript, where no types tell.
  const given = (options: object): never => options as never;
  const calls: [() => unknown, string, string][] = [
    [() => square.sized(1, given({ jions: "round" })), "jions", "join"],
    [() => square.space(1, given({ metric: "square" })), "metric", "metrics"],
    [() => square.width(1, given({ wholeEdge: true })), "wholeEdge", "wholeEdges"],
    [() => square.fillet(1, given({ point: 8 })), "point", "points"],
    [() => square.corners(given({ form: 90 })), "form", "from"],
    [() => square.convexHull(given({ eahc: true })), "eahc", "each"],
    [() => square.rotate(45, given({ centre: [0, 0] })), "centre", "center"],
    [() => square.scale(2, given({ centre: [0, 0] })), "centre", "center"],
  ];
  for (const [call, name, nearest] of calls) {
    assert.throws(call, (error) => {
      assert.ok(isReticleError(error) && error.code === "unknown-option", String(error));
      assert.match(error.message, new RegExp(`no option "${name}".*did you mean "${nearest}"`));
      return true;
    });
  }
});
