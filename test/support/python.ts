/** Runs the reference Python, and tells what it said and with what it ended. */
import { spawn } from "node:child_process";
import { referencePython } from "./project.ts";

export interface PythonOptions {
  readonly cwd: string;
  /** Added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

export interface PythonResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runPython(args: readonly string[], { cwd, env, stdin }: PythonOptions): Promise<PythonResult> {
  const child = spawn(referencePython() ?? "", args, { cwd, env: { ...process.env, ...env } });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (text) => {
      said[name] += text;
    });
  }
  child.stdin.end(stdin ?? "");
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, ...said };
}
