/** What of the Language Server Protocol (3.17) is spoken: positions count lines and UTF-16 units from 0. */

export interface LspPosition {
  readonly line: number;
  readonly character: number;
}
export interface LspRange {
  readonly start: LspPosition;
  readonly end: LspPosition;
}
export interface LspLocation {
  readonly uri: string;
  readonly range: LspRange;
}
export interface LspTextEdit {
  readonly range: LspRange;
  readonly newText: string;
}
export interface LspDiagnostic {
  readonly range: LspRange;
  readonly severity: 1 | 2;
  readonly code: string;
  readonly source: "pls";
  readonly message: string;
  readonly relatedInformation?: readonly { readonly location: LspLocation; readonly message: string }[];
}
export interface LspCompletion {
  readonly label: string;
  readonly kind: number;
  readonly detail?: string;
  readonly documentation?: { readonly kind: "markdown"; readonly value: string };
}

export const completionKind = {
  method: 2,
  function: 3,
  field: 5,
  variable: 6,
  class: 7,
  module: 9,
  value: 12,
  keyword: 14,
  constant: 21,
} as const;
export const symbolKind = { module: 2, class: 5, function: 12, variable: 13, object: 19 } as const;

export interface LspSymbol {
  readonly name: string;
  readonly kind: number;
  readonly detail?: string | undefined;
  readonly range: LspRange;
  readonly selectionRange: LspRange;
  readonly children?: readonly LspSymbol[];
}
