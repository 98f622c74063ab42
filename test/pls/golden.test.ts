import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { checkPrograms } from "../../scripts/golden/pls.ts";
import { temporaryFolder } from "../cli/support.ts";
import { projectRoot, referencePython, shared, withoutPython, withoutShared } from "../support/project.ts";

test("golden programs: every cell, every error", { skip: withoutShared }, () => {
  const json = JSON.parse(readFileSync(shared("golden", "pls", "expected.json")!, "utf8"));
  const { passed, failures } = checkPrograms({ json, folder: shared("golden", "pls") });
  assert.deepEqual(failures, []);
  assert.ok(passed >= 67);
});

test("golden programs through the command, as KLayout reads what it writes", {
  skip: withoutShared || withoutPython,
}, () => {
  const folder = temporaryFolder();
  cpSync(shared("golden", "pls")!, folder, { recursive: true });
  const main = join(projectRoot, "dist", "bundle", "cli.js");
  const command = `"${process.execPath}" "${main}" pls {in} -o {out}`;
  const args = [shared("anchors", "pls", "check.py")!, join(folder, "expected.json"), folder, "--cmd", command];
  const { status, stdout } = spawnSync(referencePython()!, args, { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
