/**
 * Writing layouts as SVG: one group a layer, cells as definitions that references use, µm in the view box, y up. The same
 * layout gives the same bytes.
 */

import { optionsOf, ReticleError } from "../../errors.ts";
import type { Box } from "../../geometry/index.ts";
import { checkBox } from "../../geometry/index.ts";
import {
  Cell,
  checkProperties,
  childrenFirst,
  drawnLayers,
  type Layer,
  type LayerLike,
  type LayerProperties,
  Layout,
  layerStyle,
  windowInDbu,
} from "../../layout/index.ts";
import { type FileName, writeFileAtomic } from "../../platform/index.ts";
import { escapeText, paletteColor } from "../../view/index.ts";
import { cellMarkup, type SvgContent } from "./svg-cell.ts";

export interface WriteSvgOptions {
  /** Only these layers: all. */
  readonly layers?: readonly LayerLike[];
  /** What is shown, µm: everything. */
  readonly window?: Box;
  /** Names, colours, order and visibility of layers. */
  readonly properties?: LayerProperties;
  /** Pixels per µm: the longer side gets 1000 pixels where not given. */
  readonly scale?: number;
  /** Whether labels are written: true. */
  readonly labels?: boolean;
  /** A CSS colour behind everything: none. */
  readonly background?: string;
  /** Characters that the file may have: 256 Mi. */
  readonly svgLimit?: number;
}

const defaultLimit = 2 ** 28;
/** Content that is no longer than this is written where it is used. */
const shortContent = 64;

/**
 * Writes a cell or a layout as a vector picture: `await writeSvg("demo.svg", top, { window: box(0, 0, 20, 20) })`.
 * The file appears whole or not at all.
 * Throws a FormatError `svg-limit` where it would be larger than the limit, a FileError where it cannot be written.
 */
export async function writeSvg(path: FileName, what: Cell | Layout, options: WriteSvgOptions = {}): Promise<void> {
  writeFileAtomic(path, encodeSvg(what, options));
}

/** The bytes of the SVG file. */
export function encodeSvg(what: Cell | Layout, options: WriteSvgOptions = {}): Uint8Array {
  const names = ["layers", "window", "properties", "scale", "labels", "background", "svgLimit"] as const;
  optionsOf(options, "FormatError", names);
  if (!(what instanceof Cell || what instanceof Layout))
    throw new ReticleError("FormatError", "not-a-layout", "what is written is a cell or a layout");
  return new SvgDocument(what, options).encode();
}

class SvgDocument {
  readonly #what: Cell | Layout;
  readonly #tops: readonly Cell[];
  readonly #options: WriteSvgOptions;
  readonly #parts: string[] = [];
  #length = 0;
  #ids = 0;
  /** The size of a pixel in database units. */
  #pixel = "1";

  constructor(what: Cell | Layout, options: WriteSvgOptions) {
    this.#what = what;
    this.#tops = what instanceof Cell ? [what] : what.tops;
    this.#options = options;
  }

