/** What a start leaves for the next ones: V8's bytecode of the kernel. */
import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { KernelClient } from "../../kernel/client/index.ts";
import { projectRoot } from "../support/project.ts";
import { emptyFolder, patience, seen } from "./support.ts";

/** Runs a cell in a kernel of its own, and what `meanwhile` asks for before it ends. */
async function startOnce(cache: string, meanwhile: () => Promise<void> = async () => {}): Promise<string> {
  const env = { RETICLE_CACHE: cache };
  const client = await KernelClient.start({ cwd: emptyFolder(), timeoutMs: patience, env });
  const { outputs } = await client.execute("6 * 7", { timeoutMs: patience });
  await meanwhile();
  await client.shutdown();
  return seen(outputs);
}

async function until(claim: () => boolean): Promise<void> {
  while (!claim()) await new Promise((resolve) => setTimeout(resolve, 50));
}

const filesOf = (cache: string) =>
  (existsSync(cache) ? readdirSync(cache) : []).filter((name) => name.endsWith(".v8")).map((name) => join(cache, name));

test("a start leaves bytecode for the next, which is made anew where it is damaged", async () => {
  const cache = join(emptyFolder(), "cache");
  await startOnce(cache, () => until(() => filesOf(cache).length === 2));
  if (process.platform !== "win32") assert.equal(statSync(cache).mode & 0o777, 0o700);
  const [first] = filesOf(cache);
  const kept = statSync(first).mtimeMs;
  assert.equal(await startOnce(cache, () => new Promise((resolve) => setTimeout(resolve, 2500))), "42");
  assert.equal(statSync(first).mtimeMs, kept, "what is good stays");
  for (const file of filesOf(cache)) writeFileSync(file, readFileSync(file).fill(7, 0, 64));
  const isGood = (file: string) => readFileSync(file)[0] !== 7;
  assert.equal(await startOnce(cache, () => until(() => filesOf(cache).every(isGood))), "42");
});

test("modules that cells import leave theirs where Node can keep it, and are the same with it", async () => {
  const cache = join(emptyFolder(), "cache");
  const folder = emptyFolder();
  writeFileSync(join(folder, "answer.mjs"), "export const answer = () => 42;\n");
  for (let i = 0; i < 2; i++) {
    const client = await KernelClient.start({ cwd: folder, timeoutMs: patience, env: { RETICLE_CACHE: cache } });
    const { outputs } = await client.execute('import { answer } from "./answer.mjs"; answer()', {
      timeoutMs: patience,
    });
    await client.shutdown();
    assert.equal(seen(outputs), "42");
  }
  assert.equal(existsSync(join(cache, "modules")), "enableCompileCache" in nodeModule);
});

test("the same kernel at another place makes its own, for stacks name the place", async () => {
  const folder = realpathSync(emptyFolder());
  cpSync(join(projectRoot, "dist", "kernel"), join(folder, "dist", "kernel"), { recursive: true });
  cpSync(join(projectRoot, "package.json"), join(folder, "package.json"));
  symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"), "junction");
  const cache = join(emptyFolder(), "cache");
  await startOnce(cache, () => until(() => filesOf(cache).length === 2));
  const { KernelClient: Copy } = (await import(
    pathToFileURL(join(folder, "dist", "kernel", "client", "index.js")).href
  )) as { KernelClient: typeof KernelClient };
  const client = await Copy.start({ cwd: emptyFolder(), timeoutMs: patience, env: { RETICLE_CACHE: cache } });
  const { outputs } = await client.execute("throw new Error('here')", { timeoutMs: patience });
  await until(() => filesOf(cache).length === 4);
  await client.shutdown();
  assert.match(seen(outputs), /^Error: here\n.*\n.*\n {4}at In\[1\]:1:7$/);
});

test("a folder that others can write to is not used, nor one that cannot be made", {
  skip: process.platform === "win32",
}, async () => {
  const open = emptyFolder();
  chmodSync(open, 0o777);
  const file = join(emptyFolder(), "file");
  writeFileSync(file, "");
  mkdirSync(join(open, "inner"));
  for (const cache of [open, join(file, "below"), "off"]) {
    assert.equal(await startOnce(cache, () => new Promise((resolve) => setTimeout(resolve, 2500))), "42");
  }
  assert.deepEqual(filesOf(open), []);
});

test("memory comes in huge pages and is kept, which is asked for in the kernel's process alone", {
  skip: process.platform !== "linux",
}, async () => {
  const client = await KernelClient.start({ cwd: emptyFolder(), timeoutMs: patience, env: {} });
  const code = `import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
// glibc ends each tunable with a zero in place.
const own = /GLIBC_TUNABLES=glibc.malloc.hugetlb=1.*trim_threshold=\\d+/.test(readFileSync("/proc/self/environ", "utf8"));
[own, process.env.GLIBC_TUNABLES, execFileSync(process.execPath, ["-p", "process.env.GLIBC_TUNABLES"], { encoding: "utf8" }).trim()].join(" ")`;
  const { outputs } = await client.execute(code, { timeoutMs: patience });
  assert.equal(seen(outputs), "'true  undefined'");
  const own = await KernelClient.start({
    cwd: emptyFolder(),
    timeoutMs: patience,
    env: { GLIBC_TUNABLES: "glibc.malloc.arena_max=1" },
  });
  const kept = await own.execute("process.env.GLIBC_TUNABLES", { timeoutMs: patience });
  assert.equal(seen(kept.outputs), "'glibc.malloc.arena_max=1'", "the user's own are left");
  await Promise.all([client.shutdown(), own.shutdown()]);
});
