/** Anything at all: an answer of ours, in a bounded time, and nothing else. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { compilePls, decodePls, formatPls } from "../../src/pls/index.ts";
import { shared } from "../support/project.ts";

const limits = { steps: 20_000, vertices: 100_000, depth: 50, cells: 500 };
const reader = {
  resolve: (_: string, path: string) => path,
  read: () => "SHAPE a(x)\n rect(x)\nSYMBOL sub\nLAYER 1\na(1)",
};

function answers(text: string): void {
  const compiled = compilePls(text, { limits, reader });
  assert.ok((compiled.layout === null) === compiled.errors.length > 0);
  for (const { span } of compiled.diagnostics) {
    assert.ok(span.start >= 0 && span.start <= span.end && span.end <= span.source.text.length + 1);
  }
  assert.equal(typeof compiled.report, "string");
  formatPls(text);
}

test("random bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => answers(decodePls(bytes))),
    { numRuns: 500 },
  );
});

const words = [
  "SYMBOL",
  "LAYER",
  "SHAPE",
  "GLOBALS",
  "IMPORT",
  "AS",
  "main",
  "sub",
  "s{}",
  "s_{:.2f}",
  "a",
  "b",
  "x",
  "lib.pls",
  "rect",
  "text",
  "polygon",
  "qrcode",
  "ref",
  "translate",
  "rotate",
  "array",
  "grow",
  "round",
  "scale",
  "mirror",
  "call",
  "width",
  "cos",
  "sqrt",
  "int",
  "char",
  "center",
  "bb",
  "start",
  "step",
  "stop",
  "n",
  "sw",
  "copy",
  "dx",
  "dy",
  "font",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ".",
  "=",
  "+",
  "-",
  "*",
  "/",
  "^",
  "*a",
  "\n",
  "\n",
  "\n",
  " ",
  "\t",
  "#",
  "# 1..2",
  "1",
  "2.5",
  "0",
  "-3",
  "1e9",
  "1e-9",
  "1.2.3",
  "1e999",
  '"t"',
  "'",
  '"',
  "True",
  "__HASH__",
  "µ",
  "\u{1f600}",
  "\r",
];

test("random words of the language", () => {
  const program = fc.array(fc.constantFrom(...words), { maxLength: 120 }).map((list) => list.join(" "));
  fc.assert(fc.property(program, answers), { numRuns: 1500 });
});

test("programs of the golden set with pieces cut out, doubled and exchanged", { skip: shared() === null }, () => {
  const folder = shared("golden", "pls")!;
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".pls"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), fc.constantFrom("", ...words));
  const mutated = fc
    .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([text, edits]) =>
      edits.reduce((whole, [at, removed, put]) => {
        const from = Math.floor(at * whole.length);
        return whole.slice(0, from) + put + whole.slice(from + removed);
      }, text),
    );
  fc.assert(fc.property(mutated, answers), { numRuns: 2000 });
});

test("shapes that would cross each other too often are refused before they do", () => {
  // Two gratings of 8,000 lines cross 64 million times; the one in the other's gaps does not.
  const lines = "rect(0.01, 1000).array(8000, 1, 0.01)";
  const codes = (body: string) => compilePls(`SYMBOL a\nLAYER 1\n${body}`).errors.map(({ code }) => code);
  assert.deepEqual(codes(`${lines} * rect(1000, 0.01).array(1, 8000, 0, 0.01)`), ["limit"]);
  assert.deepEqual(codes(`${lines} + rect(1000, 0.01).array(1, 8000, 0, 0.01)`), ["limit"]);
  assert.deepEqual(codes("rect(1000, 0.01).rotate(1).array(3000, 3000, -1000, -17)"), ["limit"]);
  assert.deepEqual(codes(`${lines} + ${lines}.translate(0.01, 1001)`), []);
});

test("what would never end, or fill the memory, is refused", () => {
  const codesOf = (text: string) => compilePls(text, { limits }).errors.map(({ code }) => code);
  assert.deepEqual(codesOf(`SYMBOL a\nLAYER 1\n${"(".repeat(100_000)}1`), ["nesting"]);
  // Any number of signs is one, and 2^2^2^… no number.
  assert.deepEqual(codesOf(`SYMBOL a\nLAYER 1\nrect(${"-".repeat(100_000)}1)`), []);
  assert.deepEqual(codesOf(`SYMBOL a\nLAYER 1\nrect(${"2^".repeat(50_000)}1)`), ["not-a-number"]);
  const hostile = [
    `SYMBOL a\nLAYER 1\n${"rect(1)+".repeat(20_000)}rect(1)`,
    `SYMBOL a\nLAYER 1\nrect(1)${".translate(1,1)".repeat(20_000)}`,
    "SYMBOL a\nLAYER 1\nrect(1).array(1e9, 1e9)",
    "SYMBOL a\nLAYER 1\nrect(1).array(1e6, 1e6, 1, 1)",
    `SHAPE d(x)\n rect(x)\nSYMBOL a\nLAYER 1\nd.call(start=0, step=1e-4, stop=1e9)`,
    `SYMBOL s_{}(n)\nref(s_, n + 1)\nSYMBOL a\nref(s_, 0)`,
    Array.from({ length: 60 }, (_, i) => `SHAPE d${i}(x)\n d${i + 1}(x + 1) + d${i + 1}(x + 2)`).join("\n") +
      "\nSHAPE d60(x)\n rect(x)\nSYMBOL a\nLAYER 1\nd0(1)",
    `SYMBOL a\nLAYER 1\nrect(10).array(300, 300).array(300, 300).array(300, 300)`,
  ];
  for (const text of hostile) assert.deepEqual(codesOf(text), ["limit"], text.slice(0, 60));
});
