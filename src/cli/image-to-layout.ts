/** `reticle convert` of a picture to a layout: what is bright or dark in it becomes polygons. */
import { type ContourOptions, contours } from "../analysis/index.ts";
import { ReticleError } from "../errors.ts";
import { writeLayout } from "../formats/index.ts";
import { type AnyImageView, ImageView } from "../image/index.ts";
import { cell, Layout, toLayer } from "../layout/index.ts";
import { parseLength } from "../units.ts";
import { commandLineError, given, say } from "./command.ts";
import { readGivenImage, readOptions, withoutAxes } from "./image-options.ts";

type Values = Readonly<Record<string, string | boolean | undefined>>;

const text = { type: "string" } as const;

const outlines = ["interpolated", "pixels"] as const;

/** Options of pictures that become layouts alone. */
export const traceOptions = { threshold: text, tone: text, outline: text, rows: text } as const;

/** What else they take: how the file is read, and options of layouts. */
export const traceNames: readonly string[] = [
  ...Object.keys({ ...traceOptions, ...readOptions }),
  "layer",
  "dbu",
  "top",
];

export const traceHelp = `  --spacing P[,P]   size of a pixel, µm, where the file does not say it
  --threshold V     from which value on a pixel is inside: half of what its type holds; colours become grey
  --tone dark       what is below it becomes polygons (clear: what is not)
  --outline O       interpolated: between the centres of pixels; pixels: around whole ones
  --rows down       the first row is the upper one, as a PNG, a BMP and most TIFF say themselves; arrays (npy, npz, raw) do
                    not, and are taken for "up": the first row is the lowest, as in rasters
  --layer L/D, --top CELL, --dbu UM    of the layout: 1/0, "picture", 0.001`;

export async function convertToLayout(input: string, output: string, values: Values): Promise<void> {
  const { threshold, layer = "1/0", dbu, top = "picture" } = values;
  const target = given(() => toLayer(String(layer)));
  const level = threshold === undefined ? undefined : Number(threshold);
  if (threshold === "" || Number.isNaN(level)) throw commandLineError(`--threshold ${threshold} is no number`);
  const chosen = { tone: oneOf(values, "tone", ["clear", "dark"]), outline: oneOf(values, "outline", outlines) };
  const rows = oneOf(values, "rows", ["down", "up"]);
  const unit = dbu === undefined ? undefined : given(() => parseLength(String(dbu), "--dbu"));
  const image = await readGivenImage(input, input, values);
  if (image.axes === null) throw withoutAxes(input, image);
  const picture = rows === undefined ? greyOf(image, input) : greyOf(image, input).calibrated({ direction: rows });
  const options: ContourOptions = {
    level: level ?? halfOf(image),
    ...chosen,
    ...(unit !== undefined && { dbu: unit }),
  };
  if (picture.spacing.row === undefined || picture.spacing.column === undefined)
    throw new ReticleError(
      "CliError",
      "spacing",
      `${input} does not say how large its pixels are; --spacing 50nm tells it`,
    );
  const region = contours(picture, options);
  const layout = new Layout({ dbu: region.dbu }).add(cell(String(top), { dbu: region.dbu }).add(target, region));
  await writeLayout(output, layout);
  const { count } = region.polygons;
  say(`wrote ${output}: ${count} polygon${count === 1 ? "" : "s"}, ${layout}`);
}

/** One of some words; nothing where it is not given. */
function oneOf<T extends string>(values: Values, name: string, words: readonly T[]): T | undefined {
  const value = values[name];
  const found = words.find((word) => word === value);
  if (value !== undefined && found === undefined)
    throw commandLineError(`--${name} is ${words.join(" or ")}, not ${value}`);
  return found;
}

/** The largest value of an image's type; of fractions 1. */
function whiteOf({ dtype, kind }: AnyImageView): number {
  const bits = /^u?int(\d+)/.exec(dtype)?.[1];
  if (bits === undefined || kind === "binary" || kind === "label") return 1;
  return 2 ** (Number(bits) - (dtype.startsWith("u") ? 0 : 1)) - 1;
}

function halfOf(image: AnyImageView): number {
  const white = whiteOf(image);
  return white === 1 ? 0.5 : (white + 1) / 2;
}

/** Red, green and blue weigh as much as eyes see of them (ITU-R BT.709); what is transparent lies on white. */
function greyOf(image: AnyImageView, file: string): AnyImageView {
  if (!(image.axes?.includes("channel") ?? false)) return image;
  const ordered = image.reorder(["row", "column", "channel"]);
  const [rows, columns, channels] = ordered.shape;
  if (channels > 4)
    throw new ReticleError("CliError", "channels", `${file} has ${channels} channels; a picture has 1 to 4`);
  const values = ordered.toArray();
  const white = whiteOf(image);
  const hasAlpha = channels === 2 || channels === 4;
  const weights = channels < 3 ? [1] : [0.2126, 0.7152, 0.0722];
  const grey = Float64Array.from({ length: rows * columns }, (_, i) => {
    const colour = weights.reduce((sum, weight, channel) => sum + weight * Number(values[i * channels + channel]), 0);
    const opacity = hasAlpha ? Number(values[(i + 1) * channels - 1]) / white : 1;
    return opacity * colour + (1 - opacity) * white;
  });
  const plane = ordered.pick({ channel: 0 });
  return ImageView.from(grey, {
    shape: [rows, columns],
    axes: ["row", "column"],
    spacing: plane.spacing,
    origin: plane.origin,
    ...(plane.direction !== null && { direction: plane.direction }),
  });
}
