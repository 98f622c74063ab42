/** Long lines at an angle, and rings in rings, whose boxes all overlap: what is near is looked for in other ways. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PolygonSetBuilder, segmentsTouch } from "../../src/geometry/index.ts";
import { connectedComponents, Region } from "../../src/index.ts";
import { Segments } from "../../src/region/engines/sweep/segments.ts";
import { meetingPairs } from "../../src/region/engines/sweep/touching-pairs.ts";
import { HullsOfStretches } from "../../src/region/outline/hulls-of-stretches.ts";
import { addOutlines } from "../../src/region/selection/holders.ts";
import { boxesIn, frameOf } from "../../src/region/turned-frame.ts";
import { withoutPython } from "../support/project.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { askKLayout, assertAsKLayout } from "./klayout.ts";

/** Lines of 120 units, 300 apart, at 30°, every fourth of them longer. */
function grating(count: number, shift: number, half = 60): Region {
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const builder = new PolygonSetBuilder(4 * count, count);
  for (let i = 0; i < count; i++) {
    const across = 300 * i + shift;
    const long = (i % 4 === 0 ? 210 : 200) * count;
    for (const [u, v] of [
      [-long, -half],
      [long, -half],
      [long, half],
      [-long, half],
    ])
      builder.vertex(Math.round(u * c - (v + across) * s), Math.round(u * s + (v + across) * c));
    builder.endRing();
    builder.endPolygon();
  }
  return Region.of(builder.build(), { isMerged: true });
}

test("a grating has a frame along its lines; squares side by side have that of the axes", () => {
  const things = ({ polygons: { xy, count } }: Region) => ({
    xy,
    first: Uint32Array.from({ length: count }, (_, i) => 4 * i),
    end: Uint32Array.from({ length: count }, (_, i) => 4 * i + 4),
  });
  const lines = things(grating(400, 0));
  const frame = frameOf(lines);
  assert.ok(frame !== null);
  // Of half length: lines of 120 units are 60 wide, and a unit or two for rounding.
  const boxes = boxesIn(frame, lines);
  const heights = Array.from({ length: 400 }, (_, i) =>
    Math.min(boxes[4 * i + 2] - boxes[4 * i], boxes[4 * i + 3] - boxes[4 * i + 1]),
  );
  assert.ok(Math.max(...heights) < 66, `${Math.max(...heights)}`);
  const squares = new PolygonSetBuilder();
  for (let i = 0; i < 400; i++)
    squares.rectangle(30 * (i % 20), 30 * Math.floor(i / 20), 30 * (i % 20) + 20, 30 * Math.floor(i / 20) + 20);
  assert.equal(frameOf(things(Region.of(squares.build()))), null);
});

test("lines at an angle chosen by others: as KLayout's Region.interacting, overlapping, inside, covering", {
  skip: withoutPython,
}, () => {
  const a = grating(300, 0);
  // The middle third of the lines, thinner, and moved so that some only touch or lie beside.
  const b = grating(100, 30_000, 40).or(grating(40, 60_170));
  return assertAsKLayout([
    { a, b, ours: a.interacting(b), python: "a.interacting(b)" },
    { a, b, ours: a.notInteracting(b), python: "a.not_interacting(b)" },
    { a, b, ours: a.overlapping(b), python: "a.overlapping(b)" },
    { a, b, ours: b.inside(a), python: "b.inside(a)" },
    { a, b, ours: a.covering(b), python: "a.covering(b)" },
    { a, b, ours: b.outside(a), python: "b.outside(a)" },
  ]);
});

test("checks of lines at an angle: as many pairs as KLayout's, as long", { skip: withoutPython }, async () => {
  const a = grating(60, 0);
  const b = grating(60, 100);
  const length = "sum(p.first.length() for p in found.each())";
  const cases = [
    { a, b, ours: a.space(0.25), python: "a.space_check(250)" },
    {
      a,
      b,
      ours: a.space(0.4, { shielded: false }),
      python: "a.space_check(400, False, kdb.Region.Euclidian, 90, None, None, False)",
    },
    { a, b, ours: a.width(0.15), python: "a.width_check(150)" },
    { a, b, ours: a.separation(b, 0.15), python: "a.separation_check(b, 150)" },
    { a, b, ours: a.overlap(b, 0.15), python: "a.overlap_check(b, 150)" },
  ];
  const answers = await askKLayout<number[]>(
    cases.map((one) => ({
      ...one,
      ours: undefined as never,
      python: `(lambda found: [found.count(), ${length}])(${one.python})`,
    })),
  );
  for (const [i, [count, long]] of answers.entries()) {
    const { ours, python } = cases[i];
    assert.ok(
      Math.abs(ours.first().length * 1000 - long) <= 1e-3 * long + 4 * count,
      `${python}: ${ours.first().length} ${long}`,
    );
    assert.ok(Math.abs(ours.count - count) <= 0.02 * count + 2, `${python}: ${ours.count} ${count}`);
  }
});

