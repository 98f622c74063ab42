/** Ids that no other process has. Node's `crypto` takes 5 ms to load and is loaded with the first one. */
import { createRequire } from "node:module";

export function uniqueId(): string {
  return (createRequire(import.meta.url)("node:crypto") as typeof import("node:crypto")).randomUUID();
}
