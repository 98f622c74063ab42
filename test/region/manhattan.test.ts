/** The engine for axis-parallel polygons: beside the one for all angles, and in its own hard cases. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { assemble } from "../../src/region/engines/assemble.ts";
import type { BooleanOperation } from "../../src/region/engines/engine.ts";
import { manhattanBoolean } from "../../src/region/engines/manhattan/manhattan.ts";
import { prepare } from "../../src/region/engines/prepare.ts";
import { orderBy } from "../../src/region/engines/strips.ts";
import { sweep } from "../../src/region/engines/sweep/sweep.ts";
import { measure } from "../../src/region/measure.ts";

const operations: readonly BooleanOperation[] = ["or", "and", "not", "xor"];

function combined(operation: BooleanOperation, a: PolygonSet, b: PolygonSet): PolygonSet {
  return manhattanBoolean(operation, a, b);
}

/** Rings of a set in a form that does not depend on where they start or in which order they come. */
function canonical(set: PolygonSet): string[] {
  const ringText = (ring: number) => {
    const points: string[] = [];
    for (let v = set.rings[ring]; v < set.rings[ring + 1]; v++) points.push(`${set.xy[2 * v]},${set.xy[2 * v + 1]}`);
    const first = points.indexOf([...points].sort()[0]);
    return [...points.slice(first), ...points.slice(0, first)].join(" ");
  };
  return Array.from({ length: set.count }, (_, i) => {
    const [hull, ...holes] = Array.from({ length: set.polygons[i + 1] - set.polygons[i] }, (_, k) =>
      ringText(set.polygons[i] + k),
    );
    return [hull, ...holes.sort()].join(" | ");
  }).sort();
}

/** Rectangles and staircases on a small grid, so that edges and corners meet often; prepared as engines get them. */
function polygons(size: number, most: number): fc.Arbitrary<PolygonSet> {
  const number = fc.integer({ min: 0, max: size });
  const rectangle = fc
    .tuple(number, number, number, number)
    .map(([x, y, w, h]) => [x, y, x + w + 1, y, x + w + 1, y + h + 1, x, y + h + 1]);
  const stairs = fc
    .tuple(number, number, number, number, number)
    .map(([x, y, a, b, c]) => [
      x,
      y,
      x + a + b + 2,
      y,
      x + a + b + 2,
      y + 1,
      x + a + 1,
      y + 1,
      x + a + 1,
      y + c + 2,
      x,
      y + c + 2,
    ]);
  return fc.array(fc.oneof(rectangle, stairs), { maxLength: most }).map((rings) => {
    const builder = new PolygonSetBuilder();
    for (const ring of rings) builder.polygon(ring);
    return prepare(builder.build(), sweep);
  });
}

test("both engines give the same polygons, hulls with their holes", () => {
  for (const [size, most, runs] of [
    [6, 12, 600],
    [40, 30, 150],
    [4000, 60, 60],
  ] as const) {
    fc.assert(
      fc.property(polygons(size, most), polygons(size, most), (a, b) => {
        for (const operation of operations) {
          const ours = combined(operation, a, b);
          assert.deepEqual(canonical(ours), canonical(assemble(sweep.boolean(operation, a, b))), operation);
        }
      }),
      { numRuns: runs },
    );
  }
});

test("tall and flat polygons give the same whichever way they lie", () => {
  const turned = (set: PolygonSet): PolygonSet => {
    const builder = new PolygonSetBuilder();
    for (let ring = 0; ring < set.ringCount; ring++) {
      const points: number[] = [];
      for (let v = set.rings[ring + 1] - 1; v >= set.rings[ring]; v--) points.push(set.xy[2 * v + 1], set.xy[2 * v]);
      builder.polygon(points);
    }
    return builder.build();
  };
  fc.assert(
    fc.property(polygons(8, 10), (set) => {
      const flat = new PolygonSet(
        set.xy.map((value, i) => (i % 2 === 0 ? 50 * value : value)),
        set.rings,
        set.polygons,
      );
      const upright = turned(combined("or", turned(flat), PolygonSet.empty));
      const direct = combined("or", flat, PolygonSet.empty);
      assert.equal(measure(upright).area, measure(direct).area);
    }),
  );
});

test("coordinates reach from end to end of the 32-bit range", () => {
  const builder = new PolygonSetBuilder();
  const [low, high] = [-(2 ** 31), 2 ** 31 - 1];
  builder.rectangle(low, low, high, high);
  const whole = builder.build();
  const hole = new PolygonSetBuilder();
  hole.rectangle(low + 1, low + 1, high - 1, high - 1);
  const frame = combined("not", whole, hole.build());
  assert.equal(frame.count, 1);
  assert.equal(frame.ringCount, 2);
  assert.deepEqual([...frame.xy].sort((a, b) => a - b).slice(0, 4), [low, low, low, low]);
});

test("nested frames, whose edges all lie above each other, keep their holes", () => {
  const [hulls, holes] = [new PolygonSetBuilder(), new PolygonSetBuilder()];
  for (let i = 0; i < 5000; i++) {
    hulls.rectangle(4 * i, 4 * i, 50_000 - 4 * i, 50_000 - 4 * i);
    holes.rectangle(4 * i + 2, 4 * i + 2, 49_998 - 4 * i, 49_998 - 4 * i);
  }
  const frames = combined("xor", hulls.build(), holes.build());
  // Windings add up, so hulls alone are one square and holes alone another: their difference is the outermost frame.
  assert.equal(frames.count, 1);
  assert.equal(measure(frames).area, 50_000 ** 2 - 49_996 ** 2);
});

test("radix and comparison sorts agree, and keep an order that was there", () => {
  const value = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(fc.array(fc.oneof(value, fc.integer({ min: -3, max: 3 })), { maxLength: 200 }), (list) => {
      const values = Int32Array.from(list);
      const byHand = list.map((_, i) => i).sort((a, b) => list[a] - list[b] || a - b);
      assert.deepEqual([...orderBy(values, list.length)], byHand);
      const identity = Int32Array.from(list, (_, i) => i);
      assert.deepEqual([...orderBy(values, list.length, identity)], byHand);
    }),
  );
});
