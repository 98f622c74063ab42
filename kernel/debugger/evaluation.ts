/** Expressions of the user's, in a frame or in the global scope, each with a time limit. */
import type { Frame } from "./frames.ts";
import { door, firstLine, type Inspector, type RemoteObject } from "./inspector.ts";
import { DebugError } from "./protocol.ts";

/** ms, for what the user asks for; the stop button and the end of the debugging end it sooner (`Inspector.breakably`). */
const longest = 10_000;
/** ms, for what is asked as the pointer moves; nothing else ends it. */
const longestPure = 2_000;

export interface EvaluationOptions {
  readonly group: string;
  readonly frame?: Frame | null;
  /** What a tooltip or a watch asks for must not change anything. */
  readonly isPure?: boolean;
  readonly returnByValue?: boolean;
  readonly awaitPromise?: boolean;
}

/** Throws a DebugError where the expression does. */
export async function evaluate(
  inspector: Inspector,
  expression: string,
  options: EvaluationOptions,
): Promise<RemoteObject> {
  const first = await attempt(inspector, expression, options);
  if (first.exceptionDetails === undefined) return first.result;
  if (first.exceptionDetails.exception?.className === "SyntaxError") {
    const plain = await inspector.ask<string>("plain", expression).catch(() => null);
    const second = plain === null ? first : await attempt(inspector, plain, options);
    if (second.exceptionDetails === undefined) return second.result;
    if (plain !== null) throw new DebugError(firstLine(second.exceptionDetails));
  }
  throw new DebugError(firstLine(first.exceptionDetails));
}

async function attempt(inspector: Inspector, expression: string, options: EvaluationOptions) {
  const { group, frame, isPure, returnByValue, awaitPromise } = options;
  // An object literal is meant as one.
  const text = /^\s*\{[\s\S]*\}\s*$/.test(expression) ? `(${expression})` : expression;
  // Direct `eval` sees the frame, indirect `eval` the global scope.
  const evaluated = `${frame == null ? "(0, eval)" : "eval"}(${JSON.stringify(text)})`;
  const common = {
    expression: isPure === true ? text : `${door}.breakably(() => ${evaluated})`,
    objectGroup: group,
    silent: true,
    generatePreview: true,
    throwOnSideEffect: isPure === true,
    timeout: isPure === true ? longestPure : longest,
    ...(returnByValue === true && { returnByValue, generatePreview: false }),
  };
  if (frame != null) {
    const there = { ...common, callFrameId: frame.call.callFrameId };
    if (!isPure) return inspector.breakably(() => inspector.send("Debugger.evaluateOnCallFrame", there));
    await inspector.ask("settle", true);
    try {
      return await inspector.send("Debugger.evaluateOnCallFrame", there);
    } finally {
      await inspector.ask("settle", false);
    }
  }
  const evaluate = () => inspector.evaluate({ ...common, ...(awaitPromise && { awaitPromise }) });
  return isPure ? evaluate() : inspector.breakably(evaluate);
}

export const isName = (text: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);

/** The MIME bundle of a variable. While the code is paused no promise can settle. */
export async function bundleOf(inspector: Inspector, name: string, frame: Frame | null): Promise<object> {
  const expression = `${door}.bundle(${name}, ${frame === null})`;
  const options = { group: "reticle-bundle", frame, returnByValue: true, awaitPromise: frame === null };
  return ((await evaluate(inspector, expression, options)).value ?? {}) as object;
}
