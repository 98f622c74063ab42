/** What polyp makes of programs (scripts/fixtures/polyp.py), within a nanometre of each edge. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compilePls } from "../../src/pls/index.ts";
import { fixtures } from "../support/project.ts";

type Measured = readonly [area: number, perimeter: number, box: readonly number[]];
const { cases } = JSON.parse(readFileSync(join(fixtures, "polyp.json"), "utf8")) as {
  cases: { name: string; program: string; layers: Record<string, Measured> }[];
};

for (const { name, program, layers } of cases) {
  test(`${name}, as polyp makes it`, () => {
    const compiled = compilePls(program);
    const seen = new Map(
      compiled.result.tops.flatMap((cell) =>
        cell.layers().map((layer) => [`${cell.name} ${layer}`, cell.region(layer)]),
      ),
    );
    assert.deepEqual([...seen.keys()].sort(), Object.keys(layers).sort());
    for (const [key, [area, perimeter, box]] of Object.entries(layers)) {
      const region = seen.get(key)!;
      assert.ok(
        Math.abs(region.area - area) <= 0.001 * perimeter + 1e-4,
        `${key}: area ${region.area} and not ${area}`,
      );
      const sides = region.bbox!.toArray();
      assert.ok(
        sides.every((side, i) => Math.abs(side - box[i]) <= 0.0015),
        `${key}: box ${sides} and not ${box}`,
      );
    }
  });
}
