/** What keeps inputs from one kernel to the next, and what is asked of it. */

/** `session` numbers kernels, `line` is the execution count. */
export type Entry = readonly [session: number, line: number, input: string];

export interface HistoryStore {
  /** The number of this kernel's session: greater than all before it. */
  readonly session: number;
  add(entries: readonly (readonly [line: number, input: string])[]): void;
  /** All three give entries oldest first. */
  tail(most: number): Entry[];
  /** From `start` up to, not including, `stop`. */
  range(session: number, start: number, stop: number): Entry[];
  /** The newest `most` inputs that match a glob; of equal ones only the newest where `unique` is true. */
  search(glob: string, most: number, unique: boolean): Entry[];
  close(): void;
}

/** So many inputs are kept. */
export const mostEntries = 10_000;
/** A longer input, in UTF-16 units, is not kept. */
export const longestInput = 1_000_000;

/** Answers of a store that has its entries at hand, oldest first. */
export function answersFrom(entries: () => readonly Entry[]): Pick<HistoryStore, "tail" | "range" | "search"> {
  return {
    tail: (most) => newest(entries(), most),
    range: (session, start, stop) => entries().filter(([s, line]) => s === session && line >= start && line < stop),
    search(glob, most, unique) {
      const pattern = globPattern(glob);
      const found = entries().filter(([, , input]) => pattern.test(input));
      return newest(unique ? lastOfEach(found) : found, most);
    },
  };
}

function newest(entries: readonly Entry[], most: number): Entry[] {
  return most === 0 ? [] : entries.slice(-most);
}

function lastOfEach(entries: readonly Entry[]): Entry[] {
  const last = new Map<string, Entry>();
  for (const entry of entries) {
    last.delete(entry[2]);
    last.set(entry[2], entry);
  }
  return [...last.values()];
}

/** SQLite's GLOB: `*`, `?` and classes, `[a-c]` or `[^a]`; there is no escape but a class of one. */
export function globPattern(glob: string): RegExp {
  const tokens = glob.match(/\*+|\[\^?\]?[^\]]*\]|./gsu) ?? [];
  const parts = tokens.map((token) => {
    if (token.startsWith("*")) return ".*";
    if (token === "?") return ".";
    // A class without an end.
    if (token === "[") return "(?!)";
    if (!/^\[.+\]$/s.test(token)) return escaped(token);
    const negated = token.startsWith("[^");
    const members = token.slice(negated ? 2 : 1, -1);
    return `[${negated ? "^" : ""}${members.replace(/[\\\]^[]/g, "\\$&")}]`;
  });
  try {
    return new RegExp(`^${parts.join("")}$`, "su");
  } catch {
    // A class whose range runs backwards matches nothing, as in SQLite.
    return /$^./;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
