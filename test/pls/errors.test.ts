/** Every way to be wrong has a code and a place; the columns are counted by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compilePls } from "../../src/pls/index.ts";
import { bodyErrors, errorsOf, warningsOf } from "./support.ts";

const bodies: [body: string, error: string, before?: string][] = [
  ["rect(10, foo=3)", "1:10 unknown-argument"],
  ["rect(1, 2, 3)", "1:12 too-many-arguments"],
  ["rect()", "1:1 missing-argument"],
  ["rect(dx=4)", "1:1 missing-argument"],
  ["rect(2, n=[0,0], s=[0,0])", "1:20 two-anchors"],
  ["rect(2, dx=3)", "1:9 argument-twice"],
  ['rect("a")', "1:6 type"],
  ["rect(rect(2))", "1:6 type"],
  ["rect(2, n=3)", "1:11 type"],
  ["polygon([0,0],[1,1])", "1:1 polygon-points"],
  ["polygon([0,0],[1,1],3)", "1:21 type"],
  ["[1,2,3]", "1:1 point"],
  ['text("a")', "1:1 text-size"],
  ['text("a", dx=1, dy=2)', "1:1 text-size"],
  ['text(" ", dy=2)', "1:6 empty-text"],
  ['text("a", dy=0)', "1:14 size"],
  ['text("a€", dy=2)', "1:1 unknown-glyph"],
  ['text("a", dy=2, font="arial")', "1:22 font"],
  ['qrcode("a", dy=2, robust=5)', "1:26 qrcode"],
  ["rect(2).translate(3)", "1:9 missing-argument"],
  ["rect(2).translate(1, 2, n=[0,0])", "1:27 argument-twice"],
  ["rect(2).scale()", "1:9 missing-argument"],
  ["rect(2).scale(0)", "1:15 scale"],
  ["rect(2).mirror()", "1:9 missing-argument"],
  ["rect(2).mirror([1,1],[1,1])", "1:22 mirror"],
  ["rect(2).round(-1)", "1:15 radius"],
  ["rect(2).array(0, 1)", "1:15 whole-number"],
  ["rect(2).array(1.5)", "1:15 whole-number"],
  ['rect(2).rotate(30, unit="grad")', "1:25 unit"],
  ["rect(2) / rect(3)", "1:9 operands"],
  ["rect(2) * 2", "1:9 operands"],
  ["rect(2) + 2", "1:9 operands"],
  ['rect("a" - "b")', "1:10 operands"],
  ["-rect(2)", "1:1 operands"],
  ["rect(1/0)", "1:6 division-by-zero"],
  ["rect((-1)^0.5)", "1:6 not-a-number"],
  ["rect(sqrt(-1))", "1:11 not-a-number"],
  ["rect(tan(90))", "1:10 not-a-number"],
  ["rect(asin(2))", "1:11 not-a-number"],
  ["text(char(26), dy=1)", "1:11 char-range"],
  ["rect(min())", "1:6 missing-argument"],
  ["rect(1e999)", "1:6 number-range"],
  ["rect(10^400)", "1:6 not-a-number"],
  ["center(rect(2) - rect(3))", "1:8 empty-shape"],
  ["5", "1:1 not-a-shape"],
  ['"abc"', "1:1 not-a-shape"],
  ["d", "1:1 missing-brackets", "SHAPE d()\n rect(1)"],
  ["rect", "1:1 missing-brackets"],
  ["rect(3) +", "1:9 unexpected-end"],
  ["rect(3) +\nLAYER 2\nrect(2)", "1:9 unfinished-expression"],
  ["rect(3);", "1:8 unknown-character"],
  ["rect(3)\nrect(4)", "2:1 missing-operator"],
  ["rect(3))", "1:8 extra-bracket"],
  ["rect([3)", "1:8 bracket-mismatch"],
  ["rect(3", "1:5 unclosed-bracket"],
  ["rect(3 4)", "1:8 syntax"],
  ['text("abc, dy=3)', "1:6 unclosed-string"],
  ["rect(1.2.3)", "1:6 number-syntax"],
  ["rect(2e)", "1:6 number-syntax"],
  ["rect(10nm)", "1:6 number-syntax"],
  ["circle(3)", "1:1 unknown-function"],
  ["rotate(rect(3), 2)", "1:1 unknown-function"],
  ["rect(3).rotat(30)", "1:9 unknown-method"],
  ["rect(3).width()", "1:9 unknown-method"],
  ["rect(3).rotate", "1:9 missing-brackets"],
  ["[1,2].grow(3)", "1:7 unknown-method"],
  ["rect(w)", "1:6 unknown-name"],
  ["d(1)", "1:1 missing-argument", "SHAPE d(a, b)\n rect(a, b)"],
  ["d(1, 2, 3)", "1:9 too-many-arguments", "SHAPE d(a, b)\n rect(a, b)"],
  ["d(1, c=3)", "1:6 unknown-argument", "SHAPE d(a, b)\n rect(a, b)"],
  ["d(1, a=3)", "1:6 argument-twice", "SHAPE d(a, b)\n rect(a, b)"],
  ["e.call(start=1, step=1, stop=2)", "1:1 unknown-function"],
  ["d.call(start=1, step=1, stop=2)", "1:14 sweep-length", "SHAPE d(a, b)\n rect(a, b)"],
  ["rect(2) + ref(x)", "1:11 reference-place", "SYMBOL x\nLAYER 1\nrect(1)"],
  ["rect(5000000)", "1:1 coordinate-range"],
  ["rect(a)", "1:6 unknown-name", "GLOBALS\n b = 1"],
  ["d(*o)", "1:1 missing-argument", "GLOBALS\n o = {a = 1}\nSHAPE d(a, b)\n rect(a, b)"],
  ["rect(o.c)", "1:8 unknown-field", "GLOBALS\n o = {a = 1}"],
  ["rect(2).array(10000, 10000)", "1:9 limit"],
];
for (const [body, error, before] of bodies) {
  test(`${body.replace("\n", " ⏎ ")} is wrong at ${error}`, () => assert.deepEqual(bodyErrors(body, before), [error]));
}

const programs: [name: string, text: string, errors: string[]][] = [
  ["text before the first keyword", "rect(3)\nSYMBOL a\nLAYER 1\nrect(1)", ["1:1 no-section"]],
  ["a small keyword", "symbol a\nLAYER 1\nrect(1)", ["1:1 unknown-keyword"]],
  ["a misspelt keyword", "SYMBOL a\nLAYR 1\nrect(1)", ["2:1 unknown-keyword"]],
  ["a layer without a symbol", "LAYER 1\nrect(1)", ["1:1 layer-outside"]],
  ["a shape without a layer", "SYMBOL a\nrect(1)", ["2:1 layer-missing"]],
  ["a shape beside a reference", "SYMBOL b\nLAYER 1\nrect(1)\nSYMBOL a\nref(b)\nrect(1)", ["6:1 mixed-body"]],
  ["a layer beyond the range", "SYMBOL a\nLAYER 65536\nrect(1)", ["2:7 layer-range"]],
  ["a negative layer", "SYMBOL a\nLAYER -1\nrect(1)", ["2:7 layer-range"]],
  ["a body on the line of its header", "SYMBOL a\nLAYER 1 x rect(1)", ["2:11 header"]],
  ["a SHAPE without brackets", "SHAPE d\n rect(1)\nSYMBOL a\nLAYER 1\nd()", ["1:7 syntax"]],
  ["a SHAPE without a body", "SHAPE d()\nSYMBOL a\nLAYER 1\nrect(1)", ["1:7 empty-body"]],
  ["a SHAPE that is defined twice", "SHAPE d()\n rect(1)\nSHAPE d()\n rect(2)", ["3:7 duplicate-name"]],
  ["a SHAPE that is called like a function", "SHAPE rect(a)\n polygon([0,0],[a,0],[0,a])", ["1:7 reserved-name"]],
  ["a parameter twice", "SHAPE d(a, a)\n rect(a)", ["1:12 duplicate-parameter"]],
  ["a SHAPE that calls itself", "SHAPE d()\n e()\nSHAPE e()\n d()\nSYMBOL a\nLAYER 1\nd()", ["4:2 recursion"]],
  [
    "a SHAPE that calls itself, which nothing calls",
    "SHAPE d(a)\n rect(a) + d(a)\nSYMBOL a\nLAYER 1\nrect(1)",
    ["2:12 recursion"],
  ],
  [
    "a SHAPE that calls itself over values",
    "SHAPE d(a)\n d.call(start=1, step=1, stop=a)\nSYMBOL a\nLAYER 1\nrect(1)",
    ["2:2 recursion"],
  ],
  [
    "two circles of SHAPEs",
    "SHAPE a()\n b() + a()\nSHAPE b()\n a()\nSYMBOL s\nLAYER 1\nb()",
    ["2:8 recursion", "4:2 recursion"],
  ],
  ["an IMPORT that cannot be read", "IMPORT lib.pls as L\nSYMBOL a\nLAYER 1\nL.bar(2) + lib.bar(3)", ["1:16 syntax"]],
  ["a method of what is not known", "SYMBOL a\nLAYER 1\nlib.bar(2).foo(1)", ["3:1 unknown-name"]],
  ["a reference in a SHAPE", "SHAPE d()\n ref(a)\nSYMBOL a\nLAYER 1\nrect(1)", ["2:2 reference-place"]],
  ["an unknown symbol", "SYMBOL cell\nLAYER 1\nrect(1)\nSYMBOL main\nref(cel)", ["5:5 unknown-symbol"]],
  ["symbols in a circle", "SYMBOL a\nref(b)\nSYMBOL b\nref(a)", ["4:1 reference-cycle"]],
  [
    "a method that references do not know",
    "SYMBOL a\nLAYER 1\nrect(1)\nSYMBOL b\nref(a).grow(1)",
    ["5:8 reference-method"],
  ],
  [
    "an array of an array of references",
    "SYMBOL a\nLAYER 1\nrect(1)\nSYMBOL b\nref(a).array(2,2).array(2,2)",
    ["5:19 array-of-array"],
  ],
  ["globals that need each other", "GLOBALS\n a = b\n b = a\nSYMBOL s\nLAYER 1\nrect(a)", ["3:6 global-cycle"]],
  ["a global twice", "GLOBALS\n a = 1\n a = 2", ["3:2 duplicate-name"]],
  ["a global with two values", "GLOBALS\n a = 1 2\n b = 2\nSYMBOL s\nLAYER 1\nrect(a)", ["2:8 syntax"]],
  ["a global without a value", "GLOBALS\n a =\n b = 2\nSYMBOL s\nLAYER 1\nrect(b)", ["2:4 unfinished-expression"]],
  [
    "an object in an object, and an entry without a value",
    "GLOBALS\n o = {a = 1, b = {c = 2, d = 3}, e = 4}\n p = {a =, b = 2}\nSYMBOL s\nLAYER 1\nrect(o.e, p.b)",
    ["2:18 nested-object", "3:9 unfinished-expression"],
  ],
  ["a LAYER without a number", "SYMBOL s\nLAYER\nrect(1)", ["2:1 syntax"]],
  [
    "a symbol whose header cannot be read, with a mistake in it",
    "SYMBOL s_{(a)\nLAYER 1\nrect(a) - rec(3)",
    ["1:10 header", "3:11 unknown-function"],
  ],
  [
    "a reference to a symbol with a wrong pattern",
    "SYMBOL s{}{}(a)\nLAYER 1\nrect(a)\nSYMBOL m\nref(s, 1)",
    ["1:8 placeholder"],
  ],
  [
    "a reference that is placed out of range",
    "SYMBOL s\nLAYER 1\nrect(1)\nSYMBOL m\nref(s).translate(1e8, 0)",
    ["5:1 coordinate-range"],
  ],
  ["a parametric symbol without a placeholder", "SYMBOL s(a)\nLAYER 1\nrect(a)", ["1:8 placeholder"]],
  ["more placeholders than parameters", "SYMBOL s{}{}(a)\nLAYER 1\nrect(a)", ["1:8 placeholder"]],
  ["placeholders without parameters", "SYMBOL s{}\nLAYER 1\nrect(1)", ["1:8 symbol-name"]],
  ["a format that Python does not know", "SYMBOL s{:q}(a)\nLAYER 1\nrect(a)", ["1:8 placeholder"]],
  [
    "too many values for a symbol",
    "SYMBOL s{}(a)\nLAYER 1\nrect(a)\nSYMBOL m\nref(s, 1, 2)",
    ["5:11 too-many-arguments"],
  ],
  [
    "two cells of one name",
    "SYMBOL s{:.0f}(a)\nLAYER 1\nrect(a)\nSYMBOL m\nref(s, 1)\nref(s, 1.1)",
    ["6:1 cell-collision"],
  ],
  ["one layer name for two numbers", "SYMBOL s\nLAYER 1 m\nrect(1)\nLAYER 2 m\nrect(1)", ["4:9 layer-name"]],
  ["two names for one layer", "SYMBOL s\nLAYER 1 m\nrect(1)\nLAYER 1 n\nrect(1)", ["4:9 layer-name"]],
  ["an import that is not there", "IMPORT none.pls\nSYMBOL s\nLAYER 1\nnone.x()", ["1:8 import"]],
  ["an import of something else", "IMPORT x.txt", ["1:8 import"]],
  [
    "three sections with a mistake each",
    "SHAPE d(a)\n rect(b)\nSYMBOL m\nLAYER 1\nrect(3))\nLAYER 2\nrec(1)",
    ["2:7 unknown-name", "5:8 extra-bracket", "7:1 unknown-function"],
  ],
];
for (const [name, text, errors] of programs) {
  test(`${name} is wrong at ${errors.join(", ")}`, () => assert.deepEqual(errorsOf(text), errors));
}

test("what other languages write is told in this one's words", () => {
  const hints = [
    ["// a comment", /comment begins with #/],
    ["/* a comment */", /comment begins with #/],
    ["rect(2**3)", /power is written \^/],
    ["a = rect(3)", /GLOBALS/],
    ["rect(1) & rect(2)", /written \*/],
    ["rect(\u00a03)", /plain one/],
    ["rect(true)", /"True"/],
    ["foo(3)", /the functions are rect/],
  ] as const;
  for (const [body, hint] of hints) assert.match(compilePls(`SYMBOL m\nLAYER 1\n${body}`).report, hint, body);
});

