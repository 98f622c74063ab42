/** Whether the cursor is in a string, where names are not what is to be completed. */

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*(?:"|\n|$)|'(?:[^'\\\n]|\\[\s\S])*(?:'|\n|$)|`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)|[^"'`/]+|\//g;

/** The UTF-16 offset behind the opening quote, or null. Expressions in a template are not in a string. */
export function stringAt(code: string, cursor: number): number | null {
  for (const { 0: text, index } of code.slice(0, cursor).matchAll(token)) {
    if (index + text.length < cursor || !/["'`]/.test(text[0])) continue;
    const isClosed = text.length > 1 && (text.endsWith(text[0]) || text.endsWith("${") || text.endsWith("\n"));
    return isClosed && !/(?<!\\)(?:\\\\)*\\["'`]$/.test(text) ? null : index + 1;
  }
  return null;
}
