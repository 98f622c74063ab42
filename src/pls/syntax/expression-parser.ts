/** Expressions, by precedence climbing over chains: `.` binds closest, then `^`, signs, `* /`, `+ -`. */
import { Failure, failure } from "../diagnostics/index.ts";
import type { Argument, Expression, Link, Operation } from "./ast.ts";
import { fitted } from "./fitted.ts";
import type { Token } from "./token.ts";
import { type TokenCursor, tokenText } from "./token-cursor.ts";

/** Brackets in brackets that are followed: more is no program that a person wrote. */
const deepest = 200;

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const levels = [
  { kind: "sum", operators: "+-" },
  { kind: "product", operators: "*/" },
  { kind: "power", operators: "^" },
] as const;

export class ExpressionParser {
  readonly #cursor: TokenCursor;
  /** In GLOBALS and objects a line end outside of brackets ends the expression. */
  #endsWithLine = false;
  #depth = 0;
  readonly #expressionItem = () => this.expression();
  readonly #argumentItem = () => this.#argument();

  constructor(cursor: TokenCursor) {
    this.#cursor = cursor;
  }

  /** To be called where a section begins: one that could not be read leaves brackets open. */
  reset(): void {
    this.#endsWithLine = false;
    this.#depth = 0;
  }

  expression(): Expression {
    return this.#series(0);
  }

  /** An expression that ends with its line, unless a bracket is open. */
  lineExpression(): Expression {
    this.#endsWithLine = true;
    const found = this.expression();
    this.#endsWithLine = false;
    return found;
  }

  /** A chain of operands that are joined by the operators of a level. */
  #series(level: number): Expression {
    const first = this.#operand(level);
    const { kind, operators } = levels[level];
    let rest: Operation[] | null = null;
    while (this.#cursor.token.kind === "mark" && operators.includes(this.#cursor.token.text) && this.#goesOn) {
      const { text, start } = this.#cursor.take();
      rest ??= [];
      rest.push({ operator: text as Operation["operator"], at: start, operand: this.#operand(level, true) });
    }
    if (rest === null) return first;
    return { kind, first, rest: fitted(rest), start: first.start, end: rest.at(-1)!.operand.end };
  }

  #operand(level: number, isExponent = false): Expression {
    if (level === 0) return this.#series(1);
    if (level === 1) return this.#signed(2);
    // An exponent may have a sign: 2^-1.
    return isExponent ? this.#signed(3) : this.#postfix();
  }

  /** Signs, and behind them a power (2), or the base or exponent of one (3). */
  #signed(level: number): Expression {
    const { start } = this.#cursor.token;
    let signs = 0;
    let isNegative = false;
    while (this.#cursor.isMark("-") || this.#cursor.isMark("+")) {
      if (this.#cursor.take().text === "-") isNegative = !isNegative;
      signs++;
    }
    const operand = level === 2 ? this.#series(2) : this.#postfix();
    return signs === 0 ? operand : { kind: "unary", isNegative, operand, start, end: operand.end };
  }

