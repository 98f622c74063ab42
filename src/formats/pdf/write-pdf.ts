/**
 * Writing layouts as PDF: a page for each cell with shapes, here or below, as vectors in the colours of the layers, with
 * a legend and a scale bar. By the package `pdfkit`, which is loaded when a PDF is written.
 */
import { optionsOf, ReticleError } from "../../errors.ts";
import { type PolygonSet, ringAreaTwice } from "../../geometry/index.ts";
import { Cell, drawnLayers, type LayerLike, type LayerProperties, Layout, layerStyle } from "../../layout/index.ts";
import { type FileName, sourceDate, writeFileAtomic } from "../../platform/index.ts";
import { lengthText, niceStep, paletteColor } from "../../view/index.ts";

export interface WritePdfOptions {
  /** Only these layers: all. */
  readonly layers?: readonly LayerLike[];
  /** Names, colours, order and visibility of layers. */
  readonly properties?: LayerProperties;
  /** Vertices that the pages may have together: 5 million. */
  readonly pdfLimit?: number;
}

const defaultLimit = 5_000_000;
/** Points of 1/72 inch: A4 and its margin. */
const page = { long: 841.89, short: 595.28, margin: 36, head: 22, foot: 26, legend: 120 } as const;
const font = "Helvetica";

/**
 * Writes a cell, or each cell of a layout, as a page of a PDF file: `await writePdf("mask.pdf", layout)`.
 * Throws a FormatError `pdf-limit` where it would be larger than the limit, a FileError where it cannot be written.
 */
export async function writePdf(path: FileName, what: Cell | Layout, options: WritePdfOptions = {}): Promise<void> {
  writeFileAtomic(path, await encodePdf(what, options));
}

/** The bytes of the PDF file. */
export async function encodePdf(what: Cell | Layout, options: WritePdfOptions = {}): Promise<Uint8Array> {
  optionsOf(options, "FormatError", ["layers", "properties", "pdfLimit"]);
  if (!(what instanceof Cell || what instanceof Layout))
    throw new ReticleError("FormatError", "not-a-layout", "what is written is a cell or a layout");
  const cells = what instanceof Cell ? [what] : what.cells.filter((cell) => cell.layers().length > 0);
  checkSize(cells, options);
  const { default: PdfDocument } = await import("pdfkit");
  // The same layout gives the same bytes.
  const CreationDate = sourceDate() ?? new Date(0);
  const document = new PdfDocument({ autoFirstPage: false, info: { Title: what.name, CreationDate } });
  const parts: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    document.on("data", (part: Uint8Array) => parts.push(part));
    document.on("end", resolve);
    document.on("error", reject);
  });
  for (const cell of cells) addPage(document, cell, options);
  if (cells.length === 0) document.addPage({ size: "A4" }).fontSize(12).text("nothing to show");
  document.end();
  await done;
  return concatenated(parts);
}

function checkSize(cells: readonly Cell[], { layers, properties, pdfLimit = defaultLimit }: WritePdfOptions): void {
  let vertices = 0;
  for (const cell of cells) {
    for (const layer of drawnLayers(cell.layers(), { properties, layers })) {
      vertices += cell.polygonsOf(layer).vertexCount;
      if (vertices <= pdfLimit) continue;
      const message = `the PDF has more than ${pdfLimit} vertices, the limit (pdfLimit); choose layers or a cell, or raise it`;
      throw new ReticleError("FormatError", "pdf-limit", message);
    }
  }
}

type Document = PDFKit.PDFDocument;

function addPage(document: Document, cell: Cell, options: WritePdfOptions): void {
  const box = cell.bbox ?? { left: 0, bottom: 0, width: 1, height: 1 };
  const [width, height] = [box.width || 1, box.height || 1];
  const isLandscape = width > height;
  document.addPage({ size: "A4", layout: isLandscape ? "landscape" : "portrait", margin: 0 });
  const [pageWidth, pageHeight] = isLandscape ? [page.long, page.short] : [page.short, page.long];
  const roomX = pageWidth - 2 * page.margin - page.legend;
  const roomY = pageHeight - 2 * page.margin - page.head - page.foot;
  const scale = Math.min(roomX / width, roomY / height);
  const top = page.margin + page.head;
  document.font(font).fontSize(13).fillColor("#222").text(cell.name, page.margin, page.margin, { lineBreak: false });
  const layers = drawnLayers(cell.layers(), { properties: options.properties, layers: options.layers });
  document.save();
  // Inside, µm with y up.
  document.transform(scale, 0, 0, -scale, page.margin - box.left * scale, top + (box.bottom + height) * scale);
  layers.forEach((layer, index) => {
    const { color = paletteColor(index), frameColor = color, fillOpacity } = layerStyle(layer, options.properties);
    outline(document, cell.polygonsOf(layer), cell.dbu);
    document
      .lineWidth(0.4 / scale)
      .fillOpacity(fillOpacity ?? 0.45)
      .strokeOpacity(1);
    document.fillAndStroke(color, frameColor, "nonzero");
  });
  document.restore();
  document.fontSize(9).fillOpacity(1);
  layers.forEach((layer, index) => {
    const { name, color = paletteColor(index) } = layerStyle(layer, options.properties);
    const [x, y] = [pageWidth - page.margin - page.legend + 14, top + 15 * index];
    if (y > pageHeight - page.margin - page.foot) return;
    document.rect(x, y, 10, 9).fillOpacity(0.45).fillAndStroke(color, color);
    document
      .fillOpacity(1)
      .fillColor("#222")
      .text(name, x + 16, y + 1, { lineBreak: false });
  });
  scaleBar(document, scale, pageHeight - page.margin - 8, roomX);
}

/** Hulls all run one way, so that two that overlap do not cancel where they are filled. */
function outline(document: Document, { xy, rings, polygons }: PolygonSet, dbu: number): void {
  for (let polygon = 0; polygon + 1 < polygons.length; polygon++) {
    const [first, end] = [polygons[polygon], polygons[polygon + 1]];
    const isClockwise = ringAreaTwice(xy, 2 * rings[first], 2 * rings[first + 1]) < 0;
    for (let ring = first; ring < end; ring++) {
      const count = rings[ring + 1] - rings[ring];
      for (let i = 0; i < count; i++) {
        const vertex = rings[ring] + (isClockwise ? count - 1 - i : i);
        const [x, y] = [xy[2 * vertex] * dbu, xy[2 * vertex + 1] * dbu];
        if (i === 0) document.moveTo(x, y);
        else document.lineTo(x, y);
      }
      document.closePath();
    }
  }
}

function scaleBar(document: Document, scale: number, y: number, room: number): void {
  const length = niceStep(room / scale / 3);
  const end = page.margin + length * scale;
  document
    .moveTo(page.margin, y)
    .lineTo(end, y)
    .moveTo(page.margin, y - 3)
    .lineTo(page.margin, y + 3);
  document
    .moveTo(end, y - 3)
    .lineTo(end, y + 3)
    .lineWidth(0.8)
    .strokeOpacity(1)
    .stroke("#222");
  document
    .fillOpacity(1)
    .fillColor("#222")
    .text(lengthText(length), end + 6, y - 4, { lineBreak: false });
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
