/** Fields of a request's content, which may be anything: what is wrong is said in its reply. */
import type { ErrorReport } from "../ports.ts";
import type { JsonObject } from "../wire/index.ts";

export class RequestError extends Error {
  override readonly name = "RequestError";
}

export function textField(content: JsonObject, name: string): string {
  const value = content[name];
  if (typeof value === "string") return value;
  throw new RequestError(`the field ${name} must be text, not ${shown(value)}`);
}

/** `null` where it is missing. */
export function integerField(content: JsonObject, name: string): number | null {
  const value = content[name] ?? null;
  if (value === null || Number.isSafeInteger(value)) return value as number | null;
  throw new RequestError(`the field ${name} must be an integer, not ${shown(value)}`);
}

/** An object whose values are text; empty where it is missing. */
export function textsField(content: JsonObject, name: string): Record<string, string> {
  const value = content[name] ?? {};
  if (typeof value === "object" && !Array.isArray(value)) {
    const wrong = Object.entries(value).find(([, text]) => typeof text !== "string");
    if (wrong === undefined) return value as Record<string, string>;
    throw new RequestError(`the field ${name}.${wrong[0]} must be text, not ${shown(wrong[1])}`);
  }
  throw new RequestError(`the field ${name} must be an object, not ${shown(value)}`);
}

/** The content of a reply to a request that failed. */
export function errorContent(error: unknown): ErrorReport & JsonObject {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { status: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
