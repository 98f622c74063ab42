/**
 * What the pages of a TIFF file are: ImageJ's description (channels, slices, frames, in this order from fastest), OME-XML
 * (Pixels with DimensionOrder), or, without either, slices.
 */
import type { Axis } from "../../image/index.ts";
import { calibrationName } from "../calibration-text.ts";

export interface PageAxes {
  /** Names and sizes of what pages count, slowest first; sizes of 1 are left out. */
  readonly pages: readonly (readonly [axis: Axis, size: number])[];
  readonly spacing: Partial<Record<Axis, number>>;
  readonly unit: Partial<Record<Axis, string>>;
  /** What this library has written about the picture, see calibration-text.ts. */
  readonly text?: string;
}

/** @param samples numbers a pixel @param count pages of the file */
export function pageAxes(description: string, count: number, samples: number): PageAxes {
  const found = description.startsWith("ImageJ=") ? imageJ(description) : ome(description, samples);
  // A description that does not fit its file says nothing.
  if (found !== null && found.pages.reduce((product, [, size]) => product * size, 1) === count) return found;
  return { pages: count === 1 ? [] : [["slice", count]], spacing: {}, unit: {} };
}

function imageJ(description: string): PageAxes {
  const lines = description.split(/[\r\n]+/).map((line) => /^([^=]*)=(.*)$/.exec(line) ?? ["", "", ""]);
  const values = new Map(lines.map((match) => [match[1], match[2]]));
  const size = (name: string) => Number(values.get(name) ?? 1);
  const length = (name: string) => signOf(values.get(name) ?? values.get("unit") ?? "µm");
  const [spacing, interval] = [Number(values.get("spacing")), Number(values.get("finterval"))];
  return {
    pages: larger([
      ["sequence", size("frames")],
      ["slice", size("slices")],
      ["channel", size("channels")],
    ]),
    spacing: { ...(spacing > 0 && { slice: spacing }), ...(interval > 0 && { sequence: interval }) },
    unit: {
      column: length("unit"),
      row: length("yunit"),
      slice: length("zunit"),
      sequence: values.get("tunit") ?? "s",
    },
    text: values.get(calibrationName),
  };
}

/** ImageJ writes µ in several ways. */
function signOf(unit: string): string {
  return unit.replace(/^(um|micron|\\u00B5m|μm)$/i, "µm");
}

const omeAxes: Readonly<Record<string, Axis>> = { X: "column", Y: "row", Z: "slice", C: "channel", T: "sequence" };

function ome(description: string, samples: number): PageAxes | null {
  const tag = /<(?:\w+:)?Pixels\b([^>]*)>/.exec(description);
  if (tag === null || !description.includes("OME")) return null;
  const values = new Map(
    [...tag[1].matchAll(/([\w:]+)\s*=\s*"([^"]*)"/g)].map((match) => [match[1], plainText(match[2])]),
  );
  const order = values.get("DimensionOrder") ?? "XYZCT";
  const pages = [...order]
    .slice(2)
    .reverse()
    .flatMap((letter) => {
      const size = Number(values.get(`Size${letter}`) ?? 1);
      // Channels that are the numbers of a pixel are no pages.
      const ofPages = letter === "C" && samples > 1 ? size / samples : size;
      return omeAxes[letter] === undefined ? [] : [[omeAxes[letter], ofPages] as const];
    });
  const spacing: Partial<Record<Axis, number>> = {};
  const unit: Partial<Record<Axis, string>> = {};
  for (const [letter, name] of Object.entries({
    X: "PhysicalSizeX",
    Y: "PhysicalSizeY",
    Z: "PhysicalSizeZ",
    T: "TimeIncrement",
  })) {
    const length = Number(values.get(name));
    if (!(length > 0)) continue;
    spacing[omeAxes[letter]] = length;
    unit[omeAxes[letter]] = signOf(values.get(`${name}Unit`) ?? (letter === "T" ? "s" : "µm"));
  }
  const text = new RegExp(`<M K="${calibrationName}">([^<]*)</M>`).exec(description)?.[1];
  return { pages: larger(pages), spacing, unit, ...(text !== undefined && { text: plainText(text) }) };
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML's character references as what they stand for. */
function plainText(xml: string): string {
  return xml.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    const code =
      decimal !== undefined
        ? Number(decimal)
        : hexadecimal !== undefined
          ? Number.parseInt(hexadecimal, 16)
          : Number.NaN;
    return code <= 0x10ffff ? String.fromCodePoint(code) : (entities[name] ?? whole);
  });
}

function larger(pages: readonly (readonly [Axis, number])[]): (readonly [Axis, number])[] {
  return pages.filter(([, size]) => size !== 1);
}
