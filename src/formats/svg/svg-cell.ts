/** One layer of one cell as SVG in database units, y up: shapes, labels, and uses of the cells that it refers to. */
import type { Box, PolygonSet } from "../../geometry/index.ts";
import { anchorOf, type Cell, type Reference, type Shapes } from "../../layout/index.ts";
import { escapeText } from "../../view/index.ts";

export interface SvgCellOptions {
  /** Size of letters, database units; no labels where it is 0. */
  readonly fontSize: number;
  /** Only what touches it, database units. */
  readonly window: Box | null;
  /** An id that no other element has. */
  readonly newId: () => string;
  /** How a cell below is drawn; null for one that has nothing on this layer. */
  readonly contentOf: (child: Cell) => SvgContent | null;
}

/** What a cell has on a layer: as it stands, or by the id of a definition. */
export interface SvgContent {
  readonly id: string;
  readonly markup: string;
  readonly isDefined: boolean;
}

/** The pieces of markup, one by one, so that whoever takes them can stop. */
export function* cellMarkup(cell: Cell, key: number, options: SvgCellOptions): Generator<string> {
  const shapes = cell.shapesAt(key);
  if (shapes !== undefined) {
    yield* shapeMarkup(shapes, options.window);
    if (options.fontSize > 0) yield* labelMarkup(shapes, options.fontSize);
  }
  const references = options.window === null ? cell.references : cell.referencesIn(options.window);
  for (const reference of references) {
    const content = options.contentOf(reference.cell);
    if (content !== null) yield* referenceMarkup(reference, content, options.newId);
  }
}

/** Axis-parallel rectangles in one path; others in one each, so that opposite orientations never cancel. */
function* shapeMarkup(shapes: Shapes, window: Box | null): Generator<string> {
  const set = shapes.outlines();
  const shown = window === null ? null : shapes.touching(window);
  const firstBox = shapes.polygonCount;
  const endOfBoxes = firstBox + shapes.boxCount;
  const boxes: string[] = [];
  for (let i = 0, count = shown?.length ?? set.count; i < count; i++) {
    const polygon = shown === null ? i : shown[i];
    if (polygon >= firstBox && polygon < endOfBoxes) boxes.push(boxPath(set, polygon));
    else yield `<path d="${polygonPath(set, polygon)}"/>\n`;
    if (boxes.length === 1000) yield `<path d="${boxes.splice(0).join("")}"/>\n`;
  }
  if (boxes.length > 0) yield `<path d="${boxes.join("")}"/>\n`;
}

function boxPath(set: PolygonSet, polygon: number): string {
  const at = 2 * set.rings[set.polygons[polygon]];
  const [x1, y1, x2, y2] = [set.xy[at], set.xy[at + 1], set.xy[at + 4], set.xy[at + 5]];
  const [left, right, bottom, top] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
  return `M${left} ${bottom}h${right - left}v${top - bottom}h${left - right}z`;
}

/** The hull, and its holes against its direction. */
function polygonPath(set: PolygonSet, polygon: number): string {
  const parts: string[] = [];
  const hull = set.polygons[polygon];
  const end = set.polygons[polygon + 1];
  const isHullPositive = end - hull === 1 || isPositive(set, hull);
  for (let ring = hull; ring < end; ring++) {
    const forward = ring === hull || isPositive(set, ring) !== isHullPositive;
    parts.push(ringPath(set.xy, 2 * set.rings[ring], 2 * set.rings[ring + 1], forward));
  }
  return parts.join("");
}

function ringPath(xy: Int32Array, start: number, end: number, forward: boolean): string {
  const step = forward ? 2 : -2;
  let at = forward ? start : end - 2;
  let path = `M${xy[at]} ${xy[at + 1]}`;
  for (let n = (end - start) / 2 - 1; n > 0; n--) {
    const dx = xy[at + step] - xy[at];
    const dy = xy[at + step + 1] - xy[at + 1];
    path += dy === 0 ? `h${dx}` : dx === 0 ? `v${dy}` : `l${dx} ${dy}`;
    at += step;
  }
  return `${path}z`;
}

