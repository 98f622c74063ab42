/** Under these names V8 and the module loader know the cells. They lie in the notebook's folder. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export function cellUrl(folder: string, run: number): string {
  if (folder !== newest.folder) newest = { folder, prefix: pathToFileURL(cellPrefix(folder)).href };
  return `${newest.prefix}${run}.ts`;
}

/** Making a URL takes longer than running many a cell. */
let newest = { folder: "", prefix: "" };

/** What the paths of all cells begin with. */
export function cellPrefix(folder: string): string {
  return join(folder, ".reticle-cell-");
}

/** Where `require` of all cells starts from. */
export function requirePath(folder: string): string {
  return join(folder, ".reticle-cell.js");
}
