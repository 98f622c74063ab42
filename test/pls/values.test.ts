/** Expected values: the specification's tables, and school geometry in the comments. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { numberOf, shapeOf } from "./support.ts";

const close = (seen: number, wanted: number, tolerance = 2e-4) =>
  assert.ok(Math.abs(seen - wanted) <= tolerance, `${seen} instead of ${wanted}`);

const numbers: [expression: string, value: number, globals?: string][] = [
  ["1+2*3", 7],
  ["(1+2)*3", 9],
  ["8/4/2", 1],
  ["2^3^2", 64],
  ["-2^2 + 10", 6],
  ["2*-3", 6],
  ["2^-1", 0.5],
  ["2--3", 5],
  ["+-+-4", 4],
  ["1E1", 10],
  ["5.", 5],
  [".5", 0.5],
  ["2.5e-1", 0.25],
  ["cos(60)", 0.5],
  ["sin(30)", 0.5],
  ["tan(45)", 1],
  ['sin(1.5707963267948966, unit="rad")', 1],
  ["asin(1)", 90],
  ["acos(0.5)", 60],
  ["atan2(1, -1)", 135],
  ["abs(-4)", 4],
  ["sqrt(16)", 4],
  ["int(2.7)", 2],
  ['int("7")', 7],
  ["min(3, 1, 2)", 1],
  ["max(3, 1, 2)", 3],
  ["mean(1, 2, 6)", 3],
  ["True + True + False", 2],
  ["width(rect(3, 7))", 3],
  ["height(rect(3, 7))", 7],
  ["2 + height(rect(4) - rect(5))", 2],
  ["width(rect(10).rotate(45))", 14.1421],
  ["(center(rect(2, sw=[3, 3])) + [1, 0]).x", 5],
  ["a", 7, "GLOBALS\n a = b + 1, b = 6"],
  ["o.w * 2", 8, "GLOBALS\n o = {\n w = 4\n h = 1\n }"],
];
for (const [expression, value, globals] of numbers) {
  test(`${expression} is ${value}`, () => close(numberOf(expression, globals), value));
}

const texts: [expression: string, same: string][] = [
  ['"a" + 1', '"a1"'],
  ['"x = " + 2.7', '"x = 2.7"'],
  ['1 + "\'"', '"1\'"'],
  ["'say \"hi\"'", '"say " + \'"hi"\''],
  ['"n" + 3.0', '"n3"'],
  ["char(0) + char(25)", '"az"'],
  ['"LAYER 1"', '"LAYER" + " 1"'],
];
for (const [expression, same] of texts) {
  test(`the text ${expression} is ${same}`, () => {
    const difference = shapeOf(`text(${expression}, dy=10)`).xor(shapeOf(`text(${same}, dy=10)`));
    assert.equal(difference.area, 0);
  });
}

test("a date follows SOURCE_DATE_EPOCH, in UTC", () => {
  process.env.SOURCE_DATE_EPOCH = "86400";
  try {
    const seen = shapeOf('text(__DATE__ + " " + __TIME__, dy=10)');
    assert.equal(seen.xor(shapeOf('text("02.01.1970 00:00", dy=10)')).area, 0);
  } finally {
    delete process.env.SOURCE_DATE_EPOCH;
  }
});

test("__FILENAME__ is the file's name without its ending", () => {
  const seen = shapeOf("text(__FILENAME__, dy=10)", "", { file: "/some/where/mask_a.pls" });
  assert.equal(seen.xor(shapeOf('text("mask_a", dy=10)')).area, 0);
});