  #postfix(): Expression {
    const base = this.#primary();
    if (!this.#cursor.isMark(".")) return base;
    const links: Link[] = [];
    while (this.#cursor.isMark(".") && this.#goesOn) {
      this.#cursor.take();
      const name = this.#cursor.takeName('the name of a method behind "."');
      const args = this.#isCallBehind() ? this.#arguments(name.name) : null;
      links.push({ name, args, end: this.#cursor.lastEnd });
    }
    if (links.length === 0) return base;
    return { kind: "chain", base, links: fitted(links), start: base.start, end: this.#cursor.lastEnd };
  }

  #primary(): Expression {
    const { token } = this.#cursor;
    const { start, end } = token;
    if (token.kind === "number") {
      this.#cursor.take();
      const value = Number(token.text);
      if (Number.isFinite(value)) return { kind: "number", value, start, end };
      throw failure("number-range", `${token.text} is larger than any number`, this.#cursor.spanOf(token));
    }
    if (token.kind === "string") {
      this.#cursor.take();
      return { kind: "string", value: token.text, start, end };
    }
    if (token.kind === "name") {
      const name = this.#cursor.takeName("a name");
      if (!this.#isCallBehind()) return { kind: "name", name: name.name, start, end };
      const args = this.#arguments(name.name);
      return { kind: "call", name, args, start, end: this.#cursor.lastEnd };
    }
    if (this.#cursor.isMark("[")) return this.#point();
    if (this.#cursor.isMark("(")) return this.#parenthesis();
    throw this.#noTerm(token);
  }

  #noTerm(token: Token): Failure {
    if (token.kind === "mark" && ")]}".includes(token.text)) {
      return failure("syntax", `"${token.text}" stands where a value is expected`, this.#cursor.spanOf(token));
    }
    if (token.kind === "keyword") {
      const place = { start: Math.max(0, this.#cursor.lastEnd - 1), end: this.#cursor.lastEnd };
      const message = `an expression is not finished: ${token.text} begins where a value is expected`;
      return failure("unfinished-expression", message, this.#cursor.spanOf(place));
    }
    // As other languages write them: // and **.
    const before = this.#cursor.source.text[token.start - 1];
    const { next } = this.#cursor;
    const isComment = token.text === "/" && (before === "/" || (next.kind === "mark" && "/*".includes(next.text)));
    const isPower = token.text === "*" && before === "*";
    const hint = isComment ? "a comment begins with #" : isPower ? "a power is written ^" : null;
    return this.#cursor.unexpected("a value (a number, a string, a point, a shape)", hint);
  }

  /** A call's bracket stands on the line of its name. */
  #isCallBehind(): boolean {
    return this.#cursor.isMark("(") && !this.#cursor.token.isFirst;
  }

  #point(): Expression {
    const open = this.#cursor.token;
    const items = this.#list(this.#expressionItem, () => "a point");
    if (items.length !== 2) {
      const message = `a point has two coordinates, [x, y], and not ${items.length}`;
      throw failure("point", message, this.#cursor.spanOf({ start: open.start, end: this.#cursor.lastEnd }));
    }
    return { kind: "point", x: items[0], y: items[1], start: open.start, end: this.#cursor.lastEnd };
  }

  #parenthesis(): Expression {
    const { start } = this.#cursor.token;
    const items = this.#list(this.#expressionItem, () => "the expression");
    const end = this.#cursor.lastEnd;
    if (items.length === 0) {
      throw failure("syntax", "there is nothing between these brackets", this.#cursor.spanOf({ start, end }));
    }
    if (items.length === 1) return { ...items[0], start, end };
    return { kind: "tuple", items, start, end };
  }

  #arguments(callee: string): Argument[] {
    return this.#list(this.#argumentItem, () => `the arguments of ${callee}`);
  }

  #argument(): Argument {
    const { start } = this.#cursor.token;
    if (this.#cursor.takeMark("*")) {
      const value = this.#postfix();
      return { kind: "argument", name: null, value, start, end: value.end };
    }
    const { next } = this.#cursor;
    if (this.#cursor.token.kind === "name" && next.kind === "mark" && next.text === "=") {
      const name = this.#cursor.takeName("a name");
      this.#cursor.take();
      const value = this.expression();
      return { kind: "argument", name, value, start, end: value.end };
    }
    return this.expression();
  }

  /** What stands between brackets, separated by commas; a comma may stand before the last bracket. */
  #list<T>(item: () => T, what: () => string): T[] {
    const open = this.#cursor.take();
    const close = closing[open.text];
    const items: T[] = [];
    if (this.#depth >= deepest) {
      const message = `brackets are nested more than ${deepest} deep`;
      throw failure("nesting", message, this.#cursor.spanOf(open));
    }
    const endsWithLine = this.#endsWithLine;
    this.#endsWithLine = false;
    this.#depth++;
    while (!this.#cursor.takeMark(close)) {
      if (this.#cursor.isAtSectionEnd) throw this.#unclosed(open);
      items.push(item());
      if (this.#cursor.takeMark(close)) break;
      if (this.#cursor.isAtSectionEnd) throw this.#unclosed(open);
      if (!this.#cursor.takeMark(",")) throw this.#noSeparator(open, what());
    }
    this.#depth--;
    this.#endsWithLine = endsWithLine;
    return fitted(items);
  }

  #unclosed(open: Token): Failure {
    const { token } = this.#cursor;
    const where = token.kind === "end" ? "the end of the program" : `${token.text} in line ${this.#lineOf(token)}`;
    const message = `"${open.text}" is not closed: "${closing[open.text]}" is missing before ${where}`;
    return failure("unclosed-bracket", message, this.#cursor.spanOf(open));
  }

  #noSeparator(open: Token, what: string): Failure {
    const { token } = this.#cursor;
    if (token.kind === "bad") return new Failure(null);
    const close = closing[open.text];
    if (token.kind === "mark" && ")]}".includes(token.text)) {
      const message = `"${token.text}" does not close the "${open.text}" of line ${this.#lineOf(open)}; "${close}" is expected`;
      return failure("bracket-mismatch", message, this.#cursor.spanOf(token), {
        notes: [{ message: `"${open.text}" was opened here`, span: this.#cursor.spanOf(open) }],
      });
    }
    const message = `${tokenText(token)} stands where "," or "${close}" is expected in ${what}`;
    return failure("syntax", message, this.#cursor.spanOf(token), {
      notes: token.isFirst ? [{ message: `"${open.text}" was opened here`, span: this.#cursor.spanOf(open) }] : [],
    });
  }

  #lineOf({ start }: Token): number {
    return this.#cursor.source.position(start).line;
  }

  get #goesOn(): boolean {
    return !(this.#endsWithLine && this.#cursor.token.isFirst);
  }
}
