/** The hooks on the loader's own thread, for a Node without `registerHooks`. */
import type { InitializeHook, LoadHook, ResolveHook } from "node:module";
import type { MessagePort } from "node:worker_threads";
import { refuseAbsent } from "./absent.ts";
import { InlineMaps } from "./inline-maps.ts";
import { LocalModules, ownCode } from "./local.ts";
import { offeredModule } from "./own-package.ts";

let local: LocalModules;
let loadOf = (url: string) => local.load(url);

/** Without a port, for a worker thread of the user's, source maps stay in the modules. */
export const initialize: InitializeHook<{ port: MessagePort | null }> = ({ port }) => {
  if (port === null) {
    const inline = new InlineMaps();
    local = inline.local;
    loadOf = (url) => inline.load(url);
    return;
  }
  local = new LocalModules(ownCode, (record) => port.postMessage(record));
  port.unref();
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  const url = local.resolve(specifier, context.parentURL);
  if (url !== null) return { url, shortCircuit: true };
  const offered = offeredModule(specifier);
  if (offered === null) {
    try {
      refuseAbsent(specifier, context.parentURL);
      const found = await next(specifier, context);
      return { ...found, url: local.versioned(found.url) ?? found.url };
    } catch (error) {
      local.notFound(context.parentURL);
      throw error;
    }
  }
  const ours = { url: offered.url, shortCircuit: true };
  if (!offered.isFallback) return ours;
  try {
    return await next(specifier, context);
  } catch {
    return ours;
  }
};

export const load: LoadHook = async (url, context, next) => {
  const loaded = loadOf(url);
  return loaded === null ? next(url, context) : { ...loaded, shortCircuit: true };
};
