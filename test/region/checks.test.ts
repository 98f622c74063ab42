/** Edges, and design rule checks: KLayout's pairs, and cases that one can see. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { type CheckOptions, type EdgePairs, polygon, Region, rect } from "../../src/region/index.ts";
import { displaySymbol } from "../../src/view/index.ts";
import { withoutPython } from "../support/project.ts";
import { askKLayout, assertAsKLayout, type RandomKind, randomRegion } from "./klayout.ts";

type Pair = number[];

/** Both edges of a pair, and the ends of each, in a fixed order: KLayout walks outlines the other way. */
function sortedPair(pair: Pair): string {
  const edge = (from: number) =>
    [pair.slice(from, from + 2), pair.slice(from + 2, from + 4)].map(String).sort().join(" ");
  return [edge(0), edge(4)].sort().join(" | ");
}

function pairsOf({ xy, count }: EdgePairs): string[] {
  return Array.from({ length: count }, (_, i) => sortedPair(Array.from(xy.subarray(8 * i, 8 * i + 8)))).sort();
}

interface CheckCase {
  readonly a: Region;
  readonly b: Region;
  readonly ours: EdgePairs;
  readonly python: string;
}

const metrics = { euclidian: "Euclidian", projection: "Projection", square: "Square" } as const;
type Metrics = keyof typeof metrics;

function makeCases(kind: RandomKind, name: string, options: CheckOptions & { metrics: Metrics }): CheckCase {
  const plate = rect(9).not(randomRegion(kind, 60, 4000, 200));
  const a = (kind === "stars" ? randomRegion(kind, 25, 4000, 203) : plate).merged();
  const b = randomRegion(kind, 30, 4000, 300).merged();
  const { wholeEdges = false, shielded = true, ignoreAngle = 90, minProjection, maxProjection } = options;
  const python = (value: unknown) =>
    value === undefined ? "None" : value === true ? "True" : value === false ? "False" : String(value);
  const units = (length: number | undefined) => python(length === undefined ? undefined : Math.round(length * 1000));
  const rest = `400, ${python(wholeEdges)}, kdb.Region.${metrics[options.metrics]}, ${ignoreAngle}, ${units(minProjection)}, ${units(maxProjection)}, ${python(shielded)}`;
  const list = (call: string) =>
    `[[p.first.x1, p.first.y1, p.first.x2, p.first.y2, p.second.x1, p.second.y1, p.second.x2, p.second.y2] for p in ${call}.each()]`;
  if (name === "width" || name === "space" || name === "notch" || name === "isolated")
    return { a, b, ours: a[name](0.4, options), python: list(`a.${name}_check(${rest})`) };
  if (name === "separation" || name === "overlap")
    return { a, b, ours: a[name](b, 0.4, options), python: list(`a.${name}_check(b, ${rest})`) };
  return { a, b, ours: a.enclosure(b, 0.4, options), python: list(`a.enclosing_check(b, ${rest})`) };
}

const names = ["width", "space", "notch", "isolated", "separation", "enclosing", "overlap"];
const allMetrics: readonly Metrics[] = ["euclidian", "projection", "square"];

async function ask(cases: readonly CheckCase[]): Promise<string[][]> {
  const answers = await askKLayout<Pair[]>(cases.map(({ a, b, python }) => ({ a, b, python })));
  return answers.map((pairs) => pairs.map(sortedPair).sort());
}

test("width, space, notch, isolated, separation, enclosure, overlap of rectangles: as KLayout's checks, pair by pair", {
  skip: withoutPython,
}, async () => {
  const cases = names.flatMap((name) =>
    allMetrics.map((one) => makeCases("rectangles", name, { metrics: one, shielded: false })),
  );
  const answers = await ask(cases);
  for (const [i, wanted] of answers.entries()) assert.deepEqual(pairsOf(cases[i].ours), wanted, cases[i].python);
  assert.ok(answers.filter((pairs) => pairs.length > 0).length > 15);
});

