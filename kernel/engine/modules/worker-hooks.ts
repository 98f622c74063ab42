/** What a worker thread of the user's imports before its own file: the module hooks, and source maps for its errors. */
import * as nodeModule from "node:module";
import { synchronousHooks } from "./hooks.ts";
import { InlineMaps } from "./inline-maps.ts";
import { requireTypeScript } from "./require.ts";

process.setSourceMapsEnabled(true);
if (typeof nodeModule.registerHooks === "function") {
  const inline = new InlineMaps();
  nodeModule.registerHooks(synchronousHooks(inline.local, (url) => inline.load(url)));
} else {
  requireTypeScript(() => {});
  nodeModule.register("./thread.js", import.meta.url, { data: { port: null } });
}
