/** Edges: directed segments of outlines in flat typed arrays, the inside of their polygon on their left. Immutable. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { Box, PolygonSet, PolygonSetBuilder, roundToGrid } from "../../geometry/index.ts";
import { checkCoordinate, formatLength, fromDbu, sameDbu, toDbu } from "../../units.ts";
import { displaySymbol, inspectSymbol, layoutSvg, type MimeBundle } from "../../view/index.ts";
import type { BooleanOperation } from "../engines/index.ts";
import type { Region } from "../region.ts";
import type { Bounds } from "../selection/criteria.ts";
import { within } from "../selection/criteria.ts";
import { edgeBoolean } from "./edge-boolean.ts";
import { edgeParts, edgesThatTouch, type Place } from "./edge-parts.ts";
import { edgesAsLines } from "./lines.ts";

/** Directions of a line, whichever way it is walked. */
export type EdgeDirection = "horizontal" | "vertical" | "diagonal" | "axis-parallel" | "slanted";

const directions: Record<EdgeDirection, (dx: number, dy: number) => boolean> = {
  horizontal: (_, dy) => dy === 0,
  vertical: (dx) => dx === 0,
  diagonal: (dx, dy) => Math.abs(dx) === Math.abs(dy),
  "axis-parallel": (dx, dy) => dx === 0 || dy === 0,
  slanted: (dx, dy) => dx !== 0 && dy !== 0,
};

/** µm; 0 where not given. */
export interface ExtendOptions {
  readonly begin?: number;
  readonly end?: number;
  readonly outside?: number;
  readonly inside?: number;
}

export class Edges {
  /** Database unit in µm. */
  readonly dbu: number;
  /** x1 y1 x2 y2 of each edge, database units. */
  readonly xy: Int32Array;

  private constructor(xy: Int32Array, dbu: number) {
    this.xy = xy;
    this.dbu = dbu;
  }

  /** Edges over x1 y1 x2 y2 …, database units; the array is shared, not copied. */
  static of(xy: Int32Array, options: { readonly dbu: number }): Edges {
    const { dbu } = optionsOf(options, "RegionError", ["dbu"]);
    return new Edges(xy, dbu);
  }

  /** The edges of all rings. */
  static ofPolygons(polygons: PolygonSet, dbu: number): Edges {
    checkArgument(polygons instanceof PolygonSet, polygons, "RegionError", "a PolygonSet");
    const { xy, rings, ringCount, vertexCount } = polygons;
    const all = new Int32Array(4 * vertexCount);
    for (let ring = 0; ring < ringCount; ring++) {
      for (let v = rings[ring]; v < rings[ring + 1]; v++) {
        const to = v + 1 < rings[ring + 1] ? v + 1 : rings[ring];
        all[4 * v] = xy[2 * v];
        all[4 * v + 1] = xy[2 * v + 1];
        all[4 * v + 2] = xy[2 * to];
        all[4 * v + 3] = xy[2 * to + 1];
      }
    }
    return new Edges(all, dbu);
  }

