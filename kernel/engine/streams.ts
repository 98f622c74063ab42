/** process.stdout and process.stderr, and with them the console, into the cell. */
import { StringDecoder } from "node:string_decoder";
import type { Outlet } from "./outlet.ts";

type Callback = (error?: Error | null) => void;

export function captureStreams(outlet: Outlet): void {
  for (const name of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    const write = (chunk: unknown, encodingOrDone?: BufferEncoding | Callback, done?: Callback): boolean => {
      const text = typeof chunk === "string" ? chunk : decoder.write(chunk as Buffer);
      outlet.write(name, text);
      const callback = typeof encodingOrDone === "function" ? encodingOrDone : done;
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}
