/**
 * `require` of the user's TypeScript on Node 20, which has no hooks for it; elsewhere our hooks and Node's own
 * `require` of modules do it. A file that was required is not loaded again when it is edited.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { transpileCommonJs } from "../transpile.ts";
import type { ModuleRecord } from "./local.ts";

interface CommonJsModule {
  _compile(code: string, path: string): void;
}

export function requireTypeScript(record: (record: ModuleRecord) => void): void {
  const { extensions } = createRequire(import.meta.url) as unknown as { extensions: Record<string, unknown> };
  for (const extension of [".ts", ".cts", ".tsx"]) {
    extensions[extension] = (module: CommonJsModule, path: string): void => {
      const source = readFileSync(path, "utf8");
      const { code, map } = transpileCommonJs(source, extension === ".tsx");
      record({ url: pathToFileURL(path).href, source, map });
      module._compile(code, path);
    };
  }
}
