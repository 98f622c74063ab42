/** Walks the tokens of a program, and says what was expected where another one stands. */
import { Failure, failure, type Reporter, type SourceFile, type Span } from "../diagnostics/index.ts";
import type { Identifier } from "./ast.ts";
import { Lexer } from "./lexer.ts";
import type { Token } from "./token.ts";

export class TokenCursor {
  readonly source: SourceFile;
  readonly #lexer: Lexer;
  #token: Token;
  #next: Token | null = null;
  #lastEnd = 0;

  constructor(source: SourceFile, reporter: Reporter) {
    this.source = source;
    this.#lexer = new Lexer(source, reporter);
    this.#token = this.#lexer.next();
  }

  get token(): Token {
    return this.#token;
  }
  get next(): Token {
    return (this.#next ??= this.#token.kind === "end" ? this.#token : this.#lexer.next());
  }
  /** Where the token before ends. */
  get lastEnd(): number {
    return this.#lastEnd;
  }
  /** True where a section ends: at a keyword and at the end of the text. */
  get isAtSectionEnd(): boolean {
    return this.token.kind === "keyword" || this.token.kind === "end";
  }

  take(): Token {
    const token = this.#token;
    if (token.kind === "end") return token;
    this.#lastEnd = token.end;
    this.#token = this.#next ?? this.#lexer.next();
    this.#next = null;
    return token;
  }

  isMark(mark: string): boolean {
    return this.token.kind === "mark" && this.token.text === mark;
  }

  /** Takes a mark where it is the next token. */
  takeMark(mark: string): boolean {
    if (!this.isMark(mark)) return false;
    this.take();
    return true;
  }

  takeName(what: string): Identifier {
    const { token } = this;
    if (token.kind !== "name") throw this.unexpected(what);
    this.take();
    return { name: token.text, start: token.start, end: token.end };
  }

  skipSection(): void {
    while (!this.isAtSectionEnd) this.take();
  }

  spanOf({ start, end }: { readonly start: number; readonly end: number }): Span {
    return { source: this.source, start, end };
  }

  /** The failure of what stands here in the place of `what`. */
  unexpected(what: string, hint: string | null = null): Failure {
    const { token } = this;
    // It was reported when it was read.
    if (token.kind === "bad") return new Failure(null);
    if (token.kind === "end") {
      const place = { start: Math.max(0, this.lastEnd - 1), end: this.lastEnd };
      return failure("unexpected-end", `the program ends where ${what} is expected`, this.spanOf(place));
    }
    return failure("syntax", `${tokenText(token)} stands where ${what} is expected`, this.spanOf(token), { hint });
  }
}

export function tokenText(token: Token): string {
  return token.kind === "string" ? `the string "${token.text}"` : `"${token.text}"`;
}
