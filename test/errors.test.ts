import assert from "node:assert/strict";
import { test } from "node:test";
import { didYouMean, isReticleError, nearestNames, onWarning, ReticleError, warn } from "../src/errors.ts";

test("an error tells its place in the sentence and in fields", () => {
  const error = new ReticleError("GdsError", "truncated", "the file ends inside a record", {
    place: { file: "a.gds", offset: 12, record: "XY", cell: "TOP" },
  });
  assert.equal(error.message, 'the file ends inside a record; in record XY, at byte 12, in cell "TOP", in a.gds');
  assert.equal(error.place.offset, 12);
});

test("isReticleError looks at the family", () => {
  const error = new ReticleError("NpyError", "magic", "no npy file");
  assert.ok(isReticleError(error));
  assert.ok(isReticleError(error, "NpyError"));
  assert.ok(!isReticleError(error, "GdsError"));
  assert.ok(!isReticleError(new Error("x")));
  assert.ok(!isReticleError(null));
});

test("warnings reach every listener until it leaves", () => {
  const heard: string[] = [];
  const leave = onWarning((warning) => heard.push(warning.message));
  warn("GdsError", "odd", "odd record", { offset: 4 });
  leave();
  assert.deepEqual(heard, ["odd record; at byte 4"]);
});

test("nearest names come best first and never far ones", () => {
  assert.deepEqual(nearestNames("metl", ["metal", "mesa", "poly", "METAL2"]), ["metal", "METAL2", "mesa"]);
  assert.equal(didYouMean("zzzzzz", ["metal"]), "");
});
