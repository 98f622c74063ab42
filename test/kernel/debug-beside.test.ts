/** What the kernel does for others while a cell stands still at a breakpoint. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { DebugClient } from "./debug-support.ts";
import { frontEnd } from "./front-end.ts";
import { kernelForFile, patience, seen } from "./support.ts";

const kernel = kernelForFile({ language: true });
const debug = new DebugClient(kernel);
const { tell } = frontEnd(kernel);
beforeEach(() => debug.ready());

test("while a cell is paused completion knows types", async () => {
  await debug.run("const widths: number[] = [1];");
  const running = debug.run("debugger;");
  await debug.stopped();
  const ask = async () => {
    const request = { code: "widths.fla", cursor_pos: 10 };
    return (await kernel.client.request("shell", "complete_request", request, patience)).content;
  };
  // A server that is still starting leaves the first questions to live objects.
  const end = Date.now() + patience;
  let found = await ask();
  while ((found.matches as string[]).length === 0 && Date.now() < end) found = await ask();
  await debug.continue();
  await running;
  assert.deepEqual(found.matches, ["flat", "flatMap"]);
});

test("a comm's message waits while a cell is paused, and is handled after it", async () => {
  const made = "globalThis[Symbol.for('reticle.host')].openComm('paused')";
  const code = `var heard: number[] = [];\nvar comm = ${made};\ncomm.onMessage(({ data }) => heard.push(data.n));\ncomm.id`;
  const id = String(await kernel.shows(code)).slice(1, -1);
  const running = debug.run("debugger;\nheard.length");
  await debug.stopped();
  const told = tell("comm_msg", { comm_id: id, data: { n: 7 } });
  assert.ok(await kernel.client.heartbeat());
  const frameId = (await debug.frames())[0].id;
  assert.equal((await debug.get("evaluate", { expression: "heard.length", frameId })).result, "0");
  await debug.continue();
  await running;
  await told;
  assert.equal(await kernel.shows("heard"), "[ 7 ]");
});

test("a subshell's cell waits while the main shell's is paused, and runs after it", async () => {
  const made = await kernel.client.request("control", "create_subshell_request", {}, patience);
  const subshell = String(made.content.subshell_id);
  const running = debug.run("let order: string[] = [];\ndebugger;\norder.push('main');");
  await debug.stopped();
  const beside = kernel.client.execute("order.push('subshell'); order", { subshell, timeoutMs: patience });
  assert.ok(await kernel.client.heartbeat());
  const code = "order";
  const looked = await kernel.client.request("shell", "inspect_request", { code, cursor_pos: 5 }, patience, {
    subshell,
  });
  assert.equal(looked.content.status, "ok");
  const listed = await kernel.client.request("control", "list_subshell_request", {}, patience);
  assert.deepEqual(listed.content.subshell_id, [subshell]);
  await debug.continue();
  assert.equal((await running).reply.status, "ok");
  assert.equal(seen((await beside).outputs), "[ 'main', 'subshell' ]");
});

test("a subshell's cell can be paused while the main shell's awaits", async () => {
  const made = await kernel.client.request("control", "create_subshell_request", {}, patience);
  const subshell = String(made.content.subshell_id);
  const main = debug.run(
    "let goOn: () => void = () => {};\nawait new Promise<void>((done) => { goOn = done; });\n'main'",
  );
  const beside = kernel.client.execute("debugger;\ngoOn();\n'beside'", { subshell, timeoutMs: patience });
  assert.match(await debug.stopped(), /:1$/);
  await debug.continue();
  assert.deepEqual([seen((await beside).outputs), seen((await main).outputs)], ["'beside'", "'main'"]);
});

test("stop ends a paused cell and a subshell's that waits behind it; both shells go on", async () => {
  const made = await kernel.client.request("control", "create_subshell_request", {}, patience);
  const subshell = String(made.content.subshell_id);
  const running = debug.run("debugger;\nfor (;;);");
  await debug.stopped();
  const beside = kernel.client.execute("'late'", { subshell, timeoutMs: patience });
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  await beside;
  const after = await kernel.client.execute("'sound'", { subshell, timeoutMs: patience });
  assert.equal(seen(after.outputs), "'sound'");
  assert.equal(await kernel.shows("1 + 1"), "2");
});
