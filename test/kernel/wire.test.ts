import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { whenListening } from "../../kernel/client/process.ts";
import { kernelCommand } from "../../kernel/command.ts";
import {
  type ConnectionInfo,
  channels,
  connectClientSockets,
  createSigner,
  decodeMessage,
  encodeMessage,
  type FrameSockets,
  newHeader,
  writeConnectionFile,
} from "../../kernel/wire/index.ts";
import { connection } from "./raw-kernel.ts";
import { emptyFolder, kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const content = {};
const infoRequest = (signer = createSigner(kernel.client.connection.key)) =>
  encodeMessage(
    {
      identities: [],
      header: newHeader("kernel_info_request", "raw"),
      parentHeader: {},
      metadata: {},
      content,
      buffers: [],
    },
    signer,
  );

/** The next message on a socket, or null after `ms`. */
async function next(socket: FrameSockets["shell"], ms: number): Promise<Uint8Array[] | null> {
  const received = (async () => {
    for await (const frames of socket.receive()) return frames;
    return null;
  })();
  return Promise.race([received, new Promise<null>((resolve) => setTimeout(() => resolve(null), ms).unref())]);
}

test("a message with a wrong signature is dropped, a right one after it answered", async () => {
  const sockets = connectClientSockets(kernel.client.connection, "forger");
  try {
    await sockets.shell.send(infoRequest(createSigner("another key")));
    const unsigned = infoRequest(createSigner(""));
    await sockets.shell.send(unsigned);
    await sockets.shell.send([Buffer.from("no message at all")]);
    const right = infoRequest();
    await sockets.shell.send(right);
    const signer = createSigner(kernel.client.connection.key);
    const answer = decodeMessage((await next(sockets.shell, patience)) ?? [], signer);
    const sent = decodeMessage(
      right.map((frame) => Buffer.from(frame)),
      signer,
    );
    assert.equal(answer?.header.msg_type, "kernel_info_reply");
    assert.equal(answer?.parentHeader.msg_id, sent?.header.msg_id);
  } finally {
    for (const socket of Object.values(sockets)) socket.close();
  }
});

test("signatures are HMAC-SHA256 over the four JSON frames", () => {
  const frames = ["a", "b", "c", "d"].map((text) => Buffer.from(text));
  // printf abcd | openssl dgst -sha256 -hmac key
  const known = "2a31ec0ee8d878c9eece9fb0df79b3b90b2256240163aa5ee50d176d3d1121f8";
  assert.equal(createSigner("key").sign(frames), known);
  assert.ok(createSigner("key").verify(Buffer.from(known), frames));
  assert.ok(!createSigner("key").verify(Buffer.alloc(64), frames));
});

test("who subscribes before the kernel listens is welcomed first, and then hears that it starts", {
  skip: process.platform === "win32",
}, async () => {
  // Of files the names are known before.
  const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
  for (let round = 0; round < 3; round++) {
    const info = connection({ transport: "ipc", ip: join(emptyFolder(), "k"), ...ports });
    const file = join(emptyFolder(), "connection.json");
    writeConnectionFile(file, info);
    const sockets = connectClientSockets(info, "early");
    const [node, ...args] = kernelCommand(file);
    const child = spawn(node, args, { stdio: "ignore", env: { ...process.env, RETICLE_HISTORY: "off" } });
    try {
      const heard: unknown[] = [];
      for await (const frames of sockets.iopub.receive()) {
        const message = decodeMessage(frames, createSigner(info.key));
        heard.push(message?.header.msg_type === "status" ? message.content.execution_state : message?.header.msg_type);
        if (heard.length === 2) break;
      }
      assert.deepEqual(heard, ["iopub_welcome", "starting"]);
    } finally {
      for (const socket of Object.values(sockets)) socket.close();
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
    }
  }
});

test("a new subscriber is welcomed and hears topics as ipykernel names them", async () => {
  const sockets = connectClientSockets(kernel.client.connection, "listener");
  try {
    const signer = createSigner(kernel.client.connection.key);
    const welcome = decodeMessage((await next(sockets.iopub, patience)) ?? [], signer);
    assert.equal(welcome?.header.msg_type, "iopub_welcome");
    const topics: string[] = [];
    const listening = (async () => {
      for await (const frames of sockets.iopub.receive()) {
        topics.push(Buffer.from(frames[0]).toString());
        if (decodeMessage(frames, signer)?.content.execution_state === "idle") return;
      }
    })();
    await kernel.outputs("console.log(1); display(2).update(3); clearOutput(); 2");
    await listening;
    const id = /^kernel\.([\w-]{36})\.status$/.exec(topics[0])?.[1];
    const own = (type: string) => `kernel.${id}.${type}`;
    const displays = ["display_data", "display_data", "display_data"];
    assert.deepEqual(topics, [
      own("status"),
      own("execute_input"),
      "stream.stdout",
      ...displays,
      own("execute_result"),
      own("status"),
    ]);
  } finally {
    for (const socket of Object.values(sockets)) socket.close();
  }
});

/** A connection file for a kernel that chooses its ports, but for what `connection` names. */
function writeRaw(connection: Partial<ConnectionInfo>): string {
  const named = Object.fromEntries(channels.map((channel) => [`${channel}_port`, 0]));
  const whole = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: "k",
    signature_scheme: "hmac-sha256",
    ...named,
    ...connection,
  };
  const file = join(emptyFolder(), "connection.json");
  writeConnectionFile(file, whole as ConnectionInfo);
  return file;
}

