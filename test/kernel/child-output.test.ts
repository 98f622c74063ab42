import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const says = (text: string) => `["-e", ${JSON.stringify(text)}]`;
const both = says("console.log('out ü'); console.error('err')");

async function streams(code: string): Promise<Record<string, string>> {
  const all: Record<string, string> = { stdout: "", stderr: "" };
  for (const output of await kernel.outputs(code)) {
    if (output.output_type === "stream") all[output.name] += output.text;
    else if (output.output_type === "error") throw new Error(output.traceback.join("\n"));
    else if (output.output_type === "execute_result") all.result = String(output.data["text/plain"]);
  }
  return all;
}

test("a child that inherits writes into the cell, whole, and its handle is as Node has it", async () => {
  const code = `import { spawn } from "node:child_process";
const child = spawn(process.execPath, ${says("for (let i = 0; i < 20000; i++) console.log('line ' + i); process.exitCode = 3")}, { stdio: "inherit" });
const code = await new Promise((resolve) => child.on("exit", resolve));
[code, child.stdin, child.stdout, child.stderr]`;
  const { stdout, result } = await streams(code);
  assert.equal(stdout.split("\n").length, 20_001);
  assert.ok(stdout.endsWith("line 19999\n"));
  assert.equal(result, "[ 3, null, null, null ]");
});

test("each place of stdio is led by itself, by name, number or stream", async () => {
  const code = `const { spawn } = require("child_process");
const child = spawn(process.execPath, ${both}, { stdio: ["ignore", "pipe", 1] });
let text = ""; child.stdout.on("data", (d) => { text += d });
await new Promise((resolve) => child.on("close", resolve));
text`;
  assert.deepEqual(await streams(code), { stdout: "err\n", stderr: "", result: "'out ü\\n'" });
  const streamed = code.replace('"pipe", 1', '"pipe", process.stderr');
  assert.deepEqual(await streams(streamed), { stdout: "", stderr: "err\n", result: "'out ü\\n'" });
});

test("fork inherits by default, and its messages come, too", async () => {
  kernel.write("forked.cjs", "console.log('from the fork'); process.send({ n: 7 }); process.disconnect();");
  const code = `import { fork } from "node:child_process";
const child = fork("forked.cjs");
const message = await new Promise((resolve) => child.on("message", resolve));
await new Promise((resolve) => child.on("exit", resolve));
message`;
  assert.deepEqual(await streams(code), { stdout: "from the fork\n", stderr: "", result: "{ n: 7 }" });
});

test("spawnSync, execFileSync and execSync show what the child inherited, and return as Node does", async () => {
  const head = `import { spawnSync, execFileSync, execSync } from "node:child_process";\n`;
  const sync = `${head}const r = spawnSync(process.execPath, ${both}, { stdio: ["inherit", "inherit", "pipe"], encoding: "utf8" });
[r.status, r.stdout, r.stderr]`;
  assert.deepEqual(await streams(sync), { stdout: "out ü\n", stderr: "", result: "[ 0, null, 'err\\n' ]" });
  const file = `${head}execFileSync(process.execPath, ${both}, { stdio: "inherit" })`;
  assert.deepEqual(await streams(file), { stdout: "out ü\n", stderr: "err\n", result: "null" });
  const shell = `${head}execSync("echo to the cell && echo more", { stdio: "inherit" });`;
  assert.equal((await streams(shell)).stdout.replace(/\r| (?=\n)/g, ""), "to the cell\nmore\n");
  const failed = `${head}try { execSync("exit 5", { stdio: "inherit" }) } catch (e) { console.log(e.status, e.message) }`;
  assert.equal((await streams(failed)).stdout, "5 Command failed: exit 5\n");
});

test("execSync without stdio keeps its output and passes errors on", async () => {
  const code = `require("node:child_process").execSync("echo kept && echo told >&2").toString().trim()`;
  const { stdout, stderr, result } = await streams(code);
  assert.deepEqual([stdout, stderr.trim(), result], ["", "told", "'kept'"]);
});

test("a child's output is its cell's, also when that has ended", async () => {
  const slow = says("setTimeout(() => console.log('late'), 300)");
  const late: string[] = [];
  const { reply } = await kernel.client.execute(
    `var slow = require("child_process").spawn(process.execPath, ${slow}, { stdio: "inherit" });`,
  );
  assert.equal(reply.status, "ok");
  const code = `await new Promise((resolve) => slow.on("close", resolve)); await new Promise(setImmediate); "over"`;
  await kernel.client.execute(code, {
    onIopub: ({ header, content }) => header.msg_type === "stream" && late.push(String(content.text)),
  });
  assert.deepEqual(late, [], "none of it in the cell that waited");
});

test("worker threads write into the cell that started them", async () => {
  const code = `import { Worker } from "node:worker_threads";
const worker = new Worker("console.log('in the thread'); console.error('and this')", { eval: true });
await new Promise((resolve) => worker.on("exit", resolve));
worker instanceof Worker`;
  assert.deepEqual(await streams(code), { stdout: "in the thread\n", stderr: "and this\n", result: "true" });
});

