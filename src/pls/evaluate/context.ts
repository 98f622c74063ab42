/** What functions of the language need of the run that calls them. */
import type { Budget } from "./limits.ts";

export interface Context {
  /** Database unit, µm. */
  readonly dbu: number;
  readonly budget: Budget;
}

/** µm from database units, without the noise of a multiplication by 0.001. */
export function toMicrons(value: number, dbu: number): number {
  const perMicron = Math.round(1 / dbu);
  return Math.abs(perMicron * dbu - 1) < 1e-9 ? value / perMicron : value * dbu;
}
