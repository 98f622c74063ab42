// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells with template literals
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import type { KernelClient } from "../../kernel/client/index.ts";
import { kernelForFile, patience, plain, seen, withKernel } from "./support.ts";

const kernel = kernelForFile();

async function shown(client: KernelClient, code: string): Promise<string> {
  const { outputs } = await client.execute(code, { timeoutMs: patience });
  return seen(outputs);
}

test("a cell with a literal of 10 MB and one of 200 000 statements run", async () => {
  assert.equal(await kernel.shows(`const big = "${"(é".repeat(5e6)}"; big.length`), "10000000");
  assert.equal(await kernel.shows(`let sum = 0\n${"sum += 1\n".repeat(2e5)}sum`), "200000");
});

const pasted: Record<string, [code: string, shows: string]> = {
  "an array of 300 000 numbers": [`[${"1.5,".repeat(3e5)}].length`, "300000"],
  "an object of 100 000 numbers": [`{ list: [${"2,".repeat(3e5)}] }`, "{\n  list: [\n    2, 2,"],
  "a comment of 10 MB": [`/*${"c".repeat(1e7)}*/ 5`, "5"],
  "300 000 comments": [`${"// c\n".repeat(3e5)}6`, "6"],
  "a name of a million characters": [`let ${"n".repeat(1e6)} = 7; 8`, "8"],
  "a text of a million escapes": [`'${"\\n".repeat(1e6)}'.length + !1`, "1000000"],
};
for (const [name, [code, shows]] of Object.entries(pasted)) {
  test(`${name} can be pasted into a cell`, async () => {
    assert.equal((await kernel.shows(code))?.slice(0, shows.length), shows);
    const { content } = await kernel.client.request("shell", "is_complete_request", { code }, patience);
    assert.equal(content.status, "complete");
  });
}

test("long cells show their last expression as others do", async () => {
  const list = `const long = [${"1,".repeat(3e5)}];`;
  const shows: Record<string, string | null> = {
    "long.length": "300000",
    "long.length;": null,
    "long.length // how many": "300000",
    "enum Long { A = 4 }\nLong.A": "4",
    "if (true) 5": null,
    "function last() {}": null,
    "let last = 3": null,
  };
  for (const [end, expected] of Object.entries(shows)) assert.equal(await kernel.shows(`${list}\n${end}`), expected);
});

test("a cell of two and a half million words is refused with what to do", async () => {
  const text = await kernel.fails(`[${"1,".repeat(2.5e6)}]`);
  assert.match(text, /SyntaxError: the cell is too long: 2500000 words, .* put data into a file/);
});

const tooDeep: Record<string, string> = {
  "100 000 brackets": "[".repeat(1e5) + "]".repeat(1e5),
  "100 000 plus signs": `1${"+1".repeat(1e5)}`,
  "20 000 arrows": `${"x=>".repeat(2e4)}1`,
  "20 000 calls": `''${".trim()".repeat(2e4)}`,
  "5 000 type arguments": `type T = ${"A<".repeat(5e3)}1${">".repeat(5e3)}`,
  "10 000 templates": "`${".repeat(1e4) + "}`".repeat(1e4),
  "100 000 templates behind one another": `a${"``".repeat(1e5)}`,
  "100 000 calls in a row": `a${"(b, c)".repeat(1e5)}`,
  "100 000 ifs": `${"if (a) ".repeat(1e5)}b`,
  "100 000 else ifs": `${"if (a) b; else ".repeat(1e5)}c`,
  "100 000 loops": `${"for (;;) ".repeat(1e5)}b`,
  "100 000 times new": `${"new ".repeat(1e5)}A`,
  "100 000 times in": `a${" in a".repeat(1e5)}`,
  "100 000 list types": `type T = A${"[]".repeat(1e5)}`,
};
for (const [name, code] of Object.entries(tooDeep)) {
  test(`${name} are refused, also by is_complete, and the kernel lives`, async () => {
    assert.match(await kernel.fails(code), /SyntaxError: (brackets are nested \d+ deep|an expression has too many)/);
    assert.ok(await kernel.client.request("shell", "is_complete_request", { code }, patience));
  });
}

