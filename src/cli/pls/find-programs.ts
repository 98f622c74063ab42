/** The programs of a workspace: .pls files in its folders and below, without those that tools keep for themselves. */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/** More is no workspace of programs: then only the first are looked at. */
const most = { programs: 2000, folders: 5000, depth: 20 };

export function findPrograms(folders: readonly string[], { isDeep }: { readonly isDeep: boolean }): string[] {
  const found: string[] = [];
  const waiting = folders.map((folder) => ({ folder, depth: 0 }));
  for (let i = 0; i < waiting.length && i < most.folders; i++) {
    const { folder, depth } = waiting[i];
    for (const entry of entriesOf(folder)) {
      // Links are not followed: they may lead in circles.
      if (entry.isFile() && /\.pls$/i.test(entry.name)) found.push(join(folder, entry.name));
      if (found.length >= most.programs) return found;
      const isOurs = entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules";
      if (isDeep && isOurs && depth < most.depth) waiting.push({ folder: join(folder, entry.name), depth: depth + 1 });
    }
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // It is gone, or may not be read.
    return [];
  }
}
