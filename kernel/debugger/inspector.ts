/**
 * The inspector session that debugs the main thread. It is connected while a front end wants it, for V8 keeps code in
 * a slower form while breakpoints are possible, and the process cannot end while a session is attached.
 */
import { type Debugger, type Runtime, Session } from "node:inspector";
import { debugDoorKey } from "../ports.ts";

export type RemoteObject = Runtime.RemoteObject;
export type CallFrame = Debugger.CallFrame;
export type Paused = Debugger.PausedEventDataType;

/** What of V8's protocol is used here: parameters and answer of each command. */
interface Commands {
  "Debugger.enable": [object, object];
  "Debugger.resume": [{ terminateOnResume?: boolean }, object];
  "Debugger.pause": [object, object];
  "Debugger.stepOver": [object, object];
  "Debugger.stepInto": [object, object];
  "Debugger.stepOut": [object, object];
  "Debugger.setBlackboxPatterns": [Debugger.SetBlackboxPatternsParameterType, object];
  "Debugger.setInstrumentationBreakpoint": [{ instrumentation: string }, { breakpointId: string }];
  "Debugger.setPauseOnExceptions": [{ state: "all" | "none" }, object];
  "Debugger.setBreakpoint": [Debugger.SetBreakpointParameterType, Debugger.SetBreakpointReturnType];
  "Debugger.removeBreakpoint": [{ breakpointId: string }, object];
  "Debugger.getPossibleBreakpoints": [
    Debugger.GetPossibleBreakpointsParameterType,
    Debugger.GetPossibleBreakpointsReturnType,
  ];
  "Debugger.getScriptSource": [{ scriptId: string }, Debugger.GetScriptSourceReturnType];
  "Debugger.evaluateOnCallFrame": [
    Debugger.EvaluateOnCallFrameParameterType & { timeout?: number },
    Debugger.EvaluateOnCallFrameReturnType,
  ];
  "Debugger.setVariableValue": [Debugger.SetVariableValueParameterType, object];
  "Runtime.evaluate": [
    Runtime.EvaluateParameterType & { timeout?: number; disableBreaks?: boolean; throwOnSideEffect?: boolean },
    Runtime.EvaluateReturnType,
  ];
  "Runtime.callFunctionOn": [Runtime.CallFunctionOnParameterType, Runtime.CallFunctionOnReturnType];
  "Runtime.getProperties": [Runtime.GetPropertiesParameterType, Runtime.GetPropertiesReturnType];
  "Runtime.releaseObjectGroup": [{ objectGroup: string }, object];
}

export interface Evaluation {
  readonly expression: string;
  readonly objectGroup: string;
  /** ms */
  readonly timeout: number;
  readonly silent: boolean;
  readonly generatePreview?: boolean;
  readonly returnByValue?: boolean;
  readonly throwOnSideEffect?: boolean;
  readonly awaitPromise?: boolean;
}

interface Events {
  "Debugger.scriptParsed": Debugger.ScriptParsedEventDataType;
  "Debugger.paused": Paused;
  "Debugger.resumed": object;
}

/**
 * JavaScript for the object that the engine offers (`engine/debug-door.ts`), in any frame: `this` may be anything there,
 * and `globalThis` a name that a cell has taken.
 */
export const door = `(() => {}).constructor("return this")()[${JSON.stringify(debugDoorKey)}]`;

/** How long an evaluation may go on after the code was told to go on, ms. */
const patience = 300;

export class Inspector {
  readonly #session = new Session();
  /** The innermost frame while V8 is paused. */
  frame: string | null = null;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #evaluations = new Set<Promise<unknown>>();

  constructor() {
    this.#session.connectToMainThread();
  }

  on<E extends keyof Events>(event: E, heard: (parameters: Events[E]) => void): void {
    this.#session.on(event as string, ({ params }: { params: Events[E] }) => heard(params));
  }

  send<C extends keyof Commands>(command: C, parameters: Commands[C][0] = {}): Promise<Commands[C][1]> {
    return new Promise((resolve, reject) => {
      const settle = (error: Error | null, answer?: object): void => {
        this.#waiting.delete(reject);
        if (error === null) resolve(answer as Commands[C][1]);
        else reject(new Error(error.message));
      };
      this.#waiting.add(reject);
      this.#session.post(command, parameters, settle);
    });
  }

  /** Calls a function of the engine's door; the arguments and the answer are JSON. */
  async ask<T>(name: string, ...args: unknown[]): Promise<T> {
    const expression = `${door}.${name}(${args.map((arg) => JSON.stringify(arg)).join(", ")})`;
    const answer = await this.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      silent: true,
      disableBreaks: true,
    });
    if (answer.exceptionDetails !== undefined) throw new Error(firstLine(answer.exceptionDetails));
    return answer.result.value as T;
  }

  /**
   * Evaluates in the global scope, within a time limit. While V8 is paused its limit holds in a frame only (an
   * evaluation without one never comes back), so there the expression is given to `eval`.
   */
  evaluate({ expression, ...options }: Evaluation): Promise<Runtime.EvaluateReturnType> {
    if (this.frame === null) return this.send("Runtime.evaluate", { ...options, expression, disableBreaks: true });
    const { awaitPromise: _, ...known } = options;
    const inGlobalScope = `(0, eval)(${JSON.stringify(expression)})`;
    const request = { ...known, callFrameId: this.frame, expression: inGlobalScope };
    return this.send("Debugger.evaluateOnCallFrame", request);
  }

  /** Work of `evaluate` that SIGINT ends: while V8 evaluates it hears nothing else. */
  async breakably<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.#evaluations.add(running);
    try {
      return await running;
    } finally {
      this.#evaluations.delete(running);
    }
  }

  /** Resolves when no such work is under way. What does not end at once is ended; on Windows no one can send SIGINT. */
  async endEvaluations(): Promise<void> {
    while (this.#evaluations.size > 0) {
      const ended = Promise.allSettled(this.#evaluations).then(() => true);
      const soon = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patience));
      if (await Promise.race([ended, soon])) continue;
      if (process.platform !== "win32") process.kill(process.pid, "SIGINT");
    }
  }

  /** Must come before the process ends. */
  close(): void {
    this.#session.disconnect();
    for (const reject of this.#waiting) reject(new Error("the debugger was disconnected"));
    this.#waiting.clear();
  }
}

/** What an exception says of itself. */
export function firstLine({ exception, text }: Runtime.ExceptionDetails): string {
  return (exception?.description ?? String(exception?.value ?? text)).split("\n")[0];
}
