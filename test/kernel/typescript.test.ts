/** What TypeScript means and the transpiler or the parser, left alone, would not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { kernelForFile } from "./support.ts";

const kernel = kernelForFile();

test("later parts of a namespace see what earlier ones export, and may change it", async () => {
  const code = `namespace S { export const sides = 4; export let n = 1; export function area() { return sides; } }
    namespace S { export const more = sides + 1; export const grow = () => { n = 5; return [area(), { n }]; }; }
    namespace S { export const twice = more * 2; export const own = (sides: number) => sides; }
    [S.more, S.grow(), S.n, S.twice, S.own(9)]`;
  assert.equal(await kernel.shows(code), "[ 5, [ 4, { n: 5 } ], 5, 10, 9 ]");
});

test("later parts of a namespace destructure into names of earlier ones", async () => {
  const code = `namespace D { export let a = 1, b = 2; }
    namespace D { ({ a, b = 7 } = { a: 10 } as any); [a] = [a + 1]; export const text = \`\${a}\`; for (a of [20]); }
    [D.a, D.b, D.text]`;
  assert.equal(await kernel.shows(code), "[ 20, 7, '11' ]");
});

test("functions and classes take the members of namespaces of their name", async () => {
  const code = `function f() { return f.x + f.y; }
    namespace f { export const x = 1; }
    namespace f { export const y = x + 1; }
    f()`;
  assert.equal(await kernel.shows(code), "3");
});

test("a cell exports types, and names of earlier cells", async () => {
  await kernel.outputs("interface Point { x: number }\nclass Pen {}\nexport { Point, Pen };");
  assert.equal(await kernel.shows("export { Pen, Point as Place };\ntypeof Pen"), "'function'");
  assert.match(await kernel.fails("export { Pen };\nexport { Pen };"), /Duplicate export 'Pen'[\s\S]*:2:10$/);
});

test("export = is refused at its place", async () => {
  assert.match(
    await kernel.fails("let q = 1;\nexport = q;"),
    /^SyntaxError: export = is for files \(\.cts\)[\s\S]*:2:1$/,
  );
});

for (const [code, place] of [
  ["const a = 1;\nconst ü = <div>hello</div>;", "2:11"],
  ["<App x={1} />", "1:1"],
  ["<><b/></>", "1:1"],
]) {
  test(`JSX is said to be off: ${code.split("\n").at(-1)}`, async () => {
    const said = new RegExp(`^SyntaxError: JSX is off in cells;[\\s\\S]*In\\[\\d+\\]:${place}$`);
    assert.match(await kernel.fails(code), said);
  });
}

test("what only looks like JSX is what it is, and other errors keep their places", async () => {
  assert.equal(await kernel.shows("const id = <T,>(x: T) => x;\nid(<string>'<div/>')"), "'<div/>'");
  assert.match(
    await kernel.fails("const re = /<div>/, s = '<b/>';\nlet t = ;"),
    /^SyntaxError: Expression[\s\S]*:2:9$/,
  );
});

test("attributes of imports are kept, in cells and in files", async () => {
  const json = "\"data:application/json,[7]\" with { type: 'json' }";
  assert.equal(await kernel.shows(`import data from ${json}\ndata`), "[ 7 ]");
  kernel.write("uses-json.ts", `import data from ${json};\nexport { data };\n`);
  assert.equal(await kernel.shows("import { data as again } from './uses-json.ts'\nagain"), "[ 7 ]");
});

test("a decorated class with static members is seen by other cells, and a later cell's takes its place", async () => {
  const code = `const marked: any = (given: any) => class extends given { static mark = 2 };
    const make = () => new Pen();
    @marked class Pen { static width = 1; static both() { return [Pen.width, (Pen as any).mark]; } }
    Pen.both()`;
  assert.equal(await kernel.shows(code), "[ 1, 2 ]");
  assert.equal(await kernel.shows("[Pen.both(), make() instanceof Pen]"), "[ [ 1, 2 ], true ]");
  assert.equal(await kernel.shows("class Pen { ink = 'blue' }\nmake()"), "Pen { ink: 'blue' }");
});

test("default exports of values run and leave no name", async () => {
  for (const value of ["() => 5", "(1, 2)", "(class Lone {})", "(function lone() {})", "{ a: 1 }"]) {
    assert.equal(await kernel.shows(`export default ${value}\nlet after = 'ran'; after`), "'ran'");
  }
  assert.equal(await kernel.shows("[typeof Lone, typeof lone]"), "[ 'undefined', 'undefined' ]");
});

test("a power of what was awaited keeps its brackets", async () => {
  assert.equal(
    await kernel.shows(
      "const square = async (x: Promise<number>) => (await x) ** 2;\n(await square(Promise.resolve(3))) ** 2",
    ),
    "81",
  );
  kernel.write("power.ts", "export const cubed = (await Promise.resolve(2)) ** 3;");
  assert.equal(await kernel.shows("import { cubed } from './power.ts'\ncubed"), "8");
});

test("names that the kernel could give are the user's", async () => {
  const code =
    "import { join } from 'node:path'\nlet $module0 = 7, _initClass = 1, _x = 2;\n@((c: any) => c) class x { static v = 9 }";
  assert.equal(
    await kernel.shows(`${code}\n[$module0, typeof join, _initClass, _x, x.v].join()`),
    "'7,function,1,2,9'",
  );
});

test("import x = require(…) is a name of the cell's, exported or not", async () => {
  const code = "let own = 1;\nimport path = require('node:path');\nexport import fs = require('node:fs');";
  assert.equal(
    await kernel.shows(`${code}\n[own, typeof path.join, typeof fs.statSync].join()`),
    "'1,function,function'",
  );
  assert.equal(await kernel.shows("typeof fs.statSync"), "'function'");
  const text = await kernel.fails("export import fs = require('node:fs');\nfs.nothing.more");
  assert.match(text, /at In\[\d+\]:2:12$/);
});

test("a name with an underscore of the user's is not the decorated class's inner one", async () => {
  const code =
    "const _Inner = 5;\n@((c: any) => c) class Inner { static s = _Inner; y = _Inner; self() { return Inner } }";
  assert.equal(
    await kernel.shows(`${code}\n[Inner.s, new Inner().y, new Inner().self() === Inner].join()`),
    "'5,5,true'",
  );
  assert.equal(await kernel.shows("[_Inner, new Inner().y].join()"), "'5,5'");
});

test("private accessors are decorated, and decorators reach private members", async () => {
  const code = `const doubled: any = ({ get }: any) => ({ get() { return 2 * get.call(this) }, init: (n: number) => n + 1 });
    let reach: any;
    const reached: any = (_: unknown, { access }: any) => { reach = access };
    class Stage {
      @doubled accessor #height = 3; @doubled static accessor #made = 0; @reached #axis = "x";
      lift() { this.#height += 1; return [this.#height, Stage.#made]; }
    }
    const stage = new Stage();
    [stage.lift(), reach.get(stage)]`;
  // #height: 3 + 1 at its start, read as 8, set to 9.
  assert.equal(await kernel.shows(code), "[ [ 18, 2 ], 'x' ]");
  assert.match(await kernel.fails("reach.get({})"), /^TypeError: Attempted to access private element on non-instance/);
});

test("variables that shadow a name of an earlier cell, or a global one, keep their names", async () => {
  await kernel.outputs("let data = [1], Pen = 3;");
  assert.match(
    await kernel.fails("data; const draw = (data: any) => data.plot();\ndraw({})"),
    /^TypeError: data\.plot is not a function/,
  );
  assert.match(await kernel.fails("data; { let data = +data; }"), /^ReferenceError: Cannot access 'data' before/);
  assert.equal(
    await kernel.shows("Pen; [class Pen {}, function Pen() {}].map(({ name }) => name).join()"),
    "'Pen,Pen'",
  );
  assert.equal(
    await kernel.shows(
      "data; ((data, data1 = 5) => { const { a, data: b } = data; return a + b + data1 })({ a: 1, data: 2 })",
    ),
    "8",
  );
  assert.equal(await kernel.shows("console; ((console) => console).toString()"), "'(console) => console'");
  const code = `data; class Shape { first = data[0]; constructor(readonly data: number) {} }
    for (const data of [7]) { const inner = () => data; var last = [inner(), data]; }
    [new Shape(2).first, new Shape(2).data, last.join(), data.length].join()`;
  assert.equal(await kernel.shows(code), "'1,2,7,7,1'");
});

test("what is awaited may stand on the next line, and errors keep their places", async () => {
  const code = `const later = <T>(value: T) => Promise.resolve(value);
const sum = [await
  later(1), await // one more
      later(2)];
const text = \`\${await /* and
  this */ later(sum[0] + sum[1])}\`;
await
later(text)`;
  assert.equal(await kernel.shows(code), "'3'");
  assert.match(await kernel.fails("1;\nconst x = await\n  Promise.reject(new Error('no'));"), /at In\[\d+\]:3:18$/);
  assert.match(await kernel.fails("const y = await\n  later(1) later(2)"), /SyntaxError[\s\S]*:2:12$/);
  assert.equal(await kernel.shows("let waited = 0;\nif (true) {\n\twaited = await\n\t\tlater(4);\n}\nwaited"), "4");
  assert.equal(await kernel.shows("const 名 = '😀变é'; await\n  later(名)"), "'😀变é'");
  assert.match(await kernel.fails("let await = 1"), /^SyntaxError: `await` is no name here[\s\S]*:1:5$/);
  kernel.write("waits.ts", "export const n: number = await\n  Promise.resolve(6);\n");
  assert.equal(await kernel.shows("import { n } from './waits'; n"), "6");
});

test("columns of syntax errors count UTF-16 units, however wide signs and tabs are", async () => {
  for (const before of [
    "",
    "\t",
    "'a\t\tb';",
    "'变';",
    "'😀';",
    "'e\u0301';",
    "'\u200b\u00ad';",
    "\u3000",
    "let 变 = 1, é = 变;",
  ])
    assert.match(
      await kernel.fails(`${before}a b`),
      new RegExp(`^SyntaxError[\\s\\S]*:1:${before.length + 1}$`),
      before,
    );
  assert.match(await kernel.fails("const x = 😀 b c"), /^SyntaxError: Unexpected character '😀'[\s\S]*:1:11$/);
});
