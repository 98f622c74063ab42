export type { Completions } from "./completion.ts";
export { problemsHtml, problemsText, type TypeProblem } from "./diagnostics.ts";
export { typescriptProgram } from "./executable.ts";
export { plainText, saysNothing } from "./hover.ts";
export { Language, type NumberedCode } from "./language.ts";
