/** Typed completion and inspection, with a real language server behind a real kernel; how that server lives and ends. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { NewestCells } from "../../kernel/session/newest-cells.ts";
import { typesOf, until } from "./language-support.ts";
import { emptyFolder, kernelForFile, patience, plain } from "./support.ts";

const kernel = kernelForFile({ language: true });
const { errorsOf } = typesOf(kernel);
const withoutPs = process.platform === "win32" ? "no ps" : false;

interface TypedMatch {
  readonly text: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly signature: string;
  readonly documentation?: string;
}

interface Reply {
  readonly matches: string[];
  readonly cursor_start: number;
  readonly cursor_end: number;
  readonly metadata: { readonly _jupyter_types_experimental: TypedMatch[] };
}

/** `|` is the cursor. A server that is still starting leaves the first questions to live objects. */
async function completed(marked: string, client = kernel.client): Promise<{ reply: Reply; typed: TypedMatch[] }> {
  const cursor = [...marked].indexOf("|");
  const request = { code: marked.replace("|", ""), cursor_pos: cursor };
  return until(async () => {
    const reply = (await client.request("shell", "complete_request", request, patience)).content as unknown as Reply;
    const typed = reply.metadata._jupyter_types_experimental;
    const isLive = typed.every(({ signature, type }) => signature === "" && type !== "path");
    return isLive ? null : { reply, typed };
  });
}

async function inspected(marked: string, level = 0): Promise<Record<string, string>> {
  const request = { code: marked.replace("|", ""), cursor_pos: [...marked].indexOf("|"), detail_level: level };
  return until(async () => {
    const { content } = await kernel.client.request("shell", "inspect_request", request, patience);
    const data = content.data as Record<string, string>;
    return data["text/markdown"] === undefined ? null : data;
  });
}

function serversOf(pid: number): number[] {
  const list = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return list.split("\n").flatMap((line) => {
    const [, child, parent, args] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && args.includes("--lsp") ? [Number(child)] : [];
  });
}

