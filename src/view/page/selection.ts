/** The polygon that was clicked. It stays when the scene is loaded again, where it or what its line makes is still there. */
import { lengthText } from "../svg-text.ts";
import type { Parts } from "./parts.ts";
import { areaOf, type Polygons, polygonsAt, type Scene, type ShownLayer } from "./scene.ts";

export interface Picked {
  readonly layer: ShownLayer;
  readonly polygon: number;
}

type Words = readonly (readonly [word: string, text: string])[];

interface Chosen extends Picked {
  /** Within it, µm. */
  readonly point: readonly [x: number, y: number];
  /** What the server said of it: its source, its cell. */
  readonly said: Words;
}

/** Polygons that are asked about to find the one that a line makes now. */
const mostAsked = 12;

export class Selection {
  readonly #parts: Parts;
  readonly #isShown: (layer: ShownLayer) => boolean;
  readonly #show: (words: Words) => void;
  #chosen: Chosen | null = null;
  /** Of the last click, µm. */
  #clicked: readonly [x: number, y: number] = [Infinity, Infinity];
  /** What was asked before the last click is of no use any more. */
  #turn = 0;

  /** @param show hears of what there is to say, and that the picked polygon is another one */
  constructor(parts: Parts, isShown: (layer: ShownLayer) => boolean, show: (words: Words) => void) {
    this.#parts = parts;
    this.#isShown = isShown;
    this.#show = show;
  }

  get picked(): Picked | null {
    return this.#chosen;
  }

  clear(): void {
    this.#turn++;
    this.#chosen = null;
    this.#show([]);
  }

