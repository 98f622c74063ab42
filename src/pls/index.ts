export { type Builtin, functions as plsFunctions, methods as plsMethods } from "./check/index.ts";
export { type CompilePlsOptions, compilePls, decodePls, fileReader } from "./compile.ts";
export { CompiledPls, type PlsGlobal, type PlsLayer, type PlsSource } from "./compiled.ts";
export { type Diagnostic, type DiagnosticJson, diagnosticJson, printDiagnostic } from "./diagnostics/index.ts";
export type { Limits as PlsLimits } from "./evaluate/limits.ts";
export { type FormattedPls, formatPls } from "./format/format-pls.ts";
export { type LanguageHost, LanguageSession } from "./server/language-session.ts";
export type { LspDiagnostic } from "./server/protocol.ts";
export { type PlsTemplateValue, pls } from "./template.ts";
