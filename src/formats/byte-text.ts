/**
 * Texts in files are bytes of no declared encoding. UTF-8 where it is UTF-8 (ASCII is), else Latin-1, in which every byte
 * is a character.
 */

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of the bytes from `start` to before `end`. */
export function decodeByteText(bytes: Uint8Array, start: number, end: number): string {
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
