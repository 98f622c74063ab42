/**
 * Leads a stream of bytes into a cell. Where more is under way than the session can publish, the stream is paused: the
 * engine must not sleep here, for then it could not hear that the cell is to be stopped.
 */
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import type { Guard } from "./guard.ts";
import type { Outlet } from "./outlet.ts";
import type { StreamName } from "./stdio.ts";

const pause = 10;
const later = setTimeout;

export function leadStream(stream: Readable, name: StreamName, run: number, outlet: Outlet, guard: Guard): void {
  const decoder = new StringDecoder("utf8");
  const write = (text: string) => guard.critical(() => outlet.write(name, text, run));
  const goOn = (): void => {
    if (outlet.isFull) later(goOn, pause);
    else stream.resume();
  };
  stream.on("data", (bytes: Buffer | string) => {
    write(typeof bytes === "string" ? bytes : decoder.write(bytes));
    if (!outlet.isFull) return;
    stream.pause();
    later(goOn, pause);
  });
  stream.on("end", () => write(decoder.end()));
  stream.on("error", () => {});
  // One that was led to another stream has stopped.
  stream.resume();
}