test("shielded checks: as KLayout's checks with shielding, nearly all pairs", { skip: withoutPython }, async () => {
  const cases = (["rectangles", "steps"] as const).flatMap((kind) =>
    names.flatMap((name) => allMetrics.map((one) => makeCases(kind, name, { metrics: one, shielded: true }))),
  );
  let [same, all, shielded] = [0, 0, 0];
  for (const [i, wanted] of (await ask(cases)).entries()) {
    const ours = new Set(pairsOf(cases[i].ours));
    same += wanted.filter((pair) => ours.has(pair)).length;
    all += Math.max(ours.size, wanted.length);
    shielded += Number(wanted.length > 0);
  }
  // Of 3,000 pairs KLayout sees one or two that an edge a unit away hides from us.
  assert.ok(same >= 0.999 * all && shielded > 0, `${same} of ${all}`);
});

test("projections of slanted edges, of either on the other: as KLayout's min_projection, max_projection, in number", {
  skip: withoutPython,
}, async () => {
  const cases = (["stars", "octagons"] as const).flatMap((kind) =>
    names.flatMap((name) =>
      [{ minProjection: 0.2 }, { maxProjection: 0.25 }].map((one) =>
        makeCases(kind, name, { metrics: "euclidian", shielded: false, ...one }),
      ),
    ),
  );
  for (const [i, wanted] of (await ask(cases)).entries()) {
    const { ours, python } = cases[i];
    assert.ok(
      Math.abs(ours.count - wanted.length) <= 0.01 * wanted.length,
      `${ours.count}, ${wanted.length}: ${python}`,
    );
  }
});

test("checks of slanted edges: as KLayout's checks, in number; parts agree but for rounding", {
  skip: withoutPython,
}, async () => {
  const cases = (["stars", "octagons"] as const).flatMap((kind) =>
    names.flatMap((name) => allMetrics.map((one) => makeCases(kind, name, { metrics: one, shielded: false }))),
  );
  for (const [i, wanted] of (await ask(cases)).entries()) {
    const ours = pairsOf(cases[i].ours);
    assert.ok(
      Math.abs(ours.length - wanted.length) <= 1 + 0.01 * wanted.length,
      `${ours.length} for ${wanted.length}: ${cases[i].python}`,
    );
    // Ends of parts are rounded to the grid, not always alike: the parts are as long all the same.
    const length = (pairs: string[]) =>
      pairs
        .flatMap((pair) => pair.split(" | "))
        .map((edge) => edge.split(/[ ,]/).map(Number))
        .reduce((sum, [x1, y1, x2, y2]) => sum + Math.hypot(x2 - x1, y2 - y1), 0);
    assert.ok(Math.abs(length(ours) - length(wanted)) <= 0.01 * length(wanted) + 100, cases[i].python);
  }
});

test("whole edges, angles and projections: as KLayout's whole_edges, ignore_angle, min_projection, max_projection", {
  skip: withoutPython,
}, async () => {
  const options: CheckOptions[] = [
    { wholeEdges: true },
    { ignoreAngle: 45 },
    { ignoreAngle: 1 },
    { minProjection: 0.3 },
    { maxProjection: 0.5 },
    { minProjection: 0.2, maxProjection: 1, wholeEdges: true },
  ];
  const cases = names.flatMap((name) =>
    options.map((one) => makeCases("rectangles", name, { metrics: "euclidian", shielded: false, ...one })),
  );
  for (const [i, wanted] of (await ask(cases)).entries())
    assert.deepEqual(pairsOf(cases[i].ours), wanted, cases[i].python);
});

test("a bar is as narrow as it is, from a distance that is larger", () => {
  const bar = rect(10, 0.4);
  assert.ok(bar.width(0.4).isEmpty);
  const pairs = bar.width(0.5);
  assert.equal(pairs.count, 1);
  assert.deepEqual([...pairs.distances()], [0.4]);
  assert.equal(pairs.first().length + pairs.second().length, 20);
  assert.equal(Region.of(pairs.polygons()).area, 4);
  assert.equal(
    rect(10)
      .or(rect(1, 10, { position: [6, 0] }))
      .space(0.6).count,
    1,
  );
});

