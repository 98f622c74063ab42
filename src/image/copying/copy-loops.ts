/**
 * The inner loop of copies: a block of two axes, four indices of the first one at a time, so that four lines of memory are
 * waited for at once. It is there once for each size of elements, since a loop that meets several types of array is several
 * times as slow. Integers and float32 are moved as unsigned integers of their size and those of 64 bits as such: no bit of
 * them is touched. Numbers of 64 bits without allocation want an engine that knows it (V8 does), so float64 has its own loop.
 */
import type { TypedArray } from "../typed-array.ts";

/** Element (i, k) of `lanes` × `count` goes from `f + i·fLane + k·fStep` to `t + i·tLane + k·tStep`. */
export type CopyBlock<D> = (
  from: D,
  f: number,
  fLane: number,
  fStep: number,
  to: D,
  t: number,
  tLane: number,
  tStep: number,
  lanes: number,
  count: number,
) => void;

type Words = InstanceType<typeof BigInt64Array>;

const copy1: CopyBlock<Uint8Array> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  let lane = 0;
  for (; lane + 4 <= lanes; lane += 4) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) {
      to[b] = from[a];
      to[b + tLane] = from[a + fLane];
      to[b + 2 * tLane] = from[a + 2 * fLane];
      to[b + 3 * tLane] = from[a + 3 * fLane];
    }
  }
  for (; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};

const copy2: CopyBlock<Uint16Array> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  let lane = 0;
  for (; lane + 4 <= lanes; lane += 4) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) {
      to[b] = from[a];
      to[b + tLane] = from[a + fLane];
      to[b + 2 * tLane] = from[a + 2 * fLane];
      to[b + 3 * tLane] = from[a + 3 * fLane];
    }
  }
  for (; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};

const copy4: CopyBlock<Uint32Array> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  let lane = 0;
  for (; lane + 4 <= lanes; lane += 4) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) {
      to[b] = from[a];
      to[b + tLane] = from[a + fLane];
      to[b + 2 * tLane] = from[a + 2 * fLane];
      to[b + 3 * tLane] = from[a + 3 * fLane];
    }
  }
  for (; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};

const copy8: CopyBlock<Words> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  let lane = 0;
  for (; lane + 4 <= lanes; lane += 4) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) {
      to[b] = from[a];
      to[b + tLane] = from[a + fLane];
      to[b + 2 * tLane] = from[a + 2 * fLane];
      to[b + 3 * tLane] = from[a + 3 * fLane];
    }
  }
  for (; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};

const copyFloat64: CopyBlock<Float64Array> = (from, f, fLane, fStep, to, t, tLane, tStep, lanes, count) => {
  let lane = 0;
  for (; lane + 4 <= lanes; lane += 4) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) {
      to[b] = from[a];
      to[b + tLane] = from[a + fLane];
      to[b + 2 * tLane] = from[a + 2 * fLane];
      to[b + 3 * tLane] = from[a + 3 * fLane];
    }
  }
  for (; lane < lanes; lane++) {
    for (let k = 0, a = f + lane * fLane, b = t + lane * tLane; k < count; k++, a += fStep, b += tStep) to[b] = from[a];
  }
};

/** The order of bytes that every engine runs on but for a few large machines. */
export const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * A block that is turned over, of 16-bit elements in pairs: 2 × 2 of them are read and written as two words each, in half
 * the time. `fStep` and `tLane` are 1; `f`, `fLane`, `t` and `tStep` are even, both arrays begin at whole words, and bytes are little-endian.
 */
export function turnedPairs(source: TypedArray, target: TypedArray): CopyBlock<TypedArray> {
  const [pairs, turned] = [moverOfSize(4).view(source), moverOfSize(4).view(target)];
  const [single, other] = [moverOfSize(2).view(source), moverOfSize(2).view(target)];
  return (_, f, fLane, fStep, __, t, tLane, tStep, lanes, count) => {
    const [wholeLanes, wholeCount] = [lanes & ~3, count & ~1];
    copyPairs(
      pairs as Uint32Array,
      f / 2,
      fLane / 2,
      turned as Uint32Array,
      t / 2,
      tStep / 2,
      wholeLanes,
      wholeCount / 2,
    );
    const rest = (lane: number, k: number, ls: number, ks: number) =>
      copy2(
        single as Uint16Array,
        f + lane * fLane + k * fStep,
        fLane,
        fStep,
        other as Uint16Array,
        t + lane * tLane + k * tStep,
        tLane,
        tStep,
        ls,
        ks,
      );
    if (wholeLanes < lanes) rest(wholeLanes, 0, lanes - wholeLanes, count);
    if (wholeCount < count) rest(0, wholeCount, wholeLanes, 1);
  };
}

/** Everything counts in words, whose low halves are the first elements. */
function copyPairs(
  from: Uint32Array,
  f: number,
  fLane: number,
  to: Uint32Array,
  t: number,
  tStep: number,
  lanes: number,
  words: number,
): void {
  for (let lane = 0; lane < lanes; lane += 4) {
    let a = f + lane * fLane;
    let b = t + lane / 2;
    for (const end = a + words; a < end; a++, b += 2 * tStep) {
      const p = from[a];
      const q = from[a + fLane];
      const r = from[a + 2 * fLane];
      const s = from[a + 3 * fLane];
      to[b] = (p & 0xffff) | (q << 16);
      to[b + 1] = (r & 0xffff) | (s << 16);
      to[b + tStep] = (p >>> 16) | (q & 0xffff0000);
      to[b + tStep + 1] = (r >>> 16) | (s & 0xffff0000);
    }
  }
}

export interface Mover {
  readonly bytes: number;
  /** The same memory, which begins at a multiple of the elements' size, as the loop wants it. */
  readonly view: (data: TypedArray) => TypedArray;
  readonly copy: CopyBlock<TypedArray>;
}

type View = new (buffer: ArrayBufferLike, start: number, length: number) => TypedArray;

function mover(Type: View & { readonly BYTES_PER_ELEMENT: number }, copy: unknown): Mover {
  const bytes = Type.BYTES_PER_ELEMENT;
  return {
    bytes,
    view: (data) => {
      if (data.constructor === Type) return data;
      return new Type(data.buffer, data.byteOffset, Math.floor(data.byteLength / bytes));
    },
    copy: copy as CopyBlock<TypedArray>,
  };
}

const movers = [
  mover(Uint8Array, copy1),
  mover(Uint16Array, copy2),
  mover(Uint32Array, copy4),
  mover(BigInt64Array as never, copy8),
];
const float64 = mover(Float64Array, copyFloat64);

/** The loop for the elements of an array. */
export function moverOf(data: TypedArray): Mover {
  return data instanceof Float64Array ? float64 : moverOfSize(data.BYTES_PER_ELEMENT);
}

/** The loop for elements of so many bytes. */
export function moverOfSize(bytes: number): Mover {
  return movers[Math.log2(bytes)];
}
