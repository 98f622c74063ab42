import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkRegions } from "../../scripts/golden/region.ts";
import { shared, withoutShared } from "../support/project.ts";

test("golden regions: every area of every group", { skip: withoutShared }, async () => {
  const json = JSON.parse(readFileSync(shared("golden", "region.json")!, "utf8"));
  const { passed, failures } = await checkRegions({ json, folder: null });
  assert.deepEqual(failures, []);
  assert.ok(passed > 0);
});
