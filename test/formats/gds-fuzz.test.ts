/** Whatever the bytes are, reading ends soon, with a layout or with an error of this library. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError, onWarning } from "../../src/errors.ts";
import { decodeGds, encodeGds } from "../../src/formats/index.ts";
import { box } from "../../src/geometry/index.ts";
import { cell, label, path } from "../../src/layout/index.ts";
import { circle } from "../../src/region/index.ts";

const unit = cell("unit")
  .add("1/0", circle(2), box(0, 0, 1, 1))
  .add(
    "2/0",
    label("L", 1, 1),
    path(
      [
        [0, 0],
        [5, 5],
      ],
      { width: 1 },
    ),
  );
const small = encodeGds(cell("top").add(unit.array(3, 2, { pitch: 5, rotation: 30 }), unit.at(1, 1, { mirror: true })));

function survives(bytes: Uint8Array): void {
  const stop = onWarning(() => {});
  const start = performance.now();
  try {
    const layout = decodeGds(bytes);
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
  for (let length = 0; length < small.length; length++) {
    assert.throws(
      () => decodeGds(small.subarray(0, length)),
      (error) => isReticleError(error, "GdsError"),
    );
  }
});

test("flipped bytes give a layout or an error of this library", () => {
  let seed = 12345;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  for (let i = 0; i < 6000; i++) {
    const bytes = small.slice();
    for (let n = 1 + random(4); n > 0; n--) bytes[random(bytes.length)] = random(256);
    survives(bytes);
  }
});
