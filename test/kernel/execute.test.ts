import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();

test("kernel_info tells protocol, language and the names under which editors know TypeScript", () => {
  const info = kernel.client.kernelInfo as Record<string, Record<string, unknown>>;
  assert.equal(info.status, "ok");
  assert.equal(info.protocol_version, "5.4");
  assert.equal(info.language_info.name, "typescript");
  assert.equal(info.language_info.file_extension, ".ts");
  assert.equal(info.language_info.mimetype, "text/typescript");
  assert.equal(info.language_info.pygments_lexer, "typescript");
});

test("the last expression is the result; a semicolon behind it hides it", async () => {
  assert.equal(await kernel.shows("6 * 7"), "42");
  assert.equal(await kernel.shows("6 * 7;"), null);
  assert.equal(await kernel.shows("6 * 7 // why"), "42");
  assert.equal(await kernel.shows("const quiet = 1"), null);
  assert.equal(await kernel.shows("undefined"), null);
  assert.equal(await kernel.shows("null"), "null");
  assert.equal(await kernel.shows("'text'"), "'text'");
});

test("an object literal is an object, not a block", async () => {
  assert.equal(await kernel.shows("{ a: 1, b: [2] }"), "{ a: 1, b: [ 2 ] }");
  assert.equal(await kernel.shows("const before = 1\n{ a: before }"), "{ a: 1 }");
  assert.equal(await kernel.shows("({}) // none"), "{}");
  assert.equal(await kernel.prints("{ console.log('a block') }"), "a block\n");
  const commented = "// one { \n/* two ** */\n{ a: 1, b() {}, ...{ c: 2 } } // three\n";
  assert.equal(await kernel.shows(commented), "{ a: 1, b: [Function: b], c: 2 }");
  assert.equal(await kernel.shows(`${"/**/".repeat(1000)}1`), "1");
});

test("counts go up by one, but not for silent cells and those that are not stored", async () => {
  const first = Number((await kernel.client.execute("1")).reply.execution_count);
  const silent = await kernel.client.execute("console.log(1); 2", { silent: true });
  assert.deepEqual(silent.outputs, []);
  assert.equal(silent.reply.execution_count, first);
  const unstored = await kernel.client.execute("3", { storeHistory: false });
  assert.equal(unstored.reply.execution_count, first);
  assert.equal(unstored.outputs.length, 1);
  assert.equal((await kernel.client.execute("4")).reply.execution_count, first + 1);
});

test("a cell is announced: busy, its input, its outputs, idle", async () => {
  const seen: string[] = [];
  await kernel.client.execute("console.log(1); 2", {
    onIopub: ({ header, content }) => seen.push(String(content.execution_state ?? header.msg_type)),
  });
  assert.deepEqual(seen, ["busy", "execute_input", "stream", "execute_result", "idle"]);
});

test("variables of a cell that threw stay", async () => {
  await kernel.fails("const before = 41; throw new Error('boom')");
  assert.equal(await kernel.shows("before + 1"), "42");
});

test("user_expressions are evaluated after the cell", async () => {
  const { reply } = await kernel.client.execute("const u = 20", { userExpressions: { good: "u + 1", bad: "nix" } });
  const answers = reply.user_expressions as Record<string, { status: string; data?: object; ename?: string }>;
  assert.deepEqual(answers.good.data, { "text/plain": "21" });
  assert.equal(answers.bad.ename, "ReferenceError");
});

test("what waits behind a cell that failed is aborted, and what comes later runs", async () => {
  const failing = kernel.client.execute("await new Promise(r => setTimeout(r, 100)); throw new Error('stop')");
  const behind = [kernel.client.execute("1"), kernel.client.execute("2")];
  assert.equal((await failing).reply.status, "error");
  assert.deepEqual(
    (await Promise.all(behind)).map(({ reply }) => reply.status),
    ["aborted", "aborted"],
  );
  assert.equal(await kernel.shows("'goes on'"), "'goes on'");
});

test("a cell that says stop_on_error false stops nothing", async () => {
  const failing = kernel.client.execute("await new Promise(r => setTimeout(r, 50)); throw 1", { stopOnError: false });
  const behind = kernel.client.execute("'ran'");
  assert.equal((await failing).reply.status, "error");
  assert.equal((await behind).reply.status, "ok");
});

