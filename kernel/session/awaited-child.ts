/**
 * The child process that the main thread waits for in `execSync` and its like: nothing else can end that wait. It and all
 * that it has started get SIGINT, as Ctrl-C sends it in a terminal, and SIGTERM where that does not help. Not on Windows,
 * which has no such signals.
 */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** Children that clean up get so long, ms. */
const patience = 2000;

/** For one interrupt, which tries again and again. */
export class AwaitedChild {
  readonly #began = performance.now();
  readonly #told = new Set<number>();
  #isForced = false;
  #isBusy = false;

  /**
   * Each process is told once, for a second signal means more to many programs; at last all of them are ended. `other` is
   * the newest child that nobody waits for: where there is no newer one, the wait is just over.
   */
  async stop(other: number): Promise<void> {
    if (process.platform === "win32" || this.#isBusy) return;
    this.#isBusy = true;
    const found = await childWithDescendants().catch(listed);
    for (const pid of found[0] === other ? [] : found) {
      if (!this.#told.has(pid)) send(pid, "SIGINT");
      this.#told.add(pid);
    }
    if (!this.#isForced && performance.now() - this.#began > patience) {
      this.#isForced = true;
      // Also those whose parent has gone: they may hold what the child was to write to.
      for (const pid of this.#told) send(pid, "SIGTERM");
    }
    this.#isBusy = false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, or another user's.
  }
}

/** As Linux tells them: by thread, in the order of their start. The one that is waited for is the main thread's newest. */
async function childWithDescendants(): Promise<number[]> {
  const childrenOf = async (pid: number, threads?: readonly string[]): Promise<number[]> => {
    const files = (threads ?? (await readdir(`/proc/${pid}/task`))).map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, "utf8"),
    );
    return (await Promise.all(files)).join(" ").split(" ").filter(Boolean).map(Number);
  };
  const below = async (pid: number): Promise<number[]> =>
    // One may end while it is looked at.
    [pid, ...(await Promise.all((await childrenOf(pid).catch(() => [])).map(below))).flat()];
  const own = await childrenOf(process.pid, [String(process.pid)]);
  return own.length === 0 ? [] : below(own[own.length - 1]);
}

/** The same elsewhere: the newest process below this one that is not the session's own. */
async function listed(): Promise<number[]> {
  const list = await new Promise<string>((resolve) => {
    execFile("ps", ["-A", "-o", "pid=,ppid=,args="], { maxBuffer: 1 << 26 }, (_, stdout) => resolve(stdout));
  });
  const lines = [...list.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)];
  const all = lines.map(([, pid, parent, args]) => ({ pid: Number(pid), parent: Number(parent), args }));
  const below = (pid: number): number[] => [
    pid,
    ...all.filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid)),
  ];
  const own = all.filter(({ parent, args }) => parent === process.pid && !/^ps -A | --lsp --stdio$/.test(args));
  return own.length === 0 ? [] : below(own[own.length - 1].pid);
}
