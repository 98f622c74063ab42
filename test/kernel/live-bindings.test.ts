import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();
const counter = "export let count = 0;\nexport function inc(): void { count++; }\nexport const limit = 3;\n";

/** File times may be coarse: a test that edits waits a moment. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 30));

test("an imported variable is seen to change, in the cell that imports it and in later ones", async () => {
  kernel.write("counter.ts", counter);
  const first = "import { count, inc } from './counter.ts'\nconst seen = () => count;\ninc(); count";
  assert.equal(await kernel.shows(first), "1");
  assert.equal(await kernel.shows("inc(); [count, seen(), typeof count]"), "[ 2, 2, 'number' ]");
  assert.equal(await kernel.shows("import { count as other } from './counter.ts'\ninc(); [count, other]"), "[ 3, 3 ]");
});

test("default exports of a name, and exports that others pass on, are live, too", async () => {
  kernel.write(
    "state.ts",
    "let state = 'a';\nexport { state as default };\nexport const set = (to: string) => { state = to; };",
  );
  kernel.write("passes.ts", "export { default as passed, set } from './state.ts';");
  await kernel.outputs("import own from './state.ts'\nimport { passed, set } from './passes.ts'");
  assert.equal(await kernel.shows("set('b'); [own, passed]"), "[ 'b', 'b' ]");
});

test("an exported arrow function that its module replaces is called as it is now", async () => {
  kernel.write("log.ts", "export let log = () => 'old';\nexport function mute() { log = () => 'new'; }");
  assert.equal(
    await kernel.shows("import { log, mute } from './log.ts'\n[log(), (mute(), log())]"),
    "[ 'old', 'new' ]",
  );
});

test("what was imported cannot be assigned to, by any cell", async () => {
  kernel.write("constant.ts", "export let plain = 1;\nexport function declared() { return 1; }");
  await kernel.outputs("import { plain, declared } from './constant.ts'\nimport * as all from './constant.ts'");
  assert.match(await kernel.fails("plain = 5"), /^TypeError: Assignment to constant variable\.\n[\s\S]*In\[\d+\]:1:7/);
  assert.match(await kernel.fails("plain++"), /^TypeError: Assignment to constant variable\./);
  for (const name of ["declared", "all"]) assert.match(await kernel.fails(`${name} = 5`), /^TypeError: /);
  assert.equal(await kernel.shows("[plain, declared(), all.plain]"), "[ 1, 1, 1 ]");
});

for (const [kind, declaration, shown] of [
  ["let", "let it = 'L'", "'L'"],
  ["const", "const it = 'C'", "'C'"],
  ["var", "var it = 'V'", "'V'"],
  ["destructuring", "const { it } = { it: 'D' }", "'D'"],
  ["function", "function it() { return 'F' }", "[Function: it]"],
  ["class", "class it {}", "[class it]"],
  ["enum", "enum it { A }", "{ '0': 'A', A: 0 }"],
  ["module", "import * as it from './counter.ts'; it.limit", "3"],
  ["import", "import { limit as it } from './counter.ts'", "3"],
] as const) {
  test(`an imported name is declared anew as ${kind}, and imported again`, async () => {
    kernel.write("it.ts", "export let it = 'I';\nexport const change = () => { it = 'J'; };");
    await kernel.outputs("import { it } from './it.ts'\nconst asIs = () => it;");
    assert.equal(await kernel.shows(`${declaration}\n${kind === "module" ? "it.limit" : "it"}`), shown);
    assert.equal(await kernel.shows(kind === "module" ? "asIs().limit" : "asIs()"), shown);
    assert.equal(await kernel.shows("import { it, change } from './it.ts'\nchange(); [it, asIs()]"), "[ 'J', 'J' ]");
  });
}

test("a variable that takes the place of an import begins with its value, and can be assigned to", async () => {
  kernel.write("counter.ts", counter);
  await kernel.outputs("import { limit } from './counter.ts'");
  assert.equal(await kernel.shows("var limit; limit"), "3");
  assert.equal(await kernel.shows("limit = 7; limit"), "7");
});

test("an edited module gives its new binding when the import is run again; until then the old one lives", async () => {
  kernel.write("edited.ts", "export let n = 1;\nexport const next = () => ++n;");
  await kernel.outputs("import { n, next } from './edited.ts'");
  await moment();
  kernel.write("edited.ts", "export let n = 10;\nexport const next = () => ++n;");
  assert.equal(await kernel.shows("next(); n"), "2");
  assert.equal(await kernel.shows("import { n, next } from './edited.ts'\nnext(); n"), "11");
});

test("an import that fails leaves what was imported before as it was", async () => {
  kernel.write("fragile.ts", "export let n = 1;\nexport const next = () => ++n;");
  await kernel.outputs("import { n, next } from './fragile.ts'");
  await moment();
  kernel.write("fragile.ts", "export let n = ;");
  assert.match(await kernel.fails("import { n, next } from './fragile.ts'"), /^SyntaxError/);
  assert.equal(await kernel.shows("next(); n"), "2");
});

test("what is imported from a package in CommonJS is as it was at the import", async () => {
  mkdirSync(join(kernel.folder, "node_modules", "old-counter"), { recursive: true });
  kernel.write("node_modules/old-counter/index.js", "exports.n = 1; exports.next = () => ++exports.n;");
  assert.equal(await kernel.shows("import { n as old, next as more } from 'old-counter'\nmore(); old"), "1");
});

test("%who tells what an imported name holds, completion its members, %reset forgets it", async () => {
  kernel.write(
    "held.ts",
    "export let held = { member: [1, 2] };\nexport const swap = () => { held = { member: [] } };",
  );
  await kernel.outputs("import { held } from './held.ts'");
  assert.match(await kernel.prints("%who"), /^held +object/m);
  const { content } = await kernel.client.request("shell", "complete_request", { code: "held.mem", cursor_pos: 8 });
  assert.deepEqual(content.matches, ["member"]);
  await kernel.outputs("%reset -f");
  assert.equal(await kernel.shows("typeof held"), "'undefined'");
});

test("a name of Node's that is imported is what the cell sees", async () => {
  assert.equal(await kernel.shows("import process from 'node:process'\nprocess.pid > 0"), "true");
  assert.equal(
    await kernel.shows("import { setTimeout } from 'node:timers/promises'\nawait setTimeout(1, 'late')"),
    "'late'",
  );
  assert.equal(
    await kernel.shows("import { performance, constants } from 'node:perf_hooks'\ntypeof performance.now()"),
    "'number'",
  );
});

test("what never changes is a plain property, which loops read fast; what may change is none", async () => {
  kernel.write(
    "kinds.ts",
    `export const arrow = (n: number): number => n + 1;
export const { taken } = { taken: 1 };
export enum Kind { A }
const inner = 2, apart = 3;
let moving = 4;
// export const commented = 5;
export let commented = 5;
export { inner as listed, apart, moving as moved };
export default { n: 1 };
`,
  );
  kernel.write(
    "through.ts",
    "export { arrow as passed, commented as loose } from './kinds';\nexport * from './kinds.ts';",
  );
  kernel.write("common.cts", "export let held = 1;");
  await kernel.outputs(`import whole, { arrow, taken, Kind, listed, moved, commented } from './kinds.ts'
    import { passed, loose, listed as starred } from './through.ts'
    import { join } from 'node:path'
    import { held } from './common.cts'
    import { um } from 'reticle'`);
  const plain = async (...names: string[]) =>
    kernel.shows(
      `${JSON.stringify(names)}.filter((name) => Object.getOwnPropertyDescriptor(globalThis, name)!.get === undefined).join()`,
    );
  const constant = ["whole", "arrow", "Kind", "listed", "passed", "starred", "join", "held", "um"];
  assert.equal(await plain(...constant), `'${constant.join()}'`);
  assert.equal(await plain("moved", "commented", "loose"), "''");
  assert.equal(
    await kernel.shows("[arrow(1), taken, Kind.A, listed, moved, loose, passed(2), um].join()"),
    "'2,1,0,2,4,5,3,1'",
  );
});
