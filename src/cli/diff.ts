/** `reticle diff A B`: what two layouts do not share. */
import { readLayout, writeLayout } from "../formats/index.ts";
import { cell, diff as compare, Layout, type LayoutDiff } from "../layout/index.ts";
import { type Command, commandLineError, parseCommandLine, print, printJson, say } from "./command.ts";

const options = {
  json: { type: "boolean" },
  output: { type: "string", short: "o" },
} as const;

export const diff: Command = {
  summary: "what two layouts do not share",
  usage: `usage: reticle diff A B [--json] [-o OUT.gds]

Compares cells by name (references, shapes, labels, properties, in any order) and, for the layers that differ, the area
that only one of the two covers. Exit code 0: the same; 1: they differ, or a file cannot be read.

  --json       one object
  -o OUT       where they differ, as a layout: cells A_NOT_B and B_NOT_A on the layers themselves`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["A", "B"]);
    const output = values.output as string | undefined;
    if (output !== undefined && !/\.(gds|gds\.gz|oas|oas\.gz|svg)$/i.test(output))
      throw commandLineError(`-o ${output} ends with none of .gds .gds.gz .oas .oas.gz .svg`);
    const [a, b] = [await readLayout(positionals[0]), await readLayout(positionals[1])];
    const found = compare(a, b);
    if (output !== undefined) {
      await writeLayout(output, differences(a, b, found));
      say(`wrote ${output}`);
    }
    if (values.json === true) printJson(asJson(found));
    else print(String(found));
    return found.isSame ? 0 : 1;
  },
};

/** What only one covers, layer by layer, on the finer of the two grids. */
function differences(a: Layout, b: Layout, found: LayoutDiff): Layout {
  const dbu = Math.min(a.dbu, b.dbu);
  const [first, second] = [a, b].map((one) => (one.dbu === dbu ? one : one.withDbu(dbu)));
  const [onlyA, onlyB] = ["A_NOT_B", "B_NOT_A"].map((name) => cell(name, { dbu }));
  for (const { layer } of found.layers) {
    const [own, other] = [first, second].map((one) => one.region(layer, { ifMissing: "empty" }));
    onlyA.add(layer, own.not(other));
    onlyB.add(layer, other.not(own));
  }
  return Layout.of(cell("DIFF", { dbu }).add(onlyA.at(0, 0), onlyB.at(0, 0)));
}

function asJson({ isSame, dbu, onlyInA, onlyInB, cells, layers }: LayoutDiff) {
  return {
    same: isSame,
    dbu,
    cells_only_in_a: onlyInA,
    cells_only_in_b: onlyInB,
    layers: Object.fromEntries(layers.map(({ layer, xorArea }) => [`${layer}`, { xor_area_um2: xorArea }])),
    cells: Object.fromEntries(
      cells.map((one) => [
        one.name,
        {
          references_only_in_a: one.references.onlyInA,
          references_only_in_b: one.references.onlyInB,
          layers: Object.fromEntries(
            one.layers.map((each) => [
              `${each.layer}`,
              {
                shapes_only_in_a: each.shapesOnlyInA,
                shapes_only_in_b: each.shapesOnlyInB,
                labels_only_in_a: each.labelsOnlyInA,
                labels_only_in_b: each.labelsOnlyInB,
                other_properties: each.properties,
                xor_area_um2: each.xorArea,
              },
            ]),
          ),
        },
      ]),
    ),
  };
}
