/** `reticle doctor`: what a working kernel needs, checked one by one, with the mend beside what is missing. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelClient } from "../../kernel/client/index.ts";
import { kernelCommand, kernelEnvironment, packageVersion } from "../../kernel/command.ts";
import { kernelsFolder, kernelsFolders, readKernelspec } from "../../kernel/install.ts";
import { typescriptProgram } from "../../kernel/language/index.ts";
import { type Command, parseCommandLine, print, printJson } from "./command.ts";

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do where it is not ok. */
  readonly mend?: string;
  /** Not needed for `reticle run`. */
  readonly isOptional?: boolean;
}

export const doctor: Command = {
  summary: "check what the kernel needs, and say the mend",
  usage: `usage: reticle doctor [--json]

Checks Node, the kernel's sockets (by running a cell), TypeScript, the registered kernelspec, Jupyter and the PATH. Exit code 1 where
something that is needed is missing.`,

  async run(args) {
    const { values } = parseCommandLine(args, { json: { type: "boolean" } }, []);
    const kernel = [nodeVersion(), ...certificates(), await kernelRuns()];
    const findings = [...kernel, await types(), kernelspec(), jupyter(), commandOnPath()];
    if (values.json === true) printJson(findings);
    else for (const finding of findings) print(line(finding));
    return findings.every((finding) => finding.ok || finding.isOptional) ? 0 : 1;
  },
};

function line({ name, ok, detail, mend, isOptional }: Finding): string {
  const mark = ok ? "ok     " : isOptional ? "note   " : "MISSING";
  return `${mark} ${name}: ${detail}${ok || mend === undefined ? "" : `\n        ${mend}`}`;
}

function nodeVersion(): Finding {
  const ok = Number(process.versions.node.split(".")[0]) >= 20;
  return { name: "Node", ok, detail: `${process.version} at ${process.execPath}`, mend: "install Node 20 or newer" };
}

/**
 * Node 20 reads these certificates, and all of its own, whenever a process starts, later ones where a connection needs
 * them: 59 and 25 ms until the first line of a program.
 */
function certificates(): Finding[] {
  const { NODE_EXTRA_CA_CERTS: file } = process.env;
  if (!file || Number(process.versions.node.split(".")[0]) > 20) return [];
  const detail = `NODE_EXTRA_CA_CERTS is ${file}, which Node 20 reads at each start, for some 30 ms`;
  const mend = "Node 22 or newer reads it only where a connection needs it";
  return [{ name: "Certificates", ok: false, isOptional: true, detail, mend }];
}

async function kernelRuns(): Promise<Finding> {
  const name = "Kernel";
  try {
    const kernel = await KernelClient.start({ cwd: tmpdir(), timeoutMs: 30_000 });
    try {
      const { reply, outputs } = await kernel.execute("6 * 7", { timeoutMs: 30_000 });
      const ok = reply.status === "ok" && JSON.stringify(outputs).includes("42");
      return { name, ok, detail: ok ? "starts and runs a cell over its sockets" : JSON.stringify(reply) };
    } finally {
      await kernel.shutdown();
    }
  } catch (error) {
    const mend =
      "zeromq's prebuilt binaries cover Linux, macOS and Windows on x64 and arm64; a firewall must let the loopback address through";
    return { name, ok: false, detail: (error as Error).message, mend };
  }
}

/** Completion and type errors come from TypeScript's own program; cells run without it. */
async function types(): Promise<Finding> {
  const name = "Types";
  const mend = "install reticle again with optional packages (npm install --include=optional)";
  try {
    const program = await typescriptProgram();
    const result = spawnSync(program, ["--version"], { encoding: "utf8" });
    const ok = result.status === 0;
    const detail = ok ? `TypeScript ${result.stdout.replace(/^Version /, "").trim()}` : `${program} does not start`;
    return { name, ok, isOptional: true, detail, mend };
  } catch (error) {
    return { name, ok: false, isOptional: true, detail: (error as Error).message, mend };
  }
}

function kernelspec(): Finding {
  const files = kernelsFolders().map((folder) => join(folder, "reticle", "kernel.json"));
  const file = files.find((candidate) => existsSync(candidate));
  const finding = { name: "Kernelspec", isOptional: true, mend: "reticle install writes it again" };
  if (file === undefined) {
    const mend = "reticle install (reticle run and reticle lab do without)";
    return { ...finding, ok: false, detail: `not registered in ${kernelsFolder()}`, mend };
  }
  try {
    const { argv, env, metadata } = readKernelspec(file);
    if (!Array.isArray(argv))
      return { ...finding, ok: false, detail: `${file} does not say how the kernel is started` };
    const gone = argv.filter((part) => /^([A-Za-z]:)?[\\/]/.test(part) && !existsSync(part));
    const isAre = gone.length === 1 ? "is" : "are";
    if (gone.length > 0)
      return { ...finding, ok: false, detail: `${file} names ${gone.join(" and ")}, which ${isAre} gone` };
    const version = metadata?.reticle?.version ?? "an unknown version";
    if (version !== packageVersion()) {
      return {
        ...finding,
        ok: false,
        detail: `${file} was written by reticle ${version}, this is ${packageVersion()}`,
      };
    }
    const flags = kernelCommand("").filter((part) => part.startsWith("-"));
    const isCurrent =
      flags.every((flag) => argv.includes(flag)) &&
      Object.entries(kernelEnvironment).every(([variable, value]) => env?.[variable] === value);
    const detail = isCurrent ? file : `${file} starts the kernel without some flags or variables of this version`;
    return { ...finding, ok: isCurrent, detail };
  } catch (error) {
    return { ...finding, ok: false, detail: (error as Error).message };
  }
}

function jupyter(): Finding {
  const result = spawnSync("jupyter", ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
  const version = /jupyterlab\s*: *(\S+)/.exec(result.stdout ?? "")?.[1];
  const ok = version !== undefined && version !== "not";
  return {
    name: "JupyterLab",
    ok,
    isOptional: true,
    detail: ok ? version : "not found on the PATH",
    mend: "reticle lab makes an environment with it; VS Code needs only its Jupyter extension and the kernelspec",
  };
}

function commandOnPath(): Finding {
  const result = spawnSync(process.platform === "win32" ? "where" : "which", ["reticle"], { encoding: "utf8" });
  const ok = result.status === 0;
  const detail = ok ? result.stdout.split(/\r?\n/)[0] : `not on the PATH; this one is ${process.argv[1]}`;
  return {
    name: "Command",
    ok,
    isOptional: true,
    detail,
    mend: "install the package globally, or call it by its path",
  };
}
