/**
 * What every message type needs: replies, iopub messages in order, the status around a request.
 */
import { randomUUID } from "node:crypto";
import {
  type Channel,
  encodeMessage,
  type Frame,
  type FrameSockets,
  type Header,
  type JsonObject,
  type Message,
  newHeader,
  type Signer,
} from "../wire/index.ts";

export type Parent = Header | Record<string, never>;

const displayTypes = new Set(["display_data", "update_display_data", "clear_output"]);

export class Session {
  readonly id: string = randomUUID();
  readonly #sockets: FrameSockets;
  readonly #signer: Signer;
  /** Requests whose code runs now; while it does, the kernel is busy, whatever else was answered meanwhile. */
  readonly running = new Set<Parent>();
  #hasStatus = false;

  constructor(sockets: FrameSockets, signer: Signer) {
    this.#sockets = sockets;
    this.#signer = signer;
  }

  reply(channel: Channel, request: Message, content: JsonObject, metadata: JsonObject = {}): Promise<void> {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    return this.#send(channel, request.identities, type, request.header, content, metadata);
  }

  /** Asks the front end that a request came from; gives the question's id at once. */
  ask(request: Message, type: string, content: JsonObject): { id: string; sent: Promise<void> } {
    const header = newHeader(type, this.id);
    const { identities, header: parentHeader } = request;
    const message: Message = { identities, header, parentHeader, metadata: {}, content, buffers: [] };
    return { id: header.msg_id, sent: this.#sockets.stdin.send(encodeMessage(message, this.#signer)) };
  }

  /** Publishes to every front end. */
  publish(
    type: string,
    parent: Parent,
    content: JsonObject,
    metadata: JsonObject = {},
    buffers: readonly Uint8Array[] = [],
  ): Promise<void> {
    return this.#send("iopub", [this.#topic(type, content)], type, parent, content, metadata, buffers);
  }

  /** As ipykernel names them. */
  #topic(type: string, content: JsonObject): string {
    if (type === "stream") return `stream.${content.name}`;
    if (displayTypes.has(type)) return "display_data";
    return type.startsWith("comm_") ? `comm-${content.comm_id}` : `kernel.${this.id}.${type}`;
  }

  status(state: "starting" | "busy" | "idle", parent: Parent): Promise<void> {
    this.#hasStatus = true;
    return this.publish("status", parent, { execution_state: state });
  }

  /**
   * Announces busy, does the work, announces idle. What the work publishes is sent after busy, in order; what it gives back
   * is under way still, and nobody waits for one message before the next is made.
   */
  async around(parent: Parent, work: () => Promise<readonly Promise<void>[]>): Promise<void> {
    const busy = this.status("busy", parent);
    let sent: readonly Promise<void>[] = [];
    try {
      [, sent] = await Promise.all([busy, work()]);
    } finally {
      await Promise.all([...sent, this.status("idle", parent)]);
      // Front ends show the last status they saw, whoever's it was.
      const other = [...this.running].findLast((running) => running !== parent);
      if (other !== undefined) await this.status("busy", isDebugging(parent) ? {} : other);
    }
  }

  /**
   * JEP 65: tells a new subscriber that from now on it misses nothing. The first one hears then that the kernel starts: before
   * there is nobody to hear it, or somebody whom it would reach ahead of the welcome.
   */
  async welcomeSubscribers(): Promise<void> {
    for await (const [frame] of this.#sockets.iopub.receive()) {
      if (frame[0] !== 1) continue;
      const subscription = Buffer.from(frame.subarray(1));
      await this.#send("iopub", [subscription], "iopub_welcome", {}, { subscription: subscription.toString() }, {});
      if (!this.#hasStatus) await this.status("starting", {});
    }
  }

  #send(
    channel: Channel,
    identities: readonly Frame[],
    type: string,
    parentHeader: Parent,
    content: JsonObject,
    metadata: JsonObject,
    buffers: readonly Uint8Array[] = [],
  ): Promise<void> {
    const header = newHeader(type, this.id);
    const message: Message = { identities, header, parentHeader, metadata, content, buffers };
    return this.#sockets[channel].send(encodeMessage(message, this.#signer));
  }
}

/** JupyterLab's debugger asks for the variables at every message that a running cell is the parent of. */
function isDebugging(parent: Parent): boolean {
  return "msg_type" in parent && parent.msg_type === "debug_request";
}
