/**
 * Values as MIME bundles: an object that has a `[Symbol.for("Jupyter.display")]()` says itself how it looks (Deno's
 * convention; the answer may be a promise), any other is inspected.
 */
import { types } from "node:util";
import type { MimeBundle } from "../ports.ts";
import { inspectValue } from "./inspect.ts";

const displayMethod = Symbol.for("Jupyter.display");

export function bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
  const method = methodOf(value);
  if (method === null) return { "text/plain": inspectValue(value) };
  const answer = method.call(value);
  if (types.isPromise(answer)) return answer.then((bundle) => checked(value, bundle));
  return checked(value, answer);
}

/** A bundle that the user has given: binary data in base64, JSON as plain values, everything else as text. */
export function normalBundle(bundle: object): MimeBundle {
  return Object.fromEntries(
    Object.entries(bundle)
      .filter(([, content]) => content !== undefined)
      .map(([type, content]) => [type, normalContent(type, content)]),
  );
}

function methodOf(value: unknown): ((this: unknown) => unknown) | null {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return null;
  try {
    const method = (value as Record<symbol, unknown>)[displayMethod];
    return typeof method === "function" ? (method as (this: unknown) => unknown) : null;
  } catch {
    return null;
  }
}

function checked(value: unknown, bundle: unknown): MimeBundle {
  if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle))
    return { "text/plain": inspectValue(value) };
  return normalBundle(bundle);
}

function normalContent(type: string, content: unknown): unknown {
  if (ArrayBuffer.isView(content))
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("base64");
  if (types.isAnyArrayBuffer(content)) return Buffer.from(content).toString("base64");
  if (typeof content === "string") return content;
  if (/^application\/(.*\+)?json$/.test(type)) return asJson(`what is shown as ${type}`, content);
  // As notebook files have it: one text in lines.
  const isLines = Array.isArray(content) && content.every((line) => typeof line === "string");
  return isLines ? content.join("") : String(content);
}

/** `what` is the subject of the error's sentence. */
export function asJson(what: string, content: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(content) ?? "null");
  } catch (error) {
    throw new TypeError(`${what} is no JSON: ${(error as Error).message}`);
  }
}
