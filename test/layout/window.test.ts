/** A window must give what looking through the whole flat layer would. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Box, type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { cell } from "../../src/layout/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const coordinate = fc.integer({ min: -300, max: 300 }).map((n) => n / 10);
const placement = fc.record({
  at: fc.tuple(coordinate, coordinate),
  rotation: fc.constantFrom(0, 90, 180, 270),
  mirror: fc.boolean(),
  columns: fc.integer({ min: 1, max: 9 }),
  rows: fc.integer({ min: 1, max: 9 }),
  pitch: fc.tuple(fc.tuple(coordinate, coordinate), fc.tuple(coordinate, coordinate)),
});

const boxOf = (set: PolygonSet, i: number) => {
  const builder = new PolygonSetBuilder();
  builder.appendRange(set, i, i + 1);
  return builder.build().bbox()!;
};
const sorted = (set: PolygonSet, keep: (box: Box) => boolean) =>
  Array.from({ length: set.count }, (_, i) => boxOf(set, i))
    .filter(keep)
    .map(String)
    .sort();

test("polygonsIn gives every polygon whose box touches the window, and no other", () => {
  fc.assert(
    fc.property(
      fc.array(placement, { minLength: 1, maxLength: 40 }),
      placement,
      coordinate,
      coordinate,
      fc.nat(200),
      (many, one, x, y, size) => {
        const leaf = cell("leaf");
        for (let i = 0; i < 40; i++) leaf.add("1/0", new Box(i, i % 7, i + 0.5, (i % 7) + 1));
        const middle = cell("middle").add("1/0", new Box(-1, -1, 0, 0));
        for (const { columns, rows, ...options } of many) middle.add(leaf.array(columns, rows, options));
        const { columns, rows, ...options } = one;
        const top = cell("top").add(middle.array(columns, rows, options));
        // Windows are whole database units, and 1000 · −16.1 is −16100.000000000002.
        const [left, bottom] = [Math.round(1000 * x), Math.round(1000 * y)];
        const window = new Box(left, bottom, left + 100 * size, bottom + 100 * size);
        const seen = top.source("1/0").polygonsIn(window);
        if (many.length * columns * rows > 400) return;
        assert.deepEqual(
          sorted(seen, () => true),
          sorted(top.polygonsOf("1/0"), (box) => box.touches(window)),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test("the first windows, and the many that a tree is made for, hold the same; what was added meanwhile is there", () => {
  const next = randomNumbers(4);
  const number = () => Math.floor(2000 * next());
  const top = cell("top");
  const shapes = top.shapes("1/0");
  const add = () => {
    const [x, y] = [number(), number()];
    shapes.addBox(x, y, x + 30, y + 20);
    shapes.addRing([y, x, y + 50, x, y, x + 50]);
    shapes.addPath([x, y, x + 40, y + 10], { width: 6, beginExtension: 0, endExtension: 0, round: false });
  };
  for (let i = 0; i < 60; i++) add();
  for (let i = 0; i < 260; i++) {
    if (i === 240) add();
    const [x, y] = [number(), number()];
    const window = new Box(x, y, x + 300, y + 200);
    assert.deepEqual(
      sorted(top.source("1/0").polygonsIn(window), () => true),
      sorted(top.polygonsOf("1/0"), (box) => box.touches(window)),
    );
  }
});
