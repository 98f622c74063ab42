/** Text of any value: bounded in size and time, never throwing, no colours. */
import { inspect } from "node:util";
import { bounded } from "./bounded.ts";

const mostText = 100_000;
const options = { maxArrayLength: 100, maxStringLength: 20_000, breakLength: 100 };

export function inspectValue(value: unknown): string {
  let text: string;
  try {
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    const shown = isObject ? bounded(value) : { value, depth: 0 };
    text = inspect(shown.value, { ...options, depth: shown.depth });
  } catch (error) {
    text = `[${kindOf(value)} that cannot be shown: ${messageOf(error)}]`;
  }
  return text.length <= mostText ? text : `${text.slice(0, mostText)}… ${text.length - mostText} more characters`;
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
