/**
 * The kernelspec: how Jupyter finds and starts this kernel. Needs no Python and no Jupyter; paths are absolute, so that
 * no PATH has to be right.
 */
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelCommand, packageVersion } from "./command.ts";

export interface KernelspecOptions {
  /** For this user; the default. */
  readonly user?: boolean;
  /** Into the Python environment of this folder (`sys.prefix`; `VIRTUAL_ENV` or `CONDA_PREFIX` where it is `true`). */
  readonly sysPrefix?: string | boolean;
  /** Into this folder's share/jupyter. */
  readonly prefix?: string;
  /** Name of the kernelspec's folder; `reticle` by default. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface WrittenKernelspec {
  readonly name: string;
  /** The kernelspec's folder. */
  readonly folder: string;
  readonly files: readonly string[];
  readonly argv: readonly string[];
}

const logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

export function writeKernelspec(options: KernelspecOptions = {}): WrittenKernelspec {
  const name = checkedName(options.name ?? "reticle");
  const folder = join(kernelsFolder(options), name);
  const argv = kernelCommand("{connection_file}");
  const spec = {
    argv,
    display_name: name === "reticle" ? "TypeScript (Reticle)" : `TypeScript (Reticle, ${name})`,
    language: "typescript",
    interrupt_mode: "message",
    env: {},
    // Read by `reticle doctor`: a kernelspec outlives the package that wrote it.
    metadata: { debugger: true, reticle: { version: packageVersion(), node: process.version } },
  };
  mkdirSync(dirname(folder), { recursive: true });
  // Written beside its place and moved there whole: Jupyter never sees half a kernelspec.
  const draft = mkdtempSync(join(dirname(folder), `.${name}-`));
  try {
    writeFileSync(join(draft, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
    const assets = fileURLToPath(new URL("../../kernel/assets/", import.meta.url));
    for (const logo of logos) copyFileSync(join(assets, logo), join(draft, logo));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { name, folder, files: ["kernel.json", ...logos], argv };
}

/** Removes a kernelspec that `writeKernelspec` has written; false where there is none. */
export function removeKernelspec(options: KernelspecOptions = {}): { folder: string; removed: boolean } {
  const folder = join(kernelsFolder(options), checkedName(options.name ?? "reticle"));
  try {
    rmSync(folder, { recursive: true });
    return { folder, removed: true };
  } catch {
    return { folder, removed: false };
  }
}

/** Where Jupyter looks: its data folder, or an environment's. */
export function kernelsFolder(options: KernelspecOptions = {}): string {
  const env = options.env ?? process.env;
  if (options.prefix !== undefined) return join(options.prefix, "share", "jupyter", "kernels");
  if (options.sysPrefix !== undefined && options.sysPrefix !== false) {
    const prefix = typeof options.sysPrefix === "string" ? options.sysPrefix : (env.VIRTUAL_ENV ?? env.CONDA_PREFIX);
    if (prefix === undefined) {
      throw new Error("no Python environment is active (VIRTUAL_ENV and CONDA_PREFIX are not set); name its folder");
    }
    return join(prefix, "share", "jupyter", "kernels");
  }
  return join(dataFolder(env), "kernels");
}

/** All folders in which Jupyter may find a kernelspec of ours, the first that it looks at first. */
export function kernelsFolders(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const paths = (env.JUPYTER_PATH ?? "").split(delimiter).filter((path) => path !== "");
  const environments = [env.VIRTUAL_ENV, env.CONDA_PREFIX].filter((prefix) => prefix !== undefined);
  const system = process.platform === "win32" ? join(env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter") : null;
  return [
    ...paths.map((path) => join(path, "kernels")),
    kernelsFolder({ env }),
    ...environments.map((prefix) => kernelsFolder({ prefix })),
    ...(system === null
      ? ["/usr/local", "/usr"].map((prefix) => kernelsFolder({ prefix }))
      : [join(system, "kernels")]),
  ];
}

function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  const home = env.HOME ?? homedir();
  if (process.platform === "darwin") return join(home, "Library", "Jupyter");
  if (process.platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

function checkedName(name: string): string {
  if (/^[a-z0-9._-]+$/i.test(name)) return name;
  throw new Error(`"${name}" is no name for a kernelspec; letters, digits, dots, hyphens and underscores are`);
}
