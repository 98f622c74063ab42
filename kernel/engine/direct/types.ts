/** The grammar of types (TypeScript 5.9), read to find where they end. */
import type { TokenType } from "acorn";
import { tokTypes as t } from "../acorn.ts";
import { type Before, ErasingParser, notDirect } from "./tokenizer.ts";

const primaries = new Set<TokenType>([t.name, t.string, t.num, t._void, t._null, t._true, t._false, t._this]);
const prefixes = new Set(["keyof", "readonly", "unique"]);

export class TypeParser extends ErasingParser {
  /** `: Type`; the colon is the token that was read. */
  protected annotation(isReturned = false): void {
    const { start } = this;
    const before = this.beforeColon();
    this.inTypes(() => {
      this.next();
      if (isReturned) this.returnType();
      else this.anyType();
    });
    this.eraseFrom(start, before);
  }

  /** `<T extends U = V>` of a declaration, if it stands there. */
  protected typeParameters(before: Before): void {
    if (!this.isOperator("<")) return;
    const { start } = this;
    this.inTypes(() => this.skipParameters());
    this.eraseFrom(start, before);
  }

  /** `<A, B>` behind what is called, made, extended or implemented. */
  protected typeArguments(before: Before): void {
    const { start } = this;
    this.inTypes(() => this.argumentList());
    this.eraseFrom(start, before);
  }

  protected inTypes(read: () => void): void {
    this.typeDepth++;
    read();
    this.typeDepth--;
  }

  /** A type, `x is T`, `asserts x`, `asserts x is T`. */
  protected returnType(): void {
    const { start } = this;
    this.anyType();
    const word = this.lastTokStart === start ? this.input.slice(start, this.lastTokEnd) : "";
    if (word === "" || !this.isSameLine()) return;
    if (word === "asserts" && !this.isContextual("is") && (this.type === t.name || this.type === t._this)) {
      this.next();
      if (!this.isSameLine()) return;
    }
    if (!this.isContextual("is")) return;
    this.next();
    this.anyType();
  }

  protected anyType(): void {
    this.withoutCondition();
    if (this.type !== t._extends || !this.isSameLine()) return;
    this.next();
    this.withoutCondition();
    this.expect(t.question);
    this.anyType();
    this.expect(t.colon);
    this.anyType();
  }

  protected entityName(): void {
    do {
      if (this.type !== t.name && this.type.keyword === undefined) throw notDirect;
      this.next();
    } while (this.eat(t.dot));
  }

  protected argumentList(): void {
    this.next();
    do this.anyType();
    while (this.eat(t.comma));
    this.closeList();
  }

  /** What interfaces and types of objects hold. */
  protected members(): void {
    this.expect(t.braceL);
    while (!this.eat(t.braceR)) {
      this.member();
      if (this.eat(t.semi) || this.eat(t.comma) || this.type === t.braceR) continue;
      if (this.isSameLine()) throw notDirect;
    }
  }

  /** The source behind the token. */
  protected rest(): string {
    return this.input.slice(this.end, this.end + 100);
  }

  private closeList(): void {
    if (!this.isOperator(">")) throw notDirect;
    this.next();
  }

  protected skipParameters(): void {
    this.next();
    do {
      while (this.type === t._const || this.type === t._in || (this.isContextual("out") && /^\s+\w/.test(this.rest())))
        this.next();
      if (this.type !== t.name) throw notDirect;
      this.next();
      if (this.eat(t._extends)) this.anyType();
      if (this.eat(t.eq)) this.anyType();
    } while (this.eat(t.comma) && !this.isOperator(">"));
    this.closeList();
  }

  private withoutCondition(): void {
    const mayBeFunction = this.type === t.parenL || this.type === t._new || this.isOperator("<");
    if (mayBeFunction && this.tried(() => this.functionType() ?? true) !== null) return;
    const isUnion = () => this.type === t.bitwiseOR || this.type === t.bitwiseAND;
    if (isUnion()) this.next();
    this.operand();
    while (isUnion()) {
      this.next();
      this.operand();
    }
  }

