// Deterministic polygons for timings, written for both sides in one form: int32 polygon count, vertex counts, x,y pairs.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PolygonSet, PolygonSetBuilder } from "../../src/geometry/index.ts";
import { randomNumbers } from "../../test/support/random-numbers.ts";

/** Rectangles of 0.1 to 1 µm, about one a µm². */
export function rectangles(count: number, seed: number): PolygonSet {
  const next = randomNumbers(seed);
  const side = Math.round(Math.sqrt(count) * 1000);
  const builder = new PolygonSetBuilder(4 * count, count);
  for (let i = 0; i < count; i++) {
    const x = Math.floor(next() * side);
    const y = Math.floor(next() * side);
    builder.rectangle(x, y, x + 100 + Math.floor(next() * 900), y + 100 + Math.floor(next() * 900));
  }
  return builder.build();
}

/** L-shapes of 0.6 µm that do not touch, one a µm². */
export function corners(count: number): PolygonSet {
  const columns = Math.ceil(Math.sqrt(count));
  const builder = new PolygonSetBuilder(6 * count, count);
  for (let i = 0; i < count; i++) {
    const [x, y] = [(i % columns) * 1000, Math.floor(i / columns) * 1000];
    builder.polygon([x, y, x + 600, y, x + 600, y + 300, x + 300, y + 300, x + 300, y + 600, x, y + 600]);
  }
  return builder.build();
}

/** Stars of eight vertices, about one a µm². */
export function stars(count: number, seed: number): PolygonSet {
  const next = randomNumbers(seed);
  const side = Math.round(Math.sqrt(count) * 1000);
  const builder = new PolygonSetBuilder(8 * count, count);
  for (let i = 0; i < count; i++) {
    const [x, y, radius] = [next() * side, next() * side, 200 + next() * 500];
    for (let k = 0; k < 8; k++) {
      const angle = ((k + 0.8 * next()) / 8) * 2 * Math.PI;
      const r = radius * (0.3 + 0.7 * next());
      builder.vertex(Math.round(x + r * Math.cos(angle)), Math.round(y + r * Math.sin(angle)));
    }
    builder.endRing();
    builder.endPolygon();
  }
  return builder.build();
}

/** Polygons that do not touch, one in each field of a square grid of `extent` units: rectangles, or with n vertices. */
export function separate(count: number, seed: number, extent: number, vertices?: number): PolygonSet {
  const next = randomNumbers(seed);
  const columns = Math.ceil(Math.sqrt(count));
  const pitch = extent / columns;
  const builder = new PolygonSetBuilder((vertices ?? 4) * count, count);
  for (let i = 0; i < count; i++) {
    const x = (i % columns) * pitch;
    const y = Math.floor(i / columns) * pitch;
    if (vertices === undefined) {
      const [left, bottom] = [x + pitch * (0.02 + 0.18 * next()), y + pitch * (0.02 + 0.18 * next())];
      const [right, top] = [x + pitch * (0.6 + 0.38 * next()), y + pitch * (0.6 + 0.38 * next())];
      builder.rectangle(Math.ceil(left), Math.ceil(bottom), Math.floor(right), Math.floor(top));
      continue;
    }
    const radius = pitch * (0.3 + 0.18 * next());
    for (let k = 0; k < vertices; k++) {
      const angle = (2 * Math.PI * k) / vertices;
      builder.vertex(
        Math.round(x + pitch / 2 + radius * Math.cos(angle)),
        Math.round(y + pitch / 2 + radius * Math.sin(angle)),
      );
    }
    builder.endRing();
    builder.endPolygon();
  }
  return builder.build();
}

/** Writes polygons without holes for anchors.py; returns the path. */
export function writePolygons(folder: string, name: string, set: PolygonSet): string {
  const counts = Int32Array.from({ length: set.count }, (_, i) => set.rings[i + 1] - set.rings[i]);
  const path = join(folder, `${name}.bin`);
  const bytes = (array: Int32Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  writeFileSync(path, Buffer.concat([bytes(Int32Array.of(set.count)), bytes(counts), bytes(set.xy)]));
  return path;
}
