/** Paths: closed forms, laws, what stays a path in a cell, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { cell, type Path, type PathOptions, type PathPoint, path } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";

/** Within 2 nm along a length, µm: chords and grid. */
const near = (seen: number, wanted: number, length: number) =>
  assert.ok(Math.abs(seen - wanted) <= 0.002 * length, `${seen} is not ${wanted}`);
const corner: PathPoint[] = [
  [0, 0],
  [20, 0],
  [20, 20],
];

test("path bend: closed form: width · radius · angle between straight parts", () => {
  const bent = path(corner, { width: 2, bends: { radius: 5 } });
  near(bent.region().area, 2 * 30 + (2 * 5 * Math.PI) / 2, 80);
  assert.ok(Math.abs(bent.length - (30 + 2.5 * Math.PI)) < 1e-9);
});

test("path turn: closed form: its area, its length, where it ends", () => {
  const turned = path({ width: 1 }).move(1, 2).to(11, 2).turn({ radius: 10, angle: 90 }).straight(5);
  near(turned.region().area, 15 + 5 * Math.PI, 65);
  assert.ok(Math.abs(turned.length - (15 + 5 * Math.PI)) < 1e-9);
  assert.deepEqual(
    [...turned.end, turned.direction].map((v) => Math.round(1e9 * v) / 1e9),
    [21, 17, 90],
  );
});

test("path taper: closed form: the mean width times the length", () => {
  near(path({ width: 1 }).taper({ length: 20, to: 4 }).region().area, 50, 45);
  near(path(corner.slice(0, 2), { width: { from: 1, to: 4 } }).region().area, 50, 45);
  near(
    path({ width: { from: 1, to: 3 } })
      .turn({ radius: 10, angle: 90 })
      .region().area,
    10 * Math.PI,
    35,
  );
});

test("path offsets: closed form: each part bends about the same centre", () => {
  const bus = path({ width: [1, 2], offsets: [-3, 4] }).turn({ radius: 10, angle: 90 });
  near(bus.region().area, ((13 + 2 * 6) * Math.PI) / 2, 70);
  assert.equal(path(corner, { width: 0.5, offsets: [-1, 1] }).region().count, 2);
});

test("path joins: closed form: what each adds to a right angle", () => {
  const area = (joins: PathOptions["joins"]) => path(corner, { width: 2, joins }).region().area;
  near(area("natural"), 80, 1);
  near(area("miter"), 80, 1);
  near(area("bevel"), 79.5, 1);
  near(area("round"), 79 + Math.PI / 4, 80);
});

test("a mitre beyond its limit is bevelled", () => {
  const sharp: PathPoint[] = [
    [0, 0],
    [20, 0],
    [0, 5],
  ];
  const right = (miterLimit: number) => path(sharp, { width: 1, joins: "miter", miterLimit }).region().bbox!.right;
  assert.ok(right(10) > 24 && right(2) < 21);
});

test("path with round ends: closed form: a disc more", () => {
  near(
    path(
      [
        [0, 0],
        [10, 0],
      ],
      { width: 4.0005, ends: "round" },
    ).region().area,
    40 + 4 * Math.PI,
    33,
  );
  near(path([[3, 3]], { width: 4, ends: "round" }).region().area, 4 * Math.PI, 13);
});

test("what doubles back, crosses itself or bends within its width is filled", () => {
  near(
    path(
      [
        [0, 0],
        [10, 0],
        [4, 0],
      ],
      { width: 2, joins: "bevel" },
    ).region().area,
    20,
    24,
  );
  const crossing: PathPoint[] = [
    [0, 0],
    [10, 0],
    [10, 5],
    [5, 5],
    [5, -5],
  ];
  near(path(crossing, { width: 1.0005 }).region().area, 1.0005 * 30 - 1, 62);
  // A quarter turn about a point inside: the outer sector, and the inner one on the other side.
  const tight = path({ width: 6 }).turn({ radius: 1, angle: 90 }).region();
  near(tight.area, ((16 + 4) * Math.PI) / 4, 35);
  assert.equal(
    path({ width: 6 }).straight(10).turn({ radius: 1, angle: 200 }).straight(10).region().polygons.ringCount,
    1,
  );
});

