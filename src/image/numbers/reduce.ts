/** Sums, means, deviations and extremes of numbers along some axes of strided memory, as float64. */
import { type Layout, sizeOf } from "../nd-array.ts";
import type { TypedArray } from "../typed-array.ts";
import { forEachPlane, type Plane } from "./for-each-plane.ts";
import { gathered } from "./for-each-run.ts";
import { gatherRows, leastOfRun, mostOfRun, squaresOfRun, sumOfRun, sumOfRunExactly } from "./gather.ts";

export type Reduction = "sum" | "mean" | "min" | "max" | "std";

/** How a run becomes one number of the results, and rows as many as they are long. */
interface Gathering {
  run(start: number, step: number, count: number, to: number): void;
  rows(plane: Plane): void;
}

/**
 * Along the axes named by their indices; the others stay, in their order. Of nothing: 0, NaN, Infinity, -Infinity, NaN.
 * A NaN makes every result NaN that it goes into, as in numpy. Deviations are numpy's (ddof 0).
 */
export function reduce(data: TypedArray, layout: Layout, along: readonly number[], how: Reduction): Float64Array {
  const { shape } = layout;
  const { kept, operand } = gathered(shape, along);
  const out = new Float64Array(sizeOf(kept));
  const walk = (gathering: Gathering) => forEachPlane(layout, operand, (plane) => gatherPlane(plane, gathering));
  if (how === "min" || how === "max") {
    out.fill(how === "min" ? Infinity : -Infinity);
    walk(extremesInto(data, how, out));
    return out;
  }
  const each = sizeOf(shape) / out.length;
  // Where results are many, nothing is lost by most of them: memory for it is made when it is asked for.
  let lost: Float64Array | undefined;
  const losses = () => {
    lost ??= new Float64Array(out.length);
    return lost;
  };
  walk(isExact(data) ? sumsInto(data, out, losses) : sumsExactlyInto(data, out, losses()));
  // What was lost is no number where a sum left the range of numbers.
  if (lost !== undefined) for (let i = 0; i < out.length; i++) if (Number.isFinite(lost[i])) out[i] += lost[i];
  if (how === "sum") return out;
  for (let i = 0; i < out.length; i++) out[i] /= each;
  if (how === "mean") return out;
  const squares = new Float64Array(out.length);
  walk(squaresInto(data, out, squares));
  return squares.map((sum) => Math.sqrt(sum / each));
}

function gatherPlane(plane: Plane, { run, rows }: Gathering): void {
  const { count, start, step, rowStep, to, toStep, toRowStep } = plane;
  if (toStep !== 0 && toRowStep === 0) {
    rows(plane);
    return;
  }
  for (let row = 0; row < plane.rows; row++) {
    const [from, into] = [start + row * rowStep, to + row * toRowStep];
    if (toStep === 0) run(from, step, count, into);
    else rows({ ...plane, rows: 1, start: from, to: into });
  }
}

/**
 * Sums of integers up to 32 bits are exact until 2⁵³, and those of float32 lose less than one part in 10¹² within a run;
 * from run to run nothing is lost.
 */
function isExact(data: TypedArray): boolean {
  return data.BYTES_PER_ELEMENT < 8;
}

function sumsInto(data: TypedArray, out: Float64Array, losses: () => Float64Array): Gathering {
  return {
    run: (start, step, count, to) => addTo(out, losses(), to, sumOfRun(data, start, step, count)),
    rows: (plane) => gatherRows("sum", data, plane, out),
  };
}

/** With each number's error: a mean of millions of pixels is right to the last digits. */
function sumsExactlyInto(data: TypedArray, out: Float64Array, lost: Float64Array): Gathering {
  return {
    run: (start, step, count, to) => {
      const [sum, missing] = sumOfRunExactly(data, start, step, count);
      addTo(out, lost, to, sum);
      lost[to] += missing;
    },
    rows: (plane) => gatherRows("sum exactly", data, plane, out, lost),
  };
}

/** Knuth's sum of two numbers and its error. */
function addTo(out: Float64Array, lost: Float64Array, at: number, x: number): void {
  const sum = out[at];
  const next = sum + x;
  const part = next - sum;
  lost[at] += sum - (next - part) + (x - part);
  out[at] = next;
}

function squaresInto(data: TypedArray, means: Float64Array, squares: Float64Array): Gathering {
  return {
    run: (start, step, count, to) => {
      squares[to] += squaresOfRun(data, start, step, count, means[to]);
    },
    rows: (plane) => gatherRows("squares", data, plane, squares, means),
  };
}

function extremesInto(data: TypedArray, how: "min" | "max", out: Float64Array): Gathering {
  const ofRun = how === "min" ? leastOfRun : mostOfRun;
  const ofTwo = how === "min" ? Math.min : Math.max;
  return {
    run: (start, step, count, to) => {
      out[to] = ofTwo(out[to], ofRun(data, start, step, count));
    },
    rows: (plane) => gatherRows(how, data, plane, out),
  };
}
