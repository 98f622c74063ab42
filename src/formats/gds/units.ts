/** The UNITS record: the database unit in user units and in metres. 0.0009999999999999998 µm is 0.001 µm. */
import { tidyNumber } from "../tidy-number.ts";
import type { RecordReader } from "./record-reader.ts";

/** Both in µm, of the current record. */
export function readUnits(reader: RecordReader): { readonly dbu: number; readonly userUnit: number } {
  const perUser = reader.real8(0);
  const dbu = reader.real8(8) * 1e6;
  if (!(dbu > 0) || !(perUser > 0))
    throw reader.error("units", `units of ${perUser} user units and ${dbu / 1e6} m are not above 0`);
  return { dbu: tidyNumber(dbu), userUnit: tidyNumber(dbu / perUser) };
}
