/** The command that starts a kernel, and its version: what the kernelspec holds and the client runs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function kernelCommand(connectionFile: string, node: string = process.execPath): string[] {
  const main = fileURLToPath(new URL("./main.cjs", import.meta.url));
  // Without the first flag, stopping a loop in a timer's callback aborts the process; the second silences Node 20's
  // note that `import()` in a cell uses an experimental loader option.
  return [node, "--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning", main, connectionFile];
}

export function packageVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
