/**
 * Text to polygons. Glyphs are outlined once, on an integer grid of 1000 a line, so that areas are exact multiples of
 * that grid; a text is glyphs side by side in that grid, which the caller scales to database units.
 */
import { checkArgument, ReticleError } from "../../errors.ts";
import { type PolygonSet, PolygonSetBuilder } from "../polygon-set.ts";
import {
  type GlyphPart,
  glyphOf,
  letterGap,
  lineUnits,
  spaceWidth,
  strokeWidth,
  type TextFace,
} from "./stencil-glyphs.ts";

/** Grid steps from the bottom of a line to its top. */
export const textGrid = 1000;
const step = textGrid / lineUnits;

interface Glyph {
  readonly outlines: readonly Int32Array[];
  /** Grid steps from the glyph's left edge to its right one. */
  readonly width: number;
}

const cache = new Map<string, Glyph>();

/**
 * The outlines of a line of text in grid units (1000 a line), its left edge at x = 0, the bottom of its line at y = 0.
 * Outlines of one glyph may overlap. Throws for an empty text and for a character without a glyph, naming its position.
 */
export function textOutline(text: string, face: TextFace = "stencil"): PolygonSet {
  checkArgument(typeof text === "string", text, "GeometryError", "a text");
  const builder = new PolygonSetBuilder();
  let x = 0;
  let position = 0;
  let previous = "";
  for (const character of text) {
    position++;
    if (character === " ") {
      x += spaceWidth * step;
    } else {
      if (previous !== "" && previous !== " ") x += letterGap * step;
      const glyph = outlined(character, face, position, text);
      for (const outline of glyph.outlines) {
        for (let i = 0; i < outline.length; i += 2) builder.vertex(outline[i] + x, outline[i + 1]);
        builder.endRing();
        builder.endPolygon();
      }
      x += glyph.width;
    }
    previous = character;
  }
  if (builder.polygonCount === 0) {
    throw new ReticleError("GeometryError", "empty-text", `text "${text}" has no character that can be drawn`);
  }
  return builder.build();
}

function outlined(character: string, face: TextFace, position: number, text: string): Glyph {
  const key = `${face} ${character}`;
  const known = cache.get(key);
  if (known) return known;
  const parts = glyphOf(character, face);
  if (parts === undefined) {
    const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
    throw new ReticleError(
      "GeometryError",
      "unknown-glyph",
      `the ${face} face has no glyph for "${character}" (${code}), character ${position} of "${text}"; it has ASCII and µ ° ± Ω ×`,
    );
  }
  const outlines = parts.map(partOutline);
  let left = Infinity;
  let right = -Infinity;
  for (const outline of outlines) {
    for (let i = 0; i < outline.length; i += 2) {
      left = Math.min(left, outline[i]);
      right = Math.max(right, outline[i]);
    }
  }
  for (const outline of outlines) for (let i = 0; i < outline.length; i += 2) outline[i] -= left;
  const glyph = { outlines, width: right - left };
  cache.set(key, glyph);
  return glyph;
}

function partOutline({ isStroke, points }: GlyphPart): Int32Array {
  if (!isStroke) return Int32Array.from(points.flat().map((value) => value * step));
  const half = strokeWidth / 2;
  const leftSide: number[] = [];
  const rightSide: number[] = [];
  for (let i = 0; i < points.length; i++) {
    const [nx, ny] = offsetAt(points, i);
    const [x, y] = points[i];
    leftSide.push(grid(x + half * nx), grid(y + half * ny));
    rightSide.unshift(grid(x - half * nx), grid(y - half * ny));
  }
  return Int32Array.from([...leftSide, ...rightSide]);
}

/** Where the left side runs at point i, for a half width of 1: the normal at the ends, the mitre at bends. */
function offsetAt(points: readonly (readonly [number, number])[], i: number): [number, number] {
  const normal = (from: number): [number, number] => {
    const dx = points[from + 1][0] - points[from][0];
    const dy = points[from + 1][1] - points[from][1];
    const length = Math.hypot(dx, dy);
    return [-dy / length, dx / length];
  };
  if (i === 0) return normal(0);
  const before = normal(i - 1);
  if (i === points.length - 1) return before;
  const after = normal(i);
  const sum = [before[0] + after[0], before[1] + after[1]];
  const scale = 2 / (sum[0] ** 2 + sum[1] ** 2);
  return [sum[0] * scale, sum[1] * scale];
}

function grid(units: number): number {
  return Math.round(units * step);
}
