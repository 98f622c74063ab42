/** history_request: the inputs of this session, in memory. */
import type { JsonObject } from "../wire/index.ts";

type Entry = readonly [session: number, line: number, input: string];

export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push([1, line, input]);
  }

  answer(request: JsonObject): JsonObject {
    const found = this.#select(request);
    const history = request.output === true ? found.map(([s, line, input]) => [s, line, [input, null]]) : found;
    return { status: "ok", history };
  }

  #select(request: JsonObject): readonly Entry[] {
    const most = typeof request.n === "number" ? Math.max(0, request.n) : this.#entries.length;
    switch (request.hist_access_type) {
      case "range":
        return this.#range(Number(request.session ?? 0), Number(request.start ?? 0), request.stop);
      case "search": {
        const pattern = globPattern(String(request.pattern ?? "*"));
        const found = this.#entries.filter(([, , input]) => pattern.test(input));
        return last(request.unique === true ? unique(found) : found, most);
      }
      default:
        return last(this.#entries, most);
    }
  }

  /** Session 0 is this one; negative numbers count back from it, and there is nothing there. */
  #range(session: number, start: number, stop: unknown): Entry[] {
    if (session !== 0 && session !== 1) return [];
    const end = typeof stop === "number" ? stop : Number.POSITIVE_INFINITY;
    return this.#entries.filter(([, line]) => line >= start && line < end);
  }
}

function last<T>(list: readonly T[], count: number): T[] {
  return count === 0 ? [] : list.slice(-count);
}

function unique(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry[2], entry])).values()];
}

/** `*` and `?` as in a shell. */
function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, "[^]*").replace(/\?/g, "[^]")}$`);
}
