/**
 * Names that the transpiler has changed. Where a cell uses a name that it does not declare, an earlier cell's or a global
 * one, swc gives variables that shadow it another name: `b; const f = (b) => b()` becomes `b; const f = (b1) => b1()`. What
 * functions and classes are called, what errors say and what the debugger shows would be `b1`.
 */
import type { Node, Pattern, Program } from "acorn";
import type { Edit } from "./namespaces.ts";
import { declaredNames, forEachChild, isReference } from "./survey.ts";

const numbered = /^(.*[^\d])\d+$/su;
const functions = /^(?:Function|ArrowFunction)/;
const scopes = /^(?:Program|BlockStatement|StaticBlock|SwitchStatement|CatchClause|For(?:In|Of)?Statement)$/;

/** `used` are all names of the code, `own` those that stand in the source. */
export function renamedBack(program: Program, used: ReadonlySet<string>, own: ReadonlySet<string>): Edit[] {
  const originals = new Map<string, string>();
  for (const name of used) {
    const original = own.has(name) ? undefined : numbered.exec(name)?.[1];
    if (original !== undefined && own.has(original)) originals.set(name, original);
  }
  if (originals.size === 0) return [];
  const edits = new Map<number, Edit>();
  for (const [name, scope] of declarations(program, originals)) {
    const original = originals.get(name) ?? name;
    const [changed, others] = [occurrences(scope, name), occurrences(scope, original)];
    // Within the variable's scope the source's name means the variable, unless the transpiler has moved code there.
    if (scope === program || others.length > 0) continue;
    for (const { start, end } of changed) edits.set(start, { start, end, text: original });
  }
  return [...edits.values()];
}

/** Where these names are declared: each with the node in which it holds. */
function declarations(program: Program, names: ReadonlyMap<string, string>): [string, Node][] {
  const found: [string, Node][] = [];
  const declare = (pattern: unknown, scope: Node): void => {
    if (pattern == null) return;
    for (const name of declaredNames(pattern as Pattern)) if (names.has(name)) found.push([name, scope]);
  };
  const visit = (node: Node, block: Node, owner: Node): void => {
    const { id, params, param, kind, declarations } = node as Node & Record<string, unknown>;
    const isFunction = functions.test(node.type);
    if (node.type === "VariableDeclaration") {
      for (const { id } of declarations as { id: unknown }[]) declare(id, kind === "var" ? owner : block);
    } else if (/Expression$/.test(node.type)) declare(id, node);
    else if (/^(?:Function|Class)Declaration$/.test(node.type)) declare(id, block);
    for (const pattern of (params as unknown[] | undefined) ?? []) declare(pattern, node);
    declare(param, node);
    const isScope = isFunction || scopes.test(node.type);
    forEachChild(node, (child) => visit(child, isScope ? node : block, isFunction ? node : owner));
  };
  for (const item of program.body) visit(item, program, program);
  return found;
}

function occurrences(scope: Node, name: string): Node[] {
  const found: Node[] = [];
  const visit = (node: Node, parent: Node): void => {
    const { shorthand, value } = parent as Node & { shorthand?: boolean; value?: Node };
    const isName = node.type === "Identifier" && (node as Node & { name: string }).name === name;
    if (isName && (isReference(node, parent) || (shorthand === true && value === node))) found.push(node);
    forEachChild(node, (child) => visit(child, node));
  };
  forEachChild(scope, (child) => visit(child, scope));
  return found;
}
