/** What a notebook asks of its language server: completion, inspection, and the type errors of cells that run. */
import { type CodeModule, CodeModules, draftName, moduleName, type NumberedCode } from "./code-modules.ts";
import {
  type Completion,
  type CompletionDetails,
  type CompletionItem,
  type Completions,
  choose,
  completionOf,
} from "./completion.ts";
import { CompletionMemo } from "./completion-memo.ts";
import { type Diagnostic, problemsOf, type TypeProblem } from "./diagnostics.ts";
import { askedAbout, withoutAlias } from "./hover.ts";
import { LocalFiles } from "./local-files.ts";
import { type CellNames, namesOf } from "./names.ts";
import { positionAt } from "./positions.ts";
import { LanguageServer } from "./server.ts";

/** A check that takes longer, ms, is given up, and the server with it. */
const checkDeadline = 60_000;
/** So many of the best completions are described, and no longer than so many ms. */
const mostDescribed = 40;
const describeDeadline = 200;

const prepareDeadline = 10_000;

export class Language {
  readonly #server: LanguageServer;
  readonly #modules = new CodeModules();
  readonly #files: LocalFiles;
  readonly #memo = new CompletionMemo();

  constructor(folder: string) {
    this.#server = new LanguageServer(folder);
    this.#files = new LocalFiles(folder);
  }

  /** Starts the server and lets it read the project. */
  async prepare(): Promise<void> {
    const code = "kernel.";
    await this.complete(code, code.length, prepareDeadline);
  }

  close(): void {
    this.#server.close();
  }

  /** A cell that runs: later cells see what it declares. */
  add(cell: NumberedCode): void {
    const names = readNames(cell.code);
    if (names === null) return;
    const module = this.#modules.make(cell, names);
    for (const dropped of this.#modules.add(cell, module, names)) this.#server.remove(moduleName(dropped.run));
    this.#server.write(moduleName(cell.run), module.text);
  }

  /** The names that a cell declares, if it is still needed by any other. */
  declaredBy(run: number): ReadonlySet<string> {
    return this.#modules.get(run)?.declared ?? new Set();
  }

  /** Type errors of a cell that was added; null where the server does not tell. */
  async problems(run: number): Promise<TypeProblem[] | null> {
    const module = this.#modules.get(run);
    return module === undefined ? [] : this.#problems(module);
  }

  /** Type errors of a cell that has not run. Syntax errors are none: they are the engine's. */
  async preview(cell: NumberedCode): Promise<TypeProblem[] | null> {
    const names = readNames(cell.code);
    if (names === null) return [];
    const module = this.#modules.make(cell, names);
    this.#server.write(moduleName(cell.run), module.text);
    const problems = await this.#problems(module);
    this.#server.remove(moduleName(cell.run));
    return problems;
  }

  async #problems(module: CodeModule): Promise<TypeProblem[] | null> {
    this.#lookAtFiles(module.code);
    const textDocument = { uri: this.#server.uri(moduleName(module.run)) };
    type Report = { items?: Diagnostic[] };
    const ask = () => this.#server.request<Report>("textDocument/diagnostic", { textDocument }, checkDeadline);
    const began = performance.now();
    let report = await ask();
    // A server that died on the way is replaced once; one that is silent is ended.
    if (report === null && performance.now() - began >= checkDeadline) this.#server.giveUp();
    else if (report === null && !this.#server.isRunning) report = await ask();
    return report === null ? null : problemsOf(module, report.items ?? []);
  }

  /** Null where the server has no answer within `deadline` ms. Cursors are UTF-16 offsets. */
  async complete(code: string, cursor: number, deadline: number): Promise<Completions | null> {
    const { text, start } = this.#draft(code);
    const at = start + cursor;
    const { epoch } = this.#server;
    let list = this.#memo.find(epoch, text, at);
    if (list === null) {
      const params = { textDocument: { uri: this.#server.uri(draftName) }, position: positionAt(text, at) };
      type Answer = { items: CompletionItem[] } | CompletionItem[];
      const answer = await this.#server.request<Answer>("textDocument/completion", params, deadline);
      if (answer === null) return null;
      list = this.#memo.keep(epoch, text, at, Array.isArray(answer) ? answer : answer.items);
    }
    const { details } = list;
    const chosen = choose(text, at, list.items);
    const best = chosen.items.slice(0, mostDescribed);
    await Promise.all(best.filter((item) => !details.has(item)).map((item) => this.#describe(item, details)));
    const matches = chosen.items.map((item) => completionOf(item, details.get(item)));
    return { ...chosen, start: chosen.start - start, end: chosen.end - start, matches: unique(matches) };
  }

  async #describe(item: CompletionItem, details: Map<CompletionItem, CompletionDetails>): Promise<void> {
    const more = await this.#server.request<CompletionDetails>("completionItem/resolve", item, describeDeadline);
    // An answer that came too late may come in time for the next letter.
    if (more !== null) details.set(item, more);
  }

  /** Markdown, or null where there is nothing to be said. */
  async hover(code: string, cursor: number, deadline: number): Promise<string | null> {
    const at = askedAbout(code, cursor);
    if (at === null) return null;
    const { text, start } = this.#draft(code);
    const params = { textDocument: { uri: this.#server.uri(draftName) }, position: positionAt(text, start + at) };
    type Answer = { contents?: { value?: string } | string };
    const answer = await this.#server.request<Answer>("textDocument/hover", params, deadline);
    const contents = answer?.contents;
    const markdown = typeof contents === "string" ? contents : contents?.value;
    return markdown === undefined ? null : withoutAlias(markdown);
  }

  #draft(code: string): { readonly text: string; readonly start: number } {
    const draft = this.#modules.draft(code);
    this.#server.write(draftName, draft.text, true);
    this.#lookAtFiles(code);
    return draft;
  }

  #lookAtFiles(code: string): void {
    this.#files.note(code);
    this.#server.changed(this.#files.changes());
  }
}

/** Null for what is not TypeScript: its errors are the engine's to report. */
function readNames(code: string): CellNames | null {
  try {
    return namesOf(code);
  } catch {
    return null;
  }
}

function unique(matches: readonly Completion[]): Completion[] {
  return [...new Map(matches.map((match) => [match.text, match])).values()];
}
