/** Comms both ways, over real sockets; the test is the front end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../../kernel/wire/index.ts";
import { frontEnd, isType } from "./front-end.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const { hearUntil, tell } = frontEnd(kernel);
const host = 'const host = globalThis[Symbol.for("reticle.host")];';

async function idOf(code: string): Promise<string> {
  return String(await kernel.shows(code)).slice(1, -1);
}

test("a comm that the kernel opens carries data, metadata and buffers, with the cell as parent", async () => {
  const opened = hearUntil(isType("comm_open"));
  const code = `${host} const bytes = new Uint8Array([0, 1, 2, 3, 4]);
var mine = host.openComm("chart", { data: { a: [1, null] }, metadata: { m: 1 }, buffers: [bytes.subarray(1, 4), bytes.buffer] });
bytes.fill(9); mine.id`;
  const id = await idOf(code);
  const { content, metadata, buffers, parentHeader, identities } = (await opened).at(-1) as Message;
  assert.deepEqual(content, { comm_id: id, target_name: "chart", target_module: null, data: { a: [1, null] } });
  assert.deepEqual(metadata, { m: 1 });
  assert.deepEqual(
    buffers.map((buffer) => [...buffer]),
    [
      [1, 2, 3],
      [0, 1, 2, 3, 4],
    ],
  );
  assert.equal(parentHeader.msg_type, "execute_request");
  assert.equal(Buffer.from(identities[0]).toString(), `comm-${id}`);
  const info = await kernel.client.request("shell", "comm_info_request", { target_name: "chart" }, patience);
  assert.deepEqual(info.content, { status: "ok", comms: { [id]: { target_name: "chart" } } });
  const other = await kernel.client.request("shell", "comm_info_request", { target_name: "other" }, patience);
  assert.deepEqual(other.content.comms, {});
});

test("what a comm's callback shows and starts has the message as its parent", async () => {
  const code = `${host} var said = host.openComm("echo");
said.onMessage(({ data, metadata, buffers }) => {
  console.log("heard", data.n, [...buffers[0]]); display(data.n); said.send({ n: data.n + 1 }, { buffers });
  setTimeout(() => said.send({ late: true }), 50);
}); said.id`;
  const comm_id = await idOf(code);
  const late = hearUntil(({ content }) => (content.data as { late?: boolean } | undefined)?.late === true);
  const heard = await tell("comm_msg", { comm_id, data: { n: 1 } }, [Buffer.from([7, 8])]);
  assert.deepEqual(
    heard.map(({ header, content }) => [header.msg_type, content.execution_state ?? content.text ?? content.data]),
    [
      ["status", "busy"],
      ["stream", "heard 1 [ 7, 8 ]\n"],
      ["display_data", { "text/plain": "1" }],
      ["comm_msg", { n: 2 }],
      ["status", "idle"],
    ],
  );
  assert.deepEqual([...heard[3].buffers[0]], [7, 8]);
  assert.equal((await late).at(-1)?.parentHeader.msg_id, heard[0].parentHeader.msg_id);
});

test("a comm that the front end opens is answered by its target, until that is taken away", async () => {
  const code = `${host} var opened = []; var end = host.onComm("front", (comm, { data }) => {
  opened.push(data.x); comm.onClose(({ data }) => console.log("closed", data.why)); comm.send("hello");
});0`;
  await kernel.outputs(code);
  const heard = await tell("comm_open", { comm_id: "f1", target_name: "front", data: { x: 5 } });
  assert.equal(heard.find(isType("comm_msg"))?.content.data, "hello");
  assert.equal(await kernel.shows("opened"), "[ 5 ]");
  const closed = await tell("comm_close", { comm_id: "f1", data: { why: "done" } });
  assert.equal(closed.find(isType("stream"))?.content.text, "closed done\n");
  await kernel.outputs("end()");
  const refused = await tell("comm_open", { comm_id: "f2", target_name: "front", data: {} });
  assert.equal(refused.find(isType("comm_close"))?.content.comm_id, "f2");
  const info = await kernel.client.request("shell", "comm_info_request", { target_name: "front" }, patience);
  assert.deepEqual(info.content.comms, {});
});

test("a target that throws closes its comm and shows why", async () => {
  await kernel.outputs(`${host} host.onComm("bad", () => { throw new RangeError("no room") });0`);
  const heard = await tell("comm_open", { comm_id: "b1", target_name: "bad", data: {} });
  assert.equal(heard.find(isType("error"))?.content.evalue, "no room");
  assert.ok(heard.some(isType("comm_close")));
});

test("a callback that throws or rejects shows its error in the message's place, and others are called", async () => {
  const code = `${host} var fails = host.openComm("fails");
fails.onMessage(() => { throw new RangeError("thrown") });
fails.onMessage(async () => { await null; throw new RangeError("rejected") });
fails.onMessage(() => console.log("third")); fails.id`;
  const heard = await tell("comm_msg", { comm_id: await idOf(code), data: {} });
  const errors = heard.filter(isType("error")).map(({ content }) => [content.ename, content.evalue]);
  assert.deepEqual(errors, [
    ["RangeError", "thrown"],
    ["RangeError", "rejected"],
  ]);
  assert.ok(heard.some(({ content }) => content.text === "third\n"));
  assert.match(String(heard.find(isType("error"))?.content.traceback), /In\[\d+\]/);
});

test("comm messages are handled while a cell awaits", async () => {
  const comm_id = await idOf(`${host} var waits = host.openComm("waits"); waits.id`);
  const running = kernel.client.execute(
    "await new Promise((resolve) => waits.onMessage(({ data }) => resolve(data)))",
    { timeoutMs: patience },
  );
  await hearUntil(isType("execute_input"));
  await tell("comm_msg", { comm_id, data: 42 });
  assert.equal((await running).reply.status, "ok");
});

test("1,000 comm messages that come while a cell computes wait, in order, and none is lost", async () => {
  const code = `${host} var got = []; var many = host.openComm("many"); many.onMessage(({ data }) => got.push(data)); many.id`;
  const comm_id = await idOf(code);
  const sent: Promise<string>[] = [];
  // The cell ends when this file is there: all messages have been sent by then.
  const running = kernel.outputs("const fs = require('node:fs'); while (!fs.existsSync('sent')); got.length", {
    onIopub: ({ header }) => {
      if (header.msg_type !== "execute_input") return;
      for (let n = 0; n < 1000; n++) sent.push(kernel.client.send("shell", "comm_msg", { comm_id, data: n }));
      void Promise.all(sent).then(() => kernel.write("sent", ""));
    },
  });
  const outputs = await running;
  assert.equal(outputs[0].output_type === "execute_result" && outputs[0].data["text/plain"], "0");
  await tell("comm_msg", { comm_id, data: 1000 });
  assert.equal(await kernel.shows("got.length === 1001 && got.every((n, i) => n === i)"), "true");
});

test("an endless callback can be stopped, and the comm goes on", async () => {
  const code = `${host} var loops = host.openComm("loops");
loops.onMessage(({ data }) => { while (data.forEver); console.log("alive") }); loops.id`;
  const comm_id = await idOf(code);
  const stopped = tell("comm_msg", { comm_id, data: { forEver: true } });
  await hearUntil(isType("status"));
  await kernel.client.interrupt();
  assert.equal((await stopped).find(isType("error"))?.content.ename, "KeyboardInterrupt");
  const heard = await tell("comm_msg", { comm_id, data: {} });
  assert.equal(heard.find(isType("stream"))?.content.text, "alive\n");
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("a closed comm, data that is no JSON and buffers that are none are errors at the caller's line", async () => {
  await kernel.outputs(`${host} var shut = host.openComm("shut"); shut.close(); shut.close();0`);
  assert.match(await kernel.fails("shut.send(1)"), /the comm \S+ \("shut"\) is closed/);
  assert.match(await kernel.fails(`${host} host.openComm("t", { data: 1n })`), /must be JSON: .*BigInt/);
  assert.match(await kernel.fails(`${host} host.openComm("t", { data: () => 1 })`), /must be JSON, not a function/);
  assert.match(await kernel.fails(`${host} host.openComm("t", { buffers: ["AAAA"] })`), /not a string/);
  assert.match(await kernel.fails(`${host} host.openComm("")`), /must be a name/);
});

test("a buffer of 64 MiB passes both ways, and the heart beats meanwhile", async () => {
  const code = `${host} var big = host.openComm("big");
big.onMessage(({ buffers }) => { buffers[0][1] += 1; big.send({ length: buffers[0].length }, { buffers }) }); big.id`;
  const comm_id = await idOf(code);
  const bytes = new Uint8Array(64 * 2 ** 20);
  bytes[1] = 6;
  bytes[bytes.length - 1] = 9;
  const answered = tell("comm_msg", { comm_id, data: {} }, [bytes]);
  assert.ok(await kernel.client.heartbeat(patience));
  const answer = (await answered).find(isType("comm_msg"));
  assert.deepEqual(answer?.content.data, { length: bytes.length });
  const [back] = answer?.buffers ?? [];
  assert.deepEqual([back.length, back[0], back[1], back.at(-1)], [bytes.length, 0, 7, 9]);
  assert.equal(await kernel.shows("'fine'"), "'fine'");
});
