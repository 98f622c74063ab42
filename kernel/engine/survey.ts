/** One walk over a cell's syntax tree: what the rewriter needs to know of what lies below the top level. */
import type { Identifier, Node, Pattern, Program, TryStatement, VariableDeclaration } from "acorn";

const { isArray } = Array;

export interface Survey {
  /** `await` or `for await` outside of every function. */
  readonly awaits: boolean;
  /** The expressions among them. */
  readonly awaited: readonly Node[];
  /** Blocks that may be entered by an `await` that is over: of `for await`, `catch`, `finally`. */
  readonly resuming: readonly Node[];
  /** `var` in blocks and loops, outside of every function: they are the cell's, too. */
  readonly nestedVars: readonly { readonly declaration: VariableDeclaration; readonly isLoopHead: boolean }[];
  readonly importMetas: readonly Node[];
  /** Every identifier but those of imports. */
  readonly names: ReadonlySet<string>;
}

export function survey(program: Program): Survey {
  const found = {
    awaits: false,
    awaited: [] as Node[],
    resuming: [] as Node[],
    nestedVars: [] as { declaration: VariableDeclaration; isLoopHead: boolean }[],
    importMetas: [] as Node[],
    names: new Set<string>(),
  };
  const visit = (node: Node, parent: Node, inFunction: boolean): void => {
    switch (node.type) {
      case "ImportDeclaration":
        return;
      case "Identifier":
        found.names.add((node as Node & { name: string }).name);
        return;
      case "MetaProperty":
        if ((node as Node & { meta: { name: string } }).meta.name === "import") found.importMetas.push(node);
        return;
      case "AwaitExpression":
        if (!inFunction) {
          found.awaits = true;
          found.awaited.push(node);
        }
        break;
      case "ForOfStatement":
        if (!inFunction && (node as Node & { await: boolean }).await) {
          found.awaits = true;
          found.resuming.push((node as Node & { body: Node }).body);
        }
        break;
      case "TryStatement": {
        const { handler, finalizer } = node as TryStatement;
        for (const block of [handler?.body, finalizer]) if (!inFunction && block != null) found.resuming.push(block);
        break;
      }
      case "VariableDeclaration": {
        const declaration = node as VariableDeclaration;
        const isTop = parent.type === "Program" || parent.type === "ExportNamedDeclaration";
        if (declaration.kind === "var" && !inFunction && !isTop) {
          const isLoopHead =
            /^For(In|Of)Statement$/.test(parent.type) && (parent as unknown as { left: Node }).left === node;
          found.nestedVars.push({ declaration, isLoopHead });
        }
        break;
      }
    }
    const inside = inFunction || /Function|^StaticBlock$|^PropertyDefinition$/.test(node.type);
    forEachChild(node, (child) => visit(child, node, inside));
  };
  for (const item of program.body) visit(item, program, false);
  return found;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** No generator, and no list: in a cell's first milliseconds they take as long as all that is done with the nodes. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const fields = node as unknown as Record<string, unknown>;
  for (const name in fields) {
    const value = fields[name];
    if (isNode(value)) visit(value);
    else if (isArray(value)) for (let i = 0; i < value.length; i++) if (isNode(value[i])) visit(value[i] as Node);
  }
}

export function declaredNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        declaredNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : declaredNames(element)));
    case "AssignmentPattern":
      return declaredNames(pattern.left);
    case "RestElement":
      return declaredNames(pattern.argument);
    default:
      return [];
  }
}

/** Not the name of a member, of a property or of a label. */
export function isReference(node: Node, parent: Node): boolean {
  const { property, key, computed, label } = parent as Node & Record<string, unknown>;
  return computed === true ? label !== node : property !== node && key !== node && label !== node;
}

export function nameOf(node: Node | undefined): string | null {
  return node?.type === "Identifier" ? (node as Identifier).name : null;
}
