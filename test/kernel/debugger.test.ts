import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { DebugClient } from "./debug-support.ts";
import { kernelForFile, patience, seen } from "./support.ts";

const kernel = kernelForFile();
const debug = new DebugClient(kernel);
beforeEach(() => debug.ready());
afterEach(async () => {
  // No breakpoint of one test is another one's.
  for (const { source } of (await debug.get("debugInfo")).breakpoints) {
    await debug.get("setBreakpoints", { source: { path: source }, breakpoints: [] });
  }
});

test("a breakpoint in a cell stops it at the TypeScript line, with its variables", async () => {
  const code =
    "interface Point { x: number }\ntype Many = Point[];\n\nlet total = 0;\nfor (const n of [1, 2]) {\n  total += n;\n}\ntotal";
  const [breakpoint] = await debug.breakAt(code, 6);
  assert.deepEqual([breakpoint.verified, breakpoint.line], [true, 6]);
  const running = debug.run(code);
  assert.match(await debug.stopped(), /^In\[\d+\]:6$/);
  const locals = await debug.scope();
  assert.deepEqual([locals.n, locals.total], ["1", "0"]);
  assert.match(await debug.step("continue"), /:6$/);
  assert.deepEqual(await debug.scope().then(({ n, total }) => [n, total]), ["2", "1"]);
  await debug.continue();
  const { outputs } = await running;
  assert.equal(outputs[0].output_type === "execute_result" && outputs[0].data["text/plain"], "3");
});

test("a breakpoint in a function of an earlier cell stops when a later cell calls it", async () => {
  const code = "type T = number;\nfunction half(value: T): T {\n  const result = value / 2;\n  return result;\n}";
  await debug.run(code);
  await debug.breakAt(code, 4);
  const running = debug.run("\nhalf(10)");
  assert.match(await debug.stopped(), /^half:4 < In\[\d+\]:2$/);
  assert.deepEqual(await debug.scope(), { value: "10", result: "5" });
  await debug.continue();
  await running;
});

test("a breakpoint after an await stops there", async () => {
  const code =
    "const before = 1;\nawait new Promise((resolve) => setTimeout(resolve, 5));\nconst later = before + 1;\nlater";
  await debug.breakAt(code, 4);
  const running = debug.run(code);
  assert.match(await debug.stopped(), /^In\[\d+\]:4$/);
  assert.equal((await debug.scope()).later, "2");
  await debug.continue();
  await running;
});

test("steps go over, into and out of calls, and off the end of the cell", async () => {
  const code =
    "const add = (a: number, b: number) => {\n  return a + b;\n};\nlet sum = add(1, 2);\nsum = add(sum, 3);\nsum++;";
  await debug.breakAt(code, 4);
  const running = debug.run(code);
  assert.match(await debug.stopped(), /^In\[\d+\]:4$/);
  assert.match(await debug.step("next"), /^In\[\d+\]:5$/);
  assert.equal((await debug.scope()).sum, "3");
  assert.match(await debug.step("stepIn"), /^add:2 < In\[\d+\]:5$/);
  assert.deepEqual(await debug.scope(), { a: "3", b: "3" });
  assert.match(await debug.step("stepOut"), /^In\[\d+\]:[56]$/);
  while (/:5$/.test(await debug.frames().then(([top]) => `:${top.line}`))) await debug.step("next");
  assert.equal((await debug.frames())[0].line, 6);
  await debug.get("next", { threadId: 1 });
  await running;
  assert.equal(await kernel.shows("sum"), "7");
  assert.equal((await debug.get("debugInfo")).stoppedThreads.length, 0);
});

test("a step over an await stays in the cell", async () => {
  const code =
    "debugger;\nconst waited = await new Promise<number>((resolve) => setTimeout(() => resolve(7), 20));\nwaited + 1;";
  const running = debug.run(code);
  assert.match(await debug.stopped(), /^In\[\d+\]:1$/);
  assert.match(await debug.step("next"), /^In\[\d+\]:2$/);
  assert.match(await debug.step("next"), /^In\[\d+\]:3$/);
  assert.equal((await debug.scope()).waited, "7");
  await debug.continue();
  await running;
});

test("the kernel's and Node's frames do not show, and stepping in passes them by", async () => {
  const code = "debugger;\nconst text = require('node:util').inspect({ a: 1 });\ntext.length;";
  const running = debug.run(code);
  assert.match(await debug.stopped(), /^In\[\d+\]:1$/);
  assert.match(await debug.step("stepIn"), /^In\[\d+\]:2$/);
  assert.match(await debug.step("stepIn"), /^In\[\d+\]:3$/);
  await debug.continue();
  await running;
});

