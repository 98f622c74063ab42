/** Small layouts for laws: three levels, all kinds of shapes and placements, labels and properties. */
import fc from "fast-check";
import { box, type PolygonSet } from "../../src/geometry/index.ts";
import { type Cell, cell, Layout, label, path, Reference } from "../../src/layout/index.ts";
import { polygon } from "../../src/region/index.ts";

const length = fc.integer({ min: -200, max: 200 }).map((n) => n / 10);
const point = fc.tuple(length, length);
/** What has none is left out by readers. */
const hasArea = ([a, b, c]: readonly (readonly [number, number])[]) =>
  Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) > 0.005;
/** Members on each other are one in GDSII: gds-write.test.ts has them. */
const vector = point.filter(([x, y]) => x !== 0 || y !== 0);
const placement = (rotations: readonly number[], magnifications: readonly number[]) =>
  fc.record({
    at: point,
    rotation: fc.constantFrom(...rotations),
    mirror: fc.boolean(),
    magnification: fc.constantFrom(...magnifications),
    columns: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: 3 }),
    pitch: fc.tuple(vector, vector),
    child: fc.nat(),
  });
const content = fc.record({
  boxes: fc.array(point, { maxLength: 3 }),
  triangles: fc.array(fc.tuple(point, point, point).filter(hasArea), { maxLength: 2 }),
  paths: fc.array(fc.tuple(length, length, length), { maxLength: 2 }),
  labels: fc.array(point, { maxLength: 2 }),
});
type Content = typeof content extends fc.Arbitrary<infer T> ? T : never;

function fill(one: Cell, { boxes, triangles, paths, labels }: Content): Cell {
  for (const [x, y] of boxes) one.add("1/0", box(x, y, x + 3, y + 2));
  for (const corners of triangles) one.add("1/0", polygon(corners));
  for (const [x, y, bend] of paths)
    one.add(
      "2/0",
      path(
        [
          [x, y],
          [x + 5, y],
          [x + 5, bend],
        ],
        { width: 0.4, ends: "square" },
      ),
    );
  for (const [i, [x, y]] of labels.entries())
    one.add("3/0", label(`t${i}`, x, y, { rotation: 90 * (i % 4), mirror: i % 3 === 1 }));
  if (boxes.length > 0) one.shapes("1/0").setProperties("box", 0, [[7, "seven"]]);
  return one;
}

function layouts(rotations: readonly number[], magnifications: readonly number[]) {
  const placements = fc.array(placement(rotations, magnifications), { minLength: 1, maxLength: 3 });
  return fc.tuple(content, content, content, placements, placements).map(([low, middle, high, inner, outer]) => {
    const a = fill(cell("a"), low);
    const b = fill(cell("b"), middle);
    const top = fill(cell("top"), high);
    for (const { child: _, columns, rows, ...how } of inner) b.add(a.array(columns, rows, how));
    for (const { child, columns, rows, ...how } of outer) {
      const shape = (child % 2 === 0 ? a : b).array(columns, rows, how);
      top.add(new Reference(shape.cell, { ...shape.shape, properties: child % 3 === 0 ? [[1, "placed"]] : [] }));
    }
    return Layout.of(top, a, b);
  });
}

/** Any angles and magnifications. */
export const randomLayout = layouts([0, 90, 180, 270, 33], [1, 1, 0.5, 1.7]);
/** Only what takes whole coordinates to whole ones. */
export const uprightLayout = layouts([0, 90, 180, 270], [1]);

/** The first ring of every polygon, whatever vertex it starts from and which way round it goes, sorted. */
export function canonicalRings(set: PolygonSet): string[] {
  return Array.from({ length: set.count }, (_, i) => {
    const ring = set.polygons[i];
    const points: string[] = [];
    for (let k = set.rings[ring]; k < set.rings[ring + 1]; k++) points.push(`${set.xy[2 * k]},${set.xy[2 * k + 1]}`);
    return [points, [...points].reverse()].map(fromSmallest).sort()[0];
  }).sort();
}

function fromSmallest(points: readonly string[]): string {
  const turned = points.map((_, i) => [...points.slice(i), ...points.slice(0, i)].join(" "));
  return turned.sort()[0];
}
