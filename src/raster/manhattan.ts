/**
 * Adds up polygons whose edges are all parallel to the axes, on pixels of whole database units, without cutting them up.
 *
 * What lies to the right of x and above y covers wx · wy of the pixel that holds the point, full widths and heights
 * beyond. So each end of an upright edge is four numbers in an array of differences, two columns times two rows, and one
 * summing up along rows and columns gives all areas. They are whole numbers below 2⁵³: nothing is ever rounded.
 */
import type { PolygonSet } from "../geometry/index.ts";
import type { EdgeFrame } from "./edge-frame.ts";
import type { PixelGrid } from "./pixel-grid.ts";
import { ringSign } from "./simple-polygon.ts";

/** Numbers in the array of differences: 128 MiB. Larger rasters are done band by band by the kernel for all angles. */
const mostCells = 2 ** 24;

/** False, and `out` as it was, where a set or a grid is not of this kind. */
export function addUpManhattan(
  set: PolygonSet,
  frame: EdgeFrame,
  grid: PixelGrid,
  out: Float32Array | Float64Array,
  as: "coverage" | "area",
): boolean {
  const { originX, originY, pitchX, pitchY, pixelX, pixelY, columns, rows } = grid;
  if (![originX, originY, pitchX, pitchY, pixelX, pixelY].every(Number.isInteger)) return false;
  if (pixelX * pixelY * (set.count + 1) >= 2 ** 51 || (columns + 1) * (rows + 1) > mostCells) return false;
  if (!isManhattan(set)) return false;
  const differences = new Float64Array((columns + 1) * (rows + 1));
  deposit(set, frame, grid, differences);
  sumUp(differences, grid, out, as === "area" ? 1 : pixelX * pixelY);
  return true;
}

function isManhattan({ xy, rings }: PolygonSet): boolean {
  for (let ring = 0; ring < rings.length - 1; ring++) {
    const end = 2 * rings[ring + 1];
    for (let i = 2 * rings[ring], j = end - 2; i < end; j = i, i += 2)
      if (xy[i] !== xy[j] && xy[i + 1] !== xy[j + 1]) return false;
  }
  return true;
}

function deposit({ xy, rings, polygons }: PolygonSet, frame: EdgeFrame, grid: PixelGrid, cells: Float64Array): void {
  const { baseX, baseY, width, height } = frame;
  const { pitchX, pitchY, pixelX, pixelY, columns } = grid;
  const rowLength = columns + 1;
  const perPitchX = 1 / pitchX;
  const perPitchY = 1 / pitchY;
  for (let polygon = 0; polygon < polygons.length - 1; polygon++) {
    const hull = polygons[polygon];
    for (let ring = hull; ring < polygons[polygon + 1]; ring++) {
      const start = 2 * rings[ring];
      const end = 2 * rings[ring + 1];
      const weight = ring === hull ? ringSign(xy, start, end) : -ringSign(xy, start, end);
      for (let i = start, j = end - 2; i < end; j = i, i += 2) {
        if (xy[i + 1] === xy[j + 1]) continue;
        const x = xy[i] - baseX;
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
          const y = (side === 0 ? xy[j + 1] : xy[i + 1]) - baseY;
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
          const lowSigned = sign * low;
          const highSigned = sign * pixelY - lowSigned;
          const at = row * rowLength + column;
          cells[at] += near * lowSigned;
          cells[at + 1] += far * lowSigned;
          cells[at + rowLength] += near * highSigned;
          cells[at + rowLength + 1] += far * highSigned;
        }
      }
    }
  }
}

function sumUp(
  cells: Float64Array,
  { columns, rows }: PixelGrid,
  out: Float32Array | Float64Array,
  divisor: number,
): void {
  const below = new Float64Array(columns);
  for (let row = 0, i = 0, cell = 0; row < rows; row++, cell++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, i++, cell++) {
      sum += cells[cell];
      const area = below[column] + sum;
      below[column] = area;
      out[i] = divisor === 1 ? area : area / divisor;
    }
  }
}