  get count(): number {
    return this.xy.length / 4;
  }
  get isEmpty(): boolean {
    return this.xy.length === 0;
  }
  /** Length of all edges, µm. */
  get length(): number {
    return this.lengths().reduce((sum, one) => sum + one, 0);
  }
  /** The box around all edges, µm; null where there are none. */
  get bbox(): Box | null {
    return Box.around(this.xy)?.toMicrons(this.dbu) ?? null;
  }
  /** Length of each edge, µm. */
  lengths(): Float64Array {
    const { xy, dbu } = this;
    return Float64Array.from({ length: this.count }, (_, i) => fromDbu(Math.hypot(...this.#vector(xy, i)), dbu));
  }
  /** Direction of each edge, degrees above −180 up to 180, counter-clockwise from the x axis. */
  angles(): Float64Array {
    return Float64Array.from({ length: this.count }, (_, i) => {
      const [dx, dy] = this.#vector(this.xy, i);
      return (Math.atan2(dy, dx) * 180) / Math.PI;
    });
  }

  /** Edges of a length, µm: from a number to below another, or just one. */
  withLength(bounds: Bounds): Edges {
    const lengths = this.lengths();
    const test = within(bounds, this.dbu, (i) => lengths[i] / this.dbu);
    return this.#where((i) => test(i));
  }
  /**
   * Edges whose line has an angle to the x axis, degrees from above −90 to 90, whichever way they are walked: from a number
   * to below another, or just one.
   */
  withAngle(bounds: Bounds): Edges {
    const test = within(bounds, 1, (i) => {
      const [dx, dy] = this.#vector(this.xy, i);
      const degrees = (Math.atan2(dy, dx) * 180) / Math.PI;
      return degrees > 90 ? degrees - 180 : degrees <= -90 ? degrees + 180 : degrees;
    });
    return this.#where(test);
  }
  /** Edges that run in a direction. Throws a RegionError `direction`. */
  withDirection(direction: EdgeDirection): Edges {
    const test = Object.hasOwn(directions, direction) ? directions[direction] : undefined;
    if (test === undefined) {
      const message = `direction "${direction}" is not one of ${Object.keys(directions).join(" ")}`;
      throw new ReticleError("RegionError", "direction", message);
    }
    return this.#where((i) => test(...this.#vector(this.xy, i)));
  }

  /** These edges and others, those on one line joined: parts that both have count once. */
  or(other: Edges): Edges {
    return this.#withEdges("or", other);
  }
  /** The parts of the edges that lie in a region or on its border, ends on the grid; or on others of some edges. */
  and(other: Region | Edges): Edges {
    return other instanceof Edges ? this.#withEdges("and", other) : this.#parts(other, ["inside", "border"]);
  }
  /** The parts that lie outside of a region and not on its border; or on none of some other edges. */
  not(other: Region | Edges): Edges {
    return other instanceof Edges ? this.#withEdges("not", other) : this.#parts(other, ["outside"]);
  }
  /** The parts that only these edges or only the others have. */
  xor(other: Edges): Edges {
    return this.#withEdges("xor", other);
  }
  /** The parts that lie in a region and not on its border. */
  insidePart(region: Region): Edges {
    return this.#parts(region, ["inside"]);
  }
  /** The parts that lie outside of a region or on its border. */
  outsidePart(region: Region): Edges {
    return this.#parts(region, ["outside", "border"]);
  }
  /** The edges that share a point with a region. */
  interacting(region: Region): Edges {
    const flags = edgesThatTouch(this.xy, this.#operand(region));
    return this.#where((i) => flags[i] === 1);
  }
  /** The edges that share none with it. */
  notInteracting(region: Region): Edges {
    const flags = edgesThatTouch(this.xy, this.#operand(region));
    return this.#where((i) => flags[i] === 0);
  }

  /**
   * Each edge as a rectangle, database units: longer at its begin and end, wide to the outside and to the inside of its
   * polygon, µm. Edges without a width or a length are left out.
   * @example Region.of(rect(10).edges().extended({ inside: 0.1 })).area
   */
  extended(options: ExtendOptions = {}): PolygonSet {
    const {
      begin = 0,
      end = 0,
      outside = 0,
      inside = 0,
    } = optionsOf(options, "RegionError", ["begin", "end", "outside", "inside"]);
    const [b, e, o, i] = [begin, end, outside, inside].map((length) => toDbu(length, this.dbu, "extension"));
    const out = new PolygonSetBuilder(4 * this.count, this.count);
    const { xy } = this;
    for (let k = 0; k < xy.length; k += 4) {
      const [dx, dy] = [xy[k + 2] - xy[k], xy[k + 3] - xy[k + 1]];
      const length = Math.hypot(dx, dy);
      if (length === 0 || o + i <= 0 || length + b + e <= 0) continue;
      const [ux, uy] = [dx / length, dy / length];
      const corner = (x: number, y: number, along: number, right: number) =>
        out.vertex(
          checkCoordinate(roundToGrid(x + ux * along + uy * right), "extended coordinate"),
          checkCoordinate(roundToGrid(y + uy * along - ux * right), "extended coordinate"),
        );
      corner(xy[k], xy[k + 1], -b, o);
      corner(xy[k + 2], xy[k + 3], e, o);
      corner(xy[k + 2], xy[k + 3], e, -i);
      corner(xy[k], xy[k + 1], -b, -i);
      out.endRing();
      out.endPolygon();
    }
    return out.build();
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const box = this.bbox;
    if (box === null) return "Edges: none";
    return `Edges: ${this.count}, ${formatLength(Number(this.length.toPrecision(9)))} µm long, bbox ${box} µm`;
  }

  [displaySymbol](): MimeBundle {
    const layers = [{ name: "edges", dbu: this.dbu, polygons: edgesAsLines(this.xy) }];
    const bbox = this.bbox?.toArray() ?? null;
    return {
      "text/plain": this.toString(),
      "image/svg+xml": layoutSvg({ title: `${this.count} edges`, bbox, layers }),
    };
  }

  #parts(region: Region, wanted: readonly Place[]): Edges {
    return new Edges(edgeParts(this.xy, this.#operand(region), wanted), this.dbu);
  }

  #withEdges(operation: BooleanOperation, other: Edges): Edges {
    checkArgument(other instanceof Edges, other, "RegionError", "edges, as region.edges() gives them,");
    this.#sameGrid(other, "edges");
    return new Edges(edgeBoolean(operation, this.xy, other.xy), this.dbu);
  }

  /** The merged polygons. Throws a RegionError `operand`, or `dbu` for another grid. */
  #operand(region: Region): PolygonSet {
    if (typeof region?.merged !== "function") {
      const message = "edges are combined with a region; a cell gives one by region(layer)";
      throw new ReticleError("RegionError", "operand", message);
    }
    this.#sameGrid(region, "a region");
    return region.merged().polygons;
  }

  #sameGrid(other: { readonly dbu: number }, what: string): void {
    if (sameDbu(this.dbu, other.dbu)) return;
    const message = `edges of database unit ${this.dbu} µm and ${what} of ${other.dbu} µm cannot be combined; bring both to one grid first`;
    throw new ReticleError("RegionError", "dbu", message);
  }

  #vector(xy: Int32Array, i: number): [number, number] {
    return [xy[4 * i + 2] - xy[4 * i], xy[4 * i + 3] - xy[4 * i + 1]];
  }

  #where(isWanted: (i: number) => boolean): Edges {
    const kept = new Int32Array(this.xy.length);
    let at = 0;
    for (let i = 0; i < this.count; i++) {
      if (!isWanted(i)) continue;
      for (let k = 4 * i; k < 4 * i + 4; k++) kept[at++] = this.xy[k];
    }
    return new Edges(kept.slice(0, at), this.dbu);
  }
}
