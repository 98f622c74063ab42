/** How far regions lie from what gdstk draws: mean distance of the outlines, µm (area of xor over perimeter). */
import assert from "node:assert/strict";
import type { Region } from "../../src/region/index.ts";
import { projectRoot } from "./project.ts";
import { runPython } from "./python.ts";

const script = `
import json, sys
from math import pi
import gdstk
import klayout.db as kdb

def theirs(polygons):
    region = kdb.Region()
    for polygon in polygons:
        if hasattr(polygon, "points"): polygon = [kdb.Point(round(1000 * x), round(1000 * y)) for x, y in polygon.points]
        region.insert(kdb.Polygon(polygon, True) if isinstance(polygon, list) else polygon)
    region.min_coherence = False
    return region.merged()

def ours(polygons):
    region = kdb.Region()
    for rings in polygons:
        hull, *holes = [[kdb.Point(*xy) for xy in ring] for ring in rings]
        polygon = kdb.Polygon(hull, True)
        for hole in holes: polygon.insert_hole(hole, True)
        region.insert(polygon)
    return region.merged()

answers = []
for case in json.load(sys.stdin):
    a, b = ours(case["polygons"]), theirs(eval(case["python"]))
    answers.append((a ^ b).area() / max(1, b.perimeter()) / 1000)
print(json.dumps(answers))
`;

export interface ShapeCase {
  readonly region: Region;
  /** An expression of Python that gives a list of gdstk's polygons (µm) or KLayout's (nm). */
  readonly python: string;
}

/** Fails where an outline lies further than `most` µm from the other program's, on average. */
export async function assertSameShapes(cases: readonly ShapeCase[], most = 0.001): Promise<void> {
  const stdin = JSON.stringify(cases.map(({ region, python }) => ({ python, polygons: ringsOf(region) })));
  const { code, stdout, stderr } = await runPython(["-c", script], { cwd: projectRoot, stdin });
  assert.equal(code, 0, stderr);
  const distances = JSON.parse(stdout) as number[];
  assert.equal(distances.length, cases.length);
  for (const [i, distance] of distances.entries()) {
    assert.ok(!cases[i].region.isEmpty, cases[i].python);
    assert.ok(distance <= most, `${cases[i].python}: ${distance} µm apart`);
  }
}

function ringsOf({ polygons: { xy, rings, polygons } }: Region): number[][][][] {
  const ring = (i: number) =>
    Array.from({ length: rings[i + 1] - rings[i] }, (_, j) => [xy[2 * (rings[i] + j)], xy[2 * (rings[i] + j) + 1]]);
  return Array.from({ length: polygons.length - 1 }, (_, i) =>
    Array.from({ length: polygons[i + 1] - polygons[i] }, (_, j) => ring(polygons[i] + j)),
  );
}
