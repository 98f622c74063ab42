/** `reticle convert IN OUT`: layouts and images from one format into another. */

import { fileFormatOf, writeImage, writeLayout } from "../formats/index.ts";
import { Layout } from "../layout/index.ts";
import { parseLength } from "../units.ts";
import { layersOf, readChosenLayers } from "./chosen-layers.ts";
import { type Command, commandLineError, given, parseCommandLine, say } from "./command.ts";
import {
  imageEnding,
  layoutHelp,
  layoutOf,
  layoutOptions,
  readGivenImage,
  readHelp,
  readOptions,
  withAxesHint,
  writeOptions,
  writeOptionsOf,
} from "./image-options.ts";
import { convertToLayout, traceHelp, traceNames, traceOptions } from "./image-to-layout.ts";

const layoutOnly = {
  top: { type: "string" },
  layer: { type: "string" },
  dbu: { type: "string" },
} as const;
const imageOnly = { ...layoutOptions, ...readOptions, ...writeOptions, ...traceOptions };

const layoutEnding = /\.(gds|gds2|gdsii|gds\.gz|oas|oasis|oas\.gz|svg)$/i;

export const convert: Command = {
  summary: "a layout or an image in another format",
  usage: `usage: reticle convert IN OUT [--top CELL] [--layer L/D[,L/D…]] [--dbu UM]

Layouts: IN is GDSII or OASIS (also gzip), found by content; OUT ends with .gds, .gds.gz, .oas, .oas.gz or .svg.

  --top CELL        this cell and all that it refers to
  --layer L/D[,…]   only these layers
  --dbu UM          another database unit, µm; what does not fit on its grid is rounded

Images: IN is npy, npz (one array), PNG, TIFF, BMP, an OME-Zarr folder, or raw; OUT ends with .npy, .npz, .png, .tif, .bmp,
.zarr or .raw (with its layout in OUT.json).

${readHelp}
  --spacing P[,P]   distance of columns and rows, µm; 10nm, 2.5um and 1mm are understood
  --kind K          scalar, rgb, binary or label
${layoutHelp}
  --range LOW,HIGH  png, bmp: what becomes black and white
  --bits N          png: 1, 8 or 16; bmp: 1, 8 or 24
  --compression C   tif: none or deflate; zarr: gzip or none
  --metadata M      tif: ome, imagej or none
  --zarr-version V  0.5 or 0.4; --levels N: levels of its pyramid; --chunks row=256,column=256: sizes of a chunk

A picture becomes a layout where OUT ends as one:

${traceHelp}`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, { ...layoutOnly, ...imageOnly }, ["IN", "OUT"]);
    const [input, output] = positionals;
    const target = output.replace(/[\\/]+$/, "");
    if (!layoutEnding.test(target) && !imageEnding.test(target))
      throw commandLineError(
        `${output} ends with none of .gds .gds.gz .oas .oas.gz .svg .npy .npz .png .tif .bmp .zarr .raw`,
      );
    const unread = /\.(jpe?g|gif|webp|heic|avif)$/i.exec(input)?.[1];
    if (unread !== undefined)
      throw commandLineError(`${input}: pictures of the kind ${unread} are not read; save it as PNG or TIFF`);
    const isImage = layoutOf(values) !== undefined || fileFormatOf(input) !== null;
    const toImage = imageEnding.test(target);
    if (toImage && !isImage)
      throw commandLineError(`${input} is no image and cannot become ${output}; reticle raster makes one of a layout`);
    const [wrong, wanted] = misplaced(Object.keys(values), isImage, toImage);
    if (wrong !== undefined)
      throw commandLineError(`--${wrong} is for ${wanted}; ${input} is ${isImage ? "an image" : "a layout"}`);
    if (!isImage) await convertLayout(input, output, values);
    else if (toImage) await convertImage(input, target, values);
    else await convertToLayout(input, output, values);
    return 0;
  },
};

/** The first option that does not fit, and what it is for. */
function misplaced(names: readonly string[], isImage: boolean, toImage: boolean): [string | undefined, string] {
  if (!isImage) return [names.find((name) => name in imageOnly), "images"];
  if (toImage) {
    const wrong = names.find((name) => name in layoutOnly || name in traceOptions);
    return [wrong, wrong !== undefined && wrong in traceOptions ? "images that become layouts" : "layouts"];
  }
  const allowed = [...traceNames, ...Object.keys(layoutOptions)];
  return [names.find((name) => !allowed.includes(name)), "files of images that are written"];
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

async function convertImage(input: string, output: string, values: Values): Promise<void> {
  const chosen = writeOptionsOf(values, output);
  const view = await readGivenImage(input, input, values);
  await writeImage(output, view, chosen).catch((error) => {
    throw withAxesHint(error, view);
  });
  say(`wrote ${output}: ${view}`);
}

async function convertLayout(input: string, output: string, { top, layer, dbu }: Values): Promise<void> {
  const unit = dbu === undefined ? undefined : given(() => parseLength(String(dbu), "--dbu"));
  if (unit !== undefined && !(unit > 0)) throw commandLineError(`--dbu ${dbu} is not above 0`);
  const whole = await readChosenLayers(input, layersOf(layer));
  const chosen = top === undefined ? whole : topOf(whole, String(top));
  const layout = unit === undefined ? chosen : chosen.withDbu(unit);
  await writeLayout(output, layout);
  say(`wrote ${output}: ${layout}`);
}

/** The layout with one cell and all below it. */
function topOf(layout: Layout, name: string): Layout {
  const { name: library, dbu, userUnit } = layout;
  const chosen = new Layout({ name: library, dbu, userUnit }).add(layout.cell(name));
  chosen.properties = layout.properties;
  return chosen;
}
