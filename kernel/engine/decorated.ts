/**
 * Classes with decorators, which may replace them: the transpiler keeps what they have become in a variable of its own,
 * and lets the cell's code mean that one. Other cells must see it under the class's name, and all code what a later cell
 * makes of the name.
 *
 *     class A { static { ({ c: [_A, _initClass] } = _apply_decs(…)) } … }
 *     new class extends _identity { static [class A { static { ({ c: [_A, …] } = …) } }]; … }()    with static members
 */
import type { Class, ClassExpression, Node, Program, Statement } from "acorn";
import type { Edit } from "./namespaces.ts";
import { forEachChild, isNode } from "./survey.ts";

export interface DecoratedClass {
  readonly name: string;
  /** The statement that makes it. */
  readonly statement: Node;
  /** The transpiler's variable. */
  readonly local: string;
}

/** At the top level. */
export function decoratedClasses(program: Program): DecoratedClass[] {
  return program.body.flatMap((item) => {
    const made = classOf(item as Statement);
    const local = made === null ? null : replacement(made);
    return local === null ? [] : [{ name: made?.id?.name ?? "", statement: item, local }];
  });
}

/** Uses of the transpiler's variable in the cell's other code mean the name. */
export function usesByName(program: Program, { name, statement, local }: DecoratedClass): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: Node): void => {
    if (node === statement || node.type === "ExportNamedDeclaration") return;
    const { type, start, end } = node;
    if (type === "Identifier" && (node as Node & { name: string }).name === local)
      edits.push({ start, end, text: name });
    forEachChild(node, (child) => {
      if (!isDeclared(node, child)) visit(child);
    });
  };
  for (const item of program.body) visit(item);
  return edits;
}

function isDeclared(parent: Node, child: Node): boolean {
  return parent.type === "VariableDeclarator" && (parent as Node & { id: Node }).id === child;
}

function classOf(item: Statement): Class | null {
  if (item.type === "ClassDeclaration") return item;
  if (item.type !== "ExpressionStatement" || item.expression.type !== "NewExpression") return null;
  const { callee } = item.expression;
  if (callee.type !== "ClassExpression") return null;
  for (const member of callee.body.body) {
    if (member.type === "PropertyDefinition" && member.key.type === "ClassExpression")
      return member.key as ClassExpression;
  }
  return null;
}

function replacement(node: Class): string | null {
  for (const member of node.body.body) {
    if (member.type !== "StaticBlock") continue;
    const [first] = member.body;
    if (first?.type !== "ExpressionStatement" || first.expression.type !== "AssignmentExpression") continue;
    const { left } = first.expression;
    if (left.type !== "ObjectPattern") continue;
    for (const property of left.properties) {
      if (property.type !== "Property" || property.key.type !== "Identifier" || property.key.name !== "c") continue;
      const target = property.value.type === "ArrayPattern" ? property.value.elements[0] : null;
      if (isNode(target) && target.type === "Identifier") return (target as Node & { name: string }).name;
    }
  }
  return null;
}
