import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { DebugClient } from "./debug-support.ts";
import { emptyFolder, type KernelUnderTest, patience } from "./support.ts";

/** A kernel that stands still at a breakpoint. */
async function paused(code: string): Promise<{ client: KernelClient; folder: string; debug: DebugClient }> {
  const folder = emptyFolder();
  const client = await KernelClient.start({ cwd: folder, timeoutMs: patience });
  const debug = new DebugClient({ client } as KernelUnderTest);
  await debug.attach();
  // Without a deadline, whose timer would outlive the kernel.
  client.execute(code).catch(() => {});
  await debug.stopped();
  return { client, folder, debug };
}

test("a paused kernel is shut down, with exit code 0", async () => {
  const { client, folder } = await paused("debugger;\nfor (;;);");
  const code = client.exitCode;
  await client.shutdown({ restart: true, timeoutMs: patience });
  assert.equal(await code, 0);
  rmSync(folder, { recursive: true });
});

test("process.exit ends a kernel whose debugger is attached", async () => {
  const { client, folder, debug } = await paused("debugger;\nprocess.exit(3);");
  const code = client.exitCode;
  await debug.continue().catch(() => {});
  assert.equal(await code, 3);
  await client.shutdown();
  rmSync(folder, { recursive: true });
});
