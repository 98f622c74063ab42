/**
 * Messages and their frames on the wire (Jupyter messaging 5.4, "The wire protocol"):
 * identities…, `<IDS|MSG>`, signature, header, parent header, metadata, content, buffers…
 */
import { randomUUID } from "node:crypto";
import type { Frame } from "./frame.ts";
import { type JsonObject, parseObject } from "./json.ts";
import { jsonFrame } from "./json-frame.ts";
import type { Replays } from "./replays.ts";
import type { Signer } from "./signer.ts";

export const protocolVersion = "5.4";

/** As a JSON object comes over the wire: whoever uses a field checks it. */
export type { JsonObject };

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
  readonly identities: readonly Frame[];
  readonly header: Header;
  /** The header of the request that this message answers; empty where there is none. */
  readonly parentHeader: Header | Record<string, never>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

const delimiterText = "<IDS|MSG>";
const delimiter = Buffer.from(delimiterText);
const partNames = ["header", "parent header", "metadata", "content"];

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

export function encodeMessage(message: Message, signer: Signer): Frame[] {
  const parts = [message.header, message.parentHeader, message.metadata, message.content];
  const frames = parts.map((part) => jsonFrame(part as JsonObject | null));
  return [...message.identities, delimiterText, signer.sign(frames), ...frames, ...message.buffers];
}

/**
 * The message in these frames. Throws a sentence that says why they are none; of those that were signed, `replays` lets
 * each pass once.
 */
export function readMessage(frames: readonly Uint8Array[], signer: Signer, replays?: Replays): Message {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0) throw new Error("it has no <IDS|MSG>");
  if (frames.length < at + 6)
    throw new Error(`it was cut short: ${frames.length - at - 1} frames follow its <IDS|MSG>`);
  const parts = frames.slice(at + 2, at + 6);
  const signature = frames[at + 1];
  if (!signer.verify(signature, parts)) throw new Error("its signature is wrong");
  if (signer.signs && replays?.isNew(signature) === false) throw new Error("it has come before");
  const [header, parentHeader, metadata, content] = parts.map((part, i) => parseObject(part, partNames[i]));
  for (const name of ["msg_id", "msg_type"]) {
    if (typeof header[name] !== "string") throw new Error(`its header has no ${name}`);
  }
  return {
    identities: frames.slice(0, at),
    // The fields that are read have just been looked at; whatever else there is goes back as it came.
    header: header as unknown as Header,
    parentHeader: parentHeader as unknown as Header,
    metadata,
    content,
    buffers: frames.slice(at + 6),
  };
}

/** The same, or null where they are no message. */
export function decodeMessage(frames: readonly Uint8Array[], signer: Signer): Message | null {
  try {
    return readMessage(frames, signer);
  } catch {
    return null;
  }
}
