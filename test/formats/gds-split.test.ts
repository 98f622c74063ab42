/** Polygons of more points than a record may have: the pieces fill what the polygon fills, exactly, and do not overlap. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeGds, encodeGds } from "../../src/formats/index.ts";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { cell } from "../../src/layout/index.ts";
import { circle, exactPieces, Region, rect } from "../../src/region/index.ts";
import { areaTwice } from "../region/area-twice.ts";

/** The polygons of a layer as they are read after they were written with a limit. */
function written(region: Region, maxPoints: number): Region {
  const layout = decodeGds(encodeGds(cell("top").add("1/0", region), { maxPoints }));
  return Region.of(layout.polygonsOf("1/0"), { dbu: region.dbu });
}

function assertSplit(whole: Region, maxPoints: number): void {
  const pieces = written(whole, maxPoints);
  const { rings, polygons, count } = pieces.polygons;
  for (let i = 0; i < count; i++) assert.ok(rings[polygons[i + 1]] - rings[polygons[i]] <= maxPoints);
  assert.equal(areaTwice(pieces.polygons), areaTwice(whole.merged().polygons));
  assert.ok(pieces.xor(whole).isEmpty);
}

/** Around a centre, so that no edges cross: radii in units of the grid. */
const starShaped = fc
  .tuple(fc.array(fc.integer({ min: 20, max: 2000 }), { minLength: 9, maxLength: 60 }), fc.constantFrom(1, 50_000))
  .map(([radii, scale]) => {
    const xy = radii.flatMap((radius, i) => {
      const angle = (2 * Math.PI * i) / radii.length;
      return [Math.round(scale * radius * Math.cos(angle)), Math.round(scale * radius * Math.sin(angle))];
    });
    return ringOf(xy);
  });

function ringOf(xy: readonly number[]): Region {
  const builder = new PolygonSetBuilder();
  builder.polygon(xy);
  return Region.of(builder.build());
}

test("polygons with slanted edges", () => {
  fc.assert(fc.property(starShaped, fc.integer({ min: 4, max: 30 }), assertSplit), { numRuns: 100 });
});

test("polygons with holes, and rings that are cut open to theirs", () => {
  const holes = Array.from({ length: 40 }, (_, i) =>
    circle(3, { points: 13, position: [(i % 8) * 9 + (i % 3) / 7, Math.floor(i / 8) * 9 + (i % 5) / 3] }),
  );
  const plate = rect(80, 60, { position: [31, 18] }).not(holes);
  assert.equal(plate.polygons.ringCount, 41);
  const opened = written(plate, 8190);
  assert.equal(opened.polygons.ringCount, 1);
  for (const most of [4, 5, 6, 7, 10, 50, 200]) {
    assertSplit(plate, most);
    assertSplit(opened, most);
  }
});

test("a polygon that crosses itself beside the grid: half a unit along its edges at most", () => {
  // The last edge crosses the second to last but one; two loops, of which the lower is a triangle.
  const steps = Array.from({ length: 50 }, (_, i) => [20 * i, 1000 + (i % 2)]).flat();
  const whole = ringOf([0, 0, ...steps, 1000, -300, 0, -701, 990, -700]);
  assert.equal(exactPieces(whole.polygons, 12), null);
  const pieces = written(whole, 12);
  assert.ok(pieces.polygons.count > 4);
  assert.ok(pieces.xor(whole).area <= (0.5 * whole.perimeter) / 1000);
});
