/** The passes of wasm/look.ts over all polygons of a set. What is longer than a piece is for TypeScript. */
import { type Box, hullBoxes, type PolygonSet } from "../../geometry/index.ts";
import { growMemory, OptionalLoops } from "../../platform/index.ts";
import { type Findings, lookAtPolygons } from "./look-at-polygons.ts";
import { type LookExports, PolygonPieces, pieceBytes } from "./polygon-pieces.ts";

const piecesAt = 16;

const loops = new OptionalLoops(new URL("./look.wasm", import.meta.url), (exports) => {
  const made = exports as unknown as LookExports;
  growMemory(made.memory, piecesAt + pieceBytes);
  return new PolygonPieces(made, piecesAt);
});

/** Null where WebAssembly is not to be had. */
export function wasmLook(): typeof lookAtPolygons | null {
  return loops.get() === null ? null : lookInPieces;
}

function lookInPieces(set: PolygonSet, first: number, end: number, bounds: Box, findings: Findings): void {
  const { polygons } = set;
  const pieces = loops.get()!;
  const { boxes, weights, doubts } = pieces;
  for (let from = first; from < end; ) {
    const to = pieces.endOfPiece(set, from, end);
    if (to === from) {
      lookAtPolygons(set, from, from + 1, bounds, findings);
      from++;
      continue;
    }
    const { isSlanted, hasDoubts } = pieces.look(set, from, to, bounds);
    findings.boxes.set(boxes.subarray(0, 4 * (to - from)), 4 * from);
    findings.weights.set(weights.subarray(0, polygons[to] - polygons[from]), polygons[from]);
    if (isSlanted) findings.isSlanted = true;
    if (hasDoubts) for (let i = 0; i < to - from; i++) if (doubts[i] === 1) findings.doubtful.push(from + i);
    from = to;
  }
}

/** Left, bottom, right, top of each polygon's hull: `hullBoxes` of one set, faster. */
export function boxesOfHulls(set: PolygonSet): Int32Array {
  const pieces = loops.get();
  if (pieces === null) return hullBoxes(set);
  const boxes = new Int32Array(4 * set.count);
  for (let from = 0; from < set.count; ) {
    const to = pieces.endOfPiece(set, from, set.count);
    if (to === from) boxes.set(hullBoxes(set.polygon(from)), 4 * from++);
    else {
      pieces.findBoxes(set, from, to);
      boxes.set(pieces.boxes.subarray(0, 4 * (to - from)), 4 * from);
      from = to;
    }
  }
  return boxes;
}
