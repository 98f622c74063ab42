/** Writes a compiled layout in the format that a file name ends with. */
import { writeImage, writeLayout } from "../../formats/index.ts";
import { type LayerProperties, type Layout, render } from "../../layout/index.ts";

/** FILE.gds, or FILE.pdf, beside FILE.pls. */
export function defaultOutput(file: string, isPdf: boolean): string {
  return `${file.replace(/\.pls$/i, "")}.${isPdf ? "pdf" : "gds"}`;
}

export function isLayoutFile(file: string): boolean {
  return /\.(gds|gds2|gdsii|oas|oasis|gz)$/i.test(file);
}

export async function writeOutput(
  output: string,
  layout: Layout,
  properties: LayerProperties | undefined,
): Promise<void> {
  if (/\.png$/i.test(output)) await writeImage(output, render(layout, { layers: properties }));
  else await writeLayout(output, layout, { properties });
}
