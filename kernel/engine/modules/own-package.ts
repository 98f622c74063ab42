/**
 * Modules that the kernel offers in every folder: `reticle`, where the notebook's own folder has no such package, and
 * `tslab`, always (the real one could not show anything here).
 */
import { readFileSync } from "node:fs";

export interface OfferedModule {
  readonly url: string;
  /** The notebook's own package of that name comes first. */
  readonly isFallback: boolean;
}

export function offeredModule(specifier: string): OfferedModule | null {
  if (specifier === "tslab")
    return { url: new URL("../../display/tslab.cjs", import.meta.url).href, isFallback: false };
  return specifier === "reticle" ? { url: ownModule(), isFallback: true } : null;
}

/** What this package exports, found from this file's place in `dist/kernel/engine/modules`. */
function ownModule(): string {
  const manifest = new URL("../../../../package.json", import.meta.url);
  const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports: { ".": { default: string } } };
  return new URL(exports["."].default, manifest).href;
}
