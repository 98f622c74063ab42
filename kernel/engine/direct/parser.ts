/**
 * JavaScript with types, read as the JavaScript that is left when types are blanks. What types change in the code
 * itself is left to the transpiler but for `constructor(public x: number)`. Everything that could mean two things, and
 * everything that is wrong, ends in `notDirect`.
 */
import type { MethodDefinition, Node, Program, TokenType } from "acorn";
import { tokTypes as t } from "../acorn.ts";
import type { Edit } from "../namespaces.ts";
import { notDirect } from "./tokenizer.ts";
import { TypeParser } from "./types.ts";

const accessors = new Set(["public", "private", "protected", "readonly"]);
const memberModifiers = new Set([...accessors, "override"]);
/** Words that say something about the member that follows, where one does. */
const ownMeaning = /^(?:get|set|static|async)$/;
/** Behind a modifier on its line, where it is not the name itself. */
const memberName = /[ \t]+[\p{ID_Start}$_"'0-9[#*]/uy;
const parameterName = /\s+[\p{ID_Start}$_]/uy;
/** `global { … }` declares names for all. */
const globalName = /[ \t]*[.[(=;,?]/uy;
const interfaceName = /[ \t]+[\p{ID_Start}$_]/uy;
const typeName = /[ \t]+[\p{ID_Start}$_][\p{ID_Continue}$]*\s*[=<](?![=<])/uy;
/** Behind a `>` that may end type arguments: what would be one expression as a comparison, and is none or another one. */
const unclear = /[ \t]*(?:[(`/\n\r]|as\b|satisfies\b)/uy;
const constFollows = /\s+const(?![\p{ID_Continue}$])/uy;
/** How tight `as` binds. */
const relational = 7;
/** What would go on with the operand of an `as`, and stands behind its type: there TypeScript ends the statement. */
const joined = new Set([
  t.parenL,
  t.bracketL,
  t.backQuote,
  t.dot,
  t.questionDot,
  t.incDec,
  t.slash,
  t.regexp,
  t.prefix,
]);

/** What acorn's declarations leave out. */
type OperatorType = TokenType & { readonly binop?: number | null; readonly isAssign?: boolean };
type Body = Node & { readonly body: readonly Node[] };

export class DirectParser extends TypeParser {
  readonly insertions: Edit[] = [];
  #inParameters = false;
  #inConstructor = false;
  #inHeritage = false;
  /** Names of `constructor(public x)` that no class has taken yet. */
  #properties: string[] = [];
  /** Typed items of brackets that must turn out to be parameters. */
  #typedItems = 0;
  /** There was a `<` that could be the beginning of type arguments. */
  #hasLess = false;

  static read(source: string): DirectParser & { readonly program: Program; readonly semicolons: readonly number[] } {
    const semicolons = new Set<number>();
    const onInsertedSemicolon = (at: number) => void semicolons.add(at);
    const parser = new DirectParser({ ecmaVersion: "latest", sourceType: "module", onInsertedSemicolon }, source);
    return Object.assign(parser, { program: parser.parse(), semicolons: [...semicolons] });
  }

  override parseStatement(context: string | null, topLevel?: boolean, exports?: object): Node {
    if (this.type === t.name && !this.containsEsc) {
      if (this.value === "interface" && this.#follows(interfaceName))
        return this.#typeStatement(() => this.#interface());
      if (this.value === "type" && this.#follows(typeName)) return this.#typeStatement(() => this.#alias());
      if (this.value === "global" && !this.#follows(globalName)) throw notDirect;
    }
    return super.parseStatement(context, topLevel, exports);
  }

  override parseVarId(declarator: Node, kind: string): void {
    // The others are `using` and `await using`, which are lowered.
    if (kind !== "var" && kind !== "let" && kind !== "const") throw notDirect;
    super.parseVarId(declarator, kind);
    if (this.#isMark()) this.#erased();
    this.#annotated();
  }

  override parseFunctionParams(node: Node): void {
    this.#declared();
    super.parseFunctionParams(node);
  }

  override parseFunctionBody(node: Node, isArrow: boolean, isMethod: boolean, forInit?: unknown): void {
    if (!isArrow && this.type === t.colon) this.annotation(true);
    const before = this.#inConstructor;
    this.#inConstructor = false;
    super.parseFunctionBody(node, isArrow, isMethod, forInit);
    this.#inConstructor = before;
  }

  override parseClass(node: Node, isStatement: boolean | string): Node {
    const before = this.#properties;
    this.#properties = [];
    const made = super.parseClass(node, isStatement) as Node & { body: Body; superClass: Node | null };
    if (this.#properties.length > 0) this.#assignProperties(made.body, made.superClass);
    this.#properties = before;
    return made;
  }

  override parseClassSuper(node: Node): void {
    this.#declared();
    const outer = this.#inHeritage;
    this.#inHeritage = true;
    super.parseClassSuper(node);
    this.#inHeritage = outer;
    if (this.isOperator("<")) this.typeArguments({ type: t.name, context: this.context.slice() });
    if (!this.isContextual("implements")) return;
    const { start } = this;
    const before = { type: t.name, context: this.context.slice() };
    this.inTypes(() => this.#entities());
    this.eraseFrom(start, before);
  }

  override parseClassElement(allowsSuper: boolean): Node | null {
    this.#modifiers(true);
    return super.parseClassElement(allowsSuper);
  }

  override parseClassElementName(element: Node): void {
    const { start } = this;
    this.#modifiers(false);
    // Behind a blank these would begin an accessor and the like.
    if (this.start > start && ownMeaning.test(String(this.value))) throw notDirect;
    if (this.isContextual("abstract") || this.isContextual("declare") || this.isContextual("accessor")) throw notDirect;
    super.parseClassElementName(element);
  }

  override parseClassMethod(method: Node, isGenerator: boolean, isAsync: boolean, allowsSuper: boolean): Node {
    const before = this.#inConstructor;
    this.#inConstructor = (method as MethodDefinition).kind === "constructor";
    const made = super.parseClassMethod(method, isGenerator, isAsync, allowsSuper);
    this.#inConstructor = before;
    return made;
  }

  override parseClassField(field: Node): Node {
    if (this.isOperator("<")) {
      const { name, value } = (field as MethodDefinition).key as { name?: string; value?: unknown };
      if (name === "constructor" || value === "constructor") throw notDirect;
      (field as MethodDefinition).kind = "method";
      return this.parseClassMethod(field, false, false, false);
    }
    const isMarked = this.type === t.question || this.#isMark();
    if (isMarked || this.type === t.colon) {
      // As blanks the type would leave a word that belongs to what follows.
      if (ownMeaning.test(String((field as Node & { key: { name?: string } }).key.name))) throw notDirect;
    }
    if (isMarked) this.#erased();
    this.#annotated();
    return super.parseClassField(field);
  }

  override parseMethod(isGenerator: boolean, isAsync: boolean, allowsSuper: boolean): Node {
    this.#declared();
    return super.parseMethod(isGenerator, isAsync, allowsSuper);
  }

  override parseBindingList(close: typeof t.parenR, allowEmpty: boolean, trailing: boolean, modifiers?: boolean) {
    const before = this.#inParameters;
    this.#inParameters = close === t.parenR;
    const items = super.parseBindingList(close, allowEmpty, trailing, modifiers);
    this.#inParameters = before;
    return items;
  }

  override parseAssignableListItem(modifiers?: boolean): Node {
    if (!this.#inParameters) return super.parseAssignableListItem(modifiers);
    let isProperty = false;
    while (this.type === t.name && accessors.has(String(this.value)) && this.#follows(parameterName)) {
      if (!this.#inConstructor) throw notDirect;
      isProperty = true;
      this.#erased();
    }
    const { start } = this;
    const item = this.parseBindingAtom();
    if (isProperty) this.#properties.push((item as Node & { name?: string }).name ?? this.#refuse());
    if (this.type === t.question) this.#erased();
    this.#annotated();
    return this.parseMaybeDefault(start, undefined, item);
  }

  override parseBindingListItem(item: Node): Node {
    if (this.#inParameters) this.#annotated();
    return item;
  }

  override parseExprOp(left: Node, start: number, place: unknown, precedence: number, forInit?: unknown): Node {
    const isGreater = this.#hasLess && /^>/.test(String(this.value)) && !(this.type as OperatorType).isAssign;
    // Types that are not understood here would be read as comparisons.
    if (isGreater && this.#follows(unclear)) throw notDirect;
    const isAs = (this.isContextual("as") || this.isContextual("satisfies")) && this.isSameLine();
    if (!isAs || precedence >= relational) return super.parseExprOp(left, start, place, precedence, forInit);
    const { start: from } = this;
    const before = { type: t.name, context: this.context.slice() };
    const isConst = this.#follows(constFollows);
    this.inTypes(() => {
      this.next();
      if (isConst) this.expect(t._const);
      else this.anyType();
    });
    this.eraseFrom(from, before);
    if (isConst && (this.type === t.bitwiseAND || this.type === t.bitwiseOR)) throw notDirect;
    const { binop = 0, isAssign } = this.type as OperatorType;
    if (joined.has(this.type) || (binop ?? 0) > relational || isAssign) throw notDirect;
    return this.parseExprOp(left, start, place, precedence, forInit);
  }

  override parseSubscript(base: Node, ...more: unknown[]): Node {
    while (this.#isMark()) this.#erased();
    if (this.isOperator("<") && this.input.indexOf(">", this.pos) > 0) this.#called(more[3] === true);
    return super.parseSubscript(base, ...more);
  }

  override parseParenAndDistinguishExpression(canBeArrow: boolean, forInit?: unknown): Node {
    const before = this.#typedItems;
    const found = super.parseParenAndDistinguishExpression(canBeArrow, forInit);
    if (this.#typedItems > before && found.type !== "ArrowFunctionExpression") throw notDirect;
    this.#typedItems = before;
    return found;
  }

  override parseParenItem(item: Node): Node {
    if (this.type !== t.colon || item.type === "ArrowFunctionExpression") return item;
    this.#typedItems++;
    this.annotation();
    return item;
  }

  override shouldParseArrow(items: readonly Node[]): boolean {
    if (this.type === t.colon) this.#arrowType();
    return super.shouldParseArrow(items);
  }

  override shouldParseAsyncArrow(): boolean {
    if (this.type === t.colon) this.#arrowType();
    return super.shouldParseAsyncArrow();
  }

  /** `(a): T => …`; in `c ? (a) : b` the colon is another one. */
  #arrowType(): void {
    this.tried(() => {
      const { lastTokEnd } = this;
      this.annotation(true);
      if (this.type !== t.arrow || /[\n\r\u2028\u2029]/.test(this.input.slice(lastTokEnd, this.start))) throw notDirect;
    });
  }

  #annotated(): void {
    if (this.type === t.colon) this.annotation();
  }

  #declared(): void {
    this.typeParameters({ type: t.name, context: this.context.slice() });
  }

  /** The token is as a blank. */
  #erased(isStatement = false): void {
    const { start, end } = this;
    [this.lastTokStart, this.lastTokEnd] = [start, end];
    this.eraseFrom(start, { type: t.name, context: this.context.slice() }, isStatement);
  }

  #modifiers(areFirst: boolean): void {
    while (this.type === t.name && memberModifiers.has(String(this.value)) && this.#follows(memberName))
      this.#erased(areFirst);
  }

  /** `<A>` before a bracket or a template; other uses of type arguments, and comparisons that look like it, are unclear. */
  #called(isAsync: boolean): void {
    this.#hasLess = true;
    const { start } = this;
    const before = { type: t.name, context: this.context.slice() };
    const isList = this.tried(() => {
      this.inTypes(() => this.argumentList());
      // Behind what a class extends they stand alone, and are erased there.
      if (this.#inHeritage && this.type !== t.parenL) throw notDirect;
      return true;
    });
    if (isList === null) return;
    if (isAsync || (this.type !== t.parenL && this.type !== t.backQuote)) throw notDirect;
    this.eraseFrom(start, before);
  }

  /** `!` behind what it says something about. */
  #isMark(): boolean {
    return this.type === t.prefix && this.value === "!" && this.isSameLine();
  }

  #follows(expression: RegExp): boolean {
    expression.lastIndex = this.end;
    return expression.test(this.input);
  }

  #typeStatement(read: () => void): Node {
    const node = this.startNode();
    const { start } = this;
    const before = { type: t.semi, context: this.context.slice() };
    this.inTypes(read);
    this.eraseFrom(start, before, true);
    return this.finishNode(node, "EmptyStatement");
  }

  #interface(): void {
    this.next();
    this.next();
    if (this.isOperator("<")) this.skipParameters();
    if (this.type === t._extends) this.#entities();
    this.members();
  }

  #alias(): void {
    this.next();
    this.next();
    if (this.isOperator("<")) this.skipParameters();
    this.expect(t.eq);
    this.anyType();
    if (this.type === t.semi) this.next();
    else if (!this.canInsertSemicolon()) throw notDirect;
  }

  /** Behind `extends` and `implements`. */
  #entities(): void {
    do {
      this.next();
      this.entityName();
      if (this.isOperator("<")) this.argumentList();
    } while (this.type === t.comma);
  }

  /** As the transpiler does it: fields of the class in front of all others, set where the constructor begins. */
  #assignProperties(body: Body, superClass: Node | null): void {
    const made = (body.body as readonly MethodDefinition[]).find(({ kind }) => kind === "constructor");
    const first = (made?.value.body.body[0] ?? {}) as { directive?: string };
    if (made === undefined || superClass !== null || first.directive !== undefined) throw notDirect;
    const names = this.#properties;
    const fields = names.map((name) => `${name};`).join("");
    const values = names.map((name) => `this.${name}=${name};`).join("");
    this.#insert(body.start + 1, fields);
    this.#insert(made.value.body.start + 1, values);
  }

  #insert(at: number, text: string): void {
    this.insertions.push({ start: at, end: at, text });
  }

  #refuse(): never {
    throw notDirect;
  }
}
