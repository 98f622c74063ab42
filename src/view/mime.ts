/**
 * How a value shows itself: it has a method under `Symbol.for("Jupyter.display")` that returns a MIME bundle, perhaps as
 * a promise (Deno's convention; the kernel looks for nothing else).
 */

/** What Jupyter shows, by MIME type: strings for text, HTML and SVG, base64 strings for PNG, objects for JSON types. */
export type MimeBundle = Record<string, unknown>;

export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** Under this name Node looks for what stands for a value within other values: in a list of cells, in `console.log`. */
export const inspectSymbol: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** A value that shows itself. */
export interface Displayable {
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}

export function isDisplayable(value: unknown): value is Displayable {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    typeof (value as Partial<Displayable>)[displaySymbol] === "function"
  );
}

/**
 * The bundle of any value: its own where it shows itself, else its text.
 * @example mimeBundle(42) // { "text/plain": "42" }
 */
export function mimeBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  if (isDisplayable(value)) return value[displaySymbol]();
  return { "text/plain": plainText(value) };
}

function plainText(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error) return value.stack ?? String(value);
  try {
    return (
      JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? `${inner}n` : inner), 2) ?? String(value)
    );
  } catch {
    return String(value); // circular
  }
}
