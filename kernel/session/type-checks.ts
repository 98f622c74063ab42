/**
 * Type errors of the cells that run. They are looked for while the cell runs, and shown below its output as a display
 * when it has ended; or, where the cell or the settings ask for it, before the run, which they then prevent.
 */
import type { TypeProblem } from "../language/index.ts";
import { type ErrorReport, shared } from "../ports.ts";
import { type EngineLink, questionDeadline } from "./engine-link.ts";
import type { LanguageLink } from "./language-link.ts";
import type { Parent, Session } from "./session.ts";

/** How long errors that are known wait for the end of their cell, ms. */
const patience = 1000;
/** Cells without a name of the front end's are a new one each time. */
const mostCells = 10_000;
/**
 * A cell that runs longer than `shortRun` ms is checked while it runs; others when no cell has begun for `quiet` ms, so
 * that none is waiting behind. The server's own start takes two cores for a third of a second.
 */
const whenLoaded = { shortRun: 30, quiet: 30 };
const beforeLoading = { shortRun: 300, quiet: 300 };

export interface CheckedCell {
  readonly run: number;
  readonly count: number;
  readonly code: string;
  readonly parent: Parent;
  /** The front end's own name of the cell, where it tells it. */
  readonly cellId: string | undefined;
  readonly silent: boolean;
  readonly mustCheck: boolean;
}

export class TypeChecks {
  readonly #session: Session;
  readonly #engine: EngineLink;
  readonly #language: LanguageLink;
  /** The newest run of each cell. */
  readonly #newest = new Map<string, number>();
  /** Counts the cells that have begun. */
  #begun = 0;
  /** What is shown, by cell. */
  readonly #shown = new Map<string, { readonly cell: CheckedCell; readonly problems: readonly TypeProblem[] }>();

  constructor(session: Session, engine: EngineLink, language: LanguageLink) {
    this.#session = session;
    this.#engine = engine;
    this.#language = language;
  }

  /** Whether the cell must be checked before it runs. */
  isWanted(cell: CheckedCell): boolean {
    if (cell.silent) return false;
    return cell.mustCheck || Atomics.load(this.#engine.memory, shared.strict) === 1;
  }

  /** Why the cell must not run, or null where it may. */
  async refusal(cell: CheckedCell): Promise<ErrorReport | null> {
    const problems = await this.#preview(cell).catch(() => null);
    if (problems === null) return report("the cell was not run: its types could not be checked", []);
    if (problems.length === 0) return null;
    const { problemsText } = await import("../language/index.ts");
    const count = problems.length === 1 ? "a type error" : `${problems.length} type errors`;
    return report(`the cell was not run: it has ${count}`, [problemsText(`In[${cell.count}]`, cell.code, problems)]);
  }

  async #preview(cell: CheckedCell): Promise<readonly TypeProblem[] | null> {
    const problems = await (await this.#language.load()).preview(cell);
    return problems && this.#withoutLiveNames(problems);
  }

  /** The cell runs: what it declares is for later cells, and its errors are shown when they are known. */
  started(cell: CheckedCell, ended: Promise<void>): void {
    this.#language.add(cell);
    this.#begun++;
    if (cell.silent || !this.#language.isOn) return;
    setBounded(this.#newest, nameOf(cell), cell.run);
    void this.#check(cell, ended).catch(() => {});
  }

  async #check(cell: CheckedCell, ended: Promise<void>): Promise<void> {
    await this.#withdraw(cell);
    // Nothing may slow down a cell: neither the first ones, behind which the server starts, nor those that follow one
    // another at once. Only one that takes its time is checked while it runs.
    const times = this.#language.isLoaded ? whenLoaded : beforeLoading;
    const isShort = await Promise.race([ended.then(() => true), pause(times.shortRun).then(() => false)]);
    if (isShort) await this.#quietFor(times.quiet);
    await new Promise((resolve) => setImmediate(resolve));
    const language = await this.#language.load();
    await this.#settle(language.declaredBy(cell.run));
    const found = await language.problems(cell.run);
    if (found === null || found.length === 0) return;
    const problems = await this.#withoutLiveNames(found);
    if (problems.length === 0) return;
    await Promise.race([ended, pause(patience)]);
    if (this.#newest.get(nameOf(cell)) === cell.run) await this.#show(cell, problems);
  }

  async #quietFor(ms: number): Promise<void> {
    for (let last = -1; last !== this.#begun; await pause(ms)) last = this.#begun;
  }

  /** Names that no cell declares may be there all the same: `globalThis.size = 5`. */
  async #withoutLiveNames(problems: readonly TypeProblem[]): Promise<readonly TypeProblem[]> {
    const unknown = problems.flatMap(({ unknownName }) => unknownName ?? []);
    if (unknown.length === 0) return problems;
    const question = { type: "globals", names: unknown } as const;
    const live = new Set(await this.#engine.ask<readonly string[]>(question, questionDeadline));
    return problems.filter(({ unknownName }) => unknownName === undefined || !live.has(unknownName));
  }

  async #show(cell: CheckedCell, problems: readonly TypeProblem[]): Promise<void> {
    const { problemsHtml, problemsText } = await import("../language/index.ts");
    const text = problemsText(`In[${cell.count}]`, cell.code, problems);
    const content = bundle(cell, { "text/plain": text, "text/html": problemsHtml(text) });
    const type = this.#shown.has(nameOf(cell)) ? "update_display_data" : "display_data";
    setBounded(this.#shown, nameOf(cell), { cell, problems });
    await this.#session.publish(type, cell.parent, content);
  }

  /** Functions may use names that a later cell declares: when it has, that is no error any more. */
  async #settle(declared: ReadonlySet<string>): Promise<void> {
    for (const { cell, problems } of [...this.#shown.values()]) {
      const left = problems.filter(({ unknownName }) => unknownName === undefined || !declared.has(unknownName));
      if (left.length === 0) await this.#withdraw(cell);
      else if (left.length < problems.length) await this.#show(cell, left);
    }
  }

  /** The errors of the cell's last run are no more, also where a front end did not clear its outputs. */
  async #withdraw(cell: CheckedCell): Promise<void> {
    const shown = this.#shown.get(nameOf(cell));
    if (shown === undefined) return;
    this.#shown.delete(nameOf(cell));
    const { parent } = shown.cell;
    await this.#session.publish("update_display_data", parent, bundle(cell, { "text/plain": "", "text/html": "" }));
  }
}

function bundle(cell: CheckedCell, data: Record<string, string>): Record<string, unknown> {
  return { data, metadata: {}, transient: { display_id: `reticle-types-${nameOf(cell)}` } };
}

function nameOf({ cellId, run }: CheckedCell): string {
  return cellId ?? `run-${run}`;
}

function setBounded<T>(map: Map<string, T>, name: string, value: T): void {
  map.set(name, value);
  if (map.size > mostCells) map.delete(map.keys().next().value ?? "");
}

function report(evalue: string, lines: string[]): ErrorReport {
  return { ename: "TypeCheckError", evalue, traceback: [`\u001b[31mTypeCheckError\u001b[39m: ${evalue}`, ...lines] };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
