export type * from "./ast.ts";
export { tokenize } from "./lexer.ts";
export { isReference, largestLayer, parseProgram, parseValue } from "./parser.ts";
export { type Comment, isKeyword, isNameText, keywords, type Token } from "./token.ts";
