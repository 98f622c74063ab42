/** Whether the cursor is in a string or a comment, where names are not what is to be completed. */

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]+|\\[\s\S])*(?:"|\n|$)|'(?:[^'\\\n]+|\\[\s\S])*(?:'|\n|$)|`(?:[^`\\$]+|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)|[^"'`/]+|\//g;

/** `start` is the UTF-16 offset behind the opening quote. */
export type Place = { readonly kind: "code" | "comment" } | { readonly kind: "string"; readonly start: number };

/** Expressions in a template are code. */
export function placeAt(code: string, cursor: number): Place {
  for (const { 0: text, index } of code.slice(0, cursor).matchAll(token)) {
    if (index + text.length < cursor) continue;
    if (text.startsWith("//")) return { kind: "comment" };
    if (text.startsWith("/*")) return { kind: text.length > 3 && text.endsWith("*/") ? "code" : "comment" };
    if (/["'`]/.test(text[0]) && !isClosed(text)) return { kind: "string", start: index + 1 };
  }
  return { kind: "code" };
}

function isClosed(text: string): boolean {
  if (text.length === 1) return false;
  if (text.endsWith("${") && text.startsWith("`")) return true;
  let backslashes = 0;
  while (text[text.length - 2 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 0 && (text.endsWith(text[0]) || (text.endsWith("\n") && !text.startsWith("`")));
}
