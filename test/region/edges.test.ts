/** Edges against regions: the parts inside and outside, KLayout's, and laws. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../src/errors.ts";
import { Edges, Region, rect } from "../../src/region/index.ts";
import { withoutPython } from "../support/project.ts";
import { randomWhole } from "../support/random-numbers.ts";
import { askKLayout, type RandomKind, randomRegion } from "./klayout.ts";

const kinds: readonly RandomKind[] = ["rectangles", "stars", "steps", "octagons"];
const operations = [
  ["and", "&"],
  ["not", "-"],
  ["insidePart", "inside_part"],
  ["outsidePart", "outside_part"],
] as const;

/** Of one edge, in units of 1 nm, against the square from 0 to 1 µm. */
const square = rect(1, 1, { at: "sw" });
const along = (...xy: number[]) => Edges.of(Int32Array.from(xy), { dbu: 0.001 });

test("on a border, across it, touching it: as KLayout's Edges & Region, -, inside_part, outside_part", {
  skip: withoutPython,
}, async () => {
  const edges = [
    [0, 0, 1000, 0],
    [1000, 0, 0, 0],
    [-500, 500, 1500, 500],
    [-500, 0, 500, 0],
    [-500, 500, 0, 500],
    [-10, 10, 10, -10],
    [100, 100, 200, 200],
    [0, 0, 1000, 1000],
    [500, 0, 500, 500],
    [2000, 0, 3000, 0],
  ];
  const cases = edges.flatMap((xy) =>
    operations.map(([name, python]) => {
      const e = `kdb.Edges([kdb.Edge(${xy})])`;
      const call = python.length === 1 ? `(${e} ${python} b)` : `${e}.${python}(b)`;
      return { ours: along(...xy)[name](square), case: { a: square, b: square, python: `${call}.merged().length()` } };
    }),
  );
  const lengths = await askKLayout<number>(cases.map((one) => one.case));
  for (const [i, length] of lengths.entries())
    assert.ok(Math.abs(cases[i].ours.length * 1000 - length) < 1, `${cases[i].case.python}: ${cases[i].ours}`);
  const touch = edges.map((xy) => ({
    a: square,
    b: square,
    python: `kdb.Edges([kdb.Edge(${xy})]).interacting(b).count()`,
  }));
  assert.deepEqual(
    edges.map((xy) => along(...xy).interacting(square).count),
    await askKLayout<number>(touch),
  );
});

test("edges of random regions: as KLayout's Edges & Region, -, inside_part, outside_part, interacting", {
  skip: withoutPython,
}, async () => {
  const cases = kinds.flatMap((kind, k) =>
    [0, 1].flatMap((coarse) => {
      const snap = (region: Region) => (coarse === 1 ? region.snap(0.5) : region).merged();
      const a = snap(randomRegion(kind, 40, 5000, 300 + k));
      const b = snap(randomRegion(kinds[(k + 1) % 4], 40, 5000, 400 + k));
      return [
        ...operations.map(([name, python]) => ({
          length: a.edges()[name](b).length,
          // KLayout rounds the length of each edge.
          most: 0.03,
          case: {
            a,
            b,
            python: `${python.length === 1 ? `(a.edges() ${python} b)` : `a.edges().${python}(b)`}.length()`,
          },
        })),
        ...(["interacting", "notInteracting"] as const).map((name) => ({
          length: a.edges()[name](b).count / 1000,
          most: 0,
          case: {
            a,
            b,
            // Each edge by itself: KLayout first joins those that go on in one line.
            python: `[setattr(e, "merged_semantics", False) or e.${name === "interacting" ? name : "not_interacting"}(b).count() for e in [a.edges()]][0]`,
          },
        })),
      ];
    }),
  );
  const lengths = await askKLayout<number>(cases.map((one) => one.case));
  for (const [i, length] of lengths.entries())
    assert.ok(
      Math.abs(cases[i].length * 1000 - length) <= cases[i].most * 1000,
      `${i}, ${cases[i].case.python}: ${cases[i].length * 1000}, KLayout ${length}`,
    );
  assert.ok(lengths.filter((length) => length > 0).length > 40);
});

