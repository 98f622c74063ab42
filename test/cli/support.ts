/** Runs the command as a user does. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../support/project.ts";

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function reticle(args: readonly string[], cwd: string = projectRoot): CommandResult {
  const main = join(projectRoot, "dist", "src", "cli", "main.js");
  const result = spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "reticle-test-"));
}
