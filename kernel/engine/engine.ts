/**
 * The main thread: runs cells as the session asks; while one awaits, a subshell's may run.
 *
 * A run can end in three ways that race each other: its code returns or throws, it is terminated, it is abandoned by an
 * interrupt while it awaits. The first one ends it; the others find it ended. Any of our own lines may in principle be
 * cut short by a termination, so an end is marked only after it was sent, and the session asks again.
 */
import { types } from "node:util";
import type { MessagePort } from "node:worker_threads";
import { bundleOf, Displays, inspectValue, isDisplayHandle } from "../display/index.ts";
import { type ErrorReport, type FromEngine, type Outcome, type Question, shared, type ToEngine } from "../ports.ts";
import { giveNamesBack } from "./borrowed-names.ts";
import { cellContext } from "./cell-context.ts";
import { ChildOutput } from "./child-output.ts";
import { Comms } from "./comms.ts";
import { type CellContext, type CellName, type CompiledCell, compileCell, rehearse } from "./compile.ts";
import { completeAt } from "./complete.ts";
import { completeKeyAt } from "./complete-keys.ts";
import { openDebugDoor } from "./debug-door.ts";
import { defineForUser, userScope } from "./globals.ts";
import { Guard } from "./guard.ts";
import { installHost } from "./host.ts";
import { healImmediates, recoverImmediates, startImmediate } from "./immediates.ts";
import { inspectAt } from "./inspect.ts";
import { leaver } from "./leave.ts";
import { keepListener, keepListeners, surviveListeners, tellOthers } from "./listeners.ts";
import { magicHost } from "./magic-host.ts";
import { type ModuleHooks, mayImport, moduleHooks } from "./modules/install.ts";
import { Outlet } from "./outlet.ts";
import { giveBack, withOwnGlobals } from "./own-globals.ts";
import { awaitPlace, syntaxPlace, thrownFrom } from "./places.ts";
import { rehearsals, rehearsed, transpiled } from "./rehearsal.ts";
import { interrupted, type Run } from "./run.ts";
import { type Place, Sources } from "./sources.ts";
import { Stdin } from "./stdin.ts";
import { captureStreams } from "./streams.ts";
import { followTimers } from "./timers.ts";
import { ownFolder, Tracebacks } from "./traceback.ts";
import { cellUrl } from "./urls.ts";
import { answerExpressions } from "./user-expressions.ts";
import { UserNames } from "./user-names.ts";
import { leaveDeletedFolder } from "./working-folder.ts";

// Cells may replace them.
const { apply } = Reflect;
const { load, store } = Atomics;
const { then } = Promise.prototype;
const later = setTimeout;

/** What nothing of the user's is called for, is shown as it is: a look at all that cells may have replaced takes longer. */
function shown(value: unknown): ReturnType<typeof bundleOf> {
  return typeof value === "number" || typeof value === "boolean"
    ? { "text/plain": inspectValue(value) }
    : withOwnGlobals(() => bundleOf(value));
}

/** The first cells come before what imports need, ms. */
const importsDelay = 1500;
const rehearsalDelay = 20;

export class Engine {
  readonly #folder = process.cwd();
  readonly #sources = new Sources();
  readonly #memory: Int32Array;
  readonly #guard: Guard;
  readonly #outlet: Outlet;
  readonly #stdin: Stdin;
  readonly #onSigint: () => void;
  readonly #children: ChildOutput;
  readonly #names = new UserNames();
  readonly #tracebacks: Tracebacks;
  readonly #comms: Comms;
  readonly #hooks: ModuleHooks;
  /** Those under way, in the order of their start. */
  readonly #runs = new Map<number, Run>();
  readonly #leave: typeof process.exit;
  /** The folder that was gone at the start, until a cell has said it. */
  #left: string | null;
  #count = 0;
  #signal: AbortSignal = new AbortController().signal;

