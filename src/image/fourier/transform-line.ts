/**
 * Discrete Fourier transforms of one line of complex numbers (real and imaginary parts side by side), of any length: the one
 * file that knows `fft.js`, which does powers of two. Other lengths become a convolution of a power of two (Bluestein, "A
 * linear filtering approach to the computation of the discrete Fourier transform", 1970).
 */
import FFT from "fft.js";

/** Replaces a line by its transform, Σ xₖ·exp(−2πi·jk/n); nothing is divided by n. */
export type TransformLine = (line: Float64Array) => void;

/** For lines of `length` complex numbers. What it works with is made once. */
export function lineTransform(length: number): TransformLine {
  if (length <= 1) return () => {};
  return (length & (length - 1)) === 0 ? ofPowerOfTwo(length) : ofAnyLength(length);
}

function ofPowerOfTwo(length: number): TransformLine {
  const fft = new FFT(length);
  const out = new Float64Array(2 * length);
  return (line) => {
    // The package declares arrays of numbers, and only reads and writes elements.
    fft.transform(out as never, line as never);
    line.set(out);
  };
}

function ofAnyLength(length: number): TransformLine {
  const size = 2 ** Math.ceil(Math.log2(2 * length - 1));
  const transform = ofPowerOfTwo(size);
  // exp(−iπk²/n); k² is taken modulo 2n, so that no digits are lost.
  const chirp = new Float64Array(2 * length);
  for (let k = 0, square = 0; k < length; k++) {
    const angle = (Math.PI * square) / length;
    chirp[2 * k] = Math.cos(angle);
    chirp[2 * k + 1] = -Math.sin(angle);
    square = (square + 2 * k + 1) % (2 * length);
  }
  const kernel = new Float64Array(2 * size);
  for (let k = 0; k < length; k++) {
    for (const at of k === 0 ? [0] : [k, size - k]) {
      kernel[2 * at] = chirp[2 * k] / size;
      kernel[2 * at + 1] = -chirp[2 * k + 1] / size;
    }
  }
  transform(kernel);
  const work = new Float64Array(2 * size);
  return (line) => {
    work.fill(0, 2 * length);
    multiplied(line, chirp, work, 2 * length, 1);
    transform(work);
    // The transform of the conjugate is the conjugate of the inverse one.
    multiplied(work, kernel, work, 2 * size, -1);
    transform(work);
    for (let i = 1; i < 2 * length; i += 2) work[i] = -work[i];
    multiplied(work, chirp, line, 2 * length, 1);
  };
}

/** Complex products, or their conjugates with sign −1. */
function multiplied(a: Float64Array, b: Float64Array, out: Float64Array, count: number, sign: 1 | -1): void {
  for (let i = 0; i < count; i += 2) {
    const real = a[i] * b[i] - a[i + 1] * b[i + 1];
    out[i + 1] = sign * (a[i] * b[i + 1] + a[i + 1] * b[i]);
    out[i] = real;
  }
}
