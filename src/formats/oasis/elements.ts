/** Reading the elements of a cell (SEMI P39, sections 22 to 29): their info bytes say what is there, the rest is modal. */
import type { PathShape } from "../../geometry/index.ts";
import { type Cell, largestLayerNumber, type Property, type ReferenceShape } from "../../layout/index.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import { Modal, type NameReference } from "./modal.ts";
import { PointList, readPointList } from "./point-list.ts";
import { Rec } from "./records.ts";
import { type Repetition, readRepetition } from "./repetition.ts";
import { ctrapezoidCorners, ctrapezoidSize, ctrapezoidTypes, trapezoidCorners } from "./trapezoids.ts";

/** What elements need to know of the file around them. */
export interface ElementTarget {
  cellOf(name: NameReference): Cell;
  textOf(name: NameReference): string;
}

/** Where elements go: `Place` is what it keeps of a layer of a cell. */
export interface ElementFiller<Place> {
  /** True while there is a cell to fill, false while records are only read over. */
  readonly isFilling: boolean;
  /** True where a property has something to belong to. */
  readonly takesProperties: boolean;
  /** What follows goes into this cell; into none where it is null. */
  start(cell: Cell | null): void;
  /** Where shapes of a layer go; null where it was not asked for. */
  shapes(layer: number, datatype: number): Place | null;
  box(place: Place, x: number, y: number, w: number, h: number, repetition: Repetition | null): void;
  /** A ring of points relative to (x, y), good for this call only. */
  ring(place: Place, points: PointList, x: number, y: number, repetition: Repetition | null): void;
  path(place: Place, points: PointList, shape: PathShape, x: number, y: number, repetition: Repetition | null): void;
  label(place: Place, text: string, x: number, y: number, repetition: Repetition | null): void;
  reference(cell: Cell, shape: ReferenceShape, repetition: Repetition | null): void;
  /** A property of what the last record added. */
  property(property: Property): void;
  /** Another element begins, which may leave out what `modal` says; the last one has all its properties. */
  begin(modal: Modal): void;
}

const onePoint = PointList.of([0, 0]);

export class ElementReader {
  modal = new Modal();
  readonly #cursor: ByteCursor;
  readonly #filler: ElementFiller<unknown>;
  readonly #target: ElementTarget;
  // Filled again and again; the modal variables say whether a cell has said any yet.
  readonly #polygonPoints = new PointList();
  readonly #pathPoints = new PointList();
  readonly #corners = new PointList();

  constructor(cursor: ByteCursor, filler: ElementFiller<unknown>, target: ElementTarget) {
    this.#cursor = cursor;
    this.#filler = filler;
    this.#target = target;
  }

  /** Reads the rest of the current record, which is an element or sets the xy-mode. */
  read(): void {
    this.#filler.begin(this.modal);
    switch (this.#cursor.type) {
      case Rec.XYABSOLUTE:
        this.modal.isRelative = false;
        break;
      case Rec.XYRELATIVE:
        this.modal.isRelative = true;
        break;
      case Rec.PLACEMENT:
      case Rec.PLACEMENT_ANY:
        this.#placement();
        break;
      case Rec.TEXT:
        this.#text();
        break;
      case Rec.RECTANGLE:
        this.#rectangle();
        break;
      case Rec.POLYGON:
        this.#polygon();
        break;
      case Rec.PATH:
        this.#path();
        break;
      case Rec.TRAPEZOID:
      case Rec.TRAPEZOID_A:
      case Rec.TRAPEZOID_B:
        this.#trapezoid();
        break;
      case Rec.CTRAPEZOID:
        this.#ctrapezoid();
        break;
      case Rec.CIRCLE:
        this.#circle();
        break;
    }
  }

  /** XELEMENT and XGEOMETRY: what only its maker understands. */
  skipExtension(): void {
    const cursor = this.#cursor;
    this.#filler.begin(this.modal);
    if (cursor.type === Rec.XELEMENT) {
      cursor.unsigned();
      cursor.skipText();
    } else {
      const info = cursor.byte();
      cursor.unsigned();
      this.#layer(info);
      cursor.skipText();
      this.#geometryPlace(info);
    }
    cursor.warn("extension", "an extension whose meaning is not known is left out");
  }

  /** CNXYRAAF, or CNXYRMAF with magnification and angle as reals. */
  #placement(): void {
    const { modal } = this;
    const cursor = this.#cursor;
    const info = cursor.byte();
    if (info & 0x80) modal.placedCell = this.#name(info & 0x40);
    let magnification = 1;
    let rotation = 0;
    if (cursor.type === Rec.PLACEMENT) rotation = 90 * ((info >> 1) & 3);
    else {
      if (info & 4) magnification = cursor.real();
      if (info & 2) rotation = cursor.real();
      if (!(magnification > 0)) throw cursor.error("magnification", `magnification ${magnification} is not above 0`);
    }
    if (info & 0x20) modal.placementX = this.#moved(modal.placementX);
    if (info & 0x10) modal.placementY = this.#moved(modal.placementY);
    const repetition = this.#repetition(info & 8);
    if (modal.placedCell === undefined) throw this.#undefined("placement-cell");
    if (!this.#filler.isFilling) return;
    const shape = {
      dx: modal.placementX,
      dy: modal.placementY,
      rotation,
      mirror: (info & 1) !== 0,
      magnification,
    };
    this.#filler.reference(this.#target.cellOf(modal.placedCell), shape, repetition);
  }

