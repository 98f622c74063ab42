/** Names of cells that are taken, and some that are not. */
import { ReticleError } from "../../errors.ts";

/** A name that is not taken yet: "via", else "via$1", "via$2"…, as KLayout makes them. */
export function uniqueName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  const stem = name.replace(/\$\d+$/, "");
  for (let n = 1; ; n++) if (!isTaken(`${stem}$${n}`)) return `${stem}$${n}`;
}

export function nameTaken(name: string, where: string): ReticleError {
  return new ReticleError("LayoutError", "duplicate-cell", `${where} already has a cell named "${name}"`);
}
