/** Fourier transforms along the axes of a packed array of complex numbers, in place, and of real numbers. */
import type { LineAxis } from "../filters/packed-numbers.ts";
import { sizeOf } from "../nd-array.ts";
import { lineTransform } from "./transform-line.ts";

/** Lines that lie side by side are gathered so many at a time: a line of the processor's cache holds four numbers. */
const linesAtOnce = 8;

/** Along each axis, whose sizes and steps count complex numbers. */
export function transformAxes(numbers: Float64Array, axes: readonly LineAxis[]): void {
  for (const axis of axes) transformAxis(numbers, axis, 1);
}

/** The inverse along each axis, which is not divided by the number of terms. */
export function invertAxes(numbers: Float64Array, axes: readonly LineAxis[]): void {
  for (const axis of axes) transformAxis(numbers, axis, -1);
}

/**
 * The transform of packed real numbers along axes of their shape, whole: lines along the last axis two at a time, then half
 * of all lines along the others; the other half mirrors it.
 */
export function transformedReal(real: Float64Array, shape: readonly number[], axes: readonly LineAxis[]): Float64Array {
  // Axes of one index are nothing to transform, and lie where others do.
  const ordered = axes.filter(({ size }) => size !== 1).sort((a, b) => b.inner - a.inner);
  // The half can be told from the place alone where nothing lies within the last axis.
  if (ordered.at(-1)?.inner !== 1) {
    const numbers = new Float64Array(2 * real.length);
    for (let i = 0; i < real.length; i++) numbers[2 * i] = real[i];
    transformAxes(numbers, ordered);
    return numbers;
  }
  const { size } = ordered.pop()!;
  const half = Math.floor(size / 2) + 1;
  const numbers = transformedLines(real, size, size);
  for (const axis of ordered) transformAxis(numbers, axis, 1, { length: size, count: half });
  const sizes = shape.filter((n) => n !== 1);
  const along = new Set(ordered.map((axis) => axisAt(sizes, axis)));
  mirrorHalf(numbers, sizes, along, half);
  return numbers;
}

/** Of the transform of packed real numbers along all axes the half of the last one, ⌊n/2⌋ + 1, that tells the other. */
export function halfSpectrum(real: Float64Array, shape: readonly number[]): Float64Array {
  const size = shape[shape.length - 1];
  const half = Math.floor(size / 2) + 1;
  const numbers = transformedLines(real, size, half);
  for (const axis of otherAxes(shape, half)) transformAxis(numbers, axis, 1);
  return numbers;
}

/** A whole spectrum of real numbers. */
export function wholeSpectrum(numbers: Float64Array, shape: readonly number[]): Float64Array {
  const size = shape[shape.length - 1];
  const half = Math.floor(size / 2) + 1;
  const whole = new Float64Array(2 * sizeOf(shape));
  for (let from = 0, to = 0; from < numbers.length; from += 2 * half, to += 2 * size)
    whole.set(numbers.subarray(from, from + 2 * half), to);
  mirrorHalf(whole, shape, new Set(shape.keys()), half);
  return whole;
}

/** The real numbers whose `halfSpectrum` is given, and is changed; not divided by their number. */
export function realOfHalf(numbers: Float64Array, shape: readonly number[]): Float64Array {
  const size = shape[shape.length - 1];
  const half = Math.floor(size / 2) + 1;
  for (const axis of otherAxes(shape, half)) transformAxis(numbers, axis, -1);
  const rows = sizeOf(shape) / size;
  const real = new Float64Array(rows * size);
  const line = new Float64Array(2 * size);
  const transform = lineTransform(size);
  for (let row = 0; row < rows; row += 2) {
    const a = 2 * row * half;
    const b = row + 1 < rows ? a + 2 * half : -1;
    // Of a line whose transform is A + iB the real part is a and the imaginary one b; A(−k) is the conjugate of A(k).
    for (let k = 0; k < half; k++) {
      const [x, y] = [numbers[a + 2 * k], numbers[a + 2 * k + 1]];
      const [u, v] = b < 0 ? [0, 0] : [numbers[b + 2 * k], numbers[b + 2 * k + 1]];
      const mirrored = 2 * (k === 0 ? 0 : size - k);
      line[mirrored] = x + v;
      line[mirrored + 1] = u - y;
      line[2 * k] = x - v;
      line[2 * k + 1] = y + u;
    }
    transform(line);
    const at = row * size;
    // The inverse is the transform backwards.
    for (let i = 0, from = 0; i < size; i++, from = 2 * (size - i)) {
      real[at + i] = line[from];
      if (b >= 0) real[at + size + i] = line[from + 1];
    }
  }
  return real;
}

