/** Python in a code cell: its output is the cell's, and the stop button stops it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { KernelClient } from "../../../kernel/client/index.ts";
import { projectRoot, referencePython, withoutPython } from "../../support/project.ts";

test("what Python prints is the cell's, and the stop button stops it while variables stay", {
  skip: withoutPython,
}, async () => {
  const kernel = await KernelClient.start({ cwd: projectRoot, timeoutMs: 30_000 });
  try {
    const run = (code: string) => kernel.execute(code, { timeoutMs: 30_000 });
    const first = await run(`
      import { python } from "reticle";
      const slow = python("import time\\ndef run(s):\\n    print('waiting', s)\\n    time.sleep(s)\\n    return s", {
        returns: "number", executable: ${JSON.stringify(referencePython())},
      });
      await slow.run({ s: 0 })`);
    assert.equal(first.reply.status, "ok", JSON.stringify(first.reply));
    assert.match(JSON.stringify(first.outputs), /"waiting 0\\n".*"text\/plain":"0"/);
    const stopped = run("await slow.run({ s: 600 })");
    await new Promise((resolve) => setTimeout(resolve, 500));
    await kernel.interrupt();
    assert.equal((await stopped).reply.status, "error");
    assert.match(JSON.stringify((await run("await slow.run({ s: 0.01 })")).outputs), /waiting 0\.01/);
  } finally {
    await kernel.shutdown();
  }
});
