/** `reticle boolean` and `reticle size`, as a user types them. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readLayout, writeLayout } from "../../src/formats/index.ts";
import { cell, Layout } from "../../src/layout/index.ts";
import { rect } from "../../src/region/index.ts";
import { reticle, temporaryFolder } from "./support.ts";

async function folderWithFiles(): Promise<string> {
  const folder = temporaryFolder();
  const top = cell("A").add("1/0", rect(10)).add("2/0", rect(4, 20));
  await writeLayout(join(folder, "a.gds"), new Layout().add(top));
  const coarse = cell("B", { dbu: 0.01 }).add("3/0", rect(4, 20, { dbu: 0.01 }));
  await writeLayout(join(folder, "b.oas"), new Layout({ dbu: 0.01 }).add(coarse));
  return folder;
}

test("boolean writes the result on A's layer, whatever the formats and grids", async () => {
  const folder = await folderWithFiles();
  const areas = { or: 100 + 80 - 40, and: 40, not: 60, xor: 100 + 80 - 80 };
  for (const [operation, area] of Object.entries(areas)) {
    for (const [other, ending] of [
      ["a.gds:2/0", "gds"],
      ["b.oas:3/0", "oas"],
    ]) {
      const output = join(folder, `${operation}.${ending}`);
      const result = reticle(["boolean", operation, join(folder, "a.gds:1/0"), join(folder, other), "-o", output]);
      assert.equal(result.code, 0, result.stderr);
      const layout = await readLayout(output);
      assert.deepEqual(layout.layers().map(String), ["1/0"]);
      assert.ok(Math.abs(layout.region("1/0").area - area) < 1e-9);
    }
  }
});

test("size grows and shrinks a layer, with the corners that are asked for", async () => {
  const folder = await folderWithFiles();
  const cases: [string[], number][] = [
    [["--by", "500nm"], 121],
    [["--by", "-0.5"], 81],
    [["--by=-1,2"], 8 * 14],
    [["--by", "1", "--mode", "0"], 142],
    [["--by", "1", "--join", "bevel"], 142],
  ];
  for (const [options, area] of cases) {
    const output = join(folder, "out.gds");
    const result = reticle(["size", join(folder, "a.gds:1/0"), ...options, "-o", output]);
    assert.equal(result.code, 0, result.stderr);
    assert.ok(Math.abs((await readLayout(output)).region("1/0").area - area) < 1e-9, options.join(" "));
  }
});

test("--crossing-limit is what edges may cross, and is named where that is too little", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "lines.gds");
  const top = cell("A");
  // 200 lines across 200 lines: 40,000 crossings.
  for (let i = 0; i < 200; i++) {
    top.add("1/0", rect(200, 0.3, { at: "sw", position: [0, i] }));
    top.add("2/0", rect(0.3, 200, { at: "sw", position: [i, 0] }));
  }
  await writeLayout(file, new Layout().add(top));
  const output = join(folder, "out.gds");
  const both = (limit: string) =>
    reticle(["boolean", "and", `${file}:1/0`, `${file}:2/0`, "--crossing-limit", limit, "-o", output]);
  const refused = both("1");
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /4 times the limit, as for all axis-parallel edges.* --crossing-limit \d+ /);
  assert.equal(existsSync(output), false);
  assert.equal(both("1e5").code, 0);
  assert.ok(Math.abs((await readLayout(output)).region("1/0").area - 40_000 * 0.09) < 1e-6);
  for (const limit of ["none", "", "0", "2.5"]) assert.equal(both(limit).code, 2, limit);
});

test("mistakes of the command line end with 2, of the input with 1, and write nothing", async () => {
  const folder = await folderWithFiles();
  const file = join(folder, "a.gds:1/0");
  const output = join(folder, "none.gds");
  const code = (...args: string[]) => reticle([...args, "-o", output]).code;
  assert.equal(code("boolean", "nand", file, file), 2);
  assert.equal(code("boolean", "or", file), 2);
  assert.equal(code("boolean", "or", file, join(folder, "a.gds")), 2);
  assert.equal(code("size", file), 2);
  assert.equal(code("size", file, "--by", "wide"), 2);
  assert.equal(code("size", file, "--by", "1", "--mode", "6"), 2);
  assert.equal(code("size", file, "--by", "1", "--join", "round", "--mode", "2"), 2);
  assert.equal(reticle(["size", file, "--by", "1", "-o", join(folder, "out.png")]).code, 2);
  assert.equal(code("size", join(folder, "a.gds:9/0"), "--by", "1"), 1);
  assert.equal(code("boolean", "or", file, join(folder, "gone.gds:1/0")), 1);
  assert.equal(code("size", file, "--by", "1e12"), 1);
  assert.ok(!existsSync(output));
});

test("what the sizes of a layer are too large for is told with its file and layer", async () => {
  const folder = await folderWithFiles();
  const file = join(folder, "a.gds");
  const { code, stderr } = reticle(["size", `${file}:1/0`, "--by", "2147483", "-o", join(folder, "none.gds")]);
  assert.equal(code, 1);
  assert.ok(stderr.includes("is outside -2147483648..2147483647"), stderr);
  assert.ok(stderr.includes(`layer 1/0 of ${file}`), stderr);
  assert.ok(!existsSync(join(folder, "none.gds")));
});
