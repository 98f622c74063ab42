import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { kernelForFile, patience, withKernel } from "./support.ts";

const kernel = kernelForFile();

/** Runs the cell, stops it `delay` ms after it was announced, and tells how it ended. */
async function stopped(code: string, delay: number): Promise<string> {
  let announced = (): void => {};
  const begun = new Promise<void>((resolve) => {
    announced = resolve;
  });
  const running = kernel.client.execute(code, {
    timeoutMs: patience,
    onIopub: ({ header }) => header.msg_type === "execute_input" && announced(),
  });
  await begun;
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  await kernel.client.interrupt();
  return String((await running).reply.ename);
}

const cells: Record<string, string> = {
  "a loop": "while (true);",
  "a loop that prints": "while (true) console.log('x')",
  "a loop whose finally loops": "try { while (true); } finally { while (true); }",
  "a regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "a loop after an await": "await null; while (true);",
  "a loop of awaits": "while (true) await 0",
  "an await without end": "await new Promise(() => {})",
  "a long sleep": "await new Promise((resolve) => setTimeout(resolve, 1e6))",
  "a loop in a timer": "setTimeout(() => { while (true); }, 1); await new Promise(() => {})",
  "a loop in an immediate": "setImmediate(() => { while (true); }); await new Promise(() => {})",
  "a loop of displays": "for (;;) { display(1); await 0 }",
  "a display method that loops": "({ [Symbol.for('Jupyter.display')]() { while (true); } })",
};

for (const [name, code] of Object.entries(cells)) {
  test(`stop ends ${name}, and state is kept`, async () => {
    await kernel.outputs("let keep = 41");
    assert.equal(await stopped(code, 60), "KeyboardInterrupt");
    assert.equal(await kernel.shows("keep + 1"), "42");
  });
}

test("60 cells stopped at random moments leave a sound kernel", async () => {
  await kernel.outputs("let keep = 41");
  const codes = Object.values(cells);
  let seed = 7;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  for (let i = 0; i < 60; i++) {
    const code = codes[Math.floor(random() * codes.length)];
    assert.equal(await stopped(code, random() * 30), "KeyboardInterrupt", `${i}: ${code}`);
    assert.equal(await kernel.shows("keep + 1"), "42", `${i}: after ${code}`);
  }
});

test("the cell's signal is aborted by stop, and the next cell has a new one", async () => {
  const code =
    "let why = ''; kernel.signal.addEventListener('abort', () => { why = kernel.signal.reason.name }); await new Promise(() => {})";
  assert.equal(await stopped(code, 50), "KeyboardInterrupt");
  assert.equal(await kernel.shows("[why, kernel.signal.aborted]"), "[ 'AbortError', false ]");
});

test("native code that cannot be stopped is said to be what keeps the kernel", async () => {
  const mark = join(kernel.folder, "deaf");
  const deaf =
    "process.on('SIGINT', () => {}).on('SIGTERM', () => {}); fs.writeFileSync('deaf', ''); setTimeout(() => {}, 5000)";
  const running = kernel.client.execute(
    `require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(deaf)}])`,
    { timeoutMs: patience },
  );
  while (!existsSync(mark)) await new Promise((resolve) => setTimeout(resolve, 20));
  await kernel.client.interrupt();
  const { outputs, reply } = await running;
  assert.equal(reply.ename, "KeyboardInterrupt");
  assert.ok(outputs.some((output) => output.output_type === "stream" && /Native code keeps/.test(output.text)));
});

