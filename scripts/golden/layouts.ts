/**
 * Golden layouts: every file of a folder against KLayout's counts of it: cells, tops, shapes of each kind as stored,
 * shapes and texts counted flat, raw and merged areas, boxes.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onWarning } from "../../src/errors.ts";
import { readLayout } from "../../src/formats/index.ts";
import { rawArea } from "../../src/geometry/index.ts";
import { type Layout, layoutInfo } from "../../src/layout/index.ts";
import type { GoldenInput, GoldenResult } from "./index.ts";

interface GoldenLayer {
  readonly box: number;
  readonly polygon: number;
  readonly path: number;
  readonly text: number;
  readonly with_props: number;
  readonly flat_shapes: number;
  /** Missing where there were too many flat shapes to look at. */
  readonly flat_texts?: number;
  readonly area_raw_um2: number | null;
  readonly area_merged_um2: number | null;
  readonly bbox: readonly number[] | null;
}

interface GoldenFile {
  readonly klayout: {
    readonly dbu: number;
    readonly cell_names: readonly string[];
    readonly top_cells: readonly string[];
    readonly ghost_cells: number;
    readonly bbox: readonly number[] | null;
    readonly layers: Readonly<Record<string, GoldenLayer>>;
  };
}

/** The check as `npm run golden` runs it; RETICLE_GOLDEN_MERGED=no leaves the merged areas out. */
export async function checkLayoutFiles({ json, folder }: GoldenInput): Promise<GoldenResult> {
  if (folder === null)
    return { passed: 0, failures: [{ name: "layouts", problem: "the folder of the files is missing" }] };
  const stop = onWarning(() => {});
  const merged = process.env.RETICLE_GOLDEN_MERGED !== "no";
  const results = await checkGoldenLayouts(json as Record<string, GoldenFile>, folder, { merged });
  stop();
  const failures = results.flatMap(({ name, failure }) => (failure === undefined ? [] : [{ name, problem: failure }]));
  return { passed: results.length - failures.length, failures };
}

export interface LayoutCheckOptions {
  /** Merging is what takes time; false leaves the merged areas out. */
  readonly merged?: boolean;
  /** Only files whose names pass. */
  readonly filter?: (name: string) => boolean;
}

/** One entry a file of `directory` that the golden file names; `failure` says what is wrong. */
export async function checkLayouts(
  file: string,
  directory: string,
  options: LayoutCheckOptions = {},
): Promise<{ name: string; failure?: string }[]> {
  return checkGoldenLayouts(JSON.parse(readFileSync(file, "utf8")) as Record<string, GoldenFile>, directory, options);
}

async function checkGoldenLayouts(
  golden: Record<string, GoldenFile>,
  directory: string,
  { merged = true, filter = () => true }: LayoutCheckOptions,
): Promise<{ name: string; failure?: string }[]> {
  const results: { name: string; failure?: string }[] = [];
  for (const [name, expected] of Object.entries(golden)) {
    if (filter(name)) results.push({ name, failure: await failureOf(join(directory, name), expected, merged) });
  }
  return results;
}

