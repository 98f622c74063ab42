/**
 * Reading KLayout's layer properties (.lyp). Elements that are not known here are kept as they are; of an element that
 * stands twice the last counts, as in KLayout.
 */
import { isReticleError, optionsOf, ReticleError } from "../../errors.ts";
import {
  type CustomPattern,
  checkColor,
  type ForeignElement,
  type LayerEntry,
  LayerProperties,
  type LayerTab,
  layerEntry,
  parseSource,
} from "../../layout/index.ts";
import { checkBytes, type FileName, fileSize, pathOrBytes, readFileBytes } from "../../platform/index.ts";
import { parseXml, type XmlElement, xmlError } from "./xml.ts";
import { decodeXmlText } from "./xml-text.ts";

export interface ReadLypOptions {
  /** What the file is called in messages, where bytes are given. */
  readonly file?: string;
  /** Bytes that a file may have: 64 MiB. */
  readonly limit?: number;
}

const defaultLimit = 2 ** 26;

/**
 * Reads KLayout's layer properties: `const properties = await readLyp("sg13g2.lyp")`. They show themselves as a table;
 * `layout.picture({ properties })` draws with them.
 * Throws a LypError that names line and column; a FileError where the file cannot be read.
 */
export async function readLyp(source: FileName | Uint8Array, options: ReadLypOptions = {}): Promise<LayerProperties> {
  const from = pathOrBytes(source);
  if (typeof from !== "string") return decodeLyp(from, options);
  checkSize(fileSize(from), { file: from, ...options });
  return decodeLyp(readFileBytes(from), { file: from, ...options });
}

/** The same from bytes, at once. */
export function decodeLyp(bytes: Uint8Array, options: ReadLypOptions = {}): LayerProperties {
  checkBytes(bytes);
  optionsOf(options, "LypError", ["file", "limit"]);
  checkSize(bytes.length, options);
  const text = decodeXmlText(bytes, options.file);
  return new LypReader(text, options.file).read();
}

function checkSize(size: number, { file, limit = defaultLimit }: ReadLypOptions): void {
  if (size <= limit) return;
  throw new ReticleError("LypError", "size-limit", `${size} bytes are more than ${limit}, the limit`, {
    place: { file },
  });
}

class LypReader {
  readonly #text: string;
  readonly #file: string | undefined;

  constructor(text: string, file: string | undefined) {
    this.#text = text;
    this.#file = file;
  }

