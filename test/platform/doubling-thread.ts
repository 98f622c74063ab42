/** A thread of the pool's tests: doubles numbers, fails at odd ones where asked to, and never answers or only counts where asked to. */
import { serveTasks } from "../../src/platform/index.ts";

serveTasks<{ readonly values: Int32Array; readonly how?: "throw" | "hang" | "count" }>(({ values, how }) => {
  if (how === "throw") throw new Error("no");
  if (how === "hang") for (;;);
  if (how === "count") for (;;) Atomics.add(values, 0, 1);
  return { values: values.map((value) => 2 * value) };
});
