/** References and renames over the files of a workspace, by `reticle pls --lsp` over its streams. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compilePls, fileReader } from "../../src/pls/index.ts";
import { temporaryFolder } from "../cli/support.ts";
import { Editor } from "./editor.ts";

const files = {
  "lib/parts.pls": `GLOBALS
  gap = 2
SHAPE bar(size, height)
  rect(size + gap, height)
SYMBOL unit
  LAYER 3 metal
    bar(4, height=5)
SYMBOL pair_{}(size)
  ref(unit)
`,
  "main.pls": `IMPORT lib/parts.pls
GLOBALS
  gap = 7
SYMBOL main
  ref(unit).translate(1, 2)
  LAYER metal
    parts.bar(height=gap, size=2) + parts.bar.call(start=(1, 2), step=(0, 0), stop=(1, 2))
`,
  "other.pls": `IMPORT lib/parts.pls AS p
SHAPE bar(size)
  rect(size)
SYMBOL top
  ref(pair_, size=3)
  ref("unit")
  LAYER metal
    bar(size=1) + p.bar(1, 2)
`,
  "unpacked.pls": `IMPORT square.pls
GLOBALS
  wide = {width = 8}
SYMBOL main
  LAYER 1
    square.square(*wide)
`,
  "square.pls":
    "SHAPE square(width)\n  rect(width)\nSHAPE disc(width)\n  rect(width, 1)\nSYMBOL none\n  LAYER 1\n    disc(2)\n",
  // Has names like the others', and nothing to do with them.
  "alone.pls": "SHAPE bar(size)\n  rect(size)\nSYMBOL unit\n  LAYER metal\n    bar(1)\n",
};
const folder = temporaryFolder();
mkdirSync(join(folder, "lib"));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
const nameOf = (uri: string) => relative(folder, fileURLToPath(uri)).replaceAll("\\", "/");
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");

const editor = new Editor();
after(() => editor.kill());
await editor.ask("initialize", { workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "masks" }] });
editor.notify("initialized", {});
for (const name of ["main.pls", "lib/parts.pls", "square.pls"] as const)
  editor.notify("textDocument/didOpen", {
    textDocument: { uri: uriOf(name), languageId: "pls", version: 1, text: files[name] },
  });

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Of the n-th place of a piece of text. */
function positionOf(name: string, piece: string, nth = 1) {
  let at = -1;
  for (let i = 0; i < nth; i++) at = textOf(name).indexOf(piece, at + 1);
  assert.ok(at >= 0, piece);
  const before = textOf(name).slice(0, at).split("\n");
  return {
    textDocument: { uri: uriOf(name) },
    position: { line: before.length - 1, character: before.at(-1)!.length },
  };
}

/** "file line: piece of the line", lines from 1. */
async function references(name: string, piece: string, nth = 1): Promise<string[]> {
  const { result } = await editor.ask("textDocument/references", positionOf(name, piece, nth));
  return (result as { uri: string; range: Range }[]).map(({ uri, range: { start, end } }) => {
    const line = textOf(nameOf(uri)).split("\n")[start.line];
    return `${nameOf(uri)} ${start.line + 1}: ${line.slice(start.character, end.character)}`;
  });
}

async function renamed(
  name: string,
  piece: string,
  newName: string,
  nth = 1,
): Promise<Record<string, string> | string> {
  const params = { ...positionOf(name, piece, nth), newName };
  const { result, error } = await editor.ask("textDocument/rename", params);
  if (error !== undefined) return error.message;
  const { changes } = result as { changes: Record<string, { range: Range; newText: string }[]> };
  const texts: Record<string, string> = {};
  for (const [uri, edits] of Object.entries(changes)) {
    const lines = textOf(nameOf(uri)).split("\n");
    for (const { range, newText } of [...edits].reverse()) {
      const line = lines[range.start.line];
      lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
    }
    texts[nameOf(uri)] = lines.join("\n");
  }
  return texts;
}

/** A program compiles as before with the changed texts in the places of the files'. */
function assertSame(texts: Record<string, string> | string): asserts texts is Record<string, string> {
  assert.ok(typeof texts !== "string", String(texts));
  const changed = new Map(Object.entries(texts).map(([name, text]) => [join(folder, name), text]));
  const reader = { ...fileReader, read: (path: string) => changed.get(path) ?? fileReader.read(path) };
  for (const name of Object.keys(files)) {
    const file = join(folder, name);
    const compiled = compilePls(reader.read(file), { file, reader });
    assert.equal(compiled.report, "");
    const before = compilePls(fileReader.read(file), { file }).layout!;
    assert.deepEqual(
      compiled.layout!.tops.map((one) => one.bbox?.toArray()),
      before.tops.map((one) => one.bbox?.toArray()),
    );
  }
}

test("references of a SHAPE: where it is defined, and in what imports it, also in files that are not open", async () => {
  const wanted = [
    "lib/parts.pls 3: bar",
    "lib/parts.pls 7: bar",
    "main.pls 7: bar",
    "main.pls 7: bar",
    "other.pls 8: bar",
  ];
  assert.deepEqual(await references("lib/parts.pls", "bar("), wanted);
  assert.deepEqual((await references("main.pls", "bar(")).sort(), wanted);
});

