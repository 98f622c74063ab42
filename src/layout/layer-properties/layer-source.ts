/**
 * What an entry of layer properties is about, in KLayout's notation: `8/0@1`, `METAL 8/0@1`, `METAL@*`, `1/*`, `7/0@2`.
 * A star stands for any number; what is not said by a member of a group is what its group says. Transforms `(…)`,
 * levels `#…`, property selectors `[…]` and layer indices `%n` are kept and not acted upon.
 */
import { checkArgument, ReticleError } from "../../errors.ts";
import type { Layer } from "../layer.ts";

export interface LayerSource {
  readonly name?: string;
  /** Undefined for any. */
  readonly layer?: number;
  readonly datatype?: number;
  /** The layout that is meant where several are shown, from 1; undefined for any. */
  readonly layout?: number;
  /** Layer index, transforms, levels and properties, as written. */
  readonly rest: string;
}

const quoted = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const token = new RegExp(
  String.raw`\s*(?:(?<numbers>(?:\d+|\*)(?:\s*/\s*(?:\d+|\*))?)|@\s*(?<layout>\d+|\*)|(?<name>${quoted}|[A-Za-z_$][\w.$]*)|(?<rest>%\d+|\((?:${quoted}|[^()])*\)|\[(?:${quoted}|[^\]'"])*\]|#[-+*.\d()]+))`,
  "uy",
);

/** Throws a LayoutError `source-syntax` for a text that is no source. */
export function parseSource(text: string): LayerSource {
  const found: { -readonly [K in keyof LayerSource]: LayerSource[K] } = { layout: 1, rest: "" };
  const rest: string[] = [];
  token.lastIndex = 0;
  checkArgument(typeof text === "string", text, "LayoutError", 'the source of a layer, as "1/0",');
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const groups = token.exec(text)?.groups;
    if (groups === undefined) throw syntaxError(text, from);
    if (groups.numbers !== undefined) [found.layer, found.datatype] = numbersOf(groups.numbers, text);
    else if (groups.layout !== undefined) found.layout = groups.layout === "*" ? undefined : Number(groups.layout);
    else if (groups.name !== undefined) found.name = unquoted(groups.name);
    else rest.push(groups.rest);
  }
  found.rest = rest.join(" ");
  return found;
}

/** "1" is 1/0, "*" any layer. */
function numbersOf(text: string, source: string): [number | undefined, number | undefined] {
  const [layer, datatype = layer === "*" ? "*" : "0"] = text.split("/").map((part) => part.trim());
  const number = (part: string) => {
    if (part === "*") return undefined;
    if (Number(part) > 2 ** 31 - 1) throw syntaxError(source, source.indexOf(part));
    return Number(part);
  };
  return [number(layer), number(datatype)];
}

function syntaxError(text: string, at: number): ReticleError {
  return new ReticleError(
    "LayoutError",
    "source-syntax",
    `source "${text}" cannot be understood from "${text.slice(at, at + 20).trim()}" on; it is of the form 8/0@1, 8/*@*, NAME@1 or NAME 8/0@1`,
  );
}

function unquoted(name: string): string {
  return /^['"]/.test(name) ? name.slice(1, -1).replace(/\\(.)/gu, "$1") : name;
}

/** The source of a member of a group: its own words, else the group's. */
export function mergedSource(group: LayerSource, member: LayerSource): LayerSource {
  const isNumbered = member.layer !== undefined || member.datatype !== undefined;
  return {
    name: member.name ?? group.name,
    layer: isNumbered ? (member.layer ?? group.layer) : group.layer,
    datatype: member.datatype ?? group.datatype,
    layout: member.layout ?? group.layout,
    rest: [group.rest, member.rest].filter((part) => part !== "").join(" "),
  };
}

/** "METAL 8/0@1", as KLayout prints it. */
export function printSource({ name, layer, datatype, layout, rest }: LayerSource): string {
  const words = name === undefined ? [] : [/^[A-Za-z_$][\w.$]*$/.test(name) ? name : quote(name)];
  const isNumbered = layer !== undefined || datatype !== undefined;
  if (isNumbered || (name === undefined && !rest.startsWith("%"))) words.push(`${layer ?? "*"}/${datatype ?? "*"}`);
  const index = /^%\d+/.exec(rest)?.[0] ?? "";
  const after = rest.slice(index.length).trim();
  return `${words.join(" ")}${index}@${layout ?? "*"}${after === "" ? "" : ` ${after}`}`;
}

function quote(name: string): string {
  return `'${name.replace(/['\\]/g, "\\$&")}'`;
}

/** True where a source means a layer: by numbers where it has any, else by name. A layer index means nothing here. */
export function isSourceOf({ name, layer, datatype, rest }: LayerSource, { layer: l, datatype: d, name: n }: Layer) {
  if (rest.startsWith("%")) return false;
  if (layer === undefined && datatype === undefined && name !== undefined) return name === n;
  return (layer === undefined || layer === l) && (datatype === undefined || datatype === d);
}