test("400 brackets and 1 000 operators are not too many", async () => {
  const functions = Array.from({ length: 2000 }, (_, i) => `function of${i}(a) { return new Map([[a, ${i} + 1]]) }`);
  for (const between of ["", " ; ", "\n"]) {
    assert.equal(await kernel.shows(`${functions.join(between)}\nof5(3).get(3)`), "6");
  }
  const branches = Array.from({ length: 300 }, (_, i) => `if (n === ${i}) { m = ${i} } `).join("else ");
  assert.equal(await kernel.shows(`let n = 299, m = 0; ${branches}\nm`), "299");
  assert.equal(await kernel.shows(`${"(".repeat(400)}7${")".repeat(400)}`), "7");
  assert.equal(await kernel.shows(`1${"\n+1".repeat(999)}`), "1000");
});

const large: Record<string, RegExp> = {
  "Array.from({ length: 1e7 }, (_, i) => i)": /9999900 more items/,
  "new Float64Array(1e7)": /^Float64Array\(10000000\)/,
  "new Map(Array.from({ length: 1e6 }, (_, i) => [i, i]))": /^Map\(1000000\)/,
  "new Set(Array.from({ length: 1e6 }, (_, i) => i))": /^Set\(1000000\)/,
  "'x'.repeat(1e8)": /99980000 more characters/,
  "let nest: any = {}; for (let i = 0; i < 1e5; i++) nest = { nest }; nest": /\[Object\]/,
  "const cycle: any = {}; cycle.self = cycle; cycle": /Circular/,
  "({ get bad() { throw new Error('no') } })": /\[Getter\]/,
  "new Proxy({}, new Proxy({}, { get() { throw new Error('trap') } }))": /^\{\}$/,
  "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('mine') } })": /cannot be shown: mine/,
};
for (const [code, expected] of Object.entries(large)) {
  test(`a bounded text is shown for ${code}`, async () => {
    const text = (await kernel.shows(code)) ?? "";
    assert.match(text, expected);
    assert.ok(text.length < 120_000, `${text.length}`);
  });
}

test("a display method may throw, answer nonsense, or never answer", async () => {
  const display = (body: string) => `({ [Symbol.for("Jupyter.display")]() { ${body} } })`;
  assert.match(await kernel.fails(display("throw new Error('shown badly')")), /shown badly/);
  assert.match(String(await kernel.shows(display("return 5"))), /Jupyter\.display/);
  assert.match(await kernel.fails(display("return { 'application/json': { n: 1n } }")), /BigInt/);
  const running = kernel.client.execute(display("return new Promise(() => {})"), { timeoutMs: patience });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
});

const thrown: Record<string, RegExp> = {
  null: /^Thrown: null$/,
  undefined: /^Thrown: undefined$/,
  "new Proxy({}, { get() { throw 1 } })": /^Thrown: /,
  "new Proxy(new Error('in'), { get() { throw 1 }, getPrototypeOf() { throw 2 } })": /^Thrown: /,
  "Object.defineProperty(new Error('told'), 'stack', { get() { throw 1 } })": /^Error: told/,
  "Object.defineProperty(new Error('m'), 'message', { get() { throw 1 } })": /^Error: an error that cannot be shown/,
  "Object.assign(new Error('m'), { name: { toString() { throw 1 } } })": /^an error that cannot be shown: m/,
  "new AggregateError([new Error('one'), new TypeError('two')], 'many')":
    /many[\s\S]*one of its errors: Error: one[\s\S]*one of its errors: TypeError: two/,
  "new Error('a', { cause: new Error('b', { cause: 'c' }) })": /caused by Error: b[\s\S]*caused by Thrown: 'c'/,
  "(() => { const e: any = new Error('round'); e.cause = e; return e })()": /round[\s\S]*caused by an error above$/,
  "new DOMException('dom', 'DataError')": /^DataError: dom/,
  "new Error('y'.repeat(1e7))": /^Error: yyy/,
};
for (const [what, expected] of Object.entries(thrown)) {
  test(`an error is shown for throw ${what}`, async () => {
    const text = await kernel.fails(`throw ${what}`);
    assert.match(text, expected);
    assert.ok(text.length < 50_000);
  });
}

test("names and messages of errors are bounded, too", async () => {
  const { reply } = await kernel.client.execute(
    "throw Object.assign(new Error('m'.repeat(1e7)), { name: 'n'.repeat(1e7) })",
  );
  assert.ok(String(reply.ename).length < 25_000 && String(reply.evalue).length < 25_000);
});

