/** Images beside numpy's answers. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { viewOperations } from "../../scripts/golden/images/views.ts";
import { checkImages } from "../../scripts/golden/images.ts";
import { shared, withoutShared } from "../support/project.ts";

for (const operation of Object.keys(viewOperations)) {
  test(`golden images: ${operation}`, { skip: withoutShared }, async () => {
    const file = JSON.parse(readFileSync(shared("golden", "images.json")!, "utf8")) as { cases: { op: string }[] };
    const cases = file.cases.filter(({ op }) => op === operation);
    const { passed, failures } = await checkImages({ json: { cases }, folder: null });
    assert.deepEqual(failures, []);
    assert.ok(passed > 0);
  });
}
