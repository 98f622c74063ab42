export type { NumberedCode } from "./code-modules.ts";
export type { Completion, Completions } from "./completion.ts";
export { problemsHtml, problemsText, type TypeProblem } from "./diagnostics.ts";
export { typescriptProgram } from "./executable.ts";
export { isUnknown, plainText, saysNothing } from "./hover.ts";
export { Language } from "./language.ts";
