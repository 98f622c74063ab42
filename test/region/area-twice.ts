import type { PolygonSet } from "../../src/geometry/index.ts";

/** Twice the area in square units, without rounding; what overlaps counts as often as it is covered. */
export function areaTwice({ xy, rings, ringCount }: PolygonSet): bigint {
  let sum = 0n;
  for (let ring = 0; ring < ringCount; ring++) {
    let before = 2 * (rings[ring + 1] - 1);
    for (let i = 2 * rings[ring]; i < 2 * rings[ring + 1]; before = i, i += 2)
      sum += BigInt(xy[before]) * BigInt(xy[i + 1]) - BigInt(xy[i]) * BigInt(xy[before + 1]);
  }
  return sum;
}
