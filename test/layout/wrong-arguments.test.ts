/** What a notebook user gets wrong most easily must be one sentence, and never be taken in silence. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { encodeGds } from "../../src/formats/index.ts";
import { ImageView, stack } from "../../src/image/index.ts";
import { cell, label, layer, path } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";

const metal = layer(1, 0);

function fails(code: string, sentence: RegExp, work: () => unknown): void {
  assert.throws(work, (error: unknown) => {
    assert.ok(isReticleError(error), String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  });
}

test("a cell without a place, and a shape without a layer, are refused", () => {
  const unit = cell("unit").add(metal, rect(1));
  fails("layer-missing", /cell "unit" was added to "top" without a place/, () => cell("top").add(unit as never));
  fails("layer-missing", /shapes need their layer first/, () => cell("top").add(rect(1) as never));
  fails("layer-missing", /neither a layer nor a reference/, () => cell("top").add([unit.at(0, 0)] as never));
  fails("layer-missing", /neither a layer nor a reference/, () => cell("top").add(undefined as never, rect(1)));
  fails("reference", /is no reference/, () => cell("top").add(unit.at(0, 0), rect(1) as never));
});

test("unknown path ends and label anchors are refused", () => {
  fails("path-ends", /path ends "butt" are none of flush, round, extended, square and \[begin, end\]/, () =>
    path([[0, 0]], { width: 1, ends: "butt" as never }),
  );
  fails("label-anchor", /label anchor "x" is not one of/, () => label("a", 0, 0, { anchor: "x" as never }));
});

test("a depth that is no number of levels is refused", () => {
  for (const depth of [-1, Number.NaN, 0.5])
    fails("depth", /is not a whole number of levels/, () => cell("a").add(metal, rect(1)).region(metal, { depth }));
});

test("regions are combined with regions only", () => {
  const unit = cell("unit").add(metal, rect(1));
  for (const other of [unit, [rect(1)], undefined])
    fails("operand", /a region is combined with regions/, () => rect(1).or(other as never));
});

test("what is written as GDSII is a cell or a layout", () => {
  for (const what of [rect(1), undefined])
    fails("not-a-layout", /what is written is a cell or a layout/, () => encodeGds(what as never));
});

test("an unknown kind, a spacing without an axis, and a stack of unnamed axes are refused", () => {
  const view = ImageView.from(new Float32Array(12), { shape: [3, 4], axes: ["row", "column"] });
  fails("shape-or-dtype", /kind "colour" is none of/, () => view.as("colour" as never));
  fails("calibration", /spacing 2 names no axis/, () => view.calibrated({ spacing: 2 as never }));
  const unnamed = ImageView.from(new Float32Array(3));
  fails("axes-unknown", /views whose axes have no names/, () => stack([unnamed] as never, "channel"));
});
