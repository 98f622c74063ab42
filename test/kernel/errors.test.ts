import assert from "node:assert/strict";
import { test } from "node:test";
import { KernelClient } from "../../kernel/client/index.ts";
import { projectRoot } from "../support/project.ts";
import { kernelForFile, patience, plain, seen } from "./support.ts";

const kernel = kernelForFile();

test("an error tells the line and column of the TypeScript source, with the line quoted", async () => {
  const code = `interface Wide { a: number; b: string }
const typed: Wide = { a: 1, b: "x" };
function inner(value: any): number {
  // a comment
  return value.b.c.d;
}
inner(typed as any as { b: { c?: never } });`;
  const { reply } = await kernel.client.execute(code);
  const count = reply.execution_count;
  assert.equal(reply.ename, "TypeError");
  assert.match(String(reply.evalue), /Cannot read properties of undefined/);
  const text = await kernel.fails(code);
  assert.match(text, / 5 \| {3}return value\.b\.c\.d;\n +\| {20}\^/);
  assert.match(
    text,
    new RegExp(`at inner \\(In\\[${Number(count) + 1}\\]:5:20\\)\n +at In\\[${Number(count) + 1}\\]:7:1$`),
  );
});

test("an error inside a function of an earlier cell tells that cell", async () => {
  const { reply } = await kernel.client.execute(
    "function thrower(x: number) {\n  throw new RangeError('bad ' + x);\n}",
  );
  const text = await kernel.fails("1;\n  thrower(5)");
  const count = Number(reply.execution_count);
  assert.match(text, /^RangeError: bad 5\n +2 \| {3}throw/);
  assert.match(text, new RegExp(`at thrower \\(In\\[${count}\\]:2:9\\)\n +at In\\[${count + 1}\\]:2:3$`));
});

test("the last expression's columns are the source's, also after an await", async () => {
  assert.match(await kernel.fails("await null;\n   nothingHere.x + 1"), /at In\[\d+\]:2:4$/);
  assert.match(
    await kernel.fails("await null; const ä = '😀'; [1].map(() => { throw new Error('in map') })"),
    /In\[\d+\]:1:51/,
  );
});

test("no frame is ours or Node's", async () => {
  for (const code of [
    "throw new Error('x')",
    "JSON.parse('{')",
    "require('fs').readFileSync('/nowhere/at/all')",
    "new URL('nope')",
  ]) {
    const text = await kernel.fails(code);
    assert.doesNotMatch(text, /node:|dist\/kernel|reticle-|Script/, text);
    assert.match(text, /In\[\d+\]:1:/);
  }
});

test("a syntax error is quoted with its caret", async () => {
  assert.match(
    await kernel.fails("const fine = 1;\nlet y y"),
    /^SyntaxError: .*\n +2 \| let y y\n +\| {7}\^\n +at In\[\d+\]:2:7$/,
  );
  assert.match(await kernel.fails("foo("), /^SyntaxError: /);
  assert.match(
    await kernel.fails("let twice = 1;\nlet twice = 2;"),
    /already been declared\n +2 \| let twice = 2;\n +\| {5}\^/,
  );
  assert.match(await kernel.fails("return 5"), /SyntaxError/);
});

test("console shows the same positions", async () => {
  assert.match(await kernel.prints("console.log(new Error('logged').stack)"), /^Error: logged\n +at In\[\d+\]:1:13\n$/);
});

test("anything can be thrown, and causes are told", async () => {
  assert.match(await kernel.fails("throw 5"), /^Thrown: 5/);
  assert.match(await kernel.fails("throw null"), /^Thrown: null/);
  assert.match(await kernel.fails("await Promise.reject({ odd: 1 })"), /^Thrown: { odd: 1 }/);
  assert.match(
    await kernel.fails("throw new Error('outer', { cause: new TypeError('inner') })"),
    /caused by TypeError: inner/,
  );
  // The place of a cause is told where it is another one.
  assert.match(
    await kernel.fails("const inner = new TypeError('inner');\nthrow new Error('outer', { cause: inner })"),
    /at In\[\d+\]:2:7\ncaused by TypeError: inner\n +1 \| const inner[\s\S]*at In\[\d+\]:1:15$/,
  );
  // Where both come from the same call of a library, that is quoted once.
  assert.match(
    await kernel.fails("const { readLayout } = await import('reticle');\nawait readLayout('none.gds')"),
    /^FileError: cannot read none\.gds[\s\S]*at In\[\d+\]:2:7\ncaused by Error: ENOENT: [^\n]*$/,
  );
  assert.match(
    await kernel.fails("class Own extends Error { override name = 'Own' }\nthrow new Own('mine')"),
    /^Own: mine/,
  );
  assert.match(await kernel.fails("throw { get stack() { throw 1 }, get message() { throw 2 } }"), /^Thrown/);
});

