/**
 * History as JSON lines, for a Node without SQLite. Several kernels append to one file: each says once that it has begun,
 * `{"session":ID}`, and then its inputs, `{"session":ID,"line":N,"input":TEXT}`. Sessions are numbered in the order of
 * their beginnings, so that nobody has to agree on a number. What is no such line is passed over.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { answersFrom, type Entry, type HistoryStore, mostEntries } from "./store.ts";

interface Line {
  readonly session: string;
  readonly line?: number;
  readonly input?: string;
  /** Sessions that were dropped before this one, in a file that was made shorter. */
  readonly before?: number;
}

export function openLinesStore(folder: string): HistoryStore {
  const file = join(folder, "history.jsonl");
  if (existsSync(file)) shorten(file);
  const session = randomUUID();
  append(file, [{ session }]);
  const number = read(file).numbers.get(session) ?? 1;
  return {
    session: number,
    add: (added) =>
      append(
        file,
        added.map(([line, input]) => ({ session, line, input })),
      ),
    ...answersFrom(() => read(file).entries.slice(-mostEntries)),
    close() {},
  };
}

function append(file: string, lines: readonly Line[]): void {
  const text = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  for (;;) {
    const descriptor = openSync(file, "a", 0o600);
    try {
      // One write, so that two kernels' lines do not mix.
      writeSync(descriptor, text);
      // Another kernel may have put a shorter file in this one's place meanwhile.
      if (fstatSync(descriptor).ino === statSync(file).ino) return;
    } finally {
      closeSync(descriptor);
    }
  }
}

function read(file: string): { entries: Entry[]; numbers: Map<string, number> } {
  return parse(readFileSync(file, "utf8"));
}

function parse(text: string): { entries: Entry[]; numbers: Map<string, number> } {
  const numbers = new Map<string, number>();
  // A line may stand twice where a file was made shorter while it was written.
  const entries = new Map<string, Entry>();
  let sessions = 0;
  for (const { session, line, input, before } of text.split("\n").map(parsed)) {
    if (session === "") continue;
    if (typeof before === "number") sessions = before;
    if (!numbers.has(session)) numbers.set(session, ++sessions);
    if (typeof line !== "number" || typeof input !== "string") continue;
    entries.set(`${session} ${line}`, [numbers.get(session) ?? 0, line, input]);
  }
  return { entries: [...entries.values()].sort(([a, x], [b, y]) => a - b || x - y), numbers };
}

function parsed(text: string): Line {
  try {
    const line = JSON.parse(text) as Partial<Line> | null;
    if (typeof line?.session === "string") return line as Line;
  } catch {
    // The last line of a kernel that was killed, or somebody else's.
  }
  return { session: "" };
}

/**
 * Keeps the newest inputs of a file that has twice as many or is large. Kernels go on appending meanwhile: what came
 * after the file was read is added behind, and who still writes into the old file afterwards finds that out.
 */
function shorten(file: string): void {
  const old = openSync(file, "r");
  try {
    const whole = readFileSync(old);
    const { entries, numbers } = parse(whole.toString());
    if (entries.length <= 2 * mostEntries && whole.length < 64 * 2 ** 20) return;
    const names = new Map([...numbers].map(([session, number]) => [number, session]));
    const kept = withinBytes(entries.slice(-mostEntries), 32 * 2 ** 20);
    const first = kept[0]?.[0] ?? numbers.size;
    const heads = [...names].filter(([number]) => number >= first);
    const lines: Line[] = heads.map(([number, session]) => ({ session, before: number - 1 }));
    for (const [number, line, input] of kept) lines.push({ session: names.get(number) ?? "", line, input });
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { mode: 0o600 });
    renameSync(draft, file);
    const late = readFileSync(old);
    if (late.length > 0)
      append(
        file,
        late
          .toString()
          .split("\n")
          .map(parsed)
          .filter(({ session }) => session !== ""),
      );
  } catch {
    // Somebody else does the same, or the file is held (Windows): the next kernel tries again.
    rmSync(`${file}.${process.pid}`, { force: true });
  } finally {
    closeSync(old);
  }
}

function withinBytes(entries: readonly Entry[], most: number): Entry[] {
  let room = most;
  const first = entries.findLastIndex(([, , input]) => {
    room -= input.length;
    return room < 0;
  });
  return entries.slice(first + 1);
}
