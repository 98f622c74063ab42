/**
 * Polygons in flat typed arrays: the one form in which geometry moves between the rooms. No object per vertex.
 *
 *   xy        x0 y0 x1 y1 …            int32 database units; rings are not closed by a repeated point
 *   rings     vertex index where each ring starts, and the vertex count last
 *   polygons  ring index where each polygon starts, and the ring count last; its first ring is the hull, others holes
 *
 * Fill rule: a hole takes away from its hull; each polygon is filled non-zero by itself, whatever its orientation.
 */
import { Box, checkBox } from "./box.ts";
import { intRoom, uintRoom } from "./int-room.ts";

export class PolygonSet {
  static readonly empty = new PolygonSet(new Int32Array(0), Uint32Array.of(0), Uint32Array.of(0));

  readonly xy: Int32Array;
  readonly rings: Uint32Array;
  readonly polygons: Uint32Array;
  #bbox: Box | null | undefined;

  /** One rectangle, counter-clockwise, from a box in database units. */
  static rectangle(box: Box): PolygonSet {
    const { left, bottom, right, top } = checkBox(box);
    const xy = Int32Array.of(left, bottom, right, bottom, right, top, left, top);
    return new PolygonSet(xy, Uint32Array.of(0, 4), Uint32Array.of(0, 1));
  }

  constructor(xy: Int32Array, rings: Uint32Array, polygons: Uint32Array) {
    this.xy = xy;
    this.rings = rings;
    this.polygons = polygons;
  }

  /** Polygons. */
  get count(): number {
    return this.polygons.length - 1;
  }
  get ringCount(): number {
    return this.rings.length - 1;
  }
  get vertexCount(): number {
    return this.xy.length / 2;
  }

  /** One polygon with its holes, as a set of its own that shares the vertices' memory. */
  polygon(index: number): PolygonSet {
    const [first, end] = [this.polygons[index], this.polygons[index + 1]];
    const start = this.rings[first];
    const rings = this.rings.slice(first, end + 1);
    for (let ring = 0; ring < rings.length; ring++) rings[ring] -= start;
    return new PolygonSet(this.xy.subarray(2 * start, 2 * this.rings[end]), rings, Uint32Array.of(0, end - first));
  }

  /** The box around all vertices, in database units; null where there are none. */
  bbox(): Box | null {
    if (this.#bbox === undefined) this.#bbox = Box.around(this.xy);
    return this.#bbox;
  }
}

/** What moves x,y pairs from one array into another: a Transform. */
export interface PairTransform {
  pairs(source: Int32Array, target: Int32Array, start: number, end: number, at: number): void;
}

/** Shared by all builders that are still empty, and never written to. */
const nothing = new Int32Array(0);
const onlyStart = Uint32Array.of(0);

/** Grows a PolygonSet ring by ring: `vertex`… `endRing` … `endPolygon`, in amortised constant time. */
export class PolygonSetBuilder {
  #xy: Int32Array;
  #rings: Uint32Array;
  #polygons: Uint32Array;
  #xyLength = 0;
  #ringCount = 0;
  #polygonCount = 0;

  /** Room to begin with; with no vertices it costs nothing until something is added. */
  constructor(vertices = 64, polygons = 16) {
    this.#xy = vertices === 0 ? nothing : new Int32Array(2 * vertices);
    this.#rings = polygons === 0 ? onlyStart : new Uint32Array(polygons + 1);
    this.#polygons = polygons === 0 ? onlyStart : new Uint32Array(polygons + 1);
  }

  get polygonCount(): number {
    return this.#polygonCount;
  }
  get vertexCount(): number {
    return this.#xyLength / 2;
  }
  /** Vertices of the ring that is being made. */
  get openVertices(): number {
    return this.#xyLength / 2 - this.#rings[this.#ringCount];
  }

