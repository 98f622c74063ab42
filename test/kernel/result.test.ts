/** What a cell shows is found in the JavaScript where that is sure, else in the TypeScript: both find the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseModule } from "../../kernel/engine/acorn.ts";
import { keepsItsEnd, markResult, shownIn } from "../../kernel/engine/result.ts";
import { transpileCell } from "../../kernel/engine/transpile.ts";

const beginnings = [
  ...[
    "",
    "x;\n",
    "x\n",
    "let a = 1\n",
    "let a = 1; ",
    "// none\n",
    "interface A { b: number }\n",
    "type T = {}\n",
    "import type { A } from 'a'\n",
  ],
  ...[
    "class C {}\n",
    "function f(n: number): number { return n }\n",
    "if (x) { x }\n",
    "const s = `a\n;`\n",
    "x // y;\n",
  ],
];
const ends = [
  ...["x", "x;", "x // c", "x; // c", "x /* ; */", "(x)", "x as any", "x!", "x.map(y => y)", "x.map((y) => y)\n  .z"],
  ...["f<number>(1)", "'a;'", "`a\n$`", "/;/", "[1, 2,\n 3,]", "await x", "() => 1", "function () {}", "class {}"],
  ...[
    "let b = 2",
    "interface B {}",
    "type B = typeof x",
    "type B =\n  x",
    "function g(): void",
    "for (;;) x",
    "label: x",
  ],
  ...[
    "{ a: 1 }",
    "{ x }",
    "{ a: x }",
    "import q from 'q'",
    "import type Q from 'q'",
    "x,\nx",
    "x\n;",
    "5;;",
    "",
    "// only",
  ],
];

test("law: the JavaScript's end shows what the TypeScript's does", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), fc.constantFrom(...ends), (beginning, end) => {
      const source = beginning + end;
      let marked: ReturnType<typeof markResult>;
      let code: string;
      try {
        marked = markResult(source);
        ({ code } = transpileCell(source));
      } catch {
        return; // no TypeScript
      }
      const shown = keepsItsEnd(source) ? shownIn(source, code, parseModule(code)) : undefined;
      if (shown === undefined) return;
      compared++;
      assert.equal(shown !== null, marked.inserted !== null, source);
      if (shown === null) return;
      // The same expression: as the marked source has it, in the transpiler's words.
      const bare = (text: string) => text.replace(/[\s();]/g, "");
      const [, there] = bare(transpileCell(marked.text).code).split("$reticle$cell.value=");
      assert.ok(there.startsWith(bare(code.slice(shown.start, shown.end))), source);
    }),
    { numRuns: 1000 },
  );
  assert.ok(compared > 300, `${compared} cells compared`);
});
