/** What `reticle info` prints of an image. */
import type { ImageInfo } from "../formats/index.ts";
import { formatLength } from "../units.ts";

export function imageTable(name: string, info: ImageInfo): string {
  const { format, axes, shape, dtype, kind, spacing, origin, unit, direction, bytes, levels, range } = info;
  const kindText = kind === "scalar" ? "" : ` ${kind}`;
  const levelText = levels === undefined ? "" : `, ${levels} ${levels === 1 ? "level" : "levels"}`;
  const head = `${name}: ${format}, ${shape.join("×") || "one number"} ${dtype}${kindText}, ${byteText(bytes)} of pixels${levelText}`;
  const measured = axes?.some((axis) => spacing[axis] !== undefined || origin[axis] !== undefined) ?? false;
  const rows = shape.map((size, i) => {
    const axis = axes?.[i];
    const cells = [axis ?? `axis ${i}`, String(size)];
    if (axis === undefined) return cells;
    const position = (value: number | undefined) =>
      value === undefined ? "" : `${formatLength(value)} ${unit[axis] ?? ""}`.trim();
    if (measured) cells.push(position(spacing[axis]), position(origin[axis]));
    if (axis === "row" && direction !== null) cells.push(direction);
    return cells;
  });
  const table = [["axis", "size", ...(measured ? ["spacing", "origin"] : [])], ...rows];
  const widths = table.reduce<number[]>(
    (all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)).concat(all.slice(row.length)),
    [],
  );
  const lines = table.map((row) =>
    `  ${row.map((cell, i) => (i === 0 || i > 3 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ")}`.trimEnd(),
  );
  const rangeLine = range === undefined ? [] : [range === null ? "  no pixels" : `  numbers ${range[0]}..${range[1]}`];
  return [head, ...lines, ...rangeLine].join("\n");
}

function byteText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
