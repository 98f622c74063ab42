/** Which polygons of one set may touch one of another set, by their boxes. */
import { type BoxTree, Hits } from "../../geometry/index.ts";
import { boxesIn, frameOf, treeIn } from "../near/frame.ts";
import type { PolygonEdges } from "./polygon-edges.ts";

export class NearPolygons {
  readonly #boxes: Int32Array;
  readonly #tree: BoxTree;
  readonly #hits = new Hits();

  constructor(a: PolygonEdges, b: PolygonEdges) {
    const [ofA, ofB] = [a.hulls(), b.hulls()];
    const frame = frameOf(ofA, ofB);
    this.#boxes = boxesIn(frame, ofA);
    this.#tree = treeIn(frame, ofB);
  }

  /** Those of the second set near a polygon of the first one, ascending; until it is asked again. */
  of(polygon: number): Uint32Array {
    const [hits, boxes, at] = [this.#hits, this.#boxes, 4 * polygon];
    this.#tree.search(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3], hits);
    return hits.items.subarray(0, hits.count);
  }
}
