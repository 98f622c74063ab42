/** `reticle pls fmt FILE`: the lines of a program, laid out. */
import { readFileSync } from "node:fs";
import { readFileBytes, writeFileAtomic } from "../../platform/index.ts";
import { decodePls, formatPls } from "../../pls/index.ts";
import { parseCommandLine, say } from "../command.ts";

export function formatFile(args: readonly string[]): number {
  const { values, positionals } = parseCommandLine(args, { check: { type: "boolean" } }, ["FILE.pls"]);
  const [file] = positionals;
  const text = decodePls(file === "-" ? readFileSync(0) : readFileBytes(file));
  const { text: formatted, diagnostics } = formatPls(text, { name: file === "-" ? "stdin" : file });
  if (formatted === null) {
    say(diagnostics);
    return 1;
  }
  if (values.check === true) {
    if (formatted === text) return 0;
    say(`${file} is not laid out as fmt does`);
    return 1;
  }
  if (file === "-") process.stdout.write(formatted);
  else if (formatted !== text) {
    writeFileAtomic(file, formatted);
    say(`laid out ${file}`);
  }
  return 0;
}
