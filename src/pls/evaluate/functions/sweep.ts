/** The combinations of `.call(start=, step=, stop=)`: the first parameter runs fastest; letters run as their places in the alphabet. */
import { failure, type Span } from "../../diagnostics/index.ts";
import type { Budget } from "../limits.ts";
import { describe, TupleValue, type Value } from "../values.ts";
import type { CallArguments } from "./call-arguments.ts";

/** A smaller step does not sweep. */
const leastStep = 1e-5;

export function* sweepValues(args: CallArguments, parameters: readonly string[], budget: Budget): Generator<Value[]> {
  const [starts, steps, stops] = (["start", "step", "stop"] as const).map((key) => itemsOf(args, key, parameters));
  const runs = parameters.map((parameter, i) =>
    runOf(starts[i], steps[i], stops[i], parameter, args.spanOf("step"), args.spanOf("stop")),
  );
  const count = runs.reduce((product, run) => product * run.count, 1);
  budget.steps(count, args.span);
  for (let index = 0; index < count; index++) {
    let rest = index;
    yield runs.map((run) => {
      const at = rest % run.count;
      rest = Math.floor(rest / run.count);
      return run.value(at);
    });
  }
}

interface Run {
  readonly count: number;
  value(index: number): number | string;
}

function itemsOf(args: CallArguments, key: string, parameters: readonly string[]): readonly (number | string)[] {
  const given = args.get(key);
  const items =
    given instanceof TupleValue ? given.items : typeof given === "number" || typeof given === "string" ? [given] : null;
  if (items === null) {
    const message = `call's ${key} is a number, a letter or a list (a, b, …), and not ${describe(given!)}`;
    throw failure("type", message, args.spanOf(key));
  }
  if (items.length === parameters.length) return items;
  const wanted = `${parameters.length} value${parameters.length === 1 ? "" : "s"}, one for each of (${parameters.join(", ")})`;
  throw failure("sweep-length", `call's ${key} has ${items.length} and not ${wanted}`, args.spanOf(key));
}

function runOf(
  start: number | string,
  step: number | string,
  stop: number | string,
  parameter: string,
  stepSpan: Span,
  stopSpan: Span,
): Run {
  if (typeof step !== "number") throw failure("type", `the step of "${parameter}" is a number`, stepSpan);
  if (Math.abs(step) < leastStep) return { count: 1, value: () => start };
  const isLetter = typeof start === "string";
  const from = isLetter ? letterIndex(start) : start;
  const to = typeof stop === "string" ? letterIndex(stop) : stop;
  if (from === null || to === null || isLetter !== (typeof stop === "string")) {
    const message = `"${parameter}" runs from ${start} to ${stop}: both are numbers, or both single small letters`;
    throw failure("type", message, stopSpan);
  }
  const count = Math.max(0, Math.floor((to - from) / step + 1e-9) + 1);
  if (!isLetter) return { count, value: (index) => from + index * step };
  if (!Number.isInteger(step)) throw failure("type", `letters run in whole steps, and not by ${step}`, stepSpan);
  return { count, value: (index) => String.fromCharCode(97 + from + index * step) };
}

function letterIndex(text: string): number | null {
  return /^[a-z]$/.test(text) ? text.charCodeAt(0) - 97 : null;
}
