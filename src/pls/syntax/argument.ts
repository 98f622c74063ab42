/** What an argument is made of, whether it is a bare expression, has a name, or is unpacked. */
import type { Argument, Expression, Identifier } from "./ast.ts";

export function argumentValue(argument: Argument): Expression {
  return argument.kind === "argument" ? argument.value : argument;
}

/** Of `name = value`; null for others. */
export function argumentName(argument: Argument): Identifier | null {
  return argument.kind === "argument" ? argument.name : null;
}

/** True for `*value`. */
export function isUnpacked(argument: Argument): boolean {
  return argument.kind === "argument" && argument.name === null;
}
