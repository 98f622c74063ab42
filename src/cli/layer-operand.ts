/** Arguments of the form FILE:L/D: one layer of a layout file as a region. */
import { isReticleError, ReticleError } from "../errors.ts";
import { readLayout, writeLayout } from "../formats/index.ts";
import { cell, type Layer, Layout, toLayer } from "../layout/index.ts";
import { Region } from "../region/index.ts";
import { sameDbu } from "../units.ts";
import { commandLineError, given, say } from "./command.ts";

export interface LayerOperand {
  readonly file: string;
  readonly layer: Layer;
}

const endings = /\.(gds|gds2|gdsii|gds\.gz|oas|oasis|oas\.gz|svg)$/i;

export function parseOperand(text: string): LayerOperand {
  const at = text.lastIndexOf(":");
  if (at <= 0 || !/^\d+(\/\d+)?$/.test(text.slice(at + 1)))
    throw commandLineError(`${text} is not FILE:L/D, a file and a layer such as chip.gds:1/0`);
  return { file: text.slice(0, at), layer: given(() => toLayer(text.slice(at + 1))) };
}

export function checkOutput(output: string): void {
  if (!endings.test(output)) throw commandLineError(`${output} ends with none of .gds .gds.gz .oas .oas.gz .svg`);
}

/** @param dbu  the grid that the region is brought to, µm; the file's own where not given */
export async function readOperand({ file, layer }: LayerOperand, dbu?: number): Promise<Region> {
  // The whole file, so that a layer that is not there is told with those that are.
  const layout = await readLayout(file);
  return (dbu === undefined || sameDbu(dbu, layout.dbu) ? layout : layout.withDbu(dbu)).region(layer);
}

/** `--crossing-limit`: what `boolean` and `size` may take of memory and time. */
export const limitOption = { "crossing-limit": { type: "string" } } as const;
export const limitUsage = `  --crossing-limit N    edges may cross in N points (4194304), four times as many where all are axis-parallel, and in 4 an edge
                        besides: more take minutes and gigabytes`;

export function setLimit(text: string | boolean | undefined): void {
  if (text === undefined) return;
  // Not what Number makes of "" or "0x10".
  const count = /^\d+(\.\d+)?(e\d+)?$/i.test(String(text)) ? Number(text) : Number.NaN;
  if (Number.isNaN(count)) throw commandLineError(`--crossing-limit ${text} is no number`);
  given(() => {
    Region.crossingLimit = count;
  });
}

/** What cannot be made of layers is told with their files, and with the option that a limit has here. */
export function made(make: () => Region, ...operands: readonly LayerOperand[]): Region {
  try {
    return make();
  } catch (cause) {
    if (!isReticleError(cause)) throw cause;
    const of = operands.map(({ file, layer }) => `layer ${layer} of ${file}`).join(" and ");
    const message = cause.message.replace("Region.crossingLimit = ", "--crossing-limit ");
    throw new ReticleError(cause.tag, cause.code, `${message}; made of ${of}`, { cause });
  }
}

/** One cell with one layer. */
export async function writeRegion(output: string, region: Region, { layer }: LayerOperand): Promise<void> {
  const top = cell("TOP", { dbu: region.dbu }).add(layer, region);
  await writeLayout(output, new Layout({ dbu: region.dbu }).add(top));
  say(`wrote ${output}: ${layer}, ${region}`);
}
