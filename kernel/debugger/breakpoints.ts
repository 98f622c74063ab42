/**
 * Breakpoints by path, as front ends set them, bound in every script of that path: now where it is there, and when V8
 * is about to run it where it comes later.
 */
import type { Inspector } from "./inspector.ts";
import { DebugError, type Source, type SourceBreakpoint, shown } from "./protocol.ts";
import { type Place, placeAt, type Script, type Scripts } from "./scripts.ts";

/** What the front end is told of a breakpoint. */
export interface BreakpointState {
  readonly id: number;
  readonly verified: boolean;
  readonly line: number;
  readonly column?: number;
  readonly source: Source;
  readonly message?: string;
}

interface Breakpoint {
  readonly asked: SourceBreakpoint;
  state: BreakpointState;
  hits: number;
}

const notThereYet = "the code has not been loaded yet";
const noPlace = "no line from here on can break";

export class Breakpoints {
  readonly #inspector: Inspector;
  readonly #scripts: Scripts;
  readonly #codeAt: (path: string) => string | null;
  readonly #byPath = new Map<string, Breakpoint[]>();
  /** V8's breakpoints: which of ours each one stands for. Two of ours may have moved to one place. */
  readonly #bound = new Map<string, { readonly path: string; readonly breakpoints: Breakpoint[] }>();
  #count = 0;
  /** Called when a breakpoint was found to be elsewhere than was said. */
  onChange: (state: BreakpointState) => void = () => {};

  /** `codeAt` gives the text of a cell that has not run. */
  constructor(inspector: Inspector, scripts: Scripts, codeAt: (path: string) => string | null) {
    this.#inspector = inspector;
    this.#scripts = scripts;
    this.#codeAt = codeAt;
  }

  /** Takes the place of all breakpoints of this path. */
  async set(source: Source, asked: readonly SourceBreakpoint[]): Promise<readonly BreakpointState[]> {
    const { path } = source;
    await this.#unbind(path);
    const breakpoints = asked.map((one) => {
      const state = { id: ++this.#count, verified: false, line: one.line, source, message: notThereYet };
      return { asked: one, state, hits: 0 };
    });
    if (breakpoints.length === 0) this.#byPath.delete(path);
    else this.#byPath.set(path, breakpoints);
    const scripts = this.#scripts.at(path);
    for (const script of scripts) await this.#bind(script, breakpoints);
    if (scripts.length === 0) await this.#foresee(path, breakpoints);
    return breakpoints.map(({ state }) => state);
  }

  /** V8 is about to run this script. */
  async bind(script: Script): Promise<void> {
    const breakpoints = this.#byPath.get(script.path) ?? [];
    const before = breakpoints.map(({ state }) => state);
    await this.#bind(script, breakpoints);
    breakpoints.forEach(({ state }, i) => {
      if (state.line !== before[i].line || state.verified !== before[i].verified) this.onChange(state);
    });
  }

  /** Whose V8's breakpoints are, but those whose condition on the number of hits says no. */
  hit(ids: readonly string[]): readonly BreakpointState[] {
    const hit = ids.flatMap((id) => this.#bound.get(id)?.breakpoints ?? []);
    for (const breakpoint of hit) breakpoint.hits++;
    return hit.filter(({ asked, hits }) => isDue(asked.hitCondition, hits)).map(({ state }) => state);
  }

  has(ids: readonly string[]): boolean {
    return ids.some((id) => this.#bound.has(id));
  }

  all(): readonly { readonly source: string; readonly breakpoints: readonly BreakpointState[] }[] {
    return [...this.#byPath].map(([source, breakpoints]) => ({
      source,
      breakpoints: breakpoints.map(({ state }) => state),
    }));
  }

  async #bind(script: Script, breakpoints: readonly Breakpoint[]): Promise<void> {
    if (breakpoints.length === 0) return;
    const places = await script.places();
    const ids = new Map<string, string>();
    for (const breakpoint of breakpoints) {
      const place = this.#settle(breakpoint, places);
      if (place === null) continue;
      const { original } = place;
      // One place of the user's text may be several of the generated code's (`finally`).
      const same = places.filter(
        (other) => other.original?.line === original?.line && other.original?.column === original?.column,
      );
      for (const { line, column } of same) {
        const key = `${line}:${column}`;
        const id = ids.get(key);
        if (id !== undefined) this.#bound.get(id)?.breakpoints.push(breakpoint);
        else ids.set(key, await this.#bindAt(script, line, column, breakpoint));
      }
    }
  }

  async #bindAt(script: Script, lineNumber: number, columnNumber: number, breakpoint: Breakpoint): Promise<string> {
    const location = { scriptId: script.id, lineNumber, columnNumber };
    const condition = conditionOf(breakpoint.asked);
    const { breakpointId } = await this.#inspector.send("Debugger.setBreakpoint", { location, condition });
    this.#bound.set(breakpointId, { path: script.path, breakpoints: [breakpoint] });
    return breakpointId;
  }

