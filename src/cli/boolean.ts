/** `reticle boolean OPERATION A:L/D B:L/D -o OUT`: two layers into one. */
import type { Region } from "../region/index.ts";
import { type Command, commandLineError, parseCommandLine, required } from "./command.ts";
import {
  checkOutput,
  limitOption,
  limitUsage,
  made,
  parseOperand,
  readOperand,
  setLimit,
  writeRegion,
} from "./layer-operand.ts";

const operations: Record<string, (a: Region, b: Region) => Region> = {
  or: (a, b) => a.or(b),
  and: (a, b) => a.and(b),
  not: (a, b) => a.not(b),
  xor: (a, b) => a.xor(b),
};

export const boolean: Command = {
  summary: "or, and, not, xor of two layers",
  usage: `usage: reticle boolean or|and|not|xor A:L/D B:L/D [--crossing-limit N] -o OUT

A and B are GDSII or OASIS files (also the same one), L/D a layer and datatype: chip.gds:1/0. All top cells count, with
what they refer to, flat and merged. B is brought to the database unit of A where they differ. OUT ends with .gds,
.gds.gz, .oas, .oas.gz or .svg; the result is on A's layer in one cell, TOP.

${limitUsage}`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, { output: { type: "string", short: "o" }, ...limitOption }, [
      "or|and|not|xor",
      "A:L/D",
      "B:L/D",
    ]);
    const [name, ...files] = positionals;
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw commandLineError(`"${name}" is not one of ${Object.keys(operations).join(" ")}`);
    const output = required(values, "output");
    checkOutput(output);
    setLimit(values["crossing-limit"]);
    const [first, second] = files.map(parseOperand);
    const a = await readOperand(first);
    const b = await readOperand(second, a.dbu);
    await writeRegion(
      output,
      made(() => operation(a, b), first, second),
      first,
    );
    return 0;
  },
};