/** A process that has ended and that nobody has asked about (a zombie) is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^\s*[^Z\s]/.test(stdout);
}

test("members of an earlier cell's value are completed with their types", async () => {
  await kernel.outputs("const point = { across: 1, along: 'x', move(by: number) { return by } }");
  const { reply, typed } = await completed("point.a|");
  assert.deepEqual(reply.matches, ["across", "along"]);
  assert.deepEqual(typed[0], { text: "across", type: "property", start: 6, end: 7, signature: "across: number" });
  assert.match((await completed("point.mo|")).typed[0].signature, /move\(by: number\): number/);
});

test("what earlier cells declare is known in code that is not written to its end", async () => {
  await kernel.outputs(`interface Options { readonly join: "round" | "miter"; readonly size?: number }
class Shape { readonly parts: Shape[] = []; grown(by: number, options?: Options): Shape { return this } }
function shape(size: number): Shape { return new Shape() }
const first = shape(1);
let later = shape(2);`);
  const members = ["grown", "parts"];
  const cases: Record<string, readonly string[]> = {
    "shape(3).|": members,
    "const next = shape(3).|": members,
    "later.grown(1).|\n": members,
    "shape(3)\n  .grown(1)\n  .|": members,
    "console.log(first.grown(2).|": members,
    "if (shape(3).|": members,
    "`${shape(3).|": members,
    "first.parts.find((part) => part.|": members,
    "first.grown(1, { |": ["join", "size"],
    "first.grown(1, { size: 1, |": ["join"],
    'first.grown(1, { join: "|': ["miter", "round"],
    "shape(3).gro|": ["grown"],
  };
  for (const [marked, expected] of Object.entries(cases)) {
    const { reply, typed } = await completed(marked);
    assert.deepEqual([...reply.matches].sort(), expected, marked);
    const cursor = marked.indexOf("|");
    const start = cursor - /\w*$/.exec(marked.slice(0, cursor))![0].length;
    assert.deepEqual([reply.cursor_start, reply.cursor_end, typed[0].start], [start, cursor, start], marked);
  }
  assert.match(
    (await inspected("later.gro|wn(1)."))["text/plain"],
    /Shape\.grown\(by: number, options\?: Options\): Shape/,
  );
});

test("positions count code points", async () => {
  const { reply, typed } = await completed("const 𝒳 = '😀😀'; point.al|");
  assert.deepEqual(reply.matches, ["along"]);
  assert.deepEqual([reply.cursor_start, reply.cursor_end], [22, 24]);
  assert.deepEqual([typed[0].start, typed[0].end], [22, 24]);
});

test("the names that a module exports are completed, and names of modules", async () => {
  const { typed } = await completed('import { rec| } from "reticle"');
  assert.match(typed.find(({ text }) => text === "rect")?.signature ?? "", /function rect\(/);
  assert.ok((await completed('import { rect } from "reti|"')).reply.matches.includes("reticle"));
});

test("files are completed in strings, where types offer nothing else", async () => {
  kernel.write("grating one.gds", "");
  for (const quote of ['"', "'", "`"]) {
    const { reply } = await completed(`const 𝒳 = ${quote}\\n${quote}; read(${quote}grat|`);
    assert.deepEqual(reply.matches, ["grating one.gds"]);
    assert.deepEqual([reply.cursor_start, reply.cursor_end], [22, 26]);
  }
  await kernel.outputs('const mode: { kind: "fast" | "fine" } = { kind: "fast" }');
  assert.deepEqual((await completed('mode.kind = "fi|"')).reply.matches, ["fine"]);
  assert.deepEqual((await completed("`$" + "{mode.ki|}`")).reply.matches, ["kind"]);
  assert.deepEqual((await completed('// it\'s\n"closed"; mode.ki|')).reply.matches, ["kind"]);
});

test("globals, the kernel's own names and names of earlier cells are completed", async () => {
  const { matches } = (await completed("poi|")).reply;
  assert.ok(matches.includes("point"));
  assert.ok((await completed("clearO|")).reply.matches.includes("clearOutput"));
  assert.ok((await completed("kernel.set|")).reply.matches.includes("settings"));
});

test("live objects answer where the type is any", async () => {
  await kernel.outputs("const loose: any = { hidden: 1 }");
  const request = { code: "loose.hid", cursor_pos: 9 };
  const { content } = await kernel.client.request("shell", "complete_request", request, patience);
  assert.deepEqual(content.matches, ["hidden"]);
  const described = content.metadata as { _jupyter_types_experimental: unknown };
  const hidden = { text: "hidden", type: "property", signature: "", start: 6, end: 9 };
  assert.deepEqual(described._jupyter_types_experimental, [hidden]);
});

test("keys in quotes are completed: those that the types know, else those of live objects, maps and sets", async () => {
  await kernel.outputs(
    "const layers: any = { 'metal 1': 1, via: 2, \"it's\": 3 }; const ports = new Map([['in', 1], ['inner', 2]]);",
  );
  const ask = async (code: string) => {
    const request = { code, cursor_pos: code.length };
    const { content } = await kernel.client.request("shell", "complete_request", request, patience);
    return [content.matches, content.cursor_start];
  };
  assert.deepEqual(await ask("layers['"), [["metal 1", "via"], 8]);
  assert.deepEqual(await ask('1 + layers?.["it'), [["it's"], 14]);
  assert.deepEqual(await ask("ports.get( 'inn"), [["inner"], 12]);
  assert.deepEqual(await ask("const seen = new Proxy({ a: 1 }, { ownKeys() { throw 1 } }); layers[`v"), [["via"], 69]);
  assert.deepEqual((await completed("point['al|']")).reply.matches, ["along"]);
});

test("an object's own live names come before those that every object has", async () => {
  await kernel.outputs("const nested: any = { zeta: 1, alpha() {} }");
  const request = { code: "nested.", cursor_pos: 7 };
  const { content } = await kernel.client.request("shell", "complete_request", request, patience);
  const { matches, metadata } = content as unknown as Reply;
  assert.deepEqual(matches.slice(0, 2), ["alpha", "zeta"]);
  assert.ok(matches.includes("toString"));
  const kinds = metadata._jupyter_types_experimental.map(({ type }) => type);
  assert.deepEqual(kinds.slice(0, 2), ["method", "property"]);
});

test("documentation comes with what is completed", async () => {
  await kernel.outputs("/** Halves a **length**. */\nfunction halfOf(length: number) { return length / 2 }");
  assert.equal((await completed("halfO|")).typed[0].documentation, "Halves a **length**.");
});

