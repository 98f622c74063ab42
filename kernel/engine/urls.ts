/** Under these names V8 and the module loader know the cells. They lie in the notebook's folder. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export function cellUrl(folder: string, run: number): string {
  return pathToFileURL(`${cellPrefix(folder)}${run}.ts`).href;
}

/** What the paths of all cells begin with. */
export function cellPrefix(folder: string): string {
  return join(folder, ".reticle-cell-");
}

/** Where `require` of all cells starts from. */
export function requirePath(folder: string): string {
  return join(folder, ".reticle-cell.js");
}
