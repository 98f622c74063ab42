/**
 * Room for lists of numbers. Each small typed array of its own costs the engine about a microsecond, and a library has a
 * dozen for each of its thousands of layers in cells: small ones are parts of larger arrays.
 */
const slabLength = 2 ** 14;
const largestPart = 2 ** 9;

let slab = new ArrayBuffer(0);
let at = 0;

/** Zeros. */
export function intRoom(length: number): Int32Array {
  return length > largestPart ? new Int32Array(length) : new Int32Array(slabFor(length), 4 * (at - length), length);
}

/** The same, unsigned. */
export function uintRoom(length: number): Uint32Array {
  return length > largestPart ? new Uint32Array(length) : new Uint32Array(slabFor(length), 4 * (at - length), length);
}

/** The array whose next part it is; `at` is behind the part then. */
function slabFor(length: number): ArrayBuffer {
  if (4 * (at + length) > slab.byteLength) {
    slab = new ArrayBuffer(4 * slabLength);
    at = 0;
  }
  at += length;
  return slab;
}
