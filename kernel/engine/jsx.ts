/** JSX, which is off in cells: for the parser it is a comparison, or a regular expression without end. */

/** A node of swc's syntax tree: spans are byte offsets. */
interface Spanned {
  readonly type?: unknown;
  readonly span?: { readonly start: number };
}

export const jsxMessage = "JSX is off in cells; a .tsx file that you import may hold it, and %%html shows HTML";

/** Something that looks like a tag. */
export function mayBeJsx(source: string): boolean {
  return /<(?:>|[A-Za-z][\w.:-]*(?:\s[^<]*)?\/?>)/.test(source);
}

/** Where the first element begins (as swc counts), or null. */
export function firstElement(node: unknown): number | null {
  if (typeof node !== "object" || node === null) return null;
  const { type, span } = node as Spanned;
  if (span !== undefined && (type === "JSXElement" || type === "JSXFragment")) return span.start;
  for (const child of Object.values(node)) {
    const found = firstElement(child);
    if (found !== null) return found;
  }
  return null;
}
