/** What tells a GDSII file from others. */
import { ReticleError } from "../../errors.ts";
import { Rec } from "./records.ts";

/** KLayout keeps what GDSII cannot say in a structure of this name. */
export const contextCell = "$$$CONTEXT_INFO$$$";

/** True where the bytes start as a GDSII file does: a HEADER record of six bytes. */
export function isGds(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 6 && bytes[2] === Rec.HEADER && bytes[3] === 2;
}

export function notGds(file: string | undefined): ReticleError {
  const message = "this is not a GDSII file: it does not start with a HEADER record";
  return new ReticleError("GdsError", "not-gds", message, { place: { offset: 0, file } });
}
