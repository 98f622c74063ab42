/** Numbers of any type as the levels of a picture of 8 or 16 bits. */
import { type ErrorTag, ReticleError } from "../errors.ts";
import type { AnyImageView } from "../image/index.ts";

/**
 * Levels from 0 to 255 or 65535, rounded once, in the order of the view's axes. Kind "binary" is black and white.
 * @param range what becomes black and white; values beyond are black and white too. Without it bytes are 0..255, 16-bit
 * numbers 0..65535, floats 0..1, and a value beyond is an error
 */
export function greyLevels(
  view: AnyImageView,
  bits: 8 | 16,
  range: readonly [black: number, white: number] | undefined,
  tag: ErrorTag,
): Uint8Array | Uint16Array {
  const white = bits === 8 ? 255 : 65535;
  const values = view.toArray();
  const out = bits === 8 ? new Uint8Array(values.length) : new Uint16Array(values.length);
  if (view.kind === "binary") {
    for (let i = 0; i < values.length; i++) out[i] = Number(values[i]) === 0 ? 0 : white;
    return out;
  }
  const [low, high] = range ?? usualRange(view);
  if (!(Number.isFinite(low) && Number.isFinite(high) && low !== high)) {
    throw new ReticleError(tag, "range", `the range ${low}..${high} has no length`);
  }
  const factor = white / (high - low);
  for (let i = 0; i < values.length; i++) {
    const value = (Number(values[i]) - low) * factor;
    if (value >= 0 && value <= white) out[i] = Math.floor(value + 0.5);
    else if (range === undefined || Number.isNaN(value)) {
      throw new ReticleError(
        tag,
        "range",
        `a pixel is ${values[i]}, beyond ${low}..${high} of ${view.dtype}; say what is black and white with range`,
      );
    } else out[i] = value < 0 ? 0 : white;
  }
  return out;
}

/** Full scale of the type; 16 bits for wider integers. */
function usualRange({ dtype }: AnyImageView): readonly [number, number] {
  if (dtype === "float32" || dtype === "float64") return [0, 1];
  return dtype === "uint8" || dtype === "uint8_clamped" || dtype === "int8" ? [0, 255] : [0, 65535];
}
