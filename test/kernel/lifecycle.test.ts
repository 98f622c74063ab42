import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { KernelClient } from "../../kernel/client/index.ts";
import { emptyFolder, patience, seen, withKernel } from "./support.ts";

test("shutdown on control ends the process with code 0 and leaves no connection file", async () => {
  let file = "";
  await withKernel(async (client) => {
    file = client.connectionFile;
    assert.ok(existsSync(file));
    const reply = await client.request("control", "shutdown_request", { restart: true }, patience);
    assert.deepEqual(reply.content, { status: "ok", restart: true });
    assert.equal(await client.exitCode, 0);
  });
  assert.ok(!existsSync(file) && !existsSync(dirname(file)));
});

test("children end with a kernel that is shut down, but for detached ones", {
  skip: process.platform === "win32",
}, async () => {
  await withKernel(async (client) => {
    const { outputs } = await client.execute(
      `import { spawn } from "node:child_process";
const forever = ["-e", "setInterval(() => {}, 1000)"];
[spawn(process.execPath, forever), spawn(process.execPath, forever, { detached: true })].map(({ pid }) => pid).join()`,
      { timeoutMs: patience },
    );
    const [own, detached] = (seen(outputs).match(/\d+/g) ?? []).map(Number);
    await client.request("control", "shutdown_request", { restart: true }, patience);
    assert.equal(await client.exitCode, 0);
    while (isThere(own)) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(isThere(detached));
    process.kill(detached);
  });
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("shutdown on shell works, too, and while a cell spins", async () => {
  await withKernel(async (client) => {
    await client.request("shell", "shutdown_request", { restart: false }, patience);
    assert.equal(await client.exitCode, 0);
  });
  await withKernel(async (client) => {
    const spinning = client.execute("while (true);");
    spinning.catch(() => {});
    await client.request("control", "shutdown_request", { restart: false }, patience);
    assert.equal(await client.exitCode, 0);
  });
});

test("process.exit in a cell ends the kernel with that code, after everything was said", async () => {
  await withKernel(async (client) => {
    const said: unknown[] = [];
    const code = "process.on('exit', () => {}); console.log('last words'); process.exit(3)";
    const run = client.execute(code, {
      onIopub: ({ header, content }) => header.msg_type === "stream" && said.push(content.text),
    });
    await assert.rejects(run, /ended with exit code 3/);
    assert.equal(await client.exitCode, 3);
    assert.deepEqual(said, ["last words\n"]);
  });
});

test("a kernel that cannot start says why", async () => {
  const start = KernelClient.start({
    cwd: emptyFolder(),
    env: { NODE_OPTIONS: "--no-such-option" },
    timeoutMs: patience,
  });
  await assert.rejects(start, /exit code 9.*no-such-option/s);
});

/** Deletes the notebook's folder at a moment of the kernel's start: `before` Node has asked for it, or at the `hooks`. */
const deletes = `import { rmSync } from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { isMainThread } from "node:worker_threads";
const gone = () => rmSync(process.env.DOOMED, { recursive: true, force: true });
// A thread that starts must have a working folder: the hooks that are there at once come when the worker has started.
const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
if (isMainThread && process.env.WHEN === "before") gone();
for (const name of ["register", "registerHooks"]) {
  const original = module[name];
  if (!isMainThread || original === undefined) continue;
  module[name] = (...args) => { if (name === "registerHooks") pause(); gone(); return original(...args); };
}
syncBuiltinESMExports();`;

for (const when of ["before", "at the hooks"]) {
  test(`a folder that is deleted while the kernel starts (${when}) is said, and another one taken`, async () => {
    const folder = emptyFolder();
    const script = join(emptyFolder(), "deletes.mjs");
    writeFileSync(script, deletes);
    const env = { NODE_OPTIONS: `--import=${pathToFileURL(script)}`, DOOMED: folder, WHEN: when };
    const client = await KernelClient.start({ cwd: folder, timeoutMs: patience, env });
    const first = await client.execute("6 * 7", { timeoutMs: patience });
    const second = await client.execute("await import('node:fs')", { timeoutMs: patience });
    await client.shutdown();
    // Node 20 has its hooks when something is imported.
    const all = seen([...first.outputs, ...second.outputs], true);
    assert.match(all, /^(?:42)?The folder .* is gone; the working folder is now .*\n/);
    assert.match(seen(first.outputs), /^42$/);
    assert.equal(second.reply.status, "ok");
  });
}

test("a folder that is gone before the kernel starts is said", { skip: process.platform === "win32" }, async () => {
  const node = join(emptyFolder(), "node.sh");
  writeFileSync(node, `#!/bin/sh\nrmdir "$PWD"\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  const client = await KernelClient.start({ cwd: emptyFolder(), timeoutMs: patience, node });
  const { outputs } = await client.execute("1", { timeoutMs: patience });
  await client.shutdown();
  assert.match(seen(outputs, true), /^The folder in which the kernel was started is gone/);
});

test("a kernel that is killed from inside leaves no process of its own", {
  skip: process.platform !== "linux",
}, async () => {
  for (const end of ["process.kill(process.pid, 'SIGKILL')", "process.abort()"]) {
    const folder = emptyFolder();
    const client = await KernelClient.start({ cwd: folder, timeoutMs: patience, language: true });
    const { outputs } = await client.execute("let size: string = 5; process.pid", { timeoutMs: patience });
    const shown = outputs.find((output) => output.output_type === "execute_result");
    const kernel = shown?.output_type === "execute_result" ? String(shown.data["text/plain"]) : "";
    await client.request("shell", "complete_request", { code: "size.", cursor_pos: 5 }, patience);
    const server = childrenOf(kernel);
    assert.equal(server.length, 1, "the language server runs");
    await client.execute(end, { timeoutMs: patience }).catch(() => {});
    await client.exitCode;
    while (existsSync(`/proc/${server[0]}`)) await new Promise((resolve) => setTimeout(resolve, 50));
    await client.shutdown();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The processes that Linux knows as started by this one. */
function childrenOf(pid: string): string[] {
  const started = readdirSync(`/proc/${pid}/task`).map((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8"),
  );
  return started.join(" ").split(" ").filter(Boolean);
}
