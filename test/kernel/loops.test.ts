/** Loops of the top level, which keep numbers in fields of their own: nothing of that can be seen. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Script } from "node:vm";
import fc from "fast-check";
import { parseModule } from "../../kernel/engine/acorn.ts";
import { borrow, giveNamesBack } from "../../kernel/engine/borrowed-names.ts";
import { rewrite } from "../../kernel/engine/rewrite.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const scope = globalThis as unknown as Record<string, unknown>;

/** What the code of a cell becomes; `a` to `c` are names of earlier cells. */
function rewritten(code: string): string {
  const parsed = { code, program: parseModule(code), shown: null, insertions: [], semicolons: [] };
  return rewrite(parsed, code, new Set(["a", "b", "c"])).code;
}

const isBorrowing = (code: string) => rewritten(code).includes(".borrow({");

// Every statement means the same at the top level and in a function, where V8 itself is the reference.
const variable = fc.constantFrom("a", "b", "c");
const operand = fc.oneof(variable, variable, fc.constantFrom("i", "0.5", "3", "list[i]", "Math.abs(c)", "typeof a"));
const operator = fc.constantFrom("+", "-", "*", "%", "<", "&&", "??");
const value = fc.oneof(
  operand,
  fc
    .tuple(operand, operator, operand)
    .map(([left, is, right]) => (is === "??" ? `(${left} ?? ${right})` : `(${left} ${is} ${right})`)),
  fc.constantFrom(
    "read()",
    "change()",
    "(() => a)()",
    "[a, b][i % 2]",
    "{ a }.a",
    "(b = a / 2)",
    "a++",
    "--b",
    "String(c).length",
  ),
);
const simple = fc.oneof(
  fc
    .tuple(variable, fc.constantFrom("+=", "-=", "*=", "/=", "=", "??=", "||="), value)
    .map((parts) => `${parts.join(" ")};`),
  fc.constantFrom(
    "a++;",
    "--b;",
    "c++;",
    "[a, b] = [b, a];",
    "({ c } = { c: a });",
    "change();",
    "list.push(() => a);",
  ),
  fc.constantFrom(
    "list[i] = a;",
    "if (i === 3) continue;",
    "if (a > 50) break;",
    "if (i === 4) continue outer;",
    "if (b > 90) break outer;",
  ),
  fc.constantFrom(
    "if (i === 5) throw new RangeError(String(a));",
    "{ let b = a; b += 0.5; c = b; }",
    "try { c += a.x.y } catch { c -= 0.25 }",
  ),
  fc.constantFrom(
    "for (const a of [1]) c += a;",
    "switch (i) { case 1: a += 0.5; default: b -= 0.5 }",
    "var v = a * 0.5; c += v;",
  ),
);
const statements = fc.array(simple, { minLength: 1, maxLength: 5 });
const nested = fc
  .tuple(statements, statements)
  .map(([inside, after]) => `for (let j = 0; j < 2; j++) { ${inside.join(" ")} } ${after.join(" ")}`);
const body = fc.oneof(
  statements.map((all) => all.join(" ")),
  nested,
);
const loop = fc.tuple(body, fc.constantFrom("for", "while", "do", "of")).map(([text, kind]) => {
  switch (kind) {
    case "for":
      return `outer: for (let i = 0; i < 7; i++) { ${text} }`;
    case "while":
      return `{ let i = -1; outer: while (++i < 7) { ${text} } }`;
    case "do":
      return `{ let i = -1; outer: do { i++; ${text} } while (i < 6 && a < 1e6) }`;
    default:
      return `outer: for (const i of [0, 1, 2, 3, 4, 5, 6]) { ${text} }`;
  }
});
const helpers = "list = [1.5, 2, 3]; read = () => a + b; change = () => { a += 0.5; b *= 1.25; return a };";

/** Names and list, or the error, and the names then. */
function endOf(run: () => void, state: () => unknown[]): unknown[] {
  let error = "";
  try {
    run();
  } catch (thrown) {
    error = String(thrown);
  }
  const [list, ...names] = state();
  const called = (list as unknown[]).map((entry) => (typeof entry === "function" ? entry() : entry));
  // Two functions are never the same.
  return [error, ...names, ...called].map((value) => (typeof value === "function" ? String(value) : value));
}

