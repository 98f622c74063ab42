/**
 * Glyphs of the solid face where it differs from the stencil face: counters are closed. Strokes that begin and end at the
 * same point, in the middle of a straight piece, go round. For text that nothing is cut out of.
 */
export const solidGlyphs: Readonly<Record<string, string>> = {
  A: "141g3i7i9g94 1b9b",
  B: "1j14 1i6i8g8e6c1c 6c8a876515",
  D: "1j14 1i6i9f986515",
  O: "5i3i1g173575979g7i5i",
  P: "1j14 1i6i8g8d6b1b",
  Q: "5i3i1g173575979g7i5i *5878a484",
  R: "1j14 1i6i8g8d6b1b *4b6b9474",
  a: "7f74 7e3e1c173575",
  b: "1j14 1e5e7c775515",
  d: "7j74 7e3e1c173575",
  e: "1a7a7c5e3e1c173575",
  g: "7f735121 7e3e1c173575",
  o: "1a1c3e5e7c775535171a",
  p: "1f10 1e5e7c775515",
  q: "7f70 7e3e1c173575",
  0: "1b1g3i6i8g876535171b",
  6: "7i3i1g173565878a6c1c",
  8: "5i3i1g1e3c7c9e9g7i5i 3c1a173575979a7c",
  9: "2565878g6i3i1g1d3b8b",
  "#": "3j34 7j74 0eae 09a9",
  "°": "1f1g3i5g5e3c1e1f",
};
