/**
 * Text to tokens. White space and line ends only separate; where they mean something (keywords begin lines, entries of
 * GLOBALS end with them), `isFirst` tells. Never fails: what is no token is reported and becomes a `bad` one.
 */
import { nearestNames } from "../../errors.ts";
import type { Reporter, SourceFile, Span } from "../diagnostics/index.ts";
import { type Comment, isKeyword, keywords, type Token, type TokenKind } from "./token.ts";

export interface TokenList {
  /** The last one is the `end`. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
}

export function tokenize(source: SourceFile, reporter: Reporter): TokenList {
  const lexer = new Lexer(source, reporter);
  const tokens: Token[] = [];
  do tokens.push(lexer.next());
  while (tokens.at(-1)!.kind !== "end");
  return { tokens, comments: lexer.comments };
}

const blanks = /[ \t\f\v]*/y;
const numeral = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
/** What may not follow a number: it would be part of a wrong one. */
const numeralRest = /[A-Za-z0-9_.]+/y;
/** Braces may hold a format with any fill character. */
const symbolPattern = /(?:\{[^}\r\n]*\}|[^\s(#{])+/y;
const plainPath = /[^\s#]+/y;
const quotedPath = /(["'])([^\r\n]*?)\1/y;
const marks = "+-*/^.,()[]{}=";
/** A word, a number or a string begins behind blanks on the same line. */
const termBehind = /[ \t]+[A-Za-z0-9_.{"']/y;
const assignmentBelow = /\s*[A-Za-z_]\w*\s*=(?!=)/y;
const nothingBehind = /[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/y;

/** Gives one token after the other: the parser looks one ahead, and a long program is never there as a list. */
export class Lexer {
  readonly #source: SourceFile;
  readonly #text: string;
  readonly #reporter: Reporter;
  readonly comments: Comment[] = [];
  /** Found and not given yet. */
  #found: Token | null = null;
  /** Behind a keyword. */
  #following: Token | null = null;
  #at = 0;
  #isFirst = true;
  #depth = 0;

  constructor(source: SourceFile, reporter: Reporter) {
    this.#source = source;
    this.#text = source.text;
    this.#reporter = reporter;
  }

  next(): Token {
    if (this.#following !== null) {
      const token = this.#following;
      this.#following = null;
      return token;
    }
    while (this.#found === null && this.#skipBlanks()) this.#step();
    if (this.#found === null) this.#push("end", this.#at, this.#at, "");
    const token = this.#found!;
    this.#found = null;
    return token;
  }

  /** False at the end of the text. */
  #skipBlanks(): boolean {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x20 || (code !== 0x20 && (code < 0x09 || code > 0x0d))) break;
      if (code === 0x0a || code === 0x0d) this.#isFirst = true;
    }
    this.#at = at;
    return at < text.length;
  }

  #step(): void {
    const text = this.#text;
    const start = this.#at;
    const code = text.charCodeAt(start);
    if (isLetter(code)) this.#word();
    else if (isDigit(code) || (code === 0x2e && isDigit(text.charCodeAt(start + 1)))) this.#number();
    else if (code === 0x23) this.#comment();
    else if (code === 0x22 || code === 0x27) this.#string();
    else if (marks.includes(text[start])) this.#mark();
    else this.#unknown();
  }

  #comment(): void {
    const start = this.#at;
    while (this.#at < this.#text.length && !isLineEnd(this.#text.charCodeAt(this.#at))) this.#at++;
    this.comments.push({ start, end: this.#at });
  }

  #word(): void {
    const start = this.#at;
    let end = start + 1;
    for (let code = this.#text.charCodeAt(end); isLetter(code) || isDigit(code); ) code = this.#text.charCodeAt(++end);
    this.#at = end;
    const name = this.#text.slice(start, end);
    const keyword = this.#isFirst ? this.#keywordAt(name, start, end) : null;
    if (keyword === null) {
      this.#push("name", start, end, name);
      return;
    }
    this.#depth = 0;
    this.#push("keyword", start, end, keyword);
    if (keyword === "SYMBOL") this.#raw("pattern", symbolPattern);
    if (keyword === "IMPORT") this.#path();
  }

  /** The keyword that a line's first word is, also a misspelt one, which is reported; null for a plain name. */
  #keywordAt(name: string, start: number, end: number): string | null {
    if (isKeyword(name)) {
      if (this.#depth === 0) return name;
      // A bracket was left open, unless this is an argument of that name: no argument is followed by another term.
      if (name === "GLOBALS") return this.#looksAt(assignmentBelow, end) ? name : null;
      return this.#looksAt(termBehind, end) ? name : null;
    }
    if (this.#depth > 0) return null;
    const upper = name.toUpperCase();
    const isTermBehind = this.#looksAt(termBehind, end);
    const isAlone = upper === "GLOBALS" && this.#looksAt(nothingBehind, end);
    if (!isTermBehind && !isAlone) return null;
    const meant = isKeyword(upper) ? upper : name.length > 3 ? nearestNames(name, keywords, 1)[0] : undefined;
    if (meant === undefined) return null;
    const why = isKeyword(upper) ? "keywords are written in capitals" : `did you mean ${meant}?`;
    this.#reporter.error("unknown-keyword", `"${name}" is no keyword; ${why}`, this.#span(start, end), {
      hint: `a line may begin with ${keywords.join(", ")}, or go on with the expression above`,
    });
    return meant;
  }

  #path(): void {
    this.#match(blanks);
    const start = this.#at;
    quotedPath.lastIndex = start;
    const quoted = quotedPath.exec(this.#text);
    if (quoted === null) {
      this.#raw("path", plainPath);
      return;
    }
    this.#at += quoted[0].length;
    this.#push("path", start, this.#at, quoted[2]);
  }

  #raw(kind: TokenKind, pattern: RegExp): void {
    this.#match(blanks);
    const start = this.#at;
    const found = this.#match(pattern);
    if (found !== null) this.#push(kind, start, this.#at, found);
  }

  #number(): void {
    const start = this.#at;
    let end = start;
    while (isDigit(this.#text.charCodeAt(end))) end++;
    const behind = this.#text.charCodeAt(end);
    if (!isLetter(behind) && behind !== 0x2e) {
      this.#at = end;
      this.#push("number", start, end, this.#text.slice(start, end));
      return;
    }
    const numberText = this.#match(numeral)!;
    const rest = this.#match(numeralRest);
    if (rest === null) {
      this.#push("number", start, this.#at, numberText);
      return;
    }
    const whole = numberText + rest;
    const hint = /^\d+\.?[A-Za-z]+$/.test(whole) && /[a-z]{2}$/.test(whole) ? "lengths are µm and have no unit" : null;
    const message = `"${whole}" is not a number; numbers are written 10, 2.5, .5 or 1e-3`;
    this.#reporter.error("number-syntax", message, this.#span(start, this.#at), { hint });
    this.#push("bad", start, this.#at, whole);
  }

  #string(): void {
    const start = this.#at;
    const quote = this.#text[start];
    let end = start + 1;
    while (end < this.#text.length && !isLineEnd(this.#text.charCodeAt(end)) && this.#text[end] !== quote) end++;
    if (this.#text[end] === quote) {
      this.#at = end + 1;
      this.#push("string", start, end + 1, this.#text.slice(start + 1, end));
      return;
    }
    this.#at = end;
    const message = `the string that begins with ${quote} is not closed on its line; another ${quote} ends it`;
    this.#reporter.error("unclosed-string", message, this.#span(start, end), {
      hint: "a string stays on one line and has no escapes; a quote of the other kind may stand in it",
    });
    this.#push("bad", start, end, this.#text.slice(start, end));
  }

  #mark(): void {
    const start = this.#at++;
    const mark = this.#text[start];
    if (mark === "(" || mark === "[" || mark === "{") this.#depth++;
    else if (mark === ")" || mark === "]" || mark === "}") this.#depth = Math.max(0, this.#depth - 1);
    this.#push("mark", start, this.#at, mark);
  }

  /** A run of characters that begin nothing. */
  #unknown(): void {
    const start = this.#at;
    const character = String.fromCodePoint(this.#text.codePointAt(start)!);
    this.#at += character.length;
    const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
    const shown = /[\p{C}\p{Z}]/u.test(character) ? code : `"${character}" (${code})`;
    const message = `${shown} means nothing outside of strings and comments`;
    this.#reporter.error("unknown-character", message, this.#span(start, this.#at), {
      hint: instead[character] ?? null,
    });
    this.#push("bad", start, this.#at, character);
    // One message for a run of them.
    while (this.#text.startsWith(character, this.#at)) this.#at += character.length;
  }

  #looksAt(pattern: RegExp, at: number): boolean {
    pattern.lastIndex = at;
    return pattern.test(this.#text);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null || found[0] === "") return null;
    this.#at += found[0].length;
    return found[0];
  }

  #push(kind: TokenKind, start: number, end: number, text: string): void {
    const token = { kind, start, end, text, isFirst: this.#isFirst };
    this.#isFirst = false;
    if (this.#found === null) this.#found = token;
    else this.#following = token;
  }

  #span(start: number, end: number): Span {
    return { source: this.#source, start, end };
  }
}

const instead: Readonly<Record<string, string>> = {
  ";": "expressions end with the next keyword; nothing stands between them",
  "“": 'strings are written with straight quotes: "…"',
  "”": 'strings are written with straight quotes: "…"',
  "’": "strings are written with straight quotes: '…'",
  "–": "the minus sign is -",
  "−": "the minus sign is -",
  "×": "the product and the intersection are written *",
  "&": "the intersection of shapes is written *",
  "|": "the union of shapes is written +",
  "\u00a0": "it is a blank that does not break lines; a plain one is meant",
  "!": "there are no comparisons",
  "<": "there are no comparisons",
  ">": "there are no comparisons",
  "%": "there is no remainder; int(…) cuts off what is behind the point",
};

/** Also `_`. */
function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}
