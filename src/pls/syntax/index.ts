export { argumentName, argumentValue, isUnpacked } from "./argument.ts";
export type * from "./ast.ts";
export { tokenize } from "./lexer.ts";
export { endsIn } from "./line-end.ts";
export { operandsOf } from "./operands.ts";
export { isReference, largestLayer, parseProgram } from "./parser.ts";
export { type Comment, isKeyword, isNameText, keywords, type Token } from "./token.ts";
