/** Polygons chosen by their relation to others, by size and by shape: KLayout's, and laws. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { connectedComponents, polygon, Region, rect } from "../../src/region/index.ts";
import { withoutPython } from "../support/project.ts";
import { askKLayout, assertAsKLayout, type KLayoutCase, type RandomKind, randomRegion, ringsOf } from "./klayout.ts";

const kinds: readonly RandomKind[] = ["rectangles", "stars", "steps", "octagons"];

/**
 * Random pairs, and pairs on a coarse grid, where outlines touch and coincide. Not with stars: where slanted corners meet
 * in one point KLayout (0.30.12) tells some as touching and others not.
 */
const straight = (kind: RandomKind): RandomKind => (kind === "stars" ? "rectangles" : kind);

const pairs: [Region, Region][] = kinds.flatMap((kind, k) => {
  const other = kinds[(k + 1) % kinds.length];
  const coarse = (region: Region) => region.snap(0.5).merged();
  return [
    [randomRegion(kind, 60, 6000, k), randomRegion(other, 60, 6000, k + 50)],
    [coarse(randomRegion(straight(kind), 60, 6000, k + 10)), coarse(randomRegion(straight(kind), 40, 6000, k + 60))],
    [coarse(randomRegion("rectangles", 40, 6000, k + 20)), coarse(randomRegion("steps", 40, 6000, k + 70))],
    [rect(12).not(randomRegion(kind, 80, 6000, k + 30)), randomRegion(other, 60, 6000, k + 80)],
    [
      randomRegion(kind, 60, 6000, k + 40),
      rect(12)
        .not(randomRegion(other, 80, 6000, k + 90))
        .merged(),
    ],
  ] as [Region, Region][];
});

const cases = (ours: (a: Region, b: Region) => Region, python: string): KLayoutCase[] =>
  pairs.map(([a, b]) => ({ a: a.merged(), b: b.merged(), ours: ours(a, b), python }));

test("interacting and notInteracting: as KLayout's Region.interacting", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.interacting(b), "a.interacting(b)"),
    ...cases((a, b) => a.notInteracting(b), "a.not_interacting(b)"),
    ...cases((a, b) => a.interacting(b, { min: 2, max: 3 }), "a.interacting(b, 2, 3)"),
    ...cases((a, b) => a.notInteracting(b, { min: 3 }), "a.not_interacting(b, 3)"),
  ]),
);

test("overlapping and notOverlapping: as KLayout's Region.overlapping", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.overlapping(b), "a.overlapping(b)"),
    ...cases((a, b) => a.notOverlapping(b), "a.not_overlapping(b)"),
    ...cases((a, b) => a.overlapping(b, { min: 2 }), "a.overlapping(b, 2)"),
  ]),
);

test("inside and notInside: as KLayout's Region.inside", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.inside(b), "a.inside(b)"),
    ...cases((a, b) => a.notInside(b), "a.not_inside(b)"),
  ]),
);

test("outside and notOutside: as KLayout's Region.outside", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.outside(b), "a.outside(b)"),
    ...cases((a, b) => a.notOutside(b), "a.not_outside(b)"),
  ]),
);

test("covering and notCovering: as KLayout's Region.covering", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.covering(b), "a.covering(b)"),
    ...cases((a, b) => a.notCovering(b), "a.not_covering(b)"),
    ...cases((a, b) => a.covering(b, { min: 2 }), "a.covering(b, 2)"),
  ]),
);

test("touching: as KLayout's interacting less overlapping", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.touching(b), "a.interacting(b) - a.overlapping(b)"),
    ...cases((a, b) => a.notTouching(b), "a - (a.interacting(b) - a.overlapping(b))"),
  ]),
);

// Those of b that no outline meets, and no polygon that another of b crosses.
const enclosing = "a.covering(b.not_interacting(a.edges())).not_overlapping(b.overlapping(a).not_inside(a))";

