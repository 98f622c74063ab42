/** `reticle render FILE`: a picture of a layout, as SVG or as pixels whose colours are mixed by exact coverage. */

import { readLayout, readLyp, writeImage } from "../formats/index.ts";
import { Box } from "../geometry/index.ts";
import { ImageView } from "../image/index.ts";
import { drawnLayers, type Layout, layerStyle, type PictureOptions, shownCell } from "../layout/index.ts";
import { writeFileAtomic } from "../platform/index.ts";
import { rasterize } from "../raster/index.ts";
import { parseLength } from "../units.ts";
import { displaySymbol, paletteColor } from "../view/index.ts";
import { type Command, commandLineError, parseCommandLine, required, say } from "./command.ts";

const options = {
  lyp: { type: "string" },
  layer: { type: "string" },
  window: { type: "string" },
  size: { type: "string" },
  pitch: { type: "string" },
  background: { type: "string" },
  output: { type: "string", short: "o" },
} as const;

const defaultSize = [1200, 900] as const;
const mostPixels = 100_000_000;

export const render: Command = {
  summary: "a picture of a layout",
  usage: `usage: reticle render FILE [options] -o OUT.svg|OUT.png|OUT.npy

  --lyp L.lyp            colours, names and visibility of layers from KLayout's layer properties
  --layer L/D[,…]        only these layers
  --window X1,Y1,X2,Y2   only this, µm; 10nm, 2.5um and 1mm are understood
  --size W,H             at most so many pixels (1200,900)
  --pitch P              or pixels of this size
  --background #RRGGBB   of .png and .npy (#ffffff)`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["FILE"]);
    const output = required(values, "output");
    if (!/\.(svg|png|npy)$/i.test(output)) throw commandLineError(`-o ${output} ends with none of .svg .png .npy`);
    const size = sizeOf(values);
    const background = colorOf(String(values.background ?? "#ffffff"), "--background");
    const picture: PictureOptions = {
      ...(values.lyp !== undefined && { properties: await readLyp(String(values.lyp)) }),
      ...(values.layer !== undefined && { layers: String(values.layer).split(",") }),
      ...(values.window !== undefined && { window: windowOf(String(values.window)) }),
    };
    const layout = await readLayout(positionals[0], { layers: picture.layers });
    if (/\.svg$/i.test(output)) {
      if (values.pitch !== undefined) throw commandLineError("--pitch is for .png and .npy");
      const [width, height] = size.most ?? [];
      const bundle = layout.picture({ ...picture, width, height })[displaySymbol]();
      writeFileAtomic(output, String(bundle["image/svg+xml"]));
    } else await writeImage(output, paint(layout, picture, size, background));
    say(`wrote ${output}: ${layout}`);
    return 0;
  },
};

type Color = readonly [red: number, green: number, blue: number];

interface Size {
  readonly most?: readonly [width: number, height: number];
  /** µm */
  readonly pitch?: number;
}

/** Each layer's colour over those before, as far as it covers a pixel. */
function paint(layout: Layout, picture: PictureOptions, size: Size, background: Color): ImageView {
  const cell = shownCell(layout);
  const window = picture.window ?? cell.bbox ?? new Box(0, 0, 1, 1);
  const [width, height] = size.most ?? defaultSize;
  const pitch = size.pitch ?? (Math.max(window.width / width, window.height / height) || 1);
  const count = (length: number) => Math.max(1, Math.ceil(length / pitch - 1e-9));
  const [columns, rows] = [count(window.width), count(window.height)];
  if (columns * rows > mostPixels)
    throw commandLineError(`${columns} × ${rows} pixels are more than ${mostPixels}; a larger --pitch gives fewer`);
  const { left, bottom } = window;
  const seen = new Box(left, bottom, left + columns * pitch, bottom + rows * pitch);
  const pixels = new Float32Array(3 * columns * rows);
  for (let i = 0; i < pixels.length; i++) pixels[i] = background[i % 3];
  for (const [index, layer] of drawnLayers(cell.layers(), picture).entries()) {
    const style = layerStyle(layer, picture.properties);
    const color = colorOf(style.color ?? paletteColor(index), `the colour of layer ${layer}`);
    // Without a frame a hollow pattern would not be seen.
    const opacity = Math.max(0.2, style.fillOpacity ?? 0.6);
    const coverage = rasterize(cell.source(layer), { window: seen, pitch });
    blend(pixels, coverage.array.data, color, opacity);
  }
  const bytes = Uint8Array.from(pixels, (value) => Math.round(value));
  return ImageView.from(bytes, {
    shape: [rows, columns, 3],
    axes: ["row", "column", "channel"],
    kind: "rgb",
    spacing: { row: pitch, column: pitch },
    origin: { row: bottom + pitch / 2, column: left + pitch / 2 },
    direction: "up",
  });
}

function blend(pixels: Float32Array, coverage: ArrayLike<number>, color: Color, opacity: number): void {
  for (let i = 0, k = 0; i < coverage.length; i++, k += 3) {
    const share = coverage[i] * opacity;
    if (share === 0) continue;
    pixels[k] += share * (color[0] - pixels[k]);
    pixels[k + 1] += share * (color[1] - pixels[k + 1]);
    pixels[k + 2] += share * (color[2] - pixels[k + 2]);
  }
}

function sizeOf({ size, pitch }: Readonly<Record<string, string | boolean | undefined>>): Size {
  if (size !== undefined && pitch !== undefined) throw commandLineError("--size and --pitch exclude each other");
  if (pitch !== undefined) {
    const value = parseLength(String(pitch), "--pitch");
    if (!(value > 0)) throw commandLineError(`--pitch ${pitch} is not above 0`);
    return { pitch: value };
  }
  if (size === undefined) return {};
  const numbers = String(size).split(",").map(Number);
  if (numbers.length !== 2 || !numbers.every((one) => Number.isInteger(one) && one > 0 && one <= 20_000))
    throw commandLineError(`--size ${size} is not two whole numbers in 1..20000: 1200,900`);
  return { most: [numbers[0], numbers[1]] };
}

function windowOf(text: string): Box {
  const sides = text.split(",").map((part) => parseLength(part, "--window"));
  if (sides.length !== 4) throw commandLineError(`--window ${text} has ${sides.length} numbers; it takes 4`);
  const window = new Box(sides[0], sides[1], sides[2], sides[3]);
  if (!(window.width > 0 && window.height > 0)) throw commandLineError(`--window ${text} has no area`);
  return window;
}

function colorOf(text: string, what: string): Color {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex === null) throw commandLineError(`${what} ${text} is not of the form #2563a8`);
  return [Number.parseInt(hex[1], 16), Number.parseInt(hex[2], 16), Number.parseInt(hex[3], 16)];
}
