/** `reticle raster FILE`: exact area coverage of layers in a window, into an array or a picture. */

import { readLayout, writeImage } from "../formats/index.ts";
import { Box, type PolygonSource } from "../geometry/index.ts";
import { type RasterDtype, type RasterizeOptions, rasterize } from "../raster/index.ts";
import { parseLength } from "../units.ts";
import { type Command, commandLineError, parseCommandLine, required, say } from "./command.ts";

const options = {
  layer: { type: "string" },
  window: { type: "string" },
  pitch: { type: "string" },
  pixel: { type: "string" },
  cell: { type: "string" },
  overlap: { type: "string" },
  as: { type: "string" },
  dtype: { type: "string" },
  tone: { type: "string" },
  mirror: { type: "string" },
  magnification: { type: "string" },
  threads: { type: "string" },
  output: { type: "string", short: "o" },
} as const;

export const raster: Command = {
  summary: "exact area coverage of a layer in a window",
  usage: `usage: reticle raster FILE --layer L/D[,L/D…] --window X1,Y1,X2,Y2 --pitch P[,P] [options] -o OUT.npy|.png|.tif|.bmp

Lengths are µm; 10nm, 2.5um and 1mm are understood. Row 0 is the lowest y.

  --pixel P[,P]     pixel size where it is smaller than the pitch
  --cell C          this cell instead of all top cells
  --overlap union   overlaps count once (sum: they add up)
  --as coverage     0…1 as float32 (area: square database units as float64)
  --dtype T         coverage: float32, float64, uint8, uint16; area: float64, float32, int32
  --tone clear      what polygons cover counts (dark: what they leave open)
  --mirror M        left-right, up-down or both, within the window
  --magnification N the layout is so many times as large in the raster
  --threads N       threads for large input (as many as there are processors, at most 8)
  -o OUT            .npy, .tif: the array; .png, .bmp: coverage as grey`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["FILE"]);
    const rasterOptions = readOptions(values);
    const output = required(values, "output");
    const layers = required(values, "layer").split(",");
    const layout = await readLayout(positionals[0]);
    const source = values.cell === undefined ? layout : layout.cell(String(values.cell));
    const layered = {
      dbu: layout.dbu,
      source: (name: string): PolygonSource => {
        // A cell may well be empty on a layer; one that is nowhere in the file is a mistake, which the layout names.
        const everywhere = layout.source(name.trim());
        return source === layout ? everywhere : source.source(name.trim(), { ifMissing: "empty" });
      },
    };
    const all = rasterize(layered, { ...rasterOptions, layers });
    const image = layers.length === 1 ? all.pick({ channel: 0 }) : all;
    await writeImage(output, image);
    say(`wrote ${output}: ${image}`);
    return 0;
  },
};

const coverageTypes = ["float32", "float64", "uint8", "uint16"] as const;
const areaTypes = ["float64", "float32", "int32"] as const;

type Values = Readonly<Record<string, string | boolean | undefined>>;

function readOptions(values: Values): RasterizeOptions & { readonly dtype: RasterDtype } {
  const window = lengths(required(values, "window"), "window", [4]);
  const pitch = lengths(required(values, "pitch"), "pitch", [1, 2]);
  const pixel = values.pixel === undefined ? undefined : lengths(String(values.pixel), "pixel", [1, 2]);
  const as = oneOf(values, "as", ["coverage", "area"] as const);
  return {
    window: new Box(window[0], window[1], window[2], window[3]),
    pitch: both(pitch),
    ...(pixel === undefined ? {} : { pixel: both(pixel) }),
    overlap: oneOf(values, "overlap", ["union", "sum"] as const),
    as,
    dtype: oneOf(values, "dtype", as === "area" ? areaTypes : coverageTypes),
    tone: oneOf(values, "tone", ["clear", "dark"] as const),
    ...(values.mirror !== undefined && { mirror: oneOf(values, "mirror", ["left-right", "up-down", "both"] as const) }),
    ...(values.threads !== undefined && { threads: Number(values.threads) }),
    ...(values.magnification !== undefined && { magnification: Number(values.magnification) }),
  };
}

function lengths(text: string, name: string, counts: readonly number[]): number[] {
  const parts = text.split(",");
  if (!counts.includes(parts.length)) {
    throw commandLineError(`--${name} ${text} has ${parts.length} numbers; it takes ${counts.join(" or ")}`);
  }
  return parts.map((part) => parseLength(part, `--${name}`));
}

function both(values: readonly number[]): [number, number] {
  return [values[0], values[1] ?? values[0]];
}

/** The first choice where the option is not given. */
function oneOf<T extends string>(values: Values, name: string, choices: readonly T[]): T {
  const value = values[name] ?? choices[0];
  if (!choices.includes(value as T)) throw commandLineError(`--${name} ${value} is not ${choices.join(" or ")}`);
  return value as T;
}
