/** Where history is kept, and by what. */
import { homedir } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../make-folder.ts";
import { memoryStore } from "./memory.ts";
import type { HistoryStore } from "./store.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder, or null where RETICLE_HISTORY is `off`. */
export function historyFolder(env: Environment = process.env, platform: string = process.platform): string | null {
  if (env.RETICLE_HISTORY === "off") return null;
  if (env.RETICLE_HISTORY) return env.RETICLE_HISTORY;
  const home = env.HOME || homedir();
  if (platform === "win32") return join(env.APPDATA || join(home, "AppData", "Roaming"), "reticle");
  if (platform === "darwin") return join(home, "Library", "Application Support", "reticle");
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "reticle");
}

/** Throws where the folder or the file cannot be used. */
export async function openHistory(): Promise<HistoryStore> {
  const folder = historyFolder();
  if (folder === null) return memoryStore();
  makeFolder(folder, 0o700);
  if (await hasSqlite()) return (await import("./sqlite.ts")).openSqliteStore(folder);
  return (await import("./lines.ts")).openLinesStore(folder);
}

async function hasSqlite(): Promise<boolean> {
  try {
    await import("node:sqlite");
    return true;
  } catch {
    return false;
  }
}
