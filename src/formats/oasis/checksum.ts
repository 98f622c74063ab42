/** The plain sum of bytes that an END record may carry. */

/** Modulo 2^32. @param start the sum of what came before, to go on from */
export function checksum32(bytes: Uint8Array, start = 0): number {
  let sum = start;
  for (let i = 0; i < bytes.length; i++) sum = (sum + bytes[i]) | 0;
  return sum >>> 0;
}
