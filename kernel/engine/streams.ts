/**
 * `process.stdout` and `process.stderr`, and with them the console, into the cell; also what is written to their file
 * descriptors through `fs`, as loggers do it. They are no terminals, and cannot be ended.
 */
import nodeModule, { createRequire } from "node:module";
import { StringDecoder } from "node:string_decoder";
import type { Outlet } from "./outlet.ts";
import type { StreamName } from "./stdio.ts";

type Callback = (error?: Error | null, ...rest: unknown[]) => void;

const { nextTick } = process;

export function captureStreams(outlet: Outlet): void {
  for (const name of ["stdout", "stderr"] as const) captureStream(outlet, name);
  captureDescriptors(outlet);
}

function captureStream(outlet: Outlet, name: StreamName): void {
  const decoder = new StringDecoder("utf8");
  const write = (chunk: unknown, encodingOrDone?: unknown, done?: unknown): boolean => {
    outlet.write(name, textOf(chunk, encodingOrDone, decoder));
    const callback = typeof encodingOrDone === "function" ? encodingOrDone : done;
    if (typeof callback === "function") nextTick(callback as Callback, null);
    return true;
  };
  const stream = process[name];
  const end = (...parameters: unknown[]): typeof stream => {
    const [chunk] = parameters;
    const done = parameters.find((parameter) => typeof parameter === "function");
    if (chunk != null && typeof chunk !== "function") write(...(parameters as [unknown, unknown, unknown]));
    else if (done !== undefined) nextTick(done as Callback);
    // Pipelines wait for it, and begin to do so only when this has returned.
    nextTick(() => stream.emit("finish"));
    return stream;
  };
  const plain = { isTTY: undefined, columns: undefined, rows: undefined };
  Object.assign(stream, { write, end, destroy: () => stream, destroySoon: () => stream, ...plain });
}

function textOf(chunk: unknown, encoding: unknown, decoder: StringDecoder): string {
  if (ArrayBuffer.isView(chunk)) return decoder.write(chunk as Buffer);
  if (typeof chunk !== "string") {
    const seen = chunk === null ? "null" : typeof chunk;
    throw new TypeError(`a chunk to write is a string, a Buffer, a TypedArray or a DataView, not ${seen}`);
  }
  // Only these mean other bytes than the text's own.
  if (encoding !== "hex" && encoding !== "base64" && encoding !== "base64url") return chunk;
  return decoder.write(Buffer.from(chunk, encoding));
}

/** `fs.write` and `fs.writeSync` to 1 and 2, and `fs.writeFileSync`, which writes text without them. */
function captureDescriptors(outlet: Outlet): void {
  type Writer = "write" | "writeSync" | "writeFileSync";
  const fs = createRequire(import.meta.url)("node:fs") as Record<Writer, (...all: unknown[]) => unknown>;
  const { write, writeSync, writeFileSync } = fs;
  const decoders = { 1: new StringDecoder("utf8"), 2: new StringDecoder("utf8") };
  const put = (fd: 1 | 2, data: unknown, rest: readonly unknown[]): number => {
    const bytes = typeof data === "string" ? Buffer.from(data, encodingOf(rest)) : part(data as Uint8Array, rest);
    outlet.write(fd === 1 ? "stdout" : "stderr", decoders[fd].write(bytes));
    return bytes.length;
  };
  const isOurs = (fd: unknown, data: unknown): fd is 1 | 2 =>
    (fd === 1 || fd === 2) && (typeof data === "string" || ArrayBuffer.isView(data));
  fs.writeSync = (fd, data, ...rest) => (isOurs(fd, data) ? put(fd, data, rest) : writeSync(fd, data, ...rest));
  fs.writeFileSync = (file, data, ...rest) => {
    if (!isOurs(file, data)) return writeFileSync(file, data, ...rest);
    const [options] = rest as [{ encoding?: unknown } | string | null | undefined];
    put(file, data, typeof data === "string" ? [typeof options === "object" ? options?.encoding : options] : []);
  };
  // Kept for `util.promisify`, which Node has told what this one answers.
  fs.write = Object.defineProperties((fd: unknown, data: unknown, ...rest: unknown[]) => {
    const done = rest.at(-1);
    if (!isOurs(fd, data) || typeof done !== "function") return write(fd, data, ...rest);
    nextTick(done as Callback, null, put(fd, data, rest), data);
  }, Object.getOwnPropertyDescriptors(write));
  nodeModule.syncBuiltinESMExports();
}

function encodingOf(rest: readonly unknown[]): BufferEncoding {
  return rest.find((value): value is BufferEncoding => typeof value === "string") ?? "utf8";
}

function part(data: ArrayBufferView, [first, second]: readonly unknown[]): Buffer {
  const given = typeof first === "object" && first !== null ? (first as { offset?: unknown; length?: unknown }) : null;
  const offset = Number((given === null ? first : given.offset) ?? 0) || 0;
  const wanted = given === null ? second : given.length;
  const length = typeof wanted === "number" ? wanted : data.byteLength - offset;
  return Buffer.from(data.buffer, data.byteOffset + offset, Math.max(0, Math.min(length, data.byteLength - offset)));
}
