/**
 * What acorn's parser has for those that extend it: its declarations name none of it. Its plugins for JSX and the like
 * stand on the same methods and fields.
 */
import { type Node, type Options, Parser, type Program, type TokenType, tokTypes } from "acorn";

export interface TokenContext {
  /** `function` of functions whose body is still to come. */
  readonly token: string;
}

/** Where the tokenizer stands. */
export interface Place {
  readonly pos: number;
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly value: unknown;
  readonly containsEsc: boolean;
  readonly lastTokStart: number;
  readonly lastTokEnd: number;
  readonly exprAllowed: boolean;
  readonly context: readonly TokenContext[];
  readonly potentialArrowAt: number;
  readonly erasures: number;
}

/** What reading goes on from behind text that is as blanks: the token before it, and what that one stood in. */
export interface Before {
  readonly type: TokenType;
  readonly context: TokenContext[];
}

/** Part of a source that is no JavaScript. */
export interface Erasure {
  readonly start: number;
  readonly end: number;
  /** A statement, or what begins one: a semicolon keeps apart what stands before and behind it. */
  readonly isStatement: boolean;
}

/** The source has something that has to be transpiled, or an error: whoever says which one reads all of it. */
export const notDirect = new Error("not JavaScript with types");

/** The methods of acorn's that are called or replaced here. */
export interface Internals {
  readonly input: string;
  pos: number;
  start: number;
  end: number;
  type: TokenType;
  value: unknown;
  containsEsc: boolean;
  lastTokStart: number;
  lastTokEnd: number;
  exprAllowed: boolean;
  context: TokenContext[];
  potentialArrowAt: number;
  parse(): Program;
  next(): void;
  nextToken(): void;
  eat(type: TokenType): boolean;
  expect(type: TokenType): void;
  isContextual(name: string): boolean;
  canInsertSemicolon(): boolean;
  curContext(): TokenContext;
  updateContext(previous: TokenType): void;
  readToken_lt_gt(code: number): void;
  finishOp(type: TokenType, size: number): void;
  startNode(): Node;
  finishNode<T extends Node>(node: T, type: string): T;
  parseStatement(context: string | null, topLevel?: boolean, exports?: object): Node;
  parseVarId(declarator: Node, kind: string): void;
  parseFunctionParams(node: Node): void;
  parseFunctionBody(node: Node, isArrow: boolean, isMethod: boolean, forInit?: unknown): void;
  parseClass(node: Node, isStatement: boolean | string): Node;
  parseClassSuper(node: Node): void;
  parseClassElement(allowsSuper: boolean): Node | null;
  parseClassElementName(element: Node): void;
  parseClassMethod(method: Node, isGenerator: boolean, isAsync: boolean, allowsSuper: boolean): Node;
  parseClassField(field: Node): Node;
  parseMethod(isGenerator: boolean, isAsync: boolean, allowsSuper: boolean): Node;
  parseBindingAtom(): Node;
  parseBindingList(close: TokenType, allowEmpty: boolean, trailing: boolean, modifiers?: boolean): (Node | null)[];
  parseAssignableListItem(modifiers?: boolean): Node;
  parseBindingListItem(item: Node): Node;
  parseMaybeDefault(start: number, place: unknown, left?: Node): Node;
  parseExprOp(left: Node, start: number, place: unknown, precedence: number, forInit?: unknown): Node;
  parseSubscript(base: Node, ...more: unknown[]): Node;
  parseParenAndDistinguishExpression(canBeArrow: boolean, forInit?: unknown): Node;
  parseParenItem(item: Node): Node;
  shouldParseArrow(items: readonly Node[]): boolean;
  shouldParseAsyncArrow(): boolean;
}

const AcornParser = Parser as unknown as new (options: Options, input: string) => Internals;

/** Reads parts of a source as if they were blanks. */
export class ErasingParser extends AcornParser {
  readonly erasures: Erasure[] = [];
  /** Within types `>` is always a token of its own. */
  protected typeDepth = 0;
  /** Before the last colon. */
  #colon: { type: TokenType; popped: TokenContext | null } = { type: tokTypes.eof, popped: null };

  override readToken_lt_gt(code: number): void {
    if (this.typeDepth > 0) this.finishOp(tokTypes.relational, 1);
    else super.readToken_lt_gt(code);
  }

  override updateContext(previous: TokenType): void {
    if (this.type === tokTypes.colon) {
      const top = this.curContext();
      this.#colon = { type: previous, popped: top.token === "function" ? top : null };
    }
    super.updateContext(previous);
  }

  /** Every error is found again, and told better, by who reads the source next. */
  raise(): never {
    throw notDirect;
  }

  raiseRecoverable(): never {
    throw notDirect;
  }

  protected beforeColon(): Before {
    const { type, popped } = this.#colon;
    return { type, context: popped === null ? this.context.slice() : [...this.context, popped] };
  }

  /** Erases from `start` to the last token that was read, and reads on behind that. */
  protected eraseFrom(start: number, before: Before, isStatement = false): void {
    this.erasures.push({ start, end: this.lastTokEnd, isStatement });
    this.context = before.context;
    this.exprAllowed = isStatement;
    this.type = before.type;
    this.pos = this.lastTokEnd;
    this.nextToken();
  }

  protected isOperator(text: string): boolean {
    return this.type === tokTypes.relational && this.value === text;
  }

  protected isSameLine(): boolean {
    return !/[\n\r\u2028\u2029]/.test(this.input.slice(this.lastTokEnd, this.start));
  }

  protected here(): Place {
    const { pos, start, end, type, value, containsEsc, lastTokStart, lastTokEnd, exprAllowed, potentialArrowAt } = this;
    const place = {
      pos,
      start,
      end,
      type,
      value,
      containsEsc,
      lastTokStart,
      lastTokEnd,
      exprAllowed,
      potentialArrowAt,
    };
    return { ...place, context: this.context.slice(), erasures: this.erasures.length };
  }

  /** What `read` gives; where it finds nothing to its liking, null, and all is as it was before. */
  protected tried<T>(read: () => T): T | null {
    const { context, erasures, ...place } = this.here();
    const depth = this.typeDepth;
    try {
      return read();
    } catch (error) {
      if (error !== notDirect) throw error;
      Object.assign(this, place);
      this.context = context as TokenContext[];
      this.erasures.length = erasures;
      this.typeDepth = depth;
      return null;
    }
  }
}