test("law: a loop leaves at the top level what it leaves in a function", () => {
  fc.assert(
    fc.property(fc.array(loop, { minLength: 1, maxLength: 2 }), (loops) => {
      const code = `${loops.join("\n")}`;
      const inFunction = new Script(
        `(() => { "use strict"; let a = 0, b = 2, c = -1.5, v, list, read, change; ${helpers}
          return { run() { ${code} }, state: () => [list, a, b, c] } })()`,
      ).runInThisContext();
      const wanted = endOf(inFunction.run, inFunction.state);
      const names = { a: 0, b: 2, c: -1.5, v: undefined, list: [], read: null, change: null };
      for (const [name, given] of Object.entries(names))
        Object.defineProperty(scope, name, { value: given, writable: true, configurable: true, enumerable: true });
      try {
        new Script(helpers).runInThisContext();
        const cell = { borrow, giveBack: giveNamesBack };
        const run = new Script(rewritten(code)).runInThisContext();
        const found = endOf(
          () => run(cell),
          () => [scope.list, scope.a, scope.b, scope.c],
        );
        assert.deepEqual(found, wanted, `${code}\n${rewritten(code)}`);
        for (const name of Object.keys(names))
          assert.ok(Object.getOwnPropertyDescriptor(scope, name)?.writable, `${name} is a plain property again`);
      } finally {
        for (const name of Object.keys(names)) delete scope[name];
      }
    }),
    { numRuns: 2000 },
  );
});

test("numbers with a fraction are kept by the loop; what would show it is not", () => {
  assert.ok(isBorrowing("for (let i = 0; i < 9; i++) a += i * 0.5;"));
  assert.ok(isBorrowing("let sum = 0; for (const x of xs) sum += x;"));
  assert.ok(isBorrowing("if (b) { while (a < 9) a = f(a) }"));
  // Whole numbers are no objects; texts have no place of their own.
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) a++;"));
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) a = 'x';"));
  // `this` would be the object, and the message would name it.
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) { a += 1; a(); }"));
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) { a += 1; a.b = 2; }"));
  // A function is named after its variable.
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) { a += 1; a = () => 1; }"));
  // Other cells may run meanwhile.
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) { a += 0.5; await f(); }"));
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) eval('a += 0.5'), a += 1;"));
  // Not of the top level.
  assert.ok(!isBorrowing("{ let a = 0; for (let i = 0; i < 9; i++) a += 0.5; }"));
  assert.ok(!isBorrowing("function f() { for (let i = 0; i < 9; i++) a += 0.5; }"));
  assert.ok(!isBorrowing("for (let i = 0; i < 9; i++) unknown += 0.5;"));
});

test("functions that a loop calls read and assign its names", async () => {
  await kernel.shows("let sum = 0.5; const read = () => sum; const double = () => { sum *= 2; };");
  assert.equal(await kernel.shows("for (let i = 0; i < 3; i++) { sum += 0.25; double(); sum += read(); } sum"), "53");
  assert.equal(await kernel.shows("sum = 1; [read(), sum]"), "[ 1, 1 ]");
});

test("a loop that is stopped leaves the values of its last round, and so does one that throws", async () => {
  await kernel.shows("let total = 0, rounds = 0; 0");
  const running = kernel.client.execute("for (;;) { total += 0.5; rounds += 1; }", {
    timeoutMs: patience,
    onIopub: ({ header }) => {
      if (header.msg_type === "execute_input") setTimeout(() => kernel.client.interrupt(), 300);
    },
  });
  assert.equal((await running).reply.ename, "KeyboardInterrupt");
  assert.equal(await kernel.shows("[rounds > 1000, Math.abs(total - rounds / 2) <= 0.5]"), "[ true, true ]");
  const own =
    "const { writable, value } = Object.getOwnPropertyDescriptor(globalThis, 'total'); [writable, value === total]";
  assert.equal(await kernel.shows(own), "[ true, true ]");
  const { reply } = await kernel.client.execute(
    "total = 0; for (let i = 0; ; i++) { total += 0.5; if (i === 9) throw new Error('at ' + total); }",
  );
  assert.equal(reply.evalue, "at 5");
  assert.equal(await kernel.shows("total"), "5");
});

test("an error in such a loop is where it is in the cell", async () => {
  const { reply } = await kernel.client.execute("let w = 0;\nfor (let i = 0; i < 3; i++) { w += 0.5; w += missing; }");
  assert.match(String(reply.traceback), /In\[\d+\]:2:46/);
});
