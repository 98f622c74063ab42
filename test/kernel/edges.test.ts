/** Errors, sources and values of less common kinds. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();

test("an error of another context has its name and its place, and none of our frames", async () => {
  const text = await kernel.fails('import vm from "node:vm";\nthrow new (vm.runInNewContext("RangeError"))("x")');
  assert.match(text, /^RangeError: x\n/);
  assert.doesNotMatch(text, /kernel\/engine/);
});

test("console.trace prints its text and where it was called", async () => {
  assert.match(await kernel.prints('function f() { console.trace("tr") }\nf()', "stderr"), /^Trace: tr\n +at f \(In\[/);
});

test("user expressions may declare, and their errors show none of our frames", async () => {
  const userExpressions = { q: "let q = 1; q", bad: "missing" };
  const { reply } = await kernel.client.execute("1", { timeoutMs: patience, userExpressions });
  const answers = reply.user_expressions as Record<string, { status: string; data: unknown; traceback: string[] }>;
  assert.deepEqual(answers.q.data, { "text/plain": "1" });
  assert.equal(answers.bad.status, "error");
  assert.doesNotMatch(answers.bad.traceback.join("\n"), / at /);
});

test("two words side by side are an error at their line, and is_complete calls them invalid", async () => {
  assert.match(await kernel.fails("a b\nlet q = 1\nq"), /1 \| a b[\s\S]*In\[\d+\]:1:/);
  for (const code of ["a b", "a b;", "1 2"]) {
    const { content } = await kernel.client.request("shell", "is_complete_request", { code }, patience);
    assert.equal(content.status, "invalid", code);
  }
});

test("a byte order mark and a line for the shell are passed over", async () => {
  assert.equal(await kernel.shows("\uFEFFlet bom = 1\nbom"), "1");
  assert.equal(await kernel.shows("#!/usr/bin/env node\nlet line = 2\nline"), "2");
  assert.match(await kernel.fails("\uFEFF#!/usr/bin/env node\nthrow 5\n"), /^Thrown: 5/);
});

test("any buffer or view in a bundle is bytes", async () => {
  for (const bytes of [
    "new Uint8Array([1, 2, 3]).buffer",
    "new Uint8ClampedArray([1, 2, 3])",
    "new DataView(new Uint8Array([0, 1, 2, 3]).buffer, 1)",
  ]) {
    const [output] = await kernel.outputs(`display({ "image/png": ${bytes} }, { raw: true });`);
    assert.deepEqual(output.output_type === "display_data" && output.data, { "image/png": "AQID" });
  }
});

test("a display as the last expression shows its value and no handle", async () => {
  const outputs = await kernel.outputs("display(5)");
  assert.deepEqual(
    outputs.map(({ output_type }) => output_type),
    ["display_data"],
  );
});

test("an interval that a stop has terminated is gone", async () => {
  const code = "var rounds = 0; setInterval(() => { rounds++; while (true) {} }, 1); await new Promise(() => {})";
  const running = kernel.client.execute(code, { timeoutMs: patience });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  await kernel.outputs("await new Promise((done) => setTimeout(done, 50))");
  const before = await kernel.shows("rounds");
  assert.equal(await kernel.prints("await new Promise((done) => setTimeout(done, 50))", "stderr"), "");
  assert.equal(await kernel.shows("rounds"), before);
});

test("a package without a file to run, and an alias, are told from one that is missing", async () => {
  for (const [name, manifest] of [
    ["typesonly", { types: "index.d.ts" }],
    ["nomain", { main: "dist/gone.js" }],
  ] as const) {
    mkdirSync(join(kernel.folder, "node_modules", name), { recursive: true });
    kernel.write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...manifest }));
    assert.match(
      await kernel.fails(`import { v } from "${name}"; v`),
      new RegExp(`${name} is installed, but its file .*${name}/\\S+\\.js is missing`),
    );
  }
  assert.match(await kernel.fails('import x from "@/index"; x'), /"@\/index" is no package's name/);
});

test("tslab can be required, and is the same that is imported", async () => {
  const code = 'import * as imported from "tslab"; require("tslab").display === imported.display';
  assert.equal(await kernel.shows(code), "true");
  assert.match(String(await kernel.shows('require.resolve("typesonly/package.json")')), /typesonly/);
});

test("a cell whose error has an endless getter is stopped", async () => {
  const code = "throw Object.defineProperty(new Error(), 'message', { get() { while (true) {} } })";
  const running = kernel.client.execute(code, { timeoutMs: patience });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("await new Promise((done) => setTimeout(done, 5)); 3"), "3");
});