test("a cell that is executed twice stops twice", async () => {
  const code = "const twice = 2;\ntwice * 2;";
  await debug.breakAt(code, 2);
  for (let i = 0; i < 2; i++) {
    const running = debug.run(code);
    assert.match(await debug.stopped(), /:2$/);
    await debug.continue();
    await running;
  }
});

test("a breakpoint moves to the next line that can break, also before the cell has run", async () => {
  const code = "type A = 1;\n\nconst shown = 5;\n// the end";
  const breakpoints = await debug.breakAt(code, 1, 4);
  assert.deepEqual(
    breakpoints.map(({ verified, line }) => [verified, line]),
    [
      [true, 3],
      [false, 4],
    ],
  );
  assert.match(breakpoints[1].message, /no line/);
});

test("a breakpoint that was taken away stops nothing, one that was moved stops there", async () => {
  const code = "let moved = 1;\nmoved = 2;\nmoved = 3;";
  await debug.breakAt(code, 2);
  await debug.breakAt(code, 3);
  const running = debug.run(code);
  assert.match(await debug.stopped(), /:3$/);
  await debug.continue();
  await running;
  await debug.breakAt(code);
  await debug.run(code);
  assert.equal((await debug.get("debugInfo")).breakpoints.length, 0);
});

test("while a cell is paused the kernel answers, and what it printed is seen", async () => {
  let seen = "";
  const stop = kernel.client.onIopub(({ header, content }) => {
    if (header.msg_type === "stream") seen += content.text;
  });
  const running = debug.run("for (let i = 0; i < 100; i++) console.log('line', i);\ndebugger;\n'end'");
  assert.match(await debug.stopped(), /:2$/);
  assert.match(seen, /line 99\n/);
  stop();
  assert.ok(await kernel.client.heartbeat());
  const info = await kernel.client.request("control", "kernel_info_request", {}, patience);
  assert.equal(info.content.debugger, true);
  const names = await kernel.client.request("shell", "complete_request", { code: "Mat", cursor_pos: 3 }, patience);
  assert.equal(names.content.status, "ok");
  await debug.continue();
  await running;
});

test("an interrupt ends a paused cell and keeps the state", async () => {
  const running = debug.run("const kept = 1;\ndebugger;\nconst never = 2;");
  await debug.stopped();
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("[kept, typeof never]"), "[ 1, 'undefined' ]");
});

