/** Promises that have to hold every time, not most of the time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { frontEnd, isType } from "./front-end.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const { tell } = frontEnd(kernel);

/** Executes a cell and tells what was published for it, in order. */
async function published(code: string): Promise<string[]> {
  const heard: string[] = [];
  await kernel.client.execute(code, {
    timeoutMs: patience,
    onIopub: ({ header, content }) => {
      heard.push(String(content.execution_state ?? content.text ?? header.msg_type));
    },
  });
  return heard;
}

const whole = (n: number) => [
  "busy",
  "execute_input",
  `out ${n}\n`,
  "display_data",
  `err ${n}\n`,
  "execute_result",
  "idle",
];
const cell = (n: number) => `console.log("out", ${n}); display(${n}); console.error("err", ${n}); ${n}`;

test("of 1,000 quick cells, one after another, all output is there before idle", async () => {
  await kernel.outputs("'the first one may be told busy again, for the handshake that is over by then'");
  for (let n = 0; n < 1000; n++) assert.deepEqual(await published(cell(n)), whole(n));
});

test("of 1,000 cells sent at once, each has all its output before its idle", async () => {
  const all = await Promise.all(Array.from({ length: 1000 }, (_, n) => published(cell(n))));
  for (const [n, heard] of all.entries()) {
    assert.deepEqual(heard, whole(n));
  }
});

test("completion, inspection, history and the heart go on while a cell awaits", async () => {
  await kernel.outputs("const wafer = { thickness: 725 }");
  const running = kernel.outputs("await new Promise((resolve) => (globalThis.goOn = resolve))");
  const ask = async (type: string, content: object) =>
    (await kernel.client.request("shell", type, { ...content }, patience)).content;
  for (let n = 0; n < 100; n++) {
    assert.deepEqual((await ask("complete_request", { code: "wafer.th", cursor_pos: 8 })).matches, ["thickness"]);
    assert.equal((await ask("inspect_request", { code: "wafer", cursor_pos: 3, detail_level: 0 })).found, true);
    assert.equal((await ask("history_request", { hist_access_type: "tail", n: 1 })).status, "ok");
  }
  assert.ok(await kernel.client.heartbeat(patience));
  const { content } = await kernel.client.request("control", "create_subshell_request", {}, patience);
  await kernel.client.execute("goOn()", { subshell: String(content.subshell_id), timeoutMs: patience });
  await running;
});

test("memory does not grow with the messages that are answered", async () => {
  const code = `const host = globalThis[Symbol.for("reticle.host")]; var heard = 0;
var bulk = host.openComm("bulk"); bulk.onMessage(() => heard++); bulk.id`;
  const comm_id = String(await kernel.shows(code)).slice(1, -1);
  const memory = async () => Number(await kernel.shows("process.memoryUsage().rss")) / 2 ** 20;
  const data = "x".repeat(20_000);
  const thousands = async (count: number) => {
    for (let round = 0; round < count; round++) {
      const sent = Array.from({ length: 999 }, () =>
        kernel.client.send("shell", "comm_msg", { comm_id, data }, { buffers: [Buffer.alloc(10_000)] }),
      );
      await Promise.all(sent);
      assert.ok((await tell("comm_msg", { comm_id, data })).some(isType("status")));
      await kernel.client.request("shell", "kernel_info_request", { data }, patience);
    }
    return memory();
  };
  // What is kept of the newest messages, and garbage that V8 does not hurry to collect, has reached its size by then.
  const first = await thousands(8);
  const last = await thousands(16);
  assert.equal(await kernel.shows("heard"), "24000");
  // 480 MB have come meanwhile.
  assert.ok(last - first < 240, `${first.toFixed()} MB, then ${last.toFixed()} MB`);
});
