import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { murmur2 } from "../../kernel/debugger/murmur2.ts";
import { projectRoot } from "../support/project.ts";
import { DebugClient } from "./debug-support.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const debug = new DebugClient(kernel);

const venv = join(projectRoot, ".venv/bin/python");
const python = process.env.RETICLE_PYTHON ?? (existsSync(venv) ? venv : null);

test("hashes are ipykernel's", { skip: python === null && "no Python with ipykernel" }, () => {
  const codes = ["", "a", "ab", "abc", "abcd", "const π = 3;\n", "😀 x", "x\r\ny", "z".repeat(1001), "\u0000\u00ff"];
  const script = `import json, sys
from ipykernel.compiler import murmur2_x86
print(json.dumps([murmur2_x86(code, 0xC70F6907) for code in json.loads(sys.argv[1])]))`;
  const expected = JSON.parse(execFileSync(python ?? "", ["-c", script, JSON.stringify(codes)], { encoding: "utf8" }));
  assert.deepEqual(
    codes.map((code) => murmur2(code, 0xc70f6907)),
    expected,
  );
});

test("the hash of a known text", () => {
  // From ipykernel.compiler.murmur2_x86.
  assert.equal(murmur2("const x = 1;\n", 0xc70f6907), 2619397439);
});

test("debugInfo tells how cells are named, before and after the start", async () => {
  debug.listen();
  const before = await debug.get("debugInfo");
  assert.deepEqual([before.isStarted, before.hashMethod, before.stoppedThreads], [false, "Murmur2", []]);
  const { sourcePath } = await debug.get("dumpCell", { code: "1 + 1" });
  assert.equal(sourcePath, `${before.tmpFilePrefix}${murmur2("1 + 1", before.hashSeed)}${before.tmpFileSuffix}`);
  await debug.attach();
  assert.equal((await debug.get("debugInfo")).isStarted, true);
  assert.deepEqual(
    debug.events.map(({ event }) => event),
    ["initialized", "process", "thread"],
  );
  assert.equal((await debug.get("source", { source: { path: sourcePath } })).content, "1 + 1");
});

test("what cannot be done is a failure with a message", async () => {
  const failures: [string, unknown, RegExp][] = [
    ["nonsense", {}, /"nonsense" is not known/],
    ["constructor", {}, /not known/],
    ["dumpCell", {}, /code is missing; it must be a string/],
    ["setBreakpoints", { source: {}, breakpoints: [] }, /source.path is missing/],
    ["setBreakpoints", { source: { path: "/x.ts" }, breakpoints: [{ line: "a" }] }, /line is "a"/],
    [
      "setBreakpoints",
      { source: { path: "/x.ts" }, breakpoints: [{ line: 1, hitCondition: "often" }] },
      /hitCondition/,
    ],
    ["setExceptionBreakpoints", { filters: ["all"] }, /"all" is not raised or uncaught/],
    ["variables", { variablesReference: 999 }, /999 is not known/],
    ["variables", { variablesReference: -1 }, /whole number/],
    ["scopes", { frameId: 5 }, /frame 5/],
    ["continue", { threadId: 1 }, /not stopped/],
    ["next", null, /not stopped/],
    ["source", { source: { path: "/etc/passwd" } }, /not known/],
    ["copyToGlobals", { srcVariableName: "a b", dstVariableName: "c", srcFrameId: 1 }, /"a b"/],
    ["exceptionInfo", [], /not stopped at an exception/],
  ];
  for (const [command, args, message] of failures) {
    const reply = await debug.ask(command, args as object);
    assert.equal(reply.success, false, command);
    assert.match(reply.message, message);
  }
  for (const content of [{}, { command: 5 }, { command: "threads", seq: "x" }, { arguments: 7 }]) {
    const reply = await kernel.client.request("control", "debug_request", content, patience);
    assert.equal(reply.content.type, "response");
  }
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("a syntax error in a cell is told at its breakpoints", async () => {
  const [breakpoint] = await debug.breakAt("const = 1;", 1);
  assert.equal(breakpoint.verified, false);
  assert.notEqual(breakpoint.message, undefined);
});

test("threads, modules and sources", async () => {
  kernel.write("listed.ts", "export const listed: number = 1;\n");
  await debug.run("import { listed } from './listed';\nlisted");
  const path = join(kernel.folder, "listed.ts");
  assert.deepEqual((await debug.get("threads")).threads, [{ id: 1, name: "TypeScript" }]);
  const { modules, totalModules } = await debug.get("modules");
  assert.deepEqual(
    modules.map(({ name, path }: { name: string; path: string }) => [name, path]),
    [["listed.ts", path]],
  );
  assert.equal(totalModules, 1);
  assert.equal((await debug.get("source", { source: { path } })).content, "export const listed: number = 1;\n");
});

test("exceptions stop where they are thrown: all of them, or those that nobody catches", async () => {
  const code =
    "function risky(fail: boolean) {\n  if (fail) throw new RangeError('too far');\n}\ntry {\n  risky(true);\n} catch {}\nrisky(true);";
  const stops = async (filters: string[]) => {
    await debug.get("setExceptionBreakpoints", { filters });
    const seen: string[] = [];
    const end = kernel.client.onIopub(async ({ header, content }) => {
      if (header.msg_type !== "debug_event" || content.event !== "stopped") return;
      const [{ name, line }] = await debug.frames();
      const { details } = await debug.get("exceptionInfo");
      seen.push(`${name}:${line} ${details.stackTrace.split("\n")[0]}`);
      await debug.continue();
    });
    await debug.run(code);
    end();
    return seen;
  };
  const thrown = "risky:2 RangeError: too far";
  assert.deepEqual(await stops(["raised"]), [thrown, thrown]);
  assert.deepEqual(await stops(["uncaught"]), [thrown]);
  assert.deepEqual(await stops([]), []);
});

test("after disconnect nothing stops, and the next attach begins anew", async () => {
  const code = "let free = 1;\nfree++;\ndebugger;\nfree";
  await debug.breakAt(code, 2);
  const running = debug.run(code);
  await debug.stopped();
  await debug.get("disconnect", { restart: false, terminateDebuggee: false });
  assert.equal((await running).reply.status, "ok");
  const { isStarted, breakpoints } = await debug.get("debugInfo");
  assert.deepEqual([isStarted, breakpoints], [false, []]);
  assert.equal(await kernel.shows(code), "2");
  assert.match((await debug.ask("setBreakpoints", { source: { path: "/x" } })).message, /not attached/);
  const second = new DebugClient(kernel);
  await second.attach();
  await second.breakAt(code, 2);
  const again = second.run(code);
  assert.match(await second.stopped(), /:2$/);
  await second.get("disconnect");
  assert.equal((await again).reply.status, "ok");
});

test("terminate ends the cell that is paused", async () => {
  const third = new DebugClient(kernel);
  await third.attach();
  const running = third.run("debugger;\nfor (;;);");
  await third.stopped();
  await third.get("terminate");
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  await third.get("disconnect");
});

test("lines and columns from 0 for a front end that counts so", async () => {
  const zero = new DebugClient(kernel);
  await zero.attach({ linesStartAt1: false, columnsStartAt1: false });
  const [breakpoint] = await zero.breakAt("let zeroth = 0;\nzeroth++;", 1);
  assert.deepEqual([breakpoint.line, breakpoint.column], [1, 0]);
  await zero.get("disconnect");
});