test("an interrupt ends a cell that is paused after an await", async () => {
  const running = debug.run("await null;\ndebugger;\nfor (;;);");
  await debug.stopped();
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("SIGINT ends a paused cell", { skip: process.platform === "win32" }, async () => {
  const running = debug.run("debugger;\nfor (;;);");
  await debug.stopped();
  process.kill(kernel.client.pid, "SIGINT");
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("1 + 1"), "2");
});

const noSigint = process.platform === "win32" && "nothing but its time limit ends an expression there";

for (const before of ["", "await null;\n"]) {
  const where = before === "" ? "" : ", also after an await";
  test(`an interrupt ends an expression without end${where}`, async () => {
    const running = debug.run(`${before}debugger;\nfor (;;);`);
    await debug.stopped();
    const { id } = (await debug.frames())[0];
    const evaluated = debug.ask("evaluate", { expression: "for (;;);", frameId: id });
    await kernel.client.interrupt();
    assert.equal((await evaluated).success, false);
    assert.equal((await running).reply.ename, "KeyboardInterrupt");
    assert.equal(await kernel.shows("1 + 1"), "2");
  });

  test(`disconnect ends an expression without end, and the cell goes on${where}`, { skip: noSigint }, async () => {
    const running = debug.run(`${before}debugger;\n'went on'`);
    await debug.stopped();
    const { id } = (await debug.frames())[0];
    const evaluated = debug.ask("evaluate", { expression: "for (;;);", frameId: id });
    await debug.get("disconnect");
    const { success, message } = await evaluated;
    assert.deepEqual([success, /interrupted|disconnected/.test(message)], [false, true]);
    const [output] = (await running).outputs;
    assert.equal(output.output_type === "execute_result" && output.data["text/plain"], "'went on'");
    await debug.attach();
  });
}

test("an interrupt ends an expression without end that is evaluated while nothing runs", async () => {
  const evaluated = debug.ask("evaluate", { expression: "for (;;);" });
  await kernel.client.interrupt();
  assert.equal((await evaluated).success, false);
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("the debugger works where cells have taken the names globalThis, Symbol and Object", async () => {
  await debug.run("var globalThis: any = 3, Symbol: any = 4, Object: any = 5;");
  const running = debug.run("let taken = 6;\ndebugger;\ntaken");
  await debug.stopped();
  const frameId = (await debug.frames())[0].id;
  assert.equal((await debug.scope("Globals")).taken, "6");
  assert.equal((await debug.get("evaluate", { expression: "taken + Symbol", frameId })).result, "10");
  await debug.continue();
  assert.equal((await running).reply.status, "ok");
  await kernel.outputs("%reset -f");
});

/** Leaves a timer whose callback stops at its second line, and is there when it has. */
async function leaveTimer(callback: string): Promise<void> {
  // Late enough that the loop is stopped first.
  const code = `setTimeout(() => {\n  debugger;\n  ${callback}\n}, 1500);\nconsole.log('waits');\nfor (;;);`;
  const running = kernel.client.execute(code, {
    timeoutMs: patience,
    onIopub: ({ header }) => header.msg_type === "stream" && void kernel.client.interrupt(),
  });
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.match(await debug.stopped(), /:2$/);
}

test("a stopped cell's timer that is paused makes the next cell wait, and is not terminated", async () => {
  await leaveTimer("globalThis.wentOn = 'yes';");
  const running = debug.run("wentOn");
  // Several times as long as a timer that computes is given.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await debug.continue();
  assert.equal(seen((await running).outputs, true), "'yes'");
});

test("a stopped cell's timer that the debugger lets go may still compute for a while", async () => {
  for (let round = 0; round < 4; round++) {
    await leaveTimer(`const until = Date.now() + 80; while (Date.now() < until); globalThis.wentOn = ${round};`);
    const running = debug.run("wentOn");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await debug.continue();
    assert.equal(seen((await running).outputs, true), String(round));
  }
});

test("an interrupt ends a loop in a function that has a breakpoint", async () => {
  const code = "const endless = () => {\n  let i = 0;\n  for (;;) i++;\n};\ndebugger;\nendless();";
  await debug.breakAt(code, { line: 2, condition: "false" });
  const running = debug.run(code);
  await debug.stopped();
  await debug.continue();
  // Long enough for V8 to wish for faster code.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("magics leave breakpoints and the stack at their lines", async () => {
  const code =
    "%time Math.sqrt(2)\n!echo one\nfunction third(x: number) {\n  return x / 3;\n}\n%time const a = third(9);\n!echo two\nlet b = a;\nb++;";
  const breakpoints = await debug.breakAt(code, 4, 9);
  assert.deepEqual(
    breakpoints.map(({ verified, line }) => [verified, line]),
    [
      [true, 4],
      [true, 9],
    ],
  );
  const running = debug.run(code);
  assert.match(await debug.stopped(), /^third:4 < In\[\d+\]:6$/);
  assert.match(await debug.step("continue"), /^In\[\d+\]:9$/);
  await debug.continue();
  assert.equal((await running).reply.status, "ok");
});

test("pause stops a cell that computes", async () => {
  const running = debug.run(
    "let spins = 0;\nconst until = Date.now() + 600_000;\nwhile (Date.now() < until) {\n  spins++;\n}",
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  await debug.get("pause", { threadId: 1 });
  assert.match(await debug.stopped(), /^In\[\d+\]:[34]$/);
  assert.equal(debug.events.findLast(({ event }) => event === "stopped").body.reason, "pause");
  await debug.get("evaluate", { expression: "until; globalThis.until = 0", frameId: (await debug.frames())[0].id });
  await debug.continue();
  assert.equal((await running).reply.status, "ok");
});

test("breakpoints in a file that a cell imports", async () => {
  kernel.write(
    "area.ts",
    "export interface Box { w: number; h: number }\n\nexport function area(box: Box): number {\n  const value = box.w * box.h;\n  return value;\n}\n",
  );
  const path = `${kernel.folder}/area.ts`;
  const { breakpoints } = await debug.get("setBreakpoints", { source: { path }, breakpoints: [{ line: 5 }] });
  assert.equal(breakpoints[0].verified, false);
  const running = debug.run("import { area } from './area';\narea({ w: 2, h: 3 })");
  assert.match(await debug.stopped(), /^area:5 < In\[\d+\]:2$/);
  assert.equal((await debug.frames())[0].source.path, path);
  assert.equal((await debug.scope()).value, "6");
  assert.equal(debug.events.find(({ event }) => event === "breakpoint").body.breakpoint.verified, true);
  await debug.continue();
  await running;
});

test("conditions, hit counts and log messages", async () => {
  const code = "for (let i = 0; i < 6; i++) {\n  globalThis.last = i;\n}";
  await debug.breakAt(code, { line: 2, condition: "i === 4" });
  let running = debug.run(code);
  await debug.stopped();
  assert.equal((await debug.scope()).i, "4");
  await debug.continue();
  await running;
  await debug.breakAt(code, { line: 2, hitCondition: "== 3" });
  running = debug.run(code);
  await debug.stopped();
  assert.equal((await debug.scope()).i, "2");
  await debug.continue();
  await running;
  await debug.breakAt(code, { line: 2, logMessage: "i is {i}" });
  assert.match(await kernel.prints(code), /i is 0\ni is 1\n(?:i is \d\n)*i is 5\n/);
});
