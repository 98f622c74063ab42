/** `reticle size FILE:L/D --by D -o OUT`: a layer grown or shrunk. */
import type { SizeOptions } from "../region/index.ts";
import { parseLength } from "../units.ts";
import { type Command, commandLineError, given, parseCommandLine, required } from "./command.ts";
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

const options = {
  by: { type: "string" },
  mode: { type: "string" },
  join: { type: "string" },
  output: { type: "string", short: "o" },
  ...limitOption,
} as const;

export const size: Command = {
  summary: "a layer grown or shrunk",
  usage: `usage: reticle size FILE:L/D --by D[,D] [--mode 0…5 | --join miter|square|round|bevel] [--crossing-limit N] -o OUT

The layer of all top cells, flat and merged, with every side moved outwards by D µm (10nm and 1mm are understood), inwards
where D is negative; two numbers are for x and y. OUT ends with .gds, .gds.gz, .oas, .oas.gz or .svg; the result is on
the same layer in one cell, TOP.

  --mode M    KLayout's cut of sharp corners: 2, kept up to a bend of 90° (0: none … 5: nearly all)
  --join J    corners by name instead: miter up to twice the distance, square, round, bevel
${limitUsage}`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["FILE:L/D"]);
    const operand = parseOperand(positionals[0]);
    const output = required(values, "output");
    checkOutput(output);
    setLimit(values["crossing-limit"]);
    const by = distances(required(values, "by"));
    const corners = cornerOptions(values.mode, values.join);
    const region = await readOperand(operand);
    await writeRegion(
      output,
      made(() => region.sized(by, corners), operand),
      operand,
    );
    return 0;
  },
};

function distances(text: string): [number, number] {
  const parts = text.split(",");
  if (parts.length > 2) throw commandLineError(`--by ${text} has ${parts.length} numbers; it takes 1 or 2`);
  const [x, y = x] = parts.map((part) => given(() => parseLength(part, "--by")));
  return [x, y];
}

function cornerOptions(mode: string | boolean | undefined, join: string | boolean | undefined): SizeOptions {
  if (mode !== undefined && join !== undefined) throw commandLineError("--mode and --join do not go together");
  if (mode !== undefined && !/^[0-5]$/.test(String(mode)))
    throw commandLineError(`--mode ${mode} is not one of 0 1 2 3 4 5`);
  if (join !== undefined && !/^(miter|square|round|bevel)$/.test(String(join)))
    throw commandLineError(`--join ${join} is not one of miter square round bevel`);
  if (mode !== undefined) return { mode: Number(mode) as 0 };
  return join === undefined ? {} : { join: join as "miter" };
}
