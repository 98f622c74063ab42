/**
 * Copies that turn rows into columns, through the memory of WebAssembly: rows are copied in as they are, turned there in the
 * processor's vectors (wasm/copies.ts), and copied out as they are. In tiles whose two sides stay in the cache of the second
 * level, and whose rows are long enough that calling the engine's copy costs less than what it does.
 */
import type { TypedArray } from "../typed-array.ts";
import { copyKernel, tileBytes, tilePlaces } from "./copy-kernel.ts";

/** Element k of lane l goes from `from + l·fromStep + k` to `to + k·toStep + l`; steps in elements, above 0. */
export interface TurnedBlock {
  readonly lanes: number;
  readonly fromStep: number;
  readonly count: number;
  readonly toStep: number;
}

/** Bytes of a tile's rows on either side: shorter ones are copied too slowly, and powers of two fall on the same lines of the cache. */
const rowBytes = 31 * 64;
/** Below so many elements, or with fewer lanes or elements in them, the plain loop is done sooner. */
const fewest = 2 ** 13;
const narrowest = 16;
/** Of elements of 8 bytes a vector holds two, which is not worth the way there and back. */
const widest = 4;

/** Does such copies between two arrays of one type; null where the plain loop is to do them. */
export function turner(
  source: TypedArray,
  target: TypedArray,
  { lanes, fromStep, count, toStep }: TurnedBlock,
): ((from: number, to: number) => void) | null {
  const size = source.BYTES_PER_ELEMENT;
  if (size > widest || lanes * count < fewest || Math.min(lanes, count) < narrowest) return null;
  const kernel = copyKernel();
  if (kernel === null) return null;
  const room = tileBytes / size;
  const rowLength = rowBytes / size;
  // Where whole rows of the target lie behind one another, a tile of them is copied out at once.
  const isWhole = toStep === lanes && lanes * Math.min(count, rowLength) <= room;
  const lanesOf = isWhole ? lanes : Math.min(lanes, rowLength);
  const countOf = Math.min(count, isWhole ? Math.floor(room / lanes) : Math.min(rowLength, Math.floor(room / lanesOf)));
  const { turn } = kernel.loops;
  const [rows, turned] = kernel.tilesFor(source);
  return (from, to) => {
    for (let k = 0; k < count; k += countOf) {
      const width = Math.min(countOf, count - k);
      for (let l = 0; l < lanes; l += lanesOf) {
        const height = Math.min(lanesOf, lanes - l);
        copyRows(source, from + l * fromStep + k, fromStep, rows, 0, width, height, width);
        turn(size, tilePlaces[0], width * size, height, width, tilePlaces[1], height * size);
        copyRows(turned, 0, height, target, to + k * toStep + l, toStep, width, height);
      }
    }
  };
}

/** Rows of `length` elements; all at once where they lie behind one another on both sides. */
function copyRows(
  source: TypedArray,
  from: number,
  fromStep: number,
  target: TypedArray,
  to: number,
  toStep: number,
  rows: number,
  length: number,
): void {
  if (fromStep === length && toStep === length) {
    target.set(source.subarray(from, from + rows * length) as never, to);
    return;
  }
  for (let row = 0, a = from, b = to; row < rows; row++, a += fromStep, b += toStep)
    target.set(source.subarray(a, a + length) as never, b);
}
