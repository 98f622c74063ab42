/**
 * Writing GDSII (Calma GDSII Stream Format Manual, release 6.0). The same layout gives the same bytes: the time stamps
 * are fixed, cells stand in the layout's order. Polygons with holes are cut open (geometry/keyhole.ts), polygons with
 * too many points are cut in pieces; what GDSII cannot hold is an error, before the file is touched.
 */
import { checkArgument, optionsOf } from "../../errors.ts";
import { Cell, Layout } from "../../layout/index.ts";
import { type FileName, gzip, joinedBytes, sourceDate, writeFileAtomic } from "../../platform/index.ts";
import type { Warnings } from "../warnings.ts";
import { RecordWriter } from "./record-writer.ts";
import { Rec } from "./records.ts";
import { type PolygonLimits, writeShapes } from "./write-elements.ts";
import { writeReference } from "./write-reference.ts";

export interface WriteGdsOptions {
  /** Most points of a polygon, from 4 to 8190, the format's own limit: 8190. Larger ones are cut in pieces. */
  readonly maxPoints?: number;
  /**
   * Polygons of more than 8190 points: "split" cuts them in pieces, "several-records" writes their points in several XY
   * records, which KLayout and gdstk read and some other programs do not: "split".
   */
  readonly longPolygons?: "split" | "several-records";
  /** What stands as time of writing: SOURCE_DATE_EPOCH, else 1970-01-01 00:00:00 UTC. */
  readonly time?: Date;
}

/** Points of one XY record, without the repeated first one: (65535 − 4) / 8 − 1. */
const mostPoints = 8190;

/**
 * Writes a layout, or a cell with all that it refers to, as GDSII: `await writeGds("demo.gds", top)`; compressed where
 * the name ends with ".gz". The file appears whole or not at all.
 * Throws a GdsError for what GDSII cannot hold (a layer above 65535…), a FileError where the file cannot be written.
 */
export async function writeGds(path: FileName, what: Cell | Layout, options: WriteGdsOptions = {}): Promise<void> {
  const parts = encodeParts(what, options);
  writeFileAtomic(path, /\.gz$/i.test(String(path)) ? gzip(joinedBytes(parts)) : parts);
}

/** The bytes of the GDSII file. */
export function encodeGds(what: Cell | Layout, options: WriteGdsOptions = {}): Uint8Array {
  return joinedBytes(encodeParts(what, options));
}

function encodeParts(what: Cell | Layout, options: WriteGdsOptions): Uint8Array[] {
  const layout = what instanceof Cell ? Layout.of(what) : what;
  const writer = new RecordWriter();
  if (!(layout instanceof Layout))
    throw writer.error("not-a-layout", "what is written is a cell or a layout; a region goes into a cell first");
  const { time = sourceDate() ?? new Date(0) } = optionsOf(options, "GdsError", ["maxPoints", "longPolygons", "time"]);
  const limits = polygonLimits(options, writer);
  checkArgument(time instanceof Date && !Number.isNaN(time.getTime()), time, "GdsError", "a Date");
  const stamp = timeStamp(time);
  warnOfProperties(layout, writer.warnings);
  writer.int2(Rec.HEADER, 600);
  writer.int2(Rec.BGNLIB, ...stamp, ...stamp);
  writer.text(Rec.LIBNAME, layout.name);
  writer.real8(Rec.UNITS, layout.dbu / layout.userUnit, layout.dbu / 1e6);
  for (const cell of layout.cells) if (!cell.isGhost) writeCell(writer, cell, stamp, limits);
  writer.empty(Rec.ENDLIB);
  writer.warnings.flush();
  return writer.parts();
}

function writeCell(writer: RecordWriter, cell: Cell, stamp: readonly number[], limits: PolygonLimits): void {
  writer.cell = cell.name;
  writer.int2(Rec.BGNSTR, ...stamp, ...stamp);
  writer.name(Rec.STRNAME, cell.name);
  for (const reference of cell.references) writeReference(writer, reference);
  for (const shapes of cell.allShapes) writeShapes(writer, shapes, limits);
  writer.empty(Rec.ENDSTR);
  writer.cell = undefined;
}

function polygonLimits(
  { maxPoints = mostPoints, longPolygons = "split" }: WriteGdsOptions,
  writer: RecordWriter,
): PolygonLimits {
  if (longPolygons !== "split" && longPolygons !== "several-records")
    throw writer.error("long-polygons", `longPolygons "${longPolygons}" is neither "split" nor "several-records"`);
  if (!(Number.isInteger(maxPoints) && maxPoints >= 4 && maxPoints <= mostPoints))
    throw writer.error("max-points", `maxPoints ${maxPoints} is not a whole number in 4..${mostPoints}`);
  return { maxPoints, hardLimit: mostPoints, isSplit: longPolygons === "split" };
}

/** OASIS files have them, GDSII has no place for them. */
function warnOfProperties(layout: Layout, warnings: Warnings): void {
  const message = "are left out: GDSII has them for elements only";
  if (layout.properties.length > 0) warnings.add("property", `properties of the layout ${message}`, {});
  for (const { properties, name } of layout.cells)
    if (properties.length > 0) warnings.add("property", `properties of a cell ${message}`, { cell: name });
}

/** Year, month, day, hour, minute, second, UTC. */
function timeStamp(time: Date): number[] {
  return [
    time.getUTCFullYear(),
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  ];
}
