/**
 * Errors as the user sees them: positions of the TypeScript source, the line with a caret, none of our frames and none
 * of Node's. `Error.prepareStackTrace` does it for every stack that anybody reads.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { types } from "node:util";
import { inspectValue } from "../display/index.ts";
import type { ErrorReport } from "../ports.ts";
import { missingPackage } from "./missing-package.ts";
import { RecentMap } from "./recent-map.ts";
import { type Place, type Sources, shownPath } from "./sources.ts";
import { TypeScriptSyntaxError } from "./transpile.ts";
import { cellPrefix, cellUrl, requirePath } from "./urls.ts";

const red = (text: string) => `\u001b[31m${text}\u001b[39m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[22m`;
const mostFrames = 30;
const mostText = 20_000;
/** Files that were required are paths in frames. */
const requiredFile = /(?<=\(| )((?:\/|[A-Za-z]:\\)[^()]*\.[cm]?tsx?)(:\d+:\d+)/;

/** V8 calls a function after what it is assigned to, and a cell's last value is assigned to a name of ours. */
const ownName = /^(\s+at )(?:async |new )?\$reticle\$[\w$.]* (?:\[as [^\]]*\] )?\((.*)\)$/;

// A cell may give its name to something else.
const ErrorHere = Error;
const { defineProperty } = Object;

export class Tracebacks {
  #place: PropertyDescriptor = {};
  readonly #sources: Sources;
  readonly #folder: string;
  /** The folder of our own code, as URL and as path: both occur in frames. */
  readonly #own: { readonly url: string; readonly path: string };

  constructor(sources: Sources, folder: string, own: { url: string; path: string }) {
    this.#sources = sources;
    this.#folder = folder;
    this.#own = own;
  }

  /** A function that a library puts in the place of ours counts until it puts back what was there, or nothing. */
  install(): void {
    ErrorHere.stackTraceLimit = 50;
    const own = (error: unknown, frames: readonly unknown[]): string => {
      const shown = this.#shown(frames.map((frame) => `    at ${frame}`));
      return [headline(error), ...shown.slice(0, mostFrames)].join("\n");
    };
    let given: unknown = own;
    this.#place = {
      get: () => given,
      set: (value) => {
        given = typeof value === "function" ? value : own;
      },
      configurable: true,
      enumerable: true,
    };
    defineProperty(ErrorHere, "prepareStackTrace", this.#place);
  }

