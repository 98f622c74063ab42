/** The programs of docs/pls.md run, and what it says of errors is said. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { plsReference, tourPrograms } from "../../scripts/pls-reference.ts";
import { compilePls } from "../../src/pls/index.ts";
import { projectRoot } from "../support/project.ts";

const text = readFileSync(join(projectRoot, "docs", "pls.md"), "utf8");
const programs = [...text.matchAll(/```pls\n([\s\S]*?)```/g)].map((match) => match[1]);

test("docs/pls.md has programs", () => assert.ok(programs.length >= 12));

programs.forEach((program, i) => {
  test(`program ${i + 1} of docs/pls.md, ${JSON.stringify(program.trim().split("\n").at(-1)!.trim())}, runs`, () => {
    const { report, layout } = compilePls(program);
    assert.equal(report, "");
    assert.ok(layout!.bbox !== null);
  });
});

test("the error that docs/pls.md shows", () => {
  const program = "SYMBOL main\n  LAYER 1\n    rect(10)\n    - rect(4).rotat(30)\n";
  const { report } = compilePls(program, { file: "mask.pls" });
  assert.ok(text.includes(report), report);
});

test("docs/pls-functions.md and its pictures are what npm run docs makes", () => {
  for (const [name, wanted] of plsReference())
    assert.equal(readFileSync(join(projectRoot, "docs", name), "utf8"), wanted, `${name} is not current: npm run docs`);
});

test("each program of the tour stands above its picture", () => {
  const tour = tourPrograms();
  assert.ok(tour.length >= 11, `${tour.length}`);
  for (const { slug, program } of tour)
    assert.match(
      text.slice(text.indexOf(program) + program.length),
      new RegExp(`^\`\`\`\\n\\n!\\[[^\\]]+\\]\\(images/pls/tour-${slug}\\.svg\\)\\n`),
    );
});
