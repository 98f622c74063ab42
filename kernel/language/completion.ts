/** Completions as Jupyter wants them: one stretch of text that is replaced, whatever is chosen. */
import { wordStart } from "../words.ts";
import { offsetAt, type Range } from "./positions.ts";

export interface CompletionItem {
  readonly label: string;
  readonly kind?: number;
  readonly detail?: string;
  readonly sortText?: string;
  readonly filterText?: string;
  readonly insertText?: string;
  readonly textEdit?: { readonly range: Range; readonly newText: string };
  readonly additionalTextEdits?: readonly unknown[];
  readonly data?: { readonly autoImport?: unknown; readonly source?: unknown };
}

export interface Completion {
  readonly text: string;
  readonly type: string;
  /** As the compiler describes it: `function rect(width: number, height?: number): Shape`; empty where not asked. */
  readonly signature: string;
  /** Markdown. */
  readonly documentation?: string;
}

/** What the server says of an item when it is asked about it alone. */
export interface CompletionDetails {
  readonly detail?: string;
  readonly documentation?: string | { readonly value: string };
}

export interface Completions {
  /** UTF-16 offsets of the text that is replaced. */
  readonly start: number;
  readonly end: number;
  readonly matches: readonly Completion[];
  /** Any expression may stand here: names that only live objects have fit, too. */
  readonly isAnywhere: boolean;
}

/** The protocol's kinds by number, in the words that editors have icons for. */
const kinds: Record<number, string> = {
  2: "method",
  3: "function",
  4: "constructor",
  5: "property",
  6: "variable",
  7: "class",
  8: "interface",
  9: "module",
  10: "property",
  13: "enum",
  14: "keyword",
  17: "path",
  19: "path",
  20: "enum-member",
  21: "constant",
  22: "class",
  25: "type",
};

export interface Chosen {
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
  readonly isAnywhere: boolean;
}

/** Those that fit what stands before the cursor. `text` is the document, `cursor` an offset in it. */
export function choose(text: string, cursor: number, all: readonly CompletionItem[]): Chosen {
  // Names that would need an import line of their own are left out.
  const offered = all.filter((item) => !item.additionalTextEdits?.length && item.data?.autoImport === undefined);
  const isAnywhere = offered.some(({ label }) => label === "globalThis");
  const edit = offered.every(({ textEdit }) => textEdit !== undefined) ? offered[0]?.textEdit : undefined;
  const start = edit === undefined ? wordStart(text, cursor) : offsetAt(text, edit.range.start);
  const end = edit === undefined ? cursor : Math.max(cursor, offsetAt(text, edit.range.end));
  const typed = text.slice(start, cursor);
  const here = offered.filter(
    ({ textEdit }) => textEdit === undefined || offsetAt(text, textEdit.range.start) === start,
  );
  const exact = here.filter((item) => filterOf(item).startsWith(typed));
  const similar = (item: CompletionItem) => filterOf(item).toLowerCase().startsWith(typed.toLowerCase());
  const items = (exact.length > 0 ? exact : here.filter(similar)).sort(byRank);
  return { start, end, items, isAnywhere };
}

export function textOf(item: CompletionItem): string {
  return item.textEdit?.newText ?? item.insertText ?? item.label;
}

/** The details of an item, where they were asked for, tell more than its kind: `(method) Shape.rotate(…): Shape`. */
export function completionOf(item: CompletionItem, details: CompletionDetails = item): Completion {
  const { detail, documentation } = details;
  const markdown = typeof documentation === "object" ? documentation.value : documentation;
  const [, described, signature] = /^(?:\(([^)]*)\) )?(.*)$/s.exec(detail ?? "") ?? [];
  const said = /^(?:async )?(function|class|interface|enum|namespace|type|const|let|var)\b/.exec(signature ?? "")?.[1];
  const words: Record<string, string> = { let: "variable", var: "variable", namespace: "module", const: "constant" };
  const type = said !== undefined ? (words[said] ?? said) : described === "method" ? "method" : undefined;
  return {
    text: textOf(item),
    type: type ?? kinds[item.kind ?? 0] ?? "text",
    signature: signature ?? "",
    ...(markdown && { documentation: markdown }),
  };
}

function filterOf(item: CompletionItem): string {
  return item.filterText ?? item.textEdit?.newText ?? item.label;
}

function byRank(a: CompletionItem, b: CompletionItem): number {
  const rank = (a.sortText ?? "").localeCompare(b.sortText ?? "");
  return rank !== 0 ? rank : a.label.localeCompare(b.label);
}
