/** jupyter_kernel_test, the public suite for kernels, where a Python with it is there. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeKernelspec } from "../../kernel/install.ts";
import { projectRoot, withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { emptyFolder } from "./support.ts";

test("the kernel passes all of jupyter_kernel_test but the pager, which it has not", {
  skip: withoutPython,
}, async () => {
  const folder = emptyFolder();
  writeKernelspec({ env: { JUPYTER_DATA_DIR: folder } });
  const env = {
    JUPYTER_PATH: folder,
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    RETICLE_HISTORY: join(folder, "history"),
  };
  const suite = join(projectRoot, "test", "kernel", "conformance.py");
  const chosen = "Whole or Welcome or (OneSample and history)";
  const options = ["-q", "-k", chosen, "-rsf", "-p", "no:cacheprovider", "--rootdir", folder];
  const args = ["-B", "-m", "pytest", ...options, suite];
  const { code, stdout, stderr } = await runPython(args, { cwd: folder, env });
  const said = stdout + stderr;
  rmSync(folder, { recursive: true, force: true });
  assert.equal(code, 0, said);
  assert.match(said, /^13 passed, 1 skipped/m, said);
  assert.match(said, /^SKIPPED \[1\] .*No code page something/m);
});
