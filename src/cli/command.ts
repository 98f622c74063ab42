/**
 * What every subcommand shares: options, exit codes and the output contract. Results go to stdout, messages to stderr;
 * `--json` prints one JSON object. Exit 0: done; 1: the input is at fault; 2: the command line is.
 */
import { type ParseArgsConfig, parseArgs } from "node:util";
import { didYouMean, isReticleError, ReticleError } from "../errors.ts";
import { parseLength } from "../units.ts";

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help text. */
  readonly usage: string;
  /** Returns the exit code. */
  run(args: readonly string[]): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values = Record<string, string | boolean | undefined>;

export interface ParsedArguments {
  readonly values: Values;
  readonly positionals: string[];
}

/** A mistake in the command line: exit code 2. */
export function commandLineError(message: string): ReticleError {
  return new ReticleError("CliError", "command-line", message);
}

/** What is wrong with a value is a mistake in the command line: all errors of ours, or some of them. */
export function given<T>(read: () => T, isMistake: (cause: ReticleError) => boolean = () => true): T {
  try {
    return read();
  } catch (cause) {
    if (!isReticleError(cause) || !isMistake(cause)) throw cause;
    throw commandLineError(cause.message);
  }
}

/** Parses options and exactly `positionals` other arguments, named for the message. */
export function parseCommandLine(
  args: readonly string[],
  options: Options,
  positionals: readonly string[],
): ParsedArguments {
  const known = Object.keys(options).map((name) => `--${name}`);
  // A negative number is a value and not an option: -5,-5,5,5.
  const joined: string[] = [];
  for (const argument of args) {
    const last = joined.at(-1);
    if (/^-[\d.]/.test(argument) && last?.startsWith("--") && !last.includes("="))
      joined[joined.length - 1] = `${last}=${argument}`;
    else joined.push(argument);
  }
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: joined, options, allowPositionals: true, strict: true });
  } catch (cause) {
    const unknown = /Unknown option '([^']+)'/.exec((cause as Error).message)?.[1];
    if (unknown)
      throw commandLineError(
        `unknown option ${unknown}${didYouMean(unknown, known) || `; the options are ${known.join(" ")}`}`,
      );
    throw commandLineError((cause as Error).message);
  }
  if (parsed.positionals.length !== positionals.length) {
    const extra = parsed.positionals.slice(positionals.length);
    throw commandLineError(
      extra.length > 0
        ? `unexpected argument ${extra.join(" ")}`
        : `missing ${positionals.slice(parsed.positionals.length).join(" and ")}`,
    );
  }
  return { values: parsed.values as Values, positionals: parsed.positionals };
}

/** The text of an option that must be given. */
export function required(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== "string") throw commandLineError(`missing --${name}`);
  return value;
}

/** Lengths in µm, as many as one of `counts`, from the option's text: 1,2.5,10nm. */
export function lengthsOf(text: string, name: string, counts: readonly number[]): number[] {
  const parts = text.split(",");
  if (!counts.includes(parts.length))
    throw commandLineError(`--${name} ${text} has ${parts.length} numbers; it takes ${counts.join(" or ")}`);
  return parts.map((part) => given(() => parseLength(part, `--${name}`)));
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

/** A message to the person at the terminal. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