test("edges with edges: as KLayout's Edges |, &, - and ^", { skip: withoutPython }, async () => {
  const next = randomWhole(5);
  // All run to the right or upwards: of edges that run against each other KLayout takes one from the other.
  const some = () =>
    Array.from({ length: 60 }, () => {
      const [x, y, length] = [100 * next(12), 100 * next(12), 100 * (1 + next(5))];
      const [dx, dy] = [
        [1, 0],
        [0, 1],
        [1, 1],
        [2, 1],
        [1, -1],
      ][next(5)];
      return [x, y, x + dx * length, y + dy * length];
    });
  const script = (list: number[][]) => `kdb.Edges([${list.map((xy) => `kdb.Edge(${xy})`)}])`;
  const pairs = Array.from({ length: 6 }, () => [some(), some()]);
  const signs = { or: "|", and: "&", not: "-", xor: "^" } as const;
  const cases = pairs.flatMap(([a, b]) =>
    Object.entries(signs).map(([name, sign]) => ({
      ours: along(...a.flat())[name as "or"](along(...b.flat())),
      case: { a: square, b: square, python: `(${script(a)} ${sign} ${script(b)}).length()` },
    })),
  );
  const lengths = await askKLayout<number>(cases.map((one) => one.case));
  // KLayout rounds the length of each edge.
  for (const [i, { ours }] of cases.entries())
    assert.ok(Math.abs(ours.length * 1000 - lengths[i]) <= ours.count + 1, `${cases[i].case.python}: ${ours}`);
});

test("edges with edges run as the first ones do, and lie on one line exactly", () => {
  const list = (edges: Edges) => Array.from(edges.xy);
  const [left, right] = [along(10, 0, 0, 0), along(5, 0, 20, 0)];
  assert.deepEqual(list(left.or(right)), [10, 0, 0, 0, 10, 0, 20, 0]);
  assert.deepEqual(list(left.and(right)), [10, 0, 5, 0]);
  assert.deepEqual(list(right.and(left)), [5, 0, 10, 0]);
  assert.deepEqual(list(left.not(right)), [5, 0, 0, 0]);
  assert.deepEqual(list(left.xor(right)), [5, 0, 0, 0, 10, 0, 20, 0]);
  // One unit beside each other along a diagonal of the whole range: products of 2⁶⁵.
  const far = 2 ** 31 - 2;
  const diagonal = along(-far, -far, far, far);
  assert.equal(diagonal.and(along(-far, 1 - far, far - 1, far)).count, 0);
  assert.deepEqual(list(diagonal.and(along(0, 0, far, far))), [0, 0, far, far]);
  assert.throws(
    () => left.or(rect(1) as never),
    (error) => isReticleError(error, "RegionError"),
  );
});

test("law: the parts of edges make the whole, and the border of a region is all its edges", () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.constantFrom(...kinds), fc.nat(500), (one, other, seed) => {
      const a = randomRegion(one, 10, 2000, seed).snap(0.05);
      const b = randomRegion(other, 10, 2500, seed + 1000).snap(0.05);
      const edges = a.edges();
      const near = (seen: number, wanted: number) => assert.ok(Math.abs(seen - wanted) < 0.05, `${seen} ${wanted}`);
      near(edges.and(b).length + edges.not(b).length, edges.length);
      near(edges.insidePart(b).length + edges.outsidePart(b).length, edges.length);
      // What is left of a's outline outside of b, and of b's outside of a, is the outline of both but for shared parts.
      near(edges.not(b).length + b.edges().not(a).length + sharedLength(a, b), a.or(b).perimeter);
      assert.equal(edges.and(a).length.toFixed(9), edges.length.toFixed(9));
      assert.ok(edges.insidePart(a).isEmpty && edges.not(a).isEmpty);
      assert.equal(edges.interacting(b).count + edges.notInteracting(b).count, edges.count);
    }),
    { numRuns: 60 },
  );
});

/** Of both outlines, with both insides on one side. */
function sharedLength(a: Region, b: Region): number {
  const [edges, union] = [a.edges(), a.or(b)];
  return (
    edges.and(b).length -
    edges.insidePart(b).length -
    edges.and(b).insidePart(union).length +
    edges.insidePart(b).length
  );
}

test("edges are combined with regions of their grid only", () => {
  const edges = rect(1).edges();
  const refused: [string, () => unknown][] = [
    ["operand", () => edges.and("metal" as never)],
    ["operand", () => edges.interacting(undefined as never)],
    ["dbu", () => edges.not(rect(1, 1, { dbu: 0.01 }))],
  ];
  for (const [code, run] of refused)
    assert.throws(run, (error) => isReticleError(error) && error.code === code, String(run));
  assert.ok(Region.empty().edges().and(rect(1)).isEmpty);
  assert.equal(edges.and(Region.empty()).count, 0);
  assert.equal(edges.not(Region.empty()).count, 4);
});
