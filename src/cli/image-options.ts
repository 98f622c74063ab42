/** Options of images on the command line: how a raw file lies, what a file does not say of itself, how it is written. */
import { isReticleError, ReticleError } from "../errors.ts";
import { type RawLayout, type ReadImageOptions, readImage, readRaw, type WriteImageOptions } from "../formats/index.ts";
import { type AnyImageView, type Axes, checkAxisNames, type Dtype, type ImageKind } from "../image/index.ts";
import { parseLength } from "../units.ts";
import { commandLineError, given } from "./command.ts";

type Values = Readonly<Record<string, string | boolean | undefined>>;

const text = { type: "string" } as const;

/** Names of files that images are written to. */
export const imageEnding: RegExp = /\.(npy|npz|png|tiff?|bmp|zarr|raw)$/i;

/** How the pixels of a raw file lie. */
export const layoutOptions = {
  dtype: text,
  shape: text,
  endian: text,
  offset: text,
  "row-align": text,
  "plane-align": text,
} as const;

/** What a file does not say, or says of several images. */
export const readOptions = { axes: text, spacing: text, kind: text, page: text, level: text } as const;

export const writeOptions = {
  range: text,
  bits: text,
  compression: text,
  metadata: text,
  "zarr-version": text,
  levels: text,
  chunks: text,
} as const;

export const layoutHelp = `  --dtype T         raw: uint8, int16, float32 …
  --shape N,N…      raw: sizes in the order of the axes; -1,512,640: as many as there are
  --endian little   raw: or big; also of a raw file that is written
  --offset N        raw: bytes before the first pixel
  --row-align N     raw: rows begin at multiples of so many bytes (--plane-align: planes); also of one that is written`;

export const readHelp = `  --axes A,A…       names of the axes: sequence, slice, row, column, channel
  --page N          one page of a TIFF; --level N: a coarser level of an OME-Zarr image`;

/** The layout of a raw file; undefined where none is given. */
export function layoutOf(values: Values): RawLayout | undefined {
  const used = Object.keys(layoutOptions).filter((name) => values[name] !== undefined);
  if (values.dtype === undefined && values.shape === undefined) return undefined;
  if (values.dtype === undefined || values.shape === undefined)
    throw commandLineError(`--${used[0]} describes a raw file, which takes --dtype and --shape`);
  return {
    dtype: String(values.dtype) as Dtype,
    shape: numbers(values, "shape") as number[],
    ...(values.axes !== undefined && { axes: axesOf(values) }),
    ...(values.endian !== undefined && { endian: endianOf(values) }),
    ...(values.offset !== undefined && { offset: numbers(values, "offset", 1)?.[0] }),
    ...alignments(values),
  } as RawLayout;
}

/** Reads an image, raw ones by the layout that is given. */
export async function readGivenImage(source: string | Uint8Array, file: string, values: Values): Promise<AnyImageView> {
  const layout = layoutOf(values);
  const chosen: ReadImageOptions = {
    file,
    ...(values.page !== undefined && { page: numbers(values, "page", 1)?.[0] }),
    ...(values.level !== undefined && { level: numbers(values, "level", 1)?.[0] }),
  } as ReadImageOptions;
  if (layout === undefined) return named(await readChosen(source, file, chosen), file, values);
  const other = formatOptions.find((name) => name in chosen);
  if (other !== undefined) throw misplaced(other, file);
  return named(await readRaw(source, layout, { file }), file, values);
}

/** Options of one format. */
const formatOptions = ["level", "page"] as const;

/** They are told by their names on the command line. */
async function readChosen(source: string | Uint8Array, file: string, chosen: ReadImageOptions): Promise<AnyImageView> {
  try {
    return await readImage(source, chosen);
  } catch (error) {
    if (!isReticleError(error) || error.code !== "unknown-option") throw error;
    const other = formatOptions.find((name) => name in chosen && error.message.includes(`"${name}"`));
    throw other === undefined ? error : misplaced(other, file);
  }
}

