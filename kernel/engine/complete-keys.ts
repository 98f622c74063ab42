/** Completion of keys in quotes from live objects: `object["na`, and `map.get("na` of maps and sets. */
import { types } from "node:util";
import type { CompletionAnswer } from "../ports.ts";
import { valueBefore } from "./complete.ts";
import type { Guard } from "./guard.ts";

const mostKeys = 1000;
/** So many are looked at. */
const mostSeen = 100_000;

/** `start` is the UTF-16 offset behind the opening quote. */
export function completeKeyAt(code: string, start: number, cursor: number, guard: Guard): CompletionAnswer {
  const typed = code.slice(start, cursor);
  const quote = code[start - 1];
  const isPlain = (key: unknown): key is string =>
    typeof key === "string" && key.startsWith(typed) && !/[\\\n\r\u2028\u2029]/.test(key) && !key.includes(quote);
  const matches = keysBefore(code.slice(0, start - 1), guard)
    .filter(isPlain)
    .slice(0, mostKeys);
  return { matches, types: matches.map(() => "property"), start };
}

/** Keys of the object that an opening bracket stands behind; traps of proxies are the user's code and are not run. */
function keysBefore(code: string, guard: Guard): unknown[] {
  const [, object, method] = /^([\s\S]*?)(?:\?\.)?(?:\[|\.(get|has|delete)\()\s*$/.exec(code) ?? [];
  const found = object === undefined ? null : valueBefore(object, guard);
  const value = found?.value;
  if (typeof value !== "object" || value === null || types.isProxy(value)) return [];
  if (method === undefined) return ArrayBuffer.isView(value) || Array.isArray(value) ? [] : Object.keys(value);
  if (types.isMap(value)) return firstOf(Map.prototype.keys.call(value));
  return types.isSet(value) ? firstOf(Set.prototype.values.call(value)) : [];
}

function firstOf(keys: Iterator<unknown>): unknown[] {
  const seen: unknown[] = [];
  for (let next = keys.next(); next.done !== true && seen.length < mostSeen; next = keys.next()) seen.push(next.value);
  return seen;
}
