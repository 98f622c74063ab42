/** inspect_request from live objects: what a name stands for just now. */
import { types } from "node:util";
import { inspectValue } from "../display/index.ts";
import { expressionAt } from "./complete.ts";
import type { Guard } from "./guard.ts";

const mostText = 4000;
/** What runs of the user's code (traps of proxies, getters, custom inspection) may take so long, ms. */
const longest = 200;

export function inspectAt(code: string, cursor: number, guard: Guard): string | null {
  const expression = expressionAt(code, cursor);
  const found = expression === "" ? null : guard.valueOf(expression);
  if (found === null) return null;
  let text: string | null = null;
  guard.forAtMost(longest, () => {
    text = described(expression, found.value);
  });
  return text;
}

function described(expression: string, value: unknown): string {
  const kind = typeof value === "function" ? signature(expression, value) : `${expression}: ${kindOf(value)}`;
  const text = typeof value === "function" ? sourceOf(value) : inspectValue(value);
  return `${kind}\n\n${text}`.slice(0, mostText);
}

function signature(expression: string, value: object & { readonly name: string; readonly length: number }): string {
  const parameters = value.length === 1 ? "1 parameter" : `${value.length} parameters`;
  return `${expression}: function ${value.name} (${parameters})`;
}

function sourceOf(value: object & { readonly name: string; readonly length: number }): string {
  return Function.prototype.toString.call(value);
}

function kindOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value;
  if (types.isProxy(value)) return "Proxy";
  return Object.prototype.toString.call(value).slice(8, -1);
}
