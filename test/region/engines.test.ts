import assert from "node:assert/strict";
import { test } from "node:test";
import { Clipper64 } from "clipper2-js";
import { replaceScanlineList } from "../../src/region/engines/clipper2-js.ts";
import { clusterBoxes } from "../../src/region/engines/clusters.ts";
import { ScanlineHeap } from "../../src/region/engines/scanline-heap.ts";

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
