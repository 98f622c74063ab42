/** The user's modules with their source maps inside, for threads whose errors Node itself takes back to the source. */
import { mappedMark } from "../../ports.ts";
import { type LoadedModule, LocalModules, type ModuleRecord, ownCode } from "./local.ts";

export class InlineMaps {
  #record: ModuleRecord | null = null;
  readonly local = new LocalModules(ownCode, (record) => {
    this.#record = record;
  });

  /** As `LocalModules.load`. */
  load(url: string): LoadedModule | null {
    this.#record = null;
    const loaded = this.local.load(url);
    const { map } = (this.#record ?? { map: "" }) as ModuleRecord;
    if (loaded === null || map === "" || !loaded.source.endsWith(mappedMark)) return loaded;
    const named = JSON.stringify({ ...JSON.parse(map), sources: [url.replace(/[?#].*$/, "")] });
    const inline = `data:application/json;base64,${Buffer.from(named).toString("base64")}`;
    const code = loaded.source.slice(0, -mappedMark.length);
    return { ...loaded, source: `${code}\n//# sourceMappingURL=${inline}` };
  }
}