const nastyThrown: Record<string, RegExp> = {
  "new Proxy({}, new Proxy({}, { get() { throw new Error('trap') } }))": /Thrown: \{\}/,
  "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })()": /Thrown: <Revoked Proxy>/,
  "Object.defineProperty(new TypeError('m'), 'message', { get() { throw 1 } })":
    /TypeError: an error that cannot be shown/,
  null: /Thrown: null/,
};
for (const [what, expected] of Object.entries(nastyThrown)) {
  test(`a timer and a promise may fail with ${what}`, async () => {
    const code = `setTimeout(() => { throw ${what} }); Promise.reject(${what});
await new Promise((resolve) => setTimeout(resolve, 50))`;
    const text = plain([await kernel.prints(code, "stderr")]);
    assert.match(text, new RegExp(`Uncaught exception: ${expected.source}`));
    assert.match(text, new RegExp(`Unhandled rejection: ${expected.source}`));
  });
}

test("listeners for uncaught errors may throw, also what they are told", async () => {
  const code = `process.once("uncaughtException", (error) => { throw error });
process.once("uncaughtExceptionMonitor", () => { throw new Error("of the listener") });
setTimeout(() => { throw new Error("of the timer") }); await new Promise((resolve) => setTimeout(resolve, 50))`;
  const text = plain([await kernel.prints(code, "stderr")]);
  assert.deepEqual(text.match(/Uncaught exception: .*/g)?.sort(), [
    "Uncaught exception: Error: of the listener",
    "Uncaught exception: Error: of the timer",
  ]);
});

test("inspecting what throws or never answers keeps nobody waiting, and says nothing in a cell", async () => {
  await kernel.outputs(`var spins = { [Symbol.for("nodejs.util.inspect.custom")]() { while (true); } };
var tagged = { get [Symbol.toStringTag](): string { throw new Error("tag") } };
var traps = new Proxy({}, { get() { throw new Error("trap") }, has() { while (true); } });`);
  const heard: string[] = [];
  const end = kernel.client.onIopub(({ header }) => heard.push(header.msg_type));
  const ask = async (code: string) => {
    const content = { code, cursor_pos: code.length, detail_level: 0 };
    return (await kernel.client.request("shell", "inspect_request", content, patience)).content;
  };
  assert.equal((await ask("spins")).found, false);
  assert.equal((await ask("tagged")).found, false);
  assert.deepEqual((await ask("traps")).data, { "text/plain": "traps: Proxy\n\n{}" });
  end();
  assert.deepEqual(new Set(heard), new Set(["status"]));
  assert.equal(await kernel.shows("2 * 21"), "42");
});

const broken = [
  "JSON = Promise = Object = Array = Map = Set = Error = String = Symbol = null as any",
  "process = performance = Atomics = Math = URL = AbortController = console = undefined as any",
  "globalThis.setImmediate = globalThis.setTimeout = queueMicrotask = (() => {}) as any",
  "Array.prototype.push = Array.prototype.map = Array.prototype[Symbol.iterator] = (() => { throw 1 }) as any",
  "Object.prototype.get = Object.prototype.value = 5 as any; delete (globalThis as any).Buffer",
  "Promise.prototype.then = RegExp.prototype.exec = String.prototype.split = Function.prototype.call = null as any",
  "JSON.stringify = Object.keys = Object.entries = Reflect.apply = null as any",
];
for (const code of broken) {
  test(`the kernel works on after ${code}`, () =>
    withKernel(async (client) => {
      await shown(client, code);
      assert.equal(await shown(client, "let two = [1, 2].length; two"), "2");
      assert.equal(await shown(client, "await null; `${two}x`"), "'2x'");
      assert.equal(await shown(client, "1;\nthrow 5"), "Thrown: 5");
      const running = client.execute("for (;;);", { timeoutMs: patience });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await client.interrupt();
      assert.equal((await running).reply.ename, "KeyboardInterrupt");
    }));
}

test("a package that is not there: where it was looked for, and how it is installed", async () => {
  for (const code of ["import x from 'no-such-package'; x", "require('no-such-package')"]) {
    const text = await kernel.fails(code);
    assert.ok(text.includes(kernel.folder) && text.includes("npm install no-such-package"), text);
  }
  assert.match(await kernel.fails("await import('@scope/none/deep')"), /npm install @scope\/none\n?$/m);
});

test("require takes TypeScript files, and errors in them are at their lines", async () => {
  kernel.write(
    "lib.ts",
    "enum E { A = 4 }\nexport const four: number = E.A;\nexport function fail(): never {\n  throw new Error('in lib' as string);\n}\n",
  );
  assert.equal(await kernel.shows("require('./lib.ts').four"), "4");
  assert.equal(await kernel.shows("require('./lib').four"), "4");
  assert.match(await kernel.fails("require('./lib').fail()"), /lib\.ts:4:9/);
});