  /**
   * The smallest polygon there, which the others surround; where the click is within `reach` (µm) of the one before, the
   * next larger one.
   */
  async pick(scene: Scene, x: number, y: number, reach: number): Promise<void> {
    const turn = ++this.#turn;
    const near = scene.isWhole ? scene : await this.#parts.at(scene, this.#isShown, x, y);
    if (turn !== this.#turn) return;
    const there = polygonsAt(near, this.#isShown, x, y);
    const isAgain = Math.hypot(x - this.#clicked[0], y - this.#clicked[1]) <= reach;
    const old = isAgain ? this.#chosen : null;
    const before =
      old === null
        ? -1
        : there.findIndex(({ layer, polygon }) => layer.key === old.layer.key && isSame(layer, polygon, old));
    this.#clicked = [x, y];
    if (there.length === 0) this.clear();
    else await this.#choose(scene, { ...there[(before + 1) % there.length], point: [x, y], said: [] });
  }

  /** After a change: the same polygon, else one of its layer that the same line makes, the most alike first. */
  async keep(scene: Scene): Promise<void> {
    const old = this.#chosen;
    if (old === null) return;
    const turn = ++this.#turn;
    const near = scene.isWhole ? scene : await this.#parts.at(scene, () => true, ...old.point);
    const layer = near.layers.find(({ key }) => key === old.layer.key);
    const alike = layer === undefined ? [] : mostAlike(layer, old);
    if (layer !== undefined && alike.length > 0 && isSame(layer, alike[0], old)) {
      if (turn === this.#turn) await this.#choose(scene, { ...old, layer, polygon: alike[0] });
      return;
    }
    const made = old.said.filter(([word]) => word === "source" || word === "made by");
    for (const polygon of layer === undefined || made.length === 0 ? [] : alike) {
      const point = innerPoint(layer!, polygon, scene.dbu);
      if (point === null) continue;
      const said = await this.#ask(scene, layer!, point);
      if (turn !== this.#turn) return;
      // Its line may have been moved, or its words may have been changed.
      if (made.some(([word, text]) => said.some(([key, value]) => key === word && value === text))) {
        await this.#choose(scene, { layer: layer!, polygon, point, said });
        return;
      }
    }
    if (turn === this.#turn) this.clear();
  }

  async #choose(scene: Scene, chosen: Chosen): Promise<void> {
    const turn = ++this.#turn;
    this.#chosen = chosen;
    const facts = factsOf(chosen, scene.dbu);
    this.#show([...chosen.said, ...facts]);
    const said = await this.#ask(scene, chosen.layer, chosen.point);
    if (turn !== this.#turn) return;
    this.#chosen = { ...chosen, said };
    this.#show([...said, ...facts]);
  }

  async #ask(scene: Scene, layer: ShownLayer, [x, y]: readonly [number, number]): Promise<Words> {
    const query = new URLSearchParams({ cell: scene.cell, layer: layer.key, x: String(x), y: String(y) });
    const answer = await fetch(`at?${query}`);
    return answer.ok ? ((await answer.json()) as Words) : [];
  }
}

function factsOf({ layer, polygon }: Picked, dbu: number): Words {
  const [left, bottom, right, top] = boxOf(layer, polygon).map((side) => side * dbu);
  return [
    ["layer", layer.name],
    ["size", `${lengthText(right - left)} × ${lengthText(top - bottom)}`],
    ["area", `${Number((areaOf(layer, polygon) * dbu ** 2).toPrecision(7))} µm²`],
    ["vertices", String(layer.rings[layer.polygons[polygon + 1]] - layer.rings[layer.polygons[polygon]])],
  ];
}

function boxOf({ boxes }: Polygons, polygon: number): number[] {
  return Array.from(boxes.subarray(4 * polygon, 4 * polygon + 4));
}

/** By how far the sides of their boxes lie apart. */
function mostAlike(layer: Polygons, { layer: was, polygon: old }: Picked): number[] {
  const box = boxOf(was, old);
  const { boxes } = layer;
  const found: { polygon: number; apart: number }[] = [];
  for (let polygon = 0; 4 * polygon < boxes.length; polygon++) {
    let apart = 0;
    for (let side = 0; side < 4; side++) apart += Math.abs(boxes[4 * polygon + side] - box[side]);
    if (found.length === mostAsked && apart >= found[mostAsked - 1].apart) continue;
    found.push({ polygon, apart });
    found.sort((a, b) => a.apart - b.apart);
    found.length = Math.min(found.length, mostAsked);
  }
  return found.map(({ polygon }) => polygon);
}

function isSame(layer: Polygons, polygon: number, { layer: was, polygon: old }: Picked): boolean {
  const [now, before] = [verticesOf(layer, polygon), verticesOf(was, old)];
  return now.length === before.length && now.every((value, i) => value === before[i]);
}

function verticesOf({ xy, rings, polygons }: Polygons, polygon: number): Int32Array {
  return xy.subarray(2 * rings[polygons[polygon]], 2 * rings[polygons[polygon + 1]]);
}

/** A point within a polygon, µm: the middle of its widest piece halfway up. */
function innerPoint({ xy, rings, polygons }: Polygons, polygon: number, dbu: number): [number, number] | null {
  const vertices: number[] = [];
  for (let i = 2 * rings[polygons[polygon]]; i < 2 * rings[polygons[polygon] + 1]; i += 2) vertices.push(xy[i + 1]);
  const heights = [...new Set(vertices)].sort((a, b) => a - b);
  if (heights.length < 2) return null;
  // Between two neighbouring heights, so that no vertex lies on it.
  const middle = heights.length >> 1;
  const y = (heights[middle - 1] + heights[middle]) / 2;
  const crossings: number[] = [];
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    for (let i = start, k = end - 2; i < end; k = i, i += 2)
      if (xy[i + 1] > y !== xy[k + 1] > y)
        crossings.push(xy[i] + ((y - xy[i + 1]) * (xy[k] - xy[i])) / (xy[k + 1] - xy[i + 1]));
  }
  crossings.sort((a, b) => a - b);
  let [from, to] = [0, 0];
  for (let i = 0; i + 1 < crossings.length; i += 2)
    if (crossings[i + 1] - crossings[i] > to - from) [from, to] = [crossings[i], crossings[i + 1]];
  return to > from ? [((from + to) / 2) * dbu, y * dbu] : null;
}