function isPositive(set: PolygonSet, ring: number): boolean {
  const [start, end] = [2 * set.rings[ring], 2 * set.rings[ring + 1]];
  let twiceArea = 0;
  for (let i = start, j = end - 2; i < end; j = i, i += 2)
    twiceArea += set.xy[j] * set.xy[i + 1] - set.xy[i] * set.xy[j + 1];
  return twiceArea > 0;
}

function* labelMarkup({ labels }: Shapes, fontSize: number): Generator<string> {
  for (let i = 0; i < labels.count; i++) {
    const { quarterTurns, mirror, presentation } = labels.poseOf(i);
    const anchor = anchorOf(presentation) ?? "sw";
    // Letters stand upright although y grows upwards.
    const turn = `${quarterTurns === 0 ? "" : ` rotate(${90 * quarterTurns})`}${mirror ? "" : " scale(1 -1)"}`;
    const across = /e$/.test(anchor) ? ` text-anchor="end"` : /w$/.test(anchor) ? "" : ` text-anchor="middle"`;
    const up = anchor.startsWith("n") ? 0.75 : anchor.startsWith("s") ? 0 : 0.37;
    // One size for all, as layout viewers show them: what files say about it means nothing to most writers.
    const size = Number(fontSize.toPrecision(6));
    const dy = up === 0 ? "" : ` dy="${Number((up * size).toPrecision(6))}"`;
    const place = `transform="translate(${labels.xy[2 * i]} ${labels.xy[2 * i + 1]})${turn}"`;
    yield `<text ${place} fill="#000" stroke="none" font-size="${size}"${across}${dy}>${escapeText(labels.texts[i])}</text>\n`;
  }
}

/** One use a member; a large regular array as rows of columns. */
function* referenceMarkup(reference: Reference, content: SvgContent, newId: () => string): Generator<string> {
  const { columns, rows, columnX, columnY, rowX, rowY } = reference;
  const matrix = matrixOf(reference);
  const member = (dx: number, dy: number) => use(content, matrix, reference.dx + dx, reference.dy + dy);
  const isWhole = [columnX, columnY, rowX, rowY].every(Number.isInteger);
  if (reference.offsets !== null || !isWhole || columns < 3 || rows < 3) {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) yield member(...reference.displacement(column, row));
    return;
  }
  const id = newId();
  for (let row = 0; row < rows; row++) {
    const shift = `translate(${row * rowX} ${row * rowY})`;
    if (row > 0) {
      yield `<use href="#${id}" transform="${shift}"/>\n`;
      continue;
    }
    yield `<g id="${id}">\n`;
    for (let column = 0; column < columns; column++) yield member(column * columnX, column * columnY);
    yield "</g>\n";
  }
}

function use(content: SvgContent, matrix: string, dx: number, dy: number): string {
  const place = matrix === "" ? `translate(${dx} ${dy})` : `matrix(${matrix} ${dx} ${dy})`;
  return content.isDefined
    ? `<use href="#${content.id}" transform="${place}"/>\n`
    : `<g transform="${place}">${content.markup.trimEnd()}</g>\n`;
}

/** The four numbers of a matrix; nothing for a plain move. */
function matrixOf({ rotation, mirror, magnification }: Reference): string {
  if (rotation === 0 && !mirror && magnification === 1) return "";
  const quarter = rotation / 90;
  const cos = Number.isInteger(quarter) ? [1, 0, -1, 0][quarter] : Math.cos((rotation * Math.PI) / 180);
  const sin = Number.isInteger(quarter) ? [0, 1, 0, -1][quarter] : Math.sin((rotation * Math.PI) / 180);
  const flip = mirror ? -1 : 1;
  const numbers = [magnification * cos, magnification * sin, -flip * magnification * sin, flip * magnification * cos];
  return numbers.map((value) => String(Number(value.toPrecision(12)) + 0)).join(" ");
}
