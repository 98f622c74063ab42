/** What is asked about, and the server's answer as plain text. */
import { wordStart } from "../words.ts";

/**
 * The offset of a name: at the cursor, just before it, or the function in whose call the cursor is: `rect(10, |)`.
 */
export function askedAbout(code: string, cursor: number): number | null {
  const isWord = (at: number): boolean => /[\p{ID_Continue}$]/u.test(code.charAt(at));
  const isName = (at: number): boolean => isWord(at) && !/\d/.test(code.charAt(wordStart(code, at + 1)));
  if (isName(cursor)) return cursor;
  if (cursor > 0 && isName(cursor - 1)) return cursor - 1;
  let depth = 0;
  for (let at = cursor - 1; at >= 0; at--) {
    const char = code[at];
    if (")]}".includes(char)) depth++;
    else if ("([{".includes(char) && --depth < 0) return char === "(" && at > 0 && isWord(at - 1) ? at - 1 : null;
    else if (char === ";" && depth === 0) return null;
  }
  return null;
}

/** Without what only says that a name came by an import: from an earlier cell, or by the user's own line. */
export function withoutAlias(markdown: string): string {
  return markdown.replace(/^(```\w*\n)\(alias\) /, "$1").replace(/\nimport [\w$]+(?=\n```)/, "");
}

/** Without the fences of code. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^```\w*\n/gm, "")
    .replace(/^```$\n?/gm, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** All that is said of a name that is not known. */
export function isUnknown(markdown: string): boolean {
  return /^```\w*\nany\n```$/.test(markdown.trim());
}

/** A type that says nothing; the live value says more. */
export function saysNothing(markdown: string): boolean {
  return /^```\w*\n(\([^)]*\) )?(const|let|var|import)?\s*[\w$.]*(: any|: unknown)?\n```\s*$/.test(markdown.trim());
}
