/**
 * The area that polygons cover together, without their union being made: those with few axis-parallel edges are taken as
 * rectangles; of all others counts what they cover beyond those.
 */
import { BoxTree, Hits, hullBoxes, PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { booleanOf } from "../engines/index.ts";
import { isManhattan } from "../engines/manhattan/vertical-edges.ts";
import { measure } from "../measure.ts";
import { rectanglesArea } from "./rectangles-area.ts";
import { SlabCutter } from "./slabs.ts";

/** Vertices up to which cutting a polygon, whose time grows with their square, is quicker than a boolean. */
const fewVertices = 128;

/** Square database units; each polygon is filled non-zero by itself, as `booleanOf("or", …)` does. */
export function unionArea(set: PolygonSet): number {
  const { rings, polygons, count } = set;
  const cutter = new SlabCutter();
  const isCut = new Uint8Array(count);
  for (let polygon = 0; polygon < count; polygon++) {
    const [first, end] = [polygons[polygon], polygons[polygon + 1]];
    if (rings[end] - rings[first] > fewVertices || !isManhattan(set, first, end)) continue;
    isCut[polygon] = 1;
    cutter.cut(set, polygon);
  }
  const others = chosen(set, isCut, 0);
  const around = others.count === 0 ? PolygonSet.empty : near(chosen(set, isCut, 1), others);
  // With most of them in a boolean anyway, nothing is won.
  if (2 * (others.count + around.count) > count) return measure(booleanOf("or", set, PolygonSet.empty)).area;
  return rectanglesArea(cutter.rectangles.view()) + measure(booleanOf("not", others, around)).area;
}

function chosen(set: PolygonSet, flags: Uint8Array, flag: number): PolygonSet {
  const out = new PolygonSetBuilder(0, 0);
  out.appendChosen(set, indicesOf(flags, flag));
  return out.view();
}

function indicesOf(flags: Uint8Array, flag: number): Uint32Array {
  const out = new Uint32Array(flags.length);
  let count = 0;
  for (let i = 0; i < flags.length; i++) if (flags[i] === flag) out[count++] = i;
  return out.subarray(0, count);
}

/** The polygons whose boxes touch one of the others. */
function near(set: PolygonSet, others: PolygonSet): PolygonSet {
  if (set.count === 0) return PolygonSet.empty;
  const tree = new BoxTree(hullBoxes(others));
  const boxes = hullBoxes(set);
  const hits = new Hits();
  const flags = new Uint8Array(set.count);
  for (let polygon = 0; polygon < set.count; polygon++) {
    const at = 4 * polygon;
    tree.search(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3], hits);
    if (hits.count > 0) flags[polygon] = 1;
  }
  return chosen(set, flags, 1);
}
