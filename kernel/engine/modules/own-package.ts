/** `import … from "reticle"` works in every folder: where the notebook's has no such package, it is this one. */
import { readFileSync } from "node:fs";

export function isOwnName(specifier: string): boolean {
  return specifier === "reticle";
}

/** What this package exports, found from this file's place in `dist/kernel/engine/modules`. */
export function ownModule(): string {
  const manifest = new URL("../../../../package.json", import.meta.url);
  const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports: { ".": { default: string } } };
  return new URL(exports["."].default, manifest).href;
}
