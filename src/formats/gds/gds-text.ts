/**
 * Texts are bytes: padded to an even length with a zero, of no declared encoding. UTF-8 where it is UTF-8 (ASCII is),
 * else Latin-1, in which every byte is a character.
 */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  while (end > start && bytes[end - 1] === 0) end--;
  if (end - start <= 64) {
    const short = asciiText(bytes, start, end);
    if (short !== null) return short;
  }
  const part = bytes.subarray(start, end);
  try {
    return utf8.decode(part);
  } catch {
    let text = "";
    for (const byte of part) text += String.fromCharCode(byte);
    return text;
  }
}

/** Quicker than a TextDecoder for names; null where a byte is above 127. */
function asciiText(bytes: Uint8Array, start: number, end: number): string | null {
  let text = "";
  for (let i = start; i < end; i++) {
    if (bytes[i] > 127) return null;
    text += String.fromCharCode(bytes[i]);
  }
  return text;
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
