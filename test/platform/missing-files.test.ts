/** Files and folders that are not there. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readLayout, writeGds } from "../../src/formats/index.ts";
import { cell } from "../../src/layout/index.ts";

test("what is missing is named: the folder, or the nearest names of files", async () => {
  const folder = mkdtempSync(join(tmpdir(), "reticle-missing-"));
  writeFileSync(join(folder, "grating.gds"), "");
  const message = async (promise: Promise<unknown>) => {
    const error = (await promise.then(
      () => assert.fail("nothing is missing"),
      (one) => one,
    )) as Error;
    return error.message.replaceAll(folder, "FOLDER").replaceAll("\\", "/");
  };
  assert.equal(
    await message(readLayout(join(folder, "gratings.gds"))),
    'cannot read FOLDER/gratings.gds: there is no such file or folder; did you mean "grating.gds"?',
  );
  assert.equal(
    await message(readLayout(join(folder, "data", "grating.gds"))),
    "cannot read FOLDER/data/grating.gds: the folder FOLDER/data does not exist",
  );
  assert.equal(
    await message(writeGds(join(folder, "out", "a.gds"), cell("a"))),
    "cannot write FOLDER/out/a.gds: the folder FOLDER/out does not exist; make it first",
  );
  rmSync(folder, { recursive: true });
});