test("inspection in a call's arguments tells of the function, and nothing of a name that nobody knows", async () => {
  await kernel.outputs("function sum(a: number, b: number) { return a + b }");
  for (const code of ["sum(|1, 2)", "sum(1|5, 2)", "sum(1, 2|)"])
    assert.match((await inspected(code))["text/plain"], /function sum\(a: number, b: number\): number/, code);
  const request = { code: "nobodyKnows", cursor_pos: 3, detail_level: 0 };
  assert.equal((await kernel.client.request("shell", "inspect_request", request, patience)).content.found, false);
});

test("completion is answered while a cell awaits and while one computes", async () => {
  for (const code of ["await new Promise(() => {})", "while (true);"]) {
    let begun = (): void => {};
    const running = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const cell = kernel.client.execute(code, {
      onIopub: ({ header }) => header.msg_type === "execute_input" && begun(),
    });
    await running;
    assert.deepEqual((await completed("point.al|")).reply.matches, ["along"]);
    await kernel.client.interrupt();
    assert.equal((await cell).reply.ename, "KeyboardInterrupt");
  }
});

test("inspection shows signature and documentation, and with more detail the value", async () => {
  await kernel.outputs("/** Doubles a **length**. */\nfunction twice(length: number): number { return 2 * length }");
  const data = await inspected("twice(|");
  assert.match(data["text/plain"], /^.*function twice\(length: number\): number\n+Doubles a \*\*length\*\*\.$/);
  assert.match(data["text/markdown"], /```typescript\n.*twice.*\n```\nDoubles/);
  assert.match((await inspected("twi|ce", 1))["text/plain"], /return 2 \* length/);
  assert.match((await inspected("displ|ay"))["text/plain"], /Shows a value below the cell/);
});

test("the list of completions follows what changes while a word is typed", async () => {
  await kernel.outputs("const shape = { width: 1, wide: 2, height: 3 }");
  assert.deepEqual((await completed("shape.w|")).reply.matches, ["wide", "width"]);
  assert.deepEqual((await completed("shape.wid|")).reply.matches, ["wide", "width"]);
  assert.deepEqual((await completed("shape.widt|")).reply.matches, ["width"]);
  assert.deepEqual((await completed("shape.h|")).reply.matches, ["height"]);
  await kernel.outputs("const shape = { wit: 1 }");
  assert.deepEqual((await completed("shape.w|")).reply.matches, ["wit"]);
});

test("nothing is completed or inspected in comments", async () => {
  for (const code of ["// Math.hypot", "/* Math.hypot", '/**/ // "Math.hypot']) {
    const request = { code, cursor_pos: code.length, detail_level: 0 };
    const { content } = await kernel.client.request("shell", "complete_request", request, patience);
    assert.deepEqual(content.matches, [], code);
    assert.equal((await kernel.client.request("shell", "inspect_request", request, patience)).content.found, false);
  }
  assert.deepEqual((await completed("/* closed */ Math.hy|")).reply.matches, ["hypot"]);
});

test("a word of a text is no variable, whatever its name", async () => {
  await kernel.outputs("const written = 'value', sized = { written: 1 }");
  for (const code of ["console.log('written')", '"the written word"', `\`written \${1}\``]) {
    const request = { code, cursor_pos: code.indexOf("written") + 3, detail_level: 1 };
    const { content } = await kernel.client.request("shell", "inspect_request", request, patience);
    assert.equal(content.found, false, code);
  }
  assert.match((await inspected(`\`\${writ|ten}\``))["text/plain"], /const written: "value"/);
  assert.match((await inspected("sized['writ|ten']"))["text/plain"], /written: number/);
});

test("completion and inspection behind a long text take no longer for it", async () => {
  const code = `let s = "${"A".repeat(300_000)}";\nMath.hy`;
  for (const type of ["complete_request", "inspect_request"]) {
    await kernel.client.request("shell", type, { code, cursor_pos: code.length, detail_level: 1 }, patience);
  }
  assert.equal(await kernel.shows("1"), "1");
});