test("stop with nothing running is harmless", async () => {
  await kernel.client.interrupt();
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("cells that wait behind a stopped one are aborted", async () => {
  const behind: Promise<{ reply: Record<string, unknown> }>[] = [];
  const running = kernel.client.execute("while (true);", {
    onIopub: ({ header }) => {
      if (header.msg_type !== "execute_input") return;
      behind.push(kernel.client.execute("1"));
      setTimeout(() => kernel.client.interrupt(), 50);
    },
  });
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal((await behind[0]).reply.status, "aborted");
});

test("SIGINT while the engine is still being loaded does not end the kernel, and stops its first cell", {
  skip: process.platform === "win32",
}, async () => {
  const client = await KernelClient.start({ cwd: kernel.folder, timeoutMs: patience });
  const again = setInterval(() => process.kill(client.pid, "SIGINT"), 300);
  try {
    process.kill(client.pid, "SIGINT");
    const { reply } = await client.execute("await new Promise(() => {})", { timeoutMs: patience });
    clearInterval(again);
    assert.equal(reply.ename, "KeyboardInterrupt");
    assert.equal((await client.execute("1 + 1")).reply.status, "ok");
  } finally {
    clearInterval(again);
    await client.shutdown();
  }
});

test("a cell that is stopped before it has begun does not run", async () => {
  for (let i = 0; i < 20; i++) {
    const running = kernel.client.execute(`var ran = ${i}; await new Promise(() => {})`, {
      timeoutMs: patience,
      onIopub: ({ header }) => header.msg_type === "execute_input" && void kernel.client.interrupt(),
    });
    assert.equal((await running).reply.ename, "KeyboardInterrupt");
  }
});

const noSigint = { skip: process.platform === "win32" };

/** What a cell ends with that gets the signal, and gets it again until it ends. */
async function signalled(client: KernelClient, code: string): Promise<unknown> {
  let again: NodeJS.Timeout | undefined;
  const { reply } = await client.execute(code, {
    timeoutMs: patience,
    onIopub: ({ header }) => {
      if (header.msg_type !== "execute_input") return;
      again ??= setInterval(() => process.kill(client.pid, "SIGINT"), 300);
    },
  });
  clearInterval(again);
  return reply.ename;
}

test("SIGINT stops awaits and loops and never ends an idle kernel", noSigint, async () => {
  for (const code of [
    "await new Promise(() => {})",
    "console.log('in'); while (true);",
    "await null; while (true);",
    "setTimeout(() => { while (true); }, 1); await new Promise(() => {})",
    "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  ]) {
    assert.equal(await signalled(kernel.client, code), "KeyboardInterrupt", code);
  }
  assert.equal(await stopped("while (true);", 50), "KeyboardInterrupt");
  process.kill(kernel.client.pid, "SIGINT");
  // A cell that comes at once could still be the one that is stopped.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(await kernel.shows("'still here'"), "'still here'");
});

test("heartbeat, kernel_info, is_complete and completion are answered while a cell spins", async () => {
  const running = kernel.client.execute("while (true);");
  assert.ok(await kernel.client.heartbeat());
  const info = await kernel.client.request("control", "kernel_info_request", {}, patience);
  assert.equal(info.content.status, "ok");
  const complete = await kernel.client.request("shell", "is_complete_request", { code: "1 +" }, patience);
  assert.equal(complete.content.status, "incomplete");
  const names = await kernel.client.request("shell", "complete_request", { code: "Mat", cursor_pos: 3 }, patience);
  assert.equal(names.content.status, "ok");
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
});

test("many SIGINTs at once do not end the kernel, nor does what cells do with its listeners", noSigint, async () => {
  // Scripts with `breakOnSigint` set the process's handler and take it away again.
  const script = "require('vm').runInThisContext('1', { breakOnSigint: true })";
  await withKernel(async (client) => {
    const lives = async () => {
      // Signals that are on their way may stop a cell that comes at once.
      while ((await client.execute("1 + 1", { timeoutMs: patience })).reply.status !== "ok");
    };
    for (const code of [script, script, "process.removeAllListeners('SIGINT')", "process.removeAllListeners()"]) {
      await client.execute(code, { timeoutMs: patience });
      for (let i = 0; i < 100; i++) process.kill(client.pid, "SIGINT");
      await lives();
      assert.equal(await signalled(client, "while (true);"), "KeyboardInterrupt", code);
    }
  });
});

test("a listener of a cell's hears SIGINT", noSigint, async () => {
  assert.equal(await signalled(kernel.client, "while (true);"), "KeyboardInterrupt");
  await kernel.outputs("var heard = new Promise((resolve) => process.once('SIGINT', resolve))");
  process.kill(kernel.client.pid, "SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(await kernel.shows("await heard"), "'SIGINT'");
});

test("SIGINT stops the cell that follows cells stopped at their very start, and does not end the kernel", {
  skip: process.platform === "win32",
}, async () => {
  // A termination that came where listeners were taken away once left a handle open.
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < 20; i++) assert.equal(await stopped("await new Promise(() => {})", 0), "KeyboardInterrupt");
    const running = kernel.client.execute("await new Promise(() => {})", {
      timeoutMs: patience,
      onIopub: ({ header }) => {
        if (header.msg_type === "execute_input") setTimeout(() => process.kill(kernel.client.pid, "SIGINT"), 100);
      },
    });
    assert.equal((await running).reply.ename, "KeyboardInterrupt");
  }
});

test("one SIGINT stops the first long cell of a kernel that has been there for a while", noSigint, async () => {
  await withKernel(async (client) => {
    // Only short cells, which do not start the thread that hears it.
    assert.equal((await client.execute("1 + 1", { timeoutMs: patience })).reply.status, "ok");
    await new Promise((resolve) => setTimeout(resolve, 6000));
    const { reply } = await client.execute("while (true);", {
      timeoutMs: patience,
      onIopub: ({ header }) => {
        if (header.msg_type === "execute_input") setTimeout(() => process.kill(client.pid, "SIGINT"), 20);
      },
    });
    assert.equal(reply.ename, "KeyboardInterrupt");
  });
});
