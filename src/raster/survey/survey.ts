/**
 * One look at all polygons before any area is added up: where they are, which way their rings run, whether all edges are
 * parallel to the axes, and which polygons need winding numbers because they are not simple.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import type { KernelName } from "../coverage/index.ts";
import { boundsOf, type PixelGrid } from "../pixel-grid.ts";
import { isSimplePolygon } from "../simple/index.ts";
import { type Findings, isUprightRing, lookAtPolygons } from "./look-at-polygons.ts";
import { wasmLook } from "./wasm-look.ts";

export interface Survey extends Pick<Findings, "boxes" | "weights" | "longestRing"> {
  /** Polygons that are not simple, or not certainly so: their weights are 0, for they are not added up. */
  readonly knotted: readonly number[];
  readonly isManhattan: boolean;
}

/** Boxes of the last survey, which the next one overwrites: fresh memory costs more than what is done with it. */
let spare: Int32Array = new Int32Array(0);
const mostSpare = 2 ** 20;

function boxesFor(count: number): Int32Array {
  const length = 4 * count;
  if (length > mostSpare) return new Int32Array(length);
  if (spare.length < length) spare = new Int32Array(Math.min(mostSpare, 2 * length));
  return spare.subarray(0, length);
}

/** Polygons that are looked at between two calls of `check`. */
const surveyPiece = 2 ** 16;

/**
 * What it returns holds until the next call. What `check` throws ends it.
 * @param isKnotted  1 for each polygon that is not simple, 0 for others, where that was found out before
 */
export function surveyPolygons(
  set: PolygonSet,
  grid: PixelGrid,
  kernel: KernelName = "webassembly",
  check?: () => void,
  isKnotted?: Uint8Array,
): Survey {
  const { polygons, count, ringCount } = set;
  const boxes = boxesFor(count);
  const weights = new Int8Array(ringCount);
  const findings: Findings = { boxes, weights, doubtful: [], isSlanted: false, longestRing: 0 };
  const look = (kernel === "webassembly" ? wasmLook() : null) ?? lookAtPolygons;
  const bounds = boundsOf(grid);
  for (let first = 0; first < count; first += surveyPiece) {
    check?.();
    look(set, first, Math.min(count, first + surveyPiece), bounds, findings);
  }
  const knotted = findings.doubtful.filter((polygon) => {
    if (isKnotted !== undefined) return isKnotted[polygon] === 1;
    check?.();
    return !isSimplePolygon(set, polygon);
  });
  // Not added up: a hole may even reach out of its hull's box, and so out of the tiles that are done again.
  for (const polygon of knotted) weights.fill(0, polygons[polygon], polygons[polygon + 1]);
  return { boxes, weights, knotted, isManhattan: !findings.isSlanted, longestRing: findings.longestRing };
}

/** Rings that are looked at for a guess. */
const fewRings = 1000;

/** True where the edges of the first rings are parallel to the axes: mostly, all are. */
export function startsManhattan({ xy, rings, ringCount }: PolygonSet): boolean {
  for (let ring = 0; ring < Math.min(ringCount, fewRings); ring++)
    if (!isUprightRing(xy, 2 * rings[ring], 2 * rings[ring + 1])) return false;
  return true;
}
