/** Which part of a layout a rendered picture shows, and with how many pixels. Pixels are square. */
import { ReticleError } from "../../errors.ts";
import type { Box } from "../../geometry/index.ts";
import { formatLength } from "../../units.ts";

export interface ViewWindow {
  /** Lower left corner, µm. */
  readonly left: number;
  readonly bottom: number;
  /** µm */
  readonly pitch: number;
  readonly columns: number;
  readonly rows: number;
}

export interface ViewSize {
  /** Pixels; the window is extended around its centre to this shape. */
  readonly size?: readonly [width: number, height: number];
  /** µm; the window's lower left corner stays, and the last pixels reach beyond its other sides. */
  readonly pitch?: number;
}

const defaultSide = 1024;
/** A gigabyte. */
const mostBytes = 2 ** 30;
/** Of a painted pixel: its colour. */
export const paintedBytes = 4;

/**
 * @param window µm; one of its sides may be 0
 * @param samples pixels that are painted for each one of the picture
 * @param bytes that each of these takes while it is worked on
 */
export function viewWindow(window: Box, { size, pitch }: ViewSize, samples: number, bytes: number): ViewWindow {
  const { left, bottom, width, height } = window;
  if (size !== undefined && pitch !== undefined)
    throw problem("size", "size and pitch exclude each other: one follows from the other and the window");
  if (pitch !== undefined) {
    if (!(typeof pitch === "number" && pitch > 0 && Number.isFinite(pitch)))
      throw problem("pitch", `pitch ${pitch} µm is not a positive number`);
    const count = (length: number) => Math.max(1, Math.ceil(length / pitch - 1e-9));
    return checked({ left, bottom, pitch, columns: count(width), rows: count(height) }, samples * bytes, samples);
  }
  if (size !== undefined && !Array.isArray(size))
    throw problem("size", `size ${size} is not two whole numbers of pixels, as [1024, 768]`);
  const [columns, rows] = size ?? sizeFor(width, height);
  for (const side of [columns, rows])
    if (!(Number.isInteger(side) && side > 0))
      throw problem("size", `size ${columns}, ${rows} is not two whole numbers of pixels, as [1024, 768]`);
  const side = Math.max(width / columns, height / rows);
  return checked(
    {
      left: tidy(left + (width - columns * side) / 2),
      bottom: tidy(bottom + (height - rows * side) / 2),
      pitch: side,
      columns,
      rows,
    },
    samples * bytes,
    samples,
  );
}

/** The longer side has 1024 pixels. */
function sizeFor(width: number, height: number): [number, number] {
  const side = Math.max(width, height) / defaultSide;
  return [Math.max(1, Math.round(width / side)), Math.max(1, Math.round(height / side))];
}

function checked(view: ViewWindow, bytes: number, samples: number): ViewWindow {
  const { columns, rows, pitch } = view;
  const all = columns * rows * bytes;
  if (all <= mostBytes) return view;
  // What fits, rounded to the safe side.
  const factor = Math.sqrt(all / mostBytes);
  const coarser = formatLength(Number((1.005 * pitch * factor).toPrecision(3)));
  const [width, height] = [columns, rows].map((side) => Math.max(1, Math.floor(side / factor)));
  const gigabytes = Number((all / 2 ** 30).toPrecision(3));
  throw problem(
    "memory",
    `a picture of ${columns} × ${rows} pixels${samples > 1 ? ` with ${samples} samples each` : ""} would take ${gigabytes} GiB, more than 1; take ${width} × ${height} pixels (a pitch of ${coarser} µm) or less, or render it in several windows`,
  );
}

/** Without the noise of a sum of decimal fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(14));
}

function problem(code: string, message: string): ReticleError {
  return new ReticleError("RasterError", code, message);
}
