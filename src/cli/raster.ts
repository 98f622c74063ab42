/** `reticle raster FILE`: exact area coverage of layers in a window, into an array or a picture. */

import { isReticleError } from "../errors.ts";
import { writeImage } from "../formats/index.ts";
import { Box, type PolygonSource } from "../geometry/index.ts";
import type { Layer } from "../layout/index.ts";
import { type RasterDtype, type RasterizeOptions, rasterize } from "../raster/index.ts";
import { layersOf, readChosenLayers } from "./chosen-layers.ts";
import { type Command, commandLineError, given, lengthsOf, parseCommandLine, required, say } from "./command.ts";
import { imageEnding, writeOptionsOf } from "./image-options.ts";

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
  range: { type: "string" },
  output: { type: "string", short: "o" },
} as const;

export const raster: Command = {
  summary: "exact area coverage of a layer in a window",
  usage: `usage: reticle raster FILE --layer L/D[,L/D…] --window X1,Y1,X2,Y2 --pitch P[,P] [options] -o OUT

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
  --range LOW,HIGH  .png, .bmp: what becomes black and white; areas have no other
  -o OUT            .npy, .npz, .tif, .zarr, .raw: the array; .png, .bmp: coverage as grey, three layers as
                    red, green and blue`,

  async run(args) {
    const { values, positionals } = parseCommandLine(args, options, ["FILE"]);
    const rasterOptions = readOptions(values);
    const output = required(values, "output");
    if (!imageEnding.test(output.replace(/[\\/]+$/, "")))
      throw commandLineError(`-o ${output} ends with none of .npy .npz .png .tif .bmp .zarr .raw`);
    const isPicture = /\.(png|bmp)$/i.test(output);
    if (values.range !== undefined && !isPicture) throw commandLineError("--range is for .png and .bmp");
    if (isPicture && rasterOptions.as === "area" && values.range === undefined)
      throw commandLineError(`areas in ${output} take a --range LOW,HIGH: what becomes black and white`);
    const written = writeOptionsOf(values, output);
    required(values, "layer");
    const layers = layersOf(values.layer)!;
    // Of two or four, a picture would take the last one for its transparency.
    if (isPicture && layers.length !== 1 && layers.length !== 3)
      throw commandLineError(
        `${output} shows one layer as grey, or three as red, green and blue, not ${layers.length}; .npy, .npz, .tif, .zarr and .raw hold any number`,
      );
    const layout = await readChosenLayers(positionals[0], layers);
    const shown = values.cell === undefined ? layout : layout.cell(String(values.cell));
    // A cell may well be empty on a layer that is elsewhere in the file.
    const source = (layer: Layer): PolygonSource => shown.source(layer, { ifMissing: "empty" });
    const layered = { dbu: layout.dbu, source };
    // But for values that the type does not hold, what is wrong is in the options, whatever the file.
    const isMistake = (cause: unknown) => isReticleError(cause, "RasterError") && cause.code !== "dtype";
    const all = given(() => rasterize(layered, { ...rasterOptions, layers }), isMistake);
    const image = layers.length === 1 ? all.pick({ channel: 0 }) : all;
    await writeImage(output, image, written);
    say(`wrote ${output}: ${image}`);
    return 0;
  },
};

const coverageTypes = ["float32", "float64", "uint8", "uint16"] as const;
const areaTypes = ["float64", "float32", "int32"] as const;

type Values = Readonly<Record<string, string | boolean | undefined>>;

function readOptions(values: Values): RasterizeOptions & { readonly dtype: RasterDtype } {
  const window = lengthsOf(required(values, "window"), "window", [4]);
  const pitch = lengthsOf(required(values, "pitch"), "pitch", [1, 2]);
  const pixel = values.pixel === undefined ? undefined : lengthsOf(String(values.pixel), "pixel", [1, 2]);
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
    ...(values.threads !== undefined && { threads: numberOf(values, "threads") }),
    ...(values.magnification !== undefined && { magnification: numberOf(values, "magnification") }),
  };
}

function both(values: readonly number[]): [number, number] {
  return [values[0], values[1] ?? values[0]];
}

function numberOf(values: Values, name: string): number {
  const text = String(values[name]).trim();
  if (text === "" || Number.isNaN(Number(text))) throw commandLineError(`--${name} ${text} is not a number`);
  return Number(text);
}

/** The first choice where the option is not given. */
function oneOf<T extends string>(values: Values, name: string, choices: readonly T[]): T {
  const value = values[name] ?? choices[0];
  if (!choices.includes(value as T)) throw commandLineError(`--${name} ${value} is not ${choices.join(" or ")}`);
  return value as T;
}
