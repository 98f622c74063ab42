/** The options of `reticle pls`. */
import { isReticleError } from "../../errors.ts";
import type { PlsLimits } from "../../pls/index.ts";
import { parseLength } from "../../units.ts";
import { commandLineError, parseCommandLine } from "../command.ts";
import { isLayoutFile } from "./write-output.ts";

export interface PlsArguments {
  readonly file: string;
  readonly output: string | undefined;
  readonly isCheck: boolean;
  readonly isViewed: boolean;
  readonly isWatched: boolean;
  readonly isPdf: boolean;
  readonly isOpened: boolean;
  readonly isJson: boolean;
  readonly isLegend: boolean;
  readonly isStrict: boolean;
  readonly port: number;
  readonly lyp: string | undefined;
  readonly dbu: number | undefined;
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly limits: Partial<PlsLimits>;
}

const options = {
  output: { type: "string", short: "o" },
  check: { type: "boolean", short: "n" },
  view: { type: "boolean", short: "v" },
  watch: { type: "boolean", short: "w" },
  pdf: { type: "boolean", short: "p" },
  // polyp compiles again where nothing changed; here that is always done.
  force: { type: "boolean", short: "f" },
  "no-open": { type: "boolean" },
  port: { type: "string" },
  lyp: { type: "string" },
  dbu: { type: "string" },
  param: { type: "string", multiple: true },
  legend: { type: "boolean" },
  strict: { type: "boolean" },
  limit: { type: "string", multiple: true },
  json: { type: "boolean" },
} as const;

const outputEnding = /\.(gds|gds2|gdsii|gds\.gz|oas|oasis|oas\.gz|svg|pdf|png|json)$/i;

export function plsArguments(args: readonly string[]): PlsArguments {
  const { values, positionals } = parseCommandLine(args, options, ["FILE.pls"]);
  const text = (name: string) => values[name] as string | undefined;
  const list = (name: string) => (values[name] as unknown as string[] | undefined) ?? [];
  const is = (name: string) => values[name] === true;
  const output = text("output");
  if (output !== undefined && !outputEnding.test(output))
    throw commandLineError(`-o ${output} ends with none of .gds .gds.gz .oas .oas.gz .svg .pdf .png .json`);
  if (output !== undefined && is("pdf"))
    throw commandLineError("-p and -o exclude each other; -o NAME.pdf writes a PDF");
  if (is("check") && (output !== undefined || is("pdf")))
    throw commandLineError("-n writes nothing: without -o and -p");
  const isViewed = is("view") || is("watch");
  const [file] = positionals;
  if (isLayoutFile(file) && !isViewed)
    throw commandLineError(`${file} is no program: reticle pls takes .pls files; reticle view shows layouts`);
  if (file === "-" && (isViewed || (output === undefined && !is("check"))))
    throw commandLineError("a program from the standard input needs -o or -n, and is not viewed");
  if (isViewed && is("json")) throw commandLineError("--json is for compiling once: without -v and -w");
  return {
    file,
    output,
    isCheck: is("check"),
    isViewed,
    isWatched: is("watch"),
    isPdf: is("pdf"),
    isOpened: !is("no-open"),
    isJson: is("json"),
    isLegend: is("legend"),
    isStrict: is("strict"),
    port: portOf(text("port")),
    lyp: text("lyp"),
    dbu: text("dbu") === undefined ? undefined : dbuOf(text("dbu")!),
    parameters: Object.fromEntries(list("param").map(parameterOf)),
    limits: Object.fromEntries(list("limit").map(limitOf)),
  };
}

export function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw commandLineError(`--port ${text} is not a number from 0 to 65535`);
}

function dbuOf(text: string): number {
  let dbu: number;
  try {
    dbu = parseLength(text, "--dbu");
  } catch (error) {
    throw isReticleError(error) ? commandLineError(error.message) : error;
  }
  if (dbu > 0) return dbu;
  throw commandLineError(`--dbu ${text} is not above 0`);
}

/** A number where it reads as one, else a text; quotes make it a text. */
function parameterOf(text: string): [string, number | string] {
  const found = /^([A-Za-z_]\w*)=(.*)$/s.exec(text);
  if (found === null) throw commandLineError(`--param ${text} is not of the form name=value`);
  const [, name, value] = found;
  const quoted = /^(["'])(.*)\1$/s.exec(value);
  if (quoted !== null) return [name, quoted[2]];
  if (value === "True" || value === "False") return [name, value === "True" ? 1 : 0];
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) && Number.isFinite(Number(value));
  return [name, isNumber ? Number(value) : value];
}

function limitOf(text: string): [string, number] {
  const found = /^(steps|vertices|depth|cells)=(\d+(?:e\d+)?)$/i.exec(text);
  if (found === null || !(Number(found[2]) >= 1))
    throw commandLineError(
      `--limit ${text} is not of the form name=number; the limits are steps, vertices, depth, cells`,
    );
  return [found[1], Number(found[2])];
}
