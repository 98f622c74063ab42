/** Walks down a tree whose names and calls are looked at by the walker itself. */
import type { CallNode, ChainNode, Expression, NameNode } from "./ast.ts";

/** The expressions that one is made of, in the order of the program. */
export function operandsOf(node: Exclude<Expression, NameNode | CallNode | ChainNode>): readonly Expression[] {
  switch (node.kind) {
    case "number":
    case "string":
      return [];
    case "point":
      return [node.x, node.y];
    case "tuple":
      return node.items;
    case "unary":
      return [node.operand];
    case "sum":
    case "product":
    case "power":
      return [node.first, ...node.rest.map(({ operand }) => operand)];
  }
}
