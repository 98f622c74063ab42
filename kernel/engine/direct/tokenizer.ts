/** Acorn's tokenizer, which can go on behind text as if that were blank. */
import type { TokenType } from "acorn";
import { AcornParser, type TokenContext, tokTypes } from "../acorn.ts";

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

/** How the tokenizer stood before text that is erased, and shall stand behind it: the token that it had read, and its context. */
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

/** Hundreds of comparisons within one another are read from each of them to the end: the transpiler takes less. */
const mostWasted = 20_000;

/** Reads parts of a source as if they were blanks. */
export class ErasingParser extends AcornParser {
  readonly erasures: Erasure[] = [];
  /** Within types `>` is always a token of its own. */
  protected typeDepth = 0;
  /** Characters that were read in vain. */
  #wasted = 0;
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
      this.#wasted += this.pos - place.pos;
      if (this.#wasted > mostWasted + 2 * this.input.length) throw error;
      Object.assign(this, place);
      this.context = context as TokenContext[];
      this.erasures.length = erasures;
      this.typeDepth = depth;
      return null;
    }
  }
}
