/** Round numbers along an axis. */
import { niceStep } from "../svg-text.ts";

export interface Ticks {
  readonly values: number[];
  readonly text: (value: number) => string;
}

/** About `count` round numbers between `low` and `high`. */
export function ticksBetween(low: number, high: number, count: number): Ticks {
  const step = niceStep(((high - low) / Math.max(1, count)) * 1.6);
  const values: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9 && values.length < 100; i++)
    values.push(i * step + 0);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const text = (value: number) => {
    if (value === 0) return "0";
    if (largest >= 1e6 || largest < 1e-4)
      return value.toExponential(Math.max(0, Math.round(Math.log10(largest / step)))).replace("e+", "e");
    return value.toFixed(Math.min(12, decimals)).replace("-", "\u2212");
  };
  return { values, text };
}
