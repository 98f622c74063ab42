/**
 * A small strict reader of the XML that layer properties use: elements, attributes, texts, comments, CDATA, the five
 * entities and numbered ones. No document type, no external anything; depth and number of elements are bounded.
 */
import { ReticleError } from "../../errors.ts";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text directly inside of it. */
  readonly text: string;
  readonly children: readonly XmlElement[];
  /** Where it starts in the text. */
  readonly at: number;
}

const deepest = 64;
const mostElements = 2_000_000;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const nameStart = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy;
const attribute = /\s+([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;

/** The root element. Throws a LypError `xml` that names line and column. */
export function parseXml(text: string, file?: string): XmlElement {
  return new XmlReader(text, file).read();
}

/** An error at a place of the text. */
export function xmlError(text: string, at: number, code: string, message: string, file?: string): ReticleError {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  const column = at - before.lastIndexOf("\n");
  const where = file === undefined ? ` (line ${line}, column ${column})` : "";
  return new ReticleError("LypError", code, message + where, { place: { file, line, column } });
}

class XmlReader {
  readonly #text: string;
  readonly #file: string | undefined;
  #at = 0;
  #count = 0;

  constructor(text: string, file: string | undefined) {
    this.#text = text;
    this.#file = file;
  }

  read(): XmlElement {
    this.#skipMisc();
    if (!/[\p{L}_:]/u.test(this.#text[this.#at + 1] ?? "") || this.#text[this.#at] !== "<")
      throw this.#error("the first element is missing");
    const root = this.#element(0);
    this.#skipMisc();
    if (this.#at < this.#text.length) throw this.#error("there is something behind the last element");
    return root;
  }

  /** Declarations, comments and space between elements. */
  #skipMisc(): void {
    for (;;) {
      this.#match(/\s+/y);
      if (this.#text.startsWith("<?", this.#at)) this.#skipTo("?>", "the declaration");
      else if (this.#text.startsWith("<!--", this.#at)) this.#skipTo("-->", "the comment");
      else if (this.#text.startsWith("<!", this.#at)) throw this.#error("a document type is not allowed");
      else return;
    }
  }

  #element(depth: number): XmlElement {
    const at = this.#at;
    if (depth >= deepest) throw this.#error(`elements are nested deeper than ${deepest}`);
    if (++this.#count > mostElements) throw this.#error(`there are more than ${mostElements} elements`);
    this.#at++;
    const name = this.#match(nameStart)?.[0];
    if (name === undefined) throw this.#error("a name of an element is missing behind <");
    const attributes = this.#attributes();
    this.#match(/\s+/y);
    if (this.#match(/\/>/y)) return { name, attributes, text: "", children: [], at };
    if (!this.#match(/>/y)) throw this.#error(`the tag <${name} is not closed by >`);
    const { text, children } = this.#content(name, at, depth);
    return { name, attributes, text, children, at };
  }

  #attributes(): Record<string, string> {
    const found = new Map<string, string>();
    for (let match = this.#match(attribute); match; match = this.#match(attribute))
      found.set(match[1], this.#decoded(match[2] ?? match[3]));
    return Object.fromEntries(found);
  }

  /** Up to the closing tag. */
  #content(name: string, openedAt: number, depth: number): Pick<XmlElement, "text" | "children"> {
    const parts: string[] = [];
    const children: XmlElement[] = [];
    for (;;) {
      parts.push(this.#decoded(this.#match(/[^<]+/y)?.[0] ?? ""));
      const rest = this.#text.slice(this.#at, this.#at + 9);
      if (rest === "") throw this.#error(`<${name}> is not closed`, openedAt);
      if (rest.startsWith("</")) {
        const from = this.#at;
        const closed = this.#match(/<\/([^\s>]*)\s*>/y)?.[1];
        if (closed !== name) throw this.#error(`</${name}> is expected here, not </${closed ?? ""}>`, from);
        return { text: parts.join(""), children };
      }
      if (rest.startsWith("<!--")) this.#skipTo("-->", "the comment");
      else if (rest.startsWith("<![CDATA[")) parts.push(this.#skipTo("]]>", "the CDATA section").slice(9));
      else if (rest.startsWith("<?")) this.#skipTo("?>", "the processing instruction");
      else children.push(this.#element(depth + 1));
    }
  }

  #decoded(text: string): string {
    return text.includes("&") ? text.replace(/&([^;\s]{0,12};)?/g, (_, inner = "") => this.#entity(inner)) : text;
  }

  #entity(inner: string): string {
    const name = inner.slice(0, -1);
    const code = /^#(\d+)$/.exec(name)?.[1] ?? Number.parseInt(/^#x([0-9a-f]+)$/i.exec(name)?.[1] ?? "x", 16);
    const known = Object.hasOwn(entities, name) ? entities[name] : undefined;
    if (known !== undefined) return known;
    if (Number(code) > 0 && Number(code) <= 0x10ffff) return String.fromCodePoint(Number(code));
    throw this.#error(`&${inner} is no entity; & is written &amp;`);
  }

  /** Moves behind `end` and returns what lies before it. */
  #skipTo(end: string, what: string): string {
    const from = this.#at;
    const found = this.#text.indexOf(end, from);
    if (found < 0) throw this.#error(`${what} is not closed by ${end}`);
    this.#at = found + end.length;
    return this.#text.slice(from, found);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #error(message: string, at = this.#at): ReticleError {
    return xmlError(this.#text, at, "xml", message, this.#file);
  }
}
