/**
 * Where the language server is: TypeScript 7 of our own package, never one that the notebook's folder may hold. The one
 * file that knows the package `typescript`.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export async function languageServerCommand(): Promise<string[]> {
  return [await typescriptProgram(), "--lsp", "--stdio"];
}

/** The compiler's binary; throws where there is none for this platform. */
export async function typescriptProgram(): Promise<string> {
  const folder = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  // Its own way to find the binary of this platform. The script `bin/tsc` would be one more process to end.
  const find = (await import(pathToFileURL(join(folder, "lib", "getExePath.js")).href)) as { default(): string };
  return find.default();
}
