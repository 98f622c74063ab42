/**
 * The records of GDSII (Calma GDSII Stream Format Manual, release 6.0, February 1987): every record is a 16-bit length
 * that includes its four bytes of header, a record type, a data type, and the data, all big-endian.
 */

export const Rec = {
  HEADER: 0x00,
  BGNLIB: 0x01,
  LIBNAME: 0x02,
  UNITS: 0x03,
  ENDLIB: 0x04,
  BGNSTR: 0x05,
  STRNAME: 0x06,
  ENDSTR: 0x07,
  BOUNDARY: 0x08,
  PATH: 0x09,
  SREF: 0x0a,
  AREF: 0x0b,
  TEXT: 0x0c,
  LAYER: 0x0d,
  DATATYPE: 0x0e,
  WIDTH: 0x0f,
  XY: 0x10,
  ENDEL: 0x11,
  SNAME: 0x12,
  COLROW: 0x13,
  TEXTNODE: 0x14,
  NODE: 0x15,
  TEXTTYPE: 0x16,
  PRESENTATION: 0x17,
  SPACING: 0x18,
  STRING: 0x19,
  STRANS: 0x1a,
  MAG: 0x1b,
  ANGLE: 0x1c,
  UINTEGER: 0x1d,
  USTRING: 0x1e,
  REFLIBS: 0x1f,
  FONTS: 0x20,
  PATHTYPE: 0x21,
  GENERATIONS: 0x22,
  ATTRTABLE: 0x23,
  STYPTABLE: 0x24,
  STRTYPE: 0x25,
  ELFLAGS: 0x26,
  ELKEY: 0x27,
  LINKTYPE: 0x28,
  LINKKEYS: 0x29,
  NODETYPE: 0x2a,
  PROPATTR: 0x2b,
  PROPVALUE: 0x2c,
  BOX: 0x2d,
  BOXTYPE: 0x2e,
  PLEX: 0x2f,
  BGNEXTN: 0x30,
  ENDEXTN: 0x31,
  TAPENUM: 0x32,
  TAPECODE: 0x33,
  STRCLASS: 0x34,
  RESERVED: 0x35,
  FORMAT: 0x36,
  MASK: 0x37,
  ENDMASKS: 0x38,
  LIBDIRSIZE: 0x39,
  SRFNAME: 0x3a,
  LIBSECUR: 0x3b,
} as const;

/** Data types, as the second byte of the header has them. */
export const Data = { none: 0, bits: 1, int2: 2, int4: 3, real4: 4, real8: 5, text: 6 } as const;

const names = new Map<number, string>(Object.entries(Rec).map(([name, code]) => [code, name]));

export function recordName(type: number): string {
  return names.get(type) ?? `0x${type.toString(16).padStart(2, "0")}`;
}

export function isKnownRecord(type: number): boolean {
  return type <= Rec.LIBSECUR;
}

/** True for the first record of an element. */
export function isElement(type: number): boolean {
  return (type >= Rec.BOUNDARY && type <= Rec.TEXT) || type === Rec.NODE || type === Rec.BOX;
}

const dataNames = [
  "no data",
  "bits",
  "two-byte integers",
  "four-byte integers",
  "four-byte reals",
  "eight-byte reals",
  "text",
];

/** What a data type says that the data are, for messages. */
export function dataName(type: number): string {
  return `${type} (${dataNames[type] ?? "unknown"})`;
}

const anyData = 255;
const { bits, int2, int4, real8, text } = Data;
/** The data type of each record whose data are read; those of others do no harm. */
const dataTypes = new Uint8Array(Rec.LIBSECUR + 1).fill(anyData);
for (const [type, data] of [
  [Rec.LIBNAME, text],
  [Rec.UNITS, real8],
  [Rec.STRNAME, text],
  [Rec.LAYER, int2],
  [Rec.DATATYPE, int2],
  [Rec.WIDTH, int4],
  [Rec.XY, int4],
  [Rec.SNAME, text],
  [Rec.COLROW, int2],
  [Rec.TEXTTYPE, int2],
  [Rec.PRESENTATION, bits],
  [Rec.STRING, text],
  [Rec.STRANS, bits],
  [Rec.MAG, real8],
  [Rec.ANGLE, real8],
  [Rec.PATHTYPE, int2],
  [Rec.PROPATTR, int2],
  [Rec.PROPVALUE, text],
  [Rec.BOXTYPE, int2],
  [Rec.BGNEXTN, int4],
  [Rec.ENDEXTN, int4],
] as const)
  dataTypes[type] = data;

/** The data type that a record must have, -1 where that is all the same. */
export function wantedData(type: number): number {
  return dataTypes[type] === anyData ? -1 : dataTypes[type];
}
