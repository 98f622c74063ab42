/** Regions, boxes and options as plain objects, in which form they go from thread to thread, and back. */
import { isReticleError, ReticleError } from "../../errors.ts";
import { Box, PolygonSet } from "../../geometry/index.ts";
import { Region } from "../region.ts";

const kindKey = "reticle.kind";

/** Throws a RegionError for what cannot be sent: a function, an object of an unknown class. */
export function packed(value: unknown, name: string): unknown {
  if (value instanceof Region) {
    const { xy, rings, polygons } = value.polygons;
    return { [kindKey]: "region", dbu: value.dbu, isMerged: value.isMerged, engine: value.engine, xy, rings, polygons };
  }
  if (value instanceof Box) return { [kindKey]: "box", box: value.toArray() };
  if (Array.isArray(value)) return value.map((item) => packed(item, name));
  if (ArrayBuffer.isView(value) || typeof value !== "object" || value === null) {
    if (typeof value !== "function" && typeof value !== "symbol") return value;
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packed(item, name)]));
  }
  const what = typeof value === "function" ? "a function" : Object.prototype.toString.call(value);
  throw new ReticleError("RegionError", "background", `${name}: ${what} cannot go to another thread and back`);
}

export function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  const parcel = value as Record<string, unknown>;
  if (parcel[kindKey] === "region") {
    const set = new PolygonSet(parcel.xy as Int32Array, parcel.rings as Uint32Array, parcel.polygons as Uint32Array);
    const { dbu, isMerged, engine } = parcel as unknown as Region;
    return Region.of(set, { dbu, isMerged, engine });
  }
  if (parcel[kindKey] === "box") {
    const [left, bottom, right, top] = parcel.box as number[];
    return new Box(left, bottom, right, top);
  }
  return Object.fromEntries(Object.entries(parcel).map(([key, item]) => [key, unpacked(item)]));
}

/** An error with what programs compare. */
export function packedError(error: unknown): object {
  if (isReticleError(error)) {
    return { tag: error.tag, code: error.code, message: error.message, place: { ...error.place } };
  }
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  return { name, message };
}

export function unpackedError(parcel: object): Error {
  const { tag, code, message, place, name } = parcel as ReticleError;
  if (tag === undefined) return Object.assign(new Error(message), { name });
  // Its message tells the place already.
  return Object.assign(new ReticleError(tag, code, message), { place });
}
