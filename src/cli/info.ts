/** `reticle info FILE`: what a layout or an image file holds. */
import { basename } from "node:path";
import { imageFormatOf, readImage, readLayout } from "../formats/index.ts";
import { type LayoutInfo, layoutInfo } from "../layout/index.ts";
import { readFileBytes, readFileStart } from "../platform/index.ts";
import { formatLength } from "../units.ts";
import { type Command, parseCommandLine, print, printJson } from "./command.ts";

export const info: Command = {
  summary: "what a layout or an image file holds",
  usage: `usage: reticle info FILE [--json]

Layout: database unit, cells, top cells, and for each layer the shapes and texts (counted flat), the merged area in µm²
and the box. Image: axes, shape and number type. --json prints one object.`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, { json: { type: "boolean" } }, ["FILE"]);
    const [path] = positionals;
    const start = readFileStart(path, 16);
    // A pipe can be read once only.
    const source = start.length === 0 ? readFileBytes(path) : path;
    const format = imageFormatOf(typeof source === "string" ? start : source);
    if (format !== null) {
      const view = await readImage(source, { file: path });
      if (values.json === true) printJson({ format, axes: view.axes, shape: view.shape, dtype: view.dtype });
      else print(`${basename(path)}: ${view}`);
      return 0;
    }
    const facts = layoutInfo(await readLayout(source, { file: path }));
    if (values.json === true) printJson(facts);
    else print(table(basename(path), facts));
    return 0;
  },
};

function table(name: string, facts: LayoutInfo): string {
  const box = (bbox: readonly number[] | null) => (bbox === null ? "empty" : `(${bbox.map(formatLength).join(", ")})`);
  const tops =
    facts.tops.length > 8 ? `${facts.tops.slice(0, 8).join(", ")} … (${facts.tops.length})` : facts.tops.join(", ");
  const rows = [["layer", "shapes", "texts", "area µm²", "box µm"]];
  for (const [layer, one] of Object.entries(facts.layers)) {
    const area = one.area_um2 === null ? "?" : formatLength(Number(one.area_um2.toPrecision(9)));
    rows.push([layer, String(one.shapes), String(one.texts), area, box(one.bbox)]);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) =>
        column === 0 || column === 4 ? text.padEnd(widths[column]) : text.padStart(widths[column]),
      )
      .join("  "),
  );
  return [
    `${name}: ${facts.format ?? "layout"}, database unit ${formatLength(facts.dbu)} µm`,
    `cells ${facts.cells}; top: ${tops || "none"}; box ${box(facts.bbox)} µm`,
    ...lines.map((line) => line.trimEnd()),
  ].join("\n");
}