test("a server that was killed is replaced, with all that it knew", { skip: withoutPs }, async () => {
  const [server, ...others] = serversOf(kernel.client.pid);
  assert.deepEqual(others, []);
  process.kill(server, "SIGKILL");
  await until(async () => (isAlive(server) ? null : true));
  assert.deepEqual((await completed("point.al|")).reply.matches, ["along"]);
  const [next] = serversOf(kernel.client.pid);
  assert.notEqual(next, server);
  process.kill(next, "SIGKILL");
  assert.match(await errorsOf("const after: number = point.along"), /TS2322/);
});

test("the server is there soon after the kernel, also where nobody asks for anything", {
  skip: withoutPs,
}, async () => {
  const folder = emptyFolder();
  const client = await KernelClient.start({ cwd: folder, timeoutMs: patience, language: true });
  const [server, ...others] = await until(async () => {
    const servers = serversOf(client.pid);
    return servers.length > 0 ? servers : null;
  });
  // What is asked then is asked of that one.
  assert.deepEqual((await completed("Math.hy|", client)).reply.matches, ["hypot"]);
  assert.deepEqual([serversOf(client.pid), others], [[server], []]);
  await client.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

test("nothing is fetched behind the user's back", { skip: withoutPs }, async () => {
  const folder = emptyFolder();
  const called = join(folder, "called");
  // The server would run npm for the types of packages.
  writeFileSync(join(folder, "npm"), `#!/bin/sh\necho "$@" >> ${called}\n`, { mode: 0o755 });
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}` };
  const client = await KernelClient.start({ cwd: folder, timeoutMs: patience, language: true, env });
  await completed("Math.hy|", client);
  await client.execute("import lodash from 'lodash'");
  await completed("Math.flo|", client);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.ok(!existsSync(called), "npm was called");
  await client.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

test("the server ends with the kernel", { skip: withoutPs }, async () => {
  for (const end of ["shutdown", "exit", "SIGKILL"] as const) {
    const folder = emptyFolder();
    const client = await KernelClient.start({ cwd: folder, timeoutMs: patience, language: true });
    await completed("Math.hy|", client);
    const [server] = serversOf(client.pid);
    assert.ok(isAlive(server));
    if (end === "exit") await client.execute("process.exit(0)").catch(() => {});
    if (end === "SIGKILL") process.kill(client.pid, "SIGKILL");
    await client.shutdown();
    await until(async () => (isAlive(server) ? null : true));
    rmSync(folder, { recursive: true, force: true });
  }
});

test("RETICLE_LANGUAGE=off starts none, but for a cell that asks for it", { skip: withoutPs }, async () => {
  const folder = emptyFolder();
  const client = await KernelClient.start({ cwd: folder, timeoutMs: patience });
  const { outputs } = await client.execute("let number: number = 'text'");
  const { content } = await client.request("shell", "complete_request", { code: "Math.hy", cursor_pos: 7 });
  assert.deepEqual(content.matches, ["hypot"]);
  await client.request("shell", "inspect_request", { code: "Math", cursor_pos: 2 });
  await client.execute("1");
  assert.deepEqual(serversOf(client.pid), []);
  assert.deepEqual(outputs, []);
  const checked = await client.execute("%%check\nnumber.toUpperCase()", { timeoutMs: patience });
  const [error] = checked.outputs;
  assert.match(
    error.output_type === "error" ? plain(error.traceback) : "",
    /'toUpperCase' does not exist on type 'number'/,
  );
  await client.shutdown();
  rmSync(folder, { recursive: true, force: true });
});

test("of cells that no server reads the newest 10,000 are kept, and no more than 20 MB of text", () => {
  const cells = new NewestCells();
  for (let run = 1; run <= 10_001; run++) cells.add({ run, code: "x" });
  const kept = cells.take();
  assert.deepEqual([kept.length, kept[0].run, kept.at(-1)?.run], [10_000, 2, 10_001]);
  for (let run = 1; run <= 5; run++) cells.add({ run, code: "x".repeat(6e6) });
  assert.deepEqual(
    cells.take().map(({ run }) => run),
    [3, 4, 5],
  );
  cells.add({ run: 1, code: "x".repeat(3e7) });
  assert.equal(cells.take().length, 1);
});