test("enclosing and notEnclosing: as KLayout's covering of what interacts with no edge", { skip: withoutPython }, () =>
  assertAsKLayout([
    ...cases((a, b) => a.enclosing(b), enclosing),
    ...cases((a, b) => a.notEnclosing(b), `a - ${enclosing}`),
  ]),
);

test("enclosing holds what lies inside without meeting its outline", () => {
  const frame = rect(10).not(rect(4));
  assert.equal(rect(10).enclosing(rect(9)).count, 1);
  assert.ok(rect(10).enclosing(rect(10)).isEmpty);
  assert.ok(rect(10).enclosing(rect(2, 2, { at: "w", position: [-5, 0] })).isEmpty);
  assert.ok(frame.enclosing(rect(2)).isEmpty);
  assert.ok(frame.enclosing(rect(6)).isEmpty);
  assert.equal(frame.enclosing(rect(1, 1, { position: [3.5, 0] })).count, 1);
  assert.equal(rect(10).notEnclosing(rect(10)).count, 1);
});

test("law: each polygon is selected or not, and inside is what not leaves nothing of", () => {
  fc.assert(
    fc.property(fc.constantFrom("rectangles", "steps"), fc.nat(500), (kind, seed) => {
      const a = randomRegion(kind as RandomKind, 12, 2000, seed).snap(0.1);
      const b = randomRegion("rectangles", 12, 2500, seed + 1000).snap(0.1);
      for (const [yes, no] of [
        [a.inside(b), a.notInside(b)],
        [a.outside(b), a.notOutside(b)],
        [a.interacting(b), a.notInteracting(b)],
        [a.touching(b), a.notTouching(b)],
        [a.enclosing(b), a.notEnclosing(b)],
      ]) {
        assert.equal(yes.count + no.count, a.count);
      }
      assert.ok(a.inside(b).not(b).isEmpty);
      assert.ok(a.outside(b).and(b).isEmpty);
      for (const one of a.notInside(b).areas()) assert.ok(one > 0);
    }),
    { numRuns: 40 },
  );
});

test("where by size: as KLayout's with_area, with_perimeter, with_bbox_width, with_bbox_min, with_bbox_max, with_holes", {
  skip: withoutPython,
}, async () => {
  const sets = [...pairs.map(([a]) => a.merged()), rect(12).not(randomRegion("rectangles", 80, 5000, 7))];
  const make = (ours: (a: Region) => Region, python: string) => sets.map((a) => ({ a, ours: ours(a), python }));
  await assertAsKLayout([
    ...make((a) => a.where({ area: [0.2, 2] }), "a.with_area(200000, 2000000, False)"),
    ...make((a) => a.whereNot({ area: [0.2, 2] }), "a.with_area(200000, 2000000, True)"),
    ...make((a) => a.where({ perimeter: [1, 5.003] }), "a.with_perimeter(1000, 5003, False)"),
    ...make((a) => a.where({ width: [0.5, 1.5] }), "a.with_bbox_width(500, 1500, False)"),
    ...make((a) => a.where({ height: [0.5, 1.5] }), "a.with_bbox_height(500, 1500, False)"),
    ...make((a) => a.where({ shorter: [0.5, 1] }), "a.with_bbox_min(500, 1000, False)"),
    ...make((a) => a.where({ longer: [1, 2] }), "a.with_bbox_max(1000, 2000, False)"),
    ...make((a) => a.where({ width: 1 }), "a.with_bbox_width(1000, False)"),
    // On the coarse grid holes touch hulls, which KLayout then has as one outline.
    ...make((a) => a.where({ holes: [1, 100] }), "a.with_holes(1, 100, False)").filter(
      (_, i) => i % 5 !== 1 && i % 5 !== 2,
    ),
  ]);
});