test("20,000 lines at an angle are chosen, connected, measured and cut in seconds", { timeout: 120_000 }, () => {
  const lines = grating(20_000, 0);
  const others = grating(20_000, 150);
  // Each is 30 units apart from the next two.
  assert.equal(lines.interacting(others).count, 0);
  assert.equal(connectedComponents({ lines, others }, [["lines", "others"]]).length, 40_000);
  assert.ok(lines.separation(others, 0.05).count >= 39_999);
  assert.equal(lines.edges().interacting(others).count, 0);
});

/** Rings of so many corners in each other, 1000 units apart. */
function rings(count: number, inner: number, outer: number, [x, y]: readonly [number, number]): Region {
  const builder = new PolygonSetBuilder();
  for (let i = 1; i <= count; i++) {
    for (const [radius, way] of [
      [1000 * i + outer, 1],
      [1000 * i + inner, -1],
    ]) {
      for (let k = 0; k < 16; k++) {
        const angle = (way * k * Math.PI) / 8;
        builder.vertex(Math.round(x + radius * Math.cos(angle)), Math.round(y + radius * Math.sin(angle)));
      }
      builder.endRing();
    }
    builder.endPolygon();
  }
  return Region.of(builder.build(), { isMerged: true });
}

test("rings in rings chosen by others: as KLayout's Region.interacting, overlapping, inside, covering", {
  skip: withoutPython,
}, () => {
  const a = rings(250, -300, 300, [0, 0]);
  const within = rings(200, -150, 150, [0, 0]);
  const between = rings(249, 400, 600, [0, 0]);
  const across = rings(250, -50, 50, [400, 0]);
  return assertAsKLayout([
    { a, b: within, ours: a.covering(within), python: "a.covering(b)" },
    { a, b: within, ours: within.inside(a), python: "b.inside(a)" },
    { a, b: within, ours: a.notInteracting(within), python: "a.not_interacting(b)" },
    { a, b: between, ours: between.outside(a), python: "b.outside(a)" },
    { a, b: across, ours: a.overlapping(across, { min: 2 }), python: "a.overlapping(b, 2)" },
    { a, b: across, ours: across.notInside(a), python: "b.not_inside(a)" },
  ]);
});

test("rings in rings hang together where they meet", () => {
  const a = rings(250, -300, 300, [0, 0]);
  const between = rings(249, 400, 600, [0, 0]);
  // A bar from the middle to beyond the fifth ring.
  const builder = new PolygonSetBuilder();
  builder.polygon([0, -10, 5400, -10, 5400, 20, 0, 10]);
  const bar = Region.of(builder.build(), { isMerged: true });
  const nets = connectedComponents({ a, between, bar }, [
    ["a", "between"],
    ["a", "bar"],
    ["between", "bar"],
  ]);
  assert.equal(nets.length, 250 + 249 + 1 - 10);
});

test("a comb of 50,000 slanted teeth is simplified in seconds", { timeout: 60_000 }, () => {
  const count = 50_000;
  const points: number[] = [];
  const corner = (x: number, y: number) => points.push(x - y, x + y);
  for (let i = 0; i < count; i++) {
    corner(0, 20 * i);
    corner(1000, 20 * i);
    corner(1000, 20 * i + 10);
    corner(0, 20 * i + 10);
  }
  corner(-100, 20 * count);
  corner(-100, -10);
  const builder = new PolygonSetBuilder();
  builder.polygon(points);
  const comb = Region.of(builder.build(), { isMerged: true });
  assert.equal(comb.simplify(0.005).polygons.vertexCount, comb.polygons.vertexCount);
});

test("of a comb whose teeth are ever farther away, 30,000 of them, all stay", { timeout: 60_000 }, () => {
  const count = 30_000;
  const builder = new PolygonSetBuilder();
  builder.vertex(0, 0);
  builder.vertex(40 * count, 0);
  for (let i = count - 1; i >= 0; i--) {
    builder.vertex(40 * i + 20, 100);
    builder.vertex(40 * i + 30_020, 50_000);
    builder.vertex(40 * i + 30_000, 50_000);
    builder.vertex(40 * i, 100);
  }
  builder.endRing();
  builder.endPolygon();
  const comb = Region.of(builder.build(), { isMerged: true });
  assert.equal(comb.simplify(0.005).polygons.vertexCount, comb.polygons.vertexCount);
});

