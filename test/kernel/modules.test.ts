import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { mayImport } from "../../kernel/engine/modules/install.ts";
import { kernelForFile, patience, seen } from "./support.ts";

const kernel = kernelForFile();

/** File times may be coarse: a test that edits waits a moment. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 30));

function packageNamed(name: string, manifest: object, files: Record<string, string>): void {
  const folder = join("node_modules", name);
  mkdirSync(join(kernel.folder, folder), { recursive: true });
  kernel.write(join(folder, "package.json"), JSON.stringify({ name, version: "1.0.0", ...manifest }));
  for (const [file, text] of Object.entries(files)) kernel.write(join(folder, file), text);
}

test("packages come from the notebook's folder, also those that are ESM only", async () => {
  packageNamed(
    "only-esm",
    { type: "module", exports: { import: "./index.js" } },
    { "index.js": "export const esm = 'E'; export default 'D';" },
  );
  packageNamed(
    "old-cjs",
    { main: "index.js" },
    { "index.js": "module.exports = Object.assign(() => 'called', { member: 'M' });" },
  );
  assert.equal(await kernel.shows("import d, { esm } from 'only-esm'\n[d, esm]"), "[ 'D', 'E' ]");
  assert.equal(await kernel.shows("import old from 'old-cjs'\n[old(), old.member]"), "[ 'called', 'M' ]");
  assert.equal(await kernel.shows("import { member } from 'old-cjs'\nmember"), "'M'");
  assert.equal(await kernel.shows("(await import('only-esm')).esm"), "'E'");
  assert.equal(await kernel.shows("require('old-cjs').member"), "'M'");
});

test("node's own modules, with and without the prefix", async () => {
  assert.equal(
    await kernel.shows(
      "import { basename } from 'path'\nimport * as url from 'node:url'\n[basename('/a/b'), typeof url.URL]",
    ),
    "[ 'b', 'function' ]",
  );
});

test("names that are imported stay for later cells, and types are no error", async () => {
  kernel.write(
    "shapes.ts",
    "export interface Shape { n: number }\nexport type Id = string;\nexport const unit = (n: number): Shape => ({ n });\n",
  );
  await kernel.outputs("import { Shape, Id, unit } from './shapes'\nlet one: Shape | null = null;");
  assert.equal(await kernel.shows("unit(3)"), "{ n: 3 }");
});

test("local files are found with and without extension, TypeScript, JavaScript and JSON", async () => {
  kernel.write("mod.ts", "export enum Kind { A = 7 }\nexport const typed: number = 1;\n");
  kernel.write("plain.js", "export const plain = 'js';\n");
  kernel.write("data.json", '{ "deep": [1, 2] }');
  mkdirSync(join(kernel.folder, "lib"), { recursive: true });
  kernel.write("lib/index.ts", "export { typed as again } from '../mod.ts';\n");
  assert.equal(await kernel.shows("import { Kind } from './mod.ts'\nKind.A"), "7");
  assert.equal(await kernel.shows("import { typed } from './mod'\ntyped"), "1");
  assert.equal(await kernel.shows("import { typed as t2 } from './mod.js'\nt2"), "1");
  assert.equal(await kernel.shows("import { plain } from './plain'\nplain"), "'js'");
  assert.equal(await kernel.shows("import { again } from './lib'\nagain"), "1");
  assert.equal(await kernel.shows("import data from './data.json'\ndata"), "{ deep: [ 1, 2 ] }");
  assert.equal(await kernel.shows("import data2 from './data.json' with { type: 'json' }\ndata2.deep"), "[ 1, 2 ]");
  assert.equal(await kernel.shows("(await import('./mod')).typed"), "1");
});

test(".cts is CommonJS and .mts is a module, whether imported or required", async () => {
  kernel.write(
    "common.cts",
    "enum K { A = 7 }\nimport path = require('node:path');\nexport const k: number = K.A;\nexport const own = path.basename(__filename);",
  );
  kernel.write("equals.cts", "const make = (n: number) => n + 1;\nexport = { make };");
  kernel.write("module.mts", "enum K { M = 3 }\nexport const m: number = K.M;\nexport default import.meta.url;");
  kernel.write("simple.mts", "export const s: number = 5;");
  kernel.write(
    "both.ts",
    "import { k } from './common.cts';\nimport e from './equals.cjs';\nimport { m } from './module.mts';\nexport const all = [k, e.make(1), m];",
  );
  assert.equal(await kernel.shows("import { k, own } from './common.cts'\n[k, own]"), "[ 7, 'common.cts' ]");
  assert.equal(await kernel.shows("import e, { make } from './equals.cts'\n[make(1), e.make(2)]"), "[ 2, 3 ]");
  assert.equal(
    await kernel.shows("import url, { m } from './module.mts'\n[m, url.startsWith('file:')]"),
    "[ 3, true ]",
  );
  assert.equal(await kernel.shows("import { all } from './both'\nall"), "[ 7, 2, 3 ]");
  assert.equal(
    await kernel.shows("[require('./common.cts').k, require('./equals.cts').make(4), require('./simple.mts').s]"),
    "[ 7, 5, 5 ]",
  );
  assert.equal(await kernel.shows("require('./equals.cts') === e"), "true");
});

test("errors in .cts files tell their places", async () => {
  kernel.write(
    "thrown.cts",
    "interface A { n: number }\n\nexport const fail = (): never => { throw new Error('common'); };",
  );
  kernel.write("wrong.cts", "export const fine = 1;\nexport const = 2;\n");
  for (const call of ["import { fail } from './thrown.cts'\nfail()", "require('./thrown.cts').fail()"]) {
    assert.match(
      await kernel.fails(call),
      /^Error: common\n +3 \| export const fail.*\n +\| +\^\n +at .*\(thrown\.cts:3:42\)/,
    );
  }
  for (const call of ["import './wrong.cts'", "require('./wrong.cts')"]) {
    assert.match(await kernel.fails(call), /^SyntaxError: [\s\S]*wrong\.cts:2:14/);
  }
});

test("a required file in CommonJS that was edited is loaded again, and those that require it", async () => {
  kernel.write("low.cts", "export const low = 'old';");
  kernel.write("high.cts", "import l = require('./low.cts');\nexport const high = l.low;");
  kernel.write("plain.cjs", "exports.plain = 'old';");
  const both = "[require('./high.cts').high, require('./plain.cjs').plain]";
  assert.equal(await kernel.shows(both), "[ 'old', 'old' ]");
  assert.equal(await kernel.shows("require('./high.cts') === require('./high.cts')"), "true");
  await moment();
  kernel.write("low.cts", "export const low = 'new';");
  kernel.write("plain.cjs", "exports.plain = 'new';");
  assert.equal(await kernel.shows(both), "[ 'new', 'new' ]");
});

test("an edited file is loaded anew, also one that is imported by another; what is unchanged stays", async () => {
  kernel.write("leaf.ts", "export const leaf: string = 'old';\n");
  kernel.write("same.ts", "export const made = {};\n");
  kernel.write("trunk.ts", "export { leaf } from './leaf';\nexport { made } from './same';\n");
  assert.equal(await kernel.shows("import { leaf, made } from './trunk'\nconst first = made; leaf"), "'old'");
  await moment();
  kernel.write("leaf.ts", "export const leaf: string = 'new';\n");
  assert.equal(await kernel.shows("import { leaf, made } from './trunk'\n[leaf, made === first]"), "[ 'new', true ]");
  await moment();
  kernel.write("data.json", '"edited"');
  assert.equal(await kernel.shows("import data from './data.json'\ndata"), "'edited'");
});

test("what a local file could not import is found once it is there: files and packages", async () => {
  kernel.write("wanting.ts", 'export { part } from "./part";\nexport { late } from "late";');
  assert.match(await kernel.fails("import { part, late } from './wanting'"), /Cannot find module '.*part'/);
  kernel.write("part.ts", "export const part = 1;");
  assert.match(await kernel.fails("import { part, late } from './wanting'"), /Cannot find package 'late'/);
  assert.match(await kernel.fails("await import('late')"), /Cannot find package 'late'/);
  assert.match(await kernel.fails("require('late-too')"), /Cannot find module 'late-too'/);
  packageNamed("late-too", { main: "./main.js" }, { "main.js": "module.exports = 3;" });
  assert.equal(await kernel.shows("require('late-too')"), "3");
  packageNamed("late", { type: "module", exports: "./main.js" }, { "main.js": "export const late = 2;" });
  assert.equal(await kernel.shows("import { part, late } from './wanting'\n[part, late]"), "[ 1, 2 ]");
});

test("a file that goes, or gives place to an older one, is not what it was before", async () => {
  kernel.write("over.ts", 'export { under } from "./under";');
  const shown = () => kernel.shows("import { under } from './over'\nunder");
  kernel.write("under.ts", "export const under = 1;");
  assert.equal(await shown(), "1");
  await moment();
  kernel.write("under.ts", "export const under = 2;");
  assert.equal(await shown(), "2");
  kernel.write("under.ts", "export const under = 3;");
  utimesSync(join(kernel.folder, "under.ts"), 1000, 1000);
  assert.equal(await shown(), "3");
  rmSync(join(kernel.folder, "under.ts"));
  assert.match(await kernel.fails("import { under } from './over'"), /Cannot find module/);
  kernel.write("under.js", "export const under = 4;");
  assert.equal(await shown(), "4");
  await moment();
  kernel.write("under.js", "export const under = 5;");
  assert.equal(await shown(), "5");
});

test("`export … from` is an import, also where it is the first one", () => {
  assert.ok(mayImport('export * from "./parts"'));
  assert.ok(mayImport('export {\n  part as other } from "./parts"'));
  assert.ok(!mayImport("export const parts = [1]"));
});

test("an error in a local file tells its line, in TypeScript's count", async () => {
  kernel.write(
    "broken.ts",
    "interface A { x: number }\n\nexport function fail(a: A): never {\n  throw new Error('from file ' + a.x);\n}\n",
  );
  const text = await kernel.fails("import { fail } from './broken'\nfail({ x: 1 })");
  assert.match(
    text,
    /^Error: from file 1\n +4 \| {3}throw new Error.*\n +\| {9}\^\n +at fail \(broken\.ts:4:9\)\n +at In\[\d+\]:2:1$/,
  );
});

test("a syntax error in a local file tells its place", async () => {
  kernel.write("syntax.ts", "export const fine = 1;\nexport const = 2;\n");
  const text = await kernel.fails("import { fine } from './syntax'");
  assert.match(text, /^SyntaxError: /);
  assert.match(text, /2 \| export const = 2;/);
  assert.match(text, /syntax\.ts:2:14/);
});

test("reticle can be imported from a folder without packages", async () => {
  assert.equal(await kernel.shows("import { um } from 'reticle'\ntypeof um"), "'number'");
  assert.equal(await kernel.shows("(await import('reticle')).nm === (await import('reticle')).nm"), "true");
});

test("reticle is required, too, where the folder has none", async () => {
  assert.equal(await kernel.shows("typeof require('reticle').rect"), "'function'");
});

test("a package named reticle in the notebook's folder comes first", async () => {
  packageNamed("reticle", { type: "module", exports: "./index.js" }, { "index.js": "export const mine = 'own';" });
  assert.equal(await kernel.shows("import { mine } from 'reticle'\nmine"), "'own'");
});

test("import.meta knows the notebook's folder", async () => {
  assert.equal(await kernel.shows("import.meta.dirname === process.cwd()"), "true");
  assert.equal(await kernel.shows("import.meta.resolve('./x.ts') === new URL('./x.ts', import.meta.url).href"), "true");
  packageNamed("resolved", { type: "commonjs", main: "./index.js" }, { "index.js": "" });
  assert.match(
    (await kernel.shows("import.meta.resolve('resolved')")) ?? "",
    /^'file:.*\/node_modules\/resolved\/index.js'$/,
  );
  assert.equal(await kernel.shows("import.meta.resolve('fs')"), "'node:fs'");
  assert.match((await kernel.shows("import.meta.resolve('tslab')")) ?? "", /^'file:/);
});

test("JSON is required and imported, and read again by both when it was edited", async () => {
  const both = "import { size } from './sizes.json'; [size, require('./sizes.json').size, require('./sizes').size]";
  kernel.write("sizes.json", '{ "size": 1 }');
  assert.equal(await kernel.shows(both), "[ 1, 1, 1 ]");
  kernel.write("sizes.json", '{ "size": 20 }');
  const later = new Date(Date.now() + 5000);
  utimesSync(join(kernel.folder, "sizes.json"), later, later);
  assert.equal(await kernel.shows(both), "[ 20, 20, 20 ]");
  kernel.write("marked.json", '\uFEFF{ "size": 4 }');
  assert.equal(await kernel.shows("import marked from './marked.json'; marked.size"), "4");
  kernel.write("required.json", '{ "size": 3 }');
  assert.equal(await kernel.shows("require('./required').size"), "3");
});

test("the user's own files are loaded again also where a package.json's imports or a link in node_modules lead to them", async () => {
  const own = (name: string, text: string) => {
    mkdirSync(join(kernel.folder, dirname(name)), { recursive: true });
    kernel.write(name, text);
  };
  const parts = (n: number) => {
    own("parts/inner.ts", `export const inner: number = ${n};`);
    own("parts/outer.ts", 'export { inner } from "#parts/inner";');
    own("linked/src/index.ts", `export { inner as far } from "./deep.ts";`);
    own("linked/src/deep.ts", `export const inner: number = ${10 * n};`);
  };
  own("package.json", '{ "imports": { "#parts/*": "./parts/*.ts" } }');
  own("linked/package.json", '{ "name": "linked", "type": "module", "exports": "./src/index.ts" }');
  parts(1);
  mkdirSync(join(kernel.folder, "node_modules"), { recursive: true });
  symlinkSync(join(kernel.folder, "linked"), join(kernel.folder, "node_modules", "linked"), "junction");
  const client = await KernelClient.start({ cwd: kernel.folder, timeoutMs: patience });
  try {
    const code = 'import { inner } from "#parts/outer"; import { far } from "linked"; [inner, far]';
    assert.equal(seen((await client.execute(code, { timeoutMs: patience })).outputs), "[ 1, 10 ]");
    await moment();
    parts(2);
    assert.equal(seen((await client.execute(code, { timeoutMs: patience })).outputs), "[ 2, 20 ]");
  } finally {
    await client.shutdown();
  }
});

test("a worker thread may begin with a TypeScript file, which imports others", async () => {
  kernel.write(
    "in-thread.ts",
    `import { parentPort, workerData } from "node:worker_threads";
import { twice } from "./twice";

enum Kind { First = 1, Second }
if (workerData === 0) throw new Error("nothing to do");
parentPort?.postMessage([twice(workerData as number), Kind.Second]);
`,
  );
  kernel.write("twice.ts", "export function twice(n: number): number {\n  return 2 * n;\n}\n");
  await kernel.outputs(`import { Worker } from "node:worker_threads";
function ask(file: string | URL, workerData: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    new Worker(file, { workerData }).once("message", resolve).once("error", reject);
  });
}`);
  const path = JSON.stringify(join(kernel.folder, "in-thread.ts"));
  for (const file of ['"./in-thread.ts"', '"./in-thread"', 'new URL("./in-thread.ts", import.meta.url)', path]) {
    assert.equal(await kernel.shows(`await ask(${file}, 4)`), "[ 8, 2 ]", file);
  }
  assert.match(
    (await kernel.shows("await ask('./in-thread.ts', 0).catch(({ stack }) => stack)")) ?? "",
    /in-thread\.ts:5:29/,
  );
  assert.match(await kernel.fails("await ask('./none.ts', 1)"), /Cannot find module .*none\.ts/);
});