test("references of a symbol, a parameter with its named arguments, a layer and a global", async () => {
  assert.deepEqual(await references("lib/parts.pls", "unit"), [
    "lib/parts.pls 5: unit",
    "lib/parts.pls 9: unit",
    "main.pls 5: unit",
    "other.pls 6: unit",
  ]);
  assert.deepEqual(await references("lib/parts.pls", "height"), [
    "lib/parts.pls 3: height",
    "lib/parts.pls 4: height",
    "lib/parts.pls 7: height",
    "main.pls 7: height",
  ]);
  assert.deepEqual(await references("lib/parts.pls", "size", 3), ["lib/parts.pls 8: size", "other.pls 5: size"]);
  assert.deepEqual(await references("lib/parts.pls", "metal"), [
    "lib/parts.pls 6: metal",
    "main.pls 6: metal",
    "other.pls 7: metal",
  ]);
  assert.deepEqual(await references("main.pls", "gap"), ["main.pls 3: gap", "main.pls 7: gap"]);
});

test("without its declaration, where an editor asks for that", async () => {
  const params = { ...positionOf("main.pls", "gap"), context: { includeDeclaration: false } };
  assert.equal(((await editor.ask("textDocument/references", params)).result as unknown[]).length, 1);
});

test("a rename changes all files, and the programs mean the same", async () => {
  for (const [name, piece, nth, changed] of [
    ["main.pls", "bar(", 1, ["lib/parts.pls", "main.pls", "other.pls"]],
    ["lib/parts.pls", "height", 2, ["lib/parts.pls", "main.pls"]],
    ["main.pls", "unit", 1, ["lib/parts.pls", "main.pls", "other.pls"]],
    ["main.pls", "metal", 1, ["lib/parts.pls", "main.pls", "other.pls"]],
    ["lib/parts.pls", "gap", 1, ["lib/parts.pls"]],
    ["main.pls", "parts.bar", 1, ["main.pls"]],
  ] as const) {
    const texts = await renamed(name, piece, "fresh", nth);
    assertSame(texts);
    assert.deepEqual(Object.keys(texts).sort(), changed, piece);
  }
});

test("an import that is called as its file gets an AS", async () => {
  const texts = await renamed("main.pls", "parts.bar", "q");
  assertSame(texts);
  assert.match(texts["main.pls"], /^IMPORT lib\/parts\.pls AS q\n[\s\S]*q\.bar\(/);
});

test("a name that means something else already is refused, with its place", async () => {
  // The parameter would hide the global that the body uses.
  assert.match(String(await renamed("lib/parts.pls", "size", "gap")), /"gap" would mean something else .*parts\.pls:4/);
  assert.match(String(await renamed("lib/parts.pls", "gap", "height")), /"height" would mean something else/);
  assert.match(String(await renamed("main.pls", "unit", "main")), /"main" would mean something else .*main\.pls:4/);
  assert.match(String(await renamed("main.pls", "unit", "top")), /"top" would mean something else .*other\.pls:4/);
  assert.match(String(await renamed("lib/parts.pls", "bar", "rect")), /name of a function/);
  assert.match(String(await renamed("lib/parts.pls", "bar", "LAYER")), /keyword/);
  assert.match(String(await renamed("lib/parts.pls", "pair_", "x")), /pattern/);
});

test("a parameter that an object's field is a value of is not renamed, others are", async () => {
  const refused = /"width" may get its value from \*wide, by the name of a field; see .*unpacked\.pls:6/;
  assert.match(String(await renamed("square.pls", "width", "size")), refused);
  assert.deepEqual(await renamed("square.pls", "width", "size", 3), {
    "square.pls": files["square.pls"].replace("disc(width)\n  rect(width, 1)", "disc(size)\n  rect(size, 1)"),
  });
});

test("what can be renamed is told before the name is asked for", async () => {
  const ask = async (name: string, piece: string) =>
    (await editor.ask("textDocument/prepareRename", positionOf(name, piece))).result as { placeholder: string } | null;
  assert.equal((await ask("main.pls", "bar("))?.placeholder, "bar");
  assert.equal(await ask("main.pls", "translate"), null);
  assert.equal(await ask("lib/parts.pls", "rect"), null);
});

test("a change of an open import is seen by the programs that import it, and gone when it is taken back", async () => {
  const change = (text: string) =>
    editor.notify("textDocument/didChange", {
      textDocument: { uri: uriOf("lib/parts.pls"), version: 2 },
      contentChanges: [{ text }],
    });
  change(files["lib/parts.pls"].replace("bar(size, height)", "bar(size, tall, height)"));
  const [first] = await editor.diagnostics(uriOf("main.pls"), 1);
  assert.equal(first.code, "missing-argument");
  change(files["lib/parts.pls"]);
  await editor.diagnostics(uriOf("main.pls"), 0);
  await editor.diagnostics(uriOf("lib/parts.pls"), 0);
});
