import assert from "node:assert/strict";
import { test } from "node:test";
import { Clipper64 } from "clipper2-js";
import fc from "fast-check";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { assemble } from "../../src/region/engines/assemble.ts";
import { booleanOf } from "../../src/region/engines/boolean.ts";
import { clipper2Js, replaceScanlineList } from "../../src/region/engines/clipper2-js.ts";
import { loadClipper2Wasm } from "../../src/region/engines/clipper2-wasm.ts";
import { clusterBoxes } from "../../src/region/engines/clusters.ts";
import { own } from "../../src/region/engines/own.ts";
import { ScanlineHeap } from "../../src/region/engines/scanline-heap.ts";
import { sweep } from "../../src/region/engines/sweep/sweep.ts";
import { measure } from "../../src/region/measure.ts";

test("the pinned clipper2-js still has the scanline list that is replaced", () => {
  assert.doesNotThrow(() => replaceScanlineList(new Clipper64()));
});

test("the scanline heap gives each number once, largest first", () => {
  const heap = new ScanlineHeap();
  for (const value of [3, -1, 3, 8, 0, 8, 5]) heap.add(value);
  const seen = [];
  while (!heap.isEmpty()) seen.push(heap.pollLast());
  assert.deepEqual(seen, [8, 5, 3, 0, -1]);
  assert.equal(heap.pollLast(), undefined);
});

test("boxes that touch through others are one cluster", () => {
  const labels = clusterBoxes(Int32Array.of(0, 0, 2, 2, 10, 10, 12, 12, 2, 2, 4, 4, 4, 0, 5, 3));
  assert.equal(labels[0], labels[2]);
  assert.equal(labels[2], labels[3]);
  assert.notEqual(labels[0], labels[1]);
});

test("the sweep gives each hole the hull that a search would find", () => {
  const coordinate = fc.integer({ min: 0, max: 60 });
  const rings = fc.array(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 6 }), { maxLength: 12 });
  fc.assert(
    fc.property(rings, rings, (a, b) => {
      const [setA, setB] = [a, b].map((list) => {
        const builder = new PolygonSetBuilder();
        for (const ring of list) builder.polygon(ring.flat());
        return builder.build();
      });
      const { parents: _, ...unknown } = sweep.boolean("xor", setA, setB);
      assert.deepEqual(assemble(sweep.boolean("xor", setA, setB)), assemble(unknown));
    }),
    { numRuns: 500 },
  );
});

test("all engines agree on rectangles, to the last unit", async () => {
  const engines = [own, sweep, clipper2Js, await loadClipper2Wasm()];
  const number = fc.integer({ min: 0, max: 40 });
  const set = fc.array(fc.tuple(number, number, number, number), { minLength: 1, maxLength: 10 }).map((list) => {
    const builder = new PolygonSetBuilder();
    for (const [x, y, w, h] of list) builder.rectangle(x, y, x + w + 1, y + h + 1);
    return builder.build();
  });
  fc.assert(
    fc.property(set, set, (a, b) => {
      for (const operation of ["or", "and", "not", "xor"] as const) {
        const areas = engines.map((engine) => measure(booleanOf(operation, a, b, engine)).area);
        assert.deepEqual(new Set(areas).size, 1, `${operation}: ${areas}`);
      }
    }),
    { numRuns: 200 },
  );
});
