/** Random streams of OASIS records in which most is left to modal variables, names and texts to tables: read as KLayout does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutPython } from "../support/project.ts";
import { RandomStream } from "./oasis-random.ts";
import { unlikeKLayout } from "./odd-files.ts";

test("readOasis of random records that leave most to modal variables: as KLayout's Layout.read", {
  skip: withoutPython,
}, async () => {
  const streams = Array.from({ length: 200 }, (_, seed) => [`seed ${seed}`, new RandomStream(seed).bytes()] as const);
  // Where slanted edges cross, points are rounded to the grid, here and there in other order.
  assert.deepEqual(await unlikeKLayout(streams, 60), []);
});
