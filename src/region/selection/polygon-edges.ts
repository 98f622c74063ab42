/** Edges of merged polygons, found by window: polygon by polygon, with a search tree where one has many. */
import { Box, BoxTree, hullBoxes, type PolygonSet, turn } from "../../geometry/index.ts";
import type { Things } from "../turned-frame.ts";

/** A polygon of fewer edges is looked through. */
const fewEdges = 48;

export class PolygonEdges {
  readonly set: PolygonSet;
  /** left, bottom, right, top of each polygon. */
  readonly boxes: Int32Array;
  /** Edge e goes from vertex e to vertex next[e]. */
  readonly next: Int32Array;
  /** 1 where a polygon is its own box. */
  readonly isBox: Uint8Array;
  readonly #trees = new Map<number, BoxTree>();

  constructor(set: PolygonSet) {
    const { rings, ringCount, polygons, xy } = set;
    this.set = set;
    this.boxes = hullBoxes(set);
    this.next = Int32Array.from({ length: set.vertexCount }, (_, i) => i + 1);
    for (let ring = 0; ring < ringCount; ring++) this.next[rings[ring + 1] - 1] = rings[ring];
    this.isBox = new Uint8Array(set.count);
    for (let polygon = 0; polygon < set.count; polygon++) {
      const [first, end] = [rings[polygons[polygon]], rings[polygons[polygon + 1]]];
      if (end - first !== 4) continue;
      let isBox = true;
      for (let e = first; e < end; e++) {
        const to = this.next[e];
        if (xy[2 * e] !== xy[2 * to] && xy[2 * e + 1] !== xy[2 * to + 1]) isBox = false;
      }
      if (isBox) this.isBox[polygon] = 1;
    }
  }

  /** The hulls, in which the holes lie. */
  hulls(): Things {
    const { xy, rings, polygons, count } = this.set;
    const first = Uint32Array.from({ length: count }, (_, polygon) => rings[polygons[polygon]]);
    const end = Uint32Array.from({ length: count }, (_, polygon) => rings[polygons[polygon] + 1]);
    return { xy, first, end };
  }

