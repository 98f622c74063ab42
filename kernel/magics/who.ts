/** `%who`: names and what they hold just now. Nothing of the user's is run: neither getters nor a proxy's traps. */
import { types } from "node:util";

export function whoText(names: Iterable<readonly [name: string, value: unknown]>, filter: string): string {
  const wanted = filter.split(/\s+/).filter((type) => type !== "");
  const rows = [...names]
    .map(([name, value]) => ({ name, type: typeName(value), size: sizeOf(value) }))
    .filter(({ type }) => wanted.length === 0 || wanted.includes(type))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (rows.length === 0) return wanted.length === 0 ? "No names yet.\n" : `No names of type ${wanted.join(" or ")}.\n`;
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  return rows.map(({ name, type, size }) => `${name.padEnd(width)}${type}${size}\n`).join("");
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (types.isProxy(value)) return "Proxy";
  if (typeof value === "function")
    return /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "function";
  return typeof value === "object" ? className(value) : typeof value;
}

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null || types.isProxy(prototype)) return "object";
  const made = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name = typeof made === "function" ? Object.getOwnPropertyDescriptor(made, "name")?.value : undefined;
  return typeof name === "string" && name !== "" && name !== "Object" ? name : "object";
}

function sizeOf(value: unknown): string {
  if (types.isProxy(value)) return "";
  if (Array.isArray(value) || types.isTypedArray(value)) return `(${value.length})`;
  if (types.isMap(value)) return `(${(value as Map<unknown, unknown>).size})`;
  return types.isSet(value) ? `(${(value as Set<unknown>).size})` : "";
}
