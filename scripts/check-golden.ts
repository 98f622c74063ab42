// npm run golden -- KIND FILE [DIR]: compares this library with results of other programs and of exact arithmetic.
import { readFileSync } from "node:fs";
import { goldenChecks } from "./golden/index.ts";

async function main([kind, file, folder]: string[]): Promise<number> {
  const kinds = Object.keys(goldenChecks).join(", ");
  if (kind === undefined || file === undefined) {
    console.error(`usage: npm run golden -- KIND FILE [DIR]; kinds: ${kinds}`);
    return 2;
  }
  const check = Object.hasOwn(goldenChecks, kind) ? goldenChecks[kind] : undefined;
  if (check === undefined) {
    console.error(`no golden check of kind "${kind}"; kinds: ${kinds}`);
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
