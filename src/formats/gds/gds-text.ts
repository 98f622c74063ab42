/** Texts in GDSII: bytes, padded to an even length with a zero. */
import { decodeByteText } from "../byte-text.ts";

export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  return decodeByteText(bytes, start, withoutPadding(bytes, start, end));
}

/** Where the text ends: before its first zero, as KLayout has it. */
export function withoutPadding(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === 0) return at;
  return end;
}

const encoder = new TextEncoder();

/** UTF-8 bytes, padded with a zero to an even length. */
export function encodeText(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  if (bytes.length % 2 === 0) return bytes;
  const padded = new Uint8Array(bytes.length + 1);
  padded.set(bytes);
  return padded;
}
