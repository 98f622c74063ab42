/**
 * Says when files change. Their folders are watched, since editors write another file and rename it; where a folder cannot
 * be watched, the files are looked at again and again.
 */
import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, resolve } from "node:path";

/** Editors write in several steps. */
const settle = 15;
const slow = 500;

export interface FileWatch {
  /** Watches these files instead of those before. */
  set(files: readonly string[]): void;
  close(): void;
}

export function watchFiles(onChange: () => void): FileWatch {
  let watchers: FSWatcher[] = [];
  let states = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  const look = (isLate: boolean) => {
    const now = new Map([...states.keys()].map((file) => [file, stateOf(file)]));
    // Who has just emptied a file is about to write it.
    const changed = [...now].filter(([file, state]) => state !== states.get(file) && (isLate || !isEmpty(state)));
    for (const [file, state] of changed) states.set(file, state);
    if (changed.length > 0) onChange();
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      look(false);
    }, settle);
  };
  const poll = setInterval(() => look(true), slow);
  const closeAll = () => {
    for (const one of watchers) one.close();
    watchers = [];
  };
  return {
    set(files) {
      closeAll();
      const paths = files.map((file) => resolve(file));
      states = new Map(paths.map((file) => [file, states.get(file) ?? stateOf(file)]));
      for (const folder of new Set(paths.map((file) => dirname(file)))) {
        try {
          const watcher = watch(folder, soon);
          watcher.on("error", () => watcher.close());
          watchers.push(watcher);
        } catch {
          // The interval above looks at it.
        }
      }
    },
    close() {
      clearInterval(poll);
      clearTimeout(timer);
      closeAll();
    },
  };
}

function isEmpty(state: string): boolean {
  return state.startsWith("0 ");
}

function stateOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${size} ${mtimeMs} ${ino}`;
  } catch {
    return "none";
  }
}
