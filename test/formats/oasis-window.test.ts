/** Reading a window of an OASIS file: what is there is what reading it all gives, and no more is kept than that needs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { decodeOasis, encodeOasis } from "../../src/formats/index.ts";
import { Box, box } from "../../src/geometry/index.ts";
import { type Cell, cell, Layout, type Shapes } from "../../src/layout/index.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { cblock, cell as cellRecords, file, placement, Rec, rectangle, signed, text, unsigned } from "./oasis-bytes.ts";
import { RandomStream } from "./oasis-random.ts";

/** Shapes and labels whose boxes touch a window, in their order, with their properties. */
function within(shapes: Shapes | undefined, window: Box): string[] {
  if (shapes === undefined) return [];
  const { polygons, boxes, labels } = shapes;
  const outlines = shapes.pathOutlines();
  const ring = (set: typeof polygons, i: number) => {
    const first = set.polygons[i];
    return set.xy.subarray(2 * set.rings[first], 2 * set.rings[first + 1]);
  };
  const touching = (xy: ArrayLike<number>) => Box.around(xy)!.touches(window);
  const lines = [
    ...Array.from({ length: polygons.count }, (_, i) => ["polygon", i, ring(polygons, i)] as const),
    ...Array.from({ length: boxes.length / 4 }, (_, i) => ["box", i, boxes.subarray(4 * i, 4 * i + 4)] as const),
    ...Array.from({ length: outlines.count }, (_, i) => ["path", i, ring(outlines, i)] as const),
    ...Array.from({ length: labels.count }, (_, i) => ["label", i, labels.xy.subarray(2 * i, 2 * i + 2)] as const),
  ];
  return lines
    .filter(([, , xy]) => touching(xy))
    .map(([kind, i, xy]) => {
      const label = kind === "label" ? labels.texts[i] : "";
      return `${kind} ${label} ${xy} ${JSON.stringify(shapes.propertiesOf(kind, i))}`;
    });
}

const keysOf = (one: Cell) => Array.from(one.allShapes, ({ layer }) => layer.key);

function same(part: Cell, whole: Cell, window: Box): void {
  for (const key of new Set([...keysOf(part), ...keysOf(whole)]))
    assert.deepEqual(within(part.shapesAt(key), window), within(whole.shapesAt(key), window));
}

test("a window of random records that leave most to modal variables is what reading them all gives there", () => {
  const stop = onWarning(() => {});
  for (let seed = 1; seed <= 60; seed++) {
    const next = randomNumbers(seed);
    const bytes = Uint8Array.from(new RandomStream(seed, 700).bytes());
    const whole = decodeOasis(bytes);
    const [x, y] = [Math.round(40 * next() - 20), Math.round(40 * next() - 20)];
    const window = box(x, y, x + Math.ceil(9 * next()), y + Math.ceil(9 * next()));
    const part = decodeOasis(bytes, { window });
    const inUnits = window.scaled(1000);
    // Of the top cell, what the window holds and nothing else.
    for (const top of whole.tops) {
      const own = part.cell(top.name);
      same(own, top, inUnits);
      for (const shapes of own.allShapes)
        assert.equal(within(shapes, inUnits).length, shapes.count + shapes.labelCount, `seed ${seed}`);
    }
  }
  stop();
});

test("what random cells place in a window is there, too", () => {
  const stop = onWarning(() => {});
  for (let seed = 1; seed <= 60; seed++) {
    const bytes = Uint8Array.from(new RandomStream(seed).bytes());
    const whole = decodeOasis(bytes);
    const window = box(-1, seed / 60 - 1, 1, seed / 60);
    const part = decodeOasis(bytes, { window });
    for (const layer of whole.layers()) {
      const area = (layout: Layout) => layout.region(layer, { window, ifMissing: "empty" }).area;
      assert.equal(area(part), area(whole), `seed ${seed}, layer ${layer}`);
    }
  }
  stop();
});

test("a file of many stretches and CBLOCKs gives a window as a whole does", () => {
  const top = cell("top");
  const shapes = top.shapes([1, 0]);
  for (let i = 0; i < 200_000; i++) {
    const [x, y] = [20 * (i % 400), 20 * Math.floor(i / 400)];
    if (i % 3 === 0) shapes.addRing([x, y, x + 9, y, x, y + 9]);
    else if (i % 3 === 1) shapes.addBox(x, y, x + 7 + (i % 11), y + 5);
    else shapes.addPath([x, y, x + 9, y + 3], { width: 4, beginExtension: 0, endExtension: 1, round: false });
  }
  const layout = Layout.of(top);
  const window = box(3, 3, 3.2, 3.3);
  for (const compress of [true, false]) {
    const part = decodeOasis(encodeOasis(layout, { compress }), { window });
    same(part.cell("top"), top, window.scaled(1000));
    // 20 units apart, (200 / 20 + 1) by (300 / 20 + 1).
    assert.equal(part.cell("top").shapes("1/0").count, 11 * 16);
  }
});

test("of a repetition only the members in the window are made, however many there are", () => {
  const million = [1, ...unsigned(999_998), ...unsigned(999_998), 20, 20];
  const bytes = file(cellRecords("a", rectangle(0, 0, 10, 10, million)));
  const window = box(10, 10, 10.1, 10.1);
  assert.throws(
    () => decodeOasis(bytes),
    (error) => isReticleError(error, "OasisError") && error.code === "memory-limit",
  );
  const part = decodeOasis(bytes, { window });
  // From 10000 to 10100 in steps of 20, both along x and y; the member at 9990 does not reach 10000.
  assert.equal(part.cell("a").shapes("1/0").boxCount, 36);
  // Where that are too many for the memory, it is said before they are made.
  assert.throws(
    () => decodeOasis(bytes, { window: box(0, 0, 20_000, 20_000) }),
    (error) => isReticleError(error, "OasisError") && error.code === "memory-limit",
  );
});

test("properties, names of layers and properties of cells come with a window", () => {
  const property = (value: number) => [Rec.PROPERTY, 0b00010100, ...text("n"), 8, value];
  const bytes = file(
    [Rec.LAYERNAME, ...text("metal"), 3, 1, 3, 0],
    [Rec.CELL, ...text("a"), ...property(1)],
    rectangle(0, 0, 10, 10),
    property(2),
    cblock([...rectangle(5000, 0, 10, 10), ...property(3), ...rectangle(20, 0, 10, 10), ...property(4)]),
    cellRecords("top", placement("a", 0, 0), property(5), placement("a", 90_000, 0)),
  );
  const part = decodeOasis(bytes, { window: box(0, 0, 1, 1) });
  const shapes = part.cell("a").shapes("1/0");
  assert.equal(shapes.layer.name, "metal");
  assert.deepEqual(part.cell("a").properties, [["n", 1]]);
  assert.equal(shapes.boxCount, 2);
  assert.deepEqual(
    [0, 1].map((i) => shapes.propertiesOf("box", i)),
    [[["n", 2]], [["n", 4]]],
  );
  assert.deepEqual(
    part.cell("top").references.map(({ dx, properties }) => [dx, properties]),
    [[0, [["n", 5]]]],
  );
});

test("what is wrong far from the window is an error all the same", () => {
  const far = [Rec.RECTANGLE, 0b01111011, 1, 0, 10, 10, ...signed(2 ** 31), ...signed(0)];
  assert.throws(
    () => decodeOasis(file(cellRecords("a", rectangle(0, 0, 10, 10), far)), { window: box(0, 0, 1, 1) }),
    (error) => isReticleError(error, "OasisError") && error.code === "coordinate-range",
  );
});
