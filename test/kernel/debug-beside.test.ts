/** What the kernel does for others while a cell stands still at a breakpoint. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { DebugClient } from "./debug-support.ts";
import { frontEnd } from "./front-end.ts";
import { kernelForFile, patience } from "./support.ts";

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
