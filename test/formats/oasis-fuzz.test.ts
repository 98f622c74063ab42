/** Whatever the bytes are, reading ends soon, with a layout or with an error of this library. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { decodeOasis } from "../../src/formats/index.ts";
import { cblock, cell, delta, file, path, placement, polygon, Rec, rectangle, text } from "./oasis-bytes.ts";

const elements = [
  rectangle(0, 0, 10, 20, [1, 1, 1, 30, 40]),
  [Rec.PROPERTY, 0b00110100, ...text("P"), 8, 5, 9, 3, 10, ...text("v")],
  polygon([5, 3, ...delta(10, 0), ...delta(0, 10), ...delta(-20, 0)], 7, 8),
  path(3, [0b1111, 5, 6], [0, 3, 20, 20, 20]),
  [Rec.TRAPEZOID, 0b01111011, 1, 0, 50, 20, 4, 5, 0, 0],
  [Rec.CTRAPEZOID, 0b11111011, 1, 0, 4, 90, 20, 0, 0],
  [Rec.CIRCLE, 0b00111011, 1, 0, 9, 2, 4],
  [Rec.XYRELATIVE],
  [Rec.TEXT, 0b01111011, 0, 2, 3, 10, 12],
];
const small = file(
  [Rec.CELLNAME, ...text("unit")],
  [Rec.TEXTSTRING, ...text("label")],
  cell("unit2", cblock(elements.flat())),
  [Rec.CELL_ID, 0, ...elements.flat()],
  cell("top", placement("unit", 5, 6, 1, true, [8, 1, 1, ...delta(9, 0), ...delta(1, 7)]), placement("unit2", 0, 0)),
);

/** The memory limit keeps a claim that comes about by chance from taking a second each. */
function survives(bytes: Uint8Array): void {
  const stop = onWarning(() => {});
  const start = performance.now();
  try {
    const layout = decodeOasis(bytes, { memoryLimit: 16 * 2 ** 20 });
    layout.layers();
    void layout.bbox;
  } catch (error) {
    assert.ok(isReticleError(error), `${error instanceof Error ? error.stack : error}`);
  } finally {
    stop();
  }
  assert.ok(performance.now() - start < 2000, "reading took more than 2 s");
}

test("a file that ends at any byte is an error with its place", () => {
  decodeOasis(small);
  for (let length = 0; length < small.length; length++) {
    assert.throws(
      () => decodeOasis(small.subarray(0, length)),
      (error) => isReticleError(error, "OasisError") && error.place.offset !== undefined,
    );
  }
});

test("flipped bytes give a layout or an error of this library", () => {
  let seed = 54321;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  // The padding of END, 254 bytes, is of no interest.
  const length = small.length - 254;
  for (let i = 0; i < 6000; i++) {
    const bytes = small.slice();
    for (let n = 1 + random(4); n > 0; n--) bytes[random(length)] = random(256);
    survives(bytes);
  }
});
