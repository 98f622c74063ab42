import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readReal8, writeReal8 } from "../../src/formats/gds/real8.ts";
import { reals } from "./gds-bytes.ts";

const encoded = (value: number) => {
  const bytes = new Uint8Array(8);
  writeReal8(bytes, 0, value);
  return [...bytes];
};

test("known numbers have their bytes", () => {
  for (const [text, bytes] of Object.entries(reals)) {
    assert.ok(Math.abs(readReal8(Uint8Array.from(bytes), 0) / Number(text) - 1) < 1e-15, text);
  }
  assert.deepEqual(encoded(1), [...reals["1"]]);
  assert.deepEqual(encoded(-90), [0xc2, 0x5a, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(encoded(0), [0, 0, 0, 0, 0, 0, 0, 0]);
});

test("every double in the range comes back as it was", () => {
  const numbers = fc.double({ min: -1e70, max: 1e70, noNaN: true }).filter((v) => v === 0 || Math.abs(v) > 1e-70);
  fc.assert(
    fc.property(numbers, (value) => {
      assert.equal(readReal8(Uint8Array.from(encoded(value)), 0), value + 0);
    }),
  );
});

test("what the format cannot hold is an error", () => {
  for (const value of [1e80, 1e-90, Infinity, NaN]) assert.throws(() => encoded(value), /outside the range/);
});
