/**
 * Namespaces in several parts: in a later one, names that an earlier one exports mean its members. The transpiler, which
 * looks at one part at a time, leaves them bare: `(function (S) { S.more = sides + 1; })(S || (S = {}))`.
 */
import type { Expression, FunctionExpression, Identifier, Node, Program, Property, Statement } from "acorn";
import { declaredNames, forEachChild, isNode, isReference, nameOf } from "./survey.ts";

/** Text that goes into the place of a name. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Part {
  readonly name: string;
  /** What the part calls its namespace. */
  readonly parameter: string;
  readonly body: Node;
}

/** Of namespaces that the source declares. */
export function memberNames(program: Program, source: string): Edit[] {
  if (!/\b(?:namespace|module)\s/.test(source)) return [];
  const exported = new Map<string, Set<string>>();
  const edits: Edit[] = [];
  for (const item of program.body) {
    const part = partOf(item as Statement);
    if (part === null) continue;
    const before = exported.get(part.name);
    if (before !== undefined) edits.push(...references(part, before));
    exported.set(part.name, new Set([...(before ?? []), ...exportsOf(part)]));
  }
  return edits;
}

function partOf(item: Statement): Part | null {
  if (item.type !== "ExpressionStatement" || item.expression.type !== "CallExpression") return null;
  const { callee, arguments: given } = item.expression;
  const [first] = given;
  if (callee.type !== "FunctionExpression" || first?.type !== "LogicalExpression") return null;
  const [parameter] = (callee as FunctionExpression).params;
  const left: Expression = first.left as Expression;
  if (parameter?.type !== "Identifier" || left.type !== "Identifier") return null;
  return { name: left.name, parameter: parameter.name, body: callee.body };
}

/** Every `S.name = …`. */
function exportsOf({ parameter, body }: Part): string[] {
  const names: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === "AssignmentExpression") {
      const { left } = node as Node & { left: Node & { object?: Node; property?: Node } };
      if (left.type === "MemberExpression" && nameOf(left.object) === parameter)
        names.push(nameOf(left.property) ?? "");
    }
    forEachChild(node, visit);
  };
  visit(body);
  return names;
}

/** A name that is declared anywhere in the part is left alone: it may mean that. */
function references({ parameter, body }: Part, exported: ReadonlySet<string>): Edit[] {
  const own = new Set<string>();
  const found: (Edit & { readonly name: string })[] = [];
  const refer = (node: Node, label = ""): void => {
    const { name, start, end } = node as Identifier;
    if (exported.has(name)) found.push({ name, start, end, text: `${label}${parameter}.${name}` });
  };
  const visit = (node: Node, parent: Node): void => {
    for (const name of declaredBy(node)) own.add(name);
    const short = shorthandOf(node);
    if (short !== null) refer(short.name, `${(short.name as Identifier).name}: `);
    else if (node.type === "Identifier" && isReference(node, parent)) refer(node);
    if (short === null) forEachChild(node, (child) => visit(child, node));
    else for (const child of short.rest) visit(child, node);
  };
  visit(body, body);
  return found.filter(({ name }) => !own.has(name));
}

/** `{ name }`, and `{ name = value }` in a pattern: the name stands for a key, too. */
function shorthandOf(node: Node): { name: Node; rest: readonly Node[] } | null {
  if (node.type !== "Property" || !(node as Property).shorthand) return null;
  const { value } = node as Property;
  if (value.type === "Identifier") return { name: value, rest: [] };
  const { left, right } = value as unknown as { left: Node; right: Node };
  return { name: left, rest: [right] };
}

function declaredBy(node: Node): string[] {
  const { id, params, param } = node as Node & { id?: unknown; params?: readonly never[]; param?: never };
  const patterns = [...(params ?? []), ...(isNode(id) ? [id as never] : []), ...(isNode(param) ? [param] : [])];
  return patterns.flatMap(declaredNames);
}
