/**
 * Booleans of polygon sets: pre-pass, clusters of touching boxes, engine on batches of clusters, post-pass.
 * A polygon that touches no other goes through untouched.
 */
import { hullBoxes, IntList, type PolygonSet, PolygonSetBuilder } from "../../geometry/index.ts";
import { mostlyApart } from "./apart.ts";
import { BatchBuilder } from "./batches.ts";
import { clusterBoxes } from "./clusters.ts";
import type { BooleanOperation, PolygonEngine } from "./engine.ts";
import { chosenEngine, knowEngine } from "./engines.ts";
import type { Bands } from "./manhattan/bands.ts";
import type { TallyOfPart } from "./manhattan/tally.ts";
import { edgeSize, isManhattan } from "./manhattan/vertical-edges.ts";
import { prepare } from "./prepare.ts";
import { type BatchTask, type PrepareTask, runTasks } from "./tasks.ts";

/** `a operation b`: merged polygons, hulls counter-clockwise, holes clockwise. */
export function booleanOf(
  operation: BooleanOperation,
  a: PolygonSet,
  b: PolygonSet,
  engine: PolygonEngine = chosenEngine(),
): PolygonSet {
  return booleanBy(operation, a, b, engine).polygons;
}

/** The same, and which engines had something to do: "" where every polygon went through untouched. */
export function booleanBy(
  operation: BooleanOperation,
  a: PolygonSet,
  b: PolygonSet,
  engine: PolygonEngine = chosenEngine(),
): { polygons: PolygonSet; engines: string } {
  knowEngine(engine);
  const left = prepareAll(a, engine);
  const right = prepareAll(b, engine);
  const size = left.vertexCount + right.vertexCount;
  const straight = engine.manhattan === undefined ? null : straightFlags(left, right);
  const boxes = hullBoxes(left, right);
  // The engine for these looks at each edge about once: telling first what touches what would mostly take longer.
  if (engine.manhattan !== undefined && straight?.every((flag) => flag === 1) && !mostlyApart(boxes)) {
    const sweepParts = (parts: readonly Bands[], tallies: readonly TallyOfPart[]) =>
      runTasks(
        parts.map((bands, i) => ({ kind: "bands", operation, bands, tally: tallies[i] }) as const),
        edgeSize * size,
      );
    return { polygons: engine.manhattan(operation, left, right, sweepParts), engines: size === 0 ? "" : "manhattan" };
  }
  const { untouched, batches } = plan(operation, left, right, boxes, straight, engine);
  const result = new PolygonSetBuilder(size, left.count + right.count);
  result.append(untouched);
  // What is looked at costs far more than the numbers that tell where it is.
  for (const part of runTasks(batches, 4 * size)) result.append(part);
  const ran = new Set(batches.map(({ isManhattan }) => (isManhattan ? "manhattan" : nameOf(engine))));
  return { polygons: result.build(), engines: [...ran].join(" and ") };
}

/** Our engines are told apart by what they do. */
function nameOf(engine: PolygonEngine): string {
  return engine.manhattan === undefined ? engine.name : "sweep";
}

/** Vertices that a task of the pre-pass has, at least. */
const verticesEach = 2 ** 16;

/** The pre-pass, in parts where there is much. */
function prepareAll(set: PolygonSet, engine: PolygonEngine): PolygonSet {
  if (set.vertexCount < 2 * verticesEach) return prepare(set, engine);
  const parts: PrepareTask[] = [];
  for (let first = 0, end = 0; first < set.count; first = end) {
    const start = set.rings[set.polygons[first]];
    while (end < set.count && set.rings[set.polygons[end]] - start < verticesEach) end++;
    const part = new PolygonSetBuilder(0, 0);
    part.appendRange(set, first, end);
    parts.push({ kind: "prepare", engine: engine.name, set: part.view() });
  }
  const prepared = runTasks(parts, set.vertexCount);
  if (prepared.every(({ changed }) => changed === null)) return set;
  const result = new PolygonSetBuilder(set.vertexCount, set.count);
  for (const [i, { changed }] of prepared.entries()) result.append(changed ?? parts[i].set);
  return result.view();
}

/** What is part of the result as it is, and what an engine has to look at. */
function plan(
  operation: BooleanOperation,
  a: PolygonSet,
  b: PolygonSet,
  boxes: Int32Array,
  straight: Uint8Array | null,
  engine: PolygonEngine,
): { untouched: PolygonSet; batches: BatchTask[] } {
  const { starts, members } = groups(clusterBoxes(boxes));
  const untouchedOfA = new IntList();
  const untouchedOfB = new IntList();
  const axisParallel = new BatchBuilder(a, b, { engine: engine.name, operation, isManhattan: true });
  const anyAngle = new BatchBuilder(a, b, { engine: engine.name, operation, isManhattan: false });
  const needsA = operation === "and" || operation === "not";
  for (let cluster = 0; cluster + 1 < starts.length; cluster++) {
    // Ascending: those of A come first.
    const [start, end] = [starts[cluster], starts[cluster + 1]];
    const first = members[start];
    if (needsA && first >= a.count) continue;
    if (operation === "and" && members[end - 1] < a.count) continue;
    if (end - start === 1) {
      if (first < a.count) untouchedOfA.push(first);
      else untouchedOfB.push(first - a.count);
    } else if (straight !== null && isStraight(straight, members, start, end)) {
      axisParallel.add(members, start, end, false);
    } else {
      anyAngle.add(members, start, end, !engine.takesAll);
    }
  }
  axisParallel.finish();
  anyAngle.finish();
  const untouched = new PolygonSetBuilder(0, untouchedOfA.length + untouchedOfB.length);
  untouched.appendChosen(a, untouchedOfA.view());
  untouched.appendChosen(b, untouchedOfB.view());
  return { untouched: untouched.view(), batches: [...axisParallel.batches, ...anyAngle.batches] };
}

function isStraight(straight: Uint8Array, members: Int32Array, start: number, end: number): boolean {
  for (let k = start; k < end; k++) if (straight[members[k]] === 0) return false;
  return true;
}

/** The members of each label, ascending; labels in the order in which they first come. */
function groups(labels: Int32Array): { starts: Int32Array; members: Int32Array } {
  const groupOf = new Int32Array(labels.length).fill(-1);
  const sizes = new Int32Array(labels.length + 1);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    if (groupOf[labels[i]] === -1) groupOf[labels[i]] = count++;
    sizes[groupOf[labels[i]] + 1]++;
  }
  const starts = sizes.slice(0, count + 1);
  for (let group = 0; group < count; group++) starts[group + 1] += starts[group];
  const at = starts.slice();
  const members = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) members[at[groupOf[labels[i]]]++] = i;
  return { starts, members };
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
