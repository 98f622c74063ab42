/** A thread of the pool's tests: doubles numbers, fails at odd ones where asked to, and never answers where asked to. */
import { serveTasks } from "../../src/platform/index.ts";

serveTasks<{ readonly values: Int32Array; readonly how?: "throw" | "hang" }>(({ values, how }) => {
  if (how === "throw") throw new Error("no");
  if (how === "hang") for (;;);
  return { values: values.map((value) => 2 * value) };
});
