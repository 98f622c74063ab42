/**
 * Finds the lines of a cell that begin with `%` or `!` where a statement may begin. TypeScript is read only as far as
 * that takes: strings, templates, comments, regular expressions, brackets, and whether what stands before a line is
 * complete. The rule is told in docs/magics.md.
 */
import { isMagic, takenBy } from "./list.ts";
import { quotedEnd, regularExpressionEnd, templatePartEnd, wordEnd } from "./tokens.ts";
import { Weight } from "./weight.ts";

export interface FoundLine {
  /** `%time`, `%%html` or `!`. */
  readonly name: string;
  /** The rest of the line, trimmed; of a `!` line that ends with a backslash also the next one. */
  readonly argument: string;
  /** Where it begins, and where what is not TypeScript ends. */
  readonly start: number;
  readonly end: number;
}

/** What stands before: nothing or a complete statement, a complete expression, or something that must go on. */
type Before = "statement" | "expression" | "open";

/** `!function () {}()` and its like are TypeScript: no shell has such commands. */
const anyCandidate = /^[ \t]*(?:%|!(?!=|(?:async|await|delete|function|new|typeof|void)\b))/m;
const candidate = /[ \t]*(?:(%%?[A-Za-z_]\w*)(?![\w$])|!(?!=|(?:async|await|delete|function|new|typeof|void)\b))/y;
const space = /[^\S\n]+/y;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[\s\S]*?(?:\*\/|$)/y;

/** Words behind which an expression must follow. */
const opening = new Set(
  "return typeof instanceof in of new delete void throw case do else await yield extends from as satisfies keyof is const let var".split(
    " ",
  ),
);

/** `from` is where the scan begins. */
export function findLines(source: string, from: number): FoundLine[] {
  return anyCandidate.test(source.slice(from)) ? new Scanner(source, from).run() : [];
}

/** What is to be known of a cell that may be too much to be parsed; strings and comments do not count. */
export interface Extent {
  /** How deep brackets are nested. */
  readonly depth: number;
  /** How heavy the heaviest expression is. */
  readonly operators: number;
  /** Names, keywords and numbers. */
  readonly words: number;
  /** Where the last statement begins, as far as that can be told; null where a semicolon ends it. */
  readonly lastStatement: number | null;
}

export function extent(source: string): Extent {
  const scanner = new Scanner(source, 0);
  scanner.run();
  const { deepest: depth, heaviest: operators, words } = scanner;
  return { depth, operators, words, lastStatement: scanner.lastStatement };
}

class Scanner {
  readonly #source: string;
  readonly #found: FoundLine[] = [];
  /** Open brackets; `$` is the one of a template. */
  readonly #open: string[] = [];
  #at: number;
  #before: Before = "statement";
  readonly #weight = new Weight();
  #statementStart = 0;
  #isStatementBegun = false;
  deepest = 0;
  words = 0;

  constructor(source: string, from: number) {
    this.#source = source;
    this.#at = from;
  }

  run(): FoundLine[] {
    this.#line();
    while (this.#at < this.#source.length) this.#token();
    return this.#found;
  }

  get heaviest(): number {
    return this.#weight.heaviest;
  }

  get lastStatement(): number | null {
    return this.#isStatementBegun ? this.#statementStart : null;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found === null || found[0] === "") return null;
    this.#at += found[0].length;
    return found[0];
  }

  #token(): void {
    const char = this.#source[this.#at];
    if (char === "\n") {
      this.#at++;
      this.#line();
      return;
    }
    if (this.#match(space) !== null || this.#match(lineComment) !== null || this.#match(blockComment) !== null) return;
    this.#isStatementBegun = true;
    const start = this.#at;
    const end = wordEnd(this.#source, start);
    if (end > start) {
      this.#at = end;
      this.words++;
      const name = end - start < 11 ? this.#source.slice(start, end) : "";
      this.#weight.word(name);
      this.#before = opening.has(name) ? "open" : "expression";
    } else if (char === '"' || char === "'") {
      this.#at = quotedEnd(this.#source, start);
      this.#weight.literal();
      this.#before = "expression";
    } else if (char === "`") {
      // One behind another: tags, each of them deeper.
      this.#weight.sign(char);
      this.#template(1);
    } else if (char === "/" && this.#before !== "expression" && this.#regularExpression()) this.#before = "expression";
    else this.#sign(char);
  }

  #regularExpression(): boolean {
    const start = this.#at;
    this.#at = regularExpressionEnd(this.#source, start);
    return this.#at > start;
  }

  #sign(char: string): void {
    const pair = this.#source.slice(this.#at, this.#at + 2);
    this.#at++;
    if (char === "," || char === ";") this.#weight.statement();
    else this.#weight.sign(char);
    if ("([{".includes(char)) {
      this.#push(char);
    } else if (")]}".includes(char)) this.#close(char);
    else if (char === ";") {
      this.#before = "statement";
      if (this.#open.length === 0) this.#statement();
    } else if (pair === "++" || pair === "--") this.#at++;
    // Behind an expression it is TypeScript's "not null".
    else if (char !== "!" || this.#before !== "expression" || pair === "!=") this.#before = "open";
  }

  #push(bracket: string): void {
    this.deepest = Math.max(this.deepest, this.#open.push(bracket));
    this.#weight.open();
    this.#before = "open";
  }

  #close(char: string): void {
    const opened = this.#open.pop();
    this.#weight.close(char === "}" && opened !== "$");
    if (opened === "$" && char === "}") this.#template(0);
    else this.#before = char === "}" ? "statement" : "expression";
  }

  #template(quote: number): void {
    this.#at += quote;
    const start = this.#at;
    this.#at = templatePartEnd(this.#source, start);
    if (this.#source.startsWith("${", this.#at - 2) && this.#at - 2 >= start) this.#push("$");
    else this.#before = "expression";
  }

  /** One may begin here. */
  #statement(): void {
    this.#statementStart = this.#at;
    this.#isStatementBegun = false;
  }

  /** At the start of a line of code. */
  #line(): void {
    // Without a semicolon, too, a line that begins with a word begins a statement.
    if (this.#before === "open") return;
    const isBegun = /[\w$"'`]/.test(this.#source[this.#at] ?? "");
    if (isBegun) this.#weight.statement();
    if (this.#open.length > 0) return;
    if (isBegun) this.#statement();
    candidate.lastIndex = this.#at;
    const found = candidate.exec(this.#source);
    if (found === null) return;
    const name = found[1] ?? "!";
    // Behind a complete expression, `% name` could be a division's rest; the name of a magic is taken for one.
    if (this.#before === "expression" && name !== "!" && !isMagic(name)) return;
    const start = this.#at + found[0].search(/[%!]/);
    const rest = this.#at + found[0].length;
    const end = name === "!" ? commandEnd(this.#source, rest) : lineEnd(this.#source, rest);
    const isCode = takenBy(name) === "code";
    this.#found.push({ name, argument: this.#source.slice(rest, end).trim(), start, end: isCode ? rest : end });
    this.#at = isCode ? rest : end;
    this.#before = "statement";
  }
}

function lineEnd(source: string, from: number): number {
  const end = source.indexOf("\n", from);
  return end < 0 ? source.length : end;
}

function commandEnd(source: string, from: number): number {
  let end = lineEnd(source, from);
  while (end < source.length && /\\\r?$/.test(source.slice(from, end))) end = lineEnd(source, end + 1);
  return end;
}
