/**
 * `spawnSync`, `execSync` and `execFileSync`: what the child inherits to write to appears when they return, and meanwhile
 * the session knows that a child is waited for, and can stop it.
 */
import type { SpawnSyncReturns } from "node:child_process";
import { redirected, type StreamName } from "./stdio.ts";

type Module = typeof import("node:child_process");
type Options = Record<string, unknown> & { stdio?: unknown; encoding?: unknown; maxBuffer?: number; shell?: unknown };
type Write = (name: StreamName, text: string) => void;
type Call = (...parameters: unknown[]) => unknown;
type Returned = SpawnSyncReturns<string | Buffer | null>;

/** Node's own limit does not hold for what is inherited. */
const mostBytes = 256 * 1024 * 1024;

/** `waitFor` is called with what waits for the child. */
export function followSyncChildren(module: Module, write: Write, waitFor: <T>(work: () => T) => T): void {
  const { spawnSync, execFileSync, execSync } = module;
  /** Node checks the parameters that have another type. */
  const call = <T>(original: unknown, parameters: unknown[]): T =>
    waitFor(() => (original as (...all: unknown[]) => T)(...parameters));
  const spawn = (...parameters: unknown[]): Returned => {
    const options = optionsOf(parameters);
    const found = redirected(options?.stdio);
    if (found === null) return call<Returned>(spawnSync, parameters);
    const changed = { maxBuffer: mostBytes, ...options, stdio: found.stdio };
    const returned = call<Returned>(spawnSync, parameters.with(parameters.indexOf(options), changed));
    for (const [index, name] of found.taken) {
      const output = returned.output?.[index];
      if (output != null) write(name, String(output));
      if (returned.output != null) returned.output[index] = null;
      if (index === 1) returned.stdout = null;
      if (index === 2) returned.stderr = null;
    }
    return returned;
  };
  const run = (name: "execFileSync" | "execSync", original: unknown): Call => {
    const followed = (...parameters: unknown[]): unknown => {
      const options = optionsOf(parameters);
      if (redirected(options?.stdio) === null) return call(original, parameters);
      const shell = name === "execSync" ? { shell: options?.shell ?? true } : {};
      return outputOf(spawn(...parameters.with(parameters.indexOf(options), { ...options, ...shell })), parameters);
    };
    return Object.defineProperty(followed, "name", { value: name });
  };
  module.spawnSync = Object.defineProperty(spawn, "name", { value: "spawnSync" }) as Module["spawnSync"];
  module.execFileSync = run("execFileSync", execFileSync) as Module["execFileSync"];
  module.execSync = run("execSync", execSync) as Module["execSync"];
}

function optionsOf(parameters: readonly unknown[]): Options | undefined {
  const isOptions = (value: unknown, index: number) =>
    index > 0 && typeof value === "object" && value !== null && !Array.isArray(value);
  return parameters.find(isOptions) as Options | undefined;
}

/** As Node ends `execSync`: the output, or an error that has all that is known of the child. */
function outputOf(returned: Returned, [file, given]: readonly unknown[]): unknown {
  if (returned.error !== undefined) throw Object.assign(returned.error, returned);
  if (returned.status === 0) return returned.stdout;
  const command = [file, ...(Array.isArray(given) ? given : [])].join(" ");
  const said = returned.stderr?.length ? `\n${returned.stderr}` : "";
  throw Object.assign(new Error(`Command failed: ${command}${said}`), returned);
}
