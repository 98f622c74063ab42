/** Bytes as base64, in Node and in browsers. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 0x6000) {
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 0x6000)));
  }
  return btoa(parts.join(""));
}
