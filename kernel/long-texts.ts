/** Long texts of outputs cross the threads as bytes of UTF-8, whose memory is handed over; `wire/json-frame.ts` quotes them. */
import type { FromEngine, MimeBundle } from "./ports.ts";

// A cell may give these names to something else.
const { from } = Buffer;
const { apply } = Reflect;
const owner = Buffer;
const { isWellFormed } = String.prototype as string & { isWellFormed(): boolean };

/** UTF-16 units. Shorter ones are faster as they are. */
const long = 200_000;

/** The message with its long texts as bytes, and their memory. */
export function withLongTexts(message: FromEngine): { message: FromEngine; memory: ArrayBuffer[] } {
  const memory: ArrayBuffer[] = [];
  if (message.type === "display") {
    const data = packed(message.data, memory);
    return { message: memory.length === 0 ? message : { ...message, data }, memory };
  }
  if (message.type === "done" && message.outcome.status === "ok" && message.outcome.result !== undefined) {
    const { result } = message.outcome;
    const data = packed(result.data, memory);
    if (memory.length > 0)
      return { message: { ...message, outcome: { ...message.outcome, result: { ...result, data } } }, memory };
  }
  return { message, memory };
}

function packed(data: MimeBundle, memory: ArrayBuffer[]): MimeBundle {
  const all: MimeBundle = {};
  for (const type in data) {
    const content = data[type];
    all[type] = content;
    // Half a pair of surrogates has no bytes; JSON can tell it.
    if (typeof content !== "string" || content.length < long || !apply(isWellFormed, content, [])) continue;
    const bytes: Buffer<ArrayBuffer> = apply(from, owner, [content, "utf8"]);
    memory.push(bytes.buffer);
    all[type] = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return all;
}
