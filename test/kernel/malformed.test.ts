/** What is no message, or none that makes sense, neither ends nor hangs the kernel, and is said. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { kernelCommand } from "../../kernel/command.ts";
import { type ConnectionInfo, channels, newHeader, Replays } from "../../kernel/wire/index.ts";
import { connection, RawKernel } from "./raw-kernel.ts";
import { emptyFolder } from "./support.ts";

let kernel: RawKernel;
before(async () => {
  kernel = await RawKernel.start(connection());
  await kernel.ask("kernel_info_request", {});
});
after(() => kernel.end());

test("frames that are no message are dropped, each with its reason", async () => {
  const header = JSON.stringify(newHeader("kernel_info_request", "raw"));
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const wrong: [string[], RegExp][] = [
    [["{}", "{}"], /cut short: 3 frames/],
    [["not JSON", "{}", "{}", "{}"], /its header is no JSON/],
    [[header, "{}", "{}", '{"code": '], /its content is no JSON/],
    [[header, "{}", "{}", "[1]"], /its content is JSON, but no object/],
    [[header, "7", "{}", "{}"], /its parent header is JSON, but no object/],
    [[header, "{}", "{}", `{"a":${deep}}`], /its content is nested more than 1000 deep/],
    [["{}", "{}", "{}", "{}"], /its header has no msg_id/],
    [['{"msg_id":"1"}', "{}", "{}", "{}"], /its header has no msg_type/],
    [['{"msg_id":"1","msg_type":5}', "{}", "{}", "{}"], /its header has no msg_type/],
  ];
  for (const [texts] of wrong) await kernel.sendTexts(texts);
  await kernel.sockets.shell.send([Buffer.from("nothing")]);
  await kernel.sockets.control.send([Buffer.alloc(0)]);
  await kernel.sockets.stdin.send(kernel.frames("input_reply", { value: 1 }));
  const info = await kernel.ask("kernel_info_request", {});
  assert.equal(info.content.status, "ok");
  for (const [, words] of wrong) await kernel.says(words);
  await kernel.says(/a message on shell was dropped: it has no <IDS\|MSG>/);
});

test("fields of a wrong type are error replies that name the field and the value", async () => {
  const cases: [string, unknown, RegExp][] = [
    ["execute_request", { code: 5 }, /the field code must be text, not 5/],
    ["execute_request", {}, /the field code must be text, not nothing/],
    ["execute_request", null, /the field code must be text/],
    ["execute_request", { code: "1", user_expressions: { x: 1 } }, /user_expressions\.x must be text, not 1/],
    ["execute_request", { code: "1", user_expressions: [] }, /user_expressions must be an object, not \[\]/],
    ["complete_request", { code: ["a"], cursor_pos: 0 }, /the field code must be text, not \["a"\]/],
    ["complete_request", { code: "a", cursor_pos: "0" }, /cursor_pos must be an integer, not "0"/],
    ["inspect_request", { code: null }, /the field code must be text, not null/],
    ["is_complete_request", { code: {} }, /the field code must be text, not \{\}/],
    ["history_request", { hist_access_type: "tail", n: "all" }, /the field n must be an integer, not "all"/],
    ["frobnicate_request", {}, /a frobnicate_request on the shell channel is not understood/],
  ];
  for (const [type, content, words] of cases) {
    const { header, content: answer } = await kernel.ask(type, content);
    assert.equal(header.msg_type, type.replace("_request", "_reply"));
    assert.equal(answer.status, "error", type);
    assert.match(String(answer.evalue), words);
  }
  assert.equal((await kernel.ask("execute_request", { code: "1 + 1" })).content.status, "ok");
});

test("a comm message without an id or of an unknown type is said, and harmless", async () => {
  await kernel.sockets.shell.send(kernel.frames("comm_msg", { comm_id: 5 }));
  await kernel.sockets.shell.send(kernel.frames("comm_open", { comm_id: "x" }));
  await kernel.sockets.shell.send(kernel.frames("hello", {}));
  assert.equal((await kernel.ask("execute_request", { code: "1" })).content.status, "ok");
  await kernel.says(/comm_msg: the field comm_id must be text, not 5/);
  await kernel.says(/comm_open: the field target_name must be text, not nothing/);
  await kernel.says(/a hello on the shell channel is not understood/);
});

test("a recorded message that is sent again is dropped", async () => {
  const recorded = kernel.frames("execute_request", { code: "globalThis.times = (globalThis.times ?? 0) + 1" });
  await kernel.sockets.shell.send(recorded);
  await kernel.reply();
  await kernel.sockets.shell.send(recorded);
  await kernel.sockets.control.send(recorded);
  const content = { code: "0", user_expressions: { times: "times" } };
  const { user_expressions } = (await kernel.ask("execute_request", content)).content as {
    user_expressions: { times: { data: object } };
  };
  assert.deepEqual(user_expressions.times.data, { "text/plain": "1" });
  await kernel.says(/a message on shell was dropped: it has come before/);
  await kernel.says(/a message on control was dropped: it has come before/);
});

test("the newest 65,536 signatures are remembered, no more", () => {
  const replays = new Replays();
  const signature = (n: number) => Buffer.from(String(n));
  for (let n = 0; n <= 65_536; n++) assert.ok(replays.isNew(signature(n)));
  assert.ok(!replays.isNew(signature(1)));
  assert.ok(replays.isNew(signature(0)));
});

test("buffers and unknown fields of a request do no harm", async () => {
  const header = { ...newHeader("kernel_info_request", "raw"), future: { x: 1 } };
  await kernel.sockets.shell.send(
    kernel.frames("kernel_info_request", { a: 1 }, { header, buffers: [Buffer.alloc(9)] }),
  );
  const reply = await kernel.reply();
  assert.deepEqual((reply.parentHeader as unknown as { future: object }).future, { x: 1 });
});

test("connect_request tells the ports", async () => {
  const { content } = await kernel.ask("connect_request", {});
  assert.deepEqual(Object.keys(content).sort(), channels.map((channel) => `${channel}_port`).sort());
});

test("other hashes sign, too, and ipc works as tcp does", { skip: process.platform === "win32" }, async () => {
  const ip = join(emptyFolder(), "kernel");
  for (const more of [
    { signature_scheme: "hmac-sha512" },
    { signature_scheme: "hmac-md5" },
    { transport: "ipc", ip, shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 },
  ]) {
    const other = await RawKernel.start(connection(more as Partial<ConnectionInfo>));
    try {
      assert.equal((await other.ask("execute_request", { code: "6 * 7" })).content.status, "ok");
    } finally {
      await other.end();
    }
  }
});

test("a connection file that others can read is said", { skip: process.platform === "win32" }, async () => {
  const open = await RawKernel.start(connection(), 0o644);
  try {
    await open.ask("kernel_info_request", {});
    await open.ask("execute_request", { code: "1" });
    await open.says(/others can read .*connection\.json .*0600/);
    assert.doesNotMatch(kernel.words, /others can read/);
  } finally {
    await open.end();
  }
});

test("a bad connection file is one sentence, exit code 1", async () => {
  const good = connection();
  const cases: [unknown, RegExp][] = [
    [{ ...good, key: undefined }, /has no key; an empty one \(""\) means unsigned messages/],
    [{ ...good, shell_port: undefined }, /has no shell_port/],
    [{ ...good, hb_port: 70_000 }, /has the hb_port 70000, which is outside 0\.\.65535/],
    [{ ...good, transport: "ipc" }, /has the shell_port 0, which is outside 1\.\.65535/],
    [{ ...good, hb_port: "80" }, /has the hb_port "80"/],
    [{ ...good, transport: "udp" }, /names the transport "udp"; "tcp" and "ipc" are known/],
    [{ ...good, ip: 7 }, /has the ip 7/],
    [{ ...good, signature_scheme: "hmac-none" }, /the signature scheme "hmac-none" is unknown; .*hmac-sha256/],
    [[good], /holds no JSON object/],
    ["text", /cannot be read: .*JSON/],
  ];
  const run = (file: string) =>
    new Promise<{ code: number | null; words: string }>((resolve) => {
      const [node, ...args] = kernelCommand(file);
      const child = spawn(node, args, { stdio: ["ignore", "ignore", "pipe"] });
      let words = "";
      child.stderr.on("data", (text) => {
        words += text;
      });
      child.on("close", (code) => resolve({ code, words }));
    });
  for (const [content, expected] of cases) {
    const file = join(emptyFolder(), "connection.json");
    writeFileSync(file, content === "text" ? "text" : JSON.stringify(content), { mode: 0o600 });
    const { code, words } = await run(file);
    assert.equal(code, 1);
    assert.match(words, /^reticle kernel: [^\n]+\n$/);
    assert.match(words, expected);
  }
});
