import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { reticle, temporaryFolder } from "./support.ts";

test("install writes a kernelspec with absolute paths, uninstall takes it away", () => {
  const prefix = temporaryFolder();
  const installed = reticle(["install", "--prefix", prefix]);
  assert.equal(installed.code, 0, installed.stderr);
  const folder = installed.stdout.trim();
  assert.equal(folder, join(prefix, "share", "jupyter", "kernels", "reticle"));
  const spec = JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));
  assert.equal(spec.argv[0], process.execPath);
  assert.equal(spec.interrupt_mode, "message");
  assert.equal(spec.language, "typescript");
  assert.ok(existsSync(spec.argv.at(-2)), "the kernel's file is there");
  assert.ok(existsSync(join(folder, "logo-64x64.png")));
  assert.equal(reticle(["uninstall", "--prefix", prefix]).code, 0);
  assert.ok(!existsSync(folder));
  assert.equal(reticle(["uninstall", "--prefix", prefix]).code, 1);
});

test("two places at once are a mistake in the command line", () => {
  const result = reticle(["install", "--user", "--prefix", "/nowhere"]);
  assert.equal(result.code, 2);
  assert.match(result.stderr, /only one of --user and --prefix/);
});

test("a place that cannot be written is said", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const result = reticle(["install", "--prefix", file]);
  assert.equal(result.code, 1);
  assert.match(result.stderr, /^reticle install: /);
});

test("doctor runs a cell and says the mend beside what is missing", () => {
  const result = reticle(["doctor", "--json"]);
  const findings = JSON.parse(result.stdout) as { name: string; ok: boolean; mend?: string }[];
  const named = (name: string) => findings.find((finding) => finding.name === name)!;
  assert.equal(result.code, 0, result.stdout);
  assert.ok(named("Node").ok);
  assert.ok(named("Kernel").ok);
  assert.ok(findings.every((finding) => finding.ok || finding.mend !== undefined));
});
