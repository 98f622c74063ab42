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

interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** For its standard input. */
  readonly input?: string;
}

export function reticle(
  args: readonly string[],
  { cwd = projectRoot, env = {}, input }: CommandOptions = {},
): CommandResult {
  const main = join(projectRoot, "dist", "bundle", "cli.js");
  const options = { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 2 ** 28, input } as const;
  const result = spawnSync(process.execPath, [main, ...args], options);
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "reticle-test-"));
}