test("a silent cell that fails stops nothing", async () => {
  const failing = kernel.client.execute("await new Promise(r => setTimeout(r, 50)); throw 1", { silent: true });
  const behind = kernel.client.execute("'ran'");
  assert.equal((await failing).reply.status, "error");
  assert.equal((await behind).reply.status, "ok");
});

test("is_complete knows complete, incomplete with an indent, and invalid", async () => {
  const ask = async (code: string) =>
    (await kernel.client.request("shell", "is_complete_request", { code }, patience)).content;
  for (const code of [
    "1",
    "console.log(1)",
    "function f(x: number) {\n  return x\n}\n",
    "function f(): 1;",
    "",
    "// nothing",
  ])
    assert.equal((await ask(code)).status, "complete", code);
  assert.deepEqual(await ask("function f(x: number) {"), { status: "incomplete", indent: "  " });
  for (const code of [
    "const s = `abc",
    "foo(",
    "/* open",
    "1 +",
    "class A {\n",
    "if (x)",
    "let x =",
    "export function f()",
  ])
    assert.equal((await ask(code)).status, "incomplete", code);
  for (const code of ["let = 7q;", "import = 7q", "let y y", ")", "'open"])
    assert.equal((await ask(code)).status, "invalid", code);
});

test("completion offers what live objects have", async () => {
  const ask = async (code: string) =>
    (await kernel.client.request("shell", "complete_request", { code, cursor_pos: [...code].length }, patience))
      .content;
  assert.deepEqual((await ask("Math.hyp")).matches, ["hypot"]);
  assert.deepEqual((await ask("[1].flatM")).matches, ["flatMap"]);
  await kernel.outputs("const wafer = { diameter: 300, notch: true }");
  assert.deepEqual((await ask("wafer.di")).matches, ["diameter"]);
  assert.deepEqual(await ask("const ä😀 = waf"), {
    status: "ok",
    matches: ["wafer"],
    cursor_start: 11,
    cursor_end: 14,
    metadata: {
      _jupyter_types_experimental: [{ text: "wafer", type: "variable", signature: "", start: 11, end: 14 }],
    },
  });
  assert.deepEqual((await ask("(() => { throw 1 })().x")).matches, []);
});

test("history has the inputs by tail, range and pattern", async () => {
  await kernel.outputs("'needle in history'");
  const ask = async (content: object) => {
    const reply = await kernel.client.request("shell", "history_request", { output: false, raw: true, ...content });
    return (reply.content.history as [number, number, string][]).map(([, , input]) => input);
  };
  assert.deepEqual(await ask({ hist_access_type: "tail", n: 1 }), ["'needle in history'"]);
  assert.deepEqual(await ask({ hist_access_type: "search", pattern: "*needle*", n: 5 }), ["'needle in history'"]);
  assert.equal((await ask({ hist_access_type: "range", session: 0, start: 1, stop: 3 })).length, 2);
});

test("inspect tells what a name stands for, and runs nothing", async () => {
  const ask = async (code: string, cursor: number) =>
    (await kernel.client.request("shell", "inspect_request", { code, cursor_pos: cursor, detail_level: 0 }, patience))
      .content;
  const found = await ask("Math.hypot(3, 4)", 7);
  assert.equal(found.found, true);
  assert.match(
    String((found.data as Record<string, string>)["text/plain"]),
    /^Math\.hypot: function hypot \(2 parameters\)/,
  );
  await kernel.outputs("let touched = 0; const bump = { get up() { return ++touched } }");
  assert.equal((await ask("bump.up", 7)).found, false);
  assert.equal(await kernel.shows("touched"), "0");
  assert.equal((await ask("nothing.at.all", 14)).found, false);
});

test("comm_info is answered", async () => {
  const comms = await kernel.client.request("shell", "comm_info_request", {});
  assert.deepEqual(comms.content.comms, {});
});

test("a cell on the control channel and an unknown kind of history are refused in their replies", async () => {
  const refused = await kernel.client.request("control", "execute_request", { code: "1" }, patience);
  assert.equal(refused.content.status, "error");
  assert.match(String(refused.content.evalue), /by an execute_request on the shell channel, not on control/);
  const history = await kernel.client.request("shell", "history_request", { hist_access_type: "nope" }, patience);
  assert.match(String(history.content.evalue), /not tail, range or search/);
});
