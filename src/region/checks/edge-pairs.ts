/** What a check finds: pairs of edges, or parts of edges, that are too near to each other. Immutable. */
import { optionsOf } from "../../errors.ts";
import { Box, type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { fromDbu } from "../../units.ts";
import { displaySymbol, inspectSymbol, layoutSvg, type MimeBundle } from "../../view/index.ts";
import { Edges } from "../edges/edges.ts";
import { edgesAsLines } from "../edges/lines.ts";
import { convexHull } from "../outline/convex-hull.ts";

/** What is drawn below the pairs. */
export interface PairContext {
  readonly name: string;
  readonly polygons: PolygonSet;
}

export class EdgePairs {
  /** Database unit in µm. */
  readonly dbu: number;
  /** x1 y1 x2 y2 of the first edge and of the second edge of each pair, database units. */
  readonly xy: Int32Array;
  readonly #what: string;
  readonly #context: readonly PairContext[];

  private constructor(xy: Int32Array, dbu: number, what: string, context: readonly PairContext[]) {
    this.xy = xy;
    this.dbu = dbu;
    this.#what = what;
    this.#context = context;
  }

  /** Pairs over x1 y1 x2 y2 x1 y1 x2 y2 …, database units; the array is shared, not copied. */
  static of(
    xy: Int32Array,
    options: { readonly dbu: number; readonly what?: string; readonly context?: readonly PairContext[] },
  ): EdgePairs {
    const { dbu, what = "edge pairs", context = [] } = optionsOf(options, "RegionError", ["dbu", "what", "context"]);
    return new EdgePairs(xy, dbu, what, context);
  }

  get count(): number {
    return this.xy.length / 8;
  }
  get isEmpty(): boolean {
    return this.xy.length === 0;
  }
  /** The box around all pairs, µm; null where there are none. */
  get bbox(): Box | null {
    return Box.around(this.xy)?.toMicrons(this.dbu) ?? null;
  }
  /** Shortest distance between the edges of each pair, µm. */
  distances(): Float64Array {
    return Float64Array.from({ length: this.count }, (_, i) => fromDbu(distance(this.xy, 8 * i), this.dbu));
  }
  /** The first edges. */
  first(): Edges {
    return this.#half(0);
  }
  /** The second edges. */
  second(): Edges {
    return this.#half(4);
  }
  /** All edges. */
  edges(): Edges {
    return Edges.of(this.xy, { dbu: this.dbu });
  }
  /** What lies between the edges of each pair, one polygon each, database units; none where they are on one line. */
  polygons(): PolygonSet {
    const out = new PolygonSetBuilder(4 * this.count, this.count);
    for (let i = 0; i < this.xy.length; i += 8) {
      const hull = convexHull(this.xy.subarray(i, i + 8));
      if (hull.length >= 6) out.polygon(hull);
    }
    return out.build();
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    if (this.isEmpty) return `EdgePairs: no ${this.#what}`;
    return `EdgePairs: ${this.count} ${this.#what}, bbox ${this.bbox} µm`;
  }

  [displaySymbol](): MimeBundle {
    const { dbu } = this;
    const boxes = [this.xy, ...this.#context.map(({ polygons }) => polygons.xy)].map((xy) => Box.around(xy));
    const bbox = boxes.reduce((sum, box) => (sum === null ? box : box === null ? sum : sum.or(box)), null);
    const layers = [
      ...this.#context.map(({ name, polygons }) => ({ name, dbu, polygons, color: "#8a8f98", fillOpacity: 0.2 })),
      { name: "between", dbu, polygons: this.polygons(), color: "#e15759", frameColor: "#e15759", fillOpacity: 0.5 },
      { name: "edges", dbu, polygons: edgesAsLines(this.xy), color: "#b0171f" },
    ];
    const picture = { title: `${this.count} ${this.#what}`, bbox: bbox?.toMicrons(dbu).toArray() ?? null, layers };
    return { "text/plain": this.toString(), "image/svg+xml": layoutSvg(picture) };
  }

  #half(from: 0 | 4): Edges {
    const half = new Int32Array(this.xy.length / 2);
    for (let i = 0; i < this.count; i++) for (let k = 0; k < 4; k++) half[4 * i + k] = this.xy[8 * i + from + k];
    return Edges.of(half, { dbu: this.dbu });
  }
}

/** Between two segments that do not cross: from an end of one to the other. */
function distance(xy: Int32Array, at: number): number {
  const [a, b, c, d] = [at, at + 2, at + 4, at + 6];
  return Math.min(toSegment(xy, a, c, d), toSegment(xy, b, c, d), toSegment(xy, c, a, b), toSegment(xy, d, a, b));
}

function toSegment(xy: Int32Array, p: number, a: number, b: number): number {
  const [dx, dy] = [xy[b] - xy[a], xy[b + 1] - xy[a + 1]];
  const [px, py] = [xy[p] - xy[a], xy[p + 1] - xy[a + 1]];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
  return Math.hypot(px - t * dx, py - t * dy);
}
