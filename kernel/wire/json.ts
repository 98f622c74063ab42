/** JSON that came over the wire: objects only, and none so deep that those who walk through it run out of stack. */
export type JsonObject = Record<string, unknown>;

const deepest = 1000;
const [quote, backslash] = [0x22, 0x5c];
const opening = new Set([0x7b, 0x5b]);
const closing = new Set([0x7d, 0x5d]);

/** `null` counts as an empty object: some clients send it for a header that is not there. */
export function parseObject(bytes: Uint8Array, name: string): JsonObject {
  if (depthOf(bytes) > deepest) throw new Error(`its ${name} is nested more than ${deepest} deep`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch (error) {
    throw new Error(`its ${name} is no JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || Array.isArray(value)) throw new Error(`its ${name} is JSON, but no object`);
  return (value ?? {}) as JsonObject;
}

/** The most brackets that are open at once, outside of strings. */
function depthOf(bytes: Uint8Array): number {
  if (bytes.length <= deepest) return 0;
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === quote) inString = !inString;
    else if (inString) {
      if (byte === backslash) i++;
    } else if (opening.has(byte)) most = Math.max(most, ++depth);
    else if (closing.has(byte)) depth--;
  }
  return most;
}
