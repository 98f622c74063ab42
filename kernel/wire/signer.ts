/** Signatures of messages: HMAC over the four JSON frames, hexadecimal; an empty key means unsigned messages. */
import { createHmac, createSecretKey, getHashes, timingSafeEqual } from "node:crypto";
import type { Frame } from "./frame.ts";

export interface Signer {
  sign(frames: readonly Frame[]): string;
  verify(signature: Uint8Array, frames: readonly Uint8Array[]): boolean;
  /** False where the key is empty. */
  readonly signs: boolean;
}

/** `scheme` is `hmac-` and a hash that Node knows. */
export function createSigner(key: string, scheme = "hmac-sha256"): Signer {
  if (key === "") return { sign: () => "", verify: () => true, signs: false };
  const hash = hashOf(scheme);
  const secret = createSecretKey(Buffer.from(key));
  const sign = (frames: readonly Frame[]): string => {
    const hmac = createHmac(hash, secret);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  };
  return {
    sign,
    verify(signature, frames) {
      const expected = Buffer.from(sign(frames));
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    },
    signs: true,
  };
}

function hashOf(scheme: string): string {
  const hash = /^hmac-(.+)$/.exec(scheme)?.[1] ?? "";
  try {
    createHmac(hash, "key");
    return hash;
  } catch {
    const known = ["sha256", "sha384", "sha512", "sha3-256", "blake2b512"].filter((name) => getHashes().includes(name));
    const names = known.map((name) => `hmac-${name}`).join(", ");
    throw new Error(`the signature scheme "${scheme}" is unknown; among those that this Node knows are ${names}`);
  }
}
