/** Text of any value: bounded in size, never throwing, no colours. */
import { inspect, types } from "node:util";

const mostText = 100_000;
const mostKeys = 200;

export function inspectValue(value: unknown): string {
  let text: string;
  try {
    text = inspect(fewerKeys(value), { depth: 4, maxArrayLength: 100, maxStringLength: 20_000, breakLength: 100 });
  } catch (error) {
    text = `[${kindOf(value)} that cannot be shown: ${messageOf(error)}]`;
  }
  return text.length <= mostText ? text : `${text.slice(0, mostText)}… ${text.length - mostText} more characters`;
}

/** `inspect` limits the entries of arrays, maps and sets, but not the keys of an object. */
function fewerKeys(value: unknown): unknown {
  // Node shows what is behind a proxy and runs none of its traps.
  if (typeof value !== "object" || value === null || types.isProxy(value) || inspect.custom in value) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  const kept = Object.create(Object.getPrototypeOf(value));
  let count = 0;
  for (const key in value) {
    if (++count > mostKeys) continue;
    Object.defineProperty(kept, key, Object.getOwnPropertyDescriptor(value, key) ?? {});
  }
  if (count <= mostKeys) return value;
  kept[`… ${count - mostKeys} more keys`] = undefined;
  return kept;
}

function kindOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return typeof value;
  }
}

function messageOf(error: unknown): string {
  try {
    return String((error as Error).message);
  } catch {
    return "unknown error";
  }
}
