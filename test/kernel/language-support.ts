/** A kernel's type errors, as a front end shows them. */
import assert from "node:assert/strict";
import type { Output } from "../../kernel/client/index.ts";
import { type KernelUnderTest, patience, plain } from "./support.ts";

export interface TypesUnderTest {
  /** Runs the cell and waits for its type errors, which may come later than its reply. */
  errorsOf(code: string, cellId?: string): Promise<string>;
  /** Fails where a cell has any: with `%%check` it runs only where nothing is wrong with its types. */
  hasNoErrors(...codes: string[]): Promise<void>;
}

export function typesOf(kernel: KernelUnderTest): TypesUnderTest {
  return {
    async errorsOf(code, cellId) {
      const { reply, outputs } = await kernel.client.execute(code, { timeoutMs: patience, cellId });
      assert.equal(reply.status, "ok");
      return until(async () => typesText(outputs)[0] ?? null);
    },
    async hasNoErrors(...codes) {
      for (const code of codes) {
        const { reply } = await kernel.client.execute(`%%check\n${code}`, { timeoutMs: patience });
        assert.equal(reply.status, "ok", `${code}\n${plain((reply.traceback ?? []) as string[])}`);
      }
    },
  };
}

/** The texts of the type errors that are shown; an empty one where they were withdrawn. */
export function typesText(outputs: readonly Output[]): string[] {
  return outputs.flatMap((output) => {
    const text = output.output_type === "display_data" ? String(output.data["text/plain"]) : "";
    return /type error|^$/.test(text) && output.output_type === "display_data" ? [text] : [];
  });
}

export async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
