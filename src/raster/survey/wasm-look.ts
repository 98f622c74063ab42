/**
 * The pass of wasm/look.ts and its memory:
 *
 *   points | starts of rings | starts of polygons | boxes | weights | doubts
 *
 * Polygons are handed over in pieces; what is longer than a piece is for TypeScript.
 */
import type { Box, PolygonSet } from "../../geometry/index.ts";
import { compiledModule, growMemory } from "../../platform/index.ts";
import { type Findings, lookAtPolygons } from "./look-at-polygons.ts";

interface Exports {
  readonly memory: WebAssembly.Memory;
  lookAtPolygons(...numbers: number[]): number;
}

/** Vertices, rings and polygons that are handed over at a time. */
const pieceVertices = 2 ** 14;
const pieceRings = 2 ** 12;

const xyAt = 16;
const ringsAt = xyAt + 8 * pieceVertices;
const polygonsAt = ringsAt + 4 * (pieceRings + 4);
const boxesAt = polygonsAt + 4 * (pieceRings + 4);
const weightsAt = boxesAt + 16 * pieceRings;
const doubtsAt = weightsAt + pieceRings;

/** Bits of what the pass returns. */
const slanted = 1;
const doubtful = 2;

let exports: Exports | null | undefined;

/** Null where WebAssembly is not to be had. */
export function wasmLook(): typeof lookAtPolygons | null {
  if (exports === undefined) exports = instance();
  if (exports === null) return null;
  const { memory, lookAtPolygons: look } = exports;
  return (set, first, end, bounds, findings) => lookInPieces(memory, look, set, first, end, bounds, findings);
}

function instance(): Exports | null {
  const module = compiledModule(new URL("./look.wasm", import.meta.url));
  if (module === null) return null;
  const made = new WebAssembly.Instance(module).exports as unknown as Exports;
  growMemory(made.memory, doubtsAt + pieceRings);
  return made;
}

function lookInPieces(
  { buffer }: WebAssembly.Memory,
  look: Exports["lookAtPolygons"],
  set: PolygonSet,
  first: number,
  end: number,
  bounds: Box,
  findings: Findings,
): void {
  const { xy, rings, polygons } = set;
  const { left, bottom, right, top } = bounds;
  const pieceXy = new Int32Array(buffer, xyAt, 2 * pieceVertices);
  const pieceRing = new Uint32Array(buffer, ringsAt, pieceRings + 1);
  const piecePolygon = new Uint32Array(buffer, polygonsAt, pieceRings + 1);
  const boxes = new Int32Array(buffer, boxesAt, 4 * pieceRings);
  const weights = new Int8Array(buffer, weightsAt, pieceRings);
  const doubts = new Uint8Array(buffer, doubtsAt, pieceRings);
  for (let from = first; from < end; ) {
    const to = lastThatFits(set, from, end);
    if (to === from) {
      lookAtPolygons(set, from, from + 1, bounds, findings);
      from++;
      continue;
    }
    const [firstRing, ringEnd] = [polygons[from], polygons[to]];
    const firstVertex = rings[firstRing];
    pieceXy.set(xy.subarray(2 * firstVertex, 2 * rings[ringEnd]));
    pieceRing.set(rings.subarray(firstRing, ringEnd + 1));
    piecePolygon.set(polygons.subarray(from, to + 1));
    weights.fill(0, 0, ringEnd - firstRing);
    const starts = [firstVertex, firstRing];
    const bits = look(
      xyAt,
      ringsAt,
      polygonsAt,
      to - from,
      ...starts,
      left,
      bottom,
      right,
      top,
      boxesAt,
      weightsAt,
      doubtsAt,
    );
    findings.boxes.set(boxes.subarray(0, 4 * (to - from)), 4 * from);
    findings.weights.set(weights.subarray(0, ringEnd - firstRing), firstRing);
    if ((bits & slanted) !== 0) findings.isSlanted = true;
    if ((bits & doubtful) !== 0)
      for (let i = 0; i < to - from; i++) if (doubts[i] === 1) findings.doubtful.push(from + i);
    from = to;
  }
}

/** Behind the last polygon from `first` on that is in one piece with it; `first` itself where it is too long. */
function lastThatFits({ rings, polygons }: PolygonSet, first: number, end: number): number {
  const firstRing = polygons[first];
  const fits = (to: number) =>
    polygons[to] - firstRing <= pieceRings && rings[polygons[to]] - rings[firstRing] <= pieceVertices;
  let low = first;
  let high = Math.min(end, first + pieceRings);
  if (fits(high)) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
