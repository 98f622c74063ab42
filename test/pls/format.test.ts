import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Reporter, SourceFile } from "../../src/pls/diagnostics/index.ts";
import { formatPls } from "../../src/pls/index.ts";
import { tokenize } from "../../src/pls/syntax/index.ts";
import { shared } from "../support/project.ts";

test("lines are laid out, comments and line breaks stay", () => {
  const { text } = formatPls(
    `# a mask
SHAPE label( s,h )   # with a frame
rect(width( text(s,dy = h) )+3,h+1)
- text(s,dy=h)
GLOBALS
w=2 # 0.5..5
o = {a=1
b = -2 }
SYMBOL   main
# the metal
LAYER 1
label( "a" , -w*2 ).translate( -o.a-1 ,0)
  .rotate(2^-1)


LAYER 2
rect(
1,
2
)`,
  );
  assert.equal(
    text,
    `# a mask
SHAPE label(s, h)  # with a frame
  rect(width(text(s, dy=h)) + 3, h + 1)
    - text(s, dy=h)

GLOBALS
  w = 2  # 0.5..5
  o = {a = 1
    b = -2}

SYMBOL main
  # the metal
  LAYER 1
    label("a", -w * 2).translate(-o.a - 1, 0)
      .rotate(2^-1)

  LAYER 2
    rect(
      1,
      2
    )
`,
  );
});

test("what cannot be read stays as it is, and says why", () => {
  const { text, diagnostics } = formatPls("SYMBOL a\nLAYER 1\nrect(", { name: "a.pls" });
  assert.equal(text, null);
  assert.match(diagnostics, /^a\.pls:3:5: error\[unclosed-bracket\]/);
});

test("laid out again nothing changes, and no token is lost", { skip: shared() === null }, () => {
  const folder = shared("golden", "pls")!;
  const tokensOf = (text: string) =>
    tokenize(new SourceFile("x", text), new Reporter()).tokens.map(({ kind, text: word }) => `${kind} ${word}`);
  let count = 0;
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".pls"))) {
    const before = readFileSync(join(folder, name), "utf8");
    const { text } = formatPls(before);
    if (text === null) continue;
    count++;
    assert.equal(formatPls(text).text, text, name);
    assert.deepEqual(tokensOf(text), tokensOf(before), name);
  }
  assert.ok(count > 40, String(count));
});