function misplaced(name: (typeof formatOptions)[number], file: string): ReticleError {
  if (name === "page") return commandLineError(`--page is for a TIFF, which ${file} is not`);
  const instead = "--threshold tells what is inside of a picture";
  return commandLineError(`--level is for an OME-Zarr image, which ${file} is not; ${instead}`);
}

/** An error of a format that wants names of axes, with what gives them here. */
export function withAxesHint(error: unknown, view: AnyImageView): unknown {
  if (view.axes !== null || !isReticleError(error) || error.code !== "axes") return error;
  return new ReticleError(error.tag, error.code, `${error.message}; --axes names them: --axes slice,row,column`, {
    cause: error,
  });
}

/** What asks for axes of an image whose axes have no names. */
export function withoutAxes(file: string, { shape }: AnyImageView): ReticleError {
  const last = shape[shape.length - 1];
  const likely = last <= 4 ? ["row", "column", "channel"] : ["slice", "row", "column"];
  const example = shape.length === 3 ? `; --axes ${likely.join()} perhaps` : "";
  return new ReticleError(
    "CliError",
    "axes",
    `${file} has ${shape.length} axes (${shape.join(" × ")}) without names, which --axes gives${example}`,
  );
}

function named(view: AnyImageView, file: string, values: Values): AnyImageView {
  let image = view;
  // Of two axes without names it is clear what they are.
  const isPlane = view.axes === null && view.shape.length === 2;
  if (values.axes !== undefined || isPlane) {
    const axes: Axes = values.axes === undefined ? ["row", "column"] : axesOf(values);
    const same = view.axes !== null && view.axes.join() === axes.join();
    if (!same) image = given(() => view.reinterpret(axes, { kind: view.kind })) as AnyImageView;
  }
  if (values.spacing !== undefined) {
    if (image.axes === null) throw withoutAxes(file, image);
    const [column, row = column] = String(values.spacing)
      .split(",")
      .map((one) => given(() => parseLength(one, "--spacing")));
    image = given(() =>
      (image as never as { calibrated(options: object): AnyImageView }).calibrated({ spacing: { row, column } }),
    );
  }
  return values.kind === undefined ? image : given(() => image.as(String(values.kind) as ImageKind));
}

/** Options of the file that is written. How raw bytes lie is said of a file that is read, and of one that is written. */
export function writeOptionsOf(values: Values, out: string): WriteImageOptions {
  const number = (name: string) => numbers(values, name, 1)?.[0];
  const range = numbers(values, "range", 2);
  const chunks =
    values.chunks === undefined
      ? undefined
      : Object.fromEntries(
          String(values.chunks)
            .split(",")
            .map((one) => {
              const [axis, size] = one.split("=");
              return [axis, Number(size)];
            }),
        );
  const all = {
    range,
    bits: number("bits"),
    compression: values.compression,
    metadata: values.metadata,
    version: values["zarr-version"],
    levels: number("levels"),
    chunks,
    ...(/\.raw$/i.test(out) && {
      endian: values.endian === undefined ? undefined : endianOf(values),
      ...alignments(values),
    }),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as WriteImageOptions;
}

function axesOf(values: Values): Axes {
  const names = String(values.axes)
    .split(",")
    .map((name) => name.trim());
  return given(() => {
    checkAxisNames(names);
    return names as Axes;
  });
}

function endianOf(values: Values): "little" | "big" {
  const { endian } = values;
  if (endian === "little" || endian === "big") return endian;
  throw commandLineError(`--endian ${endian} is neither little nor big`);
}

function alignments(values: Values): Pick<RawLayout, "rowAlign" | "planeAlign"> {
  const [row, plane] = ["row-align", "plane-align"].map((name) => numbers(values, name, 1)?.[0]);
  return { ...(row !== undefined && { rowAlign: row }), ...(plane !== undefined && { planeAlign: plane }) };
}

/** Numbers that are separated by commas. */
function numbers(values: Values, name: string, count?: number): number[] | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const parts = String(value).split(",");
  const found = parts.map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (found.some((number) => !Number.isFinite(number)) || (count !== undefined && found.length !== count))
    throw commandLineError(
      `--${name} ${value} is not ${count === undefined ? "a list of numbers" : count === 1 ? "a number" : `${count} numbers`}`,
    );
  return found;
}
