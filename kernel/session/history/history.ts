/**
 * history_request. Inputs are gathered and written a moment later, so that no cell waits for a disk; whatever goes wrong
 * there is said once, and history then lives in memory.
 */
import type { JsonObject } from "../../wire/index.ts";
import { integerField, RequestError, textField } from "../fields.ts";
import { memoryStore } from "./memory.ts";
import { openHistory } from "./open.ts";
import { type Entry, type HistoryStore, longestInput, mostEntries } from "./store.ts";

/** How long inputs are gathered, ms. */
const delay = 200;
/** Results of this session, for requests that ask for them. */
const mostOutputs = 1000;
const longestOutput = 10_000;
/** As IPython, where a request for the newest inputs does not say how many. */
const usualTail = 10;

export class History {
  /** Inputs of this session, should the file fail. */
  readonly #own: [line: number, input: string][] = [];
  readonly #unwritten: [line: number, input: string][] = [];
  readonly #outputs = new Map<number, string>();
  #store: HistoryStore | null = null;
  #opening: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;

  add(line: number, input: string): void {
    if (input.length > longestInput) return;
    this.#own.push([line, input]);
    this.#own.splice(0, Math.max(0, this.#own.length - mostEntries));
    this.#unwritten.push([line, input]);
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.#ready().then(() => this.#flush());
    }, delay);
  }

  /** What the cell showed as its result. */
  addOutput(line: number, output: unknown): void {
    if (typeof output !== "string") return;
    this.#outputs.set(line, output.length > longestOutput ? `${output.slice(0, longestOutput)}…` : output);
    if (this.#outputs.size > mostOutputs) this.#outputs.delete(this.#outputs.keys().next().value ?? 0);
  }

  async answer(request: JsonObject): Promise<JsonObject> {
    await this.#ready();
    this.#flush();
    const found = this.#asked((store) => select(store, request));
    const history = request.output === true ? found.map((entry) => this.#withOutput(entry)) : found;
    return { status: "ok", history };
  }

  #flush(): void {
    if (this.#store === null || this.#unwritten.length === 0) return;
    const inputs = this.#unwritten.splice(0);
    try {
      this.#store.add(inputs);
    } catch (error) {
      this.#fallBack(error);
    }
  }

  /** Writes what is not yet written; nothing is kept any more. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#unwritten.length > 0) await this.#ready();
    this.#flush();
    this.#store?.close();
    this.#store = null;
  }

  #ready(): Promise<void> {
    this.#opening ??= openHistory().then(
      (store) => {
        this.#store = store;
      },
      (error) => this.#fallBack(error),
    );
    return this.#opening;
  }

  #fallBack(error: unknown): void {
    const why = (error as Error).message;
    process.stderr.write(`reticle kernel: history is kept in memory only: ${why}\n`);
    const session = this.#store?.session;
    this.#store = memoryStore(session);
    this.#store.add(this.#own);
    this.#unwritten.length = 0;
  }

  #asked(question: (store: HistoryStore) => Entry[]): Entry[] {
    try {
      return this.#store === null ? [] : question(this.#store);
    } catch (error) {
      if (error instanceof RequestError) throw error;
      this.#fallBack(error);
      return this.#store === null ? [] : question(this.#store);
    }
  }

  #withOutput([session, line, input]: Entry): unknown {
    const output = session === this.#store?.session ? (this.#outputs.get(line) ?? null) : null;
    return [session, line, [input, output]];
  }
}

function select(store: HistoryStore, request: JsonObject): Entry[] {
  const most = integerField(request, "n");
  switch (request.hist_access_type) {
    case "range": {
      const session = integerField(request, "session") ?? 0;
      // 0 is this session, and negative numbers count back from it.
      const absolute = session <= 0 ? store.session + session : session;
      return store.range(
        absolute,
        integerField(request, "start") ?? 0,
        integerField(request, "stop") || Number.POSITIVE_INFINITY,
      );
    }
    case "search": {
      const glob = request.pattern == null ? "*" : textField(request, "pattern");
      return store.search(glob, Math.max(0, most ?? mostEntries), request.unique === true);
    }
    case "tail":
    case undefined:
      return store.tail(Math.max(0, most ?? usualTail));
    default:
      throw new RequestError(
        `hist_access_type is ${JSON.stringify(request.hist_access_type)}, not tail, range or search`,
      );
  }
}
