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
    return latin1(part);
  }
}

/** In pieces, for which one call has room: a text put together byte by byte takes thirty times its size. */
function latin1(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 4096) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  return pieces.join("");
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
