/**
 * Booleans of polygon sets: pre-pass, clusters of touching boxes, engine cluster by cluster, post-pass.
 * A polygon that touches no other goes through untouched.
 */
import { type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { assemble } from "./assemble.ts";
import { clusterBoxes } from "./clusters.ts";
import type { BooleanOperation, PolygonEngine } from "./engine.ts";
import { isManhattan } from "./manhattan/vertical-edges.ts";
import { prepare } from "./prepare.ts";

/** `a operation b`: merged polygons, hulls counter-clockwise, holes clockwise. */
export function booleanOf(
  operation: BooleanOperation,
  a: PolygonSet,
  b: PolygonSet,
  engine: PolygonEngine,
): PolygonSet {
  const left = prepare(a, engine);
  const right = prepare(b, engine);
  const isStraight = engine.manhattan === undefined ? null : straightFlags(left, right);
  // The engine for these looks at each edge about once: telling first what touches what would take longer.
  if (engine.manhattan !== undefined && isStraight?.every((flag) => flag === 1)) {
    return engine.manhattan(operation, left, right);
  }
  const total = left.count + right.count;
  const labels = clusterBoxes(boxesOf(left, right));
  const result = new PolygonSetBuilder(left.vertexCount + right.vertexCount, total);
  const shared: Cluster = { ofA: [], ofB: [] };
  const straight: Cluster = { ofA: [], ofB: [] };
  for (const cluster of clustersOf(labels, left.count)) {
    const { ofA, ofB } = cluster;
    if (ofA.length === 0 && (operation === "and" || operation === "not")) continue;
    if (ofB.length === 0 && operation === "and") continue;
    if (ofA.length + ofB.length === 1) {
      appendPolygons(result, ofA.length === 1 ? left : right, ofA.length === 1 ? ofA : ofB);
    } else if (isStraight !== null && isAll(isStraight, cluster, left.count)) {
      addTo(straight, cluster);
    } else if (engine.takesAll) {
      addTo(shared, cluster);
    } else {
      result.append(assemble(engine.boolean(operation, subset(left, ofA), subset(right, ofB))));
    }
  }
  if (engine.manhattan !== undefined && straight.ofA.length + straight.ofB.length > 0) {
    result.append(engine.manhattan(operation, subset(left, straight.ofA), subset(right, straight.ofB)));
  }
  if (shared.ofA.length + shared.ofB.length > 0) {
    result.append(assemble(engine.boolean(operation, subset(left, shared.ofA), subset(right, shared.ofB))));
  }
  return result.build();
}

/** 1 for each polygon of both sets whose edges are all axis-parallel. */
function straightFlags(...sets: readonly PolygonSet[]): Uint8Array {
  const flags = new Uint8Array(sets.reduce((sum, set) => sum + set.count, 0));
  let at = 0;
  for (const set of sets) {
    for (let polygon = 0; polygon < set.count; polygon++) {
      flags[at++] = isManhattan(set, set.polygons[polygon], set.polygons[polygon + 1]) ? 1 : 0;
    }
  }
  return flags;
}

function isAll(flags: Uint8Array, { ofA, ofB }: Cluster, countA: number): boolean {
  for (const i of ofA) if (flags[i] === 0) return false;
  for (const i of ofB) if (flags[countA + i] === 0) return false;
  return true;
}

function addTo(all: Cluster, { ofA, ofB }: Cluster): void {
  for (const i of ofA) all.ofA.push(i);
  for (const i of ofB) all.ofB.push(i);
}

/** Indices of polygons of either operand. */
interface Cluster {
  readonly ofA: number[];
  readonly ofB: number[];
}

function boxesOf(...sets: readonly PolygonSet[]): Int32Array {
  const boxes = new Int32Array(4 * sets.reduce((sum, set) => sum + set.count, 0));
  let at = 0;
  for (const set of sets) {
    for (let polygon = 0; polygon < set.count; polygon++, at += 4) {
      // The hull alone: a prepared polygon's holes lie in it.
      const hull = set.polygons[polygon];
      const xy = set.xy;
      let i = 2 * set.rings[hull];
      let [x1, y1, x2, y2] = [xy[i], xy[i + 1], xy[i], xy[i + 1]];
      for (; i < 2 * set.rings[hull + 1]; i += 2) {
        if (xy[i] < x1) x1 = xy[i];
        if (xy[i] > x2) x2 = xy[i];
        if (xy[i + 1] < y1) y1 = xy[i + 1];
        if (xy[i + 1] > y2) y2 = xy[i + 1];
      }
      boxes[at] = x1;
      boxes[at + 1] = y1;
      boxes[at + 2] = x2;
      boxes[at + 3] = y2;
    }
  }
  return boxes;
}

function clustersOf(labels: Int32Array, countA: number): Iterable<Cluster> {
  const clusters = new Map<number, Cluster>();
  for (let i = 0; i < labels.length; i++) {
    let cluster = clusters.get(labels[i]);
    if (cluster === undefined) clusters.set(labels[i], (cluster = { ofA: [], ofB: [] }));
    if (i < countA) cluster.ofA.push(i);
    else cluster.ofB.push(i - countA);
  }
  return clusters.values();
}

function subset(set: PolygonSet, members: readonly number[]): PolygonSet {
  const builder = new PolygonSetBuilder();
  appendPolygons(builder, set, members);
  return builder.build();
}

function appendPolygons(builder: PolygonSetBuilder, set: PolygonSet, members: readonly number[]): void {
  for (const polygon of members) {
    for (let ring = set.polygons[polygon]; ring < set.polygons[polygon + 1]; ring++) {
      builder.vertices(set.xy, 2 * set.rings[ring], 2 * (set.rings[ring + 1] - set.rings[ring]));
      builder.endRing();
    }
    builder.endPolygon();
  }
}