  private functionType(): void {
    this.eat(t._new);
    if (this.isOperator("<")) this.skipParameters();
    this.parameters();
    this.expect(t.arrow);
    this.returnType();
  }

  private parameters(): void {
    this.expect(t.parenL);
    while (!this.eat(t.parenR)) {
      this.eat(t.ellipsis);
      // What stands in patterns may be code.
      if (!this.eat(t._this)) this.expect(t.name);
      this.eat(t.question);
      if (this.eat(t.colon)) this.anyType();
      if (this.type !== t.parenR) this.expect(t.comma);
    }
  }

  private operand(): void {
    while (this.type === t.name && prefixes.has(String(this.value))) this.next();
    if (this.isContextual("infer")) {
      this.next();
      this.expect(t.name);
    } else this.primary();
    while (this.type === t.bracketL && this.isSameLine()) {
      this.next();
      if (this.eat(t.bracketR)) continue;
      this.anyType();
      this.expect(t.bracketR);
    }
  }

  private primary(): void {
    if (this.type === t.parenL) {
      this.next();
      this.anyType();
      this.expect(t.parenR);
    } else if (this.type === t.braceL) this.members();
    else if (this.type === t.bracketL) this.tuple();
    else if (this.eat(t._typeof)) this.reference();
    else if (this.type === t._import) this.reference();
    else if (this.type === t.backQuote) this.template();
    else if (this.type === t.name) this.reference();
    else if (this.type === t.plusMin && this.value === "-") {
      this.next();
      this.expect(t.num);
    } else if (primaries.has(this.type)) this.next();
    else throw notDirect;
  }

  private reference(): void {
    if (this.eat(t._import)) {
      this.expect(t.parenL);
      this.expect(t.string);
      this.expect(t.parenR);
      if (this.eat(t.dot)) this.entityName();
    } else this.entityName();
    if (this.isOperator("<") && this.isSameLine()) this.argumentList();
  }

  private template(): void {
    this.next();
    while (!this.eat(t.backQuote)) {
      if (this.eat(t.template)) continue;
      this.expect(t.dollarBraceL);
      this.anyType();
      this.expect(t.braceR);
    }
  }

  private tuple(): void {
    this.next();
    while (!this.eat(t.bracketR)) {
      this.eat(t.ellipsis);
      // A name, or a type.
      this.anyType();
      this.eat(t.question);
      if (this.eat(t.colon)) this.anyType();
      if (this.type !== t.bracketR) this.expect(t.comma);
    }
  }

  private member(): void {
    if (this.type === t.plusMin) this.next();
    if (this.isModifier("readonly")) this.next();
    if (this.isModifier("get") || this.isModifier("set")) this.next();
    if (this.type === t._new && /^\s*[(<]/.test(this.rest())) this.next();
    if (this.type === t.parenL || this.isOperator("<")) {
      this.signature();
      return;
    }
    if (this.type === t.bracketL) this.index();
    else if (this.type === t.string || this.type === t.num) this.next();
    else if (this.type === t.name || this.type.keyword !== undefined) this.next();
    else throw notDirect;
    if (this.type === t.plusMin) this.next();
    this.eat(t.question);
    if (this.type === t.parenL || this.isOperator("<")) this.signature();
    else if (this.eat(t.colon)) this.anyType();
  }

  private signature(): void {
    if (this.isOperator("<")) this.skipParameters();
    this.parameters();
    if (this.eat(t.colon)) this.returnType();
  }

  /** `[key: string]`, `[K in Keys as Name]`; what is computed is left to others. */
  private index(): void {
    this.next();
    if (this.type !== t.name) throw notDirect;
    this.next();
    if (!this.eat(t.colon) && !this.eat(t._in)) throw notDirect;
    this.anyType();
    if (this.isContextual("as")) {
      this.next();
      this.anyType();
    }
    this.expect(t.bracketR);
  }

  /** A word that stands before a member's name, and is not itself one. */
  private isModifier(word: string): boolean {
    return this.isContextual(word) && /^\s*[\p{ID_Start}$_"'0-9[]/u.test(this.rest());
  }
}
