/** Noding by neighbours along a sweep line, which does not compare what only has boxes in common. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PolygonSet, PolygonSetBuilder, segmentsTouch } from "../../src/geometry/index.ts";
import { Region } from "../../src/index.ts";
import { assemble } from "../../src/region/engines/assemble.ts";
import { insideOf } from "../../src/region/engines/inside.ts";
import { boundaryOf } from "../../src/region/engines/sweep/boundary.ts";
import { planeGraph } from "../../src/region/engines/sweep/graph.ts";
import { areApart, nodeByNeighbours } from "../../src/region/engines/sweep/noding/neighbours.ts";
import { node } from "../../src/region/engines/sweep/noding/noding.ts";
import type { Passes } from "../../src/region/engines/sweep/noding/passes.ts";
import { pointTable } from "../../src/region/engines/sweep/noding/point-table.ts";
import { snapPassesAlong } from "../../src/region/engines/sweep/noding/snap-along.ts";
import { snapPasses } from "../../src/region/engines/sweep/noding/snap-rounding.ts";
import { ringsOf } from "../../src/region/engines/sweep/rings.ts";
import { Segments } from "../../src/region/engines/sweep/segments.ts";
import { segmentsOf } from "../../src/region/engines/sweep/segments-of.ts";
import { withoutPython } from "../support/project.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { assertAsKLayout, type RandomKind, randomRegion } from "./klayout.ts";

function united(region: Region): Region {
  const noded = nodeByNeighbours(segmentsOf(region.polygons, PolygonSet.empty), Infinity);
  assert.notEqual(noded, null);
  const graph = planeGraph(noded!);
  return Region.of(assemble(ringsOf(graph, boundaryOf(graph, insideOf.or))), { isMerged: true });
}

for (const [kind, most] of [
  ["rectangles", 0],
  ["octagons", 0.8],
  ["stars", 0.8],
] as const satisfies readonly [RandomKind, number][]) {
  test(`unions of random ${kind} by neighbours: as KLayout's`, { skip: withoutPython }, async () => {
    const cases = [1, 2, 3, 4, 5, 6].map((seed) => {
      const a = randomRegion(kind, 20 * seed, 1000 * seed, seed);
      return { a, ours: united(a), python: "a.merged()" };
    });
    await assertAsKLayout(cases, most);
  });
}

test("random triangles: what is noded by neighbours has the same area as what is noded by boxes, to half a unit", () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = randomNumbers(seed);
    const reach = [4, 12, 100, 1e5][seed % 4];
    const builder = new PolygonSetBuilder();
    for (let i = 0; i < 2 + (seed % 9); i++) {
      const xy = Array.from({ length: 6 }, () => Math.floor(reach * random()));
      // Counter-clockwise, as the engine gets them.
      const area = (xy[2] - xy[0]) * (xy[5] - xy[1]) - (xy[3] - xy[1]) * (xy[4] - xy[0]);
      if (area !== 0) builder.polygon(area > 0 ? xy : [xy[0], xy[1], xy[4], xy[5], xy[2], xy[3]]);
    }
    const region = Region.of(builder.build(), { dbu: 1 });
    const segments = segmentsOf(region.polygons, PolygonSet.empty);
    const filled = [nodeByNeighbours(segments, Infinity)!, node(segments)].map((noded) => {
      const graph = planeGraph(noded);
      return Region.of(assemble(ringsOf(graph, boundaryOf(graph, insideOf.or))), { dbu: 1, isMerged: true });
    });
    const apart = filled[0].xor(filled[1]).area;
    assert.ok(apart <= Math.SQRT1_2 * (filled[0].perimeter + filled[1].perimeter), `seed ${seed}: ${apart}`);
  }
});

test("rings are told apart as by comparing all pairs of edges", () => {
  let found = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const random = randomNumbers(seed);
    const reach = [5, 9, 30, 1000][seed % 4];
    const corners = 3 + (seed % 5);
    const rings = Array.from({ length: 1 + (seed % 2) }, () =>
      Int32Array.from({ length: 2 * corners }, () => Math.floor(reach * random())),
    );
    const wanted = !anyTouch(rings);
    if (wanted) found++;
    const segments = new Segments(corners * rings.length);
    for (const ring of rings) segments.addRing(ring, 0, ring.length, 1, 0);
    if (segments.count < corners * rings.length) continue;
    assert.equal(areApart(segments), wanted, `seed ${seed}: ${rings.map(String)}`);
  }
  assert.ok(found > 100 && found < 1900, `${found} of 2000`);
});

/** Whether edges meet elsewhere than at the corner of two that follow each other, or there run back on each other. */
function anyTouch(rings: readonly Int32Array[]): boolean {
  const edges = rings.flatMap((ring, r) =>
    Array.from({ length: ring.length / 2 }, (_, i) => {
      const j = (i + 1) % (ring.length / 2);
      return { r, i, j, at: [ring[2 * i], ring[2 * i + 1], ring[2 * j], ring[2 * j + 1]] as const };
    }),
  );
  return edges.some((e, n) =>
    edges.slice(n + 1).some((f) => {
      if (e.r !== f.r || (e.j !== f.i && f.j !== e.i)) return segmentsTouch(...e.at, ...f.at);
      const [x, y] = e.j === f.i ? [f.at[0], f.at[1]] : [e.at[0], e.at[1]];
      const [from, to] = [otherEnd(e.at, x, y), otherEnd(f.at, x, y)];
      const cross = (from[0] - x) * (to[1] - y) - (from[1] - y) * (to[0] - x);
      const along = (from[0] - x) * (to[0] - x) + (from[1] - y) * (to[1] - y);
      return (cross === 0 && along > 0) || (e.j === f.i && f.j === e.i);
    }),
  );
}

