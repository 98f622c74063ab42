/** Messages of the Language Server Protocol on byte streams: a header with the length, an empty line, JSON. */

export interface RpcMessage {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Longer than any program's text. */
const longest = 2 ** 28;

export function rpcBytes(message: RpcMessage): Buffer {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]);
}

/** Takes pieces as they come; gives the messages that are complete, and null for one that is no JSON. */
export class RpcStream {
  #held = Buffer.alloc(0);

  *take(piece: Buffer): Generator<RpcMessage | null> {
    this.#held = Buffer.concat([this.#held, piece]);
    for (;;) {
      const end = this.#held.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.#held.toString("latin1", 0, end))?.[1] ?? Number.NaN);
      if (!(length <= longest)) {
        // What follows cannot be told apart from it.
        this.#held = this.#held.subarray(end + 4);
        yield null;
        continue;
      }
      const next = end + 4 + length;
      if (this.#held.length < next) return;
      const text = this.#held.toString("utf8", end + 4, next);
      this.#held = this.#held.subarray(next);
      yield parsed(text);
    }
  }
}

function parsed(text: string): RpcMessage | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RpcMessage) : null;
  } catch {
    return null;
  }
}
