/**
 * Threads that do parts of one synchronous call. The caller takes tasks from a common list like every other thread, and
 * waits at the end only for those that others have begun: a thread that cannot start leaves it more to do and no more.
 */
import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker, workerData } from "node:worker_threads";
import { cellSignal } from "./cell-signal.ts";

/** A task or a result: plain objects of typed arrays, numbers and texts. */
export type Parcel = object;

/** What `run` sends to each thread. */
interface Job {
  readonly number: number;
  readonly tasks: readonly Parcel[];
  readonly memory: Int32Array;
}

interface Result {
  readonly job: number;
  readonly at: number;
  /** null where the task failed. */
  readonly result: Parcel | null;
}

// What is where in a job's shared memory.
/** The first task that nobody has taken. */
const taken = 0;
/** How many results were sent. */
const sent = 1;
const words = 2;

/** A thread that is silent for so long (ms), and for so many times what a task has taken here, is given up. */
const patience = 5000;
const slowness = 20;

export class ThreadPool {
  readonly #module: URL;
  #threads: { readonly worker: Worker; readonly port: MessagePort }[] = [];
  #job = 0;
  /** True while tasks are under way. A call that was ended in the middle, as the stop button does, leaves it so. */
  #isBusy = false;

  /** @param module  what each thread loads: it calls `serveTasks` */
  constructor(module: URL) {
    this.#module = module;
  }

  /**
   * The results of all tasks, in their order, by at most so many threads, this one included. What `check` throws ends all of them:
   * it is called while others are waited for. So does the stop button of a notebook's cell.
   */
  run<T extends Parcel, R extends Parcel>(
    tasks: readonly T[],
    threads: number,
    runHere: (task: T) => R,
    check?: () => void,
  ): R[] {
    if (this.#isBusy) this.#drop();
    const signal = cellSignal();
    const drop = () => this.#drop();
    // Code that the stop button ends runs no `finally`: others would work on for nothing.
    signal?.addEventListener("abort", drop);
    try {
      return this.#run(tasks, threads, runHere, check);
    } catch (error) {
      this.#drop();
      throw error;
    } finally {
      signal?.removeEventListener("abort", drop);
    }
  }

  #run<T extends Parcel, R extends Parcel>(
    tasks: readonly T[],
    threads: number,
    runHere: (task: T) => R,
    check?: () => void,
  ): R[] {
    const ports = this.#start(Math.min(threads, tasks.length) - 1);
    if (ports.length === 0) return tasks.map(runHere);
    this.#isBusy = true;
    const memory = new Int32Array(new SharedArrayBuffer(4 * words));
    const job: Job = { number: ++this.#job, tasks: tasks.map(compact), memory };
    for (const port of ports) port.postMessage(job);
    const results = new Map<number, R>();
    let longest = 0;
    for (let at = Atomics.add(memory, taken, 1); at < tasks.length; at = Atomics.add(memory, taken, 1)) {
      const started = performance.now();
      results.set(at, runHere(tasks[at]));
      longest = Math.max(longest, performance.now() - started);
    }
    while (results.size < tasks.length) {
      const before = Atomics.load(memory, sent);
      const known = results.size;
      for (const port of ports) {
        for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
          const { job: number, at, result } = got.message as Result;
          // What failed there is done again here, so that its error is thrown here.
          if (number === job.number) results.set(at, (result as R | null) ?? runHere(tasks[at]));
        }
      }
      if (results.size > known || results.size === tasks.length) continue;
      if (!waits(memory, before, patience + slowness * longest, check)) {
        this.#drop();
        break;
      }
    }
    this.#isBusy = false;
    return tasks.map((task, at) => results.get(at) ?? runHere(task));
  }

  #start(count: number): MessagePort[] {
    while (this.#threads.length < count) {
      const { port1: port, port2: transferred } = new MessageChannel();
      let worker: Worker;
      try {
        worker = new Worker(this.#module, { workerData: transferred, transferList: [transferred], execArgv: [] });
      } catch {
        // Where threads are not to be had, the caller does everything.
        break;
      }
      // It is found out by its silence; nothing waits for it, and it keeps no process alive.
      worker.on("error", () => {});
      worker.unref();
      port.unref();
      this.#threads.push({ worker, port });
    }
    return this.#threads.slice(0, Math.max(0, count)).map(({ port }) => port);
  }

  #drop(): void {
    for (const { worker, port } of this.#threads) {
      port.close();
      void worker.terminate();
    }
    this.#threads = [];
    this.#isBusy = false;
  }
}

/** How long nothing is heard between two calls of `check`, ms. */
const checkedWait = 20;

/** Waits until one more result was sent; false where none is in `longest` ms. */
function waits(memory: Int32Array, before: number, longest: number, check?: () => void): boolean {
  if (check === undefined) return Atomics.wait(memory, sent, before, longest) !== "timed-out";
  for (const end = performance.now() + longest; performance.now() < end; ) {
    check();
    if (Atomics.wait(memory, sent, before, checkedWait) !== "timed-out") return true;
  }
  return false;
}

/** In a thread of a pool: does tasks as they come. */
export function serveTasks<T extends Parcel>(run: (task: T) => Parcel): void {
  const port = workerData as MessagePort;
  port.on("message", ({ number, tasks, memory }: Job) => {
    for (let at = Atomics.add(memory, taken, 1); at < tasks.length; at = Atomics.add(memory, taken, 1)) {
      let result: Parcel | null = null;
      try {
        result = compact(run(tasks[at] as T));
      } catch {
        // The caller does it again and sees the error.
      }
      port.postMessage({ job: number, at, result } satisfies Result);
      Atomics.add(memory, sent, 1);
      Atomics.notify(memory, sent);
    }
  });
}

/** Threads that the machine runs at a time. */
export function processorCount(): number {
  return availableParallelism();
}

/** The same with arrays of their own: a view would be sent with all the memory that it is a part of. What is shared stays. */
export function compact<T extends Parcel>(parcel: T): T {
  const entries = Object.entries(parcel).map(([key, value]) => {
    if (ArrayBuffer.isView(value)) {
      const array = value as Int32Array;
      const isWhole = array.byteLength === array.buffer.byteLength || array.buffer instanceof SharedArrayBuffer;
      return [key, isWhole ? array : array.slice()];
    }
    return [key, typeof value === "object" && value !== null ? compact(value as Parcel) : value];
  });
  return (Array.isArray(parcel) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}
