import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { parseModule } from "../../kernel/engine/acorn.ts";
import { type DirectCell, readDirectly } from "../../kernel/engine/direct/index.ts";
import { rehearsed, transpiled } from "../../kernel/engine/rehearsal.ts";
import { rewrite } from "../../kernel/engine/rewrite.ts";
import { transpileCell } from "../../kernel/engine/transpile.ts";
import { projectRoot } from "../support/project.ts";

/** The tree without places and empty statements, as text. */
function shape(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (["start", "end", "raw", "directive", "sourceType"].includes(key)) return undefined;
    if (typeof value === "bigint") return `${value}n`;
    if (value instanceof RegExp) return String(value);
    return Array.isArray(value) ? value.filter((item) => item?.type !== "EmptyStatement") : value;
  });
}

function read(source: string): string | null {
  const found = readDirectly(source);
  if (found === null) return null;
  assert.equal(found.code.length, source.length, "every place stays where it is");
  // What the reader takes the source for is what V8 will take the code for.
  assert.ok(shape(found.program) === shape(parseModule(found.code)), source);
  return [...found.insertions]
    .reverse()
    .reduce((code, { start, text }) => code.slice(0, start) + text + code.slice(start), found.code);
}

for (const [source, expected] of [
  ["1 + 1", "1 + 1"],
  ["const a: number = 1", "const a         = 1"],
  ["let b!: Map<string, Array<number>>", "let b                             "],
  ["function f(a: number, b?: string): void {}", "function f(a        , b         )       {}"],
  ["function is(a: unknown): a is string {}", "function is(a         )              {}"],
  ["function g<T extends A = B>(a: T) {}", "function g                 (a   ) {}"],
  ["const h = (a: number): string => a", "const h = (a        )         => a"],
  ["x as const; y satisfies A | B; z!.w", "x         ; y                ; z .w"],
  ["f<A>(1); new Map<string, B[]>(); g<A>`t`", "f   (1); new Map             (); g   `t`"],
  ["class C<T> extends D<T> implements E, F<T> {}", "class C    extends D                       {}"],
  ["class C { private readonly a?: number = 1; static readonly b = 2 }", null],
  ["interface A { b: number; c(): void }\n(d)", ";                                   \n(d)"],
  ["type A = { [K in B]: C }\n[1]", ";                       \n[1]"],
  ["c ? (a) : b", "c ? (a) : b"],
  ["type F = () => string\nis(1)", ";                    \nis(1)"],
  ["type K = keyof // c\n  B\nc", ";                  \n   \nc"],
  ["for (let i = 0; i < n; i++) if (m > 1) n >>= 1", "for (let i = 0; i < n; i++) if (m > 1) n >>= 1"],
] as const) {
  test(`types are blanks in ${source}`, () => {
    // A semicolon keeps what stands before a field and the field apart.
    const field = "class C { ;       ;        a          = 1; static          b = 2 }";
    assert.equal(read(source), expected ?? field);
  });
}

test("fields that a constructor declares come first, and are set where it begins", () => {
  // As tsc 5.9 has it with useDefineForClassFields.
  assert.equal(
    read("class P { z = 1; constructor(public x: number, private y = 2) { f(); } }"),
    "class P {x;y; z = 1; constructor(       x        ,         y = 2) {this.x=x;this.y=y; f(); } }",
  );
});

for (const source of [
  // They become code.
  "enum A { B }",
  "namespace A { export const b = 1 }",
  "@a class B {}",
  "using a = b",
  "class A extends B { constructor(public x: number) { super() } }",
  "import { type A } from 'b'",
  // They could mean two things as blanks.
  "a as B\n(c)",
  "a + b as C * d",
  "f<{ [a.b]: c }>(d)",
  "class A { get: B\nc() {} }",
  "class A { static readonly get\n[b]() {} }",
  "a < b >\nc",
  "a < b, c > d",
  "a < b > // (c)\n -d",
  "f<string> as (A)",
  "const e = async <T>\n(x) => x",
  "let v: ({ a = 1 as B }: T) => U; 3",
  "global // c\n{ a }",
  "a<!--b",
  "a\rb",
  "//# sourceURL=x",
  // They are wrong.
  "const a: = 1",
  "let a; let a",
  "interface {",
  "function f(public a) {}",
]) {
  test(`left to the transpiler: ${source}`, () => assert.equal(read(source), null));
}

test("what is rehearsed loads no transpiler", () => {
  for (const source of rehearsed) assert.notEqual(read(source), null, source);
  assert.equal(read(transpiled), null);
});