  vertex(x: number, y: number): void {
    if (this.#xyLength + 2 > this.#xy.length) this.#growVertices(2);
    this.#xy[this.#xyLength++] = x;
    this.#xy[this.#xyLength++] = y;
  }

  /** Appends `length` numbers (x,y pairs) of `source` from index `start`. */
  vertices(source: ArrayLike<number> & { subarray?: unknown }, start = 0, length = source.length - start): void {
    if (this.#xyLength + length > this.#xy.length) this.#growVertices(length);
    const xy = this.#xy;
    let at = this.#xyLength;
    if (length > 32 && source instanceof Int32Array) xy.set(source.subarray(start, start + length), at);
    else for (let i = start; i < start + length; i++) xy[at++] = source[i];
    this.#xyLength += length;
  }

  /** Closes the ring; the repeated first point that formats write is not kept. */
  endRing(): void {
    const xy = this.#xy;
    const first = 2 * this.#rings[this.#ringCount];
    const last = this.#xyLength - 2;
    if (last > first && xy[first] === xy[last] && xy[first + 1] === xy[last + 1]) this.#xyLength = last;
    if (this.#ringCount + 2 > this.#rings.length) this.#rings = grown(this.#rings, this.#ringCount + 2);
    this.#rings[++this.#ringCount] = this.#xyLength / 2;
  }

  endPolygon(): void {
    if (this.#polygonCount + 2 > this.#polygons.length) this.#polygons = grown(this.#polygons, this.#polygonCount + 2);
    this.#polygons[++this.#polygonCount] = this.#ringCount;
  }

  /** A polygon without holes from x,y pairs. */
  polygon(xy: ArrayLike<number>, start = 0, length = xy.length - start): void {
    this.vertices(xy, start, length);
    this.endRing();
    this.endPolygon();
  }

  /** A rectangle, counter-clockwise from its lower left corner. */
  rectangle(left: number, bottom: number, right: number, top: number): void {
    this.vertex(left, bottom);
    this.vertex(right, bottom);
    this.vertex(right, top);
    this.vertex(left, top);
    this.endRing();
    this.endPolygon();
  }

  /** Appends all polygons of a set, transformed where a transform is given. */
  append(set: PolygonSet, transform: PairTransform | null = null): void {
    this.appendRange(set, 0, set.count, transform);
  }

  /** Appends the polygons of a set from index `first` to before `end`. */
  appendRange(set: PolygonSet, first: number, end: number, transform: PairTransform | null = null): void {
    if (first >= end) return;
    const ring = set.polygons[first];
    const ringEnd = set.polygons[end];
    const start = 2 * set.rings[ring];
    const stop = 2 * set.rings[ringEnd];
    if (this.#xyLength + stop - start > this.#xy.length) this.#growVertices(stop - start);
    if (transform === null) this.#copy(set.xy, start, stop);
    else transform.pairs(set.xy, this.#xy, start, stop, this.#xyLength);
    const vertexShift = this.#xyLength / 2 - start / 2;
    const ringShift = this.#ringCount - ring;
    this.#xyLength += stop - start;
    this.#reserve(ringEnd - ring, end - first);
    for (let i = ring + 1; i <= ringEnd; i++) this.#rings[++this.#ringCount] = set.rings[i] + vertexShift;
    for (let i = first + 1; i <= end; i++) this.#polygons[++this.#polygonCount] = set.polygons[i] + ringShift;
  }

  /** A view of a small part takes longer to make than its numbers to copy. */
  #copy(from: Int32Array, start: number, stop: number): void {
    if (stop - start > 64) this.#xy.set(from.subarray(start, stop), this.#xyLength);
    else for (let i = start, at = this.#xyLength; i < stop; i++) this.#xy[at++] = from[i];
  }

  // The two below do all in one loop each: a first window is looked at by code that the engine has not compiled yet, where
  // a call costs as much as a polygon.

  /** Appends rectangles (left, bottom, right, top of each), counter-clockwise from their lower left corners. */
  rectangles(boxes: Int32Array, transform: PairTransform | null = null): void {
    const count = boxes.length / 4;
    const start = this.#xyLength;
    if (this.#xyLength + 8 * count > this.#xy.length) this.#growVertices(8 * count);
    this.#reserve(count, count);
    const [xy, rings, polygons] = [this.#xy, this.#rings, this.#polygons];
    let at = this.#xyLength;
    let ring = this.#ringCount;
    let polygon = this.#polygonCount;
    for (let i = 0; i < boxes.length; i += 4, at += 8) {
      xy[at] = xy[at + 6] = boxes[i];
      xy[at + 1] = xy[at + 3] = boxes[i + 1];
      xy[at + 2] = xy[at + 4] = boxes[i + 2];
      xy[at + 5] = xy[at + 7] = boxes[i + 3];
      rings[++ring] = at / 2 + 4;
      polygons[++polygon] = ring;
    }
    this.#xyLength = at;
    this.#ringCount = ring;
    this.#polygonCount = polygon;
    transform?.pairs(xy, xy, start, at, start);
  }

  /** Appends the polygons of a set with these indices. */
  appendChosen(set: PolygonSet, chosen: Uint32Array | Int32Array, transform: PairTransform | null = null): void {
    let vertices = 0;
    let ringCount = 0;
    for (let i = 0; i < chosen.length; i++) {
      const first = set.polygons[chosen[i]];
      const end = set.polygons[chosen[i] + 1];
      vertices += set.rings[end] - set.rings[first];
      ringCount += end - first;
    }
    if (this.#xyLength + 2 * vertices > this.#xy.length) this.#growVertices(2 * vertices);
    this.#reserve(ringCount, chosen.length);
    const [from, xy, rings, polygons] = [set.xy, this.#xy, this.#rings, this.#polygons];
    const start = this.#xyLength;
    let at = start;
    let ring = this.#ringCount;
    for (let i = 0; i < chosen.length; i++) {
      const end = set.polygons[chosen[i] + 1];
      for (let r = set.polygons[chosen[i]]; r < end; r++) {
        const stop = 2 * set.rings[r + 1];
        for (let k = 2 * set.rings[r]; k < stop; k++) xy[at++] = from[k];
        rings[++ring] = at / 2;
      }
      polygons[++this.#polygonCount] = ring;
    }
    this.#xyLength = at;
    this.#ringCount = ring;
    transform?.pairs(xy, xy, start, at, start);
  }

  /** What was built, in arrays of just the right size. The builder stays usable. */
  build(): PolygonSet {
    return new PolygonSet(
      this.#xy.slice(0, this.#xyLength),
      this.#rings.slice(0, this.#ringCount + 1),
      this.#polygons.slice(0, this.#polygonCount + 1),
    );
  }

  /** What was built, without a copy; it stays as it is while the builder, which only appends, goes on. */
  view(): PolygonSet {
    return new PolygonSet(
      this.#xy.subarray(0, this.#xyLength),
      this.#rings.subarray(0, this.#ringCount + 1),
      this.#polygons.subarray(0, this.#polygonCount + 1),
    );
  }

  #reserve(rings: number, polygons: number): void {
    if (this.#ringCount + rings + 2 > this.#rings.length) this.#rings = grown(this.#rings, this.#ringCount + rings + 2);
    if (this.#polygonCount + polygons + 2 > this.#polygons.length)
      this.#polygons = grown(this.#polygons, this.#polygonCount + polygons + 2);
  }

  #growVertices(more: number): void {
    const next = intRoom(Math.max(2 * this.#xy.length, this.#xyLength + more, 16));
    next.set(this.#xy);
    this.#xy = next;
  }
}

function grown(array: Uint32Array, least: number): Uint32Array {
  const next = uintRoom(Math.max(2 * array.length, least, 8));
  next.set(array);
  return next;
}
