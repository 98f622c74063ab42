/** The command that starts a kernel, and its version: what the kernelspec holds and the client runs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function kernelCommand(connectionFile: string, node: string = process.execPath): string[] {
  const main = fileURLToPath(new URL("./main.cjs", import.meta.url));
  // Without the first flag, stopping a loop in a timer's callback aborts the process; the second silences Node 20's
  // note that `import()` in a cell uses an experimental loader option.
  return [node, "--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning", main, connectionFile];
}

/**
 * What the process needs in its environment, so that the memory of a new array of many MB is there in a fraction of the
 * time. Huge pages: numpy asks for them itself, Node can only be told from outside, through glibc (2.35 and newer; others
 * do not look at it). And the memory of arrays that are gone, of up to 9 MiB each (1024² doubles), is kept for the next
 * ones, 64 MiB at most at the heap's end: by itself glibc gives it back whenever some arrays were collected, and on
 * virtual machines whose host takes free memory away the first touch of each MB costs ms.
 * https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
 */
export const kernelEnvironment: Readonly<Record<string, string>> =
  process.platform === "linux"
    ? {
        GLIBC_TUNABLES: [
          "glibc.malloc.hugetlb=1",
          `glibc.malloc.mmap_threshold=${9 * 2 ** 20}`,
          `glibc.malloc.trim_threshold=${64 * 2 ** 20}`,
        ].join(":"),
      }
    : {};

/** In the kernel's process: what it needed is not for the processes that cells start. */
export function dropKernelEnvironment(): void {
  for (const name in kernelEnvironment) {
    if (process.env[name] === kernelEnvironment[name]) delete process.env[name];
  }
}

export function packageVersion(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