async function failureOf(path: string, { klayout }: GoldenFile, merged: boolean): Promise<string | undefined> {
  try {
    const layout = await readLayout(path);
    const differences = [...compareCells(layout, klayout), ...compareLayers(layout, klayout, merged)];
    return differences.length === 0 ? undefined : differences.slice(0, 12).join("; ");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function* compareCells(layout: Layout, klayout: GoldenFile["klayout"]): Generator<string> {
  const names = layout.cells.map((cell) => cell.name).sort();
  const tops = layout.tops.map((cell) => cell.name).sort();
  yield* different("dbu", layout.dbu, klayout.dbu, 1e-9 * klayout.dbu);
  // Not `cells`, which counts names that OASIS declares for cells that are not there.
  yield* different("cells", layout.cells.length, klayout.cell_names.length);
  yield* different("cell names", names.join(), [...klayout.cell_names].sort().join());
  yield* different("tops", tops.join(), [...klayout.top_cells].sort().join());
  yield* different("ghosts", layout.cells.filter((cell) => cell.isGhost).length, klayout.ghost_cells);
  yield* differentBoxes("bbox", layout.bbox?.toArray() ?? null, klayout.bbox, layout.dbu);
}

function* compareLayers(layout: Layout, klayout: GoldenFile["klayout"], merged: boolean): Generator<string> {
  const info = layoutInfo(layout, { area: merged });
  const there = Object.keys(info.layers).sort().join();
  const wanted = Object.entries(klayout.layers).filter(
    ([, golden]) => golden.flat_shapes + (golden.flat_texts ?? 0) > 0,
  );
  const names = wanted.map(([name]) => name);
  yield* different("layers", there, names.sort().join());
  for (const [name, golden] of wanted) {
    const layer = info.layers[name];
    if (layer === undefined) continue;
    const stored = storedCounts(layout, name);
    // A rectangle that a file spells as a polygon is a box here; KLayout does so for GDSII only.
    yield* different(`${name} boxes and polygons`, stored.box + stored.polygon, golden.box + golden.polygon);
    for (const kind of layout.format === "gds"
      ? (["box", "path", "text", "with_props"] as const)
      : (["path", "text", "with_props"] as const))
      yield* different(`${name} ${kind}`, stored[kind], golden[kind]);
    yield* different(`${name} flat shapes`, layer.shapes, golden.flat_shapes);
    if (golden.flat_texts !== undefined) yield* different(`${name} flat texts`, layer.texts, golden.flat_texts);
    yield* differentBoxes(`${name} bbox`, layer.bbox, golden.bbox, layout.dbu);
    const polygons = layout.tops.map((top) => rawArea(top.polygonsOf(name, { ifMissing: "empty" })) * layout.dbu ** 2);
    const raw = polygons.reduce((sum, area) => sum + area, 0);
    if (golden.area_raw_um2 !== null)
      yield* different(`${name} raw area`, raw, golden.area_raw_um2, areaTolerance(golden.area_raw_um2));
    if (golden.area_merged_um2 !== null && layer.area_um2 !== null)
      yield* different(
        `${name} merged area`,
        layer.area_um2,
        golden.area_merged_um2,
        areaTolerance(golden.area_merged_um2),
      );
  }
}

/** KLayout's own areas are rounded to 1e-6 µm²; its merging moves slanted crossings to the grid. */
function areaTolerance(area: number): number {
  return 2e-6 + 1e-6 * area;
}

function storedCounts(layout: Layout, name: string) {
  const counts = { box: 0, polygon: 0, path: 0, text: 0, with_props: 0 };
  for (const cell of layout.cells) {
    for (const shapes of cell.allShapes) {
      if (`${shapes.layer}` !== name) continue;
      counts.box += shapes.boxCount;
      counts.polygon += shapes.polygonCount;
      counts.path += shapes.paths.count;
      counts.text += shapes.labels.count;
      counts.with_props += shapes.withProperties;
    }
  }
  return counts;
}

function* different(what: string, seen: number | string, wanted: number | string, tolerance = 0): Generator<string> {
  const same =
    typeof seen === "number" && typeof wanted === "number" ? Math.abs(seen - wanted) <= tolerance : seen === wanted;
  if (!same) yield `${what}: ${shorten(seen)}, expected ${shorten(wanted)}`;
}

function* differentBoxes(
  what: string,
  seen: readonly number[] | null,
  wanted: readonly number[] | null,
  dbu: number,
): Generator<string> {
  const same =
    seen === null || wanted === null ? seen === wanted : seen.every((v, i) => Math.abs(v - wanted[i]) < dbu / 2);
  if (!same) yield `${what}: ${seen}, expected ${wanted}`;
}

function shorten(value: number | string): string {
  const text = String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
