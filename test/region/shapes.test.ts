/** Shapes: closed forms, the same shapes of gdstk and KLayout, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import {
  type Anchor,
  circle,
  cross,
  ellipse,
  racetrack,
  rect,
  regularPolygon,
  ring,
  sector,
} from "../../src/region/index.ts";
import { assertSameShapes } from "../support/gdstk-shapes.ts";
import { withoutPython } from "../support/project.ts";

/** Areas agree within 1 nm (chords) and 1 nm (grid) along a length, µm. */
const near = (seen: number, wanted: number, length: number) =>
  assert.ok(Math.abs(seen - wanted) <= 0.002 * length, `${seen} is not ${wanted}`);

test("ellipse: closed form: π·a·b", () => near(ellipse(10, 5).area, 50 * Math.PI, 60));

test("ring: closed form: π(R² − r²), and its part between two angles", () => {
  near(ring(10, 8).area, 36 * Math.PI, 115);
  near(ring(10, 8, { from: 30, to: 75 }).area, (36 * Math.PI) / 8, 20);
  near(ring(10, 8, { from: -20, to: 340 }).area, 36 * Math.PI, 115);
});

test("sector: closed form: angle·R²/2", () =>
  near(sector(10, { from: 300, to: 400 }).area, (100 * 50 * Math.PI) / 180, 40));

test("racetrack: closed form: πR² + 2R·straight, less the inner one", () => {
  near(racetrack(8, 5).area, 25 * Math.PI + 80, 50);
  near(racetrack(8, 5, { inner: 3, vertical: true }).area, 16 * Math.PI + 32, 85);
  near(racetrack(0, 5).area, 25 * Math.PI, 32);
});

test("rect: closed form: rounded corners take (4 − π)r²", () => {
  near(rect(10, 6, { radius: 2 }).area, 60 - (4 - Math.PI) * 4, 28);
  near(rect(6, 6, { radius: 3 }).area, 9 * Math.PI, 19);
});

test("cross and regularPolygon: closed form", () => {
  assert.equal(Math.round(1e6 * cross(10, 2).area), 36e6);
  near(regularPolygon(6, { side: 4 }).area, 24 * Math.sqrt(3), 24);
  near(regularPolygon(4, { radius: Math.SQRT2 }).area, 4, 8);
});

test("ellipse, ring, sector: as gdstk's ellipse", { skip: withoutPython }, () =>
  assertSameShapes([
    { region: ellipse(10, 4), python: "[gdstk.ellipse((0, 0), (10, 4), tolerance=1e-4)]" },
    { region: ring(10, 4), python: "[gdstk.ellipse((0, 0), 10, 4, tolerance=1e-4)]" },
    {
      region: ring(10, 4, { from: 20, to: 310 }),
      python: "[gdstk.ellipse((0, 0), 10, 4, 20 * pi / 180, 310 * pi / 180, tolerance=1e-4)]",
    },
    {
      region: sector(7, { from: -100, to: 10, position: [3, 4] }),
      python: "[gdstk.ellipse((3, 4), 7, None, -100 * pi / 180, 10 * pi / 180, tolerance=1e-4)]",
    },
  ]),
);

test("racetrack: as gdstk's racetrack", { skip: withoutPython }, () =>
  assertSameShapes([
    { region: racetrack(8, 5), python: "[gdstk.racetrack((0, 0), 8, 5, tolerance=1e-4)]" },
    {
      region: racetrack(8, 5, { inner: 3, vertical: true, position: [1, 2] }),
      python: "[gdstk.racetrack((1, 2), 8, 5, 3, True, tolerance=1e-4)]",
    },
  ]),
);

test("regularPolygon: as gdstk's regular_polygon", { skip: withoutPython }, () =>
  assertSameShapes(
    [3, 4, 5, 6, 17].map((sides) => ({
      region: regularPolygon(sides, { side: 4, position: [2, -1] }),
      python: `[gdstk.regular_polygon((2, -1), 4, ${sides})]`,
    })),
  ),
);

test("cross: as gdstk's cross", { skip: withoutPython }, () =>
  assertSameShapes([{ region: cross(10, 1, { position: [3, 3] }), python: "[gdstk.cross((3, 3), 10, 1)]" }], 0),
);

