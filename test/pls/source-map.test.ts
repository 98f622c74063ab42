/** Where shapes come from: lines and columns counted by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePls } from "../../src/pls/index.ts";

const program = `SHAPE pad(w)
  rect(w) - rect(w / 2)
SHAPE pair(w)
  pad(w) + pad(w).translate(20, 0)
SYMBOL unit
  LAYER 1
    rect(1)
SYMBOL main
  LAYER 1
    pair(10)
    + rect(4).translate(0, 30)
  LAYER 1
    rect(2).translate(0, -30)
  LAYER 2
    rect(3, 1).array(3, 1, 2).rotate(90)
  LAYER 3
    rect(10, sw=[0, 0]).mirror(x=0, copy=True)
`;

const compiled = compilePls(program, { file: "mask.pls" });
const at = (layer: number, x: number, y: number) => {
  const found = compiled.sourceAt("main", layer, x, y);
  return found === null
    ? null
    : `${found.line}:${found.column} ${found.text} ${found.calls.map((call) => `${call.name}@${call.line}`).join(" ")}`.trim();
};

test("the call that made what lies at a point, through SHAPEs, unions and movements", () => {
  assert.equal(at(1, 4, 0), "2:3 rect(w) pad@4 pair@10");
  assert.equal(at(1, 24, 0), "2:3 rect(w) pad@4 pair@10");
  assert.equal(at(1, 0, 30), "11:7 rect(4)");
  assert.equal(at(1, 0, -30), "13:5 rect(2)");
});

test("the member of an array and the mirrored copy lead to their one shape", () => {
  assert.equal(at(2, 0, 5), "15:5 rect(3, 1)");
  assert.equal(at(3, -5, 5), "17:5 rect(10, sw=[0, 0])");
  assert.equal(at(3, 5, 5), "17:5 rect(10, sw=[0, 0])");
});

test("nothing lies in a hole, on another layer or in another cell", () => {
  assert.equal(at(1, 0, 0), null);
  assert.equal(at(9, 4, 0), null);
  assert.equal(compiled.sourceAt("none", 1, 0, 0), null);
});

test("references know their lines", () => {
  const other = compilePls("SYMBOL u\nLAYER 1\nrect(1)\nSYMBOL m\nref(u)\nref(u).translate(3, 0)");
  assert.deepEqual(
    other.referenceSources("m").map(({ line }) => line),
    [5, 6],
  );
});

test("globals keep the range that their comment tells", () => {
  const { globals } = compilePls(
    "GLOBALS\n  width = 2  # 0.5..5\n  n = 3, # 1..9 step 2\n  name = 'a' # a name\n  o = {a = 1}\n  h = width * 2",
  );
  assert.deepEqual(
    globals.map(({ name, value, range, line }) => [name, value, range, line]),
    [
      ["width", 2, { minimum: 0.5, maximum: 5, step: null }, 2],
      ["n", 3, { minimum: 1, maximum: 9, step: 2 }, 3],
      ["name", "a", null, 4],
      ["o", null, null, 5],
      ["h", 4, null, 6],
    ],
  );
});

test("parameters take the place of globals", () => {
  const text = "GLOBALS\n w = 2\n h = w * 2\nSYMBOL m\nLAYER 1\nrect(w, h)";
  const box = compilePls(text, { parameters: { w: 3 } }).layout!.bbox!;
  assert.deepEqual([box.width, box.height], [3, 6]);
  assert.throws(() => compilePls(text, { parameters: { v: 3 } }), /has no global "v"/);
});
