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

/** Row `lane` of `count` elements goes from `f + lane·fLane` to `t + lane·tLane`, sixteen elements at a time. */
export type CopyRows<D> = (
  from: D,
  f: number,
  fLane: number,
  to: D,
  t: number,
  tLane: number,
  lanes: number,
  count: number,
) => void;

const rows8: CopyRows<Words> = (from, f, fLane, to, t, tLane, lanes, count) => {
  for (let lane = 0; lane < lanes; lane++) {
    let a = f + lane * fLane;
    let b = t + lane * tLane;
    const end = a + count;
    for (; a + 16 <= end; a += 16, b += 16) {
      to[b] = from[a];
      to[b + 1] = from[a + 1];
      to[b + 2] = from[a + 2];
      to[b + 3] = from[a + 3];
      to[b + 4] = from[a + 4];
      to[b + 5] = from[a + 5];
      to[b + 6] = from[a + 6];
      to[b + 7] = from[a + 7];
      to[b + 8] = from[a + 8];
      to[b + 9] = from[a + 9];
      to[b + 10] = from[a + 10];
      to[b + 11] = from[a + 11];
      to[b + 12] = from[a + 12];
      to[b + 13] = from[a + 13];
      to[b + 14] = from[a + 14];
      to[b + 15] = from[a + 15];
    }
    for (; a < end; a++, b++) to[b] = from[a];
  }
};

const rowsFloat64: CopyRows<Float64Array> = (from, f, fLane, to, t, tLane, lanes, count) => {
  for (let lane = 0; lane < lanes; lane++) {
    let a = f + lane * fLane;
    let b = t + lane * tLane;
    const end = a + count;
    for (; a + 16 <= end; a += 16, b += 16) {
      to[b] = from[a];
      to[b + 1] = from[a + 1];
      to[b + 2] = from[a + 2];
      to[b + 3] = from[a + 3];
      to[b + 4] = from[a + 4];
      to[b + 5] = from[a + 5];
      to[b + 6] = from[a + 6];
      to[b + 7] = from[a + 7];
      to[b + 8] = from[a + 8];
      to[b + 9] = from[a + 9];
      to[b + 10] = from[a + 10];
      to[b + 11] = from[a + 11];
      to[b + 12] = from[a + 12];
      to[b + 13] = from[a + 13];
      to[b + 14] = from[a + 14];
      to[b + 15] = from[a + 15];
    }
    for (; a < end; a++, b++) to[b] = from[a];
  }
};

export interface Mover {
  readonly bytes: number;
  /** The same memory, which begins at a multiple of the elements' size, as the loop wants it. */
  readonly view: (data: TypedArray) => TypedArray;
  readonly copy: CopyBlock<TypedArray>;
  /** For elements of 64 bits alone: shorter ones side by side are moved together, or by WebAssembly. */
  readonly copyRows: CopyRows<TypedArray> | null;
}

type View = new (buffer: ArrayBufferLike, start: number, length: number) => TypedArray;

function mover(Type: View & { readonly BYTES_PER_ELEMENT: number }, copy: unknown, copyRows: unknown = null): Mover {
  const bytes = Type.BYTES_PER_ELEMENT;
  return {
    bytes,
    view: (data) => {
      if (data.constructor === Type) return data;
      return new Type(data.buffer, data.byteOffset, Math.floor(data.byteLength / bytes));
    },
    copy: copy as CopyBlock<TypedArray>,
    copyRows: copyRows as CopyRows<TypedArray> | null,
  };
}

const movers = [
  mover(Uint8Array, copy1),
  mover(Uint16Array, copy2),
  mover(Uint32Array, copy4),
  mover(BigInt64Array as never, copy8, rows8),
];
const float64 = mover(Float64Array, copyFloat64, rowsFloat64);

/** The loop for the elements of an array. */
export function moverOf(data: TypedArray): Mover {
  return data instanceof Float64Array ? float64 : moverOfSize(data.BYTES_PER_ELEMENT);
}

/** The loop for elements of so many bytes. */
export function moverOfSize(bytes: number): Mover {
  return movers[Math.log2(bytes)];
}
