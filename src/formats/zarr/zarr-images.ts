/** Which images a store holds: one, or those of a plate, of a microscope's series, of labels. */
import { ReticleError } from "../../errors.ts";
import { defaultDecompressedLimit, type FileName, Folder, isFolder, pathOf } from "../../platform/index.ts";
import { multiscalesOf, omeOf } from "./read-zarr.ts";
import { openZarr } from "./zarr-array.ts";

/**
 * The images of an OME-Zarr store by their paths in it, for `readZarr`: "" where the store is one image, "A/1/0" … for the
 * fields of a plate's wells, "0", "1" … for the series that bioformats2raw writes; behind each image its label images
 * ("labels/nuclei"), which are of kind "label". Only metadata is read.
 * Throws a ZarrError `zarr` for a folder that is no store.
 * @example for (const field of await zarrImages("plate.zarr")) await readZarr(`plate.zarr/${field}`)
 */
export async function zarrImages(path: FileName): Promise<string[]> {
  const file = pathOf(path);
  const folder = new Folder(file);
  if (!isFolder(file)) {
    const message = "a Zarr store is a folder, and there is none of this name";
    throw new ReticleError("ZarrError", "zarr", message, { place: { file } });
  }
  const open = (name: string) =>
    openZarr(folder, `/${name}`, { limit: defaultDecompressedLimit, isGiven: false, file: `${file}/${name}` });
  const isThere = (name: string) =>
    ["zarr.json", ".zgroup", ".zarray"].some((known) => folder.has(name === "" ? known : `${name}/${known}`));
  const found: string[] = [];
  const within = (name: string, part: string) => (name === "" ? part : `${name}/${part}`);
  const addImage = async (name: string) => {
    if (!isThere(name)) return;
    found.push(name);
    const labels = within(name, "labels");
    if (!isThere(labels)) return;
    for (const label of textsOf(omeOf((await open(labels)).attributes).labels)) found.push(`${labels}/${label}`);
  };
  const { array, attributes } = await open("");
  const { plate, well, labels, "bioformats2raw.layout": isSeries } = omeOf(attributes);
  if (array !== null || multiscalesOf(attributes) !== null) await addImage("");
  else if (isSeries !== undefined) {
    const given = folder.has("OME") && isThere("OME") ? textsOf(omeOf((await open("OME")).attributes).series) : [];
    if (given.length > 0) for (const name of given) await addImage(name);
    else for (let i = 0; isThere(String(i)); i++) await addImage(String(i));
  } else if (labels !== undefined) found.push(...textsOf(labels));
  else if (well !== undefined) for (const field of pathsOf(well, "images")) await addImage(field);
  else if (plate !== undefined) {
    for (const place of pathsOf(plate, "wells")) {
      if (!isThere(place)) continue;
      const { well: fields } = omeOf((await open(place)).attributes);
      for (const field of pathsOf(fields, "images")) await addImage(`${place}/${field}`);
    }
  }
  return found;
}

/** What of a list is text: metadata may be anything. */
function textsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item): item is string => typeof item === "string") : [];
}

/** Paths of what a plate or a well lists. */
function pathsOf(group: unknown, name: "wells" | "images"): string[] {
  const list: unknown = typeof group === "object" && group !== null ? (group as Record<string, unknown>)[name] : [];
  return textsOf(Array.isArray(list) ? list.map((item) => (item as { path?: unknown } | null)?.path) : []);
}
