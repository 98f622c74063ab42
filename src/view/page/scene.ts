/**
 * What the page shows, as the server sends it: the length of a JSON header (uint32), the header, blanks up to a multiple of
 * four, and for each layer its vertices (int32 x,y pairs), rings and polygons (uint32) in the machine's byte order.
 */
import type { Bounds } from "./camera.ts";

export interface SceneLayer {
  /** "1/0". */
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly frameColor: string;
  readonly fillOpacity: number;
  readonly visible: boolean;
  /** Polygons, counted flat. */
  readonly count: number;
  /** Lengths of its three arrays. */
  readonly lengths: readonly [number, number, number];
  /** µm. */
  readonly labels: readonly { readonly text: string; readonly x: number; readonly y: number }[];
}

export interface SceneHeader {
  readonly title: string;
  /** µm. */
  readonly dbu: number;
  readonly cell: string;
  readonly cells: readonly string[];
  readonly bbox: Bounds | null;
  readonly layers: readonly SceneLayer[];
  /** False where the polygons are too many to be sent: parts.ts asks for those that are seen. */
  readonly isWhole: boolean;
  /** What is not shown, and why. */
  readonly note: string;
  /** What is wrong with the program; the picture is then the last good one. */
  readonly error: string | null;
}

/** Hulls run counter-clockwise. */
export interface Polygons {
  readonly xy: Int32Array;
  readonly rings: Uint32Array;
  readonly polygons: Uint32Array;
  /** left, bottom, right, top of each polygon, database units. */
  readonly boxes: Int32Array;
}

/** Where something of a layer is, a bit a pixel: rows from the top, each filled up to words of 32 bits. */
export interface Mask {
  readonly bits: Uint32Array;
  readonly width: number;
  readonly height: number;
  /** µm. */
  readonly window: Bounds;
}

/** One layer's polygons, or in their place what they cover. */
export interface ShownLayer extends SceneLayer, Polygons {
  readonly mask: Mask | null;
}

export interface Scene extends Omit<SceneHeader, "layers"> {
  readonly layers: readonly ShownLayer[];
}

export function decodeScene(buffer: ArrayBuffer): Scene {
  const { header, start } = headerOf<SceneHeader>(buffer);
  const sets = polygonSets(buffer, start, header.layers);
  return { ...header, layers: header.layers.map((layer, i) => ({ ...layer, ...sets[i], mask: null })) };
}

export function headerOf<T>(buffer: ArrayBuffer): { readonly header: T; readonly start: number } {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as T;
  return { header, start: 4 + Math.ceil(length / 4) * 4 };
}

export function polygonSets(
  buffer: ArrayBuffer,
  start: number,
  layers: readonly Pick<SceneLayer, "lengths">[],
): Polygons[] {
  let at = start;
  return layers.map(({ lengths: [xyLength, ringLength, polygonLength] }) => {
    const xy = new Int32Array(buffer, at, xyLength);
    const rings = new Uint32Array(buffer, at + 4 * xyLength, ringLength);
    const polygons = new Uint32Array(buffer, at + 4 * (xyLength + ringLength), polygonLength);
    at += 4 * (xyLength + ringLength + polygonLength);
    return { xy, rings, polygons, boxes: boxesOf(xy, rings, polygons) };
  });
}

function boxesOf(xy: Int32Array, rings: Uint32Array, polygons: Uint32Array): Int32Array {
  const boxes = new Int32Array(4 * Math.max(0, polygons.length - 1));
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    const end = 2 * rings[polygons[polygon] + 1];
    for (let i = 2 * rings[polygons[polygon]]; i < end; i += 2) {
      if (xy[i] < left) left = xy[i];
      if (xy[i] > right) right = xy[i];
      if (xy[i + 1] < bottom) bottom = xy[i + 1];
      if (xy[i + 1] > top) top = xy[i + 1];
    }
    boxes.set([left, bottom, right, top], 4 * polygon);
  }
  return boxes;
}

/** Of so many polygons at a point the smallest ones are told apart. */
const mostAtPoint = 1000;

/** The visible polygons at a point, µm, the smallest first, of equal ones the topmost; their boxes are database units. */
export function polygonsAt(
  scene: Pick<Scene, "dbu" | "layers">,
  isShown: (layer: ShownLayer) => boolean,
  x: number,
  y: number,
): { readonly layer: ShownLayer; readonly polygon: number }[] {
  const [u, v] = [x / scene.dbu, y / scene.dbu];
  const found: { layer: ShownLayer; polygon: number; area: number }[] = [];
  for (let i = scene.layers.length - 1; i >= 0; i--) {
    const layer = scene.layers[i];
    if (!isShown(layer)) continue;
    for (let polygon = layer.polygons.length - 2; polygon >= 0 && found.length < mostAtPoint; polygon--)
      if (isInBox(layer.boxes, polygon, u, v) && isInside(layer, polygon, u, v))
        found.push({ layer, polygon, area: areaOf(layer, polygon) });
  }
  return found.sort((a, b) => a.area - b.area);
}

function isInBox(boxes: Int32Array, polygon: number, x: number, y: number): boolean {
  const at = 4 * polygon;
  return boxes[at] <= x && x <= boxes[at + 2] && boxes[at + 1] <= y && y <= boxes[at + 3];
}

/** Not in a hole: each ring by its winding number. */
function isInside({ xy, rings, polygons }: Polygons, polygon: number, x: number, y: number): boolean {
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    const winds = windingOf(xy, 2 * rings[ring], 2 * rings[ring + 1], x, y) !== 0;
    if (winds !== (ring === polygons[polygon])) return false;
  }
  return true;
}

function windingOf(xy: Int32Array, start: number, end: number, x: number, y: number): number {
  let winding = 0;
  for (let i = start, k = end - 2; i < end; k = i, i += 2) {
    const side = (xy[i] - xy[k]) * (y - xy[k + 1]) - (xy[i + 1] - xy[k + 1]) * (x - xy[k]);
    if (xy[k + 1] <= y && xy[i + 1] > y && side > 0) winding++;
    if (xy[k + 1] > y && xy[i + 1] <= y && side < 0) winding--;
  }
  return winding;
}

/** Area in database units², holes taken away. */
export function areaOf({ xy, rings, polygons }: Polygons, polygon: number): number {
  let area = 0;
  for (let ring = polygons[polygon]; ring < polygons[polygon + 1]; ring++) {
    const [start, end] = [2 * rings[ring], 2 * rings[ring + 1]];
    for (let i = start, k = end - 2; i < end; k = i, i += 2)
      area += (xy[k] - xy[start]) * (xy[i + 1] - xy[start + 1]) - (xy[k + 1] - xy[start + 1]) * (xy[i] - xy[start]);
  }
  return Math.abs(area) / 2;
}
