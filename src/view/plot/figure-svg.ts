/** A figure as a static SVG picture: for pages without scripts, and before a script has run. */
import { toBase64 } from "../../platform/index.ts";
import { encodePng } from "../png.ts";
import { escapeText, fitText, pixel, textWidth } from "../svg-text.ts";
import { viridis } from "./color-map.ts";
import { extent, type FigureOptions, type HeatmapTrace, type LineTrace, type Trace } from "./figure-model.ts";
import { ticksBetween } from "./ticks.ts";

const ink = "#333";
const grid = "#e8e8e8";
const font = 12;

/** Where data lie in the picture. */
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly px: (x: number) => number;
  readonly py: (y: number) => number;
}

export function figureSvg(traces: readonly Trace[], options: FigureOptions): string {
  const { width = 640, height = 400, title, xlabel, ylabel } = options;
  const heatmap = traces.find((trace) => trace.type === "heatmap");
  const named = traces.filter((trace) => trace.type !== "heatmap" && trace.name !== undefined);
  const frame = frameOf(traces, options, width, height, heatmap, named.length > 1 ? legendHeight(named, width) : 0);
  const { left, top, width: w, height: h } = frame;
  const below = (xlabel === undefined ? 28 : 48) + (named.length > 1 ? legendHeight(named, width) : 0);
  const used = Math.ceil(top + h + below); // less than was asked for where a heatmap is drawn to scale
  const background = heatmap === undefined ? "" : heatmapImage(heatmap, frame);
  const marks = traces.map((trace) => {
    if (trace.type === "line") return linePath(trace, frame);
    if (trace.type === "scatter") return scatterMarks(trace, frame);
    return trace.type === "bars" ? barMarks(trace, frame) : "";
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${used}" viewBox="0 0 ${width} ${used}" font-family="system-ui, Helvetica, Arial, sans-serif" font-size="${font}" role="img">`,
    `<title>${escapeText(title ?? "figure")}</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    title === undefined
      ? ""
      : `<text x="${pixel(left + w / 2)}" y="22" text-anchor="middle" font-size="15" fill="${ink}">${escapeText(fitText(title, 15, width - 20))}</text>`,
    axesSvg(frame, heatmap === undefined),
    `<svg x="${pixel(left)}" y="${pixel(top)}" width="${pixel(w)}" height="${pixel(h)}">${background}${marks.join("")}</svg>`,
    `<rect x="${pixel(left)}" y="${pixel(top)}" width="${pixel(w)}" height="${pixel(h)}" fill="none" stroke="#999"/>`,
    xlabel === undefined
      ? ""
      : `<text x="${pixel(left + w / 2)}" y="${pixel(top + h + 38)}" text-anchor="middle" fill="${ink}">${escapeText(xlabel)}</text>`,
    ylabel === undefined
      ? ""
      : `<text transform="translate(${pixel(16)} ${pixel(top + h / 2)}) rotate(-90)" text-anchor="middle" fill="${ink}">${escapeText(ylabel)}</text>`,
    named.length > 1 ? legendSvg(named, left, top + h + (xlabel === undefined ? 32 : 54), width) : "",
    heatmap === undefined ? "" : colorBar(heatmap, frame),
    `</svg>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function frameOf(
  traces: readonly Trace[],
  { title, xlabel, ylabel, xrange, yrange }: FigureOptions,
  width: number,
  height: number,
  heatmap: HeatmapTrace | undefined,
  legend: number,
): Frame {
  const x = shownRange(
    xrange,
    traces.map(xExtent),
    heatmap === undefined && traces.every((t) => t.type === "scatter") ? 0.04 : 0,
  );
  const shown = shownRange(yrange, traces.map(yExtent), heatmap === undefined ? 0.06 : 0);
  const standsOnZero = yrange === undefined && traces.length > 0 && traces.every((trace) => trace.type === "bars");
  const y: [number, number] = standsOnZero ? [0, shown[1]] : shown;
  const yTicks = ticksBetween(y[0], y[1], 6);
  const tickWidth = Math.max(...yTicks.values.map((value) => textWidth(yTicks.text(value), font)), 10);
  const left = (ylabel === undefined ? 12 : 30) + tickWidth + 8;
  const top = title === undefined ? 14 : 38;
  let w = Math.max(20, width - left - (heatmap === undefined ? 18 : 86));
  let h = Math.max(20, height - top - (xlabel === undefined ? 28 : 48) - legend);
  if (heatmap?.isToScale) {
    const scale = Math.min(w / (x[1] - x[0]), h / (y[1] - y[0]));
    w = Math.max(8, (x[1] - x[0]) * scale);
    h = Math.max(8, (y[1] - y[0]) * scale);
  }
  const isDown = heatmap?.isDown === true;
  const px = (value: number) => ((value - x[0]) / (x[1] - x[0])) * w;
  const py = (value: number) => (isDown ? (value - y[0]) / (y[1] - y[0]) : (y[1] - value) / (y[1] - y[0])) * h;
  return { left, top, width: w, height: h, x, y, px, py };
}

function xExtent(trace: Trace): [number, number] | null {
  if (trace.type === "bars") return extent(trace.edges);
  return trace.type === "heatmap" ? outerRange(trace.x) : extent(trace.x);
}

function yExtent(trace: Trace): [number, number] | null {
  if (trace.type === "bars") return [0, extent(trace.heights)?.[1] ?? 0];
  return trace.type === "heatmap" ? outerRange(trace.y) : extent(trace.y);
}

/** From the first pixel's border to the last one's. */
function outerRange(centres: Float64Array): [number, number] {
  const first = centres[0];
  const last = centres[centres.length - 1];
  const half = centres.length > 1 ? Math.abs(last - first) / (centres.length - 1) / 2 : 0.5;
  return [Math.min(first, last) - half, Math.max(first, last) + half];
}

function shownRange(
  given: readonly [number, number] | undefined,
  extents: readonly ([number, number] | null)[],
  air: number,
): [number, number] {
  if (given !== undefined) return [Math.min(...given), Math.max(...given)];
  const known = extents.filter((one) => one !== null);
  if (known.length === 0) return [0, 1];
  const low = Math.min(...known.map((one) => one[0]));
  const high = Math.max(...known.map((one) => one[1]));
  if (low === high) return [low - Math.max(0.5, Math.abs(low) * 0.05), high + Math.max(0.5, Math.abs(high) * 0.05)];
  return [low - air * (high - low), high + air * (high - low)];
}

function axesSvg({ left, top, width, height, x, y, px, py }: Frame, hasGrid: boolean): string {
  const parts: string[] = [];
  const xTicks = ticksBetween(x[0], x[1], width / 70);
  for (const value of xTicks.values) {
    const at = pixel(left + px(value));
    if (hasGrid) parts.push(`<path stroke="${grid}" d="M${at} ${pixel(top)}v${pixel(height)}"/>`);
    parts.push(
      `<path stroke="#999" d="M${at} ${pixel(top + height)}v4"/><text x="${at}" y="${pixel(top + height + 17)}" text-anchor="middle" fill="${ink}">${xTicks.text(value)}</text>`,
    );
  }
  const yTicks = ticksBetween(y[0], y[1], height / 50);
  for (const value of yTicks.values) {
    const at = pixel(top + py(value));
    if (hasGrid) parts.push(`<path stroke="${grid}" d="M${pixel(left)} ${at}h${pixel(width)}"/>`);
    parts.push(
      `<path stroke="#999" d="M${pixel(left)} ${at}h-4"/><text x="${pixel(left - 7)}" y="${pixel(top + py(value) + 4)}" text-anchor="end" fill="${ink}">${yTicks.text(value)}</text>`,
    );
  }
  return parts.join("");
}

/** Where there are many points to a pixel, the first, least, largest and last of each pixel column. */
function linePath({ x, y, color }: LineTrace, { px, py, width }: Frame): string {
  const parts: string[] = [];
  const put = (i: number, command: string) => parts.push(`${command}${pixel(px(x[i]))} ${pixel(py(y[i]))}`);
  const isDense = x.length > 4 * width;
  let isOpen = false;
  for (let i = 0; i < x.length; ) {
    if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) {
      isOpen = false;
      i++;
      continue;
    }
    let last = i;
    let low = i;
    let high = i;
    const column = Math.floor(px(x[i]));
    while (isDense && last + 1 < x.length && Number.isFinite(y[last + 1]) && Math.floor(px(x[last + 1])) === column) {
      last++;
      if (y[last] < y[low]) low = last;
      if (y[last] > y[high]) high = last;
    }
    put(i, isOpen ? "L" : "M");
    isOpen = true;
    for (const k of [Math.min(low, high), Math.max(low, high)]) if (k !== i && k !== last) put(k, "L");
    if (last !== i) put(last, "L");
    i = last + 1;
  }
  return `<path fill="none" stroke="${color}" stroke-width="1.6" stroke-linejoin="round" d="${parts.join("")}"/>`;
}

function scatterMarks({ x, y, color }: LineTrace, { px, py }: Frame): string {
  const seen = new Set<string>();
  for (let i = 0; i < x.length; i++) {
    // Marks of three pixels: nearer than half a pixel they are one.
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) {
      const at = x.length > 5000 ? [Math.round(2 * px(x[i])) / 2, Math.round(2 * py(y[i])) / 2] : [px(x[i]), py(y[i])];
      seen.add(`M${pixel(at[0])} ${pixel(at[1])}h0`);
    }
  }
  return `<path fill="none" stroke="${color}" stroke-width="5" stroke-linecap="round" stroke-opacity="0.75" d="${[...seen].join("")}"/>`;
}

function barMarks({ edges, heights, color }: Extract<Trace, { type: "bars" }>, { px, py }: Frame): string {
  const base = pixel(py(0));
  const parts = [...heights].map((value, i) =>
    value === 0 ? "" : `M${pixel(px(edges[i]))} ${base}V${pixel(py(value))}H${pixel(px(edges[i + 1]))}V${base}Z`,
  );
  return `<path fill="${color}" fill-opacity="0.7" stroke="#fff" stroke-width="0.6" d="${parts.join("")}"/>`;
}

function heatmapImage(trace: HeatmapTrace, { px, py }: Frame): string {
  const { columns, rows, values, x, y, range } = trace;
  const data = new Uint8Array(columns * rows * 4);
  const scale = range[1] > range[0] ? 255 / (range[1] - range[0]) : 0;
  // The picture's rows run down the screen, its columns to the right.
  const rowsTurned = py(y[rows - 1]) < py(y[0]);
  const columnsTurned = columns > 1 && x[columns - 1] < x[0];
  for (let row = 0; row < rows; row++) {
    const from = (rowsTurned ? rows - 1 - row : row) * columns;
    for (let column = 0; column < columns; column++) {
      const value = values[from + (columnsTurned ? columns - 1 - column : column)];
      if (Number.isNaN(value)) continue;
      const shade = Math.min(255, Math.max(0, Math.round((value - range[0]) * scale)));
      const at = 4 * (row * columns + column);
      data.set(viridis.subarray(3 * shade, 3 * shade + 3), at);
      data[at + 3] = 255;
    }
  }
  const png = toBase64(encodePng({ width: columns, height: rows, channels: 4, bits: 8, data }));
  const [x1, x2] = outerRange(x);
  const [y1, y2] = outerRange(y);
  const top = Math.min(py(y1), py(y2));
  return `<image x="${pixel(px(x1))}" y="${pixel(top)}" width="${pixel(px(x2) - px(x1))}" height="${pixel(Math.abs(py(y2) - py(y1)))}" preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>`;
}

function colorBar({ range }: HeatmapTrace, { left, top, width, height }: Frame): string {
  const x = left + width + 14;
  const steps = 64;
  const bars = Array.from({ length: steps }, (_, i) => {
    const shade = Math.round((255 * (steps - 0.5 - i)) / steps);
    const [r, g, b] = viridis.subarray(3 * shade, 3 * shade + 3);
    return `<rect x="${pixel(x)}" y="${pixel(top + (i * height) / steps)}" width="14" height="${pixel(height / steps + 0.6)}" fill="rgb(${r},${g},${b})"/>`;
  });
  const [low, high] = range[1] > range[0] ? range : [range[0], range[0] + 1];
  const ticks = ticksBetween(low, high, height / 50);
  const texts = ticks.values.map(
    (value) =>
      `<text x="${pixel(x + 19)}" y="${pixel(top + height * (1 - (value - low) / (high - low)) + 4)}" fill="${ink}">${ticks.text(value)}</text>`,
  );
  return bars.join("") + texts.join("");
}

type Named = Exclude<Trace, HeatmapTrace>;

function legendHeight(named: readonly Trace[], width: number): number {
  return 10 + 18 * legendRows(named as Named[], width).length;
}

function legendRows(named: readonly Named[], width: number): Named[][] {
  const rows: Named[][] = [[]];
  let used = 0;
  for (const trace of named) {
    const needs = 34 + textWidth(trace.name ?? "", font);
    if (used > 0 && used + needs > width - 80) {
      rows.push([]);
      used = 0;
    }
    rows[rows.length - 1].push(trace);
    used += needs;
  }
  return rows;
}

function legendSvg(named: readonly Trace[], left: number, top: number, width: number): string {
  return legendRows(named as Named[], width)
    .map((row, r) => {
      let x = left;
      return row
        .map((trace) => {
          const at = x;
          x += 34 + textWidth(trace.name ?? "", font);
          const y = top + 18 * r;
          return `<path stroke="${trace.color}" stroke-width="3" d="M${pixel(at)} ${pixel(y)}h16"/><text x="${pixel(at + 21)}" y="${pixel(y + 4)}" fill="${ink}">${escapeText(fitText(trace.name ?? "", font, width - 110))}</text>`;
        })
        .join("");
    })
    .join("");
}
