/** Sizing: KLayout's and gdstk's of the same polygons, closed forms, laws. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { Transform } from "../../src/geometry/index.ts";
import { isManhattan } from "../../src/region/engines/manhattan/vertical-edges.ts";
import { circle, polygon, Region, rect, regularPolygon } from "../../src/region/index.ts";
import { assertSameShapes } from "../support/gdstk-shapes.ts";
import { withoutPython } from "../support/project.ts";
import { assertAsKLayout, type RandomKind, randomRegion } from "./klayout.ts";

const kinds: readonly RandomKind[] = ["rectangles", "stars", "steps", "octagons"];

const isStraight = ({ polygons }: Region) => isManhattan(polygons, 0, polygons.ringCount);

test("sized in modes 0 to 5: as KLayout's Region.sized", { skip: withoutPython }, async () => {
  const cases = kinds.flatMap((kind, k) =>
    [60, -60, 400, -150].flatMap((by) =>
      ([0, 1, 2, 3, 4, 5] as const).map((mode) => {
        const a = randomRegion(kind, 40, 4000, 100 * k + mode);
        return { a, ours: a.sized(by / 1000, { mode }), python: `a.sized(${by}, ${mode})` };
      }),
    ),
  );
  // To the unit where all sides are axis-parallel; slanted ones within the rounding of their corners.
  await assertAsKLayout(cases.filter(({ a, ours }) => isStraight(a) && isStraight(ours)));
  await assertAsKLayout(cases, 0.02);
});

test("sized by other distances along x and y: as KLayout's Region.sized", { skip: withoutPython }, async () => {
  const cases = kinds.flatMap((kind, k) =>
    [
      [80, 20],
      [0, 50],
      [-40, -90],
      [-70, 0],
    ].map(([dx, dy]) => {
      const a = randomRegion(kind, 30, 4000, 700 + k);
      return { a, ours: a.sized([dx / 1000, dy / 1000]), python: `a.sized(${dx}, ${dy}, 2)` };
    }),
  );
  await assertAsKLayout(cases, 0.05);
  const boxes = [
    [60, -50],
    [-50, 60],
  ].map(([dx, dy]) => {
    const a = randomRegion("rectangles", 1, 4000, 900);
    return { a, ours: a.sized([dx / 1000, dy / 1000]), python: `a.sized(${dx}, ${dy}, 2)` };
  });
  await assertAsKLayout(boxes);
});

test("sized with holes and necks: as KLayout's Region.sized", { skip: withoutPython }, async () => {
  const plates = kinds.map((kind, k) => rect(12).not(randomRegion(kind, 40, 5000, 300 + k)));
  const cases = plates.flatMap((a) =>
    [50, -50, 300, -300, 1500].map((by) => ({ a, ours: a.sized(by / 1000), python: `a.sized(${by}, 2)` })),
  );
  await assertAsKLayout(cases, 0.02);
});

test("sized so far that small holes vanish, also at the rim: as KLayout's Region.sized", {
  skip: withoutPython,
}, async () => {
  // Convex holes of 60 to 140 units, some nearly at the rim, and one that is not convex.
  const holes = Array.from({ length: 144 }, (_, i) =>
    regularPolygon(3 + (i % 6), {
      radius: 0.03 + (i % 5) * 0.01,
      position: [(i % 12) * 0.2 - 1.1, Math.floor(i / 12) * 0.2 - 1.1],
    }),
  );
  const a = rect(2.36).not([...holes, rect(0.1, 0.02).or(rect(0.02, 0.1)).translate(0.1, 0.1)]);
  await assertAsKLayout(
    [30, 45, 60, 75, 200].flatMap((by) =>
      ([1, 2, 4] as const).map((mode) => ({
        a,
        ours: a.sized(by / 1000, { mode }),
        python: `a.sized(${by}, ${mode})`,
      })),
    ),
    0.001,
  );
  await assertAsKLayout(
    [
      [80, 5],
      [0, 60],
    ].map(([dx, dy]) => ({ a, ours: a.sized([dx / 1000, dy / 1000]), python: `a.sized(${dx}, ${dy}, 2)` })),
    0.001,
  );
});

test("a hole that vanishes behind a sharp corner: as KLayout's Region.sized", { skip: withoutPython }, async () => {
  // The strip of the hole's far side reaches past the hull's corner at the origin, which modes 0 and 1 cut off near it.
  const hole = polygon([
    [0.005, 0],
    [0.03, -0.008],
    [0.03, 0.008],
  ]);
  const a = polygon([
    [0, 0],
    [1, -0.364],
    [1, 0.364],
  ]).not(hole);
  await assertAsKLayout(
    [0, 1, 2, 3].map((mode) => ({ a, ours: a.sized(0.1, { mode: mode as 0 }), python: `a.sized(100, ${mode})` })),
    0.001,
  );
});

test("a plate with 4,900 holes sized by many times their size is its hull", { timeout: 60_000 }, () => {
  const holes = Array.from({ length: 4900 }, (_, i) =>
    circle(0.03, { points: 12, position: [(i % 70) * 0.1, Math.floor(i / 70) * 0.1] }),
  );
  const plate = rect(8, 8, { position: [3.5, 3.5] }).not(holes);
  assert.equal(plate.polygons.ringCount, 4901);
  assert.equal(plate.sized(1).area, 100);
});

test("sized with joins: as gdstk's offset", { skip: withoutPython }, () => {
  const points = "[(0, 0), (9, 0), (9, 2), (4, 2.5), (6, 8), (0, 5)]";
  const shape = polygon(JSON.parse(points.replaceAll("(", "[").replaceAll(")", "]")));
  const make = (by: number, join: "miter" | "round" | "square", theirs: string) => ({
    region: shape.sized(by, { join, tolerance: 0.0005 }),
    python: `gdstk.offset(gdstk.Polygon(${points}), ${by}, ${theirs})`,
  });
  return assertSameShapes([
    make(0.5, "miter", "'miter', 2"),
    // What gdstk calls a bevel is Clipper's square join.
    make(0.5, "square", "'bevel'"),
    make(0.5, "round", "'round', 720"),
    make(-0.5, "round", "'round', 720"),
    make(-0.5, "miter", "'miter', 2"),
  ]);
});

test("a square grown by 1: closed form for every join", () => {
  const area = (options: object) => rect(10).sized(1, options).area;
  assert.equal(area({ join: "miter" }), 144);
  assert.equal(area({ join: "bevel" }), 142);
  assert.ok(Math.abs(area({ join: "round" }) - (140 + Math.PI)) < 0.005);
  // A square corner of 90° keeps a chord of the tangent at 45°: the corner less a triangle of height √2 − 1.
  assert.ok(Math.abs(area({ join: "square" }) - (144 - 4 * (Math.SQRT2 - 1) ** 2)) < 0.005);
});

test("slivers vanish, holes grow, and what is shrunk away is empty", () => {
  assert.ok(rect(10, 1).sized(-0.5).isEmpty);
  assert.ok(rect(10, 10).sized(-7).isEmpty);
  assert.equal(rect(10).not(rect(4)).sized(-1).area, 8 * 8 - 6 * 6);
  assert.equal(rect(10).not(rect(4)).sized(2).area, 14 * 14);
  // A bar of 20 units beside a plate: shrinking by 100 µm would turn it inside out, over the plate.
  const beside = rect(1000, 1000, { at: "sw" }).or(rect(10, 1000, { at: "se", position: [-1, 0] }));
  assert.equal(beside.sized(-100).area, 800 * 800);
});

test("what is shrunk by more than reaches its middle is empty, however finely it is curved", () => {
  // Bends below 0.57° count as straight: the far sides of such a disc would come out on the other side. KLayout's do: 1.78 µm²
  // of a disc of radius 10 with 1,000 corners shrunk by 20.
  for (const points of [100, 600, 1000, 5000]) {
    const disc = circle(10, { points });
    for (const by of [10.001, 15, 20, 30, 1000]) {
      assert.ok(disc.sized(-by).isEmpty);
      // What is cut off straight is nearer by the bends that rounding makes.
      if (by > 11) assert.ok(disc.sized(-by, { mode: 0 }).isEmpty);
      assert.ok(disc.not(circle(2)).sized([-by, -by / 2 - 5]).isEmpty);
    }
    if (points === 100) assert.ok(!disc.sized(-9.9).isEmpty);
  }
  // Of 4 µm² at most π r² lie as far as r from the rim: none where r is above 1.13.
  const arc = circle(20, { points: 4000 }).not(circle(19.97, { points: 4000 }), rect(60, 60, { at: "s" }));
  for (const by of [1.2, 5, 18, 30]) assert.ok(arc.sized(-by).isEmpty);
});

test("law: growing and shrinking: grow∘shrink lies inside, shrink∘grow around", () => {
  const seeds = fc.record({
    kind: fc.constantFrom(...kinds),
    seed: fc.nat(1000),
    by: fc.integer({ min: 5, max: 300 }),
  });
  fc.assert(
    fc.property(seeds, ({ kind, seed, by }) => {
      const a = randomRegion(kind, 12, 2000, seed);
      const d = by / 1000;
      // Manhattan shapes with right corners (the square's Minkowski sum and erosion) to the unit; others with arcs,
      // whose chords and grid move an outline of at most 75 µm by 2 nm.
      const isStraight = kind === "rectangles" || kind === "steps";
      const sized = (region: Region, by: number) => region.sized(by, isStraight ? {} : { join: "round" });
      const most = isStraight ? 0 : 0.15;
      assert.ok(sized(sized(a, -d), d).not(a).area <= most);
      assert.ok(a.not(sized(sized(a, d), -d)).area <= most);
    }),
    { numRuns: 60 },
  );
});

test("law: sizing commutes with quarter turns and moves", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: -200, max: 200 }), (seed, by) => {
      const a = randomRegion("steps", 12, 2000, seed);
      const place = (r: Region) => r.rotate(90, { center: [0, 0] }).translate(3, -7);
      assert.equal(place(a.sized(by / 1000)).xor(place(a).sized(by / 1000)).area, 0);
    }),
    { numRuns: 40 },
  );
});

test("what cannot be sized is refused with the reason", () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (isReticleError(error)) return error.code;
    }
    return "no error";
  };
  assert.equal(
    code(() => rect(1).sized(Number.NaN)),
    "not-a-number",
  );
  assert.equal(
    code(() => rect(1).sized(1e9)),
    "coordinate-range",
  );
  assert.equal(
    code(() => rect(1, 1, { position: [2.1e6, 0] }).sized(1e5)),
    "coordinate-range",
  );
  assert.equal(
    code(() => rect(1).sized(1, { mode: 7 as never })),
    "size-options",
  );
  assert.equal(
    code(() => rect(1).sized(1, { join: "mitre" as never })),
    "size-options",
  );
  assert.equal(
    code(() => rect(1).sized(1, { join: "round", tolerance: 0 })),
    "size-options",
  );
  assert.equal(
    code(() => rect(1).sized(1, { join: "miter", miterLimit: 0.5 })),
    "size-options",
  );
  assert.equal(Region.empty().sized(5).area, 0);
});

test("along curves with steps of few units the outline is within a tenth of a unit of a finer grid's", () => {
  // Rings of radius 10 µm in steps of 5 nm: the sides are as short as those of waveguides in files.
  const points = 12_000;
  const circleOf = (radius: number) =>
    polygon(
      Array.from({ length: points }, (_, i) => {
        const angle = (2 * Math.PI * i) / points;
        return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
      }),
    );
  const rings = circleOf(10).not(circleOf(9.5)).merged();
  const fine = rings.transformed(new Transform({ magnification: 64 }));
  for (const by of [0.05, -0.05]) {
    const [seen, wanted] = [rings.sized(by), fine.sized(64 * by)];
    const most = 0.0001 * seen.perimeter;
    assert.ok(Math.abs(seen.area - wanted.area / 64 ** 2) < most, `${seen.area}, ${wanted.area / 64 ** 2}, ${most}`);
    // What a shift of the outline by the distance makes of the ring's area, in µm²: its own, and the length times it.
    const shifted = rings.area + by * 2 * Math.PI * 19.5;
    assert.ok(Math.abs(seen.area - shifted) < 2 * most, `${seen.area}, ${shifted}`);
  }
});