test("an import that fails tells its line", async () => {
  const text = await kernel.fails("1;\nimport nothing from 'no-such-package'");
  assert.match(text, /Cannot find package 'no-such-package' imported from In\[\d+\]\n/);
  assert.match(await kernel.fails("require('no-such-package')"), /Require stack:\n- a cell\n/);
  assert.match(text, / 2 \| import nothing[\s\S]*at In\[\d+\]:2:1$/);
  assert.match(
    await kernel.fails("import { readFileSinc } from 'node:fs'\nreadFileSinc()"),
    /"node:fs" has no export "readFileSinc"; did you mean "readFileSync"\?/,
  );
});

test("an import that is no value, and may be a type, fails where it is taken for one", async () => {
  await kernel.outputs("import { readFileSinc, type Stats, PathLike } from 'node:fs'");
  assert.match(
    await kernel.fails("1\nreadFileSinc('a')"),
    /^ReferenceError: "node:fs" has no export "readFileSinc"; did you mean "readFileSync"\?\n[\s\S]*at In\[\d+\]:2:1$/,
  );
  assert.equal(await kernel.shows("const path: PathLike = 'a'; path"), "'a'");
  // Nor does it stand in the way of who goes through what is global.
  assert.equal(await kernel.shows("Object.entries(globalThis).some(([name]) => name === 'readFileSinc')"), "false");
  // Declared anew it is what the cell says.
  assert.equal(await kernel.shows("function readFileSinc() { return 5 }\nreadFileSinc()"), "5");
});

test("an error in a function of a cell long ago stands at its own line there", async () => {
  await kernel.outputs("type Old = string;\nfunction longAgo(): Old {\n  return (null as unknown as Old).trim();\n}");
  for (let i = 0; i < 40; i++) await kernel.outputs(`let later${i} = ${i}`);
  assert.match(await kernel.fails("longAgo()"), /at longAgo \(In\[\d+\]:3:\d+\)/);
});

test("a broken JavaScript or JSON file is quoted where it is broken, each time", async () => {
  kernel.write("broken.js", "export const a = 1;\nexport const b = ;\n");
  kernel.write("broken.cjs", "module.exports = 1;\n  const = 2;\n");
  kernel.write("broken.json", '{\n  "a": 1,\n  b\n}\n');
  kernel.write("unlinked.js", 'const a = 1;\nimport { none } from "node:fs";\n');
  kernel.write("through.ts", 'import "./broken.js";\n');
  for (const [code, place, quoted] of [
    ['import "./broken.js"', "broken.js:2:18", "export const b = ;"],
    ['import "./through.ts"', "broken.js:2:18", "export const b = ;"],
    ['await import("./broken.js")', "broken.js:2:18", "export const b = ;"],
    ['require("./broken.cjs")', "broken.cjs:2:9", "  const = 2;"],
    ['import "./broken.cjs"', "broken.cjs:2:9", "  const = 2;"],
    ['import data from "./broken.json"; data', "broken.json:3:3", "  b"],
    ['import "./unlinked.js"', "unlinked.js:2:10", "import { none }"],
  ]) {
    for (const time of [1, 2]) {
      const shown = await kernel.fails(code);
      assert.ok(shown.includes(`at ${place}`) && shown.includes(`| ${quoted}`), `${code}, ${time}: ${shown}`);
    }
  }
  assert.match(await kernel.fails("JSON.parse('{')"), /at In\[\d+\]:1:6$/);
});

