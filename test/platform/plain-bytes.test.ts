/** What gzip holds, taken in pieces: the same bytes and the same errors as at once. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { isReticleError } from "../../src/errors.ts";
import { GzipBytes } from "../../src/platform/gzip-bytes.ts";
import { isFileBytes, memoryBytes, withPlainBytes } from "../../src/platform/index.ts";
import { Inflater } from "../../src/platform/inflater.ts";

/** Half of it noise, so that a piece of the input gives less than a piece of the output, and the other way round. */
const data = Uint8Array.from({ length: 700_001 }, (_, i) =>
  i % 200_000 < 100_000 ? (i * 2654435761) >>> 24 : i >> 12,
);
const members = Buffer.concat([gzipSync(data.subarray(0, 300_000)), gzipSync(data.subarray(300_000))]);

function read(bytes: Uint8Array, step: number, limit = 1e9): Uint8Array {
  const source = new GzipBytes(memoryBytes(bytes), "it", limit);
  const out = new Uint8Array(data.length + step);
  let at = 0;
  for (let got = -1; got !== 0; at += got) got = source.read(at, out.subarray(at, at + step));
  source.close();
  return out.subarray(0, at);
}

const fails = (code: string, message: RegExp) => (error: unknown) =>
  isReticleError(error, "FormatError") && error.code === code && message.test(error.message);

test("this Node can be asked for pieces", () => {
  assert.ok(Inflater.isThere);
});

test("members one after the other are read in pieces of any size, and again from the start", () => {
  for (const step of [1000, 65_536, 65_537, 1_000_000]) assert.ok(Buffer.from(read(members, step)).equals(data));
  const source = new GzipBytes(memoryBytes(members), "it", 1e9);
  const [late, early] = [new Uint8Array(10), new Uint8Array(10)];
  source.read(600_000, late);
  source.read(5, early);
  assert.deepEqual([...late, ...early], [...data.subarray(600_000, 600_010), ...data.subarray(5, 15)]);
});

test("what is no gzip behind a member is ignored", () => {
  assert.ok(Buffer.from(read(Buffer.concat([members, Buffer.from("and more")]), 4096)).equals(data));
});

test("a stream that is cut, changed or too long is an error", () => {
  const limited = () => read(members, 4096, 1000);
  assert.throws(limited, fails("decompressed-limit", /it decompresses to more than 1000 bytes/));
  const first = gzipSync(data.subarray(0, 300_000)).length;
  for (let length = 18; length < first; length += 997)
    assert.throws(() => read(members.subarray(0, length), 4096), fails("gzip", /it ends too early/));
  const changed = Uint8Array.from(members);
  changed[members.length - 8] ^= 1;
  assert.throws(() => read(changed, 4096), fails("gzip", /incorrect data check/));
});

test("a file that grows beyond 32 MiB is given in pieces, whatever its last bytes say", () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-"));
  const path = join(folder, "large.gz");
  try {
    const large = gzipSync(Buffer.alloc(2 ** 25 + 7, "abc"));
    for (const tail of [Buffer.alloc(0), Buffer.alloc(8)]) {
      writeFileSync(path, Buffer.concat([large, tail]));
      const found = withPlainBytes(path, {}, (bytes) => {
        assert.ok(isFileBytes(bytes));
        const end = new Uint8Array(10);
        return [bytes.read(2 ** 25, end), ...end.subarray(0, 8)];
      });
      // 2²⁵ is 2 modulo 3.
      assert.deepEqual(found, [7, ...Buffer.from("cabcabc"), 0]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
