/** `reticle install` and `reticle uninstall`: the kernelspec, without Python. */
import { type KernelspecOptions, removeKernelspec, writeKernelspec } from "../../kernel/install.ts";
import { ReticleError } from "../errors.ts";
import { type Command, commandLineError, parseCommandLine, print, say } from "./command.ts";

const options = {
  user: { type: "boolean" },
  "sys-prefix": { type: "boolean" },
  prefix: { type: "string" },
  name: { type: "string" },
} as const;

const where = `  --user          for this user (the default)
  --sys-prefix    into the active Python environment (VIRTUAL_ENV or CONDA_PREFIX)
  --prefix DIR    into the environment in DIR
  --name N        under another name`;

export const install: Command = {
  summary: "register the kernel with Jupyter",
  usage: `usage: reticle install [--user | --sys-prefix | --prefix DIR] [--name N]

Registers the TypeScript kernel with Jupyter, so that JupyterLab and VS Code offer it, and lets JupyterLab highlight .pls
files. Needs no Python. Prints the kernelspec's folder.

${where}`,

  async run(args) {
    const wanted = readOptions(args);
    const written = orFileError(() => writeKernelspec(wanted));
    say(`registered the kernel "${written.name}"; it starts ${written.argv[0]}`);
    print(written.folder);
    return 0;
  },
};

export const uninstall: Command = {
  summary: "take the kernel out of Jupyter",
  usage: `usage: reticle uninstall [--user | --sys-prefix | --prefix DIR] [--name N]

Removes what \`reticle install\` with the same options wrote.

${where}`,

  async run(args) {
    const wanted = readOptions(args);
    const { folder, removed } = orFileError(() => removeKernelspec(wanted));
    if (removed) print(folder);
    else say(`there is no kernelspec in ${folder}`);
    return removed ? 0 : 1;
  },
};

function readOptions(args: readonly string[]): KernelspecOptions {
  const { values } = parseCommandLine(args, options, []);
  const places = ["user", "sys-prefix", "prefix"].filter((name) => values[name] !== undefined);
  if (places.length > 1)
    throw commandLineError(`only one of ${places.map((name) => `--${name}`).join(" and ")} can be given`);
  return {
    ...(values["sys-prefix"] === true ? { sysPrefix: true } : {}),
    ...(values.prefix === undefined ? {} : { prefix: String(values.prefix) }),
    ...(values.name === undefined ? {} : { name: String(values.name) }),
  };
}

/** The kernel's errors are plain ones: it knows nothing of this library. */
function orFileError<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new ReticleError("FileError", "kernelspec", (cause as Error).message, { cause });
  }
}
