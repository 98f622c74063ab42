/**
 * Copies that turn rows into columns, through the memory of WebAssembly: rows are copied in as they are, turned there in the
 * processor's vectors (wasm/turn.ts), and copied out as they are. In tiles whose two sides stay in the cache of the second
 * level, and whose rows are long enough that calling the engine's copy costs less than what it does.
 */
import { compiledModule, growMemory, isLittleEndian } from "../../platform/index.ts";
import { arrayOver, dtypeOf, type TypedArray } from "../typed-array.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  turn(size: number, from: number, fromStep: number, lanes: number, count: number, to: number, toStep: number): void;
}

/** Element k of lane l goes from `from + l·fromStep + k` to `to + k·toStep + l`; steps in elements, above 0. */
export interface TurnedBlock {
  readonly lanes: number;
  readonly fromStep: number;
  readonly count: number;
  readonly toStep: number;
}

/** Bytes of a tile, of which there are two. */
const tileBytes = 2 ** 20;
/** Bytes of a tile's rows on either side: shorter ones are copied too slowly, and powers of two fall on the same lines of the cache. */
const rowBytes = 31 * 64;
/** Below so many elements, or with fewer lanes or elements in them, the plain loop is done sooner. */
const fewest = 2 ** 13;
const narrowest = 16;
/** Of elements of 8 bytes a vector holds two, which is not worth the way there and back. */
const widest = 4;
/** The first bytes of the memory belong to the loops. */
const firstTile = 64;

let loops: Exports | null | undefined;

/** Null where WebAssembly, its SIMD instructions or the file are not to be had. */
function turningLoops(): Exports | null {
  if (loops !== undefined) return loops;
  const module = isLittleEndian ? compiledModule(new URL("./turn.wasm", import.meta.url)) : null;
  loops = module === null ? null : (new WebAssembly.Instance(module).exports as unknown as Exports);
  if (loops !== null) growMemory(loops.memory, firstTile + 2 * tileBytes);
  return loops;
}

/** Does such copies between two arrays of one type; null where the plain loop is to do them. */
export function turner(
  source: TypedArray,
  target: TypedArray,
  { lanes, fromStep, count, toStep }: TurnedBlock,
): ((from: number, to: number) => void) | null {
  const size = source.BYTES_PER_ELEMENT;
  if (size > widest || lanes * count < fewest || Math.min(lanes, count) < narrowest) return null;
  const found = turningLoops();
  if (found === null) return null;
  const room = tileBytes / size;
  const rowLength = rowBytes / size;
  // Where whole rows of the target lie behind one another, a tile of them is copied out at once.
  const isWhole = toStep === lanes && lanes * Math.min(count, rowLength) <= room;
  const lanesOf = isWhole ? lanes : Math.min(lanes, rowLength);
  const countOf = Math.min(count, isWhole ? Math.floor(room / lanes) : Math.min(rowLength, Math.floor(room / lanesOf)));
  const { memory, turn } = found;
  const rows = arrayOver(dtypeOf(source), memory.buffer, firstTile, room);
  const turned = arrayOver(dtypeOf(source), memory.buffer, firstTile + tileBytes, room);
  return (from, to) => {
    for (let k = 0; k < count; k += countOf) {
      const width = Math.min(countOf, count - k);
      for (let l = 0; l < lanes; l += lanesOf) {
        const height = Math.min(lanesOf, lanes - l);
        copyRows(source, from + l * fromStep + k, fromStep, rows, 0, width, height, width);
        turn(size, firstTile, width * size, height, width, firstTile + tileBytes, height * size);
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

/** Copies by plain loops while `run` does: what both give can be compared so. */
export function withoutTurner<T>(run: () => T): T {
  const before = loops;
  loops = null;
  try {
    return run();
  } finally {
    loops = before;
  }
}
