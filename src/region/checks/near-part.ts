/**
 * The part of an edge that is nearer to another edge than a distance and on its left. Places on the edge are numbers from
 * 0 (its start) to 1 (its end).
 */
import type { CheckMetrics } from "./check-options.ts";

/** Where the near part begins and ends. */
export interface Part {
  from: number;
  to: number;
}

/** A part shorter than this, in database units, is what touching edges share. */
const leastLength = 1e-3;

/**
 * Of g = (gx, gy) + t·(hx, hy), seen from the edge of unit direction (ux, uy) and `length` whose start is the origin.
 * Returns false where no part of any length is nearer than `distance`.
 */
export function nearPart(
  gx: number,
  gy: number,
  hx: number,
  hy: number,
  ux: number,
  uy: number,
  length: number,
  distance: number,
  metrics: CheckMetrics,
  part: Part,
): boolean {
  // Along and across the edge; across is positive on its left.
  const along = gx * ux + gy * uy;
  const across = gy * ux - gx * uy;
  const alongStep = hx * ux + hy * uy;
  const acrossStep = hy * ux - hx * uy;
  part.from = 0;
  part.to = 1;
  cut(part, across, acrossStep, -1e-6, Infinity);
  if (part.from > part.to) return false;
  if (metrics !== "euclidian") {
    const more = metrics === "square" ? distance : 0;
    cut(part, across, acrossStep, -Infinity, distance - 1e-6);
    cut(part, along, alongStep, -more, length + more);
    return (part.to - part.from) * Math.hypot(hx, hy) > leastLength;
  }
  // The edge's neighbourhood is its band and a disc at both ends; with a line each has one interval, and so have all.
  const band = { from: 0, to: 1 };
  cut(band, across, acrossStep, -distance + 1e-6, distance - 1e-6);
  cut(band, along, alongStep, 0, length);
  const reach = { from: Infinity, to: -Infinity };
  if (band.from <= band.to) widen(reach, band.from, band.to);
  disc(reach, along, across, alongStep, acrossStep, distance);
  disc(reach, along - length, across, alongStep, acrossStep, distance);
  part.from = Math.max(part.from, reach.from);
  part.to = Math.min(part.to, reach.to);
  return (part.to - part.from) * Math.hypot(hx, hy) > leastLength;
}

/** Keeps where least ≤ value + t·step ≤ most. */
function cut(part: Part, value: number, step: number, least: number, most: number): void {
  if (Math.abs(step) < 1e-12) {
    if (value < least || value > most) part.to = -Infinity;
    return;
  }
  const [a, b] = [(least - value) / step, (most - value) / step];
  part.from = Math.max(part.from, Math.min(a, b));
  part.to = Math.min(part.to, Math.max(a, b));
}

function widen(reach: Part, from: number, to: number): void {
  if (from < reach.from) reach.from = from;
  if (to > reach.to) reach.to = to;
}

/** Where the line is within the circle around the origin. */
function disc(reach: Part, x: number, y: number, dx: number, dy: number, radius: number): void {
  const a = dx * dx + dy * dy;
  const b = x * dx + y * dy;
  const root = b * b - a * (x * x + y * y - radius * radius);
  // A circle that is only touched has no point nearer than its radius.
  if (root <= 1e-6 * a) return;
  const from = Math.max(0, (-b - Math.sqrt(root)) / a);
  const to = Math.min(1, (-b + Math.sqrt(root)) / a);
  if (from <= to) widen(reach, from, to);
}
