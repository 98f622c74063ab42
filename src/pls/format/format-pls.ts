/**
 * Lays out the lines of a program: indentation by section and bracket, one blank line between sections, spaces around
 * operators. Line breaks inside of bodies stay where the author has set them; comments stay.
 */
import { checkArgument, optionsOf } from "../../errors.ts";
import { printDiagnostic, Reporter, SourceFile } from "../diagnostics/index.ts";
import { type Comment, parseProgram, type Token, tokenize } from "../syntax/index.ts";

export interface FormattedPls {
  /** Null where the program cannot be read. */
  readonly text: string | null;
  /** Why. */
  readonly diagnostics: string;
}

/**
 * A program with its lines laid out. Laid out again, it stays the same.
 * @example formatPls("SYMBOL a\nLAYER 1\nrect(10)-rect( 4 )").text
 */
export function formatPls(text: string, options: { readonly name?: string } = {}): FormattedPls {
  const { name = "program.pls" } = optionsOf(options, "PlsError", ["name"]);
  checkArgument(typeof text === "string", text, "PlsError", "the text of a program");
  const source = new SourceFile(name, text);
  const reporter = new Reporter();
  parseProgram(source, reporter);
  const failed = { text: null, diagnostics: reporter.diagnostics.map(printDiagnostic).join("\n") };
  if (reporter.hasErrors) return failed;
  const { tokens, comments } = tokenize(source, reporter);
  const formatted = new Layouter(source.text, tokens, comments).run();
  return { text: formatted, diagnostics: "" };
}

const bodyIndent: Readonly<Record<string, number>> = { SYMBOL: 2, SHAPE: 2, GLOBALS: 2, IMPORT: 2, LAYER: 4 };
const operators = "+-*/";

class Layouter {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #comments: readonly Comment[];
  readonly #lines: string[] = [];
  #line = "";
  #section = "";
  readonly #open: string[] = [];
  /** Indentation of the text that stands on the line. */
  #indent = 0;

  constructor(text: string, tokens: readonly Token[], comments: readonly Comment[]) {
    this.#text = text;
    this.#tokens = tokens;
    this.#comments = comments;
  }

  run(): string {
    let comment = 0;
    let end = 0;
    this.#tokens.forEach((token, i) => {
      while (comment < this.#comments.length && this.#comments[comment].start < token.start) {
        const one = this.#comments[comment++];
        this.#comment(one, end, i);
        end = one.end;
      }
      if (token.kind !== "end") this.#token(token, i, end);
      end = token.end;
    });
    this.#endLine();
    while (this.#lines.at(-1) === "") this.#lines.pop();
    return this.#lines.length === 0 ? "" : `${this.#lines.join("\n")}\n`;
  }

  #comment({ start, end }: Comment, before: number, next: number): void {
    const text = this.#text.slice(start, end).trimEnd();
    const isBehind = !/[\r\n]/.test(this.#text.slice(before, start)) && this.#line !== "";
    if (isBehind) {
      this.#line += `  ${text}`;
      return;
    }
    this.#endLine();
    this.#blankLines(before, start);
    const token = this.#tokens[next];
    // It tells of what follows.
    this.#indent = token.kind === "end" ? this.#indent : this.#indentOf(token);
    this.#line = text;
    this.#endLine();
  }

  #token(token: Token, index: number, before: number): void {
    const previous = this.#tokens[index - 1];
    if (token.kind === "keyword") {
      this.#endLine();
      const isApart = token.text !== "LAYER" && !(token.text === "IMPORT" && this.#section === "IMPORT");
      this.#blankLines(before, token.start, isApart);
      this.#open.length = 0;
    } else if (token.isFirst) {
      this.#endLine();
      this.#blankLines(before, token.start);
    }
    if (this.#line === "") this.#indent = this.#indentOf(token);
    else if (previous !== undefined && this.#isSpaced(previous, token, index)) this.#line += " ";
    this.#line += this.#text.slice(token.start, token.end);
    if (token.kind === "keyword") this.#section = token.text;
    if (token.kind === "mark" && "([{".includes(token.text)) this.#open.push(token.text);
    if (token.kind === "mark" && ")]}".includes(token.text)) this.#open.pop();
  }

  #indentOf(token: Token): number {
    if (token.kind === "keyword") return token.text === "LAYER" ? 2 : 0;
    const base = (bodyIndent[this.#section] ?? 0) + 2 * this.#open.length;
    if (token.kind !== "mark") return base;
    if (")]}".includes(token.text)) return base - 2;
    return this.#open.length === 0 && `.${operators}^`.includes(token.text) ? base + 2 : base;
  }

  #isSpaced(previous: Token, token: Token, index: number): boolean {
    const [left, right] = [markOf(previous), markOf(token)];
    if (previous.kind === "keyword" || token.kind === "path") return true;
    if ("([".includes(left || " ") || ")],.".includes(right || " ") || left === "." || left === "^" || right === "^")
      return false;
    if (left === "{" || right === "}") return false;
    if (left === ",") return true;
    if (left === "=" || right === "=") return this.#open.at(-1) !== "(";
    if (right === "(") return left !== "" && left !== ")" && !this.#isSign(index - 1);
    if (operators.includes(left || " ")) return !this.#isSign(index - 1);
    return true;
  }

  /** A sign, or the `*` that unpacks: it follows no value. */
  #isSign(index: number): boolean {
    const token = this.#tokens[index];
    if (!(token.kind === "mark" && operators.includes(token.text))) return false;
    const before = this.#tokens[index - 1];
    return before === undefined || before.kind === "keyword" || (before.kind === "mark" && !")]".includes(before.text));
  }

  #blankLines(from: number, to: number, isApart = false): void {
    const breaks = this.#text.slice(from, to).match(/\r\n|\n|\r/g)?.length ?? 0;
    const wanted = (isApart && !this.#isBelowComment(from, to)) || breaks > 1;
    if (wanted && this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
  }

  /** A comment right above a section belongs to it. */
  #isBelowComment(from: number, to: number): boolean {
    const breaks = this.#text.slice(from, to).match(/\r\n|\n|\r/g)?.length ?? 0;
    return (
      breaks === 1 &&
      this.#comments.some(({ end }) => end === from) &&
      this.#lines.at(-1)?.trimStart().startsWith("#") === true
    );
  }

  #endLine(): void {
    if (this.#line !== "") this.#lines.push(" ".repeat(this.#indent) + this.#line);
    this.#line = "";
  }
}

function markOf({ kind, text }: Token): string {
  return kind === "mark" ? text : "";
}
