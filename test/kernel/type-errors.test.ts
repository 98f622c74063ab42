/** Type errors: which there are, where they stand, when they go. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { typesOf, typesText, until } from "./language-support.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile({ language: true });
const { errorsOf, hasNoErrors } = typesOf(kernel);

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
  await kernel.outputs("using opened = { name: 'n', [Symbol.dispose]() {} }");
  assert.match(await errorsOf("opened.nowhere"), /TS2339/);
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

test("what a cell declares for all, or adds to a module, other cells see, until that cell is run without it", async () => {
  const run = (code: string, cellId: string) => kernel.client.execute(code, { cellId, timeoutMs: patience });
  await run("declare global { interface Array<T> { lastOne(): T } var stage: number }", "global");
  await run('import "node:os";\ndeclare module "node:os" { export function wafers(): string }', "os");
  await hasNoErrors(
    "(() => [1].lastOne().toFixed())",
    "import * as os from 'node:os'\n() => os.wafers().length + stage",
  );
  assert.match(await errorsOf("() => ['a'].lastOne().toFixed()"), /TS2551: Property 'toFixed'/);
  await run("declare global { interface Array<T> { lastOne(): string } }", "global");
  await hasNoErrors("(() => [1].lastOne().toUpperCase())");
  await run("'nothing more'", "global");
  assert.match(await errorsOf("() => [1].lastOne()"), /TS2339: Property 'lastOne'/);
});
