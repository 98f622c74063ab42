/** Terminal colours (SGR) in streams and tracebacks to HTML; other escape sequences are dropped. */
import { escapeHtml } from "./markdown.ts";

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

export function ansiToHtml(text: string): string {
  let html = "";
  let classes: string[] = [];
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences start with the control character ESC
  for (const match of text.matchAll(/\x1b\[([\d;]*)([A-Za-z])/g)) {
    html += span(text.slice(at, match.index), classes);
    at = match.index + match[0].length;
    if (match[2] === "m") classes = applied(classes, match[1].split(";").map(Number));
  }
  return html + span(text.slice(at), classes);
}

function span(text: string, classes: readonly string[]): string {
  if (text === "") return "";
  return classes.length === 0 ? escapeHtml(text) : `<span class="${classes.join(" ")}">${escapeHtml(text)}</span>`;
}

function applied(classes: readonly string[], codes: readonly number[]): string[] {
  let result = [...classes];
  for (const code of codes) {
    if (code === 0) result = [];
    else if (code === 1) result.push("ansi-bold");
    else if (code === 39) result = result.filter((name) => name === "ansi-bold");
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      result = [...result.filter((name) => name === "ansi-bold"), `ansi-${names[code % 10]}`];
    }
  }
  return result;
}
