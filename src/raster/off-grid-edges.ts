/**
 * Which edges of a layout do not fall on a grid of pixels, and the grid that most of them would fall on. An edge between
 * two pixels is exact in every exposure; one within a pixel is rounded or grey there.
 */
import { checkArgument, optionsOf, ReticleError } from "../errors.ts";
import { Box, type PolygonSet, type PolygonSource } from "../geometry/index.ts";
import { checkDbu, formatLength, fromDbu } from "../units.ts";
import { displaySymbol, type MimeBundle } from "../view/index.ts";
import { clean, type Pair } from "./pixel-grid.ts";
import { type PointLists, singleSource } from "./polygon-sources.ts";

export interface OffGridOptions {
  /** Distance of the pixels' edges, µm; one number, or one for x and one for y. */
  readonly pitch: Pair;
  /** A corner of a pixel, µm: [0, 0]. */
  readonly origin?: readonly [x: number, y: number];
  /** Only polygons whose box touches it, µm; all of them where it is not given. */
  readonly window?: Box;
  /** Edges that are no farther from the grid than this lie on it, µm: a thousandth of a database unit. */
  readonly tolerance?: number;
  /** Database unit of a PolygonSet and of points, which have none, µm: 0.001. */
  readonly dbu?: number;
}

export interface GridAudit {
  /** Edges that were looked at: those along y against the grid's columns, those along x against its rows. */
  readonly edges: number;
  /** Edges that are parallel to neither axis: they are on no grid. */
  readonly slanted: number;
  /** x0, y0, x1, y1 of each edge along x or y that is off the grid, µm. */
  readonly offGrid: Float64Array;
  /** The part of the length of edges along the axes that is on the grid, 0 to 1; 1 where there are none. */
  readonly share: number;
  /** A corner of the grid of this pitch on which most length falls, within one pitch of `origin`, µm, and its share. */
  readonly best: { readonly origin: readonly [x: number, y: number]; readonly share: number };
  toString(): string;
  [displaySymbol](): MimeBundle;
}

/**
 * Looks at each edge of the polygons as they are: `region.merged()` has no inner ones. Throws a RasterError for a pitch that
 * is not positive.
 * @example offGridEdges(region, { pitch: 0.3785 }).best.origin
 */
export function offGridEdges(source: PolygonSource | PolygonSet | PointLists, options: OffGridOptions): GridAudit {
  const one = singleSource(
    source,
    optionsOf(options, "RasterError", ["pitch", "origin", "window", "tolerance", "dbu"]).dbu,
  );
  const dbu = checkDbu(one.dbu);
  const { pitch, origin = [0, 0], window, tolerance = dbu / 1000 } = options;
  const pitches = Array.isArray(pitch) && pitch.length === 2 ? pitch : [pitch, pitch];
  const isPoint = Array.isArray(origin) && origin.length === 2 && origin.every(Number.isFinite);
  checkArgument(isPoint, origin, "RasterError", "an origin [x, y] in µm");
  checkArgument(tolerance > 0, tolerance, "RasterError", "a tolerance in µm");
  checkArgument(window === undefined || window instanceof Box, window, "RasterError", "a window, box(x1, y1, x2, y2),");
  for (const value of pitches) {
    if (!(value > 0 && Number.isFinite(value)))
      throw new ReticleError("RasterError", "pitch", `pitch ${value} µm is not a positive number; give one, or [x, y]`);
  }
  const set = one.polygonsIn(window === undefined ? null : window.scaled(1 / dbu));
  const axes = [0, 1].map((axis) => new AxisAudit(pitches[axis], origin[axis], tolerance, dbu));
  const { xy, rings } = set;
  const off: number[] = [];
  let edges = 0;
  let slanted = 0;
  for (let ring = 0; ring < rings.length - 1; ring++) {
    const end = 2 * rings[ring + 1];
    for (let i = 2 * rings[ring], j = end - 2; i < end; j = i, i += 2) {
      const [dx, dy] = [xy[i] - xy[j], xy[i + 1] - xy[j + 1]];
      if (dx === 0 && dy === 0) continue;
      edges++;
      if (dx !== 0 && dy !== 0) {
        slanted++;
        continue;
      }
      const axis = dx === 0 ? 0 : 1;
      if (!axes[axis].add(xy[i + axis], Math.abs(dx + dy)))
        off.push(fromDbu(xy[j], dbu), fromDbu(xy[j + 1], dbu), fromDbu(xy[i], dbu), fromDbu(xy[i + 1], dbu));
    }
  }
  const length = axes[0].length + axes[1].length;
  const share = length === 0 ? 1 : (axes[0].onGrid + axes[1].onGrid) / length;
  const [x, y] = axes.map((axis) => axis.best());
  const best = {
    origin: [x.origin, y.origin] as const,
    share: length === 0 ? 1 : (x.length + y.length) / length,
  };
  const percent = (part: number) => `${Number((100 * part).toPrecision(4))} %`;
  const text =
    `${off.length / 4} of ${edges - slanted} edges along the axes are off the grid (${percent(share)} of the length is on it); ` +
    `with the origin at ${formatLength(best.origin[0])}, ${formatLength(best.origin[1])} µm ${percent(best.share)} would be on it` +
    (slanted === 0 ? "" : `; ${slanted} edges are slanted`);
  return {
    edges,
    slanted,
    offGrid: Float64Array.from(off),
    share,
    best,
    toString: () => text,
    [displaySymbol]: () => ({ "text/plain": text }),
  };
}

/** Sums of decimal fractions are this far off, database units. */
const noise = 1e-6;

/** The edges across one axis. */
class AxisAudit {
  readonly #pitch: number;
  readonly #origin: number;
  readonly #tolerance: number;
  readonly #dbu: number;
  /** Length of the edges at each place from one line of the grid to the next, database units. */
  readonly #lengths = new Map<number, number>();
  length = 0;
  onGrid = 0;

  constructor(pitch: number, origin: number, tolerance: number, dbu: number) {
    this.#pitch = clean(pitch / dbu);
    this.#origin = clean(origin / dbu);
    this.#tolerance = clean(tolerance / dbu);
    this.#dbu = dbu;
  }

  /** True for an edge that is on the grid; all in database units. */
  add(at: number, length: number): boolean {
    this.length += length;
    const from = at - this.#origin;
    const place = from - Math.floor(from / this.#pitch) * this.#pitch;
    this.#lengths.set(place, (this.#lengths.get(place) ?? 0) + length);
    const isOn = Math.min(place, this.#pitch - place) <= this.#tolerance + noise;
    if (isOn) this.onGrid += length;
    return isOn;
  }

  /**
   * The shift that has most length on the grid: none where none is better. Edges that no more than two tolerances lie between are
   * on one grid: the one in the middle.
   */
  best(): { readonly origin: number; readonly length: number } {
    let [most, shift] = [this.onGrid, 0];
    const places = [...this.#lengths].sort(([a], [b]) => a - b);
    const count = places.length;
    // Places go round: behind the last one follows the first, a pitch higher.
    const placeOf = (index: number) => places[index % count][0] + (index < count ? 0 : this.#pitch);
    for (let first = 0, end = 0, length = 0; first < count; first++) {
      const low = placeOf(first);
      for (; end < first + count && placeOf(end) - low <= 2 * this.#tolerance + noise; end++)
        length += places[end % count][1];
      // Lengths are whole numbers: their sums are exact.
      if (length > most) [most, shift] = [length, ((low + placeOf(end - 1)) / 2) % this.#pitch];
      length -= places[first][1];
    }
    return { origin: Number(((this.#origin + shift) * this.#dbu).toPrecision(12)), length: most };
  }
}
