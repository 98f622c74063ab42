/** Pixels as a person sees them: 8 bits, grey or colour, of a size that can be looked at. */
import { paletteColor, paletteSize } from "../view/index.ts";
import type { Axis } from "./axes.ts";
import type { AnyImageView } from "./image-view.ts";
import type { TypedArray } from "./typed-array.ts";

export interface DisplayPixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Screen pixels a pixel: above 1 enlarged, below 1 averaged. */
  readonly zoom: number;
  /** What is black and white; null for colours, which are shown as they are. */
  readonly range: readonly [number, number] | null;
}

/** Pictures are made at least this large, in pixels, and at most `mostSize`. */
const leastSize = 192;
const mostSize = 1024;

interface Plane {
  readonly data: TypedArray;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
  readonly channelStrides: readonly number[];
}

/**
 * A view of rows and columns (and channels, for kind rgb) as 8-bit pixels, scaled from its least to its largest value, labels in colours;
 * rows with direction up are turned over. Null where there is no picture of it.
 */
export function displayPixels(view: AnyImageView, range?: readonly [number, number]): DisplayPixels | null {
  const plane = planeOf(view);
  if (plane === null) return null;
  const channels = plane.channelStrides.length as 1 | 3 | 4;
  if (view.kind === "label" && channels === 1 && range === undefined) return labelPixels(plane);
  const [low, high] = channels === 1 ? (range ?? finiteRange(plane)) : colourRange(view);
  const { shrink, grow, width, height } = pictureSizes(plane);
  const data = new Uint8Array(width * height * channels);
  const scale = high > low ? 255 / (high - low) : 0;
  for (const [channel, start] of plane.channelStrides.entries()) {
    for (let row = 0; row < Math.ceil(plane.rows / shrink); row++) {
      for (let column = 0; column < Math.ceil(plane.columns / shrink); column++) {
        const value = blockMean(plane, start, row, column, shrink);
        const shade = scale === 0 ? (value > 0 ? 255 : 0) : (value - low) * scale;
        const byte = shade >= 255 ? 255 : shade > 0 ? Math.round(shade) : 0; // NaN is black
        for (let y = row * grow; y < (row + 1) * grow; y++) {
          const first = (y * width + column * grow) * channels + channel;
          for (let x = 0; x < grow; x++) data[first + x * channels] = byte;
        }
      }
    }
  }
  return { data, width, height, channels, zoom: grow / shrink, range: channels === 1 ? [low, high] : null };
}

function pictureSizes({ rows, columns }: Plane) {
  const most = Math.max(rows, columns);
  const shrink = Math.max(1, Math.ceil(most / mostSize));
  const grow = shrink > 1 ? 1 : Math.max(1, Math.floor(leastSize / most));
  return { shrink, grow, width: Math.ceil(columns / shrink) * grow, height: Math.ceil(rows / shrink) * grow };
}

/** Each label in a colour, which comes again after ten, and 0 in black. Of a large image one of several pixels is shown. */
function labelPixels(plane: Plane): DisplayPixels {
  const { data: labels, offset, rowStride, columnStride } = plane;
  const { shrink, grow, width, height } = pictureSizes(plane);
  const data = new Uint8Array(3 * width * height);
  const colours = Array.from({ length: paletteSize }, (_, i) => Number.parseInt(paletteColor(i).slice(1), 16));
  for (let y = 0, to = 0; y < height; y++) {
    const row = offset + Math.floor(y / grow) * shrink * rowStride;
    for (let x = 0; x < width; x++, to += 3) {
      const label = Number(labels[row + Math.floor(x / grow) * shrink * columnStride]);
      if (!(label >= 1)) continue;
      const colour = colours[(label - 1) % paletteSize];
      data[to] = colour >> 16;
      data[to + 1] = (colour >> 8) & 255;
      data[to + 2] = colour & 255;
    }
  }
  return { data, width, height, channels: 3, zoom: grow / shrink, range: null };
}

/** The rows and columns to draw, from the top; null where they are missing or something else is left. */
function planeOf(view: AnyImageView): Plane | null {
  const { axes } = view;
  if (axes === null || !axes.includes("row") || !axes.includes("column") || view.size === 0) return null;
  const channelAxis = axes.indexOf("channel");
  if (axes.length !== (channelAxis < 0 ? 2 : 3)) return null;
  const upright = view.direction === "up" ? view.flip("row") : view;
  const along = (axis: Axis) => [upright.shape[axes.indexOf(axis)], upright.stride[axes.indexOf(axis)]];
  const [rows, rowStride] = along("row");
  const [columns, columnStride] = along("column");
  let count = 1;
  let step = 0;
  if (channelAxis >= 0) [count, step] = along("channel");
  else if (view.components > 1) [count, step] = [view.components, upright.array.stride.at(-1)!];
  const isColour = count === 3 || count === 4;
  if (count !== 1 && !isColour) return null;
  const channelStrides = Array.from({ length: count }, (_, i) => i * step);
  return { data: upright.data, offset: upright.offset, rows, columns, rowStride, columnStride, channelStrides };
}

function blockMean(plane: Plane, start: number, row: number, column: number, block: number): number {
  const { data, offset, rowStride, columnStride } = plane;
  const lastRow = Math.min(plane.rows, (row + 1) * block);
  const lastColumn = Math.min(plane.columns, (column + 1) * block);
  let sum = 0;
  let count = 0;
  for (let y = row * block; y < lastRow; y++) {
    let index = offset + start + y * rowStride + column * block * columnStride;
    for (let x = column * block; x < lastColumn; x++, index += columnStride, count++) sum += Number(data[index]);
  }
  return sum / count;
}

function finiteRange({ data, offset, rows, columns, rowStride, columnStride }: Plane): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let y = 0; y < rows; y++) {
    let index = offset + y * rowStride;
    for (let x = 0; x < columns; x++, index += columnStride) {
      const value = Number(data[index]);
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Colours are shown as they are: bytes, 16-bit numbers, or floats of 0 to 1. */
function colourRange(view: AnyImageView): [number, number] {
  const most: Partial<Record<string, number>> = { uint8: 255, uint8_clamped: 255, uint16: 65535, uint32: 2 ** 32 - 1 };
  return [0, most[view.dtype] ?? 1];
}
