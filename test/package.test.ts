import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./support/project.ts";

const read = (name: string) => JSON.parse(readFileSync(join(projectRoot, name), "utf8"));
const lock = read("package-lock.json") as { packages: Record<string, { dev?: boolean; resolved?: string }> };

test("no Angular comes along, and the lock file names no registry", () => {
  for (const [path, entry] of Object.entries(lock.packages)) {
    assert.ok(!path.includes("@angular"), path);
    assert.equal(entry.resolved, undefined, path);
  }
});

test("every dependency says in docs/dependencies.md why it is there", () => {
  const text = readFileSync(join(projectRoot, "docs", "dependencies.md"), "utf8");
  const { dependencies, devDependencies } = read("package.json");
  for (const name of Object.keys({ ...dependencies, ...devDependencies }))
    assert.ok(text.includes(`\`${name}\``), name);
});

test("clipper2-js is pinned, since the adapter reaches into it", () => {
  assert.equal(read("package.json").devDependencies["clipper2-js"], "1.2.4");
});

test("classes have their own names in the bundle: two of one name in it, and one is called Region2", async () => {
  const bundle = await import(pathToFileURL(join(projectRoot, "dist", "bundle", "index.js")).href);
  const classes = Object.entries<unknown>(bundle).filter(([, value]) => /^class/.test(String(value)));
  assert.ok(classes.length > 20);
  for (const [name, value] of classes) assert.equal((value as { readonly name: string }).name, name);
});
