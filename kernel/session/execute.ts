/**
 * execute_request: one after another; what waits behind a cell that failed is answered `aborted` where that cell asked
 * for it.
 */
import type { FromEngine, Outcome } from "../ports.ts";
import type { Message } from "../wire/index.ts";
import { readDirectives } from "./directives.ts";
import type { EngineLink } from "./engine-link.ts";
import type { History } from "./history/history.ts";
import type { Runs } from "./runs.ts";
import type { Parent, Session } from "./session.ts";
import type { TypeChecks } from "./type-checks.ts";

interface Request {
  readonly code: string;
  /** The front end's name of the cell (JupyterLab's). */
  readonly cellId: string | undefined;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly stopOnError: boolean;
  readonly userExpressions: Record<string, string>;
}

export class Executor {
  readonly #session: Session;
  readonly #engine: EngineLink;
  readonly #history: History;
  readonly #checks: TypeChecks;
  readonly #queue: Message[] = [];
  readonly #runs: Runs;
  #working = false;
  #closed = false;
  #count = 0;
  /** Runs that were stopped, with their counts. */
  readonly stopped = new Map<number, number>();
  /** Called when a run has been handed to the engine. */
  onRun: (run: number) => void = () => {};
  /** The run under way, if any. */
  current: {
    readonly run: number;
    readonly done: Promise<void>;
    finish(outcome: Outcome): void;
  } | null = null;

  constructor(session: Session, engine: EngineLink, history: History, runs: Runs, checks: TypeChecks) {
    this.#session = session;
    this.#engine = engine;
    this.#history = history;
    this.#runs = runs;
    this.#checks = checks;
  }

  /** Takes a request; returns at once. */
  add(request: Message): void {
    if (this.#closed) return;
    this.#queue.push(request);
    if (!this.#working) void this.#work();
  }

  /** Nothing more is run. */
  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
  }

  heard(message: FromEngine & { type: "done" }): void {
    if (this.current?.run === message.run) this.current.finish(message.outcome);
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const aborted = await this.#execute(next, read(next));
      for (const message of aborted) await this.#abort(message);
    }
    this.#working = false;
  }

  /** Returns the requests that must not run because this one failed. */
  async #execute(message: Message, request: Request): Promise<Message[]> {
    const session = this.#session;
    let aborted: Message[] = [];
    session.running = message.header;
    await session.around(message.header, async () => {
      const counts = request.storeHistory && !request.silent;
      if (counts) this.#count++;
      const count = Math.max(this.#count, 1);
      if (counts) this.#history.add(count, request.code);
      if (!request.silent) {
        await session.publish("execute_input", message.header, { code: request.code, execution_count: count });
      }
      let publish = (): void => {};
      const published = new Promise<void>((resolve) => {
        publish = resolve;
      });
      const outcome = await this.#run(message, request, count, published);
      // Before the reply: what a client sends when it has seen it is no longer meant.
      if (outcome.status === "error" && request.stopOnError) aborted = await this.#takeQueue();
      if (!request.silent) await this.#publishOutcome(message.header, outcome, count);
      if (counts && outcome.status === "ok") this.#history.addOutput(count, outcome.result?.data["text/plain"]);
      publish();
      const { content, metadata } = replyOf(outcome, count);
      await session.reply("shell", message, content, metadata);
      // Set before idle is sent, so that it is not followed by a busy of this very request.
      session.running = null;
    });
    return aborted;
  }

  #run(message: Message, request: Request, count: number, published: Promise<void>): Promise<Outcome> {
    const run = this.#runs.add(message, request.silent);
    return new Promise((resolve) => {
      let end = (): void => {};
      const done = new Promise<void>((ended) => {
        end = ended;
      });
      const finish = (outcome: Outcome): void => {
        if (this.current?.run !== run) return;
        this.current = null;
        if (outcome.status === "error" && outcome.error.ename === "KeyboardInterrupt") this.stopped.set(run, count);
        end();
        resolve(outcome);
      };
      this.current = { run, done, finish };
      void this.#begin(run, message, request, count, published);
    });
  }

  /** Hands the cell to the engine, unless its types forbid that or it was stopped while they were looked at. */
  async #begin(
    run: number,
    message: Message,
    request: Request,
    count: number,
    published: Promise<void>,
  ): Promise<void> {
    const { code, mustCheck } = readDirectives(request.code);
    const { silent, cellId, userExpressions } = request;
    const cell = { run, count, code, parent: message.header, cellId, silent, mustCheck };
    if (this.#checks.isWanted(cell)) {
      const error = await this.#checks.refusal(cell);
      if (this.current?.run !== run) return;
      if (error !== null) return this.current.finish({ status: "error", error });
    }
    this.#engine.post({ type: "execute", run, code: request.code, count, silent, userExpressions });
    this.onRun(run);
    this.#checks.started(cell, published);
  }

  async #publishOutcome(parent: Parent, outcome: Outcome, count: number): Promise<void> {
    if (outcome.status === "error") await this.#session.publish("error", parent, { ...outcome.error });
    else if (outcome.result !== undefined) {
      await this.#session.publish("execute_result", parent, { execution_count: count, ...outcome.result });
    }
  }

  async #takeQueue(): Promise<Message[]> {
    // What a client sent in one go may still be on its way through the socket.
    await new Promise((resolve) => setTimeout(resolve, 5));
    return this.#queue.splice(0);
  }

  #abort(message: Message): Promise<void> {
    const aborted = { status: "aborted" };
    return this.#session.around(message.header, () => this.#session.reply("shell", message, aborted, aborted));
  }
}

function read(message: Message): Request {
  const content = message.content as Partial<Record<string, unknown>>;
  const silent = content.silent === true;
  return {
    code: String(content.code ?? ""),
    cellId: typeof message.metadata.cellId === "string" ? message.metadata.cellId : undefined,
    silent,
    storeHistory: !silent && content.store_history !== false,
    stopOnError: content.stop_on_error !== false,
    userExpressions: (content.user_expressions ?? {}) as Record<string, string>,
  };
}

function replyOf(
  outcome: Outcome,
  count: number,
): { content: Record<string, unknown>; metadata: Record<string, unknown> } {
  const base = { status: outcome.status, execution_count: count };
  const content =
    outcome.status === "ok"
      ? { ...base, user_expressions: outcome.userExpressions, payload: outcome.payload }
      : { ...base, ...outcome.error, user_expressions: {}, payload: [] };
  return { content, metadata: { status: outcome.status } };
}
