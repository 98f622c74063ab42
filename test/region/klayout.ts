/** What KLayout makes of the same polygons: expressions of Python over the regions `a` and `b`. */
import assert from "node:assert/strict";
import { PolygonSetBuilder } from "../../src/geometry/index.ts";
import { Region } from "../../src/region/index.ts";
import { projectRoot } from "../support/project.ts";
import { runPython } from "../support/python.ts";
import { randomNumbers } from "../support/random-numbers.ts";

const script = `
import json, sys
import klayout.db as kdb

def region(polygons):
    r = kdb.Region()
    r.min_coherence = True
    for hull, *holes in polygons:
        polygon = kdb.Polygon([kdb.Point(*xy) for xy in hull], True)
        for hole in holes: polygon.insert_hole([kdb.Point(*xy) for xy in hole], True)
        r.insert(polygon)
    return r

def net_areas(m1, via, m2):
    layout = kdb.Layout(); top = layout.create_cell("TOP")
    for i, r in enumerate((m1, via, m2)): top.shapes(layout.layer(i + 1, 0)).insert(r)
    l2n = kdb.LayoutToNetlist(kdb.RecursiveShapeIterator(layout, top, []))
    layers = [l2n.make_polygon_layer(layout.layer(i + 1, 0), str(i)) for i in range(3)]
    for layer in layers: l2n.connect(layer)
    l2n.connect(layers[0], layers[1]); l2n.connect(layers[1], layers[2])
    l2n.extract_netlist()
    nets = [net for c in l2n.netlist().each_circuit() for net in c.each_net()]
    return sorted(sum(l2n.shapes_of_net(net, layer, True).merged().area() for layer in layers) for net in nets)

answers = []
for case in json.load(sys.stdin):
    a, b, ours = (region(case[name]) for name in ("a", "b", "ours"))
    theirs = eval(case["python"])
    if isinstance(theirs, kdb.Region):
        merged = theirs.merged(True, 0)
        answers.append(dict(area=merged.area(), count=merged.count(), raw=theirs.count(), apart=(theirs ^ ours).area(), perimeter=merged.perimeter()))
    else: answers.append(theirs)
print(json.dumps(answers))
`;

export interface KLayoutCase {
  readonly a: Region;
  readonly b?: Region;
  /** What ours came to, if KLayout's answer is a region. */
  readonly ours?: Region;
  readonly python: string;
}

/** Of a region, in database units. */
export interface KLayoutRegion {
  readonly area: number;
  readonly count: number;
  /** Number of polygons before merging. */
  readonly raw: number;
  /** Area in just one of theirs and ours. */
  readonly apart: number;
  readonly perimeter: number;
}

export async function askKLayout<T = KLayoutRegion>(cases: readonly KLayoutCase[]): Promise<T[]> {
  const rings = (region?: Region) => (region === undefined ? [] : ringsOf(region));
  const stdin = JSON.stringify(
    cases.map(({ a, b, ours, python }) => ({ a: rings(a), b: rings(b), ours: rings(ours), python })),
  );
  const { code, stdout, stderr } = await runPython(["-c", script], { cwd: projectRoot, stdin });
  assert.equal(code, 0, stderr);
  const answers = JSON.parse(stdout) as T[];
  assert.equal(answers.length, cases.length);
  return answers;
}

/** Fails where ours is not KLayout's region: `most` is the area in just one of them for each unit of its outline. */
export async function assertAsKLayout(cases: readonly KLayoutCase[], most = 0): Promise<void> {
  const answers = await askKLayout(cases);
  for (const [i, { apart, perimeter, area }] of answers.entries()) {
    const { python, ours } = cases[i];
    assert.ok(apart <= most * perimeter, `case ${i}, ${python}: ${apart} of ${area} apart; ours ${ours}`);
  }
  assert.ok(answers.some(({ area }) => area > 0));
}

export function ringsOf({ polygons: { xy, rings, polygons } }: Region): number[][][][] {
  const ring = (i: number) =>
    Array.from({ length: rings[i + 1] - rings[i] }, (_, j) => [xy[2 * (rings[i] + j)], xy[2 * (rings[i] + j) + 1]]);
  return Array.from({ length: polygons.length - 1 }, (_, i) =>
    Array.from({ length: polygons[i + 1] - polygons[i] }, (_, j) => ring(polygons[i] + j)),
  );
}

export type RandomKind = "rectangles" | "stars" | "steps" | "octagons";

/** `count` random polygons within ±`reach` database units of 1 nm; some touch and overlap. */
export function randomRegion(kind: RandomKind, count: number, reach: number, seed: number): Region {
  const random = randomNumbers(seed);
  const whole = (from: number, to: number) => Math.floor(from + random() * (to - from + 1));
  const builder = new PolygonSetBuilder();
  for (let i = 0; i < count; i++) {
    const [x, y] = [whole(-reach, reach), whole(-reach, reach)];
    const size = whole(reach / 20, reach / 4);
    if (kind === "rectangles") builder.rectangle(x, y, x + size, y + whole(reach / 20, reach / 4));
    else if (kind === "stars") builder.polygon(star(x, y, size, whole(3, 9), random));
    else if (kind === "steps") builder.polygon(steps(x, y, size, whole(2, 5), random));
    else builder.polygon(octagon(x, y, size, whole(1, Math.max(1, size / 3))));
  }
  return Region.of(builder.build());
}

function star(x: number, y: number, size: number, corners: number, random: () => number): number[] {
  const xy: number[] = [];
  for (let k = 0; k < corners; k++) {
    const angle = (2 * Math.PI * (k + 0.8 * random())) / corners;
    const radius = size * (0.2 + 0.8 * random());
    xy.push(Math.round(x + radius * Math.cos(angle)), Math.round(y + radius * Math.sin(angle)));
  }
  return xy;
}

/** A staircase above a base line: axis-parallel, with corners of both kinds. */
function steps(x: number, y: number, size: number, count: number, random: () => number): number[] {
  const xy = [x + count * size, y, x, y];
  for (let k = 0; k < count; k++) {
    const height = Math.ceil(size * (0.2 + random()));
    xy.push(x + k * size, y + height, x + (k + 1) * size, y + height);
  }
  return xy.reverse().flatMap((_, i, all) => (i % 2 === 0 ? [all[i + 1], all[i]] : []));
}

function octagon(x: number, y: number, s: number, cut: number): number[] {
  const [a, b] = [s, s - cut];
  return [b, -a, a, -b, a, b, b, a, -b, a, -a, b, -a, -b, -b, -a].map((v, i) => v + (i % 2 === 0 ? x : y));
}
