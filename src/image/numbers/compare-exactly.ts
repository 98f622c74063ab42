/** Comparisons of integers of 64 bits, which float64 would round beyond 2^53: JavaScript compares them with any number exactly. */
import type { TypedArray } from "../typed-array.ts";
import type { Comparison, Results, Strided } from "./combine.ts";
import { forEachRun } from "./for-each-run.ts";

type Value = number | bigint;

/** Equality in this way is exact for a number and a bigint, too, and false for NaN. */
const says: Readonly<Record<Comparison, (a: Value, b: Value) => boolean>> = {
  greater: (a, b) => a > b,
  atLeast: (a, b) => a >= b,
  less: (a, b) => a < b,
  atMost: (a, b) => a <= b,
  equal: (a, b) => a <= b && a >= b,
  different: (a, b) => !(a <= b && a >= b),
};

/** As `compare`, for sides of which at least one has integers of 64 bits. */
export function compareExactly(
  a: Strided,
  b: Strided | Value,
  shape: readonly number[],
  how: Comparison,
  { data: out, stride }: Results<Uint8Array>,
): void {
  const judge = says[how];
  const { data } = a;
  const target = { stride, offset: 0 };
  if (typeof b === "object") {
    const other: TypedArray = b.data;
    forEachRun(shape, [a.operand, target, b.operand], (count, [first, to, second], [step, toStep, otherStep]) => {
      for (let i = 0, j = first, k = second, o = to; i < count; i++, j += step, k += otherStep, o += toStep)
        out[o] = +judge(data[j], other[k]);
    });
    return;
  }
  forEachRun(shape, [a.operand, target], (count, [first, to], [step, toStep]) => {
    for (let i = 0, j = first, o = to; i < count; i++, j += step, o += toStep) out[o] = +judge(data[j], b);
  });
}
