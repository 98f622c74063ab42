import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRegions } from "../../scripts/golden/region.ts";
import { shared, withoutShared } from "../support/project.ts";

test("golden regions: every area of every group", { skip: withoutShared }, () => {
  const results = checkRegions(shared("golden", "region.json")!);
  assert.ok(results.length > 0);
  assert.deepEqual(
    results.filter((result) => result.failure !== undefined),
    [],
  );
});
