/** Record types of OASIS (SEMI P39, section 13 on) by name. */

export const Rec = {
  PAD: 0,
  START: 1,
  END: 2,
  CELLNAME: 3,
  CELLNAME_ID: 4,
  TEXTSTRING: 5,
  TEXTSTRING_ID: 6,
  PROPNAME: 7,
  PROPNAME_ID: 8,
  PROPSTRING: 9,
  PROPSTRING_ID: 10,
  LAYERNAME: 11,
  LAYERNAME_TEXT: 12,
  CELL_ID: 13,
  CELL: 14,
  XYABSOLUTE: 15,
  XYRELATIVE: 16,
  PLACEMENT: 17,
  PLACEMENT_ANY: 18,
  TEXT: 19,
  RECTANGLE: 20,
  POLYGON: 21,
  PATH: 22,
  TRAPEZOID: 23,
  TRAPEZOID_A: 24,
  TRAPEZOID_B: 25,
  CTRAPEZOID: 26,
  CIRCLE: 27,
  PROPERTY: 28,
  PROPERTY_REPEAT: 29,
  XNAME: 30,
  XNAME_ID: 31,
  XELEMENT: 32,
  XGEOMETRY: 33,
  CBLOCK: 34,
} as const;

const names = Object.keys(Rec).map((name) => name.replace(/_.*$/, ""));

/** As the standard spells it: records that differ only in how they name things share a name. */
export function recordName(type: number): string {
  return names[type] ?? String(type);
}

export function isElement(type: number): boolean {
  return type >= Rec.XYABSOLUTE && type <= Rec.CIRCLE;
}

/** Every file starts with these bytes. */
export const magic: readonly number[] = Array.from("%SEMI-OASIS\r\n", (character) => character.charCodeAt(0));