/** All axes but the last one, of which `half` indices are there. */
function otherAxes(shape: readonly number[], half: number): LineAxis[] {
  const stored = [...shape.slice(0, -1), half];
  return shape.slice(0, -1).map((size, axis) => ({
    size,
    outer: sizeOf(stored.slice(0, axis)),
    inner: sizeOf(stored.slice(axis + 1)),
  }));
}

/** Index of an axis in the shape by its steps and size. */
function axisAt(shape: readonly number[], { size, inner }: LineAxis): number {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (step === inner && shape[axis] === size) return axis;
    step *= shape[axis];
  }
  return -1;
}

/** Lines that lie within each step of the axis, or only the first `count` of each `length` of them. */
function transformAxis(
  numbers: Float64Array,
  { size, outer, inner }: LineAxis,
  direction: 1 | -1,
  { length, count } = { length: inner, count: inner },
): void {
  if (size <= 1) return;
  const transform = lineTransform(size);
  const lines = Array.from({ length: Math.min(linesAtOnce, count) }, () => new Float64Array(2 * size));
  for (let o = 0; o < outer; o++) {
    for (let start = 0; start < inner; start += length) {
      for (let k = 0; k < count; k += linesAtOnce) {
        const some = lines.slice(0, count - k);
        const first = 2 * (o * size * inner + start + k);
        gather(numbers, first, 2 * inner, some);
        for (const line of some) transform(line);
        scatter(numbers, first, 2 * inner, some, direction);
      }
    }
  }
}

/** Lines that lie side by side, the first one from `first` on. */
function gather(numbers: Float64Array, first: number, step: number, lines: readonly Float64Array[]): void {
  for (let i = 0, at = first; i < lines[0].length; i += 2, at += step) {
    for (let n = 0; n < lines.length; n++) {
      lines[n][i] = numbers[at + 2 * n];
      lines[n][i + 1] = numbers[at + 2 * n + 1];
    }
  }
}

/** The other way; the inverse is the transform backwards. */
function scatter(
  numbers: Float64Array,
  first: number,
  step: number,
  lines: readonly Float64Array[],
  direction: 1 | -1,
): void {
  const { length } = lines[0];
  for (let i = 0, from = 0, at = first; i < length; i += 2, at += step) {
    for (let n = 0; n < lines.length; n++) {
      numbers[at + 2 * n] = lines[n][from];
      numbers[at + 2 * n + 1] = lines[n][from + 1];
    }
    from = direction === 1 ? i + 2 : length - 2 - i;
  }
}

/**
 * The first half of the transform of each real line, into rows of `rowLength` complex numbers. Of two lines a and b the
 * transform of a + ib has both: its even part is that of a, its odd part i times that of b.
 */
function transformedLines(real: Float64Array, size: number, rowLength: number): Float64Array {
  const rows = size === 0 ? 0 : real.length / size;
  const half = Math.floor(size / 2) + 1;
  const numbers = new Float64Array(2 * rows * rowLength);
  const line = new Float64Array(2 * size);
  const transform = lineTransform(size);
  for (let row = 0; row < rows; row += 2) {
    const from = row * size;
    const hasTwo = row + 1 < rows;
    for (let i = 0; i < size; i++) {
      line[2 * i] = real[from + i];
      line[2 * i + 1] = hasTwo ? real[from + size + i] : 0;
    }
    transform(line);
    const a = 2 * row * rowLength;
    const b = a + 2 * rowLength;
    for (let k = 0, j = 0; k < half; k++, j = 2 * (size - k)) {
      const [x, y, u, v] = [line[2 * k], line[2 * k + 1], line[j], line[j + 1]];
      numbers[a + 2 * k] = (x + u) / 2;
      numbers[a + 2 * k + 1] = (y - v) / 2;
      if (!hasTwo) continue;
      numbers[b + 2 * k] = (y + v) / 2;
      numbers[b + 2 * k + 1] = (u - x) / 2;
    }
  }
  return numbers;
}

/** F(−k) is the conjugate of F(k): what lies behind the half of the last axis, from what lies before. */
function mirrorHalf(numbers: Float64Array, shape: readonly number[], along: ReadonlySet<number>, half: number): void {
  const size = shape[shape.length - 1];
  const rows = shape.slice(0, -1);
  const at = rows.map(() => 0);
  const count = rows.reduce((product, n) => product * n, 1);
  for (let row = 0; row < count; row++) {
    const mirrored = at.reduce((sum, i, axis) => sum * rows[axis] + (along.has(axis) && i > 0 ? rows[axis] - i : i), 0);
    for (let i = half, to = 2 * (row * size + half), from = 2 * (mirrored * size + size - half); i < size; i++) {
      numbers[to] = numbers[from];
      numbers[to + 1] = -numbers[from + 1];
      to += 2;
      from -= 2;
    }
    for (let axis = rows.length - 1; axis >= 0 && ++at[axis] === rows[axis]; axis--) at[axis] = 0;
  }
}
