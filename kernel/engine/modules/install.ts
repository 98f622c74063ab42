/**
 * Hooks of the module loader: on this thread where Node has `registerHooks` (22.15, 24), else on the loader's thread
 * (Node 20), which then sends what tracebacks need.
 */
import * as nodeModule from "node:module";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { keepModulesBytecode } from "../../cached-script.ts";
import { follow, type Sources, shownPath } from "../sources.ts";
import { inLastingFolder } from "../working-folder.ts";
import { synchronousHooks } from "./hooks.ts";
import { LocalModules, type ModuleRecord, ownCode } from "./local.ts";
import { requireTypeScript } from "./require.ts";

export interface ModuleHooks {
  /** Brings in what the loader's thread has recorded. */
  refresh(): void;
  /** Must have been called when code runs that may import something; on Node 20 the first call takes a tenth of a second. */
  install(): void;
}

/** A cell without any of these words imports nothing, now or later. */
export function mayImport(code: string): boolean {
  return /import|require|eval|Function|Worker|%%pls|\\u/.test(code) || (/export/.test(code) && /from/.test(code));
}

export function moduleHooks(folder: string, sources: Sources): ModuleHooks {
  const record = ({ url, source, map, error, isPlain }: ModuleRecord): void => {
    const label = shownPath(url, folder);
    if (isPlain) sources.addPlainFile(url);
    else if (error !== undefined) sources.addSyntaxError(error.message, { label, source, ...error });
    else {
      const maps = () => ({ maps: [map], inserted: null });
      sources.add(url, { label, source, original: follow(() => map), maps, names: [] });
    }
  };
  if (typeof nodeModule.registerHooks !== "function") {
    requireTypeScript(record);
    return hooksInThread(record);
  }
  const local = new LocalModules(ownCode, record);
  nodeModule.registerHooks(synchronousHooks(local, (url) => local.load(url)));
  let isKeeping = false;
  return {
    refresh: () => {},
    install() {
      if (!isKeeping) keepModulesBytecode();
      isKeeping = true;
    },
  };
}

/** The thread's start would be a quarter of the kernel's. */
function hooksInThread(record: (record: ModuleRecord) => void): ModuleHooks {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  let isInstalled = false;
  return {
    install() {
      if (isInstalled) return;
      isInstalled = true;
      const options = { data: { port: port2 }, transferList: [port2] };
      inLastingFolder(() => nodeModule.register("./thread.js", import.meta.url, options));
    },
    refresh() {
      for (let got = receiveMessageOnPort(port1); got !== undefined; got = receiveMessageOnPort(port1)) {
        record(got.message as ModuleRecord);
      }
    },
  };
}
