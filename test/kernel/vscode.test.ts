import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import type { Body } from "./debug-support.ts";
import { childrenOf, VsCode, vsCodeForFile } from "./vscode-support.ts";

const windows = process.platform === "win32" && "VS Code finds kernelspecs elsewhere there";
const vsCode = vsCodeForFile();

test("a kernel that VS Code starts is idle, and tells its language", { skip: windows }, async () => {
  const { content } = await vsCode.ask("shell", "kernel_info_request", {});
  assert.equal((content.language_info as Body).name, "typescript");
  assert.equal(vsCode.status, "idle");
});

test("cells run one after another, with the cell's address in their metadata", { skip: windows }, async () => {
  const shown = await vsCode.execute("const a: number = 6;\na * 7");
  assert.equal(shown.content.status, "ok");
  assert.equal((vsCode.published(shown, "execute_result")[0].content.data as Body)["text/plain"], "42");
});

test("an error leaves the cells behind it alone, for VS Code asks for that", { skip: windows }, async () => {
  const [failed, next] = await Promise.all([vsCode.execute("throw new Error('no')"), vsCode.execute("'next'")]);
  assert.deepEqual([failed.content.status, next.content.status], ["error", "ok"]);
});

test("stop, which VS Code sends on the shell channel, ends a cell that computes and one that awaits", {
  skip: windows,
}, async () => {
  for (const code of ["console.log('begun'); for (;;);", "console.log('begun'); await new Promise(() => {});"]) {
    const running = vsCode.execute(code);
    const begun = vsCode.iopub.length;
    const isBegun = () => vsCode.iopub.slice(begun).some(({ content }) => String(content.text).startsWith("begun"));
    while (!isBegun()) await new Promise((resolve) => setTimeout(resolve, 10));
    const stopped = await vsCode.ask("shell", "interrupt_request", {});
    assert.deepEqual([stopped.header.msg_type, stopped.content.status], ["interrupt_reply", "ok"]);
    assert.equal((await running).content.ename, "KeyboardInterrupt");
  }
  assert.equal((await vsCode.execute("a")).content.status, "ok");
});

test("completion names every match, with types and places, and leaves the kernel idle", { skip: windows }, async () => {
  await vsCode.execute("const wafer = { diameter: 300, notch: true };");
  const code = "wafer.di";
  const { content } = await vsCode.ask("shell", "complete_request", { code, cursor_pos: code.length });
  assert.deepEqual([content.matches, content.cursor_start, content.cursor_end], [["diameter"], 6, 8]);
  const known = (content.metadata as Body)._jupyter_types_experimental;
  // With fewer entries than matches VS Code would take none of them.
  if (known !== undefined) assert.deepEqual(known[0], { ...known[0], text: "diameter", start: 6, end: 8 });
  assert.equal(vsCode.status, "idle");
});

test("the documentation of a completed word is plain text", { skip: windows }, async () => {
  const code = "wafer.diameter";
  const { content } = await vsCode.ask("shell", "inspect_request", { code, cursor_pos: code.length, detail_level: 0 });
  assert.deepEqual([content.status, content.found], ["ok", true]);
  assert.match((content.data as Body)["text/plain"], /diameter.*number/);
});

test("the widgets' manager finds no widgets, and its control comm is closed", { skip: windows }, async () => {
  const info = await vsCode.ask("shell", "comm_info_request", { target_name: "jupyter.widget" });
  assert.deepEqual([info.content.status, info.content.comms], ["ok", {}]);
  const comm = { comm_id: "control", target_name: "jupyter.widget.control", data: {} };
  const opened = await vsCode.ask("shell", "comm_open", comm, { version: "1.0.0" });
  assert.deepEqual(
    vsCode.published(opened, "comm_close").map(({ content }) => content.comm_id),
    ["control"],
  );
  await vsCode.ask("shell", "comm_msg", { comm_id: "control", data: { method: "request_states" } });
  assert.equal(vsCode.status, "idle");
});

test("the Python that VS Code tries before it debugs is an error, counts as no cell and harms nothing", {
  skip: windows,
}, async () => {
  const counted = async () => (await vsCode.execute("kernel.executionCount")).content.execution_count;
  const before = Number(await counted());
  const code = "import builtins\nimport ipykernel\nbuiltins.print(ipykernel.__version__)";
  const hidden = { code, silent: false, stop_on_error: false, allow_stdin: true, store_history: false };
  const { content } = await vsCode.ask("shell", "execute_request", hidden);
  assert.equal(content.status, "error");
  assert.equal(await counted(), before + 1);
});

test("VS Code's order of debug requests is answered, and a breakpoint holds", { skip: windows }, async () => {
  let seq = 0;
  const ask = async (command: string, args: object = {}): Promise<Body> => {
    const request = { seq: seq++, type: "request", command, arguments: args };
    const { content } = await vsCode.ask("control", "debug_request", request);
    assert.deepEqual([content.type, content.command, content.success], ["response", command, true], command);
    return content.body;
  };
  const stops = () => vsCode.iopub.filter(({ content }) => content.event === "stopped").length;
  const code = "const half = 21;\nhalf * 2";
  await ask("initialize", {
    ...{ clientID: "vscode", clientName: "Visual Studio Code", adapterID: "Python Kernel Debug Adapter", locale: "en" },
    ...{ pathFormat: "path", linesStartAt1: true, columnsStartAt1: true, supportsVariableType: true },
    ...{ supportsVariablePaging: true, supportsRunInTerminalRequest: true, supportsProgressReporting: true },
  });
  assert.deepEqual((await ask("debugInfo")).stoppedThreads, []);
  await ask("attach", { type: "Python Kernel Debug Adapter", name: "b.ipynb", request: "attach", justMyCode: true });
  const { sourcePath } = await ask("dumpCell", { code });
  const source = { name: "b.ipynb", path: sourcePath };
  const set = { source, lines: [2], breakpoints: [{ line: 2 }], sourceModified: false };
  assert.equal((await ask("setBreakpoints", set)).breakpoints[0].verified, true);
  await ask("setExceptionBreakpoints", { filters: [], filterOptions: [] });
  await ask("configurationDone");
  const running = vsCode.execute(code);
  while (stops() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const [thread] = (await ask("threads")).threads;
  const [frame] = (await ask("stackTrace", { threadId: thread.id, startFrame: 0, levels: 1 })).stackFrames;
  assert.deepEqual([frame.line, frame.source.path], [2, sourcePath]);
  const [scope] = (await ask("scopes", { frameId: frame.id })).scopes;
  const { variables } = await ask("variables", { variablesReference: scope.variablesReference });
  assert.ok(variables.some(({ name, value }: Body) => name === "half" && value === "21"));
  await ask("evaluate", { expression: "half", frameId: frame.id, context: "hover" });
  await ask("continue", { threadId: thread.id });
  assert.equal((await running).content.status, "ok");
  await ask("disconnect", { restart: false });
});

test("a kernel that VS Code ends leaves no process behind", { skip: process.platform !== "linux" }, async () => {
  const own = new VsCode();
  await own.start();
  await own.execute("const size: number = 1;");
  await own.ask("shell", "complete_request", { code: "size.", cursor_pos: 5 });
  const children = childrenOf(own.pid);
  await own.end();
  for (const pid of [own.pid, ...children]) {
    while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
