/** What the lexer makes of the text. */

/**
 * `pattern` is what follows SYMBOL, `path` what follows IMPORT. `bad` stands for what has been reported already: what
 * holds it is not looked at any more.
 */
export type TokenKind = "number" | "string" | "name" | "mark" | "keyword" | "pattern" | "path" | "bad" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** As it is written; of strings and paths without quotes. */
  readonly text: string;
  /** True where it is the first on its line. */
  readonly isFirst: boolean;
}

export interface Comment {
  readonly start: number;
  readonly end: number;
}

/** Context keywords: whole words that are the first of a line, outside of brackets. */
export const keywords = ["SYMBOL", "LAYER", "SHAPE", "GLOBALS", "IMPORT"] as const;
export type Keyword = (typeof keywords)[number];

const keywordSet: ReadonlySet<string> = new Set(keywords);

export function isKeyword(word: string): word is Keyword {
  return keywordSet.has(word);
}

export function isNameText(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}
