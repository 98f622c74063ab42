/** The edges that a sweep is on, in runs, against one plain array. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { EdgesUnderWay, graphOfRings } from "../../src/region/engines/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";

/** Squares above each other: edges that follow each other in number come in fours. */
function column(count: number) {
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < count; i++) builder.rectangle(0, 2 * i, 1, 2 * i + 1);
  return graphOfRings(builder.build());
}

test("edges come and go as in one array, whatever lies in which run", () => {
  for (let seed = 0; seed < 8; seed++) {
    const random = randomNumbers(seed);
    const below = (end: number) => Math.floor(end * random());
    const status = new EdgesUnderWay(column(1));
    const expected: number[] = [];
    for (let step = 0; step < 3000; step++) {
      const first = below(expected.length + 1);
      // Grows at first, then shrinks, now and then by a piece as long as several runs.
      const isLong = random() < 0.002;
      const gone = Math.min(expected.length - first, below(isLong ? 3000 : 1 + 2 ** (step / 600)));
      // And one vertex brings thousands.
      const count = random() < 0.002 ? below(5000) : step < 1500 ? below(12) : below(3);
      status.replace(first, first + gone, 10 * step, count);
      expected.splice(first, gone, ...Array.from({ length: count }, (_, i) => 10 * step + i));
      assert.equal(status.size, expected.length);
      for (let k = 0; k < 5 && expected.length > 0; k++) {
        const place = below(expected.length);
        assert.equal(status.at(place), expected[place], `seed ${seed}, step ${step}`);
      }
    }
    assert.deepEqual(
      Array.from({ length: status.size }, (_, place) => status.at(place)),
      expected,
    );
  }
});

test("the place of a point is the number of edges below it", () => {
  const squares = 3000;
  const graph = column(squares);
  const status = new EdgesUnderWay(graph);
  const horizontal = Array.from(graph.from.keys())
    .filter((e) => graph.y[graph.from[e]] === graph.y[graph.to[e]])
    .sort((e, f) => graph.y[graph.from[e]] - graph.y[graph.from[f]]);
  assert.equal(horizontal.length, 2 * squares);
  // From above, so that runs are cut at their beginning.
  for (const edge of horizontal.toReversed()) status.replace(0, 0, edge, 1);
  for (let y = 0; y < 2 * squares; y += 7) {
    assert.equal(status.placeOf(0.5, y), y);
    assert.equal(status.placeOf(0.5, y + 0.5), y + 1);
    assert.equal(status.at(y), horizontal[y]);
  }
  // Half of them from below: whole runs go.
  for (let i = 0; i < squares; i++) status.replace(0, 1, 0, 0);
  assert.equal(status.size, squares);
  assert.equal(status.placeOf(0.5, 2 * squares), squares);
  assert.equal(status.placeOf(0.5, 1.5 * squares), squares / 2);
  status.replace(10, squares - 10, 0, 0);
  assert.deepEqual([status.size, status.at(9), status.at(10)], [20, horizontal[squares + 9], horizontal.at(-10)]);
});
