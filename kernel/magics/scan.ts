/**
 * Finds the lines of a cell that begin with `%` or `!` where a statement may begin. TypeScript is read only as far as
 * that takes: strings, templates, comments, regular expressions, brackets, and whether what stands before a line is
 * complete. The rule is told in docs/magics.md.
 */
import { isMagic, takenBy } from "./list.ts";

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

const anyCandidate = /^[ \t]*(?:%|!(?!=))/m;
const candidate = /[ \t]*(?:(%%?[A-Za-z_]\w*)(?![\w$])|!(?!=))/y;
const space = /[^\S\n]+/y;
const word = /(?:[\p{ID_Continue}$#]|\u200c|\u200d)+/uy;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[\s\S]*?(?:\*\/|$)/y;
const quoted = /"(?:[^"\\\n]+|\\[\s\S])*"?|'(?:[^'\\\n]+|\\[\s\S])*'?/y;
const templatePart = /(?:[^`\\$]+|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;
const regularExpression = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[\w$]*/y;

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

/** What each ASCII character adds to the weight of an expression; -1 opens a bracket, -2 closes one, -3 ends it. */
export const weights = Int8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if ("([{".includes(char)) return -1;
  if (")]}".includes(char)) return -2;
  if (",;".includes(char)) return -3;
  if (char === "<") return 10;
  if (char === "=") return 4;
  return "+-*/%&|^>!?:.~".includes(char) ? 1 : 0;
});

/** How deep brackets are nested, and how heavy the heaviest expression is; strings and comments do not count. */
export function extent(source: string): { depth: number; operators: number } {
  const scanner = new Scanner(source, 0);
  scanner.run();
  return { depth: scanner.deepest, operators: scanner.heaviest };
}

class Scanner {
  readonly #source: string;
  readonly #found: FoundLine[] = [];
  /** Open brackets; `$` is the one of a template. */
  readonly #open: string[] = [];
  #at: number;
  #before: Before = "statement";
  #weight = 0;
  deepest = 0;
  heaviest = 0;

  constructor(source: string, from: number) {
    this.#source = source;
    this.#at = from;
  }

  run(): FoundLine[] {
    this.#line();
    while (this.#at < this.#source.length) this.#token();
    return this.#found;
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
    const name = this.#match(word);
    if (name !== null) this.#before = opening.has(name) ? "open" : "expression";
    else if (this.#match(quoted) !== null) this.#before = "expression";
    else if (char === "`") this.#template(1);
    else if (char === "/" && this.#before !== "expression" && this.#match(regularExpression) !== null)
      this.#before = "expression";
    else this.#sign(char);
  }

  #sign(char: string): void {
    const pair = this.#source.slice(this.#at, this.#at + 2);
    this.#at++;
    this.#weight += Math.max(0, weights[char.charCodeAt(0)] ?? 0);
    this.heaviest = Math.max(this.heaviest, this.#weight);
    if (",;{}".includes(char)) this.#weight = 0;
    if ("([{".includes(char)) {
      this.#push(char);
    } else if (")]}".includes(char)) this.#close(char);
    else if (char === ";") this.#before = "statement";
    else if (pair === "++" || pair === "--") this.#at++;
    // Behind an expression it is TypeScript's "not null".
    else if (char !== "!" || this.#before !== "expression" || pair === "!=") this.#before = "open";
  }

  #push(bracket: string): void {
    this.deepest = Math.max(this.deepest, this.#open.push(bracket));
    this.#before = "open";
  }

  #close(char: string): void {
    const opened = this.#open.pop();
    if (opened === "$" && char === "}") this.#template(0);
    else this.#before = char === "}" ? "statement" : "expression";
  }

  #template(quote: number): void {
    this.#at += quote;
    const part = this.#match(templatePart);
    if (part?.endsWith("${")) {
      this.#push("$");
    } else this.#before = "expression";
  }

  /** At the start of a line of code. */
  #line(): void {
    // Without a semicolon, too, a line that begins with a word begins a statement.
    if (this.#before !== "open" && /[\w$"'`]/.test(this.#source[this.#at] ?? "")) this.#weight = 0;
    if (this.#open.length > 0 || this.#before === "open") return;
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
