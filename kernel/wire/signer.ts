/** Signatures of messages: HMAC over the four JSON frames, hexadecimal; an empty key means unsigned messages. */
import { createHmac, timingSafeEqual } from "node:crypto";

export interface Signer {
  sign(frames: readonly Uint8Array[]): Buffer;
  verify(signature: Uint8Array, frames: readonly Uint8Array[]): boolean;
}

export function createSigner(key: string, scheme = "hmac-sha256"): Signer {
  const hash = scheme.replace(/^hmac-/, "");
  if (key === "") return { sign: () => Buffer.alloc(0), verify: () => true };
  const sign = (frames: readonly Uint8Array[]): Buffer => {
    const hmac = createHmac(hash, key);
    for (const frame of frames) hmac.update(frame);
    return Buffer.from(hmac.digest("hex"));
  };
  return {
    sign,
    verify(signature, frames) {
      const expected = sign(frames);
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
  };
}
