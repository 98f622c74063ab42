import assert from "node:assert/strict";
import { test } from "node:test";
import { isReticleError } from "../../src/errors.ts";
import { stencilCharacters } from "../../src/geometry/index.ts";
import { text } from "../../src/region/index.ts";

test("no glyph of the stencil face has a hole", () => {
  for (const character of stencilCharacters) {
    const merged = text(character, { height: 10 }).merged().polygons;
    assert.equal(merged.ringCount, merged.count, `"${character}" has a hole`);
  }
});

test("the face has printable ASCII and µ ° ± Ω ×", () => {
  const wanted = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).concat([..."µ°±Ω×"]);
  for (const character of wanted) assert.ok(stencilCharacters.includes(character), character);
});

test("height is the line height: capitals are 0.75 of it", () => {
  assert.equal(text("HELLO", { height: 10 }).bbox?.height, 7.5);
});

test("width is the width of the box", () => {
  assert.ok(Math.abs(text("hello", { width: 20 }).bbox!.width - 20) <= 0.001);
});

test("the default place is centred on the origin", () => {
  const box = text("hello world", { height: 10 }).bbox!;
  assert.ok(Math.abs(box.center[0]) < 0.001 && Math.abs(box.center[1]) < 0.001);
});

test("vertical anchors act on the line, horizontal ones on the box", () => {
  const box = text("H", { height: 10, at: "sw" }).bbox!;
  assert.deepEqual([box.left, box.bottom], [0, 2]);
});

test("a character without a glyph is named with its position", () => {
  assert.throws(
    () => text("ab→", { height: 1 }),
    (e) => isReticleError(e) && e.code === "unknown-glyph" && /"→" \(U\+2192\), character 3 of "ab→"/.test(e.message),
  );
  assert.throws(() => text("  ", { height: 1 }), /no character that can be drawn/);
});
