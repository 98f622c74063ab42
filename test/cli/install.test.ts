import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
  for (const name of ["Node", "Kernel", "Types"]) assert.ok(named(name).ok, name);
  assert.ok(findings.every((finding) => finding.ok || finding.mend !== undefined));
});

test("doctor tells of certificates that Node 20 reads at each start", () => {
  const env = { NODE_EXTRA_CA_CERTS: join(temporaryFolder(), "none.pem") };
  const findings = JSON.parse(reticle(["doctor", "--json"], { env }).stdout) as { name: string; detail: string }[];
  const found = findings.find(({ name }) => name === "Certificates");
  // Later ones read them where a connection needs them.
  if (Number(process.versions.node.split(".")[0]) > 20) assert.equal(found, undefined);
  else assert.match(found?.detail ?? "", /none\.pem, which Node 20 reads at each start/);
});

test("doctor knows a kernelspec of another version, and one whose program is gone", () => {
  const folder = temporaryFolder();
  const env = { JUPYTER_PATH: folder, JUPYTER_DATA_DIR: join(folder, "data") };
  const specFile = join(folder, "kernels", "reticle", "kernel.json");
  const found = () => {
    const findings = JSON.parse(reticle(["doctor", "--json"], { env }).stdout) as { name: string; detail: string }[];
    return findings.find(({ name }) => name === "Kernelspec")?.detail ?? "";
  };
  mkdirSync(dirname(specFile), { recursive: true });
  writeFileSync(specFile, JSON.stringify({ argv: [process.execPath], metadata: { reticle: { version: "0.0.1" } } }));
  assert.match(found(), /was written by reticle 0\.0\.1, this is \d/);
  reticle(["install", "--prefix", folder]);
  const written = join(folder, "share", "jupyter", "kernels", "reticle", "kernel.json");
  const spec = JSON.parse(readFileSync(written, "utf8"));
  writeFileSync(specFile, JSON.stringify(spec));
  assert.equal(found(), specFile);
  writeFileSync(
    specFile,
    JSON.stringify({ ...spec, argv: spec.argv.filter((part: string) => !part.startsWith("--no-")) }),
  );
  assert.match(found(), /starts the kernel without some flags or variables of this version$/);
  writeFileSync(specFile, JSON.stringify({ argv: [join(folder, "node")] }));
  assert.match(found(), /names .*node, which is gone$/);
});
