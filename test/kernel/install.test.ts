import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { test } from "node:test";
import { kernelsFolder, removeKernelspec, writeKernelspec } from "../../kernel/install.ts";
import { emptyFolder } from "./support.ts";

test("the kernelspec names node and the kernel absolutely and stops by message", () => {
  const folder = emptyFolder();
  const written = writeKernelspec({ env: { JUPYTER_DATA_DIR: folder } });
  assert.equal(written.folder, join(folder, "kernels", "reticle"));
  const spec = JSON.parse(readFileSync(join(written.folder, "kernel.json"), "utf8"));
  assert.equal(spec.argv[0], process.execPath);
  assert.ok(spec.argv.includes("--no-force-async-hooks-checks"));
  const main = spec.argv.at(-2);
  assert.ok(isAbsolute(main) && existsSync(main));
  assert.equal(spec.argv.at(-1), "{connection_file}");
  assert.equal(spec.interrupt_mode, "message");
  assert.equal(spec.language, "typescript");
  if (process.platform === "linux")
    assert.match(spec.env.GLIBC_TUNABLES, /^glibc\.malloc\.hugetlb=1(:glibc\.malloc\.\w+=\d+)*$/);
  assert.match(spec.metadata.reticle.version, /^\d+\.\d+\.\d+/);
  for (const file of written.files) assert.ok(statSync(join(written.folder, file)).size > 0, file);
  assert.deepEqual(readdirSync(join(folder, "kernels")), ["reticle"]);
  rmSync(folder, { recursive: true });
});

test("an existing kernelspec is replaced, and can be removed", () => {
  const prefix = emptyFolder();
  writeKernelspec({ prefix, name: "mine" });
  const { folder } = writeKernelspec({ prefix, name: "mine" });
  assert.equal(folder, join(prefix, "share", "jupyter", "kernels", "mine"));
  assert.equal(removeKernelspec({ prefix, name: "mine" }).removed, true);
  assert.equal(removeKernelspec({ prefix, name: "mine" }).removed, false);
  assert.ok(!existsSync(folder));
  rmSync(prefix, { recursive: true });
});

test("JupyterLab's extension for .pls files comes with the first kernelspec and goes with the last", () => {
  const prefix = emptyFolder();
  const extension = join(prefix, "share", "jupyter", "labextensions", "reticle-pls");
  writeKernelspec({ prefix });
  writeKernelspec({ prefix, name: "mine" });
  const { name, jupyterlab } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  assert.equal(name, "reticle-pls");
  const script = readFileSync(join(extension, jupyterlab._build.load), "utf8");
  assert.ok(script.includes("source.pls") && !script.includes("GRAMMAR"), "the grammar is in it");
  removeKernelspec({ prefix });
  assert.ok(existsSync(extension));
  // What somebody else has left there is not in the way.
  mkdirSync(join(kernelsFolder({ prefix }), "broken"));
  writeFileSync(join(kernelsFolder({ prefix }), "broken", "kernel.json"), "{");
  removeKernelspec({ prefix, name: "mine" });
  assert.ok(!existsSync(extension));
  rmSync(prefix, { recursive: true });
});

test("a folder that cannot be made is an error, and never a hang", { skip: !existsSync("/proc") }, () => {
  assert.throws(() => writeKernelspec({ prefix: "/proc/nowhere/deep" }), /ENOENT/);
  assert.throws(() => writeKernelspec({ prefix: process.execPath }), /ENOTDIR/);
});

test("the folder is Jupyter's: data folder, environment, prefix", () => {
  assert.equal(
    kernelsFolder({ sysPrefix: true, env: { VIRTUAL_ENV: "/v" } }),
    join("/v", "share", "jupyter", "kernels"),
  );
  assert.throws(() => kernelsFolder({ sysPrefix: true, env: {} }), /no Python environment is active/);
  if (process.platform === "linux") {
    assert.equal(kernelsFolder({ env: { HOME: "/h" } }), "/h/.local/share/jupyter/kernels");
    assert.equal(kernelsFolder({ env: { HOME: "/h", XDG_DATA_HOME: "/x" } }), "/x/jupyter/kernels");
  }
  assert.throws(() => kernelsFolder({ sysPrefix: true, env: { VIRTUAL_ENV: "" } }), /no Python environment is active/);
  assert.throws(() => kernelsFolder({ prefix: "" }), /the folder of --prefix is empty/);
  assert.equal(kernelsFolder({ prefix: "env" }), join(process.cwd(), "env", "share", "jupyter", "kernels"));
});

test("no name leads out of the folder of kernelspecs, and nothing above it is removed", () => {
  const prefix = emptyFolder();
  const { folder } = writeKernelspec({ prefix });
  for (const name of ["../up", "..", ".", "", ".hidden", "a/b"]) {
    assert.throws(() => writeKernelspec({ prefix, name }), /is no name for a kernelspec/, name);
    assert.throws(() => removeKernelspec({ prefix, name }), /is no name for a kernelspec/, name);
  }
  assert.ok(existsSync(folder));
  rmSync(prefix, { recursive: true });
});

test("another kernel's kernelspec is neither replaced nor removed", () => {
  const prefix = emptyFolder();
  const folder = join(kernelsFolder({ prefix }), "python3");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), '{ "argv": ["python"], "language": "python" }');
  assert.throws(() => writeKernelspec({ prefix, name: "python3" }), /kernel\.json is another kernel's/);
  assert.throws(() => removeKernelspec({ prefix, name: "python3" }), /kernel\.json is another kernel's/);
  assert.deepEqual(readdirSync(folder), ["kernel.json"]);
  rmSync(prefix, { recursive: true });
});

test("a kernelspec's folder that is a file is an error that names it", () => {
  const prefix = emptyFolder();
  writeFileSync(join(prefix, "share"), "");
  assert.throws(() => writeKernelspec({ prefix }), /share/);
  assert.equal(removeKernelspec({ prefix }).removed, false);
  rmSync(prefix, { recursive: true });
});