test("corners that meet, outlines that touch", () => {
  const kissing = rect(1, 1, { at: "ne" }).or(rect(1, 1, { at: "sw" }));
  assert.equal(kissing.isolated(0.2).count, 2);
  assert.equal(rect(1, 1, { at: "e" }).separation(rect(1, 1, { at: "w" }), 0.1).count, 1);
  assert.equal(rect(10).enclosure(rect(9.6), 0.3).count, 4);
});

test("what is behind a wall is not seen, unless one looks through", () => {
  const a = rect(1, 5, { position: [-2, 0] });
  const wall = rect(0.2, 9);
  const b = rect(1, 5, { position: [2, 0] });
  const all = a.or(wall, b);
  assert.equal(all.space(3.5).count, 2);
  assert.equal(all.space(3.5, { shielded: false }).count, 3);
});

test("edges on one line do not face each other, across the whole range and to the last unit", () => {
  // Lattice points on one line from −2³¹ to 2³¹ − 4. Below it a triangle's edge from the first to the third, above it
  // another's from the fourth to the sixth. Moved by (1, 1), which is 10⁻⁹ units to its left, that one faces the other:
  // the turn is 2 in products of 2⁶² each, which float64 takes for equal.
  const [stepX, stepY] = [715827882, 715827881];
  const on = (k: number, shift = 0): [number, number] => [k * stepX - 2 ** 31 + shift, k * stepY - 2 ** 31 + shift];
  const triangle = (...points: [number, number][]) => {
    const builder = new PolygonSetBuilder();
    builder.polygon(points.flat());
    return Region.of(builder.build(), { dbu: 1 });
  };
  const areFacing = (shift: number) => {
    const [from, to] = [on(3, shift), on(5, shift)];
    const above = triangle(from, to, [on(4)[0], to[1]]);
    const below = triangle(on(0), [on(1)[0], on(0)[1]], on(2));
    const pairs = pairsOf(below.separation(above, 1.5e9, { wholeEdges: true, shielded: false }));
    return pairs.includes(sortedPair([on(0), on(2), from, to].flat()));
  };
  assert.equal(areFacing(0), false);
  assert.equal(areFacing(1), true);
});

test("edges: counts, lengths and directions: as KLayout's Edges", { skip: withoutPython }, async () => {
  const sets = (["rectangles", "steps", "octagons"] as const).map((kind, k) =>
    randomRegion(kind, 40, 4000, k).merged(),
  );
  const python =
    "[a.edges().count(), a.edges().with_length(200, 600, False).count(), a.edges().with_angle(0, False).count(), a.edges().with_angle(90, False).count(), a.edges().with_angle(30, 60, False).count(), a.edges().with_angle(kdb.Edges.OrthoEdges, False).count()]";
  const answers = await askKLayout<number[]>(sets.map((a) => ({ a, python })));
  for (const [i, a] of sets.entries()) {
    const edges = a.edges();
    const ours = [
      edges,
      // KLayout's lengths are rounded to whole units.
      edges.withLength([0.1995, 0.5995]),
      edges.withDirection("horizontal"),
      edges.withDirection("vertical"),
      edges.withAngle([30, 60]),
      edges.withDirection("axis-parallel"),
    ].map(({ count }) => count);
    assert.deepEqual(ours, answers[i]);
    assert.ok(Math.abs(edges.length - a.perimeter) < 1e-9);
  }
});

test("edges extended: as KLayout's Edges.extended", { skip: withoutPython }, () => {
  // KLayout walks with the inside on its right: its begin is our end.
  const cases = (["rectangles", "steps", "octagons"] as const).flatMap((kind, k) => {
    const a = randomRegion(kind, 30, 4000, 40 + k).merged();
    const extended = (options: object) => Region.of(a.edges().extended(options));
    return [
      { a, ours: extended({ inside: 0.1 }), python: "a.edges().extended(0, 0, 0, 100, False)" },
      {
        a,
        ours: extended({ begin: 0.05, end: 0.02, outside: 0.07, inside: 0.03 }),
        python: "a.edges().extended(20, 50, 70, 30, False)",
      },
    ];
  });
  return assertAsKLayout(cases, 0.5);
});

