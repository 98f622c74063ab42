/** How loops in WebAssembly are told the type of numbers: as filters/wasm/windows.ts and numbers/wasm/numbers.ts have it. */
import type { Dtype } from "./typed-array.ts";

/** Integers of 64 bits have none. */
export const loopTypes: Partial<Record<Dtype, number>> = {
  uint8: 0,
  uint8_clamped: 0,
  uint16: 1,
  uint32: 2,
  int8: 3,
  int16: 4,
  int32: 5,
  float32: 6,
  float64: 7,
};
