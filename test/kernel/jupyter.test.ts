/** Jupyter's own client against the kernel, where a Python with it is there. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeKernelspec } from "../../kernel/install.ts";
import { withoutPython } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { emptyFolder } from "./support.ts";

const program = `
import json, sys
from jupyter_client.manager import start_new_kernel
km, kc = start_new_kernel(kernel_name="reticle", startup_timeout=60)
seen = {}
def run(code, **kw):
    outputs = []
    reply = kc.execute_interactive(code, timeout=60, output_hook=outputs.append, **kw)
    return reply["content"], [(m["msg_type"], m["content"]) for m in outputs if m["msg_type"] not in ("status", "execute_input")]
seen["mode"] = km.kernel_spec.interrupt_mode
seen["result"] = run("const n: number = 6; n * 7")[1][0][1]["data"]["text/plain"]
seen["lines"] = "".join(c["text"] for t, c in run("for (let i = 0; i < 1000; i++) console.log(i)")[1] if t == "stream").count("\\n")
seen["error"] = run("throw new RangeError('boom')")[0]["ename"]
mid = kc.execute("await new Promise(() => {})")
while True:
    m = kc.get_iopub_msg(timeout=60)
    if m["parent_header"].get("msg_id") == mid and m["msg_type"] == "execute_input": break
km.interrupt_kernel()
while True:
    m = kc.get_shell_msg(timeout=60)
    if m["parent_header"].get("msg_id") == mid: break
seen["interrupted"] = m["content"]["ename"]
seen["kept"] = run("n + 1")[1][0][1]["data"]["text/plain"]
km.restart_kernel()
kc.wait_for_ready(timeout=60)
seen["restarted"] = run("typeof n")[1][0][1]["data"]["text/plain"]
km.shutdown_kernel()
seen["alive"] = km.is_alive()
print(json.dumps(seen))
`;

test("jupyter_client starts, runs, interrupts, restarts and ends the kernel", { skip: withoutPython }, async () => {
  const folder = emptyFolder();
  writeKernelspec({ env: { JUPYTER_DATA_DIR: folder } });
  const env = { JUPYTER_PATH: folder, JUPYTER_RUNTIME_DIR: join(folder, "runtime"), RETICLE_HISTORY: "off" };
  const { stdout, stderr } = await runPython(["-c", program], { cwd: folder, env });
  rmSync(folder, { recursive: true, force: true });
  assert.ok(stdout !== "", stderr);
  assert.deepEqual(JSON.parse(stdout), {
    mode: "message",
    result: "42",
    lines: 1000,
    error: "RangeError",
    interrupted: "KeyboardInterrupt",
    kept: "7",
    restarted: "'undefined'",
    alive: false,
  });
});
