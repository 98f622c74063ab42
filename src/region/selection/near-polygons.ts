/** Which polygons of one set may touch one of another set: by their boxes, or by their outlines where boxes say little. */
import { type BoxTree, Hits } from "../../geometry/index.ts";
import { boxesIn, frameOf, treeIn } from "../turned-frame.ts";
import { type Meeting, meetingOf } from "./meeting.ts";
import type { PolygonEdges } from "./polygon-edges.ts";

/** Polygons near one, on average, from which on outlines are looked at; and pairs of polygons that are soon compared. */
const mostNear = 24;
const fewPairs = 2 ** 15;
const sampled = 64;

export class NearPolygons {
  readonly #boxes: Int32Array;
  readonly #tree: BoxTree;
  readonly #hits = new Hits();
  readonly #meeting: Meeting | null = null;

  constructor(a: PolygonEdges, b: PolygonEdges) {
    const [ofA, ofB] = [a.hulls(), b.hulls()];
    const frame = frameOf(ofA, ofB);
    this.#boxes = boxesIn(frame, ofA);
    this.#tree = treeIn(frame, ofB);
    const pairs = this.#comparedBy(a, b);
    if (pairs > fewPairs && pairs > mostNear * (a.set.count + b.set.count)) this.#meeting = meetingOf(a.set, b.set);
  }

  /** Those of the second set near a polygon of the first one, ascending; until it is asked again. */
  of(polygon: number): Uint32Array {
    if (this.#meeting !== null) {
      const { starts, members } = this.#meeting;
      return members.subarray(starts[polygon], starts[polygon + 1]);
    }
    const [hits, boxes, at] = [this.#hits, this.#boxes, 4 * polygon];
    this.#tree.search(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3], hits);
    return hits.items.subarray(0, hits.count);
  }

  /** How many pairs there are to compare edge by edge, by a sample: boxes are soon told. */
  #comparedBy(a: PolygonEdges, b: PolygonEdges): number {
    const every = Math.max(1, Math.floor(a.set.count / sampled));
    let pairs = 0;
    for (let p = 0; p < a.set.count; p += every)
      for (const q of this.of(p)) if (a.isBox[p] === 0 || b.isBox[q] === 0) pairs++;
    return pairs * every;
  }
}