test("where by shape: as KLayout's rectangles, squares, rectilinear", { skip: withoutPython }, () => {
  const sets = [
    ...pairs.map(([a]) => a.merged()),
    rect(2).or(
      rect(1, 3, { position: [5, 0] }),
      polygon([
        [9, 0],
        [11, 0],
        [10, 1],
      ]),
      rect(1).translate(0, 9),
    ),
  ];
  const make = (ours: (a: Region) => Region, python: string) => sets.map((a) => ({ a, ours: ours(a), python }));
  return assertAsKLayout([
    ...make((a) => a.where({ shape: "rectangle" }), "a.rectangles()"),
    ...make((a) => a.whereNot({ shape: "rectangle" }), "a.non_rectangles()"),
    ...make((a) => a.where({ shape: "square" }), "a.squares()"),
    ...make((a) => a.where({ shape: "rectilinear" }), "a.rectilinear()"),
    ...make((a) => a.whereNot({ shape: "rectilinear" }), "a.non_rectilinear()"),
  ]);
});

test("connectedComponents: as KLayout's LayoutToNetlist", { skip: withoutPython }, async () => {
  const m1 = randomRegion("rectangles", 50, 6000, 1).merged();
  const via = randomRegion("rectangles", 25, 6000, 2).sized(-0.1).merged();
  const m2 = randomRegion("steps", 30, 6000, 3).merged();
  const nets = connectedComponents({ m1, via, m2 }, [
    ["m1", "via"],
    ["via", "m2"],
  ]);
  const program = `net_areas(a, region(${JSON.stringify(ringsOf(via))}), b)`;
  const [areas] = await askKLayout<number[]>([{ a: m1, b: m2, python: program }]);
  const ours = nets.map((net) => Object.values(net).reduce((sum, r) => sum + Math.round(r.area * 1e6), 0));
  assert.deepEqual(
    ours.sort((p, q) => p - q),
    areas,
  );
});

test("one polygon of 100,000 vertices among 50,000 others, and many that touch, take seconds", {
  timeout: 60_000,
}, () => {
  const builder = new PolygonSetBuilder();
  builder.vertex(-1000, 0);
  for (let i = 0; i < 25_000; i++)
    for (const [x, y] of [
      [0, 0],
      [0, 5000],
      [10, 5000],
      [10, 0],
    ])
      builder.vertex(20 * i + x, y);
  builder.vertex(600_000, 0);
  builder.vertex(600_000, -1000);
  builder.vertex(-1000, -1000);
  builder.endRing();
  builder.endPolygon();
  const comb = Region.of(builder.build());
  const small = new PolygonSetBuilder();
  for (let i = 0; i < 50_000; i++) small.rectangle(10 * i + 2, 1000, 10 * i + 6, 1004);
  const squares = Region.of(small.build());
  // Every other square lies in a tooth, the others in gaps.
  assert.equal(squares.inside(comb).count, 25_000);
  assert.equal(squares.outside(comb).count, 25_000);
  assert.equal(comb.covering(squares, { min: 25_000, max: 25_000 }).count, 1);
  assert.equal(comb.interacting(squares).count, 1);
});

test("what cannot be selected is refused with the reason", () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (isReticleError(error)) return error.code;
    }
    return "no error";
  };
  assert.equal(
    code(() => rect(1).inside(rect(1, 1, { dbu: 0.01 }))),
    "dbu",
  );
  assert.equal(
    code(() => rect(1).inside("metal" as never)),
    "operand",
  );
  assert.equal(
    code(() => rect(1).interacting(rect(1), { min: 3, max: 2 })),
    "count",
  );
  assert.equal(
    code(() => rect(1).where({ area: [2, 1] })),
    "criteria",
  );
  assert.equal(
    code(() => rect(1).where({ size: 1 } as never)),
    "criteria",
  );
  assert.equal(
    code(() => rect(1).where({ shape: "round" as never })),
    "criteria",
  );
  assert.equal(
    code(() => connectedComponents({ a: rect(1) }, [["a", "b" as never]])),
    "layer",
  );
});
