/**
 * The picture of a layout that a notebook shows: y up, one path a layer, legend, scale bar.
 *
 * The size of the SVG is bounded. A layer with more vertices than a browser likes keeps its larger shapes as outlines;
 * the others are filled into a mask of the picture's pixels and drawn as rectangles, and the caption says so.
 */
import { ReticleError } from "../errors.ts";
import { LayerPath, type PictureFrame } from "./layer-path.ts";
import { isColor, paletteColor } from "./palette.ts";
import { escapeText, fitText, lengthText, niceStep, pixel, textWidth } from "./svg-text.ts";

/** Polygons in flat arrays, as geometry's PolygonSet has them: each polygon is one hull and its holes. */
export interface PicturePolygons {
  /** x, y pairs in database units. */
  readonly xy: Int32Array;
  /** Vertex index where each ring starts, and the vertex count last. */
  readonly rings: Uint32Array;
  /** Ring index where each polygon starts, and the ring count last. */
  readonly polygons: Uint32Array;
}

export interface PictureLayer {
  readonly name: string;
  /** A CSS colour; from the palette where it is missing. */
  readonly color?: string;
  /** Of the outlines: `color` where it is missing. */
  readonly frameColor?: string;
  /** Of the shapes' insides, 0 to 1: 0.38. */
  readonly fillOpacity?: number;
  /** Database unit of the polygons, in µm. */
  readonly dbu: number;
  readonly polygons: PicturePolygons;
}

export interface LayoutPicture {
  readonly title?: string;
  /** What is shown, in µm: left, bottom, right, top. Null: everything there is. */
  readonly bbox: readonly [number, number, number, number] | null;
  readonly layers: readonly PictureLayer[];
  /** Texts at points in µm. */
  readonly labels?: readonly PictureLabel[];
}

export interface PictureLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export interface LayoutSvgOptions {
  /** The drawing is at most this wide, in pixels, without the legend: 560. */
  readonly width?: number;
  /** The drawing is at most this high, in pixels, without title and scale bar: 420. */
  readonly height?: number;
}

const font = 12;
const titleStep = font + 5;
const mostTitleLines = 3;
const margin = 12;
const mostLabels = 200;
const ink = "#333";

/**
 * A layout as an SVG document of bounded size. Each polygon fills non-zero by itself and its holes are taken away.
 * Throws a ViewError for a size that is not a positive number.
 */