  /** Where it was deleted, it is put there again. */
  keep(): void {
    if (!("prepareStackTrace" in ErrorHere)) defineProperty(ErrorHere, "prepareStackTrace", this.#place);
  }

  /** `place` is where the error is, `awaited` where the cell waited for what failed, if it did. */
  report(thrown: unknown, place: Place | null = null, awaited: Place | null = null): ErrorReport {
    const { ename, evalue } = this.#named(thrown);
    const hint = missingPackage(thrown, this.#folder);
    const body = this.#body(thrown, place, awaited);
    const traceback = [
      `${red(ename)}: ${evalue}`,
      ...(hint === null ? [] : [hint]),
      ...body,
      ...this.#causes(thrown, body, new Set()),
    ];
    return { ename, evalue, traceback: traceback.map(shortened) };
  }

  #body(thrown: unknown, place: Place | null, awaited: Place | null = null): string[] {
    if (isError(thrown) && thrown instanceof TypeScriptSyntaxError) {
      return place === null ? [] : [...quote(place), `    at ${shownPlace(place)}`];
    }
    const frames = framesOf(thrown);
    // A broken file is where the error comes from; an import of the cell, what it has come to.
    const isOrigin = place !== null && !place.label.startsWith("In[");
    const innermost = isOrigin ? place : (this.#firstPlace(frames) ?? place ?? awaited);
    const lines = this.#shown(frames);
    if (awaited !== null && !lines.some((line) => line.includes(`${awaited.label}:`))) {
      lines.push(`    at async ${shownPlace(awaited)}`);
    }
    if (place !== null) lines.splice(isOrigin ? 0 : lines.length, 0, `    at ${shownPlace(place)}`);
    return [...(innermost === null ? [] : quote(innermost)), ...lines];
  }

  /** @param above what is shown of the places of `thrown`: where a cause has the same ones, they are not repeated. */
  #causes(thrown: unknown, above: readonly string[], seen: Set<unknown>): string[] {
    seen.add(thrown);
    if (!isError(thrown) || seen.size > 10) return [];
    return innerErrors(thrown).flatMap(({ error: cause, word }) => {
      if (seen.has(cause)) return [`${word} an error above`];
      const { ename, evalue } = this.#named(cause);
      const body = this.#body(cause, null);
      const isShown = body.join("\n") === above.join("\n");
      return [`${word} ${red(ename)}: ${evalue}`, ...(isShown ? [] : body), ...this.#causes(cause, body, seen)];
    });
  }

  /** Node's messages name who imports: a cell by its label, for its file is none. */
  #named(thrown: unknown): { ename: string; evalue: string } {
    const { ename, evalue } = nameOf(thrown);
    const labelOf = (run: string) => this.#sources.get(cellUrl(this.#folder, Number(run)))?.label ?? "a cell";
    const [before, ...behind] = evalue.replaceAll(requirePath(this.#folder), "a cell").split(cellPrefix(this.#folder));
    const labelled = behind.map((text) => text.replace(/^(\d+)\.ts/, (_, run: string) => labelOf(run)));
    return { ename, evalue: [before, ...labelled].join("") };
  }

  /** Those of the user's code, with the user's places. */
  #shown(frames: readonly string[]): string[] {
    return frames
      .filter((frame) => !this.#isOurs(frame))
      .map((frame) => this.#mapped(frame))
      .filter((frame) => frame !== null && !isInternal(frame)) as string[];
  }

  /** Asked of places as they are: those below the notebook's folder, where this package may lie, are shortened. */
  #isOurs(frame: string): boolean {
    return frame.includes(this.#own.url) || frame.includes(this.#own.path);
  }

  /**
   * A frame that the hook above has prepared already has our places, one that it has not has URLs. `null` is what the
   * transpiler has put before a file's code.
   */
  #mapped(frame: string): string | null {
    let isAdded = false;
    const withUrl = frame
      .replace(ownName, "$1$2")
      .replace(requiredFile, (_, path: string, at: string) => `${pathToFileURL(path).href}${at}`);
    const mapped = withUrl.replace(
      /(file:\/\/[^\s()]+):(\d+):(\d+)/,
      (_, url: string, line: string, column: string) => {
        const place = this.#sources.place(url, Number(line), Number(column));
        if (place !== null) {
          this.#places.set(shownPlace(place), place);
          return shownPlace(place);
        }
        isAdded = this.#sources.get(url) !== null;
        return `${shownPath(url, this.#folder)}:${line}:${column}`;
      },
    );
    return isAdded ? null : mapped;
  }

  /** Places that were written into stacks, so that they can be quoted. */
  readonly #places = new RecentMap<string, Place>(500);

  #firstPlace(frames: readonly string[]): Place | null {
    for (const frame of frames) {
      const known = /\(?([^\s()]+:\d+:\d+)\)?$/.exec(this.#mapped(frame) ?? "");
      const place = known === null ? undefined : this.#places.get(known[1]);
      if (place !== undefined) return place;
    }
    return null;
  }
}

function isInternal(frame: string): boolean {
  // What is left of a cell's URL is code that we put into it.
  return /\(?node:|reticle-guard|reticle:expression|\.reticle-cell-|\(<anonymous>\)$/.test(frame);
}

function shownPlace({ label, line, column }: Place): string {
  return `${label}:${line}:${column}`;
}

function quote(place: Place): string[] {
  const text = place.source.split("\n")[place.line - 1];
  if (text === undefined) return [];
  const number = String(place.line).padStart(5);
  // Long lines (data) are cut around the caret.
  const from = Math.max(0, place.column - 80);
  const caret = text.slice(from, place.column - 1).replace(/[^\t]/g, " ");
  return [`${dim(`${number} |`)} ${text.slice(from, from + 160)}`, `${dim("      |")} ${caret}${red("^")}`];
}

function framesOf(thrown: unknown): string[] {
  if (!isError(thrown)) return [];
  let stack: unknown;
  try {
    stack = thrown.stack;
  } catch {
    return [];
  }
  // Libraries ask V8 for its call sites in place of a text: `Error.prepareStackTrace = (_, sites) => sites`.
  if (Array.isArray(stack)) return stack.slice(0, mostFrames).map((site) => textOf(() => `    at ${site}`));
  if (typeof stack !== "string") return [];
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, mostFrames);
}

function nameOf(thrown: unknown): { ename: string; evalue: string } {
  if (!isError(thrown)) return { ename: "Thrown", evalue: textOf(() => inspectValue(thrown)) };
  return { ename: textOf(() => thrown.name) || "Error", evalue: textOf(() => thrown.message) };
}

/** Names and messages may be getters, or objects that cannot be made text. */
function textOf(read: () => unknown): string {
  try {
    return shortened(String(read()));
  } catch {
    return "an error that cannot be shown";
  }
}

function shortened(text: string): string {
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text;
}

function isError(thrown: unknown): thrown is Error {
  try {
    // Those of other contexts (`node:vm`) are no instances of ours.
    return types.isNativeError(thrown) || thrown instanceof Error;
  } catch {
    return false;
  }
}

function innerErrors(thrown: Error): { error: unknown; word: string }[] {
  try {
    const { errors } = thrown as { errors?: unknown };
    if (thrown.name === "SuppressedError") {
      // Of `using`: what a disposal threw after the code had thrown something.
      const { error, suppressed } = thrown as { error?: unknown; suppressed?: unknown };
      return [
        { error, word: "from the disposal:" },
        { error: suppressed, word: "it follows on" },
      ];
    }
    const isAggregate = Array.isArray(errors) && thrown.name === "AggregateError";
    const members = isAggregate
      ? errors.slice(0, 5).map((error: unknown) => ({ error, word: "one of its errors:" }))
      : [];
    return thrown.cause === undefined ? members : [...members, { error: thrown.cause, word: "caused by" }];
  } catch {
    return [];
  }
}

function headline(error: unknown): string {
  const { ename, evalue } = isError(error) ? nameOf(error) : capturedName(error);
  return evalue === "" ? ename : `${ename}: ${evalue}`;
}

/** Of an object that `Error.captureStackTrace` was given, as `console.trace` does it; as V8 reads it. */
function capturedName(holder: unknown): { ename: string; evalue: string } {
  const { name, message } = holder as { name?: unknown; message?: unknown };
  return { ename: textOf(() => name ?? "Error"), evalue: textOf(() => message ?? "") };
}

/** The folder of this build, to tell our frames. */
export function ownFolder(url: string): { url: string; path: string } {
  const folder = new URL(".", url);
  return { url: folder.href, path: fileURLToPath(folder) };
}
