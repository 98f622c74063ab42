/**
 * JSON as it goes over the wire. Long texts of an output come as bytes of UTF-8 (ports.ts): written as text they would be
 * copied between the threads, and `JSON.stringify` takes several times as long as this loop.
 */
import { randomUUID } from "node:crypto";
import type { Frame } from "./frame.ts";
import type { JsonObject } from "./json.ts";

const backslash = 0x5c;
const shortEscapes = { 8: "b", 9: "t", 10: "n", 12: "f", 13: "r", 34: '"', 92: "\\" } as const;
/** The letter of a byte's short escape, or 0. */
const letters = new Uint8Array(256);
for (const [byte, letter] of Object.entries(shortEscapes)) letters[Number(byte)] = letter.charCodeAt(0);
/** How many bytes escaping adds. */
const added = Uint8Array.from({ length: 256 }, (_, byte) => (letters[byte] !== 0 ? 1 : byte < 32 ? 5 : 0));

/** No text of a user's holds it. */
const mark = randomUUID();

/** ZeroMQ's binding takes a short text for less than bytes, which it holds on to until they are sent; a long one it copies twice. */
const longText = 2048;

/** A `Uint8Array` below the members of `value` stands for text in UTF-8. What a client sends may be no object at all. */
export function jsonFrame(value: JsonObject | null): Frame {
  if (!Object.values(value ?? {}).some(holdsBytes)) {
    const json = JSON.stringify(value);
    return json.length < longText ? json : Buffer.from(json);
  }
  const texts: Uint8Array[] = [];
  const marked = JSON.stringify(value, (_, member: unknown) =>
    member instanceof Uint8Array ? `${mark}${texts.push(member)};` : member,
  );
  const parts = texts.map((text) => ({ text, length: escapedLength(text) }));
  // Memory is slow to be had: all of it at once.
  const bytes = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, 3 * marked.length));
  let end = 0;
  let at = 0;
  for (const [index, { text, length }] of parts.entries()) {
    const place = `${mark}${index + 1};`;
    const found = marked.indexOf(place, at);
    end += bytes.write(marked.slice(at, found), end);
    if (length === text.length) bytes.set(text, end);
    else writeEscaped(text, bytes, end);
    end += length;
    at = found + place.length;
  }
  end += bytes.write(marked.slice(at), end);
  return bytes.subarray(0, end);
}

function holdsBytes(member: unknown): boolean {
  if (typeof member !== "object" || member === null) return false;
  for (const key in member) if ((member as JsonObject)[key] instanceof Uint8Array) return true;
  return false;
}

function escapedLength(text: Uint8Array): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) length += added[text[i]];
  return length;
}

function writeEscaped(text: Uint8Array, bytes: Buffer, at: number): void {
  let end = at;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i];
    if (added[byte] === 0) bytes[end++] = byte;
    else if (letters[byte] !== 0) {
      bytes[end++] = backslash;
      bytes[end++] = letters[byte];
    } else end += bytes.write(`\\u00${byte.toString(16).padStart(2, "0")}`, end, "latin1");
  }
}
