/**
 * One family of errors and one channel of warnings for the whole library.
 *
 * An error has a `tag` (its family, "GdsError") and a `code` (kebab-case, what programs compare). Its message is one
 * sentence: what was wrong, the value seen, what is allowed, where. `isReticleError` looks at the brand and not at the
 * class, so that it also works across two copies of the package in one process.
 */

const brand = Symbol.for("reticle.error");

export type ErrorTag =
  | "UnitsError"
  | "FileError"
  | "ViewError"
  | "GeometryError"
  | "ImageError"
  | "CameraError"
  | "RasterError"
  | "RegionError"
  | "LayoutError"
  | "FormatError"
  | "GdsError"
  | "OasisError"
  | "LypError"
  | "NpyError"
  | "PngError"
  | "TiffError"
  | "BmpError"
  | "ZarrError"
  | "RawError"
  | "PythonError"
  | "PlsError"
  | "CliError";

/** Where something went wrong: only what is known is set. */
export interface ErrorPlace {
  readonly file?: string;
  /** Byte offset from the start of the (decompressed) data. */
  readonly offset?: number;
  /** Name of the record or chunk, as the format's standard spells it. */
  readonly record?: string;
  readonly cell?: string;
  /** One-based. */
  readonly line?: number;
  /** One-based. */
  readonly column?: number;
}

/** An error of this library. Its message already tells the place; `place` has it for programs. */
export class ReticleError extends Error {
  readonly tag: ErrorTag;
  readonly code: string;
  readonly place: ErrorPlace;

  constructor(tag: ErrorTag, code: string, message: string, options: { place?: ErrorPlace; cause?: unknown } = {}) {
    const place = options.place ?? {};
    super(message + placeText(place), options.cause === undefined ? undefined : { cause: options.cause });
    this.name = tag;
    this.tag = tag;
    this.code = code;
    this.place = place;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** True for an error of this library, of the given family where one is named. */
export function isReticleError(error: unknown, tag?: ErrorTag): error is ReticleError {
  if (typeof error !== "object" || error === null || !(brand in error)) return false;
  return tag === undefined || (error as unknown as ReticleError).tag === tag;
}

function placeText(place: ErrorPlace): string {
  const parts: string[] = [];
  if (place.record !== undefined) parts.push(`in record ${place.record}`);
  if (place.offset !== undefined) parts.push(`at byte ${place.offset}`);
  if (place.cell !== undefined) parts.push(`in cell "${place.cell}"`);
  if (place.file !== undefined) {
    const line =
      place.line === undefined ? "" : `:${place.line}` + (place.column === undefined ? "" : `:${place.column}`);
    parts.push(`in ${place.file}${line}`);
  }
  return parts.length === 0 ? "" : `; ${parts.join(", ")}`;
}

/** A value as a message shows it. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = value.constructor?.name || "object";
  // "a Uint8Array" begins as "you" does.
  return `${/^(?:[aeio]|un)/i.test(name) ? "an" : "a"} ${name}`;
}

/** A list of all names of the options T: the compiler refuses one that is not complete. */
type NamesOf<T, N extends readonly (keyof T)[]> = [Exclude<keyof T, N[number]>] extends [never]
  ? N
  : readonly Exclude<keyof T, N[number]>[];

/**
 * The options of a call, which come by name. Throws an error `options` of the family for what is no object, and
 * `unknown-option` where a name is none of `names`: one that is misspelt would change nothing, without a word.
 */
export function optionsOf<T, const N extends readonly (keyof T)[]>(
  options: T,
  tag: ErrorTag,
  names?: NamesOf<T, N>,
): T {
  if (typeof options !== "object" || options === null)
    throw new ReticleError(tag, "options", `options are given by name, { … }; ${describe(options)} is no such object`);
  if (names !== undefined) checkNames(options, tag, names as readonly string[]);
  return options;
}

function checkNames(options: object, tag: ErrorTag, names: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (names.includes(name) || value === undefined) continue;
    const hint = didYouMean(name, names) || `; the options are ${names.join(", ")}`;
    throw new ReticleError(tag, "unknown-option", `there is no option ${JSON.stringify(name)} here${hint}`);
  }
}

/** Throws an error `argument` of the family where a value is not what `wanted` says. */
export function checkArgument(isRight: boolean, value: unknown, tag: ErrorTag, wanted: string): void {
  if (!isRight) throw new ReticleError(tag, "argument", `${describe(value)} was given where ${wanted} belongs`);
}

/** Something that was read or done differently from what the input says, without being an error. */
export interface ReticleWarning {
  readonly tag: ErrorTag;
  readonly code: string;
  readonly message: string;
  readonly place: ErrorPlace;
}

export type WarningListener = (warning: ReticleWarning) => void;

const listeners = new Set<WarningListener>();

/**
 * Hears every warning of the library until the returned function is called.
 * While nobody listens, warnings go to the error stream.
 */
export function onWarning(listener: WarningListener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The one way to warn. */
export function warn(tag: ErrorTag, code: string, message: string, place: ErrorPlace = {}): void {
  const warning: ReticleWarning = { tag, code, message: message + placeText(place), place };
  if (listeners.size === 0) console.warn(`warning: ${warning.message}`);
  for (const listener of listeners) listener(warning);
}

/** The names most like `name` (edit distance, case ignored), best first, at most `most` of them. */
export function nearestNames(name: string, names: Iterable<string>, most = 3): string[] {
  const wanted = String(name).toLowerCase();
  // Two of three letters are another word.
  const limit = wanted.length <= 3 ? 1 : Math.max(2, Math.ceil(wanted.length / 2));
  const scored: { name: string; distance: number }[] = [];
  for (const candidate of names) {
    const lower = candidate.toLowerCase();
    const distance = lower.startsWith(wanted) || wanted.startsWith(lower) ? 1 : editDistance(wanted, lower);
    if (distance <= limit) scored.push({ name: candidate, distance });
  }
  scored.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const best = scored[0]?.distance ?? 0;
  return scored
    .filter(({ distance }) => distance <= best + 1)
    .slice(0, most)
    .map((entry) => entry.name);
}

/** `; did you mean "a" or "b"?`, or nothing where no name is near. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const near = nearestNames(name, names);
  return near.length === 0 ? "" : `; did you mean ${near.map((entry) => `"${entry}"`).join(" or ")}?`;
}

/** Letters that are put in, left out, exchanged, or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? before[j - 2] + 1 : Infinity;
      current.push(Math.min(substitution, swap, previous[j] + 1, current[j - 1] + 1));
    }
    before = previous;
    previous = current;
  }
  return previous[b.length];
}
