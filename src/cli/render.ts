/** `reticle render FILE`: a picture of a layout, as SVG or as pixels in its layers' colours and stipples. */

import { isReticleError } from "../errors.ts";
import { readLyp, writeImage } from "../formats/index.ts";
import { Box } from "../geometry/index.ts";
import { type PictureOptions, type RenderOptions, render as renderPixels } from "../layout/index.ts";
import { writeFileAtomic } from "../platform/index.ts";
import { displaySymbol } from "../view/index.ts";
import { layersOf, readChosenLayers } from "./chosen-layers.ts";
import { type Command, commandLineError, given, lengthsOf, parseCommandLine, required, say } from "./command.ts";

const options = {
  lyp: { type: "string" },
  layer: { type: "string" },
  cell: { type: "string" },
  window: { type: "string" },
  size: { type: "string" },
  pitch: { type: "string" },
  background: { type: "string" },
  oversampling: { type: "string" },
  antialias: { type: "boolean" },
  depth: { type: "string" },
  "no-labels": { type: "boolean" },
  "no-frames": { type: "boolean" },
  limit: { type: "string" },
  output: { type: "string", short: "o" },
} as const;

/** Options that pictures of lines have no use for. */
const pixelsOnly = [
  "pitch",
  "background",
  "oversampling",
  "antialias",
  "depth",
  "no-labels",
  "no-frames",
  "limit",
] as const;

export const render: Command = {
  summary: "a picture of a layout",
  usage: `usage: reticle render FILE [options] -o OUT.png|OUT.npy|OUT.svg

  --lyp L.lyp            colours, stipples, order and visibility of layers from KLayout's layer properties
  --layer L/D[,…]        only these layers
  --cell C               this cell instead of all top cells
  --window X1,Y1,X2,Y2   only this, µm; 10nm, 2.5um and 1mm are understood
  --size W,H             pixels; the window is extended around its centre to this shape (the longer side 1024)
  --pitch P              or pixels of this size
  --background #RRGGBB   of .png and .npy (#ffffff)
  --oversampling N       each pixel is the mean of N × N
  --antialias            layers are mixed by the exact area that they cover
  --depth N              levels of references that are followed; cells below are boxes with their names
  --no-labels            no texts
  --no-frames            no boxes of cells
  --limit N              most shapes of a layer that are drawn before the rest is refused (50000000)`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["FILE"]);
    const output = required(values, "output");
    if (!/\.(svg|png|npy)$/i.test(output)) throw commandLineError(`-o ${output} ends with none of .svg .png .npy`);
    if (/\.svg$/i.test(output)) {
      const other = pixelsOnly.find((name) => values[name] !== undefined);
      if (other !== undefined) throw commandLineError(`--${other} is for .png and .npy`);
    }
    const size = sizeOf(values);
    const background = colorOf(String(values.background ?? "#ffffff"));
    const how = {
      background,
      oversampling: wholeOf(values, "oversampling", 1),
      antialias: values.antialias === true,
      depth: wholeOf(values, "depth", Infinity),
      labels: values["no-labels"] !== true,
      frames: values["no-frames"] !== true,
      ...(values.limit !== undefined && { limit: limitOf(String(values.limit)) }),
    };
    const properties = values.lyp === undefined ? undefined : await readLyp(String(values.lyp));
    const only = layersOf(values.layer);
    const window = values.window === undefined ? {} : { window: windowOf(String(values.window)) };
    const layout = await readChosenLayers(positionals[0], only);
    const shown = values.cell === undefined ? layout : layout.cell(String(values.cell));
    if (/\.svg$/i.test(output)) {
      const [width, height] = size.size ?? [];
      const picture: PictureOptions = { properties, layers: only, ...window, width, height };
      const bundle = shown.picture(picture)[displaySymbol]();
      writeFileAtomic(output, String(bundle["image/svg+xml"]));
      say(`wrote ${output}: ${shown}`);
    } else {
      const drawn = () => renderPixels(shown, { ...how, ...size, ...window, layers: properties ?? only, only });
      // Of windows, sizes and samples, whatever the file.
      const image = given(drawn, (cause) => isReticleError(cause, "RasterError"));
      await writeImage(output, image);
      say(`wrote ${output}: ${image}`);
    }
    return 0;
  },
};

function sizeOf({ size, pitch }: Readonly<Record<string, string | boolean | undefined>>): RenderOptions {
  if (size !== undefined && pitch !== undefined) throw commandLineError("--size and --pitch exclude each other");
  if (pitch !== undefined) {
    const [value] = lengthsOf(String(pitch), "pitch", [1]);
    if (!(value > 0)) throw commandLineError(`--pitch ${pitch} is not above 0`);
    return { pitch: value };
  }
  if (size === undefined) return {};
  const numbers = String(size).split(",").map(Number);
  if (numbers.length !== 2 || !numbers.every((one) => Number.isInteger(one) && one > 0 && one <= 20_000))
    throw commandLineError(`--size ${size} is not two whole numbers in 1..20000: 1200,900`);
  return { size: [numbers[0], numbers[1]] };
}

function wholeOf(values: Readonly<Record<string, string | boolean | undefined>>, name: string, usual: number): number {
  const text = values[name];
  if (text === undefined) return usual;
  if (!/^\d{1,6}$/.test(String(text))) throw commandLineError(`--${name} ${text} is not a whole number`);
  return Number(text);
}

function limitOf(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0)
    throw commandLineError(`--limit ${text} is not a whole number above 0`);
  return Number(text);
}

function windowOf(text: string): Box {
  const sides = lengthsOf(text, "window", [4]);
  const window = new Box(sides[0], sides[1], sides[2], sides[3]);
  if (!(window.width > 0 && window.height > 0)) throw commandLineError(`--window ${text} has no area`);
  return window;
}

function colorOf(text: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(text)) throw commandLineError(`--background ${text} is not of the form #2563a8`);
  return text;
}