const plain = fc.record({
  points: fc.uniqueArray(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
    minLength: 2,
    maxLength: 8,
    selector: String,
  }),
  joins: fc.constantFrom("natural" as const, "miter" as const, "bevel" as const, "round" as const),
  ends: fc.constantFrom("flush" as const, "extended" as const, "round" as const),
});

test("law: a path is as long as its parts", () => {
  const step = fc.constantFrom<(p: Path) => Path>(
    (p) => p.straight(3),
    (p) => p.turn({ radius: 4, angle: -70 }),
    (p) =>
      p.bezier([
        [p.end[0] + 3, p.end[1]],
        [p.end[0] + 4, p.end[1] + 5],
      ]),
    (p) => p.parametric((t) => [5 * t, t * t]),
    (p) =>
      p.spline([
        [p.end[0] + 3, p.end[1] + 1],
        [p.end[0] + 4, p.end[1] + 5],
      ]),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      let whole = path({ width: 1 });
      let sum = 0;
      for (const add of steps) {
        const next = add(whole);
        sum += next.length - (whole.end[0] === 0 && whole.end[1] === 0 ? 0 : whole.length);
        whole = next;
      }
      assert.ok(Math.abs(whole.length - sum) < 1e-6);
    }),
    { numRuns: 50 },
  );
});

test("law: a moved path covers the moved region", () => {
  fc.assert(
    fc.property(plain, fc.integer({ min: -50, max: 50 }), ({ points, ...style }, dx) => {
      const options = { ...style, width: { from: 1, to: 2 } };
      const moved = path(
        points.map(([x, y]) => [x + dx, y] as const),
        options,
      ).region();
      // Halves are rounded away from zero, so that a coordinate may lie a unit to the side of the moved one.
      assert.ok(moved.xor(path(points, options).region().translate(dx, 0)).area <= 0.002 * 200);
    }),
    { numRuns: 60 },
  );
});

test("law: offsets of opposite sign on a mirrored path give the mirrored region", () => {
  fc.assert(
    fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 20, max: 160 }), (offset, angle) => {
      const drawn = (sign: number) =>
        path({ width: 1, offsets: [sign * offset] })
          .straight(10)
          .turn({ radius: 5, angle: sign * angle })
          .straight(10);
      assert.ok(drawn(1).region().mirror({ y: 0 }).xor(drawn(-1).region()).area <= 0.002 * 80);
    }),
    { numRuns: 60 },
  );
});

test("law: a taper between equal widths is a path of that width", () => {
  fc.assert(
    fc.property(plain, ({ points, ...style }) => {
      const tapered = path(points, { ...style, width: { from: 2, to: 2 } }).region();
      const constant = path(points, { ...style, width: [2] }).region();
      assert.equal(tapered.xor(constant).area, 0);
    }),
    { numRuns: 60 },
  );
});

test("law: every stretch of a path is covered, however it folds", () => {
  fc.assert(
    fc.property(plain, ({ points, ...style }) => {
      const whole = path(points, { ...style, width: 3.0005 }).region();
      const parts = points.slice(1).map((point, i) => path([points[i], point], { width: 3 }).region());
      // Slivers of the grid aside.
      for (const part of parts) assert.ok(part.not(whole).area <= 0.003 * 100, String(part));
    }),
    { numRuns: 100 },
  );
});

test("straight paths of constant width stay paths in a cell, all others become polygons", () => {
  const kinds = (p: Path) => {
    const shapes = cell("c").add("1/0", p).shapes("1/0");
    return [shapes.paths.count, shapes.polygonCount + shapes.boxCount];
  };
  assert.deepEqual(kinds(path(corner, { width: 0.5, ends: "round" })), [1, 0]);
  assert.deepEqual(kinds(path({ width: 0.5 }).to(5, 0).vertical(5).horizontal(9)), [1, 0]);
  assert.deepEqual(kinds(path(corner, { width: 0.5, joins: "miter", ends: [1, 2] })), [1, 0]);
  for (const options of [
    { width: 0.5, joins: "round" as const },
    { width: 0.5005 },
    { width: 0.5, bends: { radius: 2 } },
    { width: { from: 1, to: 2 } },
    { width: 0.5, offsets: [1] },
  ])
    assert.deepEqual(kinds(path(corner, options)), [0, 1]);
  assert.deepEqual(kinds(path({ width: 1 }).turn({ radius: 5, angle: 90 })), [0, 1]);
});

