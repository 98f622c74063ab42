/**
 * What lies to the right of x and above y covers near · low of the pixel that holds the point, and full widths and heights
 * beyond it. So each end of an upright edge is four numbers in an array of differences, two columns times two rows, and
 * one summing up along rows and columns gives all areas: no polygon is cut up.
 *
 *        column  column + 1
 *      +--------+--------+
 *      |  near  :  far   |  row + 1     × high        near + far = pixelX
 *      +--------+--------+                            low + high = pixelY
 *      |  near  :  far   |  row         × low
 *      +--------+--------+
 *
 * The numbers may leave 32 bits on the way and come back: sums modulo 2³² are right where the areas fit.
 */
import type { PolygonSet } from "../../geometry/index.ts";
import type { PixelGrid } from "../pixel-grid.ts";

/** Int32Array: areas modulo 2³². Float64Array: areas below 2⁵³, which are never rounded. */
export type Cells = Int32Array | Float64Array;

/**
 * Adds the rings from index `first` to before `end`, each with its weight. Twin of `depositCorners` in wasm/manhattan.ts,
 * which gives the same bits.
 */
export function depositCorners(
  { xy, rings }: PolygonSet,
  weights: Int8Array,
  first: number,
  end: number,
  { originX, originY, pitchX, pitchY, pixelX, pixelY, columns, rows }: PixelGrid,
  cells: Cells,
): void {
  const rowLength = columns + 1;
  const perPitchX = 1 / pitchX;
  const perPitchY = 1 / pitchY;
  const width = columns * pitchX;
  const height = rows * pitchY;
  for (let ring = first; ring < end; ring++) {
    const weight = weights[ring];
    const stop = 2 * rings[ring + 1];
    if (weight === 0) continue;
    for (let i = 2 * rings[ring], j = stop - 2; i < stop; j = i, i += 2) {
      if (xy[i + 1] === xy[j + 1]) continue;
      const x = xy[i] - originX;
      if (x >= width) continue;
      let column = 0;
      let near = pixelX;
      if (x > 0) {
        column = Math.floor(x * perPitchX);
        // The product may be off by its last bit.
        let inside = x - column * pitchX;
        if (inside < 0) inside = x - --column * pitchX;
        else if (inside >= pitchX) inside = x - ++column * pitchX;
        near = inside < pixelX ? pixelX - inside : 0;
      }
      const far = pixelX - near;
      // The inside of a counter-clockwise ring is to the right of edges that run down: from their lower end on.
      for (let side = 0; side < 2; side++) {
        const y = (side === 0 ? xy[j + 1] : xy[i + 1]) - originY;
        if (y >= height) continue;
        const sign = side === 0 ? -weight : weight;
        let row = 0;
        let low = pixelY;
        if (y > 0) {
          row = Math.floor(y * perPitchY);
          let inside = y - row * pitchY;
          if (inside < 0) inside = y - --row * pitchY;
          else if (inside >= pitchY) inside = y - ++row * pitchY;
          low = inside < pixelY ? pixelY - inside : 0;
        }
        const below = sign * low;
        const above = sign * (pixelY - low);
        const at = row * rowLength + column;
        cells[at] += near * below;
        cells[at + 1] += far * below;
        cells[at + rowLength] += near * above;
        cells[at + rowLength + 1] += far * above;
      }
    }
  }
}
