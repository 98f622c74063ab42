import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { type Body, DebugClient } from "./debug-support.ts";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();
const debug = new DebugClient(kernel);
beforeEach(() => debug.ready());

/** Runs a cell up to its `debugger` statement, asks, and lets it go on. */
async function during<T>(code: string, ask: (frameId: number) => Promise<T>): Promise<T> {
  const running = debug.run(code);
  await debug.stopped();
  try {
    return await ask((await debug.frames())[0].id);
  } finally {
    await debug.continue();
    await running;
  }
}

const inFunction = (body: string) => `function inside() {\n${body}\n  debugger;\n}\ninside();`;

async function unfolded(variable: Body, page: object = {}): Promise<Body[]> {
  const { variablesReference } = variable;
  return (await debug.get("variables", { variablesReference, ...page })).variables;
}

const named = (variables: Body[], name: string): Body => variables.find((one) => one.name === name);

test("locals tell their values and types", async () => {
  const code = inFunction(`  const n = 1.5, s = "text", b = true, big = 10n, nothing = null, none = undefined;
  const list = [1, "two", null], map = new Map([["a", 1]]), set = new Set([1]);
  class Point { x = 1; #secret = 2; get sum() { return this.x + this.#secret; } }
  const point = new Point(), floats = new Float64Array([1, 2]), call = (a: number) => a, plain = { a: { b: 1 } };`);
  const variables = await during(code, () => debug.variables());
  const shown = Object.fromEntries(variables.map(({ name, value, type }: Body) => [name, `${value} : ${type}`]));
  assert.deepEqual(shown, {
    n: "1.5 : number",
    s: '"text" : string',
    b: "true : boolean",
    big: "10n : bigint",
    nothing: "null : null",
    none: "undefined : undefined",
    list: '[1, "two", null] : Array',
    map: 'Map(1) {"a" => 1} : Map',
    set: "Set(1) {1} : Set",
    Point: "class Point : function",
    point: "Point {x: 1, #secret: 2} : Point",
    floats: "Float64Array(2) [1, 2] : Float64Array",
    call: "ƒ (a) : function",
    plain: "{a: Object} : Object",
  });
});

test("getters run when they are unfolded and not before", async () => {
  const code = inFunction("  let asked = 0;\n  const lazy = { get late() { return ++asked; } };\n  void asked;");
  await during(code, async (frameId) => {
    const [late] = await unfolded(named(await debug.variables(), "lazy"));
    assert.deepEqual([late.name, late.value], ["late", "(getter)"]);
    assert.equal((await debug.get("evaluate", { expression: "asked", frameId })).result, "0");
    assert.equal((await unfolded(late))[0].value, "1");
    assert.equal((await debug.get("evaluate", { expression: "asked", frameId })).result, "1");
  });
});

test("a getter without end does not hang the kernel", async () => {
  const running = debug.run(inFunction("  const trap = { get forever() { for (;;); } };"));
  await debug.stopped();
  const [forever] = await unfolded(named(await debug.variables(), "trap"));
  const reply = await debug.ask("variables", { variablesReference: forever.variablesReference });
  assert.equal(reply.success, false);
  // On a busy machine the paused code ends with its getter: then there is nothing that goes on.
  await debug.ask("continue", { threadId: 1 });
  await running;
  assert.equal(await kernel.shows("1 + 1"), "2");
});

test("ten million elements are unfolded in ranges of a hundred, or by pages", async () => {
  const code = inFunction(
    "  const many = new Float64Array(10_000_000).fill(3);\n  const list = Array.from({ length: 1000 }, (_, i) => i);",
  );
  await during(code, async () => {
    const variables = await debug.variables();
    const ranges = await unfolded(named(variables, "many"));
    assert.deepEqual([ranges.length, ranges[9].name], [10, "[9000000 … 9999999]"]);
    const inner = await unfolded((await unfolded(ranges[9]))[99]);
    assert.equal(inner.length, 100);
    const last = await unfolded(inner[99]);
    assert.deepEqual([last.length, last[99].name, last[99].value], [100, "9999999", "3"]);
    const page = await unfolded(named(variables, "list"), { filter: "indexed", start: 500, count: 3 });
    assert.deepEqual(
      page.map(({ name, value }) => [name, value]),
      [
        ["500", "500"],
        ["501", "501"],
        ["502", "502"],
      ],
    );
  });
});