export function layoutSvg(picture: LayoutPicture, options: LayoutSvgOptions = {}): string {
  const { width: mostWidth = 560, height: mostHeight = 420 } = options;
  if (!(mostWidth > 0 && mostHeight > 0 && mostWidth <= 20000 && mostHeight <= 20000)) {
    throw new ReticleError("ViewError", "size", `a picture of ${mostWidth} × ${mostHeight} pixels cannot be drawn`);
  }
  const box = shownBox(picture);
  const frame = box === null ? null : frameOf(box, mostWidth, mostHeight);
  const drawn = frame === null ? { width: Math.min(240, mostWidth), height: Math.min(90, mostHeight) } : frame;
  const notes: string[] = [];

  const legendWidth = legendColumn(picture.layers, drawn.height);
  const width = Math.max(margin + drawn.width + margin + legendWidth, 200);
  const titles = titleLines(picture.title ?? "", width - 2 * margin);
  const top = margin + titles.length * titleStep + (titles.length > 0 ? 5 : 0);
  const body = frame === null ? emptyNote(drawn) : drawing(picture, frame, notes);
  const foot = top + drawn.height + 8;
  const below = frame === null ? "" : scaleBar(frame, foot);
  const captionTop = foot + (frame === null ? 4 : font + 14);
  const captions = notes.flatMap((note) => wrapped(note, font - 1, width - 2 * margin));
  const height = captionTop + captions.length * (font + 3) + (captions.length > 0 ? 6 : 0);

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pixel(width)}" height="${pixel(height)}" viewBox="0 0 ${pixel(width)} ${pixel(height)}" font-family="system-ui, Helvetica, Arial, sans-serif" font-size="${font}" role="img">`,
    `<title>${escapeText(picture.title ?? "layout")}</title>`,
    `<rect width="100%" height="100%" rx="4" fill="#fff"/>`,
    ...titles.map(
      (line, i) =>
        `<text x="${margin}" y="${margin + font + i * titleStep}" font-weight="600" fill="${ink}">${escapeText(line)}</text>`,
    ),
    // A nested svg clips at its border without an id, so that several pictures can be in one page.
    `<svg x="${margin}" y="${pixel(top)}" width="${pixel(drawn.width)}" height="${pixel(drawn.height)}">`,
    `<rect width="100%" height="100%" fill="#fafafa"/>`,
    body,
    `<rect x="0.5" y="0.5" width="${pixel(drawn.width - 1)}" height="${pixel(drawn.height - 1)}" fill="none" stroke="#ccc"/>`,
    `</svg>`,
    legend(picture.layers, margin + drawn.width + margin, top, drawn.height),
    below,
    ...captions.map(
      (line, i) =>
        `<text x="${margin}" y="${pixel(captionTop + (i + 1) * (font + 3) - 4)}" fill="#777" font-size="${font - 1}">${escapeText(line)}</text>`,
    ),
    `</svg>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** The colour of the layer with this index in a picture. */
function colorOf(layer: PictureLayer, index: number): string {
  return layer.color !== undefined && isColor(layer.color) ? layer.color : paletteColor(index);
}

/** Attributes of its shapes. */
function fillAndStroke(layer: PictureLayer, index: number): string {
  const color = colorOf(layer, index);
  const frame = layer.frameColor !== undefined && isColor(layer.frameColor) ? layer.frameColor : color;
  const opacity = Math.min(1, Math.max(0, layer.fillOpacity ?? 0.38));
  return `fill="${color}" fill-opacity="${opacity}" stroke="${frame}"`;
}

function shownBox(picture: LayoutPicture): [number, number, number, number] | null {
  if (picture.bbox !== null) {
    if (!picture.bbox.every(Number.isFinite)) return null;
    const [x1, y1, x2, y2] = picture.bbox;
    return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
  }
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  const reach = (x: number, y: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  };
  for (const { polygons, dbu } of picture.layers) {
    const { xy } = polygons;
    for (let i = 0; i < xy.length; i += 2) reach(xy[i] * dbu, xy[i + 1] * dbu);
  }
  for (const label of picture.labels ?? []) reach(label.x, label.y);
  return left <= right ? [left, bottom, right, top] : null;
}

/** The box with some air around it, and its place in pixels. */
function frameOf([x1, y1, x2, y2]: [number, number, number, number], width: number, height: number): PictureFrame {
  const air = 0.03 * Math.max(x2 - x1, y2 - y1) || 0.5;
  const left = x1 - air;
  const top = y2 + air;
  const spanX = x2 - x1 + 2 * air;
  const spanY = y2 - y1 + 2 * air;
  const scale = Math.min(width / spanX, height / spanY);
  return {
    left,
    top,
    scale,
    width: Math.max(24, Math.ceil(spanX * scale)),
    height: Math.max(24, Math.ceil(spanY * scale)),
  };
}

function drawing(picture: LayoutPicture, frame: PictureFrame, notes: string[]): string {
  const parts: string[] = [];
  picture.layers.forEach((layer, index) => {
    const color = colorOf(layer, index);
    const path = new LayerPath(frame, layer.polygons, layer.dbu);
    if (path.pixelShapes > 0) {
      const what = path.outlinedShapes > 0 ? `the ${count(path.pixelShapes)} smaller ones of` : "all";
      notes.push(
        `${layer.name}: ${what} ${count(path.pixelShapes + path.outlinedShapes)} shapes are drawn as pixels of the picture`,
      );
    }
    if (path.outlines !== "") {
      parts.push(
        `<path ${fillAndStroke(layer, index)} stroke-width="0.9" stroke-linejoin="round" d="${path.outlines}"/>`,
      );
    }
    if (path.pixels !== "") {
      parts.push(`<path fill="${color}" fill-opacity="0.6" shape-rendering="crispEdges" d="${path.pixels}"/>`);
    }
  });
  parts.push(...labelMarks(picture.labels ?? [], frame, notes));
  return parts.join("\n");
}

/** Those that have room beside the ones before them: texts upon each other cannot be read. */
function labelMarks(labels: readonly PictureLabel[], frame: PictureFrame, notes: string[]): string[] {
  const marks: string[] = [];
  // Left, top, right, bottom of the texts, pixels.
  const taken: (readonly [number, number, number, number])[] = [];
  let inside = 0;
  for (const { text, x, y } of labels) {
    const px = (x - frame.left) * frame.scale;
    const py = (frame.top - y) * frame.scale;
    if (!(px >= 0 && px <= frame.width && py >= 0 && py <= frame.height)) continue;
    inside++;
    if (taken.length === mostLabels) continue;
    const atEnd = px + textWidth(text, font) + 6 > frame.width && px > frame.width / 2;
    const shownText = fitText(text, font, Math.max(px, frame.width - px));
    const [start, base] = [px + (atEnd ? -5 : 5), py < font + 4 ? py + font : py - 4];
    const left = atEnd ? start - textWidth(shownText, font) : start;
    const room = [left, base - font + 2, left + textWidth(shownText, font), base + 2] as const;
    if (taken.some((other) => room[0] < other[2] && other[0] < room[2] && room[1] < other[3] && other[1] < room[3]))
      continue;
    taken.push(room);
    marks.push(
      `<path stroke="${ink}" d="M${pixel(px - 3)} ${pixel(py)}h6m-3 -3v6"/>`,
      `<text x="${pixel(start)}" y="${pixel(base)}" fill="${ink}" stroke="#fff" stroke-width="2.5" stroke-opacity="0.8" paint-order="stroke"${atEnd ? ' text-anchor="end"' : ""}>${escapeText(shownText)}</text>`,
    );
  }
  if (taken.length < inside) {
    const why = taken.length === mostLabels ? "" : ", which do not lie upon each other";
    notes.push(`${count(taken.length)} of ${count(inside)} labels are shown${why}`);
  }
  return marks;
}

function emptyNote({ width, height }: { width: number; height: number }): string {
  return `<text x="${pixel(width / 2)}" y="${pixel(height / 2 + 4)}" text-anchor="middle" fill="#999">nothing to show</text>`;
}

const legendRow = font + 7;

/** So many of the layers have a row each beside a drawing of this height; in the row after them it says how many more there are. */
function legendRows(layers: readonly PictureLayer[], height: number): number {
  const fitting = Math.max(1, Math.floor((height + 4) / legendRow));
  return layers.length <= fitting ? layers.length : fitting - 1;
}

const moreText = (left: number) => `and ${left} more`;

function legendColumn(layers: readonly PictureLayer[], height: number): number {
  if (layers.length === 0) return 0;
  const left = layers.length - legendRows(layers, height);
  const longest = Math.max(...layers.map((layer) => textWidth(layer.name, font)));
  return Math.max(20 + Math.min(180, Math.max(30, longest)), left > 0 ? textWidth(moreText(left), font) : 0) + margin;
}

function legend(layers: readonly PictureLayer[], x: number, top: number, height: number): string {
  const shown = layers.slice(0, legendRows(layers, height));
  const rows = shown.map((layer, index) => {
    const y = top + index * legendRow;
    return `<g><title>${escapeText(layer.name)}</title><rect x="${pixel(x + 0.5)}" y="${pixel(y + 1.5)}" width="13" height="11" rx="1.5" ${fillAndStroke(layer, index)}/><text x="${pixel(x + 20)}" y="${pixel(y + 11)}" fill="${ink}">${escapeText(fitText(layer.name, font, 180))}</text></g>`;
  });
  if (shown.length < layers.length) {
    const y = top + shown.length * legendRow;
    rows.push(
      `<text x="${pixel(x)}" y="${pixel(y + 11)}" fill="#777">${moreText(layers.length - shown.length)}</text>`,
    );
  }
  return rows.join("\n");
}

/** A bar of a round length at the left, the size of what is shown at its right. */
function scaleBar(frame: PictureFrame, top: number): string {
  const length = niceStep((frame.width * 0.3) / frame.scale);
  const bar = length * frame.scale;
  const y = top + 5.5;
  const size = `${lengthText(frame.width / frame.scale, 4)} × ${lengthText(frame.height / frame.scale, 4)}`;
  const text = `<text x="${pixel(margin + bar + 8)}" y="${pixel(y + 4.5)}" fill="${ink}">${lengthText(length)}</text>`;
  const fits = bar + 20 + textWidth(`${lengthText(length)}shown ${size}`, font) < frame.width;
  return [
    `<path fill="none" stroke="${ink}" stroke-width="1.5" d="M${margin} ${pixel(y - 4)}v8m0 -4h${pixel(bar)}m0 -4v8"/>`,
    text,
    fits
      ? `<text x="${pixel(margin + frame.width)}" y="${pixel(y + 4.5)}" text-anchor="end" fill="#999">shown ${size}</text>`
      : "",
  ].join("");
}

/** What has no room in so many lines ends in an ellipsis, as does a word that is too long for one. */
function titleLines(title: string, width: number): string[] {
  // Bold letters are about as wide as those of the next size.
  const size = font + 1;
  const lines = wrapped(title, size, width);
  if (lines.length > mostTitleLines)
    lines.splice(mostTitleLines - 1, Infinity, lines.slice(mostTitleLines - 1).join(" "));
  return lines.map((line) => fitText(line, size, width));
}

function wrapped(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && textWidth(`${line} ${word}`, fontSize) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}
