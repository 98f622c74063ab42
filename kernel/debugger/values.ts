/** V8's descriptions of values as short texts and types. Nothing here runs code. */
import type { Runtime } from "node:inspector";
import type { RemoteObject } from "./inspector.ts";

const mostText = 1000;

export function textOf(value: RemoteObject, most = mostText): string {
  const text = fullText(value);
  return text.length <= most ? text : `${text.slice(0, most)}… ${text.length - most} more characters`;
}

export function typeOf({ type, subtype, className }: RemoteObject): string {
  if (subtype === "null") return "null";
  return type === "object" ? (className ?? "Object") : type;
}

/** The length of an array or typed array, or 0. */
export function lengthOf({ subtype, description }: RemoteObject): number {
  if (subtype !== "array" && subtype !== "typedarray") return 0;
  return Number(/\((\d+)\)$/.exec(description ?? "")?.[1] ?? 0);
}

function fullText(value: RemoteObject): string {
  switch (value.type) {
    case "undefined":
      return "undefined";
    case "string":
      return JSON.stringify(value.value);
    case "function":
      return functionText(value.description ?? "function");
    case "object":
      return value.subtype === "null" ? "null" : objectText(value);
    default:
      return value.description ?? String(value.value);
  }
}

/** V8 gives the whole source. */
function functionText(source: string): string {
  const first = source.split("\n")[0].trim();
  if (first.startsWith("class")) return first.replace(/\s*\{.*$/, "");
  const head = /^(async\s+)?(function\s*\*?\s*)?([\w$]*)\s*(\([^)]*\))/.exec(first);
  if (head === null) return `ƒ ${first.slice(0, 80)}`;
  // Types have become blanks.
  const parameters = head[4].replace(/ +(?=[,)])/g, "").replace(/ {2,}/g, " ");
  return `ƒ ${head[1] ?? ""}${head[3]}${parameters}`;
}

function objectText(value: RemoteObject): string {
  const { subtype, preview, className } = value;
  const description = (value.description ?? className ?? "Object").split("\n")[0];
  if (preview === undefined || ["regexp", "date", "error", "proxy"].includes(subtype ?? "")) return description;
  const more = preview.overflow ? ", …" : "";
  if (preview.entries !== undefined) {
    return `${description} {${preview.entries.map(entryText).join(", ")}${more}}`;
  }
  // Private ones come last, as in the source of most classes.
  const inner = [...preview.properties].sort((a, b) => Number(a.name.startsWith("#")) - Number(b.name.startsWith("#")));
  if (subtype === "array" || subtype === "typedarray") {
    const isElement = ({ name }: Runtime.PropertyPreview) => /^\d+$/.test(name);
    const shownOnes = className === "Array" ? inner : inner.filter(isElement);
    const elements = shownOnes.map((one) => (isElement(one) ? partText(one) : `${one.name}: ${partText(one)}`));
    const isWhole = className === "Array" && !preview.overflow;
    const before = isWhole ? "" : `${description.replace(/^Array/, "")} `;
    return `${before}[${elements.join(", ")}${more}]`;
  }
  const head = className === "Object" ? "" : `${description} `;
  return `${head}{${inner.map(({ name, ...rest }) => `${name}: ${partText(rest)}`).join(", ")}${more}}`;
}

function entryText({ key, value }: Runtime.EntryPreview): string {
  return key === undefined ? previewText(value) : `${previewText(key)} => ${previewText(value)}`;
}

function previewText({ type, subtype, description }: Runtime.ObjectPreview): string {
  return partText({ type, subtype, value: description });
}

function partText({ type, subtype, value }: Pick<Runtime.PropertyPreview, "type" | "subtype" | "value">): string {
  if (type === "string") return JSON.stringify(value ?? "");
  if (type === "function") return "ƒ";
  if (type === "accessor") return "(getter)";
  if (subtype === "null") return "null";
  return value ?? type;
}