  /** 0CNXYRTL */
  #text(): void {
    const { modal } = this;
    const cursor = this.#cursor;
    const info = cursor.byte();
    if (info & 0x40) modal.text = this.#name(info & 0x20);
    if (info & 1) modal.textLayer = cursor.unsigned();
    if (info & 2) modal.textType = cursor.unsigned();
    if (info & 0x10) modal.textX = this.#moved(modal.textX);
    if (info & 8) modal.textY = this.#moved(modal.textY);
    const repetition = this.#repetition(info & 4);
    if (modal.text === undefined) throw this.#undefined("text-string");
    if (!this.#filler.isFilling) return;
    const layer = (modal.textLayer ??= this.#zero("textlayer"));
    const shapes = this.#placeOf(layer, (modal.textType ??= this.#zero("texttype")));
    if (shapes === null) return;
    this.#filler.label(shapes, this.#target.textOf(modal.text), modal.textX, modal.textY, repetition);
  }

  /** SWHXYRDL: a square has no height of its own. */
  #rectangle(): void {
    const { modal } = this;
    const info = this.#cursor.byte();
    this.#layer(info);
    if (info & 0x40) modal.width = this.#cursor.unsigned();
    if (info & 0x80) {
      if (info & 0x20) this.#cursor.warn("square", "the height of a square is not read");
      modal.height = modal.width ??= this.#zero("geometry-w");
    } else if (info & 0x20) modal.height = this.#cursor.unsigned();
    const repetition = this.#geometryPlace(info);
    const [w, h] = this.#size();
    const shapes = this.#shapes();
    if (shapes !== null) this.#filler.box(shapes, modal.geometryX, modal.geometryY, w, h, repetition);
  }

  /** 00PXYRDL */
  #polygon(): void {
    const { modal } = this;
    const info = this.#cursor.byte();
    this.#layer(info);
    if (info & 0x20) modal.polygonPoints = readPointList(this.#cursor, true, this.#polygonPoints);
    const repetition = this.#geometryPlace(info);
    if (modal.polygonPoints === undefined) throw this.#undefined("polygon-point-list");
    this.#ring(modal.polygonPoints, repetition);
  }

  /** EWPXYRDL */
  #path(): void {
    const { modal } = this;
    const info = this.#cursor.byte();
    this.#layer(info);
    if (info & 0x40) modal.halfWidth = this.#cursor.unsigned();
    modal.halfWidth ??= this.#zero("path-halfwidth");
    if (info & 0x80) this.#extensions();
    if (info & 0x20) modal.pathPoints = readPointList(this.#cursor, false, this.#pathPoints);
    const repetition = this.#geometryPlace(info);
    if (modal.pathPoints === undefined) throw this.#undefined("path-point-list");
    const shape = {
      width: 2 * modal.halfWidth,
      beginExtension: (modal.startExtension ??= this.#zero("path-start-extension")),
      endExtension: (modal.endExtension ??= this.#zero("path-end-extension")),
      round: false,
    };
    const shapes = this.#shapes();
    if (shapes === null) return;
    this.#filler.path(shapes, modal.pathPoints, shape, modal.geometryX, modal.geometryY, repetition);
  }

  /** 0000SSEE: as before, none, half the width, or as far as the number that follows says. */
  #extensions(): void {
    const { modal } = this;
    const scheme = this.#cursor.unsigned();
    const extension = (way: number, before: number | undefined) =>
      way === 0 ? before : way === 1 ? 0 : way === 2 ? modal.halfWidth : this.#cursor.signed();
    modal.startExtension = extension((scheme >> 2) & 3, modal.startExtension);
    modal.endExtension = extension(scheme & 3, modal.endExtension);
  }

  /** OWHXYRDL */
  #trapezoid(): void {
    const { modal } = this;
    const { type } = this.#cursor;
    const info = this.#cursor.byte();
    this.#layer(info);
    if (info & 0x40) modal.width = this.#cursor.unsigned();
    if (info & 0x20) modal.height = this.#cursor.unsigned();
    const a = type === Rec.TRAPEZOID_B ? 0 : this.#cursor.signed();
    const b = type === Rec.TRAPEZOID_A ? 0 : this.#cursor.signed();
    const repetition = this.#geometryPlace(info);
    const [w, h] = this.#size();
    this.#trapezoidRing(trapezoidCorners((info & 0x80) !== 0, w, h, a, b), w, h, repetition);
  }

