/**
 * Numbers that a loop of the top level works out. A name of the top level is a property of the global object, and V8 makes
 * an object on the heap of every number with a fraction that is stored there: such loops took twenty times as long as in
 * a function. So the loop keeps these numbers in fields of an object, which V8 writes in place, and meanwhile the names
 * lead there (borrowed-names.ts): whoever reads or assigns them, or stops the loop, finds the values of just now.
 *
 *     for (…) sum += i / 2
 *     {const h=$reticle$cell.borrow({sum});let h$sum=h.sum;try{for (…) (h.sum=h$sum += i / 2)}finally{$reticle$cell.giveBack(h)}}
 *
 * Where the loop runs no code but its own it reads a local variable, which is written through; where it calls something,
 * which may assign the name, it reads the field.
 */
import type {
  AssignmentExpression,
  CallExpression,
  Identifier,
  MemberExpression,
  Node,
  Program,
  UpdateExpression,
  VariableDeclaration,
} from "acorn";
import type { Edit } from "./namespaces.ts";
import { declaredNames, forEachChild, isNode, isReference, nameOf } from "./survey.ts";

/** Text around a piece of the code. */
export interface Wrapping {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

export interface LoopEdits {
  readonly names: readonly Edit[];
  /** Those of whole loops come last. */
  readonly wrappings: readonly Wrapping[];
}

type Edits = { readonly [K in keyof LoopEdits]: LoopEdits[K][number][] };

export const noLoops: LoopEdits = { names: [], wrappings: [] };

/** What a loop does with a name. */
interface Uses {
  readonly references: Node[];
  /** Assignments and `++`. */
  readonly changes: Node[];
  /** A number with a fraction may come into it. */
  gains: boolean;
  /** It is used where it would be seen that it is a field: as `this`, in a message, in the name of a function. */
  shows: boolean;
}

interface Examined {
  /** Nothing in it waits, and no text becomes code. */
  isSuitable: boolean;
  /** It runs no code but its own. (A `valueOf` may be the user's, too, but has no business with these names.) */
  isAlone: boolean;
  readonly uses: Map<string, Uses>;
  readonly declared: Set<string>;
}

const loopStatement = /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/;
const functionOrClass = /^(?:Function|ArrowFunction|Class)/;
const fractional = new Set(["+=", "-=", "*=", "/=", "%=", "**="]);
const noNumber = /^(?:Literal|TemplateLiteral|ArrayExpression|ObjectExpression|NewExpression)$/;
/** Where a value is taken and nothing is told of where it comes from. */
const takesValue =
  /^(?:Unary|Logical|Conditional|Sequence|Array|Call|New)Expression$|^(?:Expression|If|While|DoWhile|For|Switch)Statement$|^SwitchCase$|^TemplateLiteral$/;

/** `own` are the names that stand in the source, `known` those that earlier cells have declared. */
export function borrowingLoops(program: Program, own: ReadonlySet<string>, known: ReadonlySet<string>): LoopEdits {
  const edits: Edits = { names: [], wrappings: [] };
  const loops = outermostLoops(program);
  if (loops.length === 0) return edits;
  const isVariable = variablesOf(program, own, known);
  const hasOwnMath = isVariable("Math");
  loops.forEach((loop, index) => {
    const { isSuitable, uses, declared, ...found } = examine(loop);
    if (!isSuitable) return;
    const isAlone = found.isAlone && !hasOwnMath;
    const held = `$reticle$held${index}`;
    const names: string[] = [];
    for (const [name, { references, changes, gains, shows }] of uses) {
      if (!gains || shows || declared.has(name) || !isVariable(name)) continue;
      names.push(name);
      const text = isAlone ? `${held}$${name}` : `${held}.${name}`;
      for (const { start, end } of references) edits.names.push({ start, end, text });
      if (!isAlone) continue;
      for (const change of changes) writeThrough(change, name, held, edits);
    }
    if (names.length === 0) return;
    const locals = isAlone ? `let ${names.map((name) => `${held}$${name}=${held}.${name}`).join()};` : "";
    const before = `{const ${held}=$reticle$cell.borrow({${names.join()}});${locals}try{`;
    const after = `}finally{$reticle$cell.giveBack(${held})}}`;
    edits.wrappings.push({ start: loop.start, end: loop.end, before, after });
  });
  return edits;
}

/** The local variable's new value goes into the field, too. */
function writeThrough(change: Node, name: string, held: string, { names, wrappings }: Edits): void {
  const { start, end } = change;
  const { prefix, operator, argument } = change as UpdateExpression;
  const before = `(${held}.${name}=`;
  if (change.type !== "UpdateExpression" || prefix) wrappings.push({ start, end, before, after: ")" });
  else {
    // `i++` would give the value from before.
    names.push({ start: argument.end, end, text: ")" });
    wrappings.push({ start, end, before: before + operator, after: "" });
  }
}

/** Outside of functions and classes; with their labels. */
function outermostLoops(program: Program): Node[] {
  const loops: Node[] = [];
  const visit = (node: Node): void => {
    if (isLoop(node)) loops.push(node);
    else if (/Statement$/.test(node.type) || /^(?:SwitchCase|CatchClause)$/.test(node.type)) forEachChild(node, visit);
  };
  for (const item of program.body) visit(item);
  return loops;
}

function isLoop(node: Node): boolean {
  if (node.type === "LabeledStatement") return isLoop((node as Node & { body: Node }).body);
  return loopStatement.test(node.type);
}

/** Variables of the top level whose names mean nothing else in any block of the cell. */
function variablesOf(
  program: Program,
  own: ReadonlySet<string>,
  known: ReadonlySet<string>,
): (name: string) => boolean {
  const variables = new Set<string>();
  const others = new Set<string>();
  const visit = (node: Node, isTop: boolean): void => {
    const isVariable = node.type === "VariableDeclaration" && (isTop || (node as VariableDeclaration).kind === "var");
    for (const name of namesDeclaredBy(node)) (isVariable ? variables : others).add(name);
    if (functionOrClass.test(node.type)) return;
    forEachChild(node, (child) => visit(child, isTop && node.type === "ExportNamedDeclaration"));
  };
  for (const item of program.body) visit(item, true);
  // `h.__proto__` is not a field.
  others.add("__proto__");
  return (name) => own.has(name) && !others.has(name) && (variables.has(name) || known.has(name));
}

/** What the node itself declares where it stands. */
function namesDeclaredBy(node: Node): string[] {
  const { id, param, local } = node as Node & { id?: unknown; param?: unknown; local?: unknown };
  if (node.type === "VariableDeclaration")
    return (node as VariableDeclaration).declarations.flatMap(({ id }) => declaredNames(id));
  if (/^(?:Function|Class)Declaration$/.test(node.type)) return isNode(id) ? declaredNames(id as never) : [];
  if (node.type === "CatchClause") return isNode(param) ? declaredNames(param as never) : [];
  return /^Import.*Specifier$/.test(node.type) ? declaredNames(local as never) : [];
}

function examine(loop: Node): Examined {
  const found: Examined = { isSuitable: true, isAlone: true, uses: new Map(), declared: new Set() };
  const visit = (node: Node, parent: Node, grandparent: Node): void => {
    for (const name of namesDeclaredBy(node)) found.declared.add(name);
    if (node.type === "Identifier") use(node as Identifier, parent, grandparent, found.uses);
    if (waits(node)) found.isSuitable = false;
    if (runsOthers(node)) found.isAlone = false;
    if (functionOrClass.test(node.type)) return;
    forEachChild(node, (child) => visit(child, node, parent));
  };
  visit(loop, loop, loop);
  return found;
}

function waits(node: Node): boolean {
  if (node.type === "CallExpression") return nameOf((node as CallExpression).callee) === "eval";
  if (node.type === "ForOfStatement") return (node as Node & { await: boolean }).await;
  return /^(?:AwaitExpression|DebuggerStatement)$/.test(node.type);
}

/** Whether code of elsewhere may run: calls but those of `Math`, getters, iterators, what becomes a text. */
function runsOthers(node: Node): boolean {
  switch (node.type) {
    case "CallExpression":
      return !isMath((node as CallExpression).callee);
    case "MemberExpression": {
      const { computed, property } = node as MemberExpression;
      return !computed && !isMath(node) && nameOf(property) !== "length";
    }
    case "BinaryExpression":
      return /^in/.test((node as Node & { operator: string }).operator);
    case "UnaryExpression":
      return (node as Node & { operator: string }).operator === "delete";
  }
  return (
    functionOrClass.test(node.type) ||
    /^(?:NewExpression|ImportExpression|TaggedTemplateExpression|TemplateLiteral|SpreadElement)$/.test(node.type) ||
    /^(?:ForOfStatement|ForInStatement|ObjectPattern|ArrayPattern)$/.test(node.type)
  );
}

function isMath(node: Node): boolean {
  if (node.type !== "MemberExpression") return false;
  const { object, computed } = node as MemberExpression;
  return !computed && nameOf(object) === "Math";
}

function use(node: Identifier, parent: Node, grandparent: Node, all: Map<string, Uses>): void {
  if (!isReference(node, parent)) return;
  const uses = all.get(node.name) ?? { references: [], changes: [], gains: false, shows: false };
  all.set(node.name, uses);
  uses.references.push(node);
  if (parent.type === "UpdateExpression") {
    uses.changes.push(parent);
    // `i++` has the value from before, which what it is rewritten to has not.
    uses.shows ||= !(grandparent.type === "ExpressionStatement" || isUpdateOf(grandparent, parent));
  } else if (parent.type === "AssignmentExpression" && (parent as AssignmentExpression).left === node) {
    const { operator, right } = parent as AssignmentExpression;
    uses.changes.push(parent);
    uses.gains ||= fractional.has(operator) || (operator === "=" && !noNumber.test(right.type));
    // A function is called after the variable that it is assigned to.
    uses.shows ||= functionOrClass.test(right.type);
  } else uses.shows ||= !isPlain(node, parent);
}

function isUpdateOf(node: Node, part: Node): boolean {
  return node.type === "ForStatement" && (node as Node & { update: unknown }).update === part;
}

/** Not called, not iterated, not what a member is looked for in: messages name these. */
function isPlain(node: Identifier, parent: Node): boolean {
  const { operator, left, id, callee, argument, init } = parent as Node & Record<string, unknown>;
  switch (parent.type) {
    case "BinaryExpression":
      return !/^in/.test(operator as string);
    case "AssignmentExpression":
      return (left as Node).type === "Identifier" || (left as Node).type === "MemberExpression";
    case "VariableDeclarator":
      return init === node && (id as Node).type === "Identifier";
    case "MemberExpression":
      return (parent as MemberExpression).property === node;
    case "UnaryExpression":
      return argument === node && operator !== "delete";
  }
  return takesValue.test(parent.type) && callee !== node;
}
