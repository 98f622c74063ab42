/**
 * The stencil face: our own drawing. No glyph has a closed counter, so that nothing falls out of a cut mask.
 *
 * A glyph is a list of strokes and polygons on a grid of 20 units a line: 0 is the bottom of the line, 4 the baseline,
 * 15 the top of small letters, 19 that of capitals. A point is two characters, x and y in base 36. A stroke is a
 * polyline, two units wide, with flush ends and mitred bends; a polygon starts with `*`.
 */

import { solidGlyphs } from "./solid-glyphs.ts";

/** Units from the bottom of a line to its top. */
export const lineUnits = 20;
/** Units between two glyphs, and the width of a space (0.1 and 0.4 of the line). */
export const letterGap = 2;
export const spaceWidth = 8;
export const strokeWidth = 2;

const glyphs: Record<string, string> = {
  A: "141g3i4i 949g7i6i 1b9b",
  B: "1j14 4i6i8g8e6c1c 6c8a876545",
  C: "8f8g6i3i1g1735658788",
  D: "1j14 4i6i9f986545",
  E: "8i1i1585 1c7c",
  F: "8i1i14 1c7c",
  G: "8f8g6i3i1g173565878b5b",
  H: "1j14 8j84 1c8c",
  I: "1j14",
  J: "6j6745351718",
  K: "1j14 *2a2d6j9j *3b5e9464",
  L: "1j1585",
  M: "1j14 bjb4 *2j6dajaf692f",
  N: "1j14 9j94 *2j89842e",
  O: "4i3i1g173545 6i7i9g977565",
  P: "1j14 4i6i8g8d6b1b",
  Q: "4i3i1g173545 6i7i9g977565 *5878a484",
  R: "1j14 4i6i8g8d6b1b *4b6b9474",
  S: "8f8g6i3i1g1e3c6c8a8765351718",
  T: "0iai 5i54",
  U: "1j173575979j",
  V: "*0j2j588jaj6444",
  W: "*0j2j496j8ja9cjejb4947e5434",
  X: "*0j3ja474 *7jaj3404",
  Y: "*0j2j5e8jaj6c64444c",
  Z: "0i9i 0595 *6h9h3606",
  a: "7f74 4e3e1c173575",
  b: "1j14 4e5e7c775515",
  c: "7c5e3e1c17355577",
  d: "7j74 4e3e1c173575",
  e: "4a7a7c5e3e1c173575",
  f: "6i4i2g24 0e5e",
  g: "7f735121 4e3e1c173575",
  h: "1j14 1e5e7c74",
  i: "1f14 *0h2h2j0j",
  j: "3f331101 *2h4h4j2j",
  k: "1j14 *282b5f8f *3a5c8454",
  l: "1j14",
  m: "1f14 1e4e6c64 6e9ebcb4",
  n: "1f14 1e5e7c74",
  o: "1b1c3e5e7c7b 181735557778",
  p: "1f10 4e5e7c775515",
  q: "7f70 4e3e1c173575",
  r: "1f14 1e4e6c",
  s: "7e3e1c1b2a6978775515",
  t: "2j274565 0e5e",
  u: "1f173575 7f74",
  v: "*0f2f476f8f5434",
  w: "*0f2f485c7c88afcf9474685434",
  x: "*0f3f8454 *5f8f3404",
  y: "*0f2f486f8f402034",
  z: "0e7e 0575 *4d7d3606",
  0: "1d1g3i6i8g8d 1a173565878a",
  1: "4j44 *3j3g1e1h",
  2: "1f1g3i6i8g8c26 0595",
  3: "1f1g3i6i8g8e6c3c 6c8a8765351718",
  4: "1j1aaa 7j74",
  5: "8i1i1c6c8a8765351718",
  6: "7i3i1g173565878a6c4c",
  7: "0i9i *6h9h5434",
  8: "4i3i1g1e3c7c9e9g7i6i 3c1a173545 7c9a977565",
  9: "2565878g6i3i1g1d3b5b",
  "!": "1j19 *04242606",
  '"': "1j1f 4j4f",
  "#": "3j34 7j74 0eae 0949 69a9",
  $: "8f8g6i3i1g1e3c6c8a8765351718 4i4k 4543",
  "%": "*0f4f4j0j *74b4b878 *8jaj3414",
  "&": "7g5i3i1g1e3c7c 3c1a173565878a",
  "'": "1j1f",
  "(": "4i3i1g173545",
  ")": "0i1i3g371505",
  "*": "4i4a 0e8e 1h7b 7h1b",
  "+": "4g48 0c8c",
  ",": "*06262301",
  "-": "0b6b",
  ".": "*04242606",
  "/": "*6j8j2404",
  ":": "*04242606 *0b2b2d0d",
  ";": "*06262301 *0b2b2d0d",
  "<": "*8h0d0b878a3c8e",
  "=": "0e8e 0a8a",
  ">": "*0h8d8b070a5c0e",
  "?": "1f1g3i6i8g8d5a58 *44646646",
  "@": "8535171g3i9ibgb989 *58888e5e",
  "[": "4i1i1545",
  "\\": "*0j2j8464",
  "]": "0i3i3505",
  "^": "*0e2e4h6e8e5j3j",
  _: "01a1",
  "`": "*0j2j4g2g",
  "{": "5i3i2h2d1c2b263555",
  "|": "1k10",
  "}": "0i2i3h3d4c3b362505",
  "~": "0a2c3c5a6a8c",
  µ: "1f10 173575 7f74",
  "°": "1g3i5g 1e3c5e",
  "±": "4i4a 0e8e 0686",
  Ω: "053537191f4i6i9f997775a5",
  "×": "1f79 7f19",
};

/** Other characters that mean the same. */
const aliases: Record<string, string> = { μ: "µ", Ω: "Ω" };

/** One stroke or polygon: its points in units. */
export interface GlyphPart {
  readonly isStroke: boolean;
  readonly points: readonly (readonly [number, number])[];
}

/** "stencil" has no closed counters, "solid" has. */
export type TextFace = "stencil" | "solid";

/** The parts of a character's glyph; undefined where the faces do not have it. */
export function glyphOf(character: string, face: TextFace): GlyphPart[] | undefined {
  const name = aliases[character] ?? character;
  if (!Object.hasOwn(glyphs, name)) return undefined;
  const source = (face === "solid" ? solidGlyphs[name] : undefined) ?? glyphs[name];
  return source.split(" ").map((part) => {
    const isStroke = !part.startsWith("*");
    return { isStroke, points: pairs(isStroke ? part : part.slice(1)) };
  });
}

/** Every character that the face has, without the space. */
export const stencilCharacters: readonly string[] = Object.keys(glyphs);

function pairs(text: string): [number, number][] {
  return Array.from({ length: text.length / 2 }, (_, i) => [parseInt(text[2 * i], 36), parseInt(text[2 * i + 1], 36)]);
}