test("a step gives a new path and leaves the old one as it is", () => {
  const start = path({ width: 1 }).to(10, 0);
  const [a, b] = [start.to(20, 0), start.vertical(5)];
  assert.deepEqual([start.length, a.length, b.length], [10, 20, 15]);
  assert.equal(start.region().xor(rect(10, 1, { at: "w" })).area, 0);
});

test("curves keep to their tolerance", () => {
  const sine = (tolerance: number) =>
    path({ width: 1, tolerance })
      .parametric((t) => [30 * t, Math.sin(20 * t)])
      .region();
  const fine = sine(0.001);
  assert.ok(sine(0.05).polygons.vertexCount < fine.polygons.vertexCount / 4);
  assert.ok(sine(0.05).xor(fine).area < 0.05 * 100);
});

const refuses = (code: string, sentence: RegExp, make: () => unknown) =>
  assert.throws(make, (e) => isReticleError(e) && e.code === code && sentence.test(e.message));

test("a bend that does not fit names its corner", () => {
  const short = path(
    [
      [0, 0],
      [10, 0],
      [10, 6],
      [0, 6],
    ],
    { width: 1, bends: { radius: 4 } },
  );
  refuses(
    "path-bend",
    /radius 4 µm does not fit corner 2 at \(10, 6\) µm, which turns by 90°: .* 4 µm .* 2 µm before/,
    () => short.region(),
  );
  refuses("path-bend", /turns right back/, () =>
    path(
      [
        [0, 0],
        [10, 0],
        [0, 0],
      ],
      { width: 1, bends: { radius: 1 } },
    ).region(),
  );
});

test("wrong numbers of paths are refused", () => {
  for (const bad of [-1, Number.NaN, Infinity]) {
    refuses("path-width", /path width/, () => path(corner, { width: bad }));
    refuses("path-width", /path width/, () => path({ width: 1 }).to(1, 0, { width: bad }));
    refuses("path-bend", /bend radius/, () => path(corner, { width: 1, bends: { radius: bad } }));
    refuses("path-radius", /arc's radius/, () => path({ width: 1 }).arc({ radius: bad, from: 0, to: 90 }));
    refuses("path-tolerance", /path tolerance/, () => path(corner, { width: 1, tolerance: bad }));
  }
  refuses("path-angle", /turn's angle NaN/, () => path({ width: 1 }).turn({ radius: 1, angle: Number.NaN }));
  refuses("path-joins", /path joins "mitre" are none of/, () => path(corner, { width: 1, joins: "mitre" as never }));
  refuses("path-offset", /2 widths needs as many offsets, not 1/, () => path(corner, { width: [1, 1], offsets: [1] }));
  refuses("path-offset", /does not fit the corner at \(1, 0\)/, () =>
    path(
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      { width: 1, offsets: [5] },
    ).region(),
  );
  refuses("path-ends", /cannot be shortened by 30 µm/, () => path(corner, { width: 1.0005, ends: [-30, 0] }).region());
  refuses("path-points", /at least one point/, () => path({ width: 1 }).region());
  refuses("path-point", /point 1 of a path, 3,NaN, is not \[x, y\]/, () =>
    path(
      [
        [0, 0],
        [3, Number.NaN],
      ],
      { width: 1 },
    ),
  );
  refuses("path-point", /is not \[x, y\]/, () => path({ width: 1 }).parametric((() => 5) as never));
  refuses("path-width", /needs its width/, () => path(corner, undefined as never));
  refuses("path-move", /has begun/, () => path(corner, { width: 1 }).move(0, 0));
  refuses("path-width", /over its length/, () => path({ width: { from: 1, to: 2 } }).to(1, 0, { width: 3 }));
});

test("a curve that never settles, or is at no point, is refused and does not run on", () => {
  refuses("path-point", /no point/, () => path({ width: 1 }).parametric((t) => [t, Math.log(0.5 - t)]));
  let seed = 1;
  const noise = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const noisy = path({ width: 1 }).parametric(() => [noise(), noise()], { derivative: () => [1, 0] });
  refuses("path-samples", /more than 1048576 points/, () => noisy.region());
});
