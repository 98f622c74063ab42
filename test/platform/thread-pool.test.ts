/** Threads that do parts of a synchronous call. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Script } from "node:vm";
import { ThreadPool } from "../../src/platform/index.ts";

interface Numbers {
  readonly values: Int32Array;
  readonly how?: "throw" | "hang" | "count";
}

const module = new URL("./doubling-thread.js", import.meta.url);
const tasks = (how?: "throw"): Numbers[] =>
  Array.from({ length: 200 }, (_, i) => ({ values: Int32Array.of(i, -i).subarray(0, 1), how }));
const doubled = tasks().map((_, i) => 2 * i);
/** Slow enough for other threads to get some. */
const slowly = ({ values }: Numbers): Numbers => {
  for (const end = performance.now() + 1; performance.now() < end; );
  return { values: values.map((value) => 2 * value) };
};
const first = (results: readonly Numbers[]) => results.map(({ values }) => values[0]);

test("results come in the order of the tasks, whoever did them", () => {
  const pool = new ThreadPool(module);
  for (const threads of [1, 2, 3]) assert.deepEqual(first(pool.run(tasks(), threads, slowly)), doubled);
});

test("a task that fails in a thread is done again by the caller", () => {
  const pool = new ThreadPool(module);
  assert.deepEqual(first(pool.run(tasks("throw"), 3, slowly)), doubled);
});

test("an error of the caller's own task is thrown, and the next call starts anew", () => {
  const pool = new ThreadPool(module);
  const failing = (): Numbers => {
    throw new RangeError("here");
  };
  assert.throws(() => pool.run(tasks(), 2, failing), /here/);
  assert.deepEqual(first(pool.run(tasks(), 2, slowly)), doubled);
});

test("a thread whose module cannot be loaded leaves all to the caller", () => {
  const pool = new ThreadPool(new URL("./no-such-thread.js", import.meta.url));
  assert.deepEqual(first(pool.run(tasks(), 3, slowly)), doubled);
});

/** Tasks that count in memory that is seen everywhere, and do not end; and what the caller does of them: wait until a thread counts. */
function endless() {
  const values = new Int32Array(new SharedArrayBuffer(4));
  const begun = () => {
    while (Atomics.load(values, 0) === 0);
  };
  return {
    tasks: [
      { values, how: "count" as const },
      { values, how: "count" as const },
    ],
    values,
    begun,
  };
}

/** Resolves when nothing is counted any more; a test that waits for ever fails. */
async function rests(values: Int32Array): Promise<void> {
  for (let before = -1; before !== Atomics.load(values, 0); ) {
    before = Atomics.load(values, 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("what ends the caller ends the threads", async () => {
  const pool = new ThreadPool(module);
  const { tasks: both, values, begun } = endless();
  const failing = (): Numbers => {
    begun();
    throw new RangeError("here");
  };
  assert.throws(() => pool.run(both, 2, failing), /here/);
  await rests(values);
  assert.deepEqual(first(pool.run(tasks(), 2, slowly)), doubled);
});

test("threads that are waited for are ended by a check", async () => {
  const pool = new ThreadPool(module);
  const { tasks: both, values, begun } = endless();
  let looks = 0;
  const check = () => {
    if (++looks === 3) throw new RangeError("no longer wanted");
  };
  const here = () => {
    begun();
    return { values };
  };
  assert.throws(() => pool.run<Numbers, Numbers>(both, 2, here, check), /no longer wanted/);
  await rests(values);
});

test("the stop button of a notebook's cell, which ends code without a `finally`, ends the threads", async () => {
  const pool = new ThreadPool(module);
  const { tasks: both, values, begun } = endless();
  const controller = new AbortController();
  const globals = globalThis as { [name: symbol | string]: unknown };
  globals[Symbol.for("reticle.host")] = { signal: controller.signal };
  globals.work = () =>
    pool.run<Numbers, Numbers>(both, 2, () => {
      begun();
      for (;;);
    });
  assert.throws(() => new Script("work()").runInThisContext({ timeout: 300 }), /timed out/);
  begun();
  controller.abort();
  await rests(values);
  delete globals[Symbol.for("reticle.host")];
  delete globals.work;
  assert.deepEqual(first(pool.run(tasks(), 2, slowly)), doubled);
});
