/** Worker threads of the user's that begin with a TypeScript file get the hooks of the module loader (`worker-hooks.ts`). */
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { probe } from "./local.ts";

const typeScript = [".ts", ".mts", ".cts", ".tsx"];

export interface StartedFile {
  readonly file: string | URL;
  readonly execArgv: readonly string[];
}

/** What a thread is to be started with, or null where Node needs no help. */
export function typeScriptWorker(file: string | URL, execArgv: readonly string[]): StartedFile | null {
  const isPath = typeof file === "string" && /^(?:\.{1,2}[\\/]|[\\/]|[A-Za-z]:[\\/])/.test(file);
  if (!isPath && !(file instanceof URL && file.protocol === "file:")) return null;
  const path = probe(String(file), pathToFileURL(`${process.cwd()}/`).href);
  if (path === null || !typeScript.includes(extname(path)) || path.includes("node_modules")) return null;
  const hooks = new URL("./worker-hooks.js", import.meta.url).href;
  return { file: pathToFileURL(path), execArgv: [...execArgv, "--import", hooks] };
}
