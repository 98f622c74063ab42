/**
 * The union of polygons, in parts where they lie on one another so often that edges cross far more than the outline of
 * the union has vertices: a hundred thousand triangles on one spot. In each of sixteen parts the polygons lie that much
 * thinner; parts are united by themselves, in parts again where need be, and what is left are outlines, most edges being
 * gone.
 *
 * Each time the outline may move by half a unit: parts of parts three times, where one go moves it once. Hence many parts
 * at a time and not halves. What the parts are follows from the polygons alone, so that threads change nothing.
 */
import { IntList, type PolygonSet, PolygonSetBuilder } from "../../../../geometry/index.ts";
import { unionAtOnce } from "./union-at-once.ts";

const mostParts = 16;
/** Vertices of the parts for each of the polygons, from which on they are not worth it. */
const mostLeftEach = 4;

/** @param set  polygons that do not cross themselves (prepare.ts). Throws a RegionError `crossing-limit`. */
export function unionOf(set: PolygonSet): PolygonSet {
  const whole = unionAtOnce(set);
  if (whole !== null) return whole;
  const edges = set.vertexCount;
  const count = Math.min(mostParts, set.count);
  // Of few polygons the parts would be as large as the whole.
  if (count < 3) return unionAtOnce(set, edges);
  const parts = scattered(set, count).map(unionOf);
  // Where crossings are vertices of the outline, as those of a grid of lines are, parts win nothing.
  const left = parts.reduce((sum, part) => sum + part.vertexCount, 0);
  return left > mostLeftEach * edges ? unionAtOnce(set, edges) : mergedParts(parts, edges);
}

/** The set in parts, each with polygons from everywhere: what comes in turns, as two layers of lines do, is not told apart. */
function scattered(set: PolygonSet, count: number): PolygonSet[] {
  const members = Array.from({ length: count }, () => new IntList());
  // Multiples of the golden section are spread evenly, and so are every second, third … of them.
  for (let i = 0; i < set.count; i++) members[Math.floor(((Math.imul(i, 0x9e3779b1) >>> 0) / 2 ** 32) * count)].push(i);
  const some = members.filter(({ length }) => length > 0);
  return some.map((chosen) => {
    const builder = new PolygonSetBuilder(0, 0);
    builder.appendChosen(set, chosen.view());
    return builder.build();
  });
}

/** All at once where that is no more than usual, else both halves first. @param edges  of the polygons they were made of */
function mergedParts(parts: readonly PolygonSet[], edges: number): PolygonSet {
  if (parts.length === 1) return parts[0];
  const all = new PolygonSetBuilder(0, 0);
  for (const part of parts) all.append(part);
  if (parts.length === 2) return unionAtOnce(all.build(), edges);
  const whole = unionAtOnce(all.build());
  if (whole !== null) return whole;
  const middle = parts.length / 2;
  return mergedParts([mergedParts(parts.slice(0, middle), edges), mergedParts(parts.slice(middle), edges)], edges);
}
