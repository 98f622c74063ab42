/** Lines of a packed array along one axis, with what lies beyond their borders, through a filter of lines. */
import { type Border, borderIndices } from "./border.ts";
import type { LineAxis } from "./packed-numbers.ts";

/**
 * `padded` holds `width` lines side by side, number k of each at k·width, `reach` more at both ends; `out` takes as many as
 * the axis has.
 */
export type LineFilter = (padded: Float64Array, out: Float64Array, width: number) => void;

/** Where lines lie while they are filtered. */
export interface LineBuffers {
  readonly padded: Float64Array;
  readonly out: Float64Array;
}

/** So many lines that lie side by side are gathered at once: two lines of the processor's cache. */
const linesAtOnce = 16;

/** Replaces all lines along an axis, in place. A filter may say where its buffers of some lengths are to be. */
export function filterLines(
  numbers: Float64Array,
  { size, outer, inner }: LineAxis,
  reach: number,
  border: Border,
  filter: LineFilter,
  buffers = (padded: number, out: number): LineBuffers => ({
    padded: new Float64Array(padded),
    out: new Float64Array(out),
  }),
): void {
  const indices = borderIndices(size, reach, border);
  const beyond = typeof border === "number" ? border : 0;
  const most = Math.min(inner, linesAtOnce);
  const { padded, out } = buffers(indices.length * most, size * most);
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < inner; k += most) {
      const width = Math.min(most, inner - k);
      const base = o * size * inner + k;
      for (let i = 0, at = 0; i < indices.length; i++) {
        const from = base + indices[i] * inner;
        if (indices[i] < 0) for (let x = 0; x < width; x++) padded[at++] = beyond;
        else for (let x = 0; x < width; x++) padded[at++] = numbers[from + x];
      }
      filter(padded, out, width);
      for (let i = 0, at = 0; i < size; i++) {
        const to = base + i * inner;
        for (let x = 0; x < width; x++) numbers[to + x] = out[at++];
      }
    }
  }
}
