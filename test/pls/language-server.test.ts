/** `reticle pls --lsp` over its streams, as an editor speaks to it. Positions count from 0. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../cli/support.ts";
import { Editor } from "./editor.ts";

const folder = temporaryFolder();
const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
writeFileSync(join(folder, "lib.pls"), "SHAPE bar(w, h)\n  rect(w, h)\n");
const text = `IMPORT lib.pls
GLOBALS
  width = 2  # 0.5..5
SHAPE pad(size)
  rect(size) - rect(size / 2)
SYMBOL unit
  LAYER 1 metal
    pad(10)
SYMBOL main
  ref(unit).translate(1, 2)
  LAYER metal
    lib.bar(width, 3) + pad(size=4)
`;
const editor = new Editor();
after(() => editor.kill());
const main = uriOf("main.pls");

test("it says what it can do, and opens a program without errors", async () => {
  const { result } = await editor.ask("initialize", { capabilities: {} });
  const { capabilities } = result as { capabilities: Record<string, unknown> };
  for (const name of [
    "completionProvider",
    "hoverProvider",
    "definitionProvider",
    "renameProvider",
    "documentFormattingProvider",
    "colorProvider",
  ])
    assert.ok(capabilities[name], name);
  editor.notify("initialized", {});
  editor.notify("textDocument/didOpen", { textDocument: { uri: main, languageId: "pls", version: 1, text } });
  assert.deepEqual(await editor.diagnostics(main, 0), []);
});

test("errors come with their places while the text changes, and go", async () => {
  const broken = text.replace("pad(10)", "pda(10)");
  editor.notify("textDocument/didChange", {
    textDocument: { uri: main, version: 2 },
    contentChanges: [{ text: broken }],
  });
  const [one] = await editor.diagnostics(main, 1);
  assert.deepEqual([one.code, one.range.start], ["unknown-function", { line: 7, character: 4 }]);
  assert.match(one.message, /did you mean "pad"/);
  editor.notify("textDocument/didChange", { textDocument: { uri: main, version: 3 }, contentChanges: [{ text }] });
  assert.deepEqual(await editor.diagnostics(main, 0), []);
});

test("an error of an import is told at the import", async () => {
  const lib = uriOf("lib.pls");
  editor.notify("textDocument/didOpen", {
    textDocument: { uri: lib, languageId: "pls", version: 1, text: "SHAPE bar(w, h)\n  rect(w, x)\n" },
  });
  const [one] = await editor.diagnostics(lib, 1);
  assert.deepEqual([one.code, one.range.start], ["unknown-name", { line: 1, character: 10 }]);
  editor.notify("textDocument/didClose", { textDocument: { uri: lib } });
  await editor.diagnostics(lib, 0);
});

type Items = { label: string }[];
const labels = (items: Items) => items.map(({ label }) => label);

test("completion knows methods, names, symbols, layers, arguments and shapes of imports", async () => {
  const at = async (line: string) => {
    const uri = uriOf("try.pls");
    editor.notify("textDocument/didOpen", {
      textDocument: { uri, languageId: "pls", version: 1, text: `${text}${line}` },
    });
    const lines = text.split("\n").length - 1;
    return labels(
      await editor.result<Items>(
        "textDocument/completion",
        uri,
        lines + line.split("\n").length - 1,
        line.split("\n").at(-1)!.length,
      ),
    );
  };
  assert.deepEqual(
    (await at("    rect(3).ro")).filter((one) => one.startsWith("ro")),
    ["rotate", "round"],
  );
  assert.deepEqual(await at("    ref(unit)."), ["translate", "rotate", "array"]);
  assert.deepEqual(await at("    lib."), ["bar"]);
  assert.deepEqual(await at("SYMBOL x\n  ref("), ["unit", "main"]);
  assert.deepEqual(await at("LAYER "), ["metal"]);
  const values = await at("SHAPE s(own)\n  rect(");
  for (const name of ["own", "width", "pad", "lib", "rect", "text", "dx=", "sw=", "True"])
    assert.ok(values.includes(name), name);
  assert.ok(!values.includes("SYMBOL"));
  assert.ok((await at("S")).includes("SYMBOL"));
  for (const line of ["  # rec", '  text("rec', '  text("#")  # rec']) assert.deepEqual(await at(line), [], line);
});

test("hover tells signatures and values", async () => {
  const hover = async (line: number, character: number) =>
    (await editor.result<{ contents: { value: string } }>("textDocument/hover", main, line, character)).contents.value;
  assert.match(await hover(4, 3), /rect\(size\)[\s\S]*centred on \[0, 0\]/);
  assert.match(await hover(9, 14), /\.translate\(dx, dy\)/);
  assert.match(await hover(11, 13), /width = 2[\s\S]*0\.5\.\.5/);
  assert.match(await hover(11, 26), /SHAPE pad\(size\)/);
  assert.match(await hover(11, 9), /SHAPE bar\(w, h\)/);
  assert.match(await hover(10, 10), /layer 1 `metal`/);
});

test("go to definition, here and in an import; references", async () => {
  type Place = { uri: string; range: { start: { line: number; character: number } } };
  const go = (line: number, character: number) =>
    editor.result<Place>("textDocument/definition", main, line, character);
  assert.deepEqual((await go(7, 5)).range.start, { line: 3, character: 6 });
  assert.deepEqual((await go(9, 7)).range.start, { line: 5, character: 7 });
  assert.deepEqual((await go(4, 8)).range.start, { line: 3, character: 10 });
  const bar = await go(11, 9);
  assert.deepEqual([bar.uri, bar.range.start], [uriOf("lib.pls"), { line: 0, character: 6 }]);
  const all = await editor.result<Place[]>("textDocument/references", main, 3, 7);
  assert.deepEqual(
    all.map(({ range }) => range.start.line),
    [3, 7, 11],
  );
});

test("rename changes all uses; what is not ours is refused", async () => {
  type Edits = { changes: Record<string, { range: { start: { line: number } }; newText: string }[]> };
  const { changes } = await editor.result<Edits>("textDocument/rename", main, 7, 5, { newName: "land" });
  assert.deepEqual(
    changes[main].map(({ range }) => range.start.line),
    [3, 7, 11],
  );
  const params = { textDocument: { uri: main }, position: { line: 4, character: 3 }, newName: "box" };
  assert.match((await editor.ask("textDocument/rename", params)).error!.message, /not defined in this program/);
  const bad = { ...params, position: { line: 7, character: 5 }, newName: "rect" };
  assert.match((await editor.ask("textDocument/rename", bad)).error!.message, /name of a function/);
});

test("outline, formatting, signature and the colours of layers", async () => {
  type Entry = { name: string; children?: Entry[] };
  const outline = await editor.result<Entry[]>("textDocument/documentSymbol", main);
  assert.deepEqual(
    outline.map(({ name }) => name),
    ["lib.pls", "width", "pad", "unit", "main"],
  );
  assert.deepEqual(
    outline[3].children?.map(({ name }) => name),
    ["LAYER 1 metal"],
  );
  const [edit] = await editor.result<{ newText: string }[]>("textDocument/formatting", main);
  assert.match(edit.newText, /^IMPORT lib\.pls\n\nGLOBALS\n {2}width = 2 {2}# 0\.5\.\.5\n\nSHAPE pad/);
  const colors = await editor.result<{ range: unknown; color: { alpha: number } }[]>(
    "textDocument/documentColor",
    main,
  );
  assert.equal(colors.length, 2);
  const help = async (line: number, character: number) => {
    type Help = { activeParameter: number; signatures: { label: string }[] };
    const found = await editor.result<Help>("textDocument/signatureHelp", main, line, character);
    return [found.signatures[0].label, found.activeParameter];
  };
  // Behind the comma of lib.bar(width, 3), in pad(size=4) and in .translate(1, 2).
  assert.deepEqual(await help(11, 19), ["bar(w, h)", 1]);
  assert.deepEqual(await help(11, 33), ["pad(size)", 0]);
  assert.deepEqual(await help(9, 25), [".translate(dx, dy)", 1]);
});

test("what is no message is answered with an error, and the server goes on", async () => {
  editor.send("Content-Length: 5\r\n\r\nhello");
  editor.send("Content-Length: many\r\n\r\n");
  assert.equal((await editor.ask("textDocument/none")).error?.code, -32601);
  assert.equal(
    (await editor.ask("textDocument/hover", { textDocument: { uri: "file:///none.pls" } })).error?.code,
    -32602,
  );
  const position = { line: 1e9, character: 1e9 };
  assert.equal((await editor.ask("textDocument/hover", { textDocument: { uri: main }, position })).error, undefined);
});

test("shutdown and exit end it with 0", async () => {
  assert.equal((await editor.ask("shutdown")).result, null);
  const ended = editor.ended();
  editor.notify("exit", {});
  assert.equal(await ended, 0);
});
