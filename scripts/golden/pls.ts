/**
 * Golden programs of the .pls language: each is compiled, written as GDSII, read again and compared with what polyp,
 * KLayout or reasoning say of its cells; each wrong one has to be refused at the right place in the right words.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { decodeGds, encodeGds } from "../../src/formats/index.ts";
import type { Layout } from "../../src/layout/index.ts";
import { type CompiledPls, compilePls, decodePls } from "../../src/pls/index.ts";
import type { GoldenInput, GoldenResult } from "./index.ts";
import { type CellFacts, cellFacts, type LayerFacts, type ReferenceFacts } from "./pls/cell-facts.ts";
import { failedChecks, type RelationCheck } from "./pls/relations.ts";

export interface GoldenProgram {
  readonly id: string;
  readonly file: string;
  readonly kind: "layout" | "error";
  readonly cells?: Readonly<Record<string, GoldenCell>>;
  readonly checks?: readonly RelationCheck[];
  readonly skip?: readonly string[];
  readonly tolerance?: { readonly area?: number; readonly bbox?: number };
  readonly layer_subset?: boolean;
  readonly policy?: string;
  readonly error?: GoldenError;
}

interface GoldenCell {
  readonly layers?: Readonly<Record<string, LayerFacts>>;
  readonly flat?: Readonly<Record<string, LayerFacts>>;
  readonly refs?: readonly ReferenceFacts[];
}

interface GoldenError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly column_end: number;
  readonly must_mention: readonly string[];
}

/** Positions, µm. */
const near = 0.0015;

export function checkPrograms({ json, folder }: GoldenInput): GoldenResult {
  if (folder === null)
    return { passed: 0, failures: [{ name: "pls", problem: "the folder of the programs is missing" }] };
  const { cases } = json as { readonly cases: readonly GoldenProgram[] };
  const failures = cases.flatMap((one) => {
    const problem = problemOf(one, join(folder, one.file));
    return problem === null ? [] : [{ name: one.id, problem }];
  });
  return { passed: cases.length - failures.length, failures };
}

function problemOf(one: GoldenProgram, path: string): string | null {
  if (!existsSync(path)) return `${path} is not there`;
  const compiled = compilePls(decodePls(readFileSync(path)), { file: path });
  const problems = one.kind === "error" ? wrongError(one, compiled) : wrongLayout(one, compiled);
  return problems.length === 0 ? null : problems.slice(0, 3).join("; ");
}

function wrongError({ error, policy }: GoldenProgram, compiled: CompiledPls): string[] {
  if (compiled.errors.length === 0) return policy === "or-accept" ? [] : ["no error was reported"];
  const wanted = error!;
  const text = compiled.report;
  const places = [...text.matchAll(/([^\s:()]*?\.pls):(\d+):(\d+)/g)]
    .filter(([, file]) => basename(file) === basename(wanted.file))
    .map(([, , line, column]) => [Number(line), Number(column)]);
  const isThere = places.some(
    ([line, column]) => line === wanted.line && column >= wanted.column && column <= wanted.column_end,
  );
  const silent = wanted.must_mention.filter((word) => !text.includes(word));
  const where = `${wanted.line}:${wanted.column}..${wanted.column_end}`;
  return [
    ...(isThere ? [] : [`the places are ${places.map((place) => place.join(":")).join(" ")}, and not ${where}`]),
    ...silent.map((word) => `the message does not mention ${JSON.stringify(word)}`),
    ...(/\n\s+at .*\.[jt]s:\d+/.test(text) ? ["the message has a stack trace"] : []),
  ];
}

function wrongLayout(one: GoldenProgram, compiled: CompiledPls): string[] {
  if (compiled.layout === null) return [`it was refused: ${compiled.report.split("\n")[0]}`];
  const facts = factsOf(compiled.layout);
  const problems = Object.entries(one.cells ?? {}).flatMap(([name, cell]) => wrongCell(one, name, cell, facts));
  if (one.cells !== undefined) problems.push(...strangeCells(one, facts));
  return [...problems, ...failedChecks(one.checks ?? [], facts)];
}

/** Through the file format: what is compared is what others would read. */
function factsOf(layout: Layout): ReadonlyMap<string, CellFacts> {
  const read = decodeGds(encodeGds(layout));
  return new Map(read.cells.map((cell) => [cell.name, cellFacts(cell)]));
}