test("hundreds of comparisons within one another are left to the transpiler", () => {
  assert.equal(read(`${"a < (".repeat(400)}b${") > c".repeat(400)}`), null);
});

/** Code with types, and the same without. */
interface Pair {
  readonly typed: string;
  readonly plain: string;
}

const name = fc.constantFrom("a", "b1", "type", "as", "of", "get", "$", "is", "keyof", "module");
const { type } = fc.letrec<{ type: string }>((tie) => {
  const inner = tie("type");
  return {
    type: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("number", "A.B", "'s'", "null", "this", "-1", "typeof a", "import('m').C<D>", "`a`"),
      fc.tuple(inner, inner).map(([a, b]) => `${a} |\n ${b}`),
      inner.map((a) => `(${a})[]`),
      fc.tuple(inner, inner).map(([a, b]) => `Map<${a}, Array<${b}>>`),
      fc.tuple(inner, inner).map(([a, b]) => `{ a: ${a}; readonly b?: ${b}, c(d: ${a}): ${b}\n [k: string]: ${a} }`),
      fc.tuple(inner, inner).map(([a, b]) => `[a: ${a}, ...${b}[]]`),
      fc.tuple(inner, inner).map(([a, b]) => `(x: ${a}, ...y: any[]) => ${b}`),
      fc.tuple(inner, inner).map(([a, b]) => `(${a} extends ${b} ? ${a} : ${b})`),
      inner.map((a) => `{ readonly [K in keyof A as ${a}]-?: K }`),
    ),
  };
});

/** Puts parts, some of which are types, together. */
const parts = (...all: readonly (string | fc.Arbitrary<Pair>)[]): fc.Arbitrary<Pair> =>
  fc.tuple(...all.map((part) => (typeof part === "string" ? fc.constant(same(part)) : part))).map((found) => ({
    typed: found.map(({ typed }) => typed).join(""),
    plain: found.map(({ plain }) => plain).join(""),
  }));
const same = (text: string): Pair => ({ typed: text, plain: text });
const gone = (text: fc.Arbitrary<string>): fc.Arbitrary<Pair> => text.map((typed) => ({ typed, plain: "" }));
const word = name.map(same);
const annotation = gone(fc.tuple(fc.constantFrom("", " ", "\n"), type).map(([blank, a]) => `${blank}: ${a}`));
const returned = gone(type.map((a) => `: ${a.replaceAll("\n", " ")}`));
const generic = gone(type.map((a) => `<T extends ${a}>`));
const given = gone(type.map((a) => `<${a}>`));
const mark = gone(fc.constant("!"));

const { statement } = fc.letrec<{ expression: Pair; statement: Pair }>((tie) => {
  const [value, code] = [tie("expression"), tie("statement")];
  return {
    expression: fc.oneof(
      { depthSize: "small" },
      word,
      fc.constantFrom("1", "/a/g", "`t`", "null", "this.x").map(same),
      parts("(", value, gone(type.map((a) => ` as ${a}`)), ")"),
      parts("[", value, gone(fc.constant(" as const")), "]"),
      parts(word, mark, ".x", mark, "[0]"),
      parts("(", value, fc.constantFrom("+", "<", ">", "<<", " in ", "/", "&&").map(same), value, ")"),
      parts(word, given, "(", value, ")"),
      parts("new Map", given, "()"),
      parts("(", "(a", annotation, ", {b: [c]}", annotation, ")", returned, " => ", value, ")"),
      parts("(function", generic, "(a", gone(fc.constant("?")), annotation, ")", returned, " {", code, "})"),
      parts("(x ? (a) : ", value, ")"),
      parts("f(", value, " < a, b > ", word, ")"),
    ),
    statement: fc.oneof(
      { depthSize: "small" },
      parts(value, ";"),
      parts("var k", annotation, " = ", value, ";"),
      parts(word, "\n", gone(type.map((a) => `type Q<T> = ${a};`)), ";"),
      parts(word, "\n", gone(type.map((a) => `interface I extends A<${a}> { x: ${a} }`)), ";"),
      parts("{ function g", generic, "(a", annotation, ") ", returned, " {", code, "} }"),
      parts(
        "{ class D",
        generic,
        " extends E",
        given,
        gone(type.map((a) => ` implements F<${a}>`)),
        " { a",
        annotation,
        " = ",
        value,
        "; m(b",
        annotation,
        ")",
        returned,
        " {",
        code,
        "} } }",
      ),
      parts("for (let i", annotation, " = 0; i < 9; i++) ", code),
      parts("if (", value, ") ", code),
    ),
  };
});