  /** Says where the breakpoint really is. */
  #settle(breakpoint: Breakpoint, places: readonly Place[]): Place | null {
    const { asked, state } = breakpoint;
    const place = placeAt(places, asked.line, asked.column);
    const { id, source } = state;
    breakpoint.state =
      place?.original == null
        ? { id, source, verified: false, line: asked.line, message: noPlace }
        : { id, source, verified: true, ...place.original };
    return place;
  }

  /** Before a cell runs: compiled, it tells already where it can stop. */
  async #foresee(path: string, breakpoints: readonly Breakpoint[]): Promise<void> {
    const code = this.#codeAt(path);
    if (code === null || breakpoints.length === 0) return;
    try {
      const places = await this.#scripts.draft(code);
      for (const breakpoint of breakpoints) this.#settle(breakpoint, places);
    } catch (error) {
      for (const breakpoint of breakpoints) {
        breakpoint.state = { ...breakpoint.state, message: (error as Error).message };
      }
    }
  }

  async #unbind(path: string): Promise<void> {
    for (const [breakpointId, bound] of [...this.#bound]) {
      if (bound.path !== path) continue;
      this.#bound.delete(breakpointId);
      await this.#inspector.send("Debugger.removeBreakpoint", { breakpointId });
    }
  }
}

/** Reads one of `setBreakpoints`' breakpoints. */
export function readBreakpoint(given: unknown): SourceBreakpoint {
  const { line, column, condition, hitCondition, logMessage } = (given ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(line) || (line as number) < 0)
    throw new DebugError(`setBreakpoints: line is ${shown(line)}; it must be a whole number`);
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const hits = text(hitCondition);
  if (hits !== undefined && !hitPattern.test(hits))
    throw new DebugError(`setBreakpoints: hitCondition is ${shown(hits)}; it must be like 5, > 5, >= 5, == 5 or % 5`);
  return {
    line: line as number,
    ...(Number.isSafeInteger(column) && { column: column as number }),
    condition: text(condition),
    hitCondition: hits,
    logMessage: text(logMessage),
  };
}

/** A plain number means: from that hit on, as in debugpy. */
const hitPattern = /^\s*(>=|>|==?|<=|<|%)?\s*(\d+)\s*$/;

function isDue(hitCondition: string | undefined, hits: number): boolean {
  if (hitCondition === undefined) return true;
  const [, operator = ">=", digits = "0"] = hitPattern.exec(hitCondition) ?? [];
  const wanted = Number(digits);
  switch (operator) {
    case ">":
      return hits > wanted;
    case "<":
      return hits < wanted;
    case "<=":
      return hits <= wanted;
    case "=":
    case "==":
      return hits === wanted;
    case "%":
      return wanted > 0 && hits % wanted === 0;
    default:
      return hits >= wanted;
  }
}

/** A message with `{expressions}` is printed and does not stop. */
function conditionOf({ condition, logMessage }: SourceBreakpoint): string | undefined {
  if (logMessage === undefined) return condition;
  const parts = logMessage.split(/\{([^{}]*)\}/);
  const texts = parts.map((part, i) => (i % 2 === 0 ? JSON.stringify(part) : `String(${part})`));
  const print = `(console.log(${texts.join(" + ")}), false)`;
  return condition === undefined ? print : `(${condition}) && ${print}`;
}
