/** The text of XML bytes: by byte order mark, by what the declaration names, else UTF-8. */
import { ReticleError } from "../../errors.ts";

export function decodeXmlText(bytes: Uint8Array, file?: string): string {
  const name = encodingOf(bytes);
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch (cause) {
    const known = cause instanceof RangeError ? "is not known" : "does not fit its bytes";
    throw new ReticleError("LypError", "encoding", `the text encoding "${name}" ${known}`, { place: { file }, cause });
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? "utf-8";
}
