/** `reticle info FILE`: what a layout or an image file holds. */
import { basename } from "node:path";
import { fileFormatOf, imageInfo, type LayoutFileInfo, layoutFileInfo, readLayout } from "../formats/index.ts";
import { type LayoutInfo, layoutInfo } from "../layout/index.ts";
import { isFolder, readFileBytes, readFileStart } from "../platform/index.ts";
import { formatLength } from "../units.ts";
import { type Command, parseCommandLine, print, printJson } from "./command.ts";
import { layoutHelp, layoutOf, layoutOptions } from "./image-options.ts";
import { imageTable } from "./image-table.ts";

export const info: Command = {
  summary: "what a layout or an image file holds",
  usage: `usage: reticle info FILE [--json] [--no-area | --quick] [--range]

Layout: database unit, cells, top cells, and for each layer the shapes and texts (counted flat), the merged area in µm²
and the box. Image (npy, npz, PNG, TIFF, BMP, OME-Zarr, raw): format, type, axes with their sizes, spacings and origins.

  --json            one JSON object
  --no-area         layout: without the areas, which are what takes time
  --quick           layout: names, units, and elements by layer as they stand in the file, not counted through references;
                    without areas and boxes large files take a second and little memory
  --range           image: also the least and the largest number, for which all pixels are read
${layoutHelp}
  --axes A,A…       raw: names of the axes`,

  async run(args) {
    const options = {
      json: { type: "boolean" },
      "no-area": { type: "boolean" },
      quick: { type: "boolean" },
      range: { type: "boolean" },
      ...layoutOptions,
      axes: { type: "string" },
    } as const;
    const { values, positionals } = parseCommandLine(args, options, ["FILE"]);
    const [path] = positionals;
    const layout = layoutOf(values);
    const isJson = values.json === true;
    const isPipe = !isFolder(path) && readFileStart(path, 16).length === 0;
    // A pipe can be read once only.
    const source = isPipe ? readFileBytes(path) : path;
    if (layout !== undefined || fileFormatOf(source) !== null) {
      const about = { file: path, range: values.range === true, ...(layout !== undefined && { layout }) };
      const facts = await imageInfo(source, about);
      if (isJson) print(JSON.stringify(facts, (_, value) => (typeof value === "bigint" ? Number(value) : value)));
      else print(imageTable(basename(path), facts));
      return 0;
    }
    if (values.quick === true) {
      const held = await layoutFileInfo(source, { file: path });
      if (isJson) printJson({ ...held, cells: held.cells.length });
      else print(quickTable(basename(path), held));
      return 0;
    }
    const facts = layoutInfo(await readLayout(source, { file: path }), { area: values["no-area"] !== true });
    if (isJson) printJson(facts);
    else print(table(basename(path), facts, values["no-area"] !== true));
    return 0;
  },
};

function quickTable(name: string, { format, dbu, cells, tops, missing, references, layers }: LayoutFileInfo): string {
  const rows = [["layer", "polygons", "boxes", "paths", "labels"]];
  for (const [layer, one] of Object.entries(layers))
    rows.push([layer, ...[one.polygons, one.boxes, one.paths, one.labels].map(String)]);
  return [
    `${name}: ${format}, database unit ${formatLength(dbu)} µm`,
    `cells ${cells.length}; top: ${some(tops)}; references ${references}${missing.length === 0 ? "" : `; missing: ${some(missing)}`}`,
    "elements as the file has them:",
    ...aligned(rows, ["layer"]),
  ].join("\n");
}

function some(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} … (${names.length})` : names.join(", ") || "none";
}

function table(name: string, facts: LayoutInfo, withAreas: boolean): string {
  const box = (bbox: readonly number[] | null) => (bbox === null ? "empty" : `(${bbox.map(formatLength).join(", ")})`);
  const rows = [["layer", "shapes", "texts", ...(withAreas ? ["area µm²"] : []), "box µm"]];
  for (const [layer, one] of Object.entries(facts.layers)) {
    const area = one.area_um2 === null ? "?" : formatLength(Number(one.area_um2.toPrecision(9)));
    rows.push([layer, String(one.shapes), String(one.texts), ...(withAreas ? [area] : []), box(one.bbox)]);
  }
  return [
    `${name}: ${facts.format ?? "layout"}, database unit ${formatLength(facts.dbu)} µm`,
    `cells ${facts.cells}; top: ${some(facts.tops)}; box ${box(facts.bbox)} µm`,
    ...aligned(rows, ["layer", "box µm"]),
  ].join("\n");
}

/** Columns of texts to the left, others, which are numbers, to the right. */
function aligned(rows: readonly (readonly string[])[], texts: readonly string[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((text, column) =>
        texts.includes(rows[0][column]) ? text.padEnd(widths[column]) : text.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}
