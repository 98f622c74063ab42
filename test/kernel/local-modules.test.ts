import assert from "node:assert/strict";
import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { LocalModules } from "../../kernel/engine/modules/local.ts";

test("a module that two others import has one URL, which changes when what it imports is edited", () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-modules-"));
  const write = (name: string, text: string, second: number) => {
    writeFileSync(join(folder, name), text);
    utimesSync(join(folder, name), second, second);
  };
  write("leaf.ts", "export const n = 1;", 2000);
  write("shared.ts", 'import { n } from "./leaf";\nexport const shared = n;', 1000);
  write("a.ts", 'export { shared } from "./shared.ts";', 1000);
  const local = new LocalModules("file:///nowhere/", () => {});
  const from = (name: string) => local.resolve("./shared", pathToFileURL(join(folder, name)).href);

  const first = from("a.ts");
  local.resolve("./leaf", first!); // as Node does while it loads the graph
  assert.equal(from("b.ts"), first);
  write("leaf.ts", "export const n = 2;", 3000);
  assert.notEqual(from("a.ts"), first);
});

test("modules that import each other do not hang", () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-modules-"));
  writeFileSync(join(folder, "a.ts"), 'import "./b.ts";');
  writeFileSync(join(folder, "b.ts"), 'import "./a.ts";');
  const local = new LocalModules("file:///nowhere/", () => {});
  assert.match(local.resolve("./a.ts", pathToFileURL(join(folder, "cell.ts")).href)!, /a\.ts\?v=[\w.]+$/);
});
