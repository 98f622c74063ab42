import assert from "node:assert/strict";
import { test } from "node:test";
import { circle, isReticleError, pls, Region, rect } from "../../src/index.ts";

test("a template gives a layout; its values are numbers, texts, points and regions", () => {
  const top = pls`SYMBOL ${"chip"}
  LAYER ${7} metal
    rect(${10}).translate(${[1, 2]}) - ${circle(3)}
  LAYER 8
    text("n ${2.5}" + ${" µm"}, dy=${5})`.cell("chip");
  assert.equal(top.region(7).xor(rect(10).translate(1, 2).not(circle(3))).area, 0);
  assert.equal(
    top.region(8).xor(
      pls`SYMBOL a
  LAYER 1
    text("n 2.5 µm", dy=5)`
        .cell("a")
        .region(1),
    ).area,
    0,
  );
});

test("a value is a value, and no code", () => {
  assert.throws(
    () => pls`SYMBOL main
  LAYER 1
    rect(${"1) + rect(2"})`,
    /rect's dx is a number, and not the text/,
  );
  assert.throws(() => pls`SYMBOL ${"a\nLAYER 1\nrect(1)"}`, /has a quote or a line end/);
});

test("errors are a PlsError with all of them, lines counted in the template", () => {
  try {
    pls`SYMBOL main
  LAYER 1
    circle(3)
  LAYER 2
    rect(w)`;
    assert.fail("it was taken");
  } catch (error) {
    assert.ok(isReticleError(error, "PlsError"));
    assert.deepEqual([error.code, error.place.line, error.place.column], ["unknown-function", 3, 5]);
    assert.match(error.message, /pls:3:5: error\[unknown-function\][\s\S]*pls:5:10: error\[unknown-name\]/);
  }
});

test("an empty region and values that are none are refused in words", () => {
  assert.equal(
    pls`SYMBOL a
  LAYER 1
    rect(1) + ${Region.empty()}`
      .cell("a")
      .region(1).area,
    1,
  );
  assert.throws(
    () => pls`SYMBOL a
  LAYER 1
    rect(${Number.NaN})`,
    /no finite number/,
  );
});
