import { escapeText } from "../../view/index.ts";

const mostRows = 20;

/** A table of texts; beyond twenty rows it says how many more there are. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: "td" | "th") =>
    `<tr>${cells.map((text) => `<${tag}>${escapeText(text)}</${tag}>`).join("")}</tr>`;
  const blank = head.slice(1).map(() => "");
  const rest = rows.length > mostRows ? row([`… ${rows.length - mostRows} more`, ...blank], "td") : "";
  const body = rows.slice(0, mostRows).map((cells) => row(cells, "td"));
  return `<table><thead>${row(head, "th")}</thead><tbody>${body.join("")}${rest}</tbody></table>`;
}
