/**
 * execute_request: one after another in each shell; what waits there behind a cell that failed is answered `aborted`
 * where that cell asked for it.
 */
import type { Outcome } from "../ports.ts";
import type { Message } from "../wire/index.ts";
import { type Deferred, deferred } from "./deferred.ts";
import { readDirectives } from "./directives.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Executions } from "./executions.ts";
import { errorContent, textField, textsField } from "./fields.ts";
import type { History } from "./history/history.ts";
import type { Runs } from "./runs.ts";
import type { Parent, Session } from "./session.ts";
import type { CheckedCell, TypeChecks } from "./type-checks.ts";

interface Request {
  readonly code: string;
  /** The front end's name of the cell (JupyterLab's). */
  readonly cellId: string | undefined;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly stopOnError: boolean;
  readonly userExpressions: Record<string, string>;
}

/** A request that is under way. */
interface Started {
  readonly run: number;
  readonly request: Request;
  readonly count: number;
  /** It has an execution count of its own, and a place in the history. */
  readonly counts: boolean;
  readonly ended: Promise<Outcome>;
  /** Settled when all that it shows has been sent. */
  readonly published: Deferred<void>;
}

/** What the shells of a kernel share. */
export interface ExecutorParts {
  readonly session: Session;
  readonly engine: EngineLink;
  readonly history: History;
  readonly runs: Runs;
  readonly executions: Executions;
  readonly checks: TypeChecks;
}

export class Executor {
  readonly #parts: ExecutorParts;
  readonly #queue: Message[] = [];
  #working = false;
  #closed = false;
  #begun: Deferred<void> | null = null;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
  }

  /** Takes a request; returns at once. */
  add(request: Message): void {
    if (this.#closed) return;
    this.#queue.push(request);
    if (!this.#working) void this.#work();
  }

  /** Resolves when the cell whose turn it is has been handed to the engine. */
  get begun(): Promise<void> | undefined {
    return this.#begun?.promise;
  }

  /** Nothing more is run. */
  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
  }

  /** Answers those that wait without running them. */
  async abortWaiting(): Promise<void> {
    for (const message of this.#queue.splice(0)) await this.#abort(message);
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const begun = deferred<void>();
      this.#begun = begun;
      try {
        const aborted = await this.#execute(next);
        for (const message of aborted) await this.#abort(message);
      } catch (error) {
        process.stderr.write(`reticle kernel: ${(error as Error).message}\n`);
      }
      begun.resolve();
    }
    this.#working = false;
  }

  /** Returns the requests that must not run because this one failed. */
  async #execute(message: Message): Promise<Message[]> {
    const { session, history, executions } = this.#parts;
    const { header } = message;
    let aborted: Message[] = [];
    let started: Started | null = null;
    let refused: unknown;
    try {
      // The engine works while the front end is told; what it answers is heard when that has been sent.
      started = this.#start(message);
    } catch (error) {
      refused = error;
    }
    session.running.add(header);
    await session.around(header, async () => {
      try {
        if (started === null) throw refused;
        const { request, count, counts, ended, published } = started;
        const input = { code: request.code, execution_count: count };
        const told = request.silent ? undefined : session.publish("execute_input", header, input);
        if (counts) history.add(count, request.code);
        const [outcome] = await Promise.all([ended, told]);
        // Before the reply: what a client sends when it has seen it is no longer meant.
        if (outcome.status === "error" && request.stopOnError) aborted = await this.#takeQueue();
        const shown = request.silent ? undefined : this.#publishOutcome(header, outcome, count);
        if (counts && outcome.status === "ok") history.addOutput(count, outcome.result?.data["text/plain"]);
        published.resolve();
        const { content, metadata } = replyOf(outcome, count);
        const replied = session.reply("shell", message, content, metadata);
        return shown === undefined ? [replied] : [shown, replied];
      } catch (error) {
        const failed = errorContent(error);
        const { ename, evalue, traceback } = failed;
        if (started !== null) executions.finish(started.run, { status: "error", error: { ename, evalue, traceback } });
        const content = { ...failed, execution_count: executions.count(false) };
        return [session.reply("shell", message, content, { status: "error" })];
      } finally {
        // Before idle is sent, so that it is not followed by a busy of this very request.
        session.running.delete(header);
      }
    });
    return aborted;
  }

  /** From here on it is under way: who stops it at once stops it. */
  #start(message: Message): Started {
    const { executions, runs, checks } = this.#parts;
    const request = read(message);
    const counts = request.storeHistory && !request.silent;
    const count = executions.count(counts);
    const run = runs.add(message, request.silent);
    const started = { run, request, count, counts, ended: executions.begin(run, count), published: deferred<void>() };
    const { code, mustCheck } = readDirectives(request.code);
    const { silent, cellId } = request;
    const cell: CheckedCell = { run, count, code, parent: message.header, cellId, silent, mustCheck };
    if (!checks.isWanted(cell)) this.#handOver(started, cell);
    else {
      this.#handOverWhenRight(started, cell).catch(({ name: ename, message: evalue }: Error) => {
        executions.finish(run, { status: "error", error: { ename, evalue, traceback: [] } });
      });
    }
    return started;
  }

  /** Unless its types forbid that or it was stopped while they were looked at. */
  async #handOverWhenRight(started: Started, cell: CheckedCell): Promise<void> {
    const { executions, checks } = this.#parts;
    const error = await checks.refusal(cell);
    if (!executions.isUnderWay(cell.run)) return;
    if (error !== null) executions.finish(cell.run, { status: "error", error });
    else this.#handOver(started, cell);
  }

  #handOver({ run, request, published }: Started, cell: CheckedCell): void {
    const { engine, executions, checks } = this.#parts;
    const { silent, userExpressions } = request;
    executions.onCode(run, request.code);
    engine.post({ type: "execute", run, code: request.code, count: cell.count, silent, userExpressions });
    this.#begun?.resolve();
    for (const heard of executions.onRun) heard(run);
    checks.started(cell, published.promise);
  }

  #publishOutcome(parent: Parent, outcome: Outcome, count: number): Promise<void> | undefined {
    const { session } = this.#parts;
    if (outcome.status === "error") return session.publish("error", parent, { ...outcome.error });
    if (outcome.result === undefined) return undefined;
    return session.publish("execute_result", parent, { execution_count: count, ...outcome.result });
  }

  async #takeQueue(): Promise<Message[]> {
    // What a client sent in one go may still be on its way through the socket.
    await new Promise((resolve) => setTimeout(resolve, 5));
    return this.#queue.splice(0);
  }

  #abort(message: Message): Promise<void> {
    const aborted = { status: "aborted" };
    const { session } = this.#parts;
    return session.around(message.header, async () => [session.reply("shell", message, aborted, aborted)]);
  }
}

function read(message: Message): Request {
  const { content } = message;
  const silent = content.silent === true;
  return {
    code: textField(content, "code"),
    cellId: typeof message.metadata.cellId === "string" ? message.metadata.cellId : undefined,
    silent,
    storeHistory: !silent && content.store_history !== false,
    // As in ipykernel: what a front end asks beside the cells never stops them.
    stopOnError: !silent && content.stop_on_error !== false,
    userExpressions: textsField(content, "user_expressions"),
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
