export { type Diagnostic, type DiagnosticNote, errorAt, Failure, type FailureOptions, failure } from "./diagnostic.ts";
export { type DiagnosticJson, diagnosticJson, printDiagnostic } from "./print-diagnostic.ts";
export { Reporter } from "./reporter.ts";
export { SourceFile, type SourcePosition, type Span } from "./source-file.ts";
