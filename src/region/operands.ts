/** What booleans of regions take. */
import { ReticleError } from "../errors.ts";
import type { BooleanOperation } from "./engines/index.ts";
import { checkRegion } from "./measured-region.ts";
import type { Region } from "./region.ts";

/** Regions, and lists of them, of any length. */
export type Operand = Region | readonly Region[];

/** One after the other, those of lists too. */
export function listed(operands: readonly Operand[]): readonly Region[] {
  return operands.flat();
}

/** True for empty lists; nothing at all is a slip. */
export function isEmptyList(operands: readonly Operand[]): boolean {
  return operands.length > 0 && operands.every((one) => Array.isArray(one) && one.length === 0);
}

/** Throws a RegionError `operand` where there is none. */
export function firstOf(name: BooleanOperation, operands: readonly Operand[]): Region {
  const [first] = listed(operands);
  if (operands.length > 0 && !isEmptyList(operands)) return checkRegion(first);
  const ofNone = { or: "; of an empty list, Region.or([]), it is empty", and: "", not: "", xor: "" }[name];
  const message = `Region.${name} of no regions: it takes one at least${ofNone}`;
  throw new ReticleError("RegionError", "operand", message);
}
