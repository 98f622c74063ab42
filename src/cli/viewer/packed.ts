/** Messages to the page: src/view/page/scene.ts says how the bytes lie. */

/** @param arrays as many bytes each as fill words of four */
export function packed(header: object, arrays: readonly ArrayBufferView[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 4 + Math.ceil(text.length / 4) * 4;
  const bytes = new Uint8Array(arrays.reduce((sum, { byteLength }) => sum + byteLength, start));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.fill(0x20, 4, start);
  bytes.set(text, 4);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}
