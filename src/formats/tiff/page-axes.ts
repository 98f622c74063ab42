/**
 * What the pages of a TIFF file are: ImageJ's description (channels, slices, frames, in this order from fastest), OME-XML
 * (Pixels with DimensionOrder), or, without either, slices.
 */
import type { Axis } from "../../image/index.ts";

export interface PageAxes {
  /** Names and sizes of what pages count, slowest first; sizes of 1 are left out. */
  readonly pages: readonly (readonly [axis: Axis, size: number])[];
  readonly spacing: Partial<Record<Axis, number>>;
  readonly unit?: string;
}

/** @param samples numbers a pixel @param count pages of the file */
export function pageAxes(description: string, count: number, samples: number): PageAxes {
  const found = description.startsWith("ImageJ=") ? imageJ(description) : ome(description, samples);
  // A description that does not fit its file says nothing.
  if (found !== null && found.pages.reduce((product, [, size]) => product * size, 1) === count) return found;
  return { pages: count === 1 ? [] : [["slice", count]], spacing: {} };
}

function imageJ(description: string): PageAxes {
  const values = new Map(description.split(/[\r\n]+/).map((line) => line.split("=", 2) as [string, string]));
  const size = (name: string) => Number(values.get(name) ?? 1);
  const spacing = Number(values.get("spacing"));
  const unit = values.get("unit")?.replace(/^(um|micron|\\u00B5m)$/, "µm");
  return {
    pages: larger([
      ["sequence", size("frames")],
      ["slice", size("slices")],
      ["channel", size("channels")],
    ]),
    spacing: spacing > 0 ? { slice: spacing } : {},
    unit,
  };
}

const omeAxes: Readonly<Record<string, Axis>> = { X: "column", Y: "row", Z: "slice", C: "channel", T: "sequence" };

function ome(description: string, samples: number): PageAxes | null {
  const tag = /<(?:\w+:)?Pixels\b([^>]*)>/.exec(description);
  if (tag === null || !description.includes("OME")) return null;
  const values = new Map([...tag[1].matchAll(/([\w:]+)\s*=\s*"([^"]*)"/g)].map((match) => [match[1], match[2]]));
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
  for (const letter of ["X", "Y", "Z"]) {
    const length = Number(values.get(`PhysicalSize${letter}`));
    if (length > 0) spacing[omeAxes[letter]] = length;
  }
  return { pages: larger(pages), spacing, unit: (values.get("PhysicalSizeXUnit") ?? "µm").replace("&#181;", "µ") };
}

function larger(pages: readonly (readonly [Axis, number])[]): (readonly [Axis, number])[] {
  return pages.filter(([, size]) => size !== 1);
}
