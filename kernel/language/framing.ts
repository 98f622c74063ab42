/** Messages of the Language Server Protocol as bytes: a header with the length, an empty line, JSON. */

export interface RpcMessage {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export function encodeRpc(message: RpcMessage): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** Takes a stream's pieces as they come and gives back the messages that are complete. */
export class RpcReader {
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes that are needed before it is worth to look again: a long message comes in many pieces. */
  #wanted = 0;

  take(piece: Buffer): RpcMessage[] {
    this.#pieces.push(piece);
    this.#held += piece.length;
    if (this.#held < this.#wanted) return [];
    let bytes = Buffer.concat(this.#pieces);
    const messages: RpcMessage[] = [];
    this.#wanted = 0;
    for (;;) {
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) break;
      const length = /content-length: *(\d+)/i.exec(bytes.toString("latin1", 0, end));
      if (length === null) throw new Error("the language server sent a message without a length");
      const next = end + 4 + Number(length[1]);
      if (bytes.length < next) {
        this.#wanted = next;
        break;
      }
      messages.push(JSON.parse(bytes.toString("utf8", end + 4, next)) as RpcMessage);
      bytes = bytes.subarray(next);
    }
    this.#pieces = [bytes];
    this.#held = bytes.length;
    return messages;
  }
}
