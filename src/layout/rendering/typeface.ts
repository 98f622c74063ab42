/** The solid face in pixels, for the labels of a picture: each glyph's exact coverage. */
import { PolygonSetBuilder, textGrid, textOutline } from "../../geometry/index.ts";
import { rasterizeSet } from "../../raster/index.ts";
import type { Glyph, Typeface } from "../../view/index.ts";
import { drawnGlyph, glyphFrom } from "./drawn-glyphs.ts";

/** Capitals are nine pixels high then, three quarters of the line, and strokes a little more than one wide. */
const lineHeight = 12;
/** Of the line, which the face leaves below its letters. */
const belowLetters = 0.2;

const faces = new Map<number, Typeface>();

/** @param times pixels for each one of the picture, both ways */
export function pixelFace(times: number): Typeface {
  const known = faces.get(times);
  if (known !== undefined) return known;
  const glyphs = new Map<string, Glyph>();
  const height = lineHeight * times;
  const face: Typeface = {
    lineHeight: height + 2 * times,
    baseline: Math.ceil(belowLetters * height),
    capHeight: 0.75 * height,
    glyph(character) {
      let glyph = glyphs.get(character);
      if (glyph === undefined) {
        glyph = (times === 1 ? drawnGlyph(character) : null) ?? exactGlyph(character, height);
        glyphs.set(character, glyph);
      }
      return glyph;
    },
  };
  faces.set(times, face);
  return face;
}

/** @param height pixels of a line */
export function exactGlyph(character: string, height = lineHeight): Glyph {
  if (/\s/.test(character)) return glyphFrom(new Uint8Array(0), 0, Math.round(0.4 * height), 0);
  const outline = outlineOf(character);
  const pitch = textGrid / height;
  const right = outline.bbox()!.right / pitch;
  const baseline = belowLetters * height;
  const width = Math.ceil(right);
  const shares = rasterizeSet(outline, {
    originX: 0,
    // Letters stand on the border between two rows.
    originY: -(Math.ceil(baseline) - baseline) * pitch,
    pitchX: pitch,
    pitchY: pitch,
    pixelX: pitch,
    pixelY: pitch,
    columns: width,
    rows: height + 1,
  });
  const bytes = Uint8Array.from(shares, (share) => Math.round(255 * share));
  return glyphFrom(bytes, width, Math.round(right + 0.1 * height), 0);
}

/** A character that the face does not have is a box. */
function outlineOf(character: string) {
  try {
    return textOutline(character, "solid");
  } catch {
    const builder = new PolygonSetBuilder();
    for (const [left, bottom, right, top] of [
      [50, 200, 150, 950],
      [350, 200, 450, 950],
      [150, 200, 350, 300],
      [150, 850, 350, 950],
    ])
      builder.rectangle(left, bottom, right, top);
    return builder.build();
  }
}
