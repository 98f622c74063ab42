/** Cells that take names, listeners and streams that the kernel itself needs. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { KernelClient } from "../../kernel/client/index.ts";
import { kernelForFile, patience, seen, withKernel } from "./support.ts";

const kernel = kernelForFile();

async function told(client: KernelClient, code: string, stdin?: () => string): Promise<string> {
  const { outputs } = await client.execute(code, { timeoutMs: patience, ...(stdin && { onStdin: stdin }) });
  return seen(outputs, true);
}

for (const code of [
  "let globalThis = 3",
  "function globalThis() {}",
  "globalThis = 5 as any",
  'import * as globalThis from "node:fs"; globalThis',
]) {
  test(`cells, timers, the stop button and %reset work after ${code}`, () =>
    withKernel(async (client) => {
      await told(client, code);
      assert.equal(await told(client, "let two = 2; two"), "2");
      assert.equal(await told(client, "await new Promise((done) => setTimeout(done, 5)); 3"), "3");
      const running = client.execute("for (;;);", { timeoutMs: patience });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await client.interrupt();
      assert.equal((await running).reply.ename, "KeyboardInterrupt");
      assert.match(await told(client, "%who"), /two +number/);
      await told(client, "%reset -f\nglobalThis = global");
      assert.equal(await told(client, "[typeof globalThis, typeof two]"), "[ 'object', 'undefined' ]");
    }));
}

test("an import that fails ends its cell, whatever the names JSON, Object and String stand for", () =>
  withKernel(async (client) => {
    await told(client, "const JSON = null as any, String = 2, Error = 1 as any, Map = 0 as any");
    assert.match(await told(client, 'import q from "nope-x"; q'), /Cannot find package 'nope-x'[\s\S]*In\[2\]:1:1/);
    assert.match(await told(client, 'require("nope-y")'), /Cannot find module 'nope-y'[\s\S]*In\[3\]:1:1/);
  }));

test("%who and %reset -f are the cure for names that were taken", () =>
  withKernel(async (client) => {
    await told(client, "let Object = 3, Set = 4, RegExp = 5, Array = 6");
    assert.match(await told(client, "%who"), /^Array +number\nObject +number\nRegExp +number\nSet +number\n$/);
    assert.equal(await told(client, "%reset -f"), "");
    assert.equal(await told(client, "Object.keys({ a: new Set([1]).size })"), "[ 'a' ]");
    assert.equal(await told(client, "%who"), "No names yet.\n");
  }));

test("input, display and the shell work where their globals were taken", () =>
  withKernel(async (client) => {
    await told(client, "let String = 2, Atomics = 3, Object = 4, Buffer = 5, Promise = 6");
    assert.equal(await told(client, 'input("x")', () => "typed"), "'typed'");
    assert.match(await told(client, "!echo shell"), /shell/);
    const { outputs } = await client.execute('display({ "text/html": "<b>" }, { raw: true });', {
      timeoutMs: patience,
    });
    assert.deepEqual(outputs[0].output_type === "display_data" && outputs[0].data, { "text/html": "<b>" });
  }));

test("the user may have names of ours, and finds none of them", async () => {
  assert.equal(await kernel.shows("var __reticleGuard = 5; __reticleGuard"), "5");
  assert.equal(await kernel.shows("let $reticle = 6; $reticle"), "6");
  assert.equal(await kernel.shows("$reticle + 1"), "7");
  assert.equal(await kernel.shows("await null; const $module0 = 8; $module0"), "8");
  const ours = "Object.getOwnPropertyNames(globalThis).filter((name) => /^[\\w$]*reticle[\\w$]*$/i.test(name))";
  assert.equal(await kernel.shows(ours), "[ '__reticleGuard', '$reticle' ]");
});

test("the global names are Node's and those that are documented", () =>
  withKernel(async (client) => {
    const names = "JSON.stringify(Object.getOwnPropertyNames(globalThis))";
    const node = execFileSync(process.execPath, ["--input-type=module", "-e", `console.log(${names})`], {
      encoding: "utf8",
    });
    // `node -e` has the modules as names, which a file has not: one may be missing, none may be more.
    const known = new Set<string>(JSON.parse(node));
    const found: string[] = JSON.parse(await told(client, `console.log(${names})`));
    const ours = ["clearOutput", "confirm", "display", "input", "kernel", "prompt", "require"];
    assert.deepEqual(found.filter((name) => !known.has(name)).sort(), ours);
  }));

test("cells run on when the global object has another prototype", () =>
  withKernel(async (client) => {
    await told(client, "Object.setPrototypeOf(globalThis, null)");
    assert.equal(await told(client, "1 + 1"), "2");
    await told(client, "Object.setPrototypeOf(globalThis, Object.freeze({}))");
    assert.equal(await told(client, "await null; 2 + 2"), "4");
  }));

test("an error of a timer is shown after all listeners of the process were taken away", async () => {
  const late = "setTimeout(() => { throw new Error('late') }); await new Promise((done) => setTimeout(done, 30));";
  for (const taken of [
    'process.removeAllListeners("uncaughtException");',
    "process.removeAllListeners();",
    'for (const each of process.listeners("uncaughtException")) process.off("uncaughtException", each);',
  ]) {
    assert.match(await kernel.prints(taken + late, "stderr"), /Uncaught exception[\s\S]*late/);
  }
  const rejected = 'process.removeAllListeners("unhandledRejection"); Promise.reject(new Error("nobody"));';
  assert.match(
    await kernel.prints(`${rejected}await new Promise((done) => setTimeout(done, 30));`, "stderr"),
    /nobody/,
  );
});

test("a pipeline into process.stdout ends", async () => {
  const code = 'import { pipeline } from "node:stream/promises"; await pipeline(["q", "r"], process.stdout);';
  assert.equal(await kernel.prints(code), "qr");
});

test("completion and inspection see what the user has put in the places of taken names", () =>
  withKernel(async (client) => {
    const ask = async (type: string, code: string) =>
      (await client.request("shell", type, { code, cursor_pos: code.length }, patience)).content;
    const matches = async (code: string) => (await ask("complete_request", code)).matches;
    await told(client, "const globalThis = 5, JSON = { mine: 1 }, Array = null, waferCount = 25;");
    assert.deepEqual(await matches("waferC"), ["waferCount"]);
    assert.deepEqual(await matches("Math.hyp"), ["hypot"]);
    assert.deepEqual(await matches("globalThis.toFi"), ["toFixed"]);
    assert.deepEqual(await matches("JSON.mi"), ["mine"]);
    assert.deepEqual(await matches("JSON.par"), []);
    assert.deepEqual(await matches("Array."), []);
    const { data } = await ask("inspect_request", "JSON");
    assert.match(String((data as Record<string, unknown>)["text/plain"]), /mine: 1/);
    await told(client, "Object = null as any; Reflect = 1 as any;");
    assert.deepEqual(await matches("waferC"), ["waferCount"]);
    assert.equal(await told(client, "JSON.mine"), "1");
  }));
