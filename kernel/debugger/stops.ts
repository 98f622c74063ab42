/**
 * Where V8 stops and how it goes on. It stops more often than the user should see: before every script of theirs, so
 * that breakpoints can be bound; at steps that end in code that is not theirs; at breakpoints whose count says no.
 */
import type { BreakpointState, Breakpoints } from "./breakpoints.ts";
import { type Frame, framesOf, isBody, isGuarded, stopGroup } from "./frames.ts";
import type { CallFrame, Inspector, Paused, RemoteObject } from "./inspector.ts";
import type { Place, Scripts } from "./scripts.ts";
import type { Variables } from "./variables.ts";

export type Step = "stepOver" | "stepInto" | "stepOut";
export type ExceptionFilter = "raised" | "uncaught";

export interface Stop {
  readonly reason: "breakpoint" | "step" | "exception" | "pause";
  readonly frames: readonly Frame[];
  /** What was thrown. */
  readonly thrown: RemoteObject | null;
  readonly breakpoints: readonly BreakpointState[];
}

/** A step that keeps ending in code of nobody's is given up. */
const mostSteps = 200;
/** So many calls of one statement are passed by. */
const mostCalls = 50;

interface Parts {
  readonly inspector: Inspector;
  readonly scripts: Scripts;
  readonly breakpoints: Breakpoints;
  readonly variables: Variables;
  /** The cell that runs now. */
  readonly currentRun: () => number | null;
  /** Does one change of breakpoints after another. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
}

export class Stops {
  readonly #parts: Parts;
  readonly #filters = new Set<ExceptionFilter>();
  /** Where the user sees the code stopped. */
  current: Stop | null = null;
  /** V8 is paused, for the user or for us. */
  isPaused = false;
  #step: { readonly kind: Step; readonly run: number | null; readonly from: Frame | null; count: number } | null = null;
  #wantsPause = false;
  onStop: (stop: Stop) => void = () => {};
  onContinue: () => void = () => {};

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.inspector.on("Debugger.paused", (paused) => {
      this.isPaused = true;
      parts.inspector.frame = paused.callFrames[0]?.callFrameId ?? null;
      // Whatever goes wrong here, the user's code must not stay paused without anybody knowing.
      this.#paused(paused).catch(() => this.#goOn());
    });
    parts.inspector.on("Debugger.resumed", () => this.hasResumed());
  }

  async setExceptionFilters(filters: readonly ExceptionFilter[]): Promise<void> {
    this.#filters.clear();
    for (const filter of filters) this.#filters.add(filter);
    const state = filters.length === 0 ? "none" : "all";
    await this.#parts.inspector.ask("pauseAtErrors", state === "all");
    await this.#parts.inspector.send("Debugger.setPauseOnExceptions", { state });
  }

  async continue(): Promise<void> {
    this.#step = null;
    await this.#parts.inspector.send("Debugger.resume");
  }

  async step(kind: Step): Promise<void> {
    this.#step = { kind, run: this.#parts.currentRun(), from: this.current?.frames[0] ?? null, count: 0 };
    await this.#parts.inspector.send(`Debugger.${kind}`);
  }

  async pause(): Promise<void> {
    this.#wantsPause = true;
    await this.#parts.inspector.send("Debugger.pause");
  }

  /** Lets the code go on, to its end where it is to be stopped. */
  async release(isEnd: boolean): Promise<void> {
    this.#step = null;
    this.#wantsPause = false;
    if (this.isPaused) await this.#goOn(isEnd);
  }

  async #paused(paused: Paused): Promise<void> {
    const before = scriptToRun(paused);
    if (before !== null) {
      const script = this.#parts.scripts.get(before);
      if (script !== null) await this.#parts.inTurn(() => this.#parts.breakpoints.bind(script));
      if (paused.reason === "instrumentation") return this.#goOn();
    }
    const stop = await this.#stopAt(paused);
    if (stop === null || !this.isPaused) return;
    this.#step = null;
    this.#wantsPause = false;
    // What was printed so far may still lie in the engine.
    await this.#parts.inspector.ask("flush");
    if (!this.isPaused) return;
    this.current = stop;
    this.onStop(stop);
  }

  /** Null where the user is not to see it; the code then goes on already. */
  async #stopAt({ callFrames, reason, data, hitBreakpoints = [] }: Paused): Promise<Stop | null> {
    const frames = await framesOf(callFrames, this.#parts.scripts);
    const make = (why: Stop["reason"], breakpoints: readonly BreakpointState[] = []): Stop => {
      const thrown = why === "exception" ? ((data ?? null) as RemoteObject | null) : null;
      return { reason: why, frames, thrown, breakpoints };
    };
    if (reason === "exception" || reason === "promiseRejection") {
      return (await this.#isWanted(frames)) ? make("exception") : this.#passOver();
    }
    const hit = this.#parts.breakpoints.hit(hitBreakpoints);
    if (hit.length > 0) return make("breakpoint", hit);
    const top = callFrames[0];
    const isHere = frames.length > 0 && frames[0].call === top;
    if (isHere && (await this.#isOfType("debuggerStatement", top))) return make("breakpoint");
    if (this.#step !== null && this.#step.run === this.#parts.currentRun()) {
      return isHere && !(await this.#isWithin(frames[0])) ? make("step") : this.#stepOn(top, frames);
    }
    if (this.#wantsPause && frames.length > 0) return make("pause");
    return this.#passOver();
  }

  async #isWanted(frames: readonly Frame[]): Promise<boolean> {
    if (frames.length === 0) return false;
    if (this.#filters.has("raised")) return true;
    if (!this.#filters.has("uncaught")) return false;
    // V8 takes every error of a cell for caught, for the kernel catches it.
    for (const frame of frames) if (await isGuarded(frame)) return false;
    return true;
  }

  /**
   * A step into a call that is not the user's ends at the next call of the same statement, and one over an `await` at
   * the call that was put around it.
   */
  async #isWithin(frame: Frame): Promise<boolean> {
    const { kind, from, count } = this.#step ?? {};
    if (kind === undefined || kind === "stepOut" || from == null || (count ?? 0) >= mostCalls) return false;
    const isSameColumn = kind === "stepInto" || from.at.column === frame.at.column;
    const isSame = from.script === frame.script && from.at.line === frame.at.line && isSameColumn;
    const { functionLocation: here } = frame.call;
    const { functionLocation: there } = from.call;
    const isSameFunction = here?.lineNumber === there?.lineNumber && here?.columnNumber === there?.columnNumber;
    return isSame && isSameFunction && (await this.#isOfType("call", frame.call));
  }

  async #isOfType(wanted: Place["type"], { location }: CallFrame): Promise<boolean> {
    const places = (await this.#parts.scripts.get(location.scriptId)?.places()) ?? [];
    const { lineNumber, columnNumber = 0 } = location;
    return places.some(({ type, line, column }) => type === wanted && line === lineNumber && column === columnNumber);
  }

  /** The step has ended in code that is not the user's, or that we put into theirs. */
  async #stepOn(top: CallFrame, frames: readonly Frame[]): Promise<null> {
    const step = this.#step;
    const script = this.#parts.scripts.get(top.location.scriptId);
    const isOver = script?.run != null && isBody(top) && (await this.#isOfType("return", top));
    // The end of the cell: V8 would stop in whatever runs next.
    if (step === null || isOver || ++step.count > mostSteps || (script === null && frames.length === 0)) {
      this.#step = isOver ? null : this.#step;
      await this.#goOn();
    } else await this.#parts.inspector.send(`Debugger.${script === null ? "stepOut" : step.kind}`);
    return null;
  }

  async #passOver(): Promise<null> {
    await this.#goOn();
    return null;
  }

  async #goOn(terminateOnResume = false): Promise<void> {
    // It may have gone on meanwhile.
    await this.#parts.inspector.send("Debugger.resume", terminateOnResume ? { terminateOnResume } : {}).catch(() => {});
  }

  hasResumed(): void {
    this.isPaused = false;
    this.#parts.inspector.frame = null;
    if (this.current === null) return;
    this.current = null;
    // Answers of the inspector do not matter any more: it may be closed already.
    this.#parts.variables.drop(stopGroup).catch(() => {});
    this.onContinue();
  }
}

/** The id of the script that V8 is about to run, where that is why it stops. */
function scriptToRun({ reason, data }: Paused): string | null {
  const given = (data ?? {}) as { scriptId?: string; reasons?: { reason: string; auxData?: { scriptId?: string } }[] };
  if (reason === "instrumentation") return given.scriptId ?? null;
  return given.reasons?.find((one) => one.reason === "instrumentation")?.auxData?.scriptId ?? null;
}