test("an empty key means unsigned messages", async () => {
  const file = writeRaw({ key: "" });
  const [node, ...args] = kernelCommand(file);
  const child = spawn(node, args, { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const sockets = connectClientSockets(await whenListening(file, AbortSignal.timeout(patience)), "open");
  try {
    await sockets.shell.send(infoRequest(createSigner("")));
    const answer = decodeMessage((await next(sockets.shell, patience)) ?? [], createSigner(""));
    assert.equal(answer?.header.msg_type, "kernel_info_reply");
  } finally {
    for (const socket of Object.values(sockets)) socket.close();
    child.kill("SIGKILL");
    await ended;
  }
});

test("a busy port and a bad connection file are one clear sentence, exit code 1", async () => {
  const { iopub_port } = kernel.client.connection;
  const file = writeRaw({ iopub_port });
  const run = (path: string) =>
    new Promise<{ code: number | null; words: string }>((resolve) => {
      const [node, ...args] = kernelCommand(path);
      const child = spawn(node, args, { stdio: ["ignore", "ignore", "pipe"] });
      let words = "";
      child.stderr.on("data", (text) => {
        words += text;
      });
      child.on("close", (code) => resolve({ code, words }));
    });
  const busy = await run(file);
  assert.equal(busy.code, 1);
  assert.match(
    busy.words,
    new RegExp(`^reticle kernel: the iopub channel cannot listen on tcp://127.0.0.1:${iopub_port}: .*taken`),
  );
  const missing = await run(join(emptyFolder(), "none.json"));
  assert.equal(missing.code, 1);
  assert.match(missing.words, /^reticle kernel: the connection file .* cannot be read/);
});

test("ports 0 are chosen by the kernel, each another, and what else the file holds stays", async () => {
  const file = writeRaw({ kernel_name: "reticle" } as Partial<ConnectionInfo>);
  const [node, ...args] = kernelCommand(file);
  const child = spawn(node, args, { stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  try {
    const connection = await whenListening(file, AbortSignal.timeout(patience));
    assert.equal(new Set(channels.map((channel) => connection[`${channel}_port`])).size, channels.length);
    assert.equal((connection as { kernel_name?: string }).kernel_name, "reticle");
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
});

test("only its owner can read the client's connection file", { skip: process.platform === "win32" }, async () => {
  const file = writeRaw({});
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(readFileSync(file, "utf8"), /"key"/);
});

test("an unknown message type and unknown comms do no harm", async () => {
  await kernel.client.send("shell", "frobnicate_request", {});
  await kernel.client.send("shell", "comm_msg", { comm_id: "nobody", data: {} });
  await kernel.client.send("shell", "comm_open", { comm_id: "c", target_name: "nobody", data: {} });
  assert.equal(await kernel.shows("'fine'"), "'fine'");
});

test("a kernel whose client is gone leaves by itself", { skip: process.platform === "win32" }, async () => {
  const file = writeRaw({});
  const command = JSON.stringify(kernelCommand(file));
  const code = `const [node, ...args] = ${command};
    const kernel = require("node:child_process").spawn(node, args, { stdio: "ignore", env: { ...process.env, JPY_PARENT_PID: String(process.pid) } });
    console.log(kernel.pid); setTimeout(() => process.exit(0), 1500);`;
  const parent = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (text) => resolve(Number(text))));
  const alive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  for (let tries = 0; alive() && tries < 300; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(!alive());
});

test("two kernels of one process do not meet", async () => {
  const other = await KernelClient.start({ cwd: kernel.folder, timeoutMs: patience });
  try {
    await other.execute("const whose = 'other'");
    assert.equal(await kernel.shows("typeof whose"), "'undefined'");
  } finally {
    await other.shutdown();
  }
});
