/** The viewer's command in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../support/project.ts";

export interface RunningViewer {
  readonly address: string;
  /** What it has said on its error stream. */
  said(): string;
  close(): Promise<void>;
}

/** Starts `reticle …` with `--no-open` and waits for its address. */
export async function startViewer(args: readonly string[], cwd: string): Promise<RunningViewer> {
  const main = join(projectRoot, "dist", "bundle", "cli.js");
  const child: ChildProcess = spawn(process.execPath, [main, ...args, "--no-open"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr!.on("data", (text) => {
    said += text;
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout!.once("data", (text) => resolve(String(text).trim()));
    child.once("exit", (code) => reject(new Error(`the viewer ended with ${code}: ${said}`)));
  });
  return {
    address,
    said: () => said,
    close: () =>
      new Promise((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGINT");
      }),
  };
}
