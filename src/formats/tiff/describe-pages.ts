/**
 * The planes of a view in the order in which a TIFF has them, and what is written about them: OME-XML (schema 2016-06,
 * DimensionOrder XYZCT) or ImageJ's description of hyperstacks (channels fastest, then slices, then frames).
 */
import { ReticleError } from "../../errors.ts";
import type { Axes, Axis, ImageView, TypedArray } from "../../image/index.ts";
import { calibrationName, calibrationText } from "../calibration-text.ts";

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
  const description = metadata === "none" ? "" : metadata === "ome" ? omeXml(upright, about) : imageJ(upright, about);
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

/** Units of OME's schema, as far as they are used here. */
const omeLengths = ["Å", "nm", "µm", "mm", "cm", "m"];
const omeTimes = ["ns", "µs", "ms", "s", "min", "h"];

function omeXml(view: AnyView, { slices, pageChannels, frames, rows, columns, channels }: PageSizes): string {
  const spacing = (name: string, axis: Axis, units: readonly string[]) => {
    const length = Math.abs(view.spacing[axis] ?? 0);
    const unit = (view.unit[axis] ?? "µm").replace(/^um$/, "µm");
    return length > 0 && units.includes(unit)
      ? ` ${name}="${length}" ${name}Unit="${unit.replace("µ", "&#181;").replace("Å", "&#197;")}"`
      : "";
  };
  const sizes = `SizeX="${columns}" SizeY="${rows}" SizeZ="${slices}" SizeC="${pageChannels * channels}" SizeT="${frames}"`;
  const lengths =
    spacing("PhysicalSizeX", "column", omeLengths) +
    spacing("PhysicalSizeY", "row", omeLengths) +
    spacing("PhysicalSizeZ", "slice", omeLengths) +
    spacing("TimeIncrement", "sequence", omeTimes);
  const text = calibrationText(view);
  const annotations =
    text === null
      ? ""
      : `<StructuredAnnotations><MapAnnotation ID="Annotation:0" Namespace="${calibrationName}"><Value><M K="${calibrationName}">` +
        `${escaped(text)}</M></Value></MapAnnotation></StructuredAnnotations>`;
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
    `${named}<TiffData IFD="0" PlaneCount="${slices * pageChannels * frames}"/></Pixels></Image>${annotations}</OME>`
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
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
  const { spacing, origin, unit } = view as ImageView<TypedArray, Axes>;
  const sign = (axis: Axis) => (unit[axis] ?? "µm").replace("µm", "um").replace(/[^\x21-\x7e]/g, "");
  if (spacing.slice !== undefined) lines.push(`spacing=${Math.abs(spacing.slice)}`);
  const measured = (["column", "row", "slice"] as const).filter((axis) => spacing[axis] !== undefined);
  if (measured.length > 0) lines.push(`unit=${sign(measured[0])}`);
  for (const [name, axis] of [
    ["yunit", "row"],
    ["zunit", "slice"],
  ] as const)
    if (measured.includes(axis) && sign(axis) !== sign(measured[0])) lines.push(`${name}=${sign(axis)}`);
  // Where position 0 lies, in pixels.
  for (const [name, axis] of [
    ["xorigin", "column"],
    ["yorigin", "row"],
    ["zorigin", "slice"],
  ] as const) {
    const at = -(origin[axis] ?? 0) / (spacing[axis] ?? 1);
    if (at !== 0) lines.push(`${name}=${at}`);
  }
  if (spacing.sequence !== undefined && unit.sequence === "s") lines.push(`finterval=${Math.abs(spacing.sequence)}`);
  const text = calibrationText(view);
  if (text !== null) lines.push(`${calibrationName}=${text}`);
  return `${lines.join("\n")}\n`;
}
