/** Threads that do parts of a synchronous call. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ThreadPool } from "../../src/platform/index.ts";

interface Numbers {
  readonly values: Int32Array;
  readonly how?: "throw" | "hang";
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