  encode(): Uint8Array {
    const { layers: asked, background, labels = true, window, properties } = this.#options;
    if (window !== undefined) checkBox(window, "a window");
    checkProperties(properties);
    const shown = window ?? this.#what.bbox;
    const [left, bottom, right, top] = shown === null ? [0, 0, 1, 1] : shown.toArray();
    const width = positive(right - left);
    const height = positive(top - bottom);
    const { dbu } = this.#what;
    const scale = this.#scale(Math.max(width, height));
    this.#pixel = number(1 / scale / dbu);
    this.#push(`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="${number(width * scale)}" height="${number(height * scale)}" viewBox="${[left, -top, width, height].map(number).join(" ")}">
<title>${escapeText(this.#what.name)}</title>
`);
    const all = ["x", "y", "width", "height"].map((name, i) => `${name}="${number([left, -top, width, height][i])}"`);
    if (background !== undefined) this.#push(`<rect ${all.join(" ")} fill="${escapeText(background)}"/>\n`);
    // Inside, database units with y up.
    this.#push(`<g transform="scale(${number(dbu)} ${number(-dbu)})" font-family="sans-serif" stroke="none">\n`);
    const fontSize = labels ? Math.max(width, height) / 60 / dbu : 0;
    const layers = drawnLayers(this.#what.layers(), { properties: this.#options.properties, layers: asked });
    layers.forEach((layer, index) => void this.#layer(layer, index, fontSize));
    this.#push("</g>\n</svg>\n");
    return new TextEncoder().encode(this.#parts.join(""));
  }

  #scale(longest: number): number {
    const scale = this.#options.scale ?? 1000 / longest;
    if (scale > 0 && Number.isFinite(scale)) return scale;
    throw new ReticleError("FormatError", "scale", `scale ${scale} is not a number of pixels per µm above 0`);
  }

  /** Overlaps count once: the group as a whole lets through what lies below. */
  #layer(layer: Layer, index: number, fontSize: number): void {
    const {
      name,
      color = paletteColor(index),
      frameColor = color,
      fillOpacity,
    } = layerStyle(layer, this.#options.properties);
    const paint =
      fillOpacity === 0
        ? `fill="none" stroke="${frameColor}" stroke-width="${this.#pixel}"`
        : `fill="${color}" opacity="0.6"`;
    const id = `layer-${layer.layer}-${layer.datatype}`;
    this.#push(`<g id="${id}" inkscape:groupmode="layer" inkscape:label="${escapeText(name)}" ${paint}>\n`);
    this.#push(`<title>${escapeText(name)}</title>\n`);
    const window = this.#options.window === undefined ? null : windowInDbu(this.#options.window, this.#what.dbu);
    const contents = new Map<Cell, SvgContent>();
    const cellOptions = {
      fontSize,
      newId: () => `row-${this.#ids++}`,
      contentOf: (child: Cell) => contents.get(child) ?? null,
    };
    const tops = new Set(this.#tops);
    for (const cell of this.#cells(window)) {
      const isTop = tops.has(cell);
      const markup = this.#collected(cellMarkup(cell, layer.key, { ...cellOptions, window: isTop ? window : null }));
      if (markup === "") continue;
      const content = { id: `${id}-cell-${contents.size}`, markup, isDefined: markup.length > shortContent };
      contents.set(cell, content);
      if (isTop) this.#push(markup);
      else if (content.isDefined) this.#push(`<defs><g id="${content.id}">\n${markup}</g></defs>\n`);
    }
    this.#push("</g>\n");
  }

  /** Children first; with a window those that lie in it. */
  #cells(window: Box | null): Iterable<Cell> {
    if (window === null) return childrenFirst(this.#tops);
    const children = this.#tops.flatMap((top) => Array.from(top.referencesIn(window), ({ cell }) => cell));
    return [...childrenFirst(children), ...this.#tops];
  }

  #collected(pieces: Iterable<string>): string {
    const parts: string[] = [];
    let length = this.#length;
    for (const piece of pieces) {
      length += piece.length;
      this.#check(length);
      parts.push(piece);
    }
    return parts.join("");
  }

  #push(text: string): void {
    this.#length += text.length;
    this.#check(this.#length);
    this.#parts.push(text);
  }

  #check(length: number): void {
    const { svgLimit = defaultLimit } = this.#options;
    if (length <= svgLimit) return;
    throw new ReticleError(
      "FormatError",
      "svg-limit",
      `the SVG has more than ${svgLimit} characters, the limit (svgLimit); name a window or layers, or raise it`,
    );
  }
}

function number(value: number): string {
  return String(Number(value.toPrecision(12)) + 0);
}

/** A point or a line gets a size, so that it can be shown. */
function positive(length: number): number {
  return length > 0 ? length : 1;
}