test("what nobody catches is shown with its place, and running out of stack or memory is an error", async () => {
  const wait = "await new Promise((resolve) => setTimeout(resolve, 30));";
  assert.match(
    plain([await kernel.prints(`Promise.reject(new Error('nobody')); ${wait}`, "stderr")]),
    /nobody[\s\S]*In\[\d+\]:1:16/,
  );
  assert.match(
    plain([await kernel.prints(`setTimeout(() => { throw new Error('late') }); ${wait}`, "stderr")]),
    /late[\s\S]*In\[\d+\]:1:26/,
  );
  assert.match(
    await kernel.fails("function deep(): number { return deep() + 1 }\ndeep()"),
    /RangeError: Maximum call stack/,
  );
  assert.match(await kernel.fails("new Array(2 ** 32)"), /RangeError: Invalid array length[\s\S]*In\[\d+\]:1:1/);
});

test("an endless loop of output is stopped, and its memory is given back", async () => {
  await kernel.outputs("kept = 1; var kept: number");
  const running = kernel.client.execute("for (;;) console.log('x'.repeat(1000))", { timeoutMs: patience });
  await new Promise((resolve) => setTimeout(resolve, 500));
  await kernel.client.interrupt();
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("[kept, process.memoryUsage.rss() < 2e9]"), "[ 1, true ]");
});

test("a kernel whose folder was deleted works on", () =>
  withKernel(async (client, folder) => {
    assert.equal(await shown(client, "1 + 1"), "2");
    rmSync(folder, { recursive: true });
    assert.match(await shown(client, "import './gone.ts'"), /Cannot find module/);
    assert.match(await shown(client, "throw new Error('told')"), /told[\s\S]*In\[3\]:1:7/);
  }));

test("process.exit ends the kernel with its code, and so does a signal", {
  skip: process.platform === "win32",
}, async () => {
  for (const [code, expected] of [
    ["process.exit(3)", /3/],
    ["process.kill(process.pid); await new Promise(() => {})", /SIGTERM|15|143|0/],
  ] as const) {
    await withKernel(async (client) => {
      await assert.rejects(client.execute(code, { timeoutMs: patience }), expected);
    });
  }
});

test("generated cells are read: long lists, many lines, long sums of texts, deep JSON", async () => {
  const parts = (count: number, part: (i: number) => string, between: string) =>
    Array.from({ length: count }, (_, i) => part(i)).join(between);
  assert.equal(await kernel.shows(`[${parts(100_000, (i) => `-${i}.5`, ", ")}].length`), "100000");
  assert.equal(await kernel.shows(`Object.keys({ ${parts(20_000, (i) => `k${i}: ${i}`, ",\n")} }).length`), "20000");
  assert.equal(await kernel.shows(`${parts(5000, (i) => `let line${i} = ${i} + 1;`, "\n")}\nline4999`), "5000");
  assert.equal(await kernel.shows(`(${parts(2000, () => '"part"', " +\n")}).length`), "8000");
  assert.equal(await kernel.shows(`JSON.stringify(${'[{"a":'.repeat(100)}1${"}]".repeat(100)}).length`), "801");
});

test("objects with many keys and trees with many leaves show a bounded part, wherever they are", async () => {
  await kernel.outputs("const big: any = {}; for (let i = 0; i < 300_000; i++) big['k' + i] = i; class Kept {}");
  for (const value of ["big", "{ a: big }", "[big]", "new Map([[1, big]])", "Object.assign(new Kept(), big)"]) {
    const text = await kernel.shows(value);
    assert.match(text ?? "", /k199: 199,\s+'… 299800 more keys': undefined/);
    assert.ok((text?.length ?? 0) < 5000, value);
  }
  assert.match((await kernel.shows("Object.assign(new Kept(), big)")) ?? "", /^Kept \{/);
  const tree =
    "const tree = (depth: number): any => depth === 0 ? 0 : Array.from({ length: 50 }, () => tree(depth - 1));";
  assert.match((await kernel.shows(`${tree}\n({ t: tree(4) })`)) ?? "", /^\{\n {2}t: \[\n {4}\[\n {6}\[Array\], /);
  assert.equal(await kernel.shows("const loop: any = { big }; loop.self = loop; Object.keys(loop).length"), "2");
  assert.match((await kernel.shows("loop")) ?? "", /more keys/);
  assert.equal(await kernel.shows("big.k7"), "7");
});
