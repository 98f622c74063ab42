/**
 * The one file that imports `acorn`: its parser as it is, and what it has for those that extend it, of which its
 * declarations say nothing. Its plugins for JSX and the like stand on the same methods and fields.
 */
import { type Node, type Options, Parser, type Program, type TokenType, tokTypes } from "acorn";

export { tokTypes };

/** An error of acorn's, in the transpiled code. */
export interface ParseError extends SyntaxError {
  readonly loc: { readonly line: number; readonly column: number };
}

/** A cell may export types, which are no more, and names of earlier cells. */
const CellParser = Parser.extend((Base) => {
  type Raise = (this: Parser, position: number, message: string) => void;
  // Every complaint that parsing could go on after goes through this method, which the types do not tell of.
  const { raiseRecoverable } = Base.prototype as unknown as { raiseRecoverable: Raise };
  return class extends Base {
    raiseRecoverable(position: number, message: string): void {
      if (!/^Export '.*' is not defined$/.test(message)) raiseRecoverable.call(this, position, message);
    }
  } as typeof Parser;
});

export function parseModule(code: string): Program {
  return CellParser.parse(code, { ecmaVersion: "latest", sourceType: "module" });
}

export interface TokenContext {
  /** `function` of functions whose body is still to come. */
  readonly token: string;
}

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

export const AcornParser = Parser as unknown as new (options: Options, input: string) => Internals;
