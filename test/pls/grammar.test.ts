/** The TextMate grammar knows the words that the compiler knows, and its patterns find what they should. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { plsFunctions } from "../../src/pls/index.ts";
import { projectRoot } from "../support/project.ts";

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly patterns?: readonly Rule[];
}
const grammar = JSON.parse(readFileSync(join(projectRoot, "kernel", "assets", "pls.tmLanguage.json"), "utf8")) as {
  repository: Record<string, Rule>;
};
const ruleOf = (name: string) =>
  new RegExp(grammar.repository.expression.patterns!.find((one) => one.name === name)!.match!);

test("every function of the language is highlighted as one", () => {
  const rule = ruleOf("support.function.builtin.pls");
  for (const name of plsFunctions.keys()) if (name !== "ref") assert.ok(rule.test(`${name}(1)`), name);
  assert.ok(!rule.test("wire(1)"));
});

test("headers are taken apart", () => {
  const header = (name: string, line: string) => new RegExp(grammar.repository[name].match!).exec(line)?.slice(1);
  assert.deepEqual(header("symbol", "SYMBOL s_{:.2f}(a, b)"), ["SYMBOL", "s_{:.2f}"]);
  assert.deepEqual(header("layer", "  LAYER 7 top"), ["LAYER", "7", "top"]);
  assert.deepEqual(header("import", 'IMPORT "my lib.pls" AS m'), ["IMPORT", '"my lib.pls"', "AS", "m"]);
  assert.equal(header("shape", 'text("SHAPE x")'), undefined);
});
