/** Fourier transforms along the axes of a packed array of complex numbers, in place. */
import type { LineAxis } from "../filters/packed-numbers.ts";
import { lineTransform, type TransformLine } from "./transform-line.ts";

/** Lines that lie side by side are gathered so many at a time: a line of the processor's cache holds four numbers. */
const linesAtOnce = 8;

/** Along each axis, whose sizes and steps count complex numbers. */
export function transformAxes(numbers: Float64Array, axes: readonly LineAxis[]): void {
  for (const axis of axes) transformAxis(numbers, axis, lineTransform(axis.size), 0, axis.inner);
}

/**
 * The transform of real numbers, given as complex ones: two lines at a time along the last of the axes, then half of all
 * lines along the ordered; the other half mirrors it.
 */
export function transformRealAxes(numbers: Float64Array, axes: readonly LineAxis[], shape: readonly number[]): void {
  const ordered = [...axes].sort((a, b) => b.inner - a.inner);
  const last = ordered.pop();
  if (last === undefined) return;
  transformRealLines(numbers, last);

  // The half can be told from the place alone where nothing lies within the last axis.
  if (last.inner !== 1 || ordered.length === 0) {
    transformAxes(numbers, ordered);
    return;
  }
  const half = Math.floor(last.size / 2) + 1;
  for (const axis of ordered) {
    const transform = lineTransform(axis.size);
    const rows = axis.inner / last.size;
    for (let row = 0; row < rows; row++)
      transformAxis(numbers, axis, transform, row * last.size, row * last.size + half);
  }
  mirrorHalf(numbers, shape, new Set(ordered.map((axis) => axisAt(shape, axis))), half);
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

/** Lines `first` up to but without `end` of those that lie within each step of the axis. */
function transformAxis(
  numbers: Float64Array,
  { size, outer, inner }: LineAxis,
  transform: TransformLine,
  first: number,
  end: number,
): void {
  const lines = Array.from({ length: linesAtOnce }, () => new Float64Array(2 * size));
  for (let o = 0; o < outer; o++) {
    for (let k = first; k < end; k += linesAtOnce) {
      const count = Math.min(linesAtOnce, end - k);
      const base = 2 * (o * size * inner + k);
      for (let i = 0, at = base; i < size; i++, at += 2 * inner) {
        for (let n = 0; n < count; n++) {
          lines[n][2 * i] = numbers[at + 2 * n];
          lines[n][2 * i + 1] = numbers[at + 2 * n + 1];
        }
      }
      for (let n = 0; n < count; n++) transform(lines[n]);
      for (let i = 0, at = base; i < size; i++, at += 2 * inner) {
        for (let n = 0; n < count; n++) {
          numbers[at + 2 * n] = lines[n][2 * i];
          numbers[at + 2 * n + 1] = lines[n][2 * i + 1];
        }
      }
    }
  }
}

/** Of two real lines a and b the transform of a + ib has both: its even part is that of a, its odd part i times that of b. */
function transformRealLines(numbers: Float64Array, { size, outer, inner }: LineAxis): void {
  const transform = lineTransform(size);
  const line = new Float64Array(2 * size);
  const total = outer * inner;
  const start = (n: number) => 2 * (Math.floor(n / inner) * size * inner + (n % inner));
  for (let n = 0; n < total; n += 2) {
    const a = start(n);
    const b = n + 1 < total ? start(n + 1) : -1;
    for (let i = 0; i < size; i++) {
      line[2 * i] = numbers[a + 2 * i * inner];
      line[2 * i + 1] = b < 0 ? 0 : numbers[b + 2 * i * inner];
    }
    transform(line);
    for (let i = 0; i < size; i++) {
      const j = i === 0 ? 0 : size - i;
      const [x, y, u, v] = [line[2 * i], line[2 * i + 1], line[2 * j], line[2 * j + 1]];
      const at = 2 * i * inner;
      numbers[a + at] = (x + u) / 2;
      numbers[a + at + 1] = (y - v) / 2;
      if (b < 0) continue;
      numbers[b + at] = (y + v) / 2;
      numbers[b + at + 1] = (u - x) / 2;
    }
  }
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
