/** Which layers a rendered picture shows, in which order, and how each is painted. */
import { didYouMean, ReticleError } from "../../errors.ts";
import {
  customDash,
  customStipple,
  dashCount,
  dashOf,
  type LayerPaint,
  paletteColor,
  rgbOf,
  type Stipple,
  stippleCount,
  stippleOf,
} from "../../view/index.ts";
import { type Layer, type LayerLike, layerKeys } from "../layer.ts";
import { checkColor, type LayerEntry } from "../layer-properties/layer-entry.ts";
import type { LayerProperties, ListedLayer } from "../layer-properties/layer-properties.ts";
import { isSourceOf, type LayerSource, parseSource } from "../layer-properties/layer-source.ts";

export interface ShownLayer {
  readonly layer: Layer;
  readonly paint: LayerPaint;
}

/** With properties what they list and show, in their order; without, every layer in a colour of its own. */
export function shownLayers(
  layers: readonly Layer[],
  properties: LayerProperties | undefined,
  only: readonly LayerLike[] | undefined,
): ShownLayer[] {
  const keys = only && layerKeys(only);
  if (properties === undefined) {
    const wanted = layers.filter(({ key }) => keys === undefined || keys.has(key));
    // By the layer's place in the cell, so that a picture of some layers has the colours of the picture of all.
    return wanted.map((layer) => ({ layer, paint: plainPaint(layers.indexOf(layer)) }));
  }
  const sources = properties.layers.map(({ source }) => parseSource(source));
  const means = (source: LayerSource, layer: Layer) => isHere(source) && !isAny(source) && isSourceOf(source, layer);
  const rest = layers.filter((layer) => !sources.some((source) => means(source, layer)));
  const lastAny = sources.findLastIndex((source) => isHere(source) && isAny(source));
  const meant = sources.map((source, place) => {
    if (isAny(source)) return place === lastAny ? rest : [];
    return layers.filter((layer) => means(source, layer));
  });
  const width = (place: number) => (isAny(sources[place]) ? meant[place].length : 1);
  return inOrder(properties.tabs[0].entries, (place) => isAny(sources[place]), width).flatMap(({ place, phase }) => {
    const entry = properties.layers[place];
    if (!entry.visible) return []; // what is not valid cannot be selected in KLayout, and is drawn
    return meant[place].flatMap((layer, among) => {
      if (keys !== undefined && !keys.has(layer.key)) return [];
      const paint = paintOf(entry, properties, place, layers.indexOf(layer));
      return { layer, paint: { ...paint, stipplePhase: phase + (isAny(sources[place]) ? among : 0) } };
    });
  });
}

/** False for what is meant for the second of several layouts that were open, and those after it. */
function isHere({ layout }: LayerSource): boolean {
  return layout === undefined || layout === 1;
}

/** All stars: the layers that no other entry means, for the last one of them. */
function isAny({ name, layer, datatype, rest }: LayerSource): boolean {
  return name === undefined && layer === undefined && datatype === undefined && !rest.startsWith("%");
}

/** A layer, or a group, which has no place and members. */
interface Listed {
  readonly place: number;
  readonly members: readonly Listed[];
}

interface OrderedLayer {
  /** Index in the list of layers. */
  readonly place: number;
  /** Rows by which its stipple is lower, so that those of the same kind do not hide each other: what stands before it, groups included. */
  readonly phase: number;
}

/**
 * The layers of a list in the order in which KLayout draws them: what stars stand for comes behind all others of the list or the
 * group that they are in.
 * @param width how many layers the one at a place stands for
 */
function inOrder(
  entries: readonly LayerEntry[],
  isAnyAt: (place: number) => boolean,
  width: (place: number) => number,
): OrderedLayer[] {
  let count = 0;
  /** A list's entries, those of stars last; a place for each layer, counted as they are written. */
  const listOf = (list: readonly LayerEntry[]): Listed[] => {
    const all = list.map(({ members }) =>
      members.length === 0 ? { place: count++, members: [] } : { place: -1, members: listOf(members) },
    );
    const isLast = ({ place }: Listed) => place >= 0 && isAnyAt(place);
    return [...all.filter((one) => !isLast(one)), ...all.filter(isLast)];
  };
  const ordered: OrderedLayer[] = [];
  let phase = 0;
  const visit = ({ place, members }: Listed) => {
    if (place >= 0) ordered.push({ place, phase });
    phase += place >= 0 ? width(place) : 1;
    members.forEach(visit);
  };
  listOf(entries).forEach(visit);
  return ordered;
}

