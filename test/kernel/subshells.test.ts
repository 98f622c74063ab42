/** Subshells (JEP 91): cells of several shells in one kernel, concurrently where one awaits. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExecuteOptions } from "../../kernel/client/index.ts";
import { frontEnd, isType } from "./front-end.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const { hearUntil } = frontEnd(kernel);

async function subshell(): Promise<string> {
  const reply = await kernel.client.request("control", "create_subshell_request", {}, patience);
  assert.equal(reply.content.status, "ok");
  return String(reply.content.subshell_id);
}

async function list(): Promise<string[]> {
  const reply = await kernel.client.request("control", "list_subshell_request", {}, patience);
  return reply.content.subshell_id as string[];
}

/** Starts a cell and resolves when it has been announced; `result` when it has ended. */
async function start(code: string, options: ExecuteOptions = {}) {
  let announced = (): void => {};
  const begun = new Promise<void>((resolve) => {
    announced = resolve;
  });
  const result = kernel.client.execute(code, {
    timeoutMs: patience,
    ...options,
    onIopub: ({ header }) => header.msg_type === "execute_input" && announced(),
  });
  await begun;
  return { result };
}

const text = (outputs: readonly object[]) => outputs.map((output) => (output as { text?: string }).text).join("");

test("a kernel says that it has subshells; they are made, listed and deleted", async () => {
  const info = await kernel.client.request("shell", "kernel_info_request", {}, patience);
  assert.ok((info.content.supported_features as string[]).includes("kernel subshells"));
  const [one, two] = [await subshell(), await subshell()];
  assert.deepEqual(await list(), [one, two]);
  const deleted = await kernel.client.request("control", "delete_subshell_request", { subshell_id: one }, patience);
  assert.deepEqual(deleted.content, { status: "ok" });
  assert.deepEqual(await list(), [two]);
  const again = await kernel.client.request("control", "delete_subshell_request", { subshell_id: one }, patience);
  assert.equal(again.content.status, "error");
  assert.match(String(again.content.evalue), /there is no subshell "[\w-]{36}"/);
  await kernel.client.request("control", "delete_subshell_request", { subshell_id: two }, patience);
});

test("a subshell's cell runs while the main shell's awaits, on the same names", async () => {
  const id = await subshell();
  const main = await start("let release; const held = new Promise((resolve) => (release = resolve)); await held");
  const beside = await kernel.client.execute("release('by the subshell'); 6 * 7", {
    subshell: id,
    timeoutMs: patience,
  });
  assert.equal(beside.reply.status, "ok");
  const { outputs } = await main.result;
  assert.equal(outputs[0].output_type === "execute_result" && outputs[0].data["text/plain"], "'by the subshell'");
});

test("outputs of two shells go to their own cells, after every await and timer", async () => {
  const id = await subshell();
  const code = (name: string) => `
    const pause_${name} = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    for (let i = 0; i < 20; i++) { console.log("${name}" + i); await pause_${name}(i % 3); }
    await Promise.resolve(); console.log("${name} promise");
    const { setTimeout: sleep } = await import("node:timers/promises");
    for (let i = 0; i < 10; i++) { await sleep(2); console.log("${name} slept"); }
    try { await Promise.reject(1) } catch { console.log("${name} caught") }
    setTimeout(() => console.log("${name} timer"), 5); await sleep(30); display("${name}")`;
  const main = await start(code("a"));
  const beside = await start(code("b"), { subshell: id });
  for (const [name, { result }] of [
    ["a", main],
    ["b", beside],
  ] as const) {
    const { outputs } = await result;
    const lines = Array.from({ length: 20 }, (_, i) => `${name}${i}\n`).join("");
    assert.equal(
      text(outputs.filter(({ output_type }) => output_type === "stream")),
      `${lines}${name} promise\n${`${name} slept\n`.repeat(10)}${name} caught\n${name} timer\n`,
    );
    const shown = outputs.filter((output) => output.output_type === "display_data");
    assert.deepEqual(
      shown.map(({ data }) => data["text/plain"]),
      [`'${name}'`],
    );
  }
});

test("replies and outputs of a subshell's cell name it in their parent header", async () => {
  const id = await subshell();
  const parents: unknown[] = [];
  const stop = kernel.client.onIopub(({ parentHeader }) => parents.push(parentHeader.subshell_id));
  const reply = await kernel.client.request("shell", "execute_request", { code: "console.log(1)" }, patience, {
    subshell: id,
  });
  stop();
  assert.equal(reply.parentHeader.subshell_id, id);
  assert.ok(parents.length >= 4 && parents.every((parent) => parent === id), String(parents));
});

