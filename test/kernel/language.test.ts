import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();

test("functions of earlier cells see what later cells assign", async () => {
  await kernel.outputs("let cnt = 0; function inc() { return ++cnt }");
  assert.equal(await kernel.shows("inc(); inc()"), "2");
  assert.equal(await kernel.shows("cnt = 10; inc()"), "11");
  await kernel.outputs("function helper() { return 1 }\nfunction usesHelper() { return helper() }");
  await kernel.outputs("function helper() { return 2 }");
  assert.equal(await kernel.shows("usesHelper()"), "2");
});

const declarations: Record<string, string> = {
  let: "let thing = 1",
  const: "const thing = 2",
  var: "var thing = 3",
  function: "function thing() { return 4 }",
  async: "async function thing() { return 4 }",
  generator: "function* thing() { yield 4 }",
  class: "class thing { five = 5 }",
  enum: "enum thing { Six = 6 }",
  namespace: "namespace thing { export const seven = 7 }",
  import: "import thing from 'node:path'",
  star: "import * as thing from 'node:os'",
  named: "import { sep as thing } from 'node:path'",
  pattern: "const { a: { thing } } = { a: { thing: 8 } }",
  interface: "interface thing { nine: 9 }",
  exported: "export const thing = 10",
  block: "if (true) { var thing = 11 }",
  awaited: "const thing = await Promise.resolve(12)",
};

test("every kind of declaration may be declared anew by every other kind", async () => {
  for (const [first, one] of Object.entries(declarations)) {
    for (const [second, two] of Object.entries(declarations)) {
      const { reply: before } = await kernel.client.execute(one);
      const { reply } = await kernel.client.execute(two);
      assert.equal(before.status, "ok", `${first}: ${before.evalue}`);
      assert.equal(reply.status, "ok", `${second} over ${first}: ${reply.evalue}`);
    }
  }
  await kernel.outputs("enum thing { A = 1 }");
  assert.equal(await kernel.shows("enum thing { B = 2 }\nthing"), "{ '2': 'B', B: 2 }");
  assert.equal(await kernel.shows("const thing = 5"), null);
  assert.equal(await kernel.shows("thing"), "5");
});

test("TypeScript beyond types runs", async () => {
  assert.equal(await kernel.shows("const enum Side { Left = 3 }\nSide.Left satisfies number"), "3");
  assert.equal(
    await kernel.shows("namespace Geo { export let x = 1; export function up() { return ++x } }\nGeo.up()"),
    "2",
  );
  assert.equal(
    await kernel.shows("class P { constructor(public x: number, private y = 2) {} }\nnew P(1)"),
    "P { x: 1, y: 2 }",
  );
  assert.equal(
    await kernel.shows("abstract class Shape<T> { abstract area(): T }\nconst id = <T,>(x: T): T => x;\nid(7)!"),
    "7",
  );
  assert.equal(await kernel.shows("import type { Stats } from 'node:fs'\nlet s: Stats | null = null; s"), "null");
});

test("TC39 decorators run, and a class that one replaced is replaced for all cells", async () => {
  const code = `function plus(value: any, context: ClassDecoratorContext) { return class extends value { plus = context.name } }
@plus class Plain { @(() => {}) accessor n = 1 }`;
  await kernel.outputs(code);
  assert.equal(await kernel.shows("new Plain().plus + new Plain().n"), "'Plain1'");
});

test("`using` disposes at the end of the cell, and its neighbours stay", async () => {
  const code =
    "using lock = { [Symbol.dispose]() { console.log('freed') } };\nconst kept = 3;\nconsole.log('used'); kept";
  assert.equal(await kernel.prints(code), "used\nfreed\n");
  assert.equal(await kernel.shows("kept"), "3");
});

test("an error of a disposal that follows another one is shown with it, without frames of helpers", async () => {
  const code = "using lock = { [Symbol.dispose]() { throw new Error('second') } };\nthrow new Error('first')";
  const ofCell = await kernel.fails(code);
  assert.match(ofCell, /^SuppressedError: .*\n.*\n.*\n {4}at In\[\d+\]:2:\d+\n/);
  assert.match(ofCell, /\nfrom the disposal: Error: second\n.*using lock.*\n.*\n {4}at .*In\[\d+\]:1:43\)/);
  assert.match(ofCell, /\nit follows on Error: first\n.*throw new.*\n.*\n {4}at In\[\d+\]:2:7$/);
  kernel.write("locked.ts", `export function locked() {\n  ${code.replace("\n", "\n  ")};\n}`);
  const ofFile = await kernel.fails("import { locked } from './locked'\nlocked()");
  const frames = ofFile.split("\n").filter((line) => /^ {4}at /.test(line));
  assert.deepEqual(
    frames.filter((frame) => !/In\[\d+\]:2:1|locked\.ts:[23]:/.test(frame)),
    [],
  );
  assert.ok(frames.includes("    at locked (locked.ts:3:9)"), frames.join("\n"));
});

test("`module` is a name like any other, also as a cell's last word", async () => {
  await kernel.outputs("let module = 5");
  assert.equal(await kernel.shows("module"), "5");
  assert.equal(await kernel.shows("module += 1; module // the name"), "6");
});

test("await works at the top level, in loops and blocks", async () => {
  assert.equal(await kernel.shows("const awaited = await Promise.resolve(7); awaited + 1"), "8");
  assert.equal(
    await kernel.shows("let sum = 0; for await (const n of [1, Promise.resolve(2)]) { sum += n }\nsum"),
    "3",
  );
  assert.equal(await kernel.shows("awaited * 2"), "14");
});

test("destructuring, loops with var and uninitialised variables keep their meaning", async () => {
  assert.equal(
    await kernel.shows("const { a, b: [c = 5], ...others } = { a: 1, b: [], d: 4 }; [a, c, others]"),
    "[ 1, 5, { d: 4 } ]",
  );
  assert.equal(await kernel.shows("for (var i = 0, n = 3; i < n; i++) {}\ni"), "3");
  assert.equal(await kernel.shows("for (var key in { x: 1 }) {}\nkey"), "'x'");
  assert.equal(await kernel.shows("for (var { p } of [{ p: 9 }]) {}\np"), "9");
  await kernel.outputs("let empty: number | undefined = 1");
  assert.equal(await kernel.shows("let empty: number; [empty]"), "[ undefined ]");
});

test("functions may be called above their declaration, and keep their names", async () => {
  assert.equal(await kernel.shows("const early = later(); function later() { return later.name }\nearly"), "'later'");
  assert.equal(await kernel.shows("const arrow = () => 1; arrow.name + (class Q {}).name"), "'arrowQ'");
});

test("code is strict, as a module's is", async () => {
  assert.match(await kernel.fails("notDeclared = 1"), /ReferenceError: notDeclared is not defined/);
});

test("only the promised names are added to the global scope", async () => {
  const added = "['display', 'clearOutput', 'kernel', 'require'].every((name) => name in globalThis)";
  assert.equal(await kernel.shows(added), "true");
  assert.equal(await kernel.shows("Object.keys(globalThis).filter((name) => /reticle|__/.test(name))"), "[]");
});

test("what the kernel offers has its name, and settings that there are not are refused", async () => {
  assert.equal(await kernel.shows("[display, input]"), "[ [Function: display], [Function: input] ]");
  assert.match(await kernel.fails("kernel.settings.strict = 'on' as any"), /strict is true or false, not 'on'/);
  assert.match(await kernel.fails("(kernel.settings as any).strikt = true"), /Cannot add property strikt/);
  assert.equal(await kernel.shows("kernel.settings.strict"), "false");
});
