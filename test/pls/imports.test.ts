import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compilePls } from "../../src/pls/index.ts";
import { temporaryFolder } from "../cli/support.ts";

function folderOf(files: Readonly<Record<string, string>>): (name: string) => ReturnType<typeof compilePls> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "lib"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => compilePls(files[name], { file: join(folder, name), name });
}

test("shapes of an import have its name, symbols have none, globals stay inside", () => {
  const compile = folderOf({
    "main.pls":
      "IMPORT lib/parts.pls AS p\nGLOBALS\n w = 1\nSYMBOL main\nref(pad)\nLAYER top\np.bar(w)\nLAYER 9\np.bar.call(start=1, step=1, stop=2)",
    "lib/parts.pls":
      "GLOBALS\n w = 5\nSHAPE bar(h)\n rect(w, h)\nSYMBOL pad\nLAYER top\nrect(w)\nSYMBOL unused\nLAYER 3\nrect(1)",
  });
  const { layout, report } = compile("main.pls");
  assert.equal(report, "");
  assert.deepEqual(
    layout!.cells.map(({ name }) => name),
    ["main", "pad"],
  );
  // The name's number leaves 3 and 9 out; both files mean the same layer.
  assert.deepEqual(
    layout!.layers().map((one) => `${one} ${one.name}`),
    ["0/0 top", "9/0 "],
  );
  assert.deepEqual(layout!.cell("main").polygonsOf(0, { depth: 0 }).bbox()!.toArray(), [-2500, -500, 2500, 500]);
});

test("the name of an import is that of its file; a path may be quoted; a file may come twice", () => {
  const compile = folderOf({
    "main.pls":
      'IMPORT "lib/my parts.v2.pls" AS a\nIMPORT other.v1.pls\nSYMBOL main\nLAYER 1\na.bar() + other_v1.box()',
    "lib/my parts.v2.pls": "SHAPE bar()\n rect(1)",
    "other.v1.pls": 'IMPORT "lib/my parts.v2.pls" AS b\nSHAPE box()\n b.bar().translate(5, 0)',
  });
  const { layout, report } = compile("main.pls");
  assert.equal(report, "");
  assert.equal(layout!.cell("main").region(1).count, 2);
});

test("imports in a circle, and the same symbol in two files, are errors", () => {
  const round = folderOf({ "a.pls": "IMPORT b.pls\nSYMBOL s\nLAYER 1\nrect(1)", "b.pls": "IMPORT a.pls" });
  assert.match(round("a.pls").report, /b\.pls:1:8: error\[import-cycle\].*a\.pls → b\.pls → a\.pls/);
  const same = folderOf({
    "a.pls": "IMPORT b.pls\nSYMBOL s\nLAYER 1\nrect(1)",
    "b.pls": "SYMBOL s\nLAYER 1\nrect(2)",
  });
  assert.match(same("a.pls").report, /a\.pls:2:8: error\[duplicate-symbol\]/);
});

test("an error in an import is told with the import's file and line", () => {
  const compile = folderOf({
    "a.pls": "IMPORT lib/b.pls\nSYMBOL s\nLAYER 1\nb.bar(1)",
    "lib/b.pls": "SHAPE bar(x)\n\n  rect(y)",
  });
  assert.match(compile("a.pls").report, /^lib\/b\.pls:3:8: error\[unknown-name\]/);
});

test("an import that is not there is told once", () => {
  const { errors } = folderOf({ "a.pls": "IMPORT lib/b.pls\nSYMBOL s\nref(x)\nLAYER 1\nb.bar(1)" })("a.pls");
  assert.deepEqual(
    errors.map(({ code }) => code),
    ["import"],
  );
});