  box(polygon: number): Box {
    const { boxes } = this;
    const at = 4 * polygon;
    return new Box(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]);
  }

  firstEdge(polygon: number): number {
    return this.set.rings[this.set.polygons[polygon]];
  }

  /** Edges of the polygon whose boxes touch the window. */
  edgesIn(polygon: number, window: Box): number[] {
    const first = this.firstEdge(polygon);
    const end = this.firstEdge(polygon + 1);
    if (end - first >= fewEdges) return Array.from(this.#treeOf(polygon).touching(window), (e) => first + e);
    const found: number[] = [];
    const { xy } = this.set;
    for (let e = first; e < end; e++) {
      const to = this.next[e];
      const [x1, y1, x2, y2] = [xy[2 * e], xy[2 * e + 1], xy[2 * to], xy[2 * to + 1]];
      if ((x1 < window.left && x2 < window.left) || (x1 > window.right && x2 > window.right)) continue;
      if ((y1 < window.bottom && y2 < window.bottom) || (y1 > window.top && y2 > window.top)) continue;
      found.push(e);
    }
    return found;
  }

  /**
   * Where a point is, given by its doubled coordinates: 1 inside, −1 outside, or on an edge, whose index it then puts into
   * `onEdge`: 0.
   */
  sideOf(polygon: number, x2: number, y2: number, onEdge: { edge: number }): -1 | 0 | 1 {
    const box = this.box(polygon);
    if (x2 < 2 * box.left || x2 > 2 * box.right || y2 < 2 * box.bottom || y2 > 2 * box.top) return -1;
    // The nearest edge to the right decides: it is looked for farther and farther, for a ray may cross very many.
    const edges = this.firstEdge(polygon + 1) - this.firstEdge(polygon);
    const [x, bottom, top] = [Math.floor(x2 / 2), Math.floor(y2 / 2), Math.ceil(y2 / 2)];
    for (let reach = edges < fewEdges ? box.width : Math.ceil((4 * box.width) / edges); ; reach *= 4) {
      const right = Math.min(box.right, x + reach);
      let nearest = -1;
      for (const e of this.edgesIn(polygon, new Box(x, bottom, right, top))) {
        const at = this.#crossing(e, x2, y2);
        if (at === 0) {
          onEdge.edge = e;
          return 0;
        }
        if (at === 1 && (nearest === -1 || this.#isLeftOf(e, nearest))) nearest = e;
      }
      const isLast = right === box.right;
      if (nearest === -1 && isLast) return -1;
      if (nearest !== -1 && (isLast || this.#xAt(nearest, y2 / 2) < right - 1)) {
        const { xy } = this.set;
        // The inside is on the left of an edge.
        return xy[2 * this.next[nearest] + 1] > xy[2 * nearest + 1] ? 1 : -1;
      }
    }
  }

  /** 0 where the point is on the edge, 1 where the ray to the right just above the point crosses it, else −1. */
  #crossing(e: number, x2: number, y2: number): -1 | 0 | 1 {
    const { xy } = this.set;
    const to = this.next[e];
    const [ax, ay, bx, by] = [2 * xy[2 * e], 2 * xy[2 * e + 1], 2 * xy[2 * to], 2 * xy[2 * to + 1]];
    if (Math.min(ay, by) > y2 || Math.max(ay, by) < y2 || Math.max(ax, bx) < x2) return -1;
    const side = turn(ax, ay, bx, by, x2, y2);
    if (side === 0 && Math.min(ax, bx) <= x2) return 0;
    return ay > y2 !== by > y2 && side > 0 === by > ay ? 1 : -1;
  }

  /** Of two edges that both cross a height: they meet at ends only. */
  #isLeftOf(e: number, f: number): boolean {
    const { xy } = this.set;
    const upwards = (edge: number) => {
      const to = this.next[edge];
      return xy[2 * edge + 1] < xy[2 * to + 1] ? [edge, to] : [to, edge];
    };
    const side = ([a, b]: number[], p: number) =>
      turn(xy[2 * a], xy[2 * a + 1], xy[2 * b], xy[2 * b + 1], xy[2 * p], xy[2 * p + 1]);
    const [one, other] = [upwards(e), upwards(f)];
    const low = xy[2 * one[0] + 1] >= xy[2 * other[0] + 1] ? side(other, one[0]) : -side(one, other[0]);
    if (low !== 0) return low > 0;
    return (xy[2 * one[1] + 1] <= xy[2 * other[1] + 1] ? side(other, one[1]) : -side(one, other[1])) > 0;
  }

  #xAt(e: number, y: number): number {
    const { xy } = this.set;
    const to = this.next[e];
    const [ax, ay, bx, by] = [xy[2 * e], xy[2 * e + 1], xy[2 * to], xy[2 * to + 1]];
    return ax + ((bx - ax) * (y - ay)) / (by - ay);
  }

  #treeOf(polygon: number): BoxTree {
    let tree = this.#trees.get(polygon);
    if (tree === undefined) {
      const first = this.firstEdge(polygon);
      const count = this.firstEdge(polygon + 1) - first;
      const { xy } = this.set;
      const boxes = new Int32Array(4 * count);
      for (let i = 0; i < count; i++) {
        const [e, to] = [first + i, this.next[first + i]];
        boxes[4 * i] = Math.min(xy[2 * e], xy[2 * to]);
        boxes[4 * i + 1] = Math.min(xy[2 * e + 1], xy[2 * to + 1]);
        boxes[4 * i + 2] = Math.max(xy[2 * e], xy[2 * to]);
        boxes[4 * i + 3] = Math.max(xy[2 * e + 1], xy[2 * to + 1]);
      }
      tree = new BoxTree(boxes);
      this.#trees.set(polygon, tree);
    }
    return tree;
  }
}
