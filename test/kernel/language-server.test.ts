/** Typed completion, inspection and type errors, with a real language server behind a real kernel. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { KernelClient, type Output } from "../../kernel/client/index.ts";
import { NewestCells } from "../../kernel/session/newest-cells.ts";
import { emptyFolder, kernelForFile, patience, plain } from "./support.ts";

const kernel = kernelForFile({ language: true });

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

async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > end) throw new Error("it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const typesText = (outputs: readonly Output[]): string[] =>
  outputs.flatMap((output) => {
    const text = output.output_type === "display_data" ? String(output.data["text/plain"]) : "";
    return /type error|^$/.test(text) && output.output_type === "display_data" ? [text] : [];
  });

/** Runs the cell and waits for its type errors, which may come later than its reply. */
async function errorsOf(code: string, cellId?: string): Promise<string> {
  const { reply, outputs } = await kernel.client.execute(code, { timeoutMs: patience, cellId });
  assert.equal(reply.status, "ok");
  return until(async () => typesText(outputs)[0] ?? null);
}

/** A cell with `%%check` runs only where nothing is wrong with its types. */
async function hasNoErrors(...codes: string[]): Promise<void> {
  for (const code of codes) {
    const { reply } = await kernel.client.execute(`%%check\n${code}`, { timeoutMs: patience });
    assert.equal(reply.status, "ok", `${code}\n${plain((reply.traceback ?? []) as string[])}`);
  }
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

test("a type error is shown with its line and a caret, though the cell ran", async () => {
  const text = await errorsOf("const fine = 1;\nlet wrong: number = 'text'");
  assert.match(text, /^In\[\d+\]:2:5 type error TS2322: Type 'string' is not assignable to type 'number'\.\n/);
  assert.ok(text.endsWith("\n    2 | let wrong: number = 'text'\n      |     ^"), text);
  assert.equal(await kernel.shows("wrong"), "'text'");
});

test("a wrong assignment to a variable of an earlier cell is a type error", async () => {
  await hasNoErrors("let typed: number | string = 1; var other = 2; const fixed = 3; function called() {}");
  await hasNoErrors("typed = 'text'; other = 5; [other] = [6]; other++");
  assert.match(
    await errorsOf("other = 'text'"),
    /1:1 type error TS2322: Type 'string' is not assignable to type 'number'/,
  );
  assert.match(
    await errorsOf("typed = 'a'; () => typed.toFixed()"),
    /TS2551: Property 'toFixed' does not exist on type 'string'/,
  );
  for (const name of ["fixed", "called"]) {
    assert.match(await errorsOf(`${name} = 4`), /TS2632: .*because an earlier cell did not declare it with let or var/);
  }
});

test("a name that code has put on the global object is no type error, an unknown one is", async () => {
  await hasNoErrors("(globalThis as { placed?: number }).placed = 1", "placed");
  assert.match(await errorsOf("() => unplaced"), /TS2304: Cannot find name 'unplaced'/);
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

test("what cells may do and modules may not is no type error", async () => {
  await hasNoErrors("let again = 1", "let again = 'text'", "again.toUpperCase()");
  await hasNoErrors("let counted = 1; function up() { return ++counted }", "counted = 5; up()");
  await hasNoErrors("counted++; [counted] = [3]; counted += 2; for (counted of [1, 2]);");
  await hasNoErrors("const list = []; list.push(1)", "function loose(x, y) { return x + y }\nloose(list, 2)");
  await hasNoErrors("{ one: 1, two: 2 }", 'import * as tslab from "tslab"', 'tslab.display.html("<b>x</b>")');
  await hasNoErrors("let grown = 1", "let grown = grown + 1");
  await hasNoErrors(
    "interface Kind { a: number }\ntype Pair<T> = [T, T]",
    "const pair: Pair<Kind> = [{ a: 1 }, { a: 2 }]",
  );
  await hasNoErrors("export const shown = 1;\nexport default function named() {}", "named(); shown");
  await hasNoErrors("for (var i = 0; i < 2; i++);", "i + 1", "const { x, y: [z] } = { x: 1, y: [2] }", "x + z");
  await hasNoErrors("import * as path from 'node:path'", "await Promise.resolve(path.sep)");
  await hasNoErrors(
    'import { rect } from "reticle"',
    "rect(10)",
    "display(rect(5)); kernel.executionCount; require('fs')",
  );
});

test("an edit of a local file is seen", async () => {
  kernel.write("length.ts", "export const length = 1;");
  await hasNoErrors('import { length } from "./length"', "length.toFixed()");
  kernel.write("length.ts", "export const length = 'now a text';");
  assert.match(await errorsOf('import { length } from "./length"\nconst n: number = length'), /:2:7 type error TS2322/);
});

test("a name that a function uses before its cell is run is an error until then", async () => {
  const code = "const early = () => [notYet(), notEver()]";
  const { outputs } = await kernel.client.execute(code, { timeoutMs: patience });
  await until(async () => (/notYet[\s\S]*notEver/.test(typesText(outputs)[0] ?? "") ? true : null));
  await kernel.client.execute("function notYet() { return 1 }", { timeoutMs: patience });
  const text = await until(async () => (typesText(outputs)[0]?.includes("notYet'") ? null : typesText(outputs)[0]));
  assert.match(text, /Cannot find name 'notEver'/);
  await kernel.client.execute("const notEver = () => 2", { timeoutMs: patience });
  await until(async () => (typesText(outputs)[0] === "" ? true : null));
});

test("the types offer what this Node has", async () => {
  await kernel.outputs("const numbers = [1, 2, 3]");
  const problem = `%%check\nObject.groupBy(numbers, String)`;
  assert.equal((await kernel.client.execute(problem)).reply.status, "groupBy" in Object ? "ok" : "error");
  await hasNoErrors("{ using handle = { [Symbol.dispose]() {} }; }", "numbers.toSorted()");
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

test("completion and inspection behind a long text take no longer for it", async () => {
  const code = `let s = "${"A".repeat(300_000)}";\nMath.hy`;
  for (const type of ["complete_request", "inspect_request"]) {
    await kernel.client.request("shell", type, { code, cursor_pos: code.length, detail_level: 1 }, patience);
  }
  assert.equal(await kernel.shows("1"), "1");
});

test("errors go from where they were shown when the cell is run again", async () => {
  const first = await kernel.client.execute("const redone: number = 'text'", { cellId: "one", timeoutMs: patience });
  await until(async () => typesText(first.outputs)[0] ?? null);
  await kernel.client.execute("const redone: number = 1", { cellId: "one", timeoutMs: patience });
  await until(async () => (typesText(first.outputs)[0] === "" ? true : null));
});

test("%%check and kernel.settings.strict keep a cell with type errors from being run", async () => {
  const text = await kernel.fails("%%check\nglobalThis.ran = true;\nconst strict: number = 'text'");
  assert.match(text, /TypeCheckError: the cell was not run: it has a type error\nIn\[\d+\]:3:7 type error TS2322/);
  assert.equal(await kernel.shows("typeof ran"), "'undefined'");
  assert.equal(await kernel.shows("%%check\nconst strict: number = 1; strict"), "1");
  await kernel.outputs("kernel.settings.strict = true");
  assert.match(await kernel.fails("const strict: number = 'text'"), /TypeCheckError/);
  await kernel.outputs("kernel.settings.strict = false");
  await errorsOf("const strict: number = 'text'");
});

const withoutPs = process.platform === "win32" ? "no ps" : false;

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