test("what is read is what stands there without types", () => {
  let direct = 0;
  const runs = 2000;
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), (statements) => {
      const typed = statements.map((one) => one.typed).join("\n");
      const plain = statements.map((one) => one.plain).join("\n");
      const code = read(typed);
      if (code === null) return;
      direct++;
      assert.equal(shape(parseModule(code)), shape(parseModule(plain)), typed);
    }),
    { numRuns: runs },
  );
  assert.ok(direct > runs / 3, `${direct} of ${runs} needed no transpiler`);
});

/** Holds the text that is mended in the transpiler's output. */
const mends = /transpile\.ts$/;

const unfinished = [
  ..."let # = 1|let #|var #|var #, b# = 2|const { # } = q|let [#] = q|var { # } = q, b# = 3|function #() {}".split("|"),
  ..."class # {}|import # from 'm'|import * as # from 'm'|import 'm'|(q)|[q]|+q|-q|`t`|/r/.test(q)|q|await q|s += q / 2".split(
    "|",
  ),
  ..."s++|++s|q = async|q = function () {}|q = class {}|interface # {}|type # = T|let #: T|let { # }: T = q as T|x!".split(
    "|",
  ),
  ..."if (q) var { # } = q|while (q) var [#] = q|do s += q / 2\nwhile (q)|class # { constructor(public a) { [q] } }".split(
    "|",
  ),
  ..."for (let i = 0; i < 3; i++) {\n s += i / 2\n s -= q / 3\n}|for (var { # } of q) q|throw q|debugger|'use x'".split(
    "|",
  ),
  ..."for (let i = 0; i < 3; i++) {\n let k# = i\n s += k# / 2\n}|try {\n s = q\n [q]\n} catch {\n await q\n (q)\n}".split(
    "|",
  ),
];

test("what is made of a statement does not go on from one that has no semicolon", () => {
  let direct = 0;
  const runs = 2000;
  const rewritten = (source: string, found: DirectCell): string =>
    shape(parseModule(rewrite({ ...found, shown: null }, source, new Set(["q"])).code));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...unfinished), { minLength: 2, maxLength: 4 }), (statements) => {
      const numbered = statements.map((one, index) => one.replaceAll("#", `v${index}`));
      const source = ["let s = 0.5", ...numbered].join("\n");
      const found = readDirectly(source);
      if (found === null) return;
      direct++;
      const finished = [...found.semicolons]
        .sort((a, b) => b - a)
        .reduce((code, at) => `${code.slice(0, at)};${code.slice(at)}`, found.code);
      const again = readDirectly(finished);
      assert.ok(again !== null, finished);
      const moved = (at: number) => at + found.semicolons.filter((one) => one < at).length;
      const insertions = found.insertions.map(({ start, end, text }) => ({
        start: moved(start),
        end: moved(end),
        text,
      }));
      assert.equal(rewritten(source, found), rewritten(source, { ...again, insertions }), source);
    }),
    { numRuns: runs },
  );
  assert.ok(direct > runs / 2, `${direct} of ${runs} needed no transpiler`);
});

/** What swc writes in another way: the names of shadowing variables, single statements in blocks. */
function alike(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  if (Array.isArray(value)) return value.map(alike);
  const entries = Object.entries(value).map(([key, member]) => [key, alike(member)]);
  const node = Object.fromEntries(entries) as { type: string; name: string; body: { type: string }[] };
  if (node.type === "Identifier") return { ...node, name: node.name.replace(/(?<=\D)\d+$/, "") };
  const isSingle = node.type === "BlockStatement" && node.body.length === 1;
  return isSingle && /^(?:For|If|While|Switch|Try)/.test(node.body[0].type) ? node.body[0] : node;
}

test("the kernel's own files mean what the transpiler takes them for", () => {
  const folder = join(projectRoot, "kernel");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !mends.test(file),
  );
  let direct = 0;
  for (const file of names) {
    const source = readFileSync(join(folder, file), "utf8")
      .replace(/^import type [^;]*;$/gm, "")
      .replace(/([{,]\s*)type (\w+)/g, "$1$2")
      .replace(/^export (?!\{|\*)/gm, "");
    const code = read(source);
    if (code === null) continue;
    direct++;
    const [ours, theirs] = [code, transpileCell(source).code].map((text) => shape(alike(parseModule(text))));
    assert.ok(ours === theirs, file);
  }
  assert.ok(direct > names.length / 2, `${direct} of ${names.length} files`);
});
