/**
 * The planes of a view in the order in which a TIFF has them, and what is written about them: OME-XML (schema 2016-06,
 * DimensionOrder XYZCT) or ImageJ's description of hyperstacks (channels fastest, then slices, then frames).
 */
import { ReticleError } from "../../errors.ts";
import type { Axes, Axis, ImageView, TypedArray } from "../../image/index.ts";

export type TiffMetadata = "ome" | "imagej" | "none";

export interface DescribedPages {
  /** Pixels of each page, rows from the top. */
  readonly pages: readonly TypedArray[];
  readonly description: string;
  readonly rows: number;
  readonly columns: number;
  /** Numbers of a pixel. */
  readonly channels: number;
}

const pageOrders: Readonly<Record<TiffMetadata, readonly Axis[]>> = {
  ome: ["sequence", "channel", "slice"],
  imagej: ["sequence", "slice", "channel"],
  none: ["sequence", "channel", "slice"],
};

/** Names of types in OME's schema. */
const omeTypes: Readonly<Record<string, string>> = {
  uint8: "uint8",
  uint8_clamped: "uint8",
  uint16: "uint16",
  uint32: "uint32",
  int8: "int8",
  int16: "int16",
  int32: "int32",
  float32: "float",
  float64: "double",
};
const imageJTypes = ["uint8", "uint8_clamped", "uint16", "float32"];

export function describePages(view: ImageView<TypedArray, Axes | null>, metadata: TiffMetadata): DescribedPages {
  const { axes } = view;
  if (axes === null || !axes.includes("row") || !axes.includes("column") || view.size === 0 || view.components > 1) {
    throw new ReticleError(
      "TiffError",
      "axes",
      `a TIFF has pages of rows and columns; this view has ${axes === null ? "no names for its axes" : `${view.shape.join("×")} ${axes.join(", ")}`}`,
    );
  }
  const isColour = view.kind === "rgb" && axes.includes("channel");
  const known = axes as Axes;
  const pageAxes = pageOrders[metadata].filter((axis) => known.includes(axis) && !(isColour && axis === "channel"));
  const order: Axis[] = [...pageAxes, "row", "column", ...(isColour ? (["channel"] as const) : [])];
  const upright = (view.direction === "up" ? (view as ImageView<TypedArray, Axes>).flip("row") : view).reorder(order);
  const values = upright.toArray();
  const size = (axis: Axis) => (known.includes(axis) ? upright.shape[order.indexOf(axis)] : 1);
  const [rows, columns] = [size("row"), size("column")];
  const channels = isColour ? size("channel") : 1;
  if (isColour && channels !== 3 && channels !== 4)
    throw new ReticleError("TiffError", "axes", `colours have three channels, or four with alpha, not ${channels}`);
  const pixels = rows * columns * channels;
  const pages = Array.from({ length: values.length / pixels }, (_, i) => values.subarray(i * pixels, (i + 1) * pixels));
  const sizes = { slices: size("slice"), pageChannels: isColour ? 1 : size("channel"), frames: size("sequence") };
  const about = { ...sizes, rows, columns, channels };
  const description = metadata === "none" ? "" : metadata === "ome" ? omeXml(view, about) : imageJ(view, about);
  return { pages: pages as TypedArray[], description, rows, columns, channels };
}

interface PageSizes {
  readonly slices: number;
  readonly pageChannels: number;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

type AnyView = ImageView<TypedArray, Axes | null>;

function omeXml(view: AnyView, { slices, pageChannels, frames, rows, columns, channels }: PageSizes): string {
  const spacing = (letter: string, axis: Axis) => {
    const length = Math.abs(view.spacing[axis] ?? 0);
    return length > 0 ? ` PhysicalSize${letter}="${length}" PhysicalSize${letter}Unit="&#181;m"` : "";
  };
  const sizes = `SizeX="${columns}" SizeY="${rows}" SizeZ="${slices}" SizeC="${pageChannels * channels}" SizeT="${frames}"`;
  const lengths = spacing("X", "column") + spacing("Y", "row") + spacing("Z", "slice");
  const type = view.kind === "binary" ? "bit" : omeTypes[view.dtype];
  const named = Array.from(
    { length: pageChannels },
    (_, i) => `<Channel ID="Channel:0:${i}" SamplesPerPixel="${channels}"/>`,
  ).join("");
  return (
    '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    'xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd">' +
    `<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="${type}" ${sizes}${lengths}>` +
    `${named}<TiffData IFD="0" PlaneCount="${slices * pageChannels * frames}"/></Pixels></Image></OME>`
  );
}

function imageJ(view: AnyView, { slices, pageChannels, frames, channels }: PageSizes): string {
  if (!(imageJTypes.includes(view.dtype) || (channels > 1 && view.dtype === "uint8"))) {
    throw new ReticleError(
      "TiffError",
      "dtype",
      `ImageJ knows uint8, uint16 and float32, not ${view.dtype}; metadata: "ome" writes any`,
    );
  }
  const images = slices * pageChannels * frames;
  const lines = ["ImageJ=1.11a", `images=${images}`];
  if (pageChannels > 1) lines.push(`channels=${pageChannels}`);
  if (slices > 1) lines.push(`slices=${slices}`);
  if (frames > 1) lines.push(`frames=${frames}`);
  if (images > 1) lines.push("hyperstack=true");
  if (pageChannels > 1) lines.push("mode=grayscale");
  const depth = Math.abs(view.spacing.slice ?? 0);
  if (depth > 0) lines.push(`spacing=${depth}`);
  if ([view.spacing.column, view.spacing.slice].some((length) => length !== undefined)) lines.push("unit=um");
  return `${lines.join("\n")}\n`;
}
