import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
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
  assert.throws(() => writeKernelspec({ name: "../up" }), /is no name for a kernelspec/);
});
