/** What the references of two cells do not share, whatever their order; arrays are also compared member by member. */
import { formatLength, fromDbu } from "../../units.ts";
import type { Reference } from "../reference.ts";
import { propertiesText } from "./diff-shapes.ts";
import { Multiset } from "./multiset.ts";

export interface ReferencesDiff {
  /** "via at (1, 2) µm, turned 90°, 3 × 2". */
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
}

/** Members that are looked at one by one where arrays differ as such. */
const mostMembers = 1_000_000;

export function diffReferences(a: readonly Reference[], b: readonly Reference[]): ReferencesDiff {
  const texts = new Multiset();
  const byText = new Map<string, Reference>();
  for (const [references, add] of [
    [a, "add"],
    [b, "subtract"],
  ] as const) {
    for (const reference of references) {
      const text = referenceText(reference);
      byText.set(text, reference);
      texts[add](text);
    }
  }
  const [onlyInA, onlyInB] = [texts.onlyInFirst, texts.onlyInSecond];
  const referencesOf = (list: readonly string[]) => list.map((text) => byText.get(text)!);
  return sameMembers(referencesOf(onlyInA), referencesOf(onlyInB))
    ? { onlyInA: [], onlyInB: [] }
    : { onlyInA, onlyInB };
}

/** One array, or as many single references, or two arrays: files do not agree in which they write. */
function sameMembers(a: readonly Reference[], b: readonly Reference[]): boolean {
  const count = (list: readonly Reference[]) => list.reduce((sum, reference) => sum + reference.count, 0);
  if (count(a) !== count(b) || count(a) > mostMembers) return false;
  const members = new Multiset();
  for (const one of a) for (const member of memberTexts(one)) members.add(member);
  for (const one of b) for (const member of memberTexts(one)) members.subtract(member);
  return members.onlyInFirst.length === 0 && members.onlyInSecond.length === 0;
}

function* memberTexts(reference: Reference): Generator<string> {
  const how = poseText(reference) + propertiesText(reference.properties);
  for (let row = 0; row < reference.rows; row++)
    for (let column = 0; column < reference.columns; column++) {
      const [x, y] = reference.displacement(column, row);
      yield `${reference.cell.name} ${reference.dx + x} ${reference.dy + y}${how}`;
    }
}

function referenceText(reference: Reference): string {
  const { cell, columns, rows, offsets } = reference;
  const micron = (value: number) => formatLength(fromDbu(value, cell.dbu));
  const vector = (x: number, y: number) => `(${micron(x)}, ${micron(y)})`;
  let array = "";
  if (offsets !== null) array = `, at ${columns} places: ${placesText(offsets, vector)}`;
  else if (reference.isArray) {
    const { columnX, columnY, rowX, rowY } = reference;
    array = `, ${columns} × ${rows} by ${vector(columns > 1 ? columnX : 0, columns > 1 ? columnY : 0)} and ${vector(rows > 1 ? rowX : 0, rows > 1 ? rowY : 0)}`;
  }
  const place = vector(reference.dx, reference.dy);
  return `${cell.name} at ${place} µm${poseText(reference)}${array}${propertiesText(reference.properties)}`;
}

/** Where the members lie from the first one; of many the first few, and a number that changes with any of them. */
function placesText(offsets: Int32Array, vector: (x: number, y: number) => string): string {
  const count = offsets.length / 2;
  const shown = Array.from({ length: Math.min(count, mostPlaces) }, (_, i) =>
    vector(offsets[2 * i], offsets[2 * i + 1]),
  );
  if (count <= mostPlaces) return shown.join(", ");
  let sum = 0;
  for (const value of offsets) sum = (Math.imul(sum, 31) + value) | 0;
  return `${shown.join(", ")}, … (checksum ${(sum >>> 0).toString(16)})`;
}

const mostPlaces = 8;

function poseText({ rotation, mirror, magnification }: Reference): string {
  const turned = rotation === 0 ? "" : `, turned ${formatLength(rotation)}°`;
  return `${turned}${mirror ? ", mirrored" : ""}${magnification === 1 ? "" : `, × ${formatLength(magnification)}`}`;
}