test("edges and pairs show themselves as text and picture", () => {
  const pairs = polygon([
    [0, 0],
    [4, 0],
    [4, 0.2],
    [0, 0.3],
  ]).width(0.5);
  const shown = pairs[displaySymbol]();
  assert.match(String(shown["text/plain"]), /^EdgePairs: \d+ width below 0\.5 µm, bbox/);
  assert.match(String(shown["image/svg+xml"]), /^<svg.*width below 0\.5 µm/s);
  const edges = rect(2).edges();
  assert.equal(String(edges), "Edges: 4, 8 µm long, bbox (-1, -1, 1, 1) µm");
  assert.match(String(edges[displaySymbol]()["image/svg+xml"]), /<path /);
  assert.equal(String(Region.empty().edges()), "Edges: none");
  assert.match(String(Region.empty().width(1)[displaySymbol]()["image/svg+xml"]), /nothing to show/);
});

test("checks of 50,000 rectangles take seconds", { timeout: 60_000 }, () => {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < 50_000; i++) {
    const [x, y] = [(i % 250) * 1000, Math.floor(i / 250) * 1000];
    builder.rectangle(x, y, x + 900, y + 900);
  }
  const region = Region.of(builder.build());
  // A gap of 0.1 µm to the right and above, except at the ends of 250 columns and 200 rows.
  assert.equal(region.space(0.15, { metrics: "projection" }).count, 249 * 200 + 250 * 199);
  assert.ok(region.width(0.5).isEmpty);
});

test("what cannot be checked is refused with the reason", () => {
  const code = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      if (isReticleError(error)) return error.code;
    }
    return "no error";
  };
  assert.equal(
    code(() => rect(1).width(0)),
    "check",
  );
  assert.equal(
    code(() => rect(1).width(Number.NaN)),
    "not-a-number",
  );
  assert.equal(
    code(() => rect(1).space(1, { metrics: "taxi" as never })),
    "check",
  );
  assert.equal(
    code(() => rect(1).space(1, { ignoreAngle: 0 })),
    "check",
  );
  assert.equal(
    code(() => rect(1).space(1, { minProjection: 2, maxProjection: 1 })),
    "check",
  );
  assert.equal(
    code(() => rect(1).separation(rect(1, 1, { dbu: 0.01 }), 1)),
    "dbu",
  );
  assert.equal(
    code(() =>
      rect(1)
        .edges()
        .withDirection("up" as never),
    ),
    "direction",
  );
});

test("a distance that has nearly all edges in reach is refused soon, however many lie between two", () => {
  const builder = new PolygonSetBuilder();
  for (let x = 0; x < 50; x++)
    for (let y = 0; y < 50; y++) builder.rectangle(1000 * x, 1000 * y, 1000 * x + 500, 1000 * y + 500);
  const squares = Region.of(builder.build(), { dbu: 0.001 });
  assert.throws(
    () => squares.space(1000),
    (error) => isReticleError(error, "RegionError") && error.code === "check-distance",
  );
  // Each square has four neighbours half a µm away, and each pair of neighbours is one pair of edges: 2 · 50 · 49.
  assert.equal(squares.space(0.6, { metrics: "projection" }).count, 4900);
});

test("edges at a right angle have no part across each other in the projection metric", () => {
  const count = (metrics: Metrics) => rect(1, 2).width(1.5, { metrics, ignoreAngle: 135 }).count;
  // Only the long sides face each other; with the other metrics each corner is a pair as well.
  assert.deepEqual([count("projection"), count("square"), count("euclidian")], [1, 5, 5]);
  assert.equal(rect(1, 2).rotate(45).width(1.5, { metrics: "projection", ignoreAngle: 135 }).count, 1);
});
