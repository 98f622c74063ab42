/**
 * Messages and their frames on the wire (Jupyter messaging 5.4, "The wire protocol"):
 * identities…, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers…
 */
import { randomUUID } from "node:crypto";
import type { Signer } from "./signer.ts";

export const protocolVersion = "5.4";

/** A JSON object as it came over the wire: whoever uses a field checks it. */
export type JsonObject = Record<string, unknown>;

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
  /** The subshell that a request is for; the main shell's have none. */
  readonly subshell_id?: string | null;
}

export interface Message {
  /** Routing identities of a ROUTER socket, or the topic on iopub. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** The header of the request that this message answers; empty where there is none. */
  readonly parentHeader: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

const delimiter = Buffer.from("<IDS|MSG>");

export function newHeader(type: string, session: string, username = "kernel"): Header {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session,
    username,
    date: new Date().toISOString(),
    version: protocolVersion,
  };
}

export function encodeMessage(message: Message, signer: Signer): Uint8Array[] {
  const parts = [message.header, message.parentHeader, message.metadata, message.content];
  const frames = parts.map((part) => Buffer.from(JSON.stringify(part)));
  return [...message.identities, delimiter, signer.sign(frames), ...frames, ...message.buffers];
}

/** The message in these frames, or null where they are not one or its signature is wrong. */
export function decodeMessage(frames: readonly Uint8Array[], signer: Signer): Message | null {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0 || frames.length < at + 6) return null;
  const parts = frames.slice(at + 2, at + 6);
  if (!signer.verify(frames[at + 1], parts)) return null;
  try {
    const [header, parentHeader, metadata, content] = parts.map((part) =>
      JSON.parse(Buffer.from(part).toString("utf8")),
    );
    if (typeof header?.msg_type !== "string" || typeof header.msg_id !== "string") return null;
    return { identities: frames.slice(0, at), header, parentHeader, metadata, content, buffers: frames.slice(at + 6) };
  } catch {
    return null;
  }
}
