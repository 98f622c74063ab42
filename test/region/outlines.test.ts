/** Hulls, holes, boxes, corners, rounding, thinning and snapping of outlines: KLayout's, gdstk's, closed forms. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { circle, polygon, type Region, rect } from "../../src/region/index.ts";
import { assertSameShapes } from "../support/gdstk-shapes.ts";
import { withoutPython } from "../support/project.ts";
import { assertAsKLayout, type RandomKind, randomRegion, ringsOf } from "./klayout.ts";

const kinds: readonly RandomKind[] = ["rectangles", "stars", "steps", "octagons"];
const plates = kinds.map((kind, k) => rect(12).not(randomRegion(kind, 60, 5000, 30 + k)));
const seeds = kinds.map((kind, k) => randomRegion(kind, 40, 4000, 10 + k));

/** The same work on every plate and every set of polygons. */
const all = (ours: (a: Region) => Region, python: string) =>
  [...plates, ...seeds].map((a) => ({ a: a.merged(), ours: ours(a), python }));

test("hulls: as KLayout's Region.hulls", { skip: withoutPython }, () =>
  assertAsKLayout(all((a) => a.hulls(), "a.hulls()")),
);

test("holes: as KLayout's Region.holes", { skip: withoutPython }, () =>
  assertAsKLayout(all((a) => a.holes(), "a.holes()")),
);

test("extents: as KLayout's Region.extents", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...all((a) => a.extents(), "a.extents()"),
    ...all((a) => a.extents([0.05, -0.02]), "a.extents(50, -20)"),
  ]),
);

test("corners: as KLayout's Region.corners", { skip: withoutPython }, () =>
  assertAsKLayout([
    // KLayout walks with the inside on its right: its convex corners are negative.
    ...all((a) => a.corners({ size: 0.01 }), "a.corners(-180, 180, 5)"),
    ...all((a) => a.corners({ from: 0, size: 0.01 }), "a.corners(-180, 0, 5)"),
    ...all((a) => a.corners({ from: -91, to: -44 }), "a.corners(44, 91, 1)"),
  ]),
);

test("snap: as KLayout's Region.snapped", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...all((a) => a.snap(0.02), "a.snapped(20, 20)"),
    ...all((a) => a.snap([0.05, 0.003]), "a.snapped(50, 3)"),
  ]),
);

test("fillet: as KLayout's Region.rounded_corners", { skip: withoutPython }, () => {
  // KLayout's chords lie half outside of the arc.
  const leaning = polygon([
    [0, 0],
    [1.5, 0],
    [6.5, 5],
    [5, 5],
  ]);
  const cases = [
    { a: rect(10), ours: rect(10).fillet(2, { points: 1000 }), python: "a.rounded_corners(2000, 2000, 1000)" },
    {
      a: rect(10).not(rect(4)),
      ours: rect(10).not(rect(4)).fillet({ convex: 1.5, concave: 1 }, { points: 800 }),
      python: "a.rounded_corners(1000, 1500, 800)",
    },
    { a: rect(10, 3), ours: rect(10, 3).fillet(9, { points: 1000 }), python: "a.rounded_corners(9000, 9000, 1000)" },
    // Corners of 45° and 135° on sides of 1.5 µm: arcs of radius 0.5 µm take 1.21 µm and 0.21 µm of them, those of 0.7 µm
    // have to shrink.
    ...[0.5, 0.7].map((radius) => ({
      a: leaning,
      ours: leaning.fillet(radius, { points: 1000 }),
      python: `a.rounded_corners(${1000 * radius}, ${1000 * radius}, 1000)`,
    })),
  ];
  return assertAsKLayout(cases, 1);
});

test("fillet: as gdstk's Polygon.fillet", { skip: withoutPython }, () => {
  const points = "[(0, 0), (9, 0), (9, 2), (4, 2.5), (6, 8), (0, 5)]";
  const shape = polygon(JSON.parse(points.replaceAll("(", "[").replaceAll(")", "]")));
  return assertSameShapes(
    [0.3, 0.8].map((radius) => ({
      region: shape.fillet(radius),
      python: `[gdstk.Polygon(${points}).fillet(${radius}, tolerance=1e-4)]`,
    })),
  );
});

test("fillet: closed form: rounded corners of a square take (4 − π)r²", () => {
  assert.ok(Math.abs(rect(10).fillet(2).area - (100 - (4 - Math.PI) * 4)) < 0.02);
  assert.ok(Math.abs(rect(10).fillet(5, { points: 4000 }).area - 25 * Math.PI) < 0.02);
});

test("convexHull: as gdstk's Cell.convex_hull", { skip: withoutPython }, () =>
  assertSameShapes(
    seeds.map((a) => {
      const points = JSON.stringify(ringsOf(a).map(([hull]) => hull.map(([x, y]) => [x / 1000, y / 1000])));
      const add = `c.add(*[gdstk.Polygon(p) for p in ${points}])`;
      return { region: a.convexHull(), python: `[gdstk.Polygon((lambda c: ${add}.convex_hull())(gdstk.Cell("A")))]` };
    }),
    1e-9,
  ),
);

test("convexHull holds every polygon, has no concave corner, and is its own hull", () => {
  for (const a of seeds) {
    const ours = a.convexHull();
    assert.equal(ours.count, 1);
    assert.equal(a.not(ours).area, 0);
    assert.ok(ours.corners({ to: 0 }).isEmpty);
    assert.ok(Math.abs(ours.area - ours.convexHull().area) < 1e-12);
  }
  assert.equal(
    rect(10)
      .not(rect(4))
      .or(rect(1, 1, { position: [20, 0] }))
      .convexHull({ each: true }).count,
    2,
  );
});

test("simplify: nothing moves further than the tolerance, and what is needed stays", () => {
  const disc = circle(10, { points: 4096 });
  const thin = disc.simplify(0.05);
  // Chords of a tolerance t span 2·acos(1 − t/r): 32 at least, and Douglas and Peucker's halves up to twice as many.
  assert.ok(thin.polygons.vertexCount >= 31 && thin.polygons.vertexCount <= 128, `${thin.polygons.vertexCount}`);
  assert.ok(disc.sized(-0.052).not(thin).isEmpty);
  assert.ok(thin.not(disc.sized(0.052)).isEmpty);
  assert.equal(rect(10, 6).not(rect(4)).simplify(0.01).area, 44);
  assert.ok(
    rect(10)
      .or(rect(0.01, 0.01, { position: [20, 0] }))
      .simplify(0.1).bbox!.right === 5,
  );
});

test("corner counts and bends of a plus sign", async () => {
  const plus = rect(9, 3).or(rect(3, 9));
  assert.equal(plus.corners({ from: 90, to: 90 }).count, 8);
  assert.equal(plus.corners({ from: -90, to: -90 }).count, 4);
});

test("what cannot be done is refused with the reason", () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (isReticleError(error)) return error.code;
    }
    return "no error";
  };
  assert.equal(
    code(() => rect(1).fillet(-1)),
    "fillet",
  );
  assert.equal(
    code(() => rect(1).fillet(1, { points: 2 })),
    "fillet",
  );
  assert.equal(
    code(() => rect(1).fillet(1, { tolerance: 0 })),
    "fillet",
  );
  assert.equal(
    code(() => rect(1).simplify(Number.NaN)),
    "tolerance",
  );
  assert.equal(
    code(() => rect(1).snap(0.0005)),
    "grid",
  );
  assert.equal(
    code(() => rect(1).snap(0)),
    "grid",
  );
  assert.equal(
    code(() => rect(1).corners({ size: 0 })),
    "size",
  );
});
