/** What the kernel does for others while a cell stands still at a breakpoint. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { DebugClient } from "./debug-support.ts";
import { frontEnd } from "./front-end.ts";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();
const debug = new DebugClient(kernel);
const { tell } = frontEnd(kernel);
beforeEach(() => debug.ready());

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
