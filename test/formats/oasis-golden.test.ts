import assert from "node:assert/strict";
import { test } from "node:test";
import { checkLayouts } from "../../scripts/golden/layouts.ts";
import { onWarning } from "../../src/errors.ts";
import { shared, withoutShared } from "../support/project.ts";

test("readOasis of every file: as KLayout's cells, counts, boxes and raw areas", { skip: withoutShared }, async () => {
  const stop = onWarning(() => {});
  const filter = (name: string) => name.endsWith(".oas");
  const results = await checkLayouts(shared("golden", "layouts.json")!, shared("data", "layouts")!, {
    merged: false,
    filter,
  });
  stop();
  assert.ok(results.length > 15);
  assert.deepEqual(
    results.filter((result) => result.failure !== undefined),
    [],
  );
});
