/** Other people's kernels, each a package of its own below test/hosts: `npm install --prefix test/hosts/NAME`. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "./project.ts";

export type Host = "tslab" | "deno";

export const packageOf = (host: Host): string => join(projectRoot, "test", "hosts", host, "node_modules", host);

/** For `test(name, { skip })`: a reason where the kernel is not there. */
export const without = (host: Host): string | false =>
  existsSync(packageOf(host)) ? false : `no ${host} (npm install --prefix test/hosts/${host})`;

/** What starts the kernel with a connection file. */
export function commandOf(host: Host): string[] {
  const connection = "{connection_file}";
  if (host === "tslab") {
    return [process.execPath, join(packageOf(host), "bin", "tslab"), "kernel", "--config-path", connection];
  }
  const platforms = join(packageOf(host), "..", "@deno");
  const name = readdirSync(platforms).find((entry) => entry.startsWith(`${process.platform}-${process.arch}`));
  const program = join(platforms, String(name), process.platform === "win32" ? "deno.exe" : "deno");
  return [program, "jupyter", "--kernel", "--conn", connection];
}

/** Makes Jupyter know a kernel: `jupyterPath` is for the variable JUPYTER_PATH. */
export function writeSpec(jupyterPath: string, name: string, argv: readonly string[]): void {
  const folder = join(jupyterPath, "kernels", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), JSON.stringify({ argv, display_name: name, language: "typescript" }));
}
