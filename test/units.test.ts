import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../src/errors.ts";
import { areaFromDbu, fromDbu, lengthBetween, nm, parseLength, sameDbu, toDbu } from "../src/units.ts";

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

test("lengths between coordinates and areas are the nearest numbers to their decimals", () => {
  const unit = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const grid = fc.constantFrom(0.001, 0.0005, 0.005, 0.0001, 0.1, 1);
  fc.assert(
    fc.property(unit, unit, grid, (a, b, dbu) => {
      // What the number of units says, divided once, is the nearest there is.
      assert.equal(lengthBetween(fromDbu(a, dbu), fromDbu(b, dbu)), fromDbu(b - a, dbu));
    }),
  );
  // In binary fractions 1.1199999999999997, 0.13000000000000012, and the other way round 1.9610999999999998.
  assert.equal(lengthBetween(1.08, 2.2), 1.12);
  assert.equal(lengthBetween(1.21, 1.34), 0.13);
  assert.equal(areaFromDbu(1961100, 0.001), 1.9611);
  // Whatever begins at zero is what was given.
  assert.equal(lengthBetween(0, Math.PI), Math.PI);
  assert.equal(lengthBetween(-Math.E, 0), Math.E);
  assert.equal(lengthBetween(-Infinity, 5), Infinity);
  assert.equal(lengthBetween(1, 1 + 2 ** -52), 2 ** -52);
});
