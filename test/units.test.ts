import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../src/errors.ts";
import { nm, parseLength, sameDbu, toDbu } from "../src/units.ts";

test("lengths snap to the grid, halves away from zero as in KLayout", () => {
  assert.equal(toDbu(10 * nm, 0.001), 10);
  assert.equal(toDbu(0.0005, 0.001), 1);
  assert.equal(toDbu(-0.0005, 0.001), -1);
  assert.ok(Object.is(toDbu(-0.0001, 0.001), 0));
});

test("a length beyond 32 bits is an error, never a wrap", () => {
  assert.throws(
    () => toDbu(3e6, 0.001),
    (e) => isReticleError(e, "UnitsError") && /outside ±2147483.648 µm/.test(e.message),
  );
  assert.throws(() => toDbu(Number.NaN, 0.001), /is not a number/);
});

test("suffixes of lengths", () => {
  assert.equal(parseLength("10nm"), 0.01);
  assert.equal(parseLength("2.5um"), 2.5);
  assert.equal(parseLength("1mm"), 1000);
  assert.equal(parseLength("-3"), -3);
  assert.throws(() => parseLength("ten", "pitch"), /pitch "ten" is not a length/);
});

test("database units are compared with tolerance", () => {
  assert.ok(sameDbu(0.001, 0.0009999999999999998));
  assert.ok(!sameDbu(0.001, 0.0011));
});
