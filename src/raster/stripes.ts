/**
 * Large input in stripes of rows, by several threads: each stripe is a raster of its own, of the polygons that touch it.
 * Which stripes there are follows from the input alone, so that the result is the same with any number of threads.
 */
import { PolygonSet } from "../geometry/index.ts";
import { processorCount, ThreadPool } from "../platform/index.ts";
import { type BandRuns, bandRuns } from "./band-runs.ts";
import { type PixelGrid, partOfGrid } from "./pixel-grid.ts";
import type { WholeOptions } from "./rasterize-set.ts";
import { boxesOfHulls } from "./survey/index.ts";

/** A stripe; its polygons lie in memory that all threads see. */
export interface StripeTask {
  readonly xy: Int32Array;
  readonly rings: Uint32Array;
  readonly polygons: Uint32Array;
  readonly grid: PixelGrid;
  readonly options: WholeOptions;
  /** Number of the first pixel of the stripe in the whole raster. */
  readonly index: number;
}

export interface StripeResult {
  readonly values: Float32Array | Float64Array;
}

/** Vertices of a stripe, more or less, and its rows at least: polygons on its border are done twice. */
const stripeVertices = 2 ** 16;
const leastRows = 32;
const mostStripes = 16;

/** Vertices that are added up in some twenty milliseconds: fewer are done before a thread has begun and been handed its part. */
export const worthStripes = 2 ** 20;
/** Edges of contested tiles, each as often as it is in one, that take as long where they are along the axes; others take eight times. */
export const worthSweeps = 2 ** 19;

let pool: ThreadPool | null = null;

/** Threads that take part where nobody says how many. */
export function defaultThreads(): number {
  return Math.min(8, processorCount());
}

/** Polygons of more vertices are not looked at again in each stripe that they reach into. */
const longPolygon = 2 ** 12;

/** False where there are too few rows to cut them, or polygons that are long and in many stripes. */
export function rasterizeStripes(
  set: PolygonSet,
  grid: PixelGrid,
  options: WholeOptions,
  out: Float32Array | Float64Array,
  rasterizeStripe: (task: StripeTask, out: Float32Array | Float64Array, check?: () => void) => void,
): boolean {
  const wanted = Math.min(mostStripes, Math.ceil(set.vertexCount / stripeVertices));
  const rows = Math.max(leastRows, leastRows * Math.ceil(grid.rows / wanted / leastRows));
  if (rows >= grid.rows) return false;
  const bands = bandRuns(boxesOfHulls(set), grid, rows);
  if (longVertices(set, bands) > set.vertexCount) return false;
  const tasks = stripesOf(set, bands, grid, options);
  const { threads = defaultThreads(), check } = options;
  const here = (task: StripeTask): StripeResult => {
    // What is done here is in its place.
    const { rows, columns } = task.grid;
    rasterizeStripe(task, out.subarray(task.index, task.index + rows * columns), check);
    return { values: out.subarray(0, 0) };
  };
  if (threads > 1) pool ??= new ThreadPool(new URL("./thread.js", import.meta.url));
  const results = threads > 1 && pool !== null ? pool.run(tasks, threads, here, check) : tasks.map(here);
  for (const [i, { values }] of results.entries()) if (values.length > 0) out.set(values, tasks[i].index);
  return true;
}

/** Vertices of long polygons, as often as they are in a stripe. */
function longVertices({ rings, polygons }: PolygonSet, { runs }: BandRuns): number {
  let sum = 0;
  for (const band of runs)
    for (let i = 0; i < band.length; i += 2)
      for (let polygon = band[i]; polygon < band[i + 1]; polygon++) {
        const vertices = rings[polygons[polygon + 1]] - rings[polygons[polygon]];
        if (vertices > longPolygon) sum += vertices;
      }
  return sum;
}

