// npm run golden -- KIND [FILE [DIR]]: compares this library with results of other programs and of exact arithmetic.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { goldenChecks } from "./golden/index.ts";

// This file runs from dist/scripts.
const shared = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "..", "shared", "golden");

/** The results that lie beside the project; undefined where none of this kind do. */
function fileBeside(kind: string): string | undefined {
  const file = join(shared, `${kind}.json`);
  return existsSync(file) ? file : undefined;
}

async function main([kind, given, folder]: string[]): Promise<number> {
  const kinds = Object.keys(goldenChecks).join(", ");
  const usage = `usage: npm run golden -- KIND [FILE [DIR]]; kinds: ${kinds}`;
  if (kind === undefined) {
    console.error(usage);
    return 2;
  }
  const check = Object.hasOwn(goldenChecks, kind) ? goldenChecks[kind] : undefined;
  if (check === undefined) {
    console.error(`no golden check of kind "${kind}"; kinds: ${kinds}`);
    return 2;
  }
  const file = given ?? fileBeside(kind);
  if (file === undefined) {
    console.error(`${usage}\n../shared/golden/${kind}.json is not there, so that FILE must be given`);
    return 2;
  }
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`cannot read ${file}: ${(error as Error).message}`);
    return 2;
  }
  const { passed, failures, note } = await check({ json, folder: folder ?? null });
  for (const { name, problem } of failures) console.log(`${name}: ${problem}`);
  if (note !== undefined) console.log(note);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
