/** What the first line of a cell may ask for: `%%check`. To everybody else that line is empty. */

export interface Directives {
  readonly code: string;
  /** Type errors stop the cell from being run. */
  readonly mustCheck: boolean;
}

export function readDirectives(source: string): Directives {
  const found = /^\s*%%check(?=[^\S\n]*(?:\n|$))/.exec(source);
  if (found === null) return { code: source, mustCheck: false };
  return { code: source.replace("%%check", " ".repeat("%%check".length)), mustCheck: true };
}
