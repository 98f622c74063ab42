/**
 * The syntax tree. Chains of one level (`a - b + c`, `.translate(…).rotate(…)`) are one node each with all its members:
 * a sum of a thousand shapes is one union, and nothing recurses once for each. Offsets are those of the source.
 */

interface Node {
  readonly start: number;
  readonly end: number;
}

export interface NumberNode extends Node {
  readonly kind: "number";
  readonly value: number;
}
export interface StringNode extends Node {
  readonly kind: "string";
  readonly value: string;
}
export interface NameNode extends Node {
  readonly kind: "name";
  readonly name: string;
}
export interface PointNode extends Node {
  readonly kind: "point";
  readonly x: Expression;
  readonly y: Expression;
}
/** `(a, b)`: what `.call` takes. */
export interface TupleNode extends Node {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
}
/** `name(…)`. */
export interface CallNode extends Node {
  readonly kind: "call";
  readonly name: Identifier;
  readonly args: readonly Argument[];
}
/** `base.name(…).name`. */
export interface ChainNode extends Node {
  readonly kind: "chain";
  readonly base: Expression;
  readonly links: readonly Link[];
}
/** `+ -` and `* /`, left to right. */
export interface SeriesNode extends Node {
  readonly kind: "sum" | "product" | "power";
  readonly first: Expression;
  readonly rest: readonly Operation[];
}
export interface UnaryNode extends Node {
  readonly kind: "unary";
  /** True for an odd number of minus signs. */
  readonly isNegative: boolean;
  readonly operand: Expression;
}

export type Expression =
  | NumberNode
  | StringNode
  | NameNode
  | PointNode
  | TupleNode
  | CallNode
  | ChainNode
  | SeriesNode
  | UnaryNode;

export interface Identifier extends Node {
  readonly name: string;
}

export interface Operation {
  readonly operator: "+" | "-" | "*" | "/" | "^";
  /** Where the operator stands. */
  readonly at: number;
  readonly operand: Expression;
}

/** `.name(…)`; without `args` a field. */
export interface Link {
  readonly end: number;
  readonly name: Identifier;
  readonly args: readonly Argument[] | null;
}

/** What a call is given: most often a bare expression, so that a long program has no object more for each. */
export type Argument = Expression | MarkedArgument;

/** `name = value` or `*value`. */
export interface MarkedArgument extends Node {
  readonly kind: "argument";
  /** Null for `*value`. */
  readonly name: Identifier | null;
  readonly value: Expression;
}

/** Values that a global is meant to have: `width = 2  # 0.5..5`. */
export interface ParameterRange {
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number | null;
}

export interface Assignment extends Node {
  readonly name: Identifier;
  readonly value: Expression | ObjectNode | null;
  /** Text of the comment behind it, without `#`; null for none. */
  readonly comment: string | null;
  readonly range: ParameterRange | null;
}
export interface ObjectNode extends Node {
  readonly kind: "object";
  readonly entries: readonly Assignment[];
}

export interface ImportSection extends Node {
  readonly kind: "import";
  readonly path: Identifier;
  readonly alias: Identifier | null;
}
export interface GlobalsSection extends Node {
  readonly kind: "globals";
  readonly entries: readonly Assignment[];
}
/** What SHAPE and SYMBOL have in common. */
export interface DefinitionSection<Body> extends Node {
  readonly name: Identifier;
  readonly parameters: readonly Identifier[];
  /** True where its header could not be read, which was reported. */
  readonly isBroken: boolean;
  /** Null where it could not be read, which was reported. */
  readonly body: Body | null;
}
export interface ShapeSection extends DefinitionSection<Expression> {
  readonly kind: "shape";
}
/** Its name is a pattern with placeholders where there are parameters. */
export interface SymbolSection extends DefinitionSection<readonly Expression[]> {
  readonly kind: "symbol";
}
export interface LayerSection extends Node {
  readonly kind: "layer";
  readonly number: { readonly value: number; readonly start: number; readonly end: number } | null;
  readonly name: Identifier | null;
  readonly body: readonly Expression[] | null;
}

export type Section = ImportSection | GlobalsSection | ShapeSection | SymbolSection | LayerSection;

export interface Program {
  readonly sections: readonly Section[];
  /** True where an IMPORT could not be read: its name is not known. */
  readonly hasBrokenImport: boolean;
}
