/** Small pieces of SVG and HTML text. */

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for element contents and attributes of XML and HTML; what XML 1.0 cannot hold becomes U+FFFD. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (character) => entities[character])
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")
  );
}

/** A pixel coordinate with at most two decimals. */
export function pixel(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** About how wide a text is in a sans-serif font of this size, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.58;
}

/** The text, cut to about `width` pixels with an ellipsis. */
export function fitText(text: string, fontSize: number, width: number): string {
  const most = Math.max(1, Math.floor(width / (fontSize * 0.58)));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** A length of µm in the unit that reads best: "250 nm", "20 µm", "1.5 mm". */
export function lengthText(micrometres: number, digits = 6): string {
  const size = Math.abs(micrometres);
  const [factor, unit] = size >= 1000 ? [1e-3, "mm"] : size >= 1 || size === 0 ? [1, "µm"] : [1e3, "nm"];
  return `${Number((micrometres * factor).toPrecision(digits))} ${unit}`;
}

/** The largest of 1, 2, 5 × 10ⁿ that is not above `value`. */
export function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [5, 2]) if (factor * power <= value) return factor * power;
  return power;
}
