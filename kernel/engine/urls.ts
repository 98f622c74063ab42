/** Under these names V8 and the module loader know the cells. They lie in the notebook's folder. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export function cellUrl(folder: string, run: number): string {
  return pathToFileURL(join(folder, `.reticle-cell-${run}.ts`)).href;
}