  read(): LayerProperties {
    const root = parseXml(this.#text, this.#file);
    if (root.name === "layer-properties") return new LayerProperties([this.#tab(root)]);
    if (root.name !== "layer-properties-tabs")
      throw this.#error(root, "not-lyp", `the first element is <${root.name}>, not <layer-properties>`);
    const tabs = root.children.filter(({ name }) => name === "layer-properties");
    return new LayerProperties(tabs.map((tab) => this.#tab(tab)));
  }

  #tab(element: XmlElement): LayerTab {
    const all = (name: string) => element.children.filter((child) => child.name === name);
    const known = ["properties", "name", "custom-dither-pattern", "custom-line-style"];
    return {
      name: all("name").at(-1)?.text.trim() ?? "",
      entries: all("properties").map((child) => this.#entry(child)),
      ditherPatterns: all("custom-dither-pattern").map((child) => this.#pattern(child)),
      lineStyles: all("custom-line-style").map((child) => this.#pattern(child)),
      ...others(element.children.filter(({ name }) => !known.includes(name))),
    };
  }

  #entry(element: XmlElement): LayerEntry {
    const fields = new Map(element.children.map((child) => [child.name, child]));
    const members = element.children.filter(({ name }) => name === "group-members");
    const text = (name: string) => fields.get(name)?.text.trim() || undefined;
    const boolean = (name: string) => this.#boolean(fields.get(name));
    const integer = (name: string) => this.#integer(fields.get(name));
    const color = (name: string) => this.#attempt(fields.get(name), checkColor);
    const style = (name: string) => this.#attempt(fields.get(name), (value) => this.#style(fields.get(name), value));
    const width = integer("width");
    this.#attempt(fields.get("source"), parseSource);
    return layerEntry({
      // Not trimmed: spaces at its ends are kept.
      name: fields.get("name")?.text,
      source: text("source") ?? "",
      fillColor: color("fill-color"),
      frameColor: color("frame-color"),
      fillBrightness: integer("fill-brightness"),
      frameBrightness: integer("frame-brightness"),
      ditherPattern: style("dither-pattern"),
      lineStyle: style("line-style"),
      width: width !== undefined && width < 0 ? undefined : width,
      valid: boolean("valid"),
      visible: boolean("visible"),
      transparent: boolean("transparent"),
      marked: boolean("marked"),
      xfill: boolean("xfill"),
      animation: integer("animation"),
      expanded: boolean("expanded"),
      members: members.map((member) => this.#entry(member)),
      ...others(element.children.filter(({ name }) => !entryFields.has(name))),
    });
  }

  #pattern(element: XmlElement): CustomPattern {
    const find = (name: string) => element.children.findLast((child) => child.name === name);
    const pattern = find("pattern");
    const lines = pattern?.children.filter(({ name }) => name === "line").map(({ text }) => text.trim()) ?? [];
    const rows = lines.length > 0 ? lines : [pattern?.text.trim() ?? ""];
    for (const row of rows)
      if (!/^[*.]{0,64}$/.test(row))
        throw this.#error(element, "pattern", `"${row.slice(0, 80)}" is not a row of up to 64 stars and points`);
    if (rows.length > 64) throw this.#error(element, "pattern", `a pattern of ${rows.length} rows has more than 64`);
    return {
      name: find("name")?.text.trim() ?? "",
      order: this.#integer(find("order")) ?? 0,
      rows: rows.length === 1 && rows[0] === "" ? [] : rows,
      ...others(element.children.filter(({ name }) => !["name", "order", "pattern"].includes(name))),
    };
  }

  #boolean(element: XmlElement | undefined): boolean | undefined {
    const text = element?.text.trim() ?? "";
    if (element === undefined || text === "") return undefined;
    if (text === "true" || text === "1") return true;
    if (text === "false" || text === "0") return false;
    throw this.#error(element, "value", `"${text}" in <${element.name}> is not true or false`);
  }

  #integer(element: XmlElement | undefined): number | undefined {
    const text = element?.text.trim() ?? "";
    if (element === undefined || text === "") return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
    throw this.#error(element, "value", `"${text}" in <${element.name}> is not a whole number`);
  }

  /** "I5", "C2"; a number alone is one of KLayout's own. */
  #style(element: XmlElement | undefined, text: string): string {
    const match = /^([IC]?)(\d{1,6})$/.exec(text);
    if (match) return `${match[1] || "I"}${Number(match[2])}`;
    throw this.#error(element!, "value", `"${text}" in <${element!.name}> is not of the form I5 or C5`);
  }

  /** What the text of an element gives; nothing where it has none. What is wrong with it is told with its place. */
  #attempt<T>(element: XmlElement | undefined, use: (text: string) => T): T | undefined {
    const text = element?.text.trim() ?? "";
    if (element === undefined || text === "") return undefined;
    try {
      return use(text);
    } catch (cause) {
      if (!isReticleError(cause, "LayoutError")) throw cause;
      throw this.#error(element, cause.code, `${cause.message}, in <${element.name}>`);
    }
  }

  #error(element: XmlElement, code: string, message: string): ReticleError {
    return xmlError(this.#text, element.at, code, message, this.#file);
  }
}

const entryFields = new Set(
  "name source fill-color frame-color fill-brightness frame-brightness dither-pattern line-style width valid visible transparent marked xfill animation expanded group-members".split(
    " ",
  ),
);

function others(elements: readonly XmlElement[]): { others?: readonly ForeignElement[] } {
  return elements.length === 0 ? {} : { others: elements.map(foreign) };
}

function foreign({ name, attributes, text, children }: XmlElement): ForeignElement {
  return { name, attributes, text: text.trim(), children: children.map(foreign) };
}
