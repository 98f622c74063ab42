/** `reticle convert IN OUT`: layouts and images from one format into another. */

import { isReticleError, ReticleError } from "../errors.ts";
import {
  imageFormatOf,
  type ReadLayoutOptions,
  readImage,
  readLayout,
  writeImage,
  writeLayout,
} from "../formats/index.ts";
import { Layout, toLayer } from "../layout/index.ts";
import { readFileStart } from "../platform/index.ts";
import { parseLength } from "../units.ts";
import { type Command, commandLineError, parseCommandLine, say } from "./command.ts";

const options = {
  top: { type: "string" },
  layer: { type: "string" },
  dbu: { type: "string" },
} as const;

const layoutEnding = /\.(gds|gds2|gdsii|gds\.gz|oas|oasis|oas\.gz|svg)$/i;
const imageEnding = /\.(npy|npz|png|tiff?|bmp)$/i;

export const convert: Command = {
  summary: "a layout or an image in another format",
  usage: `usage: reticle convert IN OUT [--top CELL] [--layer L/D[,L/D…]] [--dbu UM]

Layouts: IN is GDSII or OASIS (also gzip), found by content; OUT ends with .gds, .gds.gz, .oas, .oas.gz or .svg.
Images: IN is npy, npz (one array), PNG, TIFF or BMP; OUT ends with .npy, .npz, .png, .tif or .bmp.

  --top CELL        this cell and all that it refers to
  --layer L/D[,…]   only these layers
  --dbu UM          another database unit, µm; what does not fit on its grid is rounded`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["IN", "OUT"]);
    const [input, output] = positionals;
    if (!layoutEnding.test(output) && !imageEnding.test(output))
      throw commandLineError(`${output} ends with none of .gds .gds.gz .oas .oas.gz .svg .npy .npz .png .tif .bmp`);
    const isImage = imageFormatOf(readFileStart(input, 16)) !== null;
    if (isImage !== imageEnding.test(output))
      throw commandLineError(
        isImage
          ? `${input} is an image, which becomes .npy, .npz, .png, .tif or .bmp; it cannot become ${output}`
          : `${input} is no image and cannot become ${output}; reticle raster makes one of a layout`,
      );
    if (isImage) await convertImage(input, output, Object.keys(values));
    else await convertLayout(input, output, values);
    return 0;
  },
};

async function convertImage(input: string, output: string, given: readonly string[]): Promise<void> {
  if (given.length > 0) throw commandLineError(`--${given[0]} is for layouts; ${input} is an image`);
  const view = await readImage(input);
  await writeImage(output, view);
  say(`wrote ${output}: ${view}`);
}

async function convertLayout(
  input: string,
  output: string,
  { top, layer, dbu }: Readonly<Record<string, string | boolean | undefined>>,
): Promise<void> {
  const wanted =
    layer === undefined
      ? undefined
      : String(layer)
          .split(",")
          .map((one) => given(() => toLayer(one.trim())));
  const unit = dbu === undefined ? undefined : given(() => parseLength(String(dbu), "--dbu"));
  const readOptions: ReadLayoutOptions = wanted === undefined ? {} : { layers: wanted };
  const whole = await readLayout(input, readOptions);
  const there = new Set(whole.layers().map(({ key }) => key));
  for (const one of wanted ?? []) {
    if (!there.has(one.key)) throw new ReticleError("LayoutError", "unknown-layer", `layer ${one} is not in ${input}`);
  }
  const chosen = top === undefined ? whole : topOf(whole, String(top));
  const layout = unit === undefined ? chosen : chosen.withDbu(unit);
  await writeLayout(output, layout);
  say(`wrote ${output}: ${layout}`);
}

/** What is wrong with the value of an option is a mistake in the command line. */
function given<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!isReticleError(cause)) throw cause;
    throw commandLineError(cause.message);
  }
}

/** The layout with one cell and all below it. */
function topOf(layout: Layout, name: string): Layout {
  const { name: library, dbu, userUnit } = layout;
  const chosen = new Layout({ name: library, dbu, userUnit }).add(layout.cell(name));
  chosen.properties = layout.properties;
  return chosen;
}