function strangeCells(one: GoldenProgram, facts: ReadonlyMap<string, CellFacts>): string[] {
  const wanted = one.cells!;
  if (Object.values(wanted).some((cell) => cell.flat !== undefined && cell.refs === undefined)) return [];
  return [...facts]
    .filter(([name, { own, refs }]) => !(name in wanted) && name !== "legend" && (own.size > 0 || refs.length > 0))
    .map(([name]) => `cell ${name} is unexpected`);
}

function wrongCell(
  one: GoldenProgram,
  name: string,
  cell: GoldenCell,
  facts: ReadonlyMap<string, CellFacts>,
): string[] {
  const seen = facts.get(name);
  if (seen === undefined) {
    const isEmpty = Object.keys(cell.layers ?? {}).length === 0 && (cell.refs ?? []).length === 0;
    return isEmpty ? [] : [`cell ${name} is missing`];
  }
  return [
    ...(cell.layers === undefined ? [] : wrongLayers(one, `${name} own`, cell.layers, seen.own)),
    ...(cell.flat === undefined ? [] : wrongLayers(one, `${name} flat`, cell.flat, seen.flat)),
    ...(cell.refs === undefined ? [] : wrongReferences(name, cell.refs, seen.refs)),
  ];
}

function wrongLayers(
  one: GoldenProgram,
  where: string,
  wanted: Readonly<Record<string, LayerFacts>>,
  seen: ReadonlyMap<string, LayerFacts>,
): string[] {
  const names = Object.keys(wanted).filter((name) => wanted[name].area > 0);
  const missing = names.filter((name) => !seen.has(name)).map((name) => `${where} ${name} is missing`);
  const extra = [...seen.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => `${where} ${name} is unexpected`);
  const there = names.filter((name) => seen.has(name));
  return [
    ...missing,
    ...(one.layer_subset ? [] : extra),
    ...there.flatMap((name) => wrongShapes(one, `${where} ${name}`, wanted[name], seen.get(name)!)),
  ];
}

function wrongShapes(
  { tolerance = {}, skip = [] }: GoldenProgram,
  where: string,
  wanted: LayerFacts,
  seen: LayerFacts,
): string[] {
  const problems: string[] = [];
  const area = (tolerance.area ?? 0) + 0.001 * wanted.perimeter + 1e-4;
  if (Math.abs(wanted.area - seen.area) > area) problems.push(`${where} area ${seen.area}, expected ${wanted.area}`);
  const side = tolerance.bbox ?? near;
  if (!wanted.bbox.every((value, i) => Math.abs(value - seen.bbox[i]) <= side))
    problems.push(`${where} bbox ${seen.bbox.join()}, expected ${wanted.bbox.join()}`);
  for (const key of ["polygons", "holes"] as const)
    if (!skip.includes(key) && wanted[key] !== seen[key])
      problems.push(`${where} ${key} ${seen[key]}, expected ${wanted[key]}`);
  return problems;
}

function wrongReferences(name: string, wanted: readonly ReferenceFacts[], seen: readonly ReferenceFacts[]): string[] {
  const left = seen.map(normalized);
  const missing = wanted.filter((one) => {
    const found = left.findIndex((other) => isNear(normalized(one), other));
    if (found >= 0) left.splice(found, 1);
    return found < 0;
  });
  return [
    ...missing.map((one) => `${name} has no reference ${JSON.stringify(one)} among ${JSON.stringify(seen)}`),
    ...(wanted.length === seen.length ? [] : [`${name} has ${seen.length} references, expected ${wanted.length}`]),
  ];
}

/** The vectors of an array may be exchanged. */
function normalized(one: ReferenceFacts): ReferenceFacts {
  const { cell, x, y, rotation, mirror, mag, na = 1, nb = 1, a, b } = one;
  const placed = { cell, x, y, rotation, mirror, mag };
  if (na * nb === 1) return placed;
  const isInOrder = a![0] < b![0] || (a![0] === b![0] && (a![1] < b![1] || (a![1] === b![1] && na <= nb)));
  return isInOrder ? { ...placed, na, nb, a, b } : { ...placed, na: nb, nb: na, a: b, b: a };
}

function isNear(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) <= near;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  const [p, q] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.length === Object.keys(b).length && keys.every((key) => isNear(p[key], q[key]));
}