test("hot squares are the same by horizontal strips and by slanted ones", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = randomNumbers(seed);
    const reach = [20, 300, 1e6, 4e9][seed % 4];
    const place = () => Math.floor(reach * (random() - 0.5));
    const segments = new Segments(300);
    for (let i = 0; i < 100; i++) {
      const [x, y] = [place(), place()];
      const near = () => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.floor(x + reach * 0.1 * (random() - 0.5))));
      segments.addRing(Int32Array.of(x, y, ...(i % 2 === 0 ? [place(), place()] : [near(), y]), x, y), 0, 4, 1, 0);
    }
    const points = pointTable(segments.px.subarray(0, segments.points), segments.py.subarray(0, segments.points));
    const [angle, keys] = [
      Math.PI * random(),
      (passes: Passes) =>
        [...new Set(Array.from({ length: passes.count }, (_, k) => passes.segment[k] * 1e6 + passes.point[k]))].sort(
          (a, b) => a - b,
        ),
    ];
    const slant = { x: Math.cos(angle) / 2, y: Math.sin(angle) / 2 };
    assert.deepEqual(
      keys(snapPassesAlong(segments, points, slant)),
      keys(snapPasses(segments, points)),
      `seed ${seed}`,
    );
  }
});

function otherEnd(at: readonly number[], x: number, y: number): [number, number] {
  return at[0] === x && at[1] === y ? [at[2], at[3]] : [at[0], at[1]];
}

/** Rings of 24 corners in each other, with a bar across them or without. */
function concentric(count: number, hasBar: boolean): Region {
  const builder = new PolygonSetBuilder();
  for (let i = 1; i <= count; i++) {
    for (const [radius, way] of [
      [1000 * i, 1],
      [1000 * i - 400, -1],
    ]) {
      for (let k = 0; k < 24; k++) {
        const angle = (way * k * Math.PI) / 12;
        builder.vertex(Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle)));
      }
      builder.endRing();
    }
    builder.endPolygon();
  }
  const [x, y] = [1000 * count, 1700 * count];
  if (hasBar) builder.polygon([-200, 0, 200, 0, x + 200, y, x - 200, y]);
  return Region.of(builder.build());
}

test("2000 rings in each other are merged in seconds, and cut by a bar, too", { timeout: 120_000 }, () => {
  const rings = concentric(2000, false);
  assert.equal(rings.merged().count, 2000);
  assert.equal(rings.merged().polygons.vertexCount, rings.polygons.vertexCount);
  const cut = concentric(2000, true).merged();
  // The bar begins in the middle and ends beyond the last ring.
  assert.equal(cut.count, 1);
});

test("a star of 100,000 spokes is simple, and merged in seconds", { timeout: 120_000 }, () => {
  const count = 200_000;
  const builder = new PolygonSetBuilder(count, 1);
  for (let i = 0; i < count; i++) {
    const radius = i % 2 === 0 ? 1e7 : 8e6;
    const angle = (2 * Math.PI * i) / count;
    builder.vertex(Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle)));
  }
  builder.endRing();
  builder.endPolygon();
  const merged = Region.of(builder.build()).merged();
  assert.equal(merged.count, 1);
  // Of each spoke the two triangles from the middle: half of both radii times the sine between them.
  const area = count * 0.5 * 1e4 * 8e3 * Math.sin((2 * Math.PI) / count);
  assert.ok(Math.abs(merged.area - area) < 1e-6 * area);
});
