/** `process.exit` in cells. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { Shutdown } from "../../kernel/session/shutdown.ts";
import type { Message } from "../../kernel/wire/index.ts";
import { emptyFolder, kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();

for (const [code, error] of [
  ["NaN", /ERR_OUT_OF_RANGE|RangeError/],
  ["1.5", /RangeError/],
  ['"three" as any', /TypeError/],
  ["{} as any", /TypeError/],
] as const) {
  test(`process.exit(${code}) is refused as Node refuses it, and the kernel lives`, async () => {
    assert.match(await kernel.fails(`process.exit(${code})`), error);
    assert.equal(await kernel.shows("1 + 1"), "2");
  });
}

for (const [code, status] of [
  ['process.exit("3")', 3],
  ["let Atomics = 1, Number = 2; process.exit(4)", 4],
  ['process.on("exit", () => { while (true) {} }); process.exit(2)', 2],
  ['process.on("exit", (code) => { process.exitCode = Number(code) + 1 }); process.exit(6)', 7],
  ['process.on("exit", () => process.exit(8)); process.exit(5)', 8],
  ["process.exitCode = 9; process.exit()", 9],
] as const) {
  test(`the kernel ends with ${status} after ${code}`, async () => {
    const folder = emptyFolder();
    const client = await KernelClient.start({ cwd: folder, timeoutMs: patience });
    try {
      // The client tells what else was said: nothing, that is, above all not that a debugger is waited for.
      await assert.rejects(client.execute(code, { timeoutMs: patience }), new RegExp(`exit code ${status}$`));
    } finally {
      await client.shutdown().catch(() => {});
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

test("what listeners of exit print is seen in the cell", async () => {
  const folder = emptyFolder();
  const client = await KernelClient.start({ cwd: folder, timeoutMs: patience });
  let seen = "";
  const onIopub = ({ header, content }: Message) => {
    if (header.msg_type === "stream") seen += content.text;
  };
  const code = 'process.on("exit", () => console.log("goodbye")); process.exit(0)';
  await assert.rejects(client.execute(code, { timeoutMs: patience, onIopub }));
  assert.equal(seen, "goodbye\n");
  await client.shutdown().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

test("a kernel that is shut down closes each socket once, though the engine says afterwards that it leaves", async (t) => {
  // Called again while the process ends, zeromq aborted it: a few shutdowns in a thousand on a busy machine (Node 24).
  t.mock.timers.enable({ apis: ["setTimeout"] }); // which would end the process of a kernel that stays
  const said: string[] = [];
  const socket = {
    send: async () => {},
    async *receive() {},
    close: () => said.push("closed"),
  };
  const sockets = { shell: socket, control: socket, stdin: socket, hb: socket, iopub: socket };
  const engine = {
    memory: new Int32Array(new SharedArrayBuffer(256)),
    post: (message: { type: string }) => said.push(message.type),
  };
  const quiet = { close: async () => {}, interrupt: async () => {}, disconnect: () => {} };
  const shutdown = new Shutdown(
    sockets,
    engine as never,
    quiet as never,
    quiet as never,
    quiet as never,
    quiet as never,
  );
  await shutdown.byRequest();
  await shutdown.byEngine({ type: "exiting", code: 0 });
  assert.deepEqual(said, [...new Array(5).fill("closed"), "exit"]);
});
