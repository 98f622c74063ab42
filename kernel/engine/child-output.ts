/**
 * Child processes and worker threads that write to this process's own stdout and stderr: into the cell that started
 * them. Their handles look as if they had inherited: `child.stdout` is null.
 *
 * A cell that is stopped takes its children along, as Ctrl-C does in a terminal: one that it was about to stop by itself
 * could otherwise flood the notebook for ever. So does a kernel that is shut down or restarted.
 */
import { ChildProcess } from "node:child_process";
import nodeModule, { createRequire } from "node:module";
import type { Readable } from "node:stream";
import type { WorkerOptions } from "node:worker_threads";
import { shared } from "../ports.ts";
import { followSyncChildren } from "./child-output-sync.ts";
import type { Guard } from "./guard.ts";
import { leadStream } from "./lead.ts";
import { typeScriptWorker } from "./modules/for-workers.ts";
import type { Outlet } from "./outlet.ts";
import { redirected, type StreamName } from "./stdio.ts";

/** How long, ms, a cell waits for the output of a child that has ended: one of its own may hold the pipe open. */
const patience = 300;
const later = setTimeout;
const noLater = clearTimeout;
const { store } = Atomics;

/** The method that `spawn` and `fork` call; Node does not document it. */
interface Spawner {
  spawn(this: ChildProcess, options: { stdio?: unknown; detached?: boolean }): unknown;
}

type Streams = { -readonly [K in "stdout" | "stderr"]: ChildProcess[K] } & { readonly stdio: (Readable | null)[] };

interface Started {
  readonly run: number;
  readonly child: ChildProcess;
  readonly closed: Promise<void>;
}

export class ChildOutput {
  readonly #outlet: Outlet;
  readonly #guard: Guard;
  readonly #memory: Int32Array;
  readonly #started = new Set<Started>();
  /** Children that have not ended, but detached ones, with their runs. */
  readonly #alive = new Map<ChildProcess, number>();
  /** The pid of the child that was started last, without waiting for it. */
  #newest = 1;

  constructor(outlet: Outlet, guard: Guard, memory: Int32Array) {
    this.#outlet = outlet;
    this.#guard = guard;
    this.#memory = memory;
  }

  /** Both `require` and `import` see it. */
  install(): void {
    const require = createRequire(import.meta.url);
    this.#followChildren();
    const write = (name: StreamName, text: string) => this.#outlet.write(name, text);
    followSyncChildren(require("node:child_process"), write, (work) => this.#waitFor(work));
    this.#followWorkers(require("node:worker_threads"));
    nodeModule.syncBuiltinESMExports();
  }

  /** Some may still have something to say. */
  get hasStarted(): boolean {
    return this.#started.size > 0;
  }

  /** Resolves when all that ended children of this run have said is on its way; null where there are none. */
  drained(run: number): Promise<unknown> | null {
    const ended = [...this.#started].filter(({ run: of, child }) => of === run && hasEnded(child));
    if (ended.length === 0) return null;
    return new Promise((resolve) => {
      const waiting = later(resolve, patience);
      void Promise.all(ended.map(({ closed }) => closed)).then(() => {
        noLater(waiting);
        resolve(null);
      });
    });
  }

  /** Tells the children of a stopped cell to stop. */
  stop(run: number): void {
    for (const [child, of] of this.#alive) if (of === run) child.kill("SIGINT");
  }

  /** Where the wait is terminated, the next cell finds that nothing is waited for. */
  #waitFor<T>(work: () => T): T {
    store(this.#memory, shared.waiting, this.#newest);
    try {
      return work();
    } finally {
      store(this.#memory, shared.waiting, 0);
    }
  }

  /** The kernel is shut down: what a restarted one needs (a port) must not stay taken. */
  end(): void {
    for (const child of this.#alive.keys()) child.kill();
  }

  #followChildren(): void {
    const guard = this.#guard;
    const noteAlive = (child: ChildProcess) => this.#noteAlive(child);
    const noteNewest = ({ pid }: ChildProcess) => {
      this.#newest = pid ?? this.#newest;
    };
    const follow = (child: ChildProcess, taken: ReadonlyMap<number, StreamName>) => this.#follow(child, taken);
    const spawner = ChildProcess.prototype as unknown as Spawner;
    const { spawn } = spawner;
    spawner.spawn = function (options) {
      // Terminated in between, there would be a process that nobody knows.
      return guard.critical(() => {
        const found = redirected(options?.stdio);
        const code = spawn.call(this, found === null ? options : { ...options, stdio: found.stdio });
        noteNewest(this);
        if (options?.detached !== true) noteAlive(this);
        if (found !== null) follow(this, found.taken);
        return code;
      });
    };
  }

  #noteAlive(child: ChildProcess): void {
    if (child.pid === undefined) return;
    this.#alive.set(child, this.#outlet.run);
    child.once("exit", () => this.#alive.delete(child));
  }

  #follow(child: ChildProcess, taken: ReadonlyMap<number, StreamName>): void {
    const { run } = this.#outlet;
    const streams = child as unknown as Streams;
    const closed: Promise<void>[] = [];
    for (const [index, name] of taken) {
      const stream = streams.stdio[index];
      if (stream == null) continue;
      this.#read(stream, name, run);
      closed.push(new Promise((resolve) => stream.once("close", resolve)));
      streams.stdio[index] = null;
      if (index === 1) streams.stdout = null;
      if (index === 2) streams.stderr = null;
    }
    const started = { run, child, closed: Promise.all(closed).then(() => void this.#started.delete(started)) };
    this.#started.add(started);
  }

  #read(stream: Readable, name: StreamName, run: number): void {
    leadStream(stream, name, run, this.#outlet, this.#guard);
  }

  #followWorkers(threads: typeof import("node:worker_threads")): void {
    const read = (stream: Readable, name: StreamName) => {
      stream.unpipe();
      this.#read(stream, name, this.#outlet.run);
    };
    threads.Worker = class Worker extends threads.Worker {
      constructor(file: string | URL, options?: WorkerOptions) {
        const started = options?.eval === true ? null : typeScriptWorker(file, options?.execArgv ?? process.execArgv);
        super(started?.file ?? file, started === null ? options : { ...options, execArgv: [...started.execArgv] });
        if (options?.stdout !== true) read(this.stdout, "stdout");
        if (options?.stderr !== true) read(this.stderr, "stderr");
      }
    };
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
