/**
 * The parts of a boolean that do not depend on one another. What they are follows from the input alone, so that the
 * result is the same with any number of threads.
 */
import { PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { processorCount, ThreadPool } from "../../platform/index.ts";
import { assemble } from "./assemble.ts";
import { crossingLimit, setCrossingLimit } from "./crossing-limit.ts";
import { distinct } from "./distinct.ts";
import type { BooleanOperation, PolygonEngine } from "./engine.ts";
import { engineNamed } from "./engines.ts";
import type { Bands } from "./manhattan/bands.ts";
import { type SweptBands, sweepBands } from "./manhattan/boundary-pieces.ts";
import type { TallyOfPart } from "./manhattan/tally.ts";
import { prepare } from "./prepare.ts";
import { report } from "./progress.ts";

export interface PrepareTask {
  readonly kind: "prepare";
  readonly engine: string;
  readonly set: PolygonSet;
}

export interface BatchTask {
  readonly kind: "batch";
  readonly engine: string;
  readonly operation: BooleanOperation;
  readonly isManhattan: boolean;
  readonly a: PolygonSet;
  readonly b: PolygonSet;
}

export interface BandsTask {
  readonly kind: "bands";
  readonly operation: BooleanOperation;
  readonly bands: Bands;
  readonly tally: TallyOfPart;
}

export type Task = PrepareTask | BatchTask | BandsTask;

/** With the settings of the thread that it comes from. */
export type SentTask = Task & { readonly limit: number };

/** What the pre-pass makes of a set; null where that is the set as it was. */
export interface Prepared {
  readonly changed: PolygonSet | null;
}

/** The result of a task. */
export type ResultOf<T extends Task> = T extends BandsTask ? SweptBands : T extends PrepareTask ? Prepared : PolygonSet;

type Result = PolygonSet | SweptBands | Prepared;

/** Tasks with fewer numbers together are done before a thread has begun. */
const worthThreads = 2 ** 18;

let pool: ThreadPool | null = null;
let threads = 0;

/** How many threads take part in a large boolean, this one included. */
export function threadCount(): number {
  if (threads === 0) threads = Math.min(8, processorCount());
  return threads;
}

export function setThreadCount(count: number): void {
  threads = count;
}

/**
 * Does tasks of one kind, by several threads where that pays.
 * @param size numbers that the tasks work on together
 */
export function runTasks<T extends Task>(tasks: readonly T[], size: number): ResultOf<T>[] {
  let done = 0;
  const here = (task: T): ResultOf<T> => {
    const result = runTask(task) as ResultOf<T>;
    report(task.kind, ++done / tasks.length);
    return result;
  };
  if (tasks.length < 2 || size < worthThreads || threadCount() < 2) return tasks.map(here);
  pool ??= new ThreadPool(new URL("./thread.js", import.meta.url));
  const sent = tasks.map((task) => ({ ...task, limit: crossingLimit() }));
  return pool.run(sent, threadCount(), here).map(asResult) as ResultOf<T>[];
}

/** Does a task that has come from another thread. */
export function runSentTask(task: SentTask): Result {
  setCrossingLimit(task.limit);
  if (task.kind === "bands") return runTask(task);
  if (task.kind === "prepare") return runTask({ ...task, set: revived(task.set) });
  return runTask({ ...task, a: revived(task.a), b: revived(task.b) });
}

function runTask(task: Task): Result {
  if (task.kind === "bands") return sweepBands(task.bands, task.operation, task.tally);
  const engine = engineNamed(task.engine);
  if (task.kind === "prepare") return preparedOf(task.set, engine);
  const { operation } = task;
  if (task.isManhattan && engine.manhattan !== undefined) return engine.manhattan(operation, task.a, task.b);
  const [a, b] = [distinct(task.a), distinct(task.b)];
  if (operation === "or" && engine.union !== undefined) return engine.union(joined(a, b));
  return assemble(engine.boolean(operation, a, b));
}

function preparedOf(set: PolygonSet, engine: PolygonEngine): Prepared {
  const prepared = prepare(set, engine);
  return { changed: prepared === set ? null : prepared };
}

function joined(a: PolygonSet, b: PolygonSet): PolygonSet {
  if (b.count === 0) return a;
  const both = new PolygonSetBuilder(a.vertexCount + b.vertexCount, a.count + b.count);
  both.append(a);
  both.append(b);
  return both.view();
}

/** Between threads classes are lost. */
function revived({ xy, rings, polygons }: PolygonSet): PolygonSet {
  return new PolygonSet(xy, rings, polygons);
}

function asResult(result: Result): Result {
  if ("polygons" in result) return revived(result);
  if (!("changed" in result)) return result;
  return { changed: result.changed === null ? null : revived(result.changed) };
}