  /** `onSigint` is the process's listener, which must stay; `left` a folder that the start has found to be gone. */
  constructor(
    port: MessagePort,
    memory: Int32Array,
    gathered: SharedArrayBuffer,
    answers: MessagePort,
    onSigint: () => void,
    left: string | null,
  ) {
    this.#onSigint = onSigint;
    leaveDeletedFolder();
    this.#memory = memory;
    this.#guard = new Guard(memory);
    this.#outlet = new Outlet(port, memory, gathered);
    this.#tracebacks = new Tracebacks(this.#sources, this.#folder, ownFolder(new URL("../..", import.meta.url).href));
    this.#tracebacks.install();
    captureStreams(this.#outlet);
    this.#children = new ChildOutput(this.#outlet, this.#guard, memory);
    this.#children.install();
    followTimers(this.#outlet, this.#guard, memory);
    const report = (error: unknown) => this.#report(error, null);
    this.#comms = new Comms({ outlet: this.#outlet, guard: this.#guard, memory, report, interrupted });
    this.#stdin = new Stdin(this.#outlet, memory, answers);
    this.#defineGlobals(this.#stdin);
    this.#surviveErrors();
    this.#hooks = moduleHooks(this.#folder, this.#sources);
    this.#sources.refresh = () => this.#hooks.refresh();
    this.#prepareImports();
    this.#rehearse();
    this.#left = left ?? (process.cwd() === this.#folder ? null : this.#folder);
    openDebugDoor(this.#sources, this.#outlet, this.#guard);
    process.exit = this.#leave = leaver(this.#outlet, this.#guard, memory);
    this.#guard.phase("user");
  }

  handle(message: ToEngine): void {
    this.#guard.handling(() => {
      giveBack();
      giveNamesBack();
      if (message.type === "execute") {
        const run = withOwnGlobals(() => this.#start(message));
        if (run.code !== null) this.#evaluate(run, run.code);
      } else if (message.type === "comm") this.#comms.heard(message);
      else if (message.type === "abandon") this.#abandon(message.run);
      else if (message.type === "ask") withOwnGlobals(() => this.#answer(message.ask, message.question));
      else if (message.type === "signal") this.#guard.callback(() => tellOthers("SIGINT", this.#onSigint));
      else if (message.type === "exit") {
        this.#children.end();
        this.#leave(message.code);
      }
    });
  }

  #start(message: ToEngine & { type: "execute" }): Run {
    const run: Run = { message, controller: new AbortController(), pending: new Set(), payload: [], code: null };
    this.#runs.set(message.run, run);
    this.#count = message.count;
    this.#signal = run.controller.signal;
    this.#outlet.owner.begin(message.run);
    Atomics.store(this.#memory, shared.timer, 0);
    Atomics.store(this.#memory, shared.waiting, 0);
    Atomics.store(this.#memory, shared.started, message.run);
    this.#left = leaveDeletedFolder() ?? this.#left;
    this.#tellLeft();
    this.#tracebacks.keep();
    try {
      const name = { url: cellUrl(this.#folder, message.run), label: `In[${message.count}]` };
      const cell = this.#compile(message.code, name);
      run.code = { cell, context: this.#context(run, cell) };
    } catch (error) {
      this.#endWithError(run, error, syntaxPlace(error, run));
    }
    return run;
  }

  #compile(code: string, name: CellName): CompiledCell {
    if (mayImport(code)) this.#installHooks();
    this.#tellLeft();
    const cell = compileCell(code, name, this.#sources);
    this.#names.prepare(cell);
    return cell;
  }

  /** What takes long to load, when nothing runs: so that the first import, and the first enum, need not wait for it. */
  #prepareImports(): void {
    const prepare = (): void => {
      if (this.#runs.size > 0) this.#prepareImports();
      else {
        this.#guard.critical(() =>
          withOwnGlobals(() => {
            this.#installHooks();
            rehearse(transpiled);
          }),
        );
      }
    };
    later(prepare, importsDelay).unref();
  }

  /** One cell at a time, so that none of the user's waits for more; not between cells that follow one upon the other. */
  #rehearse(): void {
    const cells = Array.from({ length: rehearsals }, () => rehearsed).flat();
    let newest = 0;
    const step = (): void => {
      const before = newest;
      newest = load(this.#memory, shared.started);
      if (this.#runs.size > 0 || newest !== before) {
        later(step, rehearsalDelay).unref();
        return;
      }
      this.#guard.critical(() => withOwnGlobals(() => rehearse(cells.pop() ?? "")));
      if (cells.length > 0) later(step, 1).unref();
    };
    later(step, rehearsalDelay).unref();
  }

  #installHooks(): void {
    const folder = process.cwd();
    this.#hooks.install();
    if (process.cwd() !== folder) this.#left = folder;
  }

  #tellLeft(): void {
    const left = this.#left;
    this.#left = null;
    if (left === null) return;
    this.#outlet.write("stderr", `The folder ${left} is gone; the working folder is now ${process.cwd()}.\n`);
  }

  #evaluate(run: Run, { cell, context }: NonNullable<Run["code"]>): void {
    // Called without a receiver, so that no stack names one.
    const { run: code } = cell;
    const completed = this.#guard.run(() => {
      try {
        const returned = code(context);
        if (types.isPromise(returned)) {
          apply(then, returned, [() => this.#conclude(run, context.value), (error: unknown) => this.#fail(run, error)]);
        } else void this.#conclude(run, context.value);
      } catch (error) {
        this.#fail(run, error);
      }
    });
    giveBack();
    giveNamesBack();
    // Not as soon as it is taken away: Node does that, too, while a script runs that the signal ends.
    keepListener("SIGINT", this.#onSigint);
    if (!completed) this.#interrupt(run);
  }

  #context({ message, controller, payload }: Run, cell: CompiledCell): CellContext {
    const parts = { outlet: this.#outlet, guard: this.#guard, stdin: this.#stdin, names: this.#names };
    const host = magicHost(parts, { run: message.run, signal: controller.signal, cell, payload });
    const resume = () => this.#outlet.owner.enter(message.run);
    return cellContext(cellUrl(this.#folder, message.run), this.#folder, cell.magics, host, resume);
  }

  /** The code has come to its end: shows its value, waits for displays, and lets what is due now still be heard. */
  async #conclude(run: Run, value: unknown): Promise<void> {
    try {
      const isShown = value !== undefined && !isDisplayHandle(value);
      let data = isShown ? shown(value) : undefined;
      if (types.isPromise(data)) data = await data;
      while (run.pending.size > 0) await withOwnGlobals(() => Promise.all(run.pending));
      if (this.#children.hasStarted) await withOwnGlobals(() => this.#children.drained(run.message.run));
      const userExpressions = await this.#userExpressions(run);
      const result = data === undefined ? undefined : { data, metadata: {} };
      const { payload } = run;
      store(this.#memory, shared.ending, run.message.run);
      // Rejections that nobody handles are reported after this turn; they belong before the end of the cell.
      startImmediate(() => this.#end(run, { status: "ok", ...(result && { result }), userExpressions, payload }));
    } catch (error) {
      this.#fail(run, error);
    }
  }

  #fail(run: Run, error: unknown): void {
    store(this.#memory, shared.ending, run.message.run);
    // An error's getters are the user's code, and may be endless.
    startImmediate(() =>
      this.#guard.callback(
        () => {
          store(this.#memory, shared.ending, 0);
          withOwnGlobals(() => this.#endWithThrown(run, error));
        },
        () => {
          giveBack();
          this.#interrupt(run);
        },
      ),
    );
  }

  #endWithThrown(run: Run, error: unknown): void {
    const { thrown, place } = thrownFrom(error, run, this.#sources, this.#folder);
    this.#endWithError(run, thrown, place, place === null ? awaitPlace(run) : null);
  }

  #endWithError(run: Run, error: unknown, place: Place | null, awaited: Place | null = null): void {
    if (!this.#isUnderWay(run)) return;
    this.#end(run, { status: "error", error: this.#report(error, place, awaited) });
  }

  #isUnderWay(run: Run): boolean {
    return this.#runs.has(run.message.run);
  }

  #report(error: unknown, place: Place | null, awaited: Place | null = null): ErrorReport {
    try {
      return this.#tracebacks.report(error, place, awaited);
    } catch {
      const evalue = "an error that cannot be shown";
      return { ename: "Error", evalue, traceback: [evalue] };
    }
  }

  #end(run: Run, outcome: Outcome): void {
    if (!this.#isUnderWay(run)) return;
    this.#guard.critical(() => {
      this.#send({ type: "done", run: run.message.run, outcome });
      this.#outlet.owner.end(run.message.run);
      this.#runs.delete(run.message.run);
    });
  }

  #interrupt(run: Run): void {
    recoverImmediates();
    withOwnGlobals(() => this.#abort(run));
  }

  #abort(run: Run): void {
    if (!this.#isUnderWay(run)) return;
    // Listeners are the user's code.
    this.#guard.run(() => run.controller.abort(new DOMException(interrupted.evalue, "AbortError")));
    this.#children.stop(run.message.run);
    this.#end(run, { status: "error", error: interrupted });
  }

  #abandon(run: number): void {
    const known = this.#runs.get(run);
    if (known !== undefined) this.#interrupt(known);
    // Its start or its end was cut short; the session passes over an end that it has heard already.
    else this.#send({ type: "done", run, outcome: { status: "error", error: interrupted } });
  }

  #answer(ask: number, question: Question): void {
    let answer: unknown = null;
    try {
      answer = this.#answerTo(question);
    } catch {
      // Of what the user has made: it has no answer.
    }
    this.#send({ type: "answer", ask, answer });
  }

  #answerTo(question: Question): unknown {
    switch (question.type) {
      case "ping":
        return true;
      case "globals":
        return question.names.filter((name) => name in globalThis);
      case "complete":
        return completeAt(question.code, question.cursor, this.#guard);
      case "keys":
        return completeKeyAt(question.code, question.start, question.cursor, this.#guard);
      case "inspect":
        return inspectAt(question.code, question.cursor, this.#guard);
    }
  }

  #userExpressions(run: Run): Promise<Record<string, unknown>> {
    return answerExpressions(run.message.userExpressions, {
      compile: (code, label) => this.#compile(code, { url: "reticle:expression", label }),
      context: (cell) => this.#context(run, cell),
      report: (error) => this.#tracebacks.report(error),
    });
  }

  #defineGlobals(stdin: Stdin): void {
    const displays = new Displays({
      show: (data, metadata, id, update) =>
        this.#send({ type: "display", run: this.#outlet.run, update, data, metadata, id }),
      clear: (wait) => this.#send({ type: "clear", run: this.#outlet.run, wait }),
      waitFor: (pending) => {
        const waiting = this.#runs.get(this.#outlet.run)?.pending;
        waiting?.add(pending);
        // A rejection reaches the cell through its own wait; this branch only tidies up.
        pending.then(
          () => waiting?.delete(pending),
          () => {},
        );
      },
    });
    const memory = this.#memory;
    const state = {
      count: () => this.#runs.get(this.#outlet.run)?.message.count ?? this.#count,
      signal: () => this.#runs.get(this.#outlet.run)?.controller.signal ?? this.#signal,
      get strict() {
        return Atomics.load(memory, shared.strict) === 1;
      },
      set strict(on: boolean) {
        Atomics.store(memory, shared.strict, on ? 1 : 0);
      },
    };
    defineForUser(userScope(displays, stdin, state, this.#folder));
    installHost(displays, this.#comms, state.signal);
  }

  /** What nobody catches is shown in the cell that it comes from, and the kernel lives. */
  #surviveErrors(): void {
    const show = (what: string) => (error: unknown) =>
      withOwnGlobals(() => {
        this.#outlet.write("stderr", `${what}: ${this.#report(error, null).traceback.join("\n")}\n`);
      });
    const showException = show("Uncaught exception");
    surviveListeners(showException);
    keepListeners({
      unhandledRejection: show("Unhandled rejection"),
      uncaughtException: (error) => void (healImmediates(error) || showException(error)),
    });
  }

  #send(message: FromEngine): void {
    this.#outlet.send(message);
  }
}
