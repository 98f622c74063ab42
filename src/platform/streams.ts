/** Node's streams over what is read and written in memory. */
import { Readable, Writable } from "node:stream";

export interface ByteSource {
  /** The next bytes, none at the end. */
  read(count: number): Uint8Array;
}

export interface ByteSink {
  write(bytes: Uint8Array): number;
}

export function readableOf(source: ByteSource): Readable {
  return new Readable({
    read(size) {
      try {
        const bytes = source.read(size);
        this.push(bytes.length === 0 ? null : bytes);
      } catch (error) {
        this.destroy(error as Error);
      }
    },
  });
}

export function writableOf(sink: ByteSink): Writable {
  return new Writable({
    write(chunk: Uint8Array, _, done) {
      try {
        sink.write(chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
