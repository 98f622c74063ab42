/** Layers of the command line, read from a layout file without the others. */
import { type ReadLayoutOptions, readLayout } from "../formats/index.ts";
import { type Layer, type Layout, toLayer } from "../layout/index.ts";
import { given } from "./command.ts";

/** `1/0,2/0` as layers; all of a file's where the option is not given. */
export function layersOf(text: string | boolean | undefined): Layer[] | undefined {
  if (text === undefined) return undefined;
  return String(text)
    .split(",")
    .map((one) => given(() => toLayer(one.trim())));
}

/** The layout with these layers only. Throws a LayoutError that names those of the file where one is not there. */
export async function readChosenLayers(file: string, layers: readonly Layer[] | undefined): Promise<Layout> {
  if (layers === undefined) return readLayout(file);
  const options: ReadLayoutOptions = { layers };
  const layout = await readLayout(file, options);
  const there = new Set(layout.layers().map(({ key }) => key));
  const missing = layers.find(({ key }) => !there.has(key));
  if (missing !== undefined) (await readLayout(file)).source(missing);
  return layout;
}