test("cells of one subshell run in order, and a failure aborts only its own shell's queue", async () => {
  const id = await subshell();
  const main = await start("let go; await new Promise((resolve) => (go = resolve)); 1");
  const waiting = kernel.client.execute("2", { timeoutMs: patience });
  const run = (code: string) => kernel.client.execute(code, { subshell: id, timeoutMs: patience });
  await run("const order = []");
  const both = [run("await null; order.push(1)"), run("order.push(2)")];
  await Promise.all(both);
  const shown = await run("order");
  assert.equal(shown.outputs[0].output_type === "execute_result" && shown.outputs[0].data["text/plain"], "[ 1, 2 ]");
  const failing = [run("await null; throw 1"), run("order.push(3)")];
  const replies = (await Promise.all(failing)).map(({ reply }) => reply.status);
  assert.deepEqual(replies, ["error", "aborted"]);
  await run("go()");
  assert.equal((await main.result).reply.status, "ok");
  assert.equal((await waiting).reply.status, "ok");
});

test("what is no cell is answered on a subshell and on the main shell while a cell computes", async () => {
  const id = await subshell();
  const main = await start("while (true);");
  for (const subshell of [id, undefined]) {
    for (const [type, content, status] of [
      ["kernel_info_request", {}, "ok"],
      ["complete_request", { code: "Mat", cursor_pos: 3 }, "ok"],
      ["inspect_request", { code: "Math", cursor_pos: 4, detail_level: 0 }, "ok"],
      ["is_complete_request", { code: "1 +" }, "incomplete"],
      ["history_request", { hist_access_type: "tail", n: 1, output: false, raw: true }, "ok"],
      ["comm_info_request", {}, "ok"],
    ] as const) {
      const reply = await kernel.client.request("shell", type, content, patience, { subshell });
      assert.equal(reply.content.status, status, type);
    }
  }
  await kernel.client.interrupt();
  assert.equal((await main.result).reply.ename, "KeyboardInterrupt");
});

test("stop ends the cells of all shells, also one that computes while another awaits", async () => {
  const id = await subshell();
  for (const code of ["while (true);", "await new Promise(() => {})"]) {
    const main = await start("await new Promise(() => {})");
    const beside = await start(code, { subshell: id });
    await kernel.client.interrupt();
    assert.equal((await main.result).reply.ename, "KeyboardInterrupt");
    assert.equal((await beside.result).reply.ename, "KeyboardInterrupt");
    assert.equal(await kernel.shows("1 + 1"), "2");
  }
});

test("a subshell's cell waits for one that computes, also after others were stopped", async () => {
  const id = await subshell();
  const computing = await start("const fs = require('node:fs'); while (!fs.existsSync('enough')); 'computed'");
  const beside = kernel.client.execute("'beside'", { subshell: id, timeoutMs: patience });
  // Longer than a stopped cell's leftovers are waited for.
  await new Promise((resolve) => setTimeout(resolve, 600));
  kernel.write("enough", "");
  assert.equal((await computing.result).reply.status, "ok");
  assert.equal((await beside).reply.status, "ok");
});

test("a subshell that does not exist is an error reply, not silence", async () => {
  for (const type of ["execute_request", "complete_request", "kernel_info_request"]) {
    const reply = await kernel.client.request("shell", type, { code: "1", cursor_pos: 1 }, patience, {
      subshell: "none",
    });
    assert.equal(reply.content.status, "error");
    assert.match(String(reply.content.evalue), /there is no subshell "none"/);
  }
  const idle = hearUntil(
    ({ content, parentHeader }) => content.execution_state === "idle" && parentHeader.msg_type === "comm_msg",
  );
  await kernel.client.send("shell", "comm_msg", { comm_id: "c", data: {} }, { subshell: "none" });
  await idle;
});

test("deleting a subshell aborts what waits there; its running cell ends as usual", async () => {
  const id = await subshell();
  const running = await start("await new Promise((resolve) => (globalThis.finish = resolve)); 'whole'", {
    subshell: id,
  });
  const waiting = kernel.client.execute("1", { subshell: id, timeoutMs: patience });
  await kernel.client.request("shell", "kernel_info_request", {}, patience);
  await kernel.client.request("control", "delete_subshell_request", { subshell_id: id }, patience);
  assert.equal((await waiting).reply.status, "aborted");
  await kernel.outputs("finish()");
  assert.equal((await running.result).reply.status, "ok");
});

test("comms are handled on a subshell while a cell awaits", async () => {
  const id = await subshell();
  const opened = hearUntil(isType("comm_open"));
  const main = await start(`const host = globalThis[Symbol.for("reticle.host")];
const comm = host.openComm("beside"); await new Promise((resolve) => comm.onMessage(resolve)); 'heard'`);
  const comm_id = (await opened).at(-1)?.content.comm_id;
  await kernel.client.send("shell", "comm_msg", { comm_id, data: {} }, { subshell: id });
  assert.equal((await main.result).reply.status, "ok");
});