function stripesOf(
  set: PolygonSet,
  { bandRows: rows, runs }: BandRuns,
  grid: PixelGrid,
  options: WholeOptions,
): StripeTask[] {
  // A function stays in its thread.
  const plain = { ...options, threads: 1, check: undefined };
  const sizes = runs.map((polygons) => sizeOf(set, polygons));
  const room = new Room(sizes.reduce((sum, { vertices, rings, count }) => sum + 2 * vertices + rings + count + 2, 0));
  return runs.map((polygons, stripe) => ({
    ...together(set, polygons, sizes[stripe], room),
    grid: partOfGrid(grid, 0, stripe * rows, grid.columns, Math.min(rows, grid.rows - stripe * rows)),
    options: plain,
    index: stripe * rows * grid.columns,
  }));
}

/** Memory of the last stripes, for the next ones: fresh memory costs more than what is done with it. */
let spare: SharedArrayBuffer | null = null;
const mostSpare = 2 ** 25;

/** Memory that all threads see, handed out part by part. */
class Room {
  readonly #buffer: SharedArrayBuffer;
  #at = 0;

  /** @param numbers of 32 bits */
  constructor(numbers: number) {
    const bytes = 4 * numbers;
    const isKept = spare !== null && spare.byteLength >= bytes;
    this.#buffer = isKept ? spare! : new SharedArrayBuffer(bytes);
    if (bytes <= mostSpare) spare = this.#buffer;
  }

  signed(length: number): Int32Array<SharedArrayBuffer> {
    this.#at += 4 * length;
    return new Int32Array(this.#buffer, this.#at - 4 * length, length);
  }

  unsigned(length: number): Uint32Array<SharedArrayBuffer> {
    this.#at += 4 * length;
    return new Uint32Array(this.#buffer, this.#at - 4 * length, length);
  }
}

interface Size {
  readonly vertices: number;
  readonly rings: number;
  readonly count: number;
}

function sizeOf({ rings, polygons }: PolygonSet, runs: Int32Array): Size {
  let [vertices, ringCount, count] = [0, 0, 0];
  for (let i = 0; i < runs.length; i += 2) {
    const first = polygons[runs[i]];
    const end = polygons[runs[i + 1]];
    vertices += rings[end] - rings[first];
    ringCount += end - first;
    count += runs[i + 1] - runs[i];
  }
  return { vertices, rings: ringCount, count };
}

/** Up to so many a loop copies faster than the engine, which is called from afar. */
const fewNumbers = 128;

/** Runs of polygons as a set of their own. */
function together(
  { xy, rings, polygons }: PolygonSet,
  runs: Int32Array,
  size: Size,
  room: Room,
): { xy: Int32Array; rings: Uint32Array; polygons: Uint32Array } {
  const toXy = room.signed(2 * size.vertices);
  const toRings = room.unsigned(size.rings + 1);
  const toPolygons = room.unsigned(size.count + 1);
  toRings[0] = 0;
  toPolygons[0] = 0;
  let [at, ring, polygon] = [0, 0, 0];
  for (let i = 0; i < runs.length; i += 2) {
    const firstRing = polygons[runs[i]];
    const ringEnd = polygons[runs[i + 1]];
    const start = rings[firstRing];
    const stop = 2 * rings[ringEnd];
    if (stop - 2 * start > fewNumbers) toXy.set(xy.subarray(2 * start, stop), 2 * at);
    else for (let k = 2 * start, to = 2 * at; k < stop; k++) toXy[to++] = xy[k];
    for (let k = runs[i]; k < runs[i + 1]; k++) toPolygons[++polygon] = ring + polygons[k + 1] - firstRing;
    for (let r = firstRing; r < ringEnd; r++) toRings[++ring] = at + rings[r + 1] - start;
    at += stop / 2 - start;
  }
  return { xy: toXy, rings: toRings, polygons: toPolygons };
}

/** A stripe's polygons as a set: between threads classes are lost. */
export function setOfStripe({ xy, rings, polygons }: StripeTask): PolygonSet {
  return new PolygonSet(xy, rings, polygons);
}