test("an error inside a SHAPE tells of the calls that led there", () => {
  const program = "SHAPE inner(r)\n rect(4).round(r)\nSHAPE outer(r)\n inner(r - 5)\nSYMBOL m\nLAYER 1\nouter(2)";
  const { report } = compilePls(program, { file: "mask.pls" });
  assert.match(report, /^mask\.pls:2:16: error\[radius\]/);
  assert.match(report, /mask\.pls:4:2: note: in SHAPE inner, which is called here/);
  assert.match(report, /mask\.pls:7:1: note: in SHAPE outer, which is called here/);
});

test("a message has the line and a caret below what is meant", () => {
  const { report } = compilePls("SYMBOL m\nLAYER 1\n\trect(10) - circle(3)", { file: "a.pls" });
  assert.match(report, /\n {2}\trect\(10\) - circle\(3\)\n {2}\t {11}\^{6}(\n|$)/);
});

test("warnings: nothing left, empty symbols, loose names", () => {
  assert.deepEqual(warningsOf("SYMBOL m\nLAYER 1\nrect(1) - rect(2)"), ["3:1 empty-shape"]);
  assert.deepEqual(warningsOf("SYMBOL m\nLAYER 1\nrect(1)\nSYMBOL n"), ["4:8 empty-symbol"]);
  assert.deepEqual(warningsOf("SYMBOL s_{}(a)\nLAYER 1\nrect(a)\nSYMBOL m\nref(s, 1)"), ["5:5 loose-name"]);
  assert.deepEqual(warningsOf("SYMBOL s_{}(a)\nLAYER 1\nrect(a)\nSYMBOL m\nref(s_, 1)"), []);
  assert.deepEqual(warningsOf(""), ["1:1 no-symbol"]);
});

test("a mistake in a SHAPE is told once, however often it is called", () => {
  const program = `SHAPE d(a)\n rect(4).round(a)\nSYMBOL m\nLAYER 1\n${Array.from({ length: 50 }, (_, i) => `d(-${i + 1})`).join("+")}`;
  assert.deepEqual(errorsOf(program), ["2:16 radius"]);
});

test("a file that is no text has few lines of errors, and none that a terminal takes for orders", () => {
  const noise = `\u001b[31m${"\u0007;\u0000§".repeat(500)}`;
  const { report, errorCount } = compilePls(noise);
  assert.ok(errorCount > 100);
  assert.ok(report.split("\n").length < 200);
  assert.equal(
    [...report].some((one) => one !== "\n" && one !== "\t" && one < " "),
    false,
  );
});
