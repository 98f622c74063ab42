/**
 * Reading PROPERTY records (SEMI P39, section 31): a name, and values of any types. `S_GDS_PROPERTY` holds GDSII's
 * numbered texts; the other standard names (S_TOP_CELL, S_BOUNDING_BOX…) say nothing that the cells do not say.
 */
import type { Property } from "../../layout/index.ts";
import type { ByteCursor } from "./byte-cursor.ts";
import type { Modal, NameReference, RawProperty } from "./modal.ts";
import { Rec } from "./records.ts";

export const gdsProperty = "S_GDS_PROPERTY";

/** The texts behind the numbers of names and of string values. */
export interface PropertyTarget {
  propertyNameOf(name: NameReference): string;
  propertyStringOf(name: NameReference): string;
}

/** Reads the rest of the current record, a PROPERTY of either type. */
export function readProperty(cursor: ByteCursor, modal: Modal): RawProperty {
  if (cursor.type === Rec.PROPERTY) modal.property = newProperty(cursor, modal.property);
  if (modal.property === undefined) throw noLast(cursor, "property");
  return modal.property;
}

/** UUUUVCNS: count of values, values as before, name given, name as a number, standard property. */
function newProperty(cursor: ByteCursor, last: RawProperty | undefined): RawProperty {
  const info = cursor.byte();
  const given = info & 4 ? (info & 2 ? { id: cursor.unsigned() } : cursor.text()) : last?.name;
  if (given === undefined) throw noLast(cursor, "property name");
  const isStandard = (info & 1) !== 0;
  if (info & 8) {
    if (last === undefined) throw noLast(cursor, "list of values");
    return { name: given, isStandard, values: last.values };
  }
  const short = info >> 4;
  const count = cursor.listLength(short === 15 ? cursor.unsigned() : short);
  const values: RawProperty["values"][number][] = [];
  for (let i = 0; i < count; i++) values.push(readValue(cursor));
  return { name: given, isStandard, values };
}

function readValue(cursor: ByteCursor): RawProperty["values"][number] {
  const type = cursor.unsigned();
  if (type <= 7) return cursor.realOf(type);
  switch (type) {
    case 8:
      return cursor.unsigned();
    case 9:
      return cursor.signed();
    case 10:
    case 11:
    case 12:
      return cursor.text();
    case 13:
    case 14:
    case 15:
      return { id: cursor.unsigned() };
    default:
      throw cursor.error("property-type", `${type} is not one of the types of property values, 0 to 15`);
  }
}

/** The property as layouts keep it; null for one that only describes the file. */
export function resolveProperty(raw: RawProperty, target: PropertyTarget): Property | null {
  const name = target.propertyNameOf(raw.name);
  const values = raw.values.map((value) => (typeof value === "object" ? target.propertyStringOf(value) : value));
  if (!raw.isStandard) return [name, ...values];
  const [attribute] = values;
  if (name === gdsProperty && typeof attribute === "number" && values.length === 2) return [attribute, values[1]];
  return null;
}

function noLast(cursor: ByteCursor, what: string) {
  return cursor.error("modal", `there is no last ${what} to use again`);
}