test("corners of hulls hold the point that is farthest from a segment", () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = randomNumbers(seed);
    const reach = [3, 100, 4e9][seed % 3];
    const xy = Int32Array.from({ length: 1200 }, () => Math.floor(reach * (random() - 0.5)));
    const hulls = new HullsOfStretches(xy);
    for (let k = 0; k < 20; k++) {
      const [ax, ay, bx, by] = Array.from({ length: 4 }, () => reach * (random() - 0.5));
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const distance = (i: number) => {
        const [px, py] = [xy[2 * i] - ax, xy[2 * i + 1] - ay];
        const t = Math.max(0, Math.min(1, (px * (bx - ax) + py * (by - ay)) / length));
        return Math.hypot(px - t * (bx - ax), py - t * (by - ay));
      };
      const start = Math.floor(600 * random());
      const end = start + Math.floor((601 - start) * random());
      const [all, seen]: [number[], number[]] = [[], []];
      for (let i = start; i < end; i++) all.push(distance(i));
      hulls.visit(start, end, (i) => {
        assert.ok(i >= start && i < end);
        seen.push(distance(i));
      });
      assert.ok(Math.max(0, ...all) - Math.max(0, ...seen) <= 1e-9 * reach);
    }
  }
});

test("pairs that meet are found among neighbours as by comparing all", () => {
  let compared = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = randomNumbers(seed);
    const reach = [4, 8, 30, 1000][seed % 4];
    const [a, b] = [0, 1].map(() => {
      const builder = new PolygonSetBuilder();
      for (let i = 0; i <= seed % 7; i++)
        builder.polygon(Array.from({ length: 6 }, () => Math.floor(reach * random())));
      return Region.of(builder.build()).merged().polygons;
    });
    const segments = new Segments(a.vertexCount + b.vertexCount);
    addOutlines(segments, a, 0);
    addOutlines(segments, b, a.count, true);
    const { ax, ay, bx, by, ringOf, chainStarts, chains } = segments;
    const touch = (e: number, f: number) => segmentsTouch(ax[e], ay[e], bx[e], by[e], ax[f], ay[f], bx[f], by[f]);
    const areOfBoth = (c: number, d: number) => ringOf[c] < a.count !== ringOf[d] < a.count;
    const found = new Set<string>();
    const isSeen = meetingPairs(segments, areOfBoth, (e, f, c, d) => {
      if (touch(e, f)) found.add([ringOf[c], ringOf[d]].sort((a, b) => a - b).join());
      return false;
    });
    if (isSeen === null) continue;
    compared++;
    const wanted = new Set<string>();
    for (let c = 0; c < chains; c++) {
      for (let d = 0; d < c; d++) {
        if (!areOfBoth(c, d)) continue;
        for (let e = chainStarts[c]; e < chainStarts[c + 1]; e++)
          for (let f = chainStarts[d]; f < chainStarts[d + 1]; f++)
            if (touch(e, f)) wanted.add([ringOf[c], ringOf[d]].sort((a, b) => a - b).join());
      }
    }
    assert.deepEqual([...found].sort(), [...wanted].sort(), `seed ${seed}`);
  }
  assert.ok(compared > 20, `${compared}`);
});

test("2,000 rings in each other are chosen by thinner ones in them in seconds", { timeout: 120_000 }, () => {
  const ring = (inner: number, outer: number, builder: PolygonSetBuilder) => {
    for (const radius of [outer, inner]) {
      for (let k = 0; k < 32; k++) {
        const angle = (Math.PI * (k + 0.5)) / 16;
        builder.vertex(Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle)));
      }
      builder.endRing();
    }
    builder.endPolygon();
  };
  const [wide, thin] = [new PolygonSetBuilder(), new PolygonSetBuilder()];
  for (let i = 1; i <= 2000; i++) {
    ring(100 * i, 100 * i + 50, wide);
    if (i % 4 === 0) ring(100 * i + 20, 100 * i + 30, thin);
    // In a gap.
    if (i % 4 === 1) ring(100 * i + 70, 100 * i + 80, thin);
  }
  const [rings, others] = [Region.of(wide.build()).merged(), Region.of(thin.build()).merged()];
  assert.equal(rings.interacting(others).count, 500);
  assert.equal(rings.enclosing(others).count, 500);
  assert.equal(rings.touching(others).count, 0);
  assert.equal(others.inside(rings).count, 500);
});
