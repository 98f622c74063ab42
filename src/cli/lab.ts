/**
 * `reticle lab`: JupyterLab with the kernel. Uses the Jupyter on the PATH, else makes `.venv` with JupyterLab in the
 * current folder, through uv where it is there and through `python3 -m venv` otherwise.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeKernelspec } from "../../kernel/install.ts";
import { ReticleError } from "../errors.ts";
import { type Command, parseCommandLine, say } from "./command.ts";

const isWindows = process.platform === "win32";
const scripts = isWindows ? "Scripts" : "bin";
/** The front-end parts of charts and widgets. */
const packages = ["jupyterlab", "plotly", "ipywidgets", "anywidget"];

export const lab: Command = {
  summary: "open JupyterLab with the kernel",
  usage: `usage: reticle lab [NOTEBOOK] [--no-browser] [-- OPTIONS OF JUPYTER LAB]

Opens JupyterLab with the TypeScript kernel. Where no Jupyter is on the PATH, a Python environment with JupyterLab is
made in .venv in the current folder (needs Python 3.9 or newer).`,

  async run(args) {
    const separator = args.indexOf("--");
    const own = separator === -1 ? args : args.slice(0, separator);
    const passedOn = separator === -1 ? [] : args.slice(separator + 1);
    const names = own.every((argument) => argument.startsWith("-")) ? [] : ["NOTEBOOK"];
    const { values, positionals } = parseCommandLine(own, { "no-browser": { type: "boolean" } }, names);
    const target = positionals[0] ?? defaultFolder();
    const venv = resolve(".venv");
    const jupyter = findOnPath() ?? venvJupyter(venv) ?? makeVenv(venv);
    const prefix = dirname(dirname(jupyter));
    const installed = writeKernelspec(prefix === venv ? { prefix } : { user: true });
    say(`kernel registered in ${installed.folder}`);
    const browser = values["no-browser"] === true ? ["--no-browser"] : [];
    const result = spawnSync(jupyter, ["lab", ...browser, ...passedOn, target], { stdio: "inherit" });
    return result.status ?? 1;
  },
};

function defaultFolder(): string {
  // This file takes itself for dist/src/cli/lab.js also in the bundle: the notebooks lie beside dist in a working copy,
  // and nowhere in a package.
  const notebooks = fileURLToPath(new URL("../../../notebooks", import.meta.url));
  return existsSync(notebooks) ? notebooks : ".";
}

function findOnPath(): string | null {
  const result = spawnSync(isWindows ? "where" : "which", ["jupyter"], { encoding: "utf8" });
  const path = result.status === 0 ? result.stdout.split(/\r?\n/)[0].trim() : "";
  if (path === "") return null;
  return spawnSync(path, ["lab", "--version"]).status === 0 ? path : null;
}

function venvJupyter(venv: string): string | null {
  const path = join(venv, scripts, isWindows ? "jupyter.exe" : "jupyter");
  return existsSync(path) && spawnSync(path, ["lab", "--version"]).status === 0 ? path : null;
}

function makeVenv(venv: string): string {
  say(`No JupyterLab found: making ${venv} with ${packages.join(", ")} (about a minute) …`);
  const python = join(venv, scripts, isWindows ? "python.exe" : "python");
  const hasUv = spawnSync("uv", ["--version"]).status === 0;
  if (hasUv) {
    step("uv", ["venv", "--allow-existing", venv]);
    step("uv", ["pip", "install", "--python", python, ...packages]);
  } else {
    const command = ["python3", "python"].find(
      (name) => spawnSync(name, ["-c", "import venv, ensurepip"]).status === 0,
    );
    if (command === undefined) {
      throw new ReticleError(
        "CliError",
        "no-python",
        "JupyterLab needs Python 3.9 or newer, and neither uv nor a python3 with venv is on the PATH; install one of them (Debian: apt install python3-venv), or install JupyterLab yourself and run this again",
      );
    }
    step(command, ["-m", "venv", venv]);
    step(python, ["-m", "pip", "install", "--disable-pip-version-check", ...packages]);
  }
  const jupyter = venvJupyter(venv);
  if (jupyter === null)
    throw new ReticleError("FileError", "jupyter", `JupyterLab was installed into ${venv} but does not start`);
  return jupyter;
}

function step(command: string, args: readonly string[]): void {
  const result = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (result.status !== 0)
    throw new ReticleError("FileError", "jupyter", `${command} ${args.slice(0, 3).join(" ")} … failed`);
}
