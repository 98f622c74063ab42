/** Which points lie in a merged set of polygons. */
import { BoxTree, Hits, hullBoxes, PolygonSet, pointInRing } from "../../geometry/index.ts";

/** Up to so many points each ring is looked at for each of them. */
const fewPoints = 4;

/**
 * A point is in as many hulls as it is in holes, and one hull more where the polygons hold it, since they do not overlap; on an
 * outline it is held.
 * @param points  x,y pairs, database units
 */
export function containsPoints({ xy, rings, ringCount, polygons }: PolygonSet, points: Int32Array): boolean[] {
  const isHull = new Uint8Array(ringCount);
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) isHull[polygons[polygon]] = 1;
  const nearRings = points.length > 2 * fewPoints ? ringsByBox(xy, rings) : null;
  return Array.from({ length: points.length / 2 }, (_, i) => {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    const near = nearRings?.(x, y) ?? null;
    let depth = 0;
    for (let k = 0; k < (near?.count ?? ringCount); k++) {
      const ring = near === null ? k : near.items[k];
      const where = pointInRing(x, y, xy, 2 * rings[ring], 2 * rings[ring + 1]);
      if (where === 0) return true;
      if (where > 0) depth += isHull[ring] === 1 ? 1 : -1;
    }
    return depth > 0;
  });
}

function ringsByBox(xy: Int32Array, rings: Uint32Array): (x: number, y: number) => Hits {
  // Each ring as a polygon of its own.
  const tree = new BoxTree(
    hullBoxes(
      new PolygonSet(
        xy,
        rings,
        rings.map((_, ring) => ring),
      ),
    ),
  );
  const hits = new Hits();
  return (x, y) => {
    tree.search(x, y, x, y, hits);
    return hits;
  };
}
