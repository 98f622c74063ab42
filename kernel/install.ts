/**
 * The kernelspec: how Jupyter finds and starts this kernel. Needs no Python and no Jupyter; paths are absolute, so that
 * no PATH has to be right.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelCommand, kernelEnvironment, packageVersion } from "./command.ts";
import { removeLabExtension, writeLabExtension } from "./lab-extension.ts";
import { putFolder } from "./put-folder.ts";

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

/** With it comes JupyterLab's extension for .pls files. */
export function writeKernelspec(options: KernelspecOptions = {}): WrittenKernelspec {
  const name = checkedName(options.name ?? "reticle");
  const folder = join(kernelsFolder(options), name);
  refuseOthers(folder, name);
  const argv = kernelCommand("{connection_file}");
  const spec = {
    argv,
    display_name: name === "reticle" ? "TypeScript (Reticle)" : `TypeScript (Reticle, ${name})`,
    language: "typescript",
    interrupt_mode: "message",
    env: kernelEnvironment,
    // Read by `reticle doctor`: a kernelspec outlives the package that wrote it.
    metadata: { debugger: true, reticle: { version: packageVersion(), node: process.version } },
  };
  putFolder(folder, (draft) => {
    writeFileSync(join(draft, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
    const assets = fileURLToPath(new URL("../../kernel/assets/", import.meta.url));
    for (const logo of logos) copyFileSync(join(assets, logo), join(draft, logo));
  });
  writeLabExtension(dirname(dirname(folder)));
  return { name, folder, files: ["kernel.json", ...logos], argv };
}

/** Removes a kernelspec that `writeKernelspec` has written; false where there is none. */
export function removeKernelspec(options: KernelspecOptions = {}): { folder: string; removed: boolean } {
  const name = checkedName(options.name ?? "reticle");
  const folder = join(kernelsFolder(options), name);
  if (!existsSync(folder)) return { folder, removed: false };
  refuseOthers(folder, name);
  rmSync(folder, { recursive: true });
  if (!hasKernelspec(dirname(folder))) removeLabExtension(dirname(dirname(folder)));
  return { folder, removed: true };
}

/** Whether another one of ours is left. */
function hasKernelspec(kernels: string): boolean {
  return readdirSync(kernels).some((name) => {
    try {
      return readKernelspec(join(kernels, name, "kernel.json")).metadata?.reticle !== undefined;
    } catch {
      // Not a kernelspec, or somebody else's that cannot be read.
      return false;
    }
  });
}

/** A name may be another kernel's (`python3`), which is not to be lost. */
function refuseOthers(folder: string, name: string): void {
  const file = join(folder, "kernel.json");
  if (name === "reticle" || !existsSync(file) || readKernelspec(file).metadata?.reticle !== undefined) return;
  throw new Error(`${file} is another kernel's, not written by reticle; take another name than "${name}"`);
}

export interface Kernelspec {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly metadata?: { readonly reticle?: { readonly version?: string } };
}

export function readKernelspec(file: string): Kernelspec {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) ?? {}) as Kernelspec;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Where Jupyter looks: its data folder, or an environment's. */
export function kernelsFolder(options: KernelspecOptions = {}): string {
  const env = options.env ?? process.env;
  // As of a variable of the shell that is not set; it would be the working folder.
  if (options.prefix === "") throw new Error("the folder of --prefix is empty; name one");
  if (options.prefix !== undefined) return join(resolve(options.prefix), "share", "jupyter", "kernels");
  if (options.sysPrefix !== undefined && options.sysPrefix !== false) {
    const prefix = typeof options.sysPrefix === "string" ? options.sysPrefix : env.VIRTUAL_ENV || env.CONDA_PREFIX;
    if (!prefix) {
      throw new Error("no Python environment is active (VIRTUAL_ENV and CONDA_PREFIX are not set); name its folder");
    }
    return join(prefix, "share", "jupyter", "kernels");
  }
  return join(dataFolder(env), "kernels");
}

/** All folders in which Jupyter may find a kernelspec of ours, the first that it looks at first. */
export function kernelsFolders(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const paths = (env.JUPYTER_PATH ?? "").split(delimiter).filter((path) => path !== "");
  const environments = [env.VIRTUAL_ENV, env.CONDA_PREFIX].filter((prefix) => prefix !== undefined && prefix !== "");
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
  const home = env.HOME || homedir();
  if (process.platform === "darwin") return join(home, "Library", "Jupyter");
  if (process.platform === "win32") return join(env.APPDATA ?? join(home, "AppData", "Roaming"), "jupyter");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

function checkedName(name: string): string {
  // One that begins with a dot would be a folder above, or hidden.
  if (/^[a-z0-9][a-z0-9._-]*$/i.test(name)) return name;
  throw new Error(
    `"${name}" is no name for a kernelspec: letters and digits, behind the first also dots, hyphens and underscores`,
  );
}