/** Where no properties say it: a tint, and an outline of the full colour. */
function plainPaint(index: number): LayerPaint {
  const color = rgbOf(paletteColor(index));
  return {
    fillColor: color,
    frameColor: color,
    // One of the hatchings that leave room for the layers below, each with another slant or distance.
    stipple: stippleOf(plainStipples[index % plainStipples.length]),
    stipplePhase: 0,
    lineWidth: 1,
    dash: dashOf(0),
    isTransparent: false,
    isMarked: false,
    isCrossed: false,
  };
}

const plainStipples = [5, 9, 2, 6, 10, 3, 4, 8];

function paintOf(
  entry: ListedLayer,
  properties: LayerProperties,
  place: number,
  index: number,
): Omit<LayerPaint, "stipplePhase"> {
  const color = entry.shownFillColor ?? paletteColor(index);
  return {
    fillColor: rgbOf(checkColor(color)),
    frameColor: rgbOf(checkColor(entry.shownFrameColor ?? color)),
    stipple: stippleNamed(entry, properties, place),
    lineWidth: lineWidthOf(entry),
    dash: dashNamed(entry, properties),
    isTransparent: entry.transparent,
    isMarked: entry.marked,
    isCrossed: entry.xfill,
  };
}

function lineWidthOf({ width = 1, name, source }: ListedLayer): number {
  if (Number.isInteger(width) && width >= 0 && width <= 100) return width;
  throw new ReticleError(
    "LayoutError",
    "line-width",
    `the line width ${width} of ${called(name, source)} is not a whole number of pixels in 0..100`,
  );
}

/** "I5" is built in, "C5" is the properties' own; where nothing is said KLayout hatches to one side and the other in turn. */
function stippleNamed({ ditherPattern, name, source }: ListedLayer, { tabs }: LayerProperties, place: number): Stipple {
  if (ditherPattern === undefined) return stippleOf(place % 2 === 0 ? 9 : 5);
  const own = tabs[0].ditherPatterns;
  const [kind, index] = numbered(ditherPattern);
  if (kind === "I" && index < stippleCount) return stippleOf(index);
  if (kind === "C" && index < own.length) return customStipple(own[index].rows);
  throw unknown("stipple", ditherPattern, called(name, source), stippleCount, own.length);
}

function dashNamed({ lineStyle, name, source }: ListedLayer, { tabs }: LayerProperties): Uint8Array {
  if (lineStyle === undefined) return dashOf(0);
  const own = tabs[0].lineStyles;
  const [kind, index] = numbered(lineStyle);
  if (kind === "I" && index < dashCount) return dashOf(index);
  if (kind === "C" && index < own.length) return customDash(own[index].rows[0]);
  throw unknown("line-style", lineStyle, called(name, source), dashCount, own.length);
}

function numbered(text: string): [kind: string, index: number] {
  const match = /^([IC])(\d{1,6})$/.exec(text);
  return match === null ? ["", 0] : [match[1], Number(match[2])];
}

function called(name: string, source: string): string {
  return name === "" ? source : `"${name}" (${source})`;
}

function unknown(code: string, text: string, entry: string, builtIn: number, own: number): ReticleError {
  const owned = own === 0 ? "and the properties bring none of their own" : `C0 to C${own - 1} are the properties' own`;
  const names = [
    ...Array.from({ length: builtIn }, (_, i) => `I${i}`),
    ...Array.from({ length: own }, (_, i) => `C${i}`),
  ];
  const what = code.replace("-", " ");
  return new ReticleError(
    "LayoutError",
    `unknown-${code}`,
    `${what} "${text}" of ${entry} is unknown: I0 to I${builtIn - 1} are built in, ${owned}${didYouMean(text, names)}`,
  );
}