test("rect with a radius: as KLayout's Region.round_corners", { skip: withoutPython }, () =>
  assertSameShapes([
    {
      region: rect(10, 6, { radius: 2, at: "sw" }),
      python: "list(kdb.Region(kdb.Box(0, 0, 10000, 6000)).rounded_corners(0, 2000, 400).each())",
    },
  ]),
);

test("the anchor of a shape's box comes to its position; a part of a ring has the box of the whole", () => {
  const places: [Anchor, number[]][] = [
    ["sw", [1, 2, 21, 12]],
    ["ne", [-19, -8, 1, 2]],
    ["c", [-9, -3, 11, 7]],
  ];
  for (const [at, wanted] of places) assert.deepEqual(ellipse(10, 5, { at, position: [1, 2] }).bbox?.toArray(), wanted);
  assert.deepEqual(sector(5, { from: 0, to: 90, at: "sw" }).bbox?.toArray(), [5, 5, 10, 10]);
  assert.equal(regularPolygon(3, { side: 2, at: "s" }).bbox?.bottom, 0);
});

test("a finer tolerance has more points, and all lie on the curve", () => {
  const [coarse, fine] = [0.1, 0.001].map((tolerance) => ellipse(100, 100, { tolerance }).polygons);
  assert.ok(fine.vertexCount > 5 * coarse.vertexCount);
  for (let i = 0; i < coarse.xy.length; i += 2)
    assert.ok(Math.abs(Math.hypot(coarse.xy[i], coarse.xy[i + 1]) - 100_000) < 1);
});

test("law: the parts of a ring are as large as the whole", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 359 }), fc.double({ min: 0.5, max: 4, noNaN: true }), (cut, inner) => {
      const parts = ring(5, inner, { from: 0, to: cut }).area + ring(5, inner, { from: cut, to: 360 }).area;
      near(parts, ring(5, inner).area, 70);
    }),
    { numRuns: 50 },
  );
});

const refuses = (code: string, sentence: RegExp, make: () => unknown) =>
  assert.throws(make, (e) => isReticleError(e, "RegionError") && e.code === code && sentence.test(e.message));

test("sizes that are no sizes are refused", () => {
  // As from JavaScript, where no types tell.
  refuses("size", /rect's width "5" is not a number of µm above 0/, () => rect("5" as never));
  for (const bad of [0, -1, Number.NaN, Infinity]) {
    refuses("size", /circle's radius .* is not a number of µm above 0/, () => circle(bad));
    refuses("size", /ellipse's radius along y/, () => ellipse(1, bad));
    refuses("size", /ring's inner radius/, () => ring(1, bad));
    refuses("size", /rect's corner radius/, () => rect(1, 1, { radius: bad }));
    refuses("size", /racetrack's radius/, () => racetrack(1, bad));
    refuses("size", /cross's arm width/, () => cross(1, bad));
    refuses("size", /regularPolygon's side/, () => regularPolygon(5, { side: bad }));
    refuses("tolerance", /ellipse's tolerance/, () => ellipse(1, 1, { tolerance: bad }));
  }
});

test("what does not fit together is refused", () => {
  refuses("size", /inner radius 5 µm is not below its radius 5 µm/, () => ring(5, 5));
  refuses("size", /inner radius 6 µm is not below/, () => racetrack(1, 5, { inner: 6 }));
  refuses("size", /corner radius 3 µm is more than half of its shorter side, 5 µm/, () => rect(10, 5, { radius: 3 }));
  refuses("size", /arm width 10 µm is not below its size 10 µm/, () => cross(10, 10));
  refuses("size", /straight side -1 µm/, () => racetrack(-1, 5));
  refuses("size", /needs either side or radius/, () => regularPolygon(5, {}));
  refuses("points", /2 sides is none/, () => regularPolygon(2, { side: 1 }));
  refuses("angle", /from 90° to 90°/, () => sector(5, { from: 90, to: 90 }));
  refuses("angle", /from 0° to 400°/, () => ring(5, 1, { to: 400 }));
  refuses("tolerance", /more than 1048576 points/, () => ring(1000, 1, { tolerance: 1e-13 }));
});
