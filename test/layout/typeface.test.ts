import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnGlyph } from "../../src/layout/rendering/drawn-glyphs.ts";
import { exactGlyph, pixelFace } from "../../src/layout/rendering/typeface.ts";
import { toBase64 } from "../../src/platform/index.ts";
import type { Glyph } from "../../src/view/index.ts";

const printable = Array.from({ length: 0x7f - 0x21 }, (_, i) => String.fromCharCode(0x21 + i));

/** As drawn-glyphs.ts has it. */
function lineOf(character: string, { width, advance, rows, columns, shares }: Glyph): string {
  const lowest = rows[0];
  const bytes = new Uint8Array((rows[rows.length - 1] - lowest + 1) * width);
  for (const [i, share] of shares.entries()) bytes[(rows[i] - lowest) * width + columns[i]] = share;
  return `${character} ${width} ${advance} ${lowest} ${toBase64(bytes)}`;
}

test("the glyphs that are drawn beforehand are the exact coverage of the face, all of ASCII", () => {
  for (const character of printable) {
    const glyph = exactGlyph(character);
    assert.deepEqual(drawnGlyph(character), glyph, `its line is "${lineOf(character, glyph)}"`);
  }
});

test("blanks and what is not ASCII are not drawn beforehand, and have glyphs all the same", () => {
  const face = pixelFace(1);
  for (const character of [" ", "\t", "\u00a0", "µ", "Ω", "漢", "😀"]) {
    assert.equal(drawnGlyph(character), null, character);
    assert.deepEqual(face.glyph(character), exactGlyph(character), character);
  }
  assert.equal(face.glyph(" ").shares.length, 0);
  // The face has no such character: the frame of a box, 50 to 450 of a line's 1000 wide and 200 to 950 high, of which 12 pixels are a line.
  const { width, shares } = face.glyph("漢");
  const area = (400 * 750 - 200 * 550) * (12 / 1000) ** 2;
  assert.equal(width, Math.ceil(450 * (12 / 1000)));
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share / 255, 0) - area) < shares.length / 510);
});

test("an oversampled picture has glyphs with as many more pixels", () => {
  for (const times of [1, 2, 4]) {
    const { width, rows, shares } = pixelFace(times).glyph("H");
    // Two stems of 100 × 750 and a bar of 250 × 100, a pixel being 1000 / 12 / times.
    assert.equal(width, Math.ceil(450 * ((12 * times) / 1000)));
    const area = (2 * 100 * 750 + 250 * 100) * ((12 * times) / 1000) ** 2;
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share / 255, 0) - area) < shares.length / 510);
    assert.equal(Math.min(...rows), Math.ceil(2.4 * times));
  }
});