test("process.stdout takes bytes, encodings and callbacks, and cannot be ended", async () => {
  const code = `const done: string[] = [];
process.stdout.write(Buffer.from("ü")); process.stdout.write(new Uint8Array([0xe2, 0x82])); process.stdout.write(new Uint8Array([0xac]));
process.stdout.write("4142", "hex", () => done.push("a")); process.stdout.write("c\\n", () => done.push("b"));
process.stdout.end("end\\n"); process.stdout.destroy(); process.stderr.end();
await new Promise((resolve) => setImmediate(resolve));
const { Readable } = require("node:stream"); const { pipeline } = require("node:stream/promises");
const source = Readable.from(["piped\\n"]); source.pipe(process.stdout);
await new Promise((resolve) => source.on("end", () => setImmediate(resolve)));
await pipeline(Readable.from(["in a pipeline\\n"]), process.stdout);
console.log("still");
[done, process.stdout.isTTY, process.stdout.fd, process.stdout.columns]`;
  const { stdout, result } = await streams(code);
  assert.equal(stdout, "ü€ABc\nend\npiped\nin a pipeline\nstill\n");
  assert.equal(result, "[ [ 'a', 'b' ], undefined, 1, undefined ]");
  assert.match(await kernel.fails("process.stdout.write(null as any)"), /a string, a Buffer.*not null/);
});

test("what is written to file descriptors 1 and 2 is the cell's", async () => {
  const code = `import fs, { writeSync } from "node:fs";
const n = writeSync(1, "sync ü\\n"); fs.writeSync(2, Buffer.from("xerrx").subarray(1), 0, 3);
await new Promise((resolve) => fs.write(1, Buffer.from("async\\n"), resolve));
n`;
  assert.deepEqual(await streams(code), { stdout: "sync ü\nasync\n", stderr: "err", result: "8" });
  const files = `fs.writeFileSync(1, "text\\n"); fs.writeFileSync(1, "c3bc", { encoding: "hex" }); fs.appendFileSync(1, "ö");
fs.writeFileSync(process.stderr.fd, new Uint8Array([101]), null); fs.writeFileSync(2, "6572", "hex");
await new Promise((resolve) => fs.writeFile(1, "later", resolve));
fs.writeFileSync("written.txt", "to a file"); fs.readFileSync("written.txt", "utf8")`;
  assert.deepEqual(await streams(files), { stdout: "text\nüölater", stderr: "eer", result: "'to a file'" });
});

test("a cell that waits for a child in execSync or spawnSync is stopped, and the child with all that it has started", {
  skip: process.platform === "win32",
}, async () => {
  const codes = [
    `execSync("echo $$ > told; sleep 600; echo on > told")`,
    `spawnSync("sh", ["-c", "sleep 600 & echo $$ > told; wait"], { stdio: "inherit" })`,
    `execFileSync(process.execPath, ["-e", "fs.writeFileSync('told', String(process.pid)); setInterval(() => {}, 9)"])`,
  ];
  await kernel.outputs("const server = require('child_process').spawn('sleep', ['600']); 0");
  for (const code of [...codes, codes[0]]) {
    const told = join(kernel.folder, "told");
    const running = kernel.client.execute(
      `import { execSync, spawnSync, execFileSync } from "node:child_process";\ntry { ${code} } catch { display("on") }`,
      { timeoutMs: patience },
    );
    while (!existsSync(told) || readFileSync(told, "utf8") === "") await new Promise((later) => setTimeout(later, 20));
    const pid = Number(readFileSync(told, "utf8"));
    await kernel.client.interrupt();
    const { reply, outputs } = await running;
    assert.deepEqual(
      [reply.ename, outputs.filter(({ output_type }) => output_type === "display_data")],
      ["KeyboardInterrupt", []],
    );
    assert.throws(() => process.kill(pid, 0), /ESRCH/);
    assert.equal(readFileSync(told, "utf8").trim(), String(pid));
    rmSync(told);
  }
  assert.equal(await kernel.shows("execSync('echo again').toString()"), "'again\\n'");
  assert.equal(await kernel.shows("[server.exitCode, server.signalCode, server.kill()]"), "[ null, null, true ]");
});

test("a cell that is stopped takes its children along, but not those of other cells and detached ones", {
  skip: process.platform === "win32",
}, async () => {
  const forever = `process.execPath, ${says("setInterval(() => {}, 1000)")}`;
  await kernel.outputs(`const { spawn: start } = require("child_process"); const earlier = start(${forever}); 0;`);
  const running = kernel.client.execute(
    `const loud = start(process.execPath, ${says("for (;;) console.log('c')")}, { stdio: "inherit" });
const quiet = start(${forever}); const detached = start(${forever}, { detached: true, stdio: "ignore" });
display("started"); while (true);`,
    {
      onIopub: ({ header }) => header.msg_type === "display_data" && void kernel.client.interrupt(),
    },
  );
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  const ended = `const ends = (child) => child.signalCode ?? new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
[await ends(loud), await ends(quiet), earlier.signalCode, detached.signalCode]`;
  assert.equal(await kernel.shows(ended), "[ 'SIGINT', 'SIGINT', null, null ]");
  await kernel.outputs("earlier.kill(); detached.kill(); 0;");
});