test("no frame of the kernel's or the library's shows where the package lies below the notebook's folder", async () => {
  const client = await KernelClient.start({ cwd: projectRoot, timeoutMs: patience });
  try {
    const cells = [
      ['await import("./nothing.ts")', /^ {4}at (async )?In\[1\]:1:1$/],
      ['import { Layout } from "reticle"; new Layout().cell("TOP")', /^ {4}at In\[2\]:1:48$/],
    ] as const;
    for (const [code, expected] of cells) {
      const { reply } = await client.execute(code);
      const frames = (reply.traceback as string[]).filter((line) => /^\s+at /.test(line));
      assert.match(plain(frames), expected);
    }
  } finally {
    await client.shutdown();
  }
});

test("a function beside a cell's last value is not called after a name of ours", async () => {
  const { outputs } = await kernel.client.execute("new Promise((_, reject) => reject(new TypeError('x'))); 5");
  assert.match(seen(outputs, true), /at In\[\d+\]:1:\d+/);
  assert.doesNotMatch(seen(outputs, true), /\$reticle/);
});

test("a library's own Error.prepareStackTrace counts until it is taken away, and errors keep their places", async () => {
  const set = (value: string, rest = "") => kernel.outputs(`Error.prepareStackTrace = ${value};${rest}`);
  for (const own of [
    "(_, sites) => sites",
    "(error, sites) => error + sites.map((site) => '\\n    at ' + site).join('')",
  ]) {
    await set(own);
    assert.match(await kernel.fails("\nnull.x"), /2 \| null\.x\n.*\n {4}at In\[\d+\]:2:6$/);
  }
  for (const nothing of ["undefined", "null"]) {
    await set("() => 'mine'");
    assert.equal(await kernel.shows("new Error('x').stack"), "'mine'");
    await set(nothing);
    assert.match((await kernel.shows("new Error('x').stack")) ?? "", /^'Error: x\\n {4}at In\[\d+\]:1:1'$/);
  }
  await kernel.outputs("delete (Error as any).prepareStackTrace");
  assert.match((await kernel.shows("new Error('x').stack")) ?? "", /^'Error: x\\n {4}at In\[\d+\]:1:1'$/);
});

test("what a cell awaits in vain is shown with that await, also where no stack leads to the cell", async () => {
  kernel.write(
    "in-a-library.cjs",
    "exports.later = () => new Promise((_, no) => setTimeout(() => no(new Error('late')), 5));",
  );
  const cells: [string, RegExp][] = [
    [
      "let a = 1;\n  await Promise.reject(5);",
      /^Thrown: 5\n +2 \| {3}await Promise[^\n]*\n +\| {3}\^\n {4}at async In\[\d+\]:2:3$/,
    ],
    [
      "const n =\n  await (0, import('nowhere'));",
      /'nowhere' imported from In\[\d+\][\s\S]*\n {4}at (async In\[\d+\]:2:3|In\[\d+\]:2:13)$/,
    ],
    [
      "const { later } = require('./in-a-library.cjs');\nawait later()",
      /in-a-library\.cjs:1:\d+\)\n {4}at async In\[\d+\]:2:1$/,
    ],
    ["const own = async () => { throw null };\n[await 1, (await own())]", /^Thrown: null\n[\s\S]*:2:12$/],
    ["%time await Promise.reject(7)", /^Thrown: 7\n[\s\S]*:1:7$/],
  ];
  for (const [code, expected] of cells) assert.match(await kernel.fails(code), expected, code);
  // These the cell itself throws, after its awaits.
  for (const code of ["await 1; throw 5", "try { await Promise.reject(1) } catch {}\nthrow 5"]) {
    assert.equal(await kernel.fails(code), "Thrown: 5", code);
  }
});

test("an error of a cell that destructures stands at its declaration", async () => {
  assert.match(await kernel.fails("const { q } = nope"), /nope is not defined[\s\S]*at In\[\d+\]:1:1$/);
  assert.match(await kernel.fails("1;\n  let [v] = null as any, { w } = {} as any"), /null[\s\S]*at In\[\d+\]:2:\d+$/);
});
