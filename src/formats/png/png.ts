/** PNG pictures of 8 and 16 bits: rows go down in the file; a view whose rows go up is written turned over. */
import { checkArgument, isReticleError, optionsOf, ReticleError } from "../../errors.ts";
import { type Axes, type Axis, ImageView, type TypedArray } from "../../image/index.ts";
import { checkBytes, decodeSource, type FileName, joinedBytes, writeFileAtomic } from "../../platform/index.ts";
import { decodePng as decodePixels, encodePng as encodePixels, type PngPixels } from "../../view/index.ts";
import { calibrationFromText, calibrationName, calibrationText } from "../calibration-text.ts";
import { greyLevels } from "../grey-levels.ts";
import { perMetre, perPixel } from "../physical-size.ts";
import { aboutOf, withAbout } from "./png-chunks.ts";

export interface ReadPngOptions {
  /** The most pixels that are decoded: 2²⁸. */
  readonly limit?: number;
  /** For errors; `readPng` fills it in. */
  readonly file?: string;
}

export interface WritePngOptions {
  /**
   * What becomes black and white; values beyond are black and white too. Without it bytes are 0..255, 16-bit numbers
   * 0..65535, floats 0..1, and a value beyond is an error.
   */
  readonly range?: readonly [black: number, white: number];
  /** Bits a channel; 16 for 16-bit and wider integers, else 8. 1 is for images of kind "binary". */
  readonly bits?: 1 | 8 | 16;
}

/** Grey pictures have rows and columns; with alpha (2) or colours (3, 4) also channels, which only the file knows. */
export type PngView = ImageView<Uint8Array | Uint16Array, Axes>;

type AnyView = ImageView<TypedArray, Axes | null>;

/** Reads a PNG from a path or from its bytes. Throws a PngError for what is no whole PNG. */
export async function readPng(source: FileName | Uint8Array, options: ReadPngOptions = {}): Promise<PngView> {
  return decodeSource(source, options, decodePng);
}

/** The same from bytes, at once. */
export function decodePng(bytes: Uint8Array, options: ReadPngOptions = {}): PngView {
  checkBytes(bytes);
  const { limit, file } = optionsOf(options, "PngError", ["limit", "file"]);
  const { width, height, channels, data } = pixelsOf(bytes, limit, file);
  const axes: Axes = channels === 1 ? ["row", "column"] : ["row", "column", "channel"];
  const { perMetre, text } = aboutOf(bytes, calibrationName);
  const ours = calibrationFromText(text, axes);
  const measured = perMetre === undefined ? {} : { column: perPixel(perMetre[0]), row: perPixel(perMetre[1]) };
  return ImageView.from(data, {
    shape: [height, width, channels].slice(0, axes.length),
    axes,
    spacing: { ...(measured.row && measured.column ? measured : {}), ...ours.spacing },
    origin: ours.origin,
    unit: ours.unit,
    direction: "down",
    kind: channels >= 3 ? "rgb" : (ours.kind ?? "scalar"),
  });
}

function pixelsOf(bytes: Uint8Array, limit: number | undefined, file: string | undefined): PngPixels {
  try {
    return decodePixels(bytes, limit);
  } catch (cause) {
    if (file === undefined || !isReticleError(cause)) throw cause;
    throw new ReticleError("PngError", cause.code, cause.message, { place: { file }, cause });
  }
}

/**
 * Writes a view of rows and columns, and perhaps of 1 to 4 channels. A coverage becomes 0..255, or 0..65535 with
 * `bits: 16`. Throws a PngError for other axes and for values beyond the range.
 */
export async function writePng(path: FileName, view: AnyView, options: WritePngOptions = {}): Promise<void> {
  writeFileAtomic(path, pngParts(view, options));
}

/** The same as bytes. */
export function encodePng(view: AnyView, options: WritePngOptions = {}): Uint8Array {
  return joinedBytes(pngParts(view, options));
}

function pngParts(view: AnyView, options: WritePngOptions): Uint8Array[] {
  const upright = interleaved(view);
  const [height, width] = upright.shape;
  const channels = (upright.components > 1 ? upright.components : (upright.shape[2] ?? 1)) as 1 | 2 | 3 | 4;
  if (!(channels >= 1 && channels <= 4)) {
    throw new ReticleError("PngError", "shape", `a PNG has 1 to 4 channels, this view has ${channels}`);
  }
  const isWide = !["uint8", "uint8_clamped", "int8", "float32", "float64"].includes(view.dtype);
  const bits = optionsOf(options, "PngError", ["range", "bits"]).bits ?? (isWide && view.kind !== "binary" ? 16 : 8);
  const isBits = bits === 1 && upright.kind === "binary" && channels === 1;
  if (!isBits && bits !== 8 && bits !== 16)
    throw new ReticleError(
      "PngError",
      "bits",
      bits === 1
        ? `a PNG of 1 bit is made of an image of kind "binary" with one channel, not of ${view}`
        : `a PNG has 1, 8 or 16 bits a channel, not ${bits}`,
    );
  const data = greyLevels(upright, bits === 16 ? 16 : 8, options.range, "PngError");
  const png = encodePixels({ width, height, channels, bits, data });
  const [x, y] = [perMetre(view, "column"), perMetre(view, "row")];
  const text = calibrationText(upright) ?? undefined;
  return withAbout(png, calibrationName, { ...(x > 0 && y > 0 && { perMetre: [x, y] as const }), text });
}

/** Rows from the top, columns, channels. */
function interleaved(view: AnyView): AnyView {
  checkArgument(view instanceof ImageView, view, "PngError", "an image");
  const { axes } = view;
  const wanted: Axis[] = axes?.includes("channel") ? ["row", "column", "channel"] : ["row", "column"];
  if (axes === null || axes.length !== wanted.length || !wanted.every((axis) => axes.includes(axis))) {
    throw new ReticleError(
      "PngError",
      "axes",
      `a PNG has rows, columns and perhaps channels; this view has ${axes === null ? "no names for its axes" : axes.join(", ") || "no axes"}`,
    );
  }
  if (view.size === 0)
    throw new ReticleError("PngError", "shape", `a PNG has pixels, and this view is ${view.shape.join("×")}`);
  return (view.direction === "up" ? view.flip("row") : view).reorder(wanted);
}