test("a proxy's traps do not run", async () => {
  const code = inFunction(
    "  let trapped = 0;\n  const count = () => { trapped++; return undefined; };\n  const proxy = new Proxy({ a: 1 }, { get: count, has: () => { trapped++; return true; }, ownKeys: () => { trapped++; return []; }, getOwnPropertyDescriptor: count });\n  void trapped;",
  );
  await during(code, async (frameId) => {
    const inside = await unfolded(named(await debug.variables(), "proxy"));
    assert.ok(named(inside, "[[Target]]"), JSON.stringify(inside));
    assert.equal((await debug.get("evaluate", { expression: "trapped", frameId })).result, "0");
  });
});

test("closures, the notebook's names, and none of the kernel's", async () => {
  await debug.run("import { basename } from 'node:path';\nconst ofNotebook = 5;");
  const code =
    "function outer(a: number) {\n  const kept = a + 1;\n  return (b: number) => {\n    debugger;\n    return kept + b;\n  };\n}\nawait null;\nouter(1)(2);";
  await during(code, async () => {
    assert.deepEqual(await debug.scope("Locals"), { b: "2" });
    assert.deepEqual(await debug.scope("Closure"), { kept: "2" });
    const globals = await debug.scope("Globals");
    assert.equal(globals.ofNotebook, "5");
    assert.match(globals.basename, /^ƒ/);
    for (const name of ["$reticle$cell", "$module0", "setTimeout", "display"]) assert.ok(!(name in globals), name);
    const below = (await debug.frames()).length - 1;
    assert.deepEqual(Object.keys(await debug.scope("Locals", below)), ["outer"]);
  });
});

test("variables are set: locals, the notebook's own, an object's", async () => {
  await debug.run("let setMe = 1;");
  const code =
    "function changed() {\n  let local = 1;\n  const held = { deep: 1 };\n  debugger;\n  return [local, held.deep, setMe];\n}\nchanged()";
  const running = debug.run(code);
  await debug.stopped();
  const frameId = (await debug.frames())[0].id;
  const { scopes } = await debug.get("scopes", { frameId });
  const set = async (reference: number, name: string, value: string) =>
    (await debug.get("setVariable", { variablesReference: reference, name, value })).value;
  assert.equal(await set(scopes[0].variablesReference, "local", "local + 41"), "42");
  assert.equal(await set(scopes.at(-1).variablesReference, "setMe", "local + 1"), "43");
  const held = named(await debug.variables(), "held");
  assert.equal(await set(held.variablesReference, "deep", "'new' as string"), '"new"');
  await debug.continue();
  const [result] = (await running).outputs;
  assert.ok(result.output_type === "execute_result");
  assert.equal(result.data["text/plain"], "[ 42, 'new', 43 ]");
});

test("imported names show what they hold, in tooltips and among the globals, and stay live", async () => {
  kernel.write("level.ts", "export let level = 1;\nexport const raise = () => { level++; };");
  await kernel.outputs("import { level, raise } from './level.ts'");
  await during("raise();\ndebugger;\nlevel", async (frameId) => {
    const hover = { expression: "level + 1", frameId, context: "hover" };
    assert.equal((await debug.get("evaluate", hover)).result, "3");
    assert.equal((await debug.scope("Globals")).level, "2");
  });
  assert.equal(await kernel.shows("raise(); level"), "3");
});

