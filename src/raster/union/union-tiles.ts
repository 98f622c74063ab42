/** Unions in the tiles of a raster where adding up is not enough. */
import type { PolygonSet } from "../../geometry/index.ts";
import { ManhattanTileUnion } from "../manhattan/index.ts";
import type { Survey } from "../survey/index.ts";
import type { TileLists } from "./contested-tiles.ts";
import { distinctPolygons } from "./distinct-polygons.ts";
import { manyPolygons, TilePainter, type UnionTarget } from "./tile-painter.ts";

export function rasterizeTiles(set: PolygonSet, survey: Survey, tiles: TileLists, target: UnionTarget): void {
  const painter = new TilePainter(set, survey, tiles.size, target);
  const { grid, out, as, check } = target;
  const { size } = tiles;
  // Simple polygons along the axes on whole pixels have a sweep of their own.
  const isWhole = survey.isManhattan && ManhattanTileUnion.fits(grid, size);
  const manhattan = isWhole ? new ManhattanTileUnion(set, survey, grid, as) : null;
  const isKnotted = new Uint8Array(manhattan === null ? 0 : set.count);
  for (const polygon of survey.knotted) isKnotted[polygon] = 1;
  for (let row = 0; row < tiles.up; row++) {
    const first = row * tiles.across;
    const rows = Math.min(size, grid.rows - row * size);
    const wanted: number[] = [];
    for (let tile = first; tile < first + tiles.across; tile++) {
      if (tiles.contested[tile] === 0) continue;
      check?.();
      const polygons = tiles.polygons.subarray(tiles.starts[tile], tiles.starts[tile + 1]);
      const column = (tile - first) * size;
      const columns = Math.min(size, grid.columns - column);
      if (painter.fillsCovered({ column, row: row * size, columns, rows }, polygons)) continue;
      if (manhattan !== null) {
        const areSimple = survey.knotted.length === 0 || polygons.every((polygon) => isKnotted[polygon] === 0);
        if (areSimple && manhattan.tile(column, row * size, columns, rows, polygons, out)) continue;
      }
      wanted.push(tile - first);
    }
    if (wanted.length === 0) continue;
    const lists = wanted.map((column) => {
      const polygons = tiles.polygons.subarray(tiles.starts[first + column], tiles.starts[first + column + 1]);
      return polygons.length > manyPolygons ? distinctPolygons(set, polygons) : polygons;
    });
    painter.paintRow(row, wanted, lists);
  }
}
