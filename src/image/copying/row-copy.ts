/**
 * Copies of rows that lie without gaps on both sides: long ones by the engine; others by words of 64 bits where they lie on
 * such, in the order of the source; and those that do not through the memory of WebAssembly, in blocks of rows of which
 * neighbours in the source are copied in at once and neighbours in the target copied out at once.
 */
import type { TypedArray } from "../typed-array.ts";
import { type CopyAxis, fastest, forEachPlace, type Places } from "./copy-axes.ts";
import { copyKernel, tileBytes, tilePlaces } from "./copy-kernel.ts";
import type { CopyRows } from "./copy-loops.ts";

/** Rows of so many bytes are copied by the engine one by one; calling it for shorter ones takes longer than a loop. */
const longRow = 4096;
/** Rows of fewer words are done sooner several at a time. */
const fewestWords = 16;
/** A row's bytes and those of all rows, below which blocks of them are not worth the way there and back. */
const shortestStaged = 16;
const fewestStaged = 2 ** 14;
/** Bytes of a block whose rows stay in order. */
const oneWayBytes = 2 ** 18;

/** Rows on both sides, along an axis whose steps are 1. */
export interface RowsToCopy {
  readonly row: CopyAxis;
  readonly others: readonly CopyAxis[];
  readonly places: Places;
  readonly source: TypedArray;
  readonly target: TypedArray;
}

/** Copies them in the way that suits them, `loop` being for words; false where none does. */
export function copyRows(rows: RowsToCopy, loop: CopyRows<TypedArray> | null): boolean {
  const { row, others, places, source, target } = rows;
  const { size } = row;
  if (others.length === 0 || size * source.BYTES_PER_ELEMENT >= longRow) {
    const from = source as Float64Array;
    forEachPlace(others, places, (a, b) => target.set(from.subarray(a, a + size) as never, b));
    return true;
  }
  if (loop === null || size < fewestWords) return copyStaged(rows);
  // Reading in order gains more than writing in order.
  const inOrder = [...others].sort((a, b) => Math.abs(b.from) - Math.abs(a.from));
  const lane = inOrder.pop()!;
  forEachPlace(inOrder, places, (a, b) => loop(source, a, lane.from, target, b, lane.to, lane.size, size));
  return true;
}

/** By way of WebAssembly; false where rows are too short or few, or lie too far apart. */
function copyStaged({ row: { size }, others, places, source, target }: RowsToCopy): boolean {
  const bytes = size * source.BYTES_PER_ELEMENT;
  const inner = fastest(others, "from");
  const fastestOfTarget = fastest(others, "to");
  const isTurned = inner !== fastestOfTarget;
  const outer = isTurned ? fastestOfTarget : { size: 1, from: 0, to: 0 };
  if (bytes < shortestStaged || bytes * inner.size * outer.size < fewestStaged) return false;
  // What lies between rows of the source is copied in with them; between those of the target it would be overwritten.
  if (inner.from < size || inner.from > 2 * size || fastestOfTarget.to !== size) return false;
  const kernel = copyKernel();
  if (kernel === null) return false;
  const [tile, ordered] = kernel.tilesFor(source);
  const rowStep = inner.from * source.BYTES_PER_ELEMENT;
  const side = isTurned ? Math.sqrt(tileBytes / rowStep) : oneWayBytes / rowStep;
  const inners = Math.min(inner.size, Math.floor(side));
  const outers = Math.min(outer.size, Math.floor(tileBytes / (inners * rowStep)));
  const from = source as Float64Array;
  const out = ordered as Float64Array;
  const copyBlock = (a: number, b: number, width: number, height: number) => {
    const span = (width - 1) * inner.from + size;
    for (let k = 0, p = a; k < height; k++, p += outer.from) {
      tile.set(from.subarray(p, p + span) as never, k * inners * inner.from);
    }
    const [tileStep, run] = [inners * rowStep, height * size];
    kernel.loops.rows(tilePlaces[0], tileStep, rowStep, height, width, bytes, tilePlaces[1], bytes, height * bytes);
    if (inner.to === run) target.set(out.subarray(0, width * run) as never, b);
    else for (let i = 0; i < width; i++) target.set(out.subarray(i * run, (i + 1) * run) as never, b + i * inner.to);
  };
  const rest = others.filter((axis) => axis !== inner && axis !== outer);
  forEachPlace(rest, places, (a, b) => {
    for (let i = 0; i < inner.size; i += inners) {
      for (let k = 0; k < outer.size; k += outers) {
        const [width, height] = [Math.min(inners, inner.size - i), Math.min(outers, outer.size - k)];
        copyBlock(a + i * inner.from + k * outer.from, b + i * inner.to + k * outer.to, width, height);
      }
    }
  });
  return true;
}