test("expressions are evaluated in a frame, in the global scope, and with TypeScript", async () => {
  await debug.run("const base = 100;");
  await during(inFunction("  const base = 1, other = { a: 2 };"), async (frameId) => {
    const value = async (expression: string, more: object = {}) =>
      (await debug.get("evaluate", { expression, ...more })).result;
    assert.equal(await value("base + 1", { frameId, context: "repl" }), "2");
    assert.equal(await value("base + 1"), "101");
    assert.equal(await value("(base as number) * 3", { frameId }), "3");
    assert.equal(await value("{ a: base }", { frameId }), "{a: 1}");
    assert.equal(await value("other.a", { frameId, context: "hover" }), "2");
    const change = await debug.ask("evaluate", { expression: "other.a = 9", frameId, context: "hover" });
    assert.deepEqual([change.success, await value("other.a", { frameId })], [false, "2"]);
    const wrong = await debug.ask("evaluate", { expression: "missing.x", frameId });
    assert.match(wrong.message, /ReferenceError: missing is not defined/);
  });
  assert.equal((await debug.get("evaluate", { expression: "base" })).result, "100");
});

test("rich variables show what they show in a cell, in a frame and without", async () => {
  const code =
    "const shown = { [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>1</b>', 'text/plain': 'one' }) };\nconst late = { [Symbol.for('Jupyter.display')]: async () => ({ 'text/plain': 'later' }) };";
  await debug.run(code);
  const rich = async (variableName: string, more: object = {}) =>
    (await debug.get("richInspectVariables", { variableName, ...more })).data;
  assert.deepEqual(await rich("shown"), { "text/html": "<b>1</b>", "text/plain": "one" });
  assert.deepEqual(await rich("late"), { "text/plain": "later" });
  await during(inFunction("  const here = [1, 2];\n  const again = shown;"), async (frameId) => {
    assert.deepEqual(await rich("here", { frameId }), { "text/plain": "[ 1, 2 ]" });
    assert.deepEqual(await rich("again", { frameId }), { "text/html": "<b>1</b>", "text/plain": "one" });
  });
  assert.equal((await debug.ask("richInspectVariables", { variableName: "no name" })).success, false);
  assert.equal((await debug.ask("richInspectVariables", { variableName: "notThere" })).success, false);
});

test("a local is copied to the notebook's names", async () => {
  await during(inFunction("  const found = { deep: 7 };"), async (frameId) => {
    await debug.get("copyToGlobals", { srcVariableName: "found", dstVariableName: "copied", srcFrameId: frameId });
    assert.equal((await debug.scope("Globals")).copied, "{deep: 7}");
  });
  assert.equal(await kernel.shows("copied.deep"), "7");
});

test("the notebook's variables are inspected while nothing runs and while a cell does", async () => {
  await debug.run("let counted = 3;\nlet missing: number;");
  const inspect = async () =>
    Object.fromEntries((await debug.get("inspectVariables")).variables.map(({ name, value }: Body) => [name, value]));
  const idle = await inspect();
  assert.deepEqual([idle.counted, idle.missing], ["3", "undefined"]);
  const running = debug.run("for (let i = 0; i < 40; i++) { counted++; await new Promise((r) => setTimeout(r, 5)); }");
  const busy = await Promise.all(Array.from({ length: 50 }, inspect));
  assert.ok(busy.every((one) => Number(one.counted) >= 3));
  const spinning = (await running).reply.status;
  assert.deepEqual([spinning, (await inspect()).counted], ["ok", "43"]);
});

test("variables are inspected a thousand times while a cell computes", async () => {
  const running = debug.run(
    "let rounds = 0;\nconst end = Date.now() + 1500;\nwhile (Date.now() < end) { rounds++; JSON.parse('[1,2,3]').map(String); }\nrounds > 1000",
  );
  for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 50 }, () => debug.get("inspectVariables")));
  assert.equal((await running).reply.status, "ok");
});
