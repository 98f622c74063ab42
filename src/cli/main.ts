#!/usr/bin/env node
/** The command `reticle`. Each subcommand is loaded only when it is asked for. */
import { didYouMean, isReticleError, onWarning } from "../errors.ts";
import { type Command, print, say } from "./command.ts";
import { packageVersion } from "./version.ts";

const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  run: { summary: "execute a notebook through the kernel", load: async () => (await import("./run.ts")).run },
  lab: { summary: "open JupyterLab with the kernel", load: async () => (await import("./lab.ts")).lab },
  info: { summary: "what a layout or an image file holds", load: async () => (await import("./info.ts")).info },
  convert: {
    summary: "a layout or an image in another format",
    load: async () => (await import("./convert.ts")).convert,
  },
  diff: { summary: "what two layouts do not share", load: async () => (await import("./diff.ts")).diff },
  render: { summary: "a picture of a layout", load: async () => (await import("./render.ts")).render },
  raster: {
    summary: "exact area coverage of a layer in a window",
    load: async () => (await import("./raster.ts")).raster,
  },
  boolean: {
    summary: "or, and, not, xor of two layers",
    load: async () => (await import("./boolean.ts")).boolean,
  },
  size: { summary: "a layer grown or shrunk", load: async () => (await import("./size.ts")).size },
  pls: { summary: "compile a program of the .pls language", load: async () => (await import("./pls.ts")).pls },
  view: { summary: "a layout in the browser", load: async () => (await import("./view.ts")).view },
  install: { summary: "register the kernel with Jupyter", load: async () => (await import("./install.ts")).install },
  uninstall: { summary: "take the kernel out of Jupyter", load: async () => (await import("./install.ts")).uninstall },
  doctor: {
    summary: "check what the kernel needs, and say the mend",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  kernel: { summary: "start the kernel by hand", load: async () => (await import("./kernel.ts")).kernel },
};

function help(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`);
  return [
    "reticle: TypeScript notebooks, layouts, exact rasters and images",
    "",
    "  reticle COMMAND [arguments]    reticle COMMAND --help    reticle --version",
    "",
    ...lines,
  ].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-V") {
    print(packageVersion());
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    print(help());
    return name === undefined ? 2 : 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    say(`reticle: there is no command "${name}"${didYouMean(name, Object.keys(commands))}`);
    say(help());
    return 2;
  }
  const command = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) {
    print(command.usage);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (!isReticleError(error)) throw error;
    say(`reticle ${name}: ${error.message}`);
    if (error.tag !== "CliError") return 1;
    say(command.usage.split("\n")[0]);
    return 2;
  }
}

onWarning((warning) => say(`warning: ${warning.message}`));
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Not one of ours: a defect, so the stack belongs to the report.
  say(`reticle: unexpected failure, please report it\n${error instanceof Error ? error.stack : error}`);
  process.exitCode = 1;
}