  /** TWHXYRDL */
  #ctrapezoid(): void {
    const { modal } = this;
    const info = this.#cursor.byte();
    this.#layer(info);
    if (info & 0x80) modal.trapezoidType = this.#cursor.unsigned();
    if (info & 0x40) modal.width = this.#cursor.unsigned();
    if (info & 0x20) modal.height = this.#cursor.unsigned();
    const repetition = this.#geometryPlace(info);
    const type = (modal.trapezoidType ??= this.#zero("ctrapezoid-type"));
    if (type >= ctrapezoidTypes)
      throw this.#cursor.error("ctrapezoid-type", `${type} is not one of the types of CTRAPEZOIDs, 0 to 25`);
    // Where a type needs one side only, the other may never have been said; it counts for the records that follow.
    const [w, h] = ctrapezoidSize(type, modal.width ?? 0, modal.height ?? 0);
    [modal.width, modal.height] = [w, h];
    this.#trapezoidRing(ctrapezoidCorners(type, w, h), w, h, repetition);
  }

  /** 00rXYRDL: a path of one point with round ends, as KLayout keeps it; one without a radius is nothing. */
  #circle(): void {
    const { modal } = this;
    const info = this.#cursor.byte();
    this.#layer(info);
    if (info & 0x20) modal.radius = this.#cursor.unsigned();
    const repetition = this.#geometryPlace(info);
    const radius = (modal.radius ??= this.#zero("circle-radius"));
    const shapes = this.#shapes();
    if (shapes === null || radius === 0) return;
    const shape = { width: 2 * radius, beginExtension: radius, endExtension: radius, round: true };
    this.#filler.path(shapes, onePoint, shape, modal.geometryX, modal.geometryY, repetition);
  }

  /** Drawn as the formulas say, as KLayout does, also where the standard forbids the size. */
  #trapezoidRing(corners: readonly number[], w: number, h: number, repetition: Repetition | null): void {
    if (corners.some((value, i) => value < 0 || value > (i % 2 === 0 ? w : h)))
      this.#cursor.warn("trapezoid-size", `a trapezoid of this kind does not fit into ${w} × ${h}`);
    this.#ring(this.#corners.fill(corners), repetition);
  }

  #ring(points: PointList, repetition: Repetition | null): void {
    const { xy, length } = points;
    if (length < 6 || (length === 6 && xy[4] === 0 && xy[5] === 0)) {
      this.#cursor.warn("few-points", "a POLYGON with fewer than 3 points is left out");
      return;
    }
    const shapes = this.#shapes();
    if (shapes !== null) this.#filler.ring(shapes, points, this.modal.geometryX, this.modal.geometryY, repetition);
  }

  #layer(info: number): void {
    if (info & 1) this.modal.layer = this.#cursor.unsigned();
    if (info & 2) this.modal.datatype = this.#cursor.unsigned();
  }

  #geometryPlace(info: number): Repetition | null {
    const { modal } = this;
    if (info & 0x10) modal.geometryX = this.#moved(modal.geometryX);
    if (info & 8) modal.geometryY = this.#moved(modal.geometryY);
    return this.#repetition(info & 4);
  }

  #moved(from: number): number {
    const value = this.#cursor.signed();
    return this.modal.isRelative ? from + value : value;
  }

  #size(): [w: number, h: number] {
    const { modal } = this;
    return [(modal.width ??= this.#zero("geometry-w")), (modal.height ??= this.#zero("geometry-h"))];
  }

  /** The shapes to add to; null where nothing is to be added. */
  #shapes(): unknown {
    const { modal } = this;
    if (!this.#filler.isFilling) return null;
    const layer = (modal.layer ??= this.#zero("layer"));
    return this.#placeOf(layer, (modal.datatype ??= this.#zero("datatype")));
  }

  #placeOf(layer: number, datatype: number): unknown {
    for (const [what, value] of [["layer", layer] as const, ["datatype", datatype] as const]) {
      if (value > largestLayerNumber)
        throw this.#cursor.error("layer-range", `${what} ${value} is outside 0..${largestLayerNumber}`);
    }
    return this.#filler.shapes(layer, datatype);
  }

  #repetition(isThere: number): Repetition | null {
    if (!isThere) return null;
    const type = this.#cursor.unsigned();
    if (type !== 0) this.modal.repetition = readRepetition(this.#cursor, type);
    if (this.modal.repetition !== undefined) return this.modal.repetition;
    this.#cursor.warn("modal", "the modal variable repetition is used before it is set; taken as a single element");
    return null;
  }

  #name(isNumber: number): NameReference {
    return isNumber ? { id: this.#cursor.unsigned() } : this.#cursor.text();
  }

  /** As KLayout: a number that was never said is 0. */
  #zero(variable: string): number {
    this.#cursor.warn("modal", `the modal variable ${variable} is used before it is set; taken as 0`);
    return 0;
  }

  #undefined(variable: string) {
    return this.#cursor.error("modal", `the modal variable ${variable} is used before it is set`);
  }
}
