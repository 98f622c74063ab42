export type { Completion, Completions } from "./completion.ts";
export { problemsHtml, problemsText, type TypeProblem } from "./diagnostics.ts";
export { typescriptProgram } from "./executable.ts";
export { isUnknown, plainText, saysNothing } from "./hover.ts";
export { Language, type NumberedCode } from "./language.ts";
