/**
 * Layer properties: how layers are called and drawn, as KLayout's `.lyp` files say it. A group hands down to its members
 * what KLayout's does: its colours, patterns and line styles win over theirs, the larger width over the smaller;
 * brightnesses add up; a member is visible (valid) where all above it are; transparent, marked and crossed where any is.
 */
import { checkArgument } from "../../errors.ts";
import { displaySymbol, escapeText, inspectSymbol, type MimeBundle } from "../../view/index.ts";
import { type Layer, type LayerLike, toLayer } from "../layer.ts";
import { type LayerEntry, type LayerEntryOptions, type LayerTab, layerEntry } from "./layer-entry.ts";
import { isSourceOf, type LayerSource, mergedSource, parseSource, printSource } from "./layer-source.ts";

/** A layer of the list with what its groups hand down to it. */
export interface ListedLayer extends Omit<LayerEntry, "members" | "expanded" | "others"> {
  /** Names of the groups that it is in, the outermost first. */
  readonly groups: readonly string[];
  /** Its colours with their brightness: what is drawn, "#rrggbb". */
  readonly shownFillColor?: string;
  readonly shownFrameColor?: string;
}

const mostRows = 40;

/** Immutable. */
export class LayerProperties {
  /** At least one. */
  readonly tabs: readonly LayerTab[];
  readonly #layers: readonly ListedLayer[];
  readonly #sources: readonly LayerSource[];

  /** Throws a LayoutError `source-syntax` for an entry whose source cannot be understood. */
  constructor(tabs: readonly LayerTab[]) {
    const areTabs = Array.isArray(tabs) && tabs.every((tab) => Array.isArray(tab?.entries));
    checkArgument(areTabs, tabs, "LayoutError", "a list of tabs, { entries: […], … },");
    this.tabs = tabs.length === 0 ? [emptyTab] : tabs;
    const found: Listed[] = [];
    for (const entry of this.entries) collect(entry, null, found);
    this.#layers = found.map(({ layer }) => layer);
    this.#sources = found.map(({ source }) => source);
  }

  /**
   * Properties made here and not read: `LayerProperties.of({ source: "1/0", name: "metal", fillColor: "#2563a8" })`.
   * Entries with `members` are groups.
   */
  static of(...entries: readonly LayerEntryOptions[]): LayerProperties {
    return new LayerProperties([{ ...emptyTab, entries: entries.map(layerEntry) }]);
  }

  /** Entries and groups of the first tab, as they were read. */
  get entries(): readonly LayerEntry[] {
    return this.tabs[0].entries;
  }

  /** The layers of the first tab in their order, without the groups, each with what its groups hand down to it. */
  get layers(): readonly ListedLayer[] {
    return this.#layers;
  }

  /**
   * What the first entry for a layer says, its groups included; null where none is for it: `propertiesOf("8/0")?.name`.
   * Sources without numbers go by the layer's name.
   */
  propertiesOf(like: LayerLike): ListedLayer | null {
    return this.#layers[this.positionOf(toLayer(like))] ?? null;
  }

  /** Index in `layers` of the first entry for a layer; -1 where there is none. */
  positionOf(layer: Layer): number {
    const wanted = toLayer(layer);
    return this.#sources.findIndex((source) => isSourceOf(source, wanted));
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const hidden = this.#layers.filter(({ visible }) => !visible).length;
    const tabs = this.tabs.length === 1 ? "" : `, the first of ${this.tabs.length} tabs`;
    return `LayerProperties: ${this.#layers.length} layers, ${hidden} of them hidden${tabs}`;
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString(), "text/html": tableOf(this.toString(), this.#layers) };
  }
}

const emptyTab: LayerTab = { name: "", entries: [], ditherPatterns: [], lineStyles: [] };

interface Listed {
  readonly layer: ListedLayer;
  readonly source: LayerSource;
}

function collect(entry: LayerEntry, group: Listed | null, found: Listed[]): void {
  const listed = below(entry, group);
  if (entry.members.length === 0) found.push(listed);
  const inside = { ...listed, layer: { ...listed.layer, groups: [...listed.layer.groups, entry.name] } };
  for (const member of entry.members) collect(member, inside, found);
}

/** An entry with what the group above it hands down. */
function below({ members: _, expanded: _expanded, others: _others, ...own }: LayerEntry, group: Listed | null): Listed {
  const above = group?.layer;
  const ownSource = parseSource(own.source);
  const source = group === null ? ownSource : mergedSource(group.source, ownSource);
  const fillColor = above?.fillColor ?? own.fillColor;
  const frameColor = above?.frameColor ?? own.frameColor;
  const fillBrightness = own.fillBrightness + (above?.fillBrightness ?? 0);
  const frameBrightness = own.frameBrightness + (above?.frameBrightness ?? 0);
  const layer: ListedLayer = {
    ...own,
    source: printSource(source),
    groups: above?.groups ?? [],
    fillColor,
    frameColor,
    fillBrightness,
    frameBrightness,
    shownFillColor: fillColor && brighter(fillColor, fillBrightness),
    shownFrameColor: frameColor && brighter(frameColor, frameBrightness),
    ditherPattern: above?.ditherPattern ?? own.ditherPattern,
    lineStyle: above?.lineStyle ?? own.lineStyle,
    width: wider(above?.width, own.width),
    valid: own.valid && (above?.valid ?? true),
    visible: own.visible && (above?.visible ?? true),
    transparent: own.transparent || (above?.transparent ?? false),
    marked: own.marked || (above?.marked ?? false),
    xfill: own.xfill || (above?.xfill ?? false),
    animation: own.animation !== 0 ? own.animation : (above?.animation ?? 0),
  };
  return { layer, source };
}

function wider(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}

/** KLayout's scale, to its last bit: 128 halves the distance to white, -128 the distance to black. */
function brighter(color: string, brightness: number): string {
  const factor = Math.round(256 * 2 ** (-Math.abs(brightness) / 128)) / 256;
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const shown = parts.map((part) =>
    brightness > 0 ? 255 - Math.trunc((255 - part) * factor) : Math.trunc(part * factor),
  );
  return `#${shown.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function tableOf(title: string, layers: readonly ListedLayer[]): string {
  const rows = layers.slice(0, mostRows).map(({ groups, name, source, visible, ...layer }) => {
    const swatch = `<span style="display:inline-block;width:1.6em;height:1em;background:${layer.shownFillColor ?? "none"};border:2px solid ${layer.shownFrameColor ?? "#999"}"></span>`;
    const cells = [[...groups, name].join(" › "), source, layer.ditherPattern ?? "", visible ? "" : "hidden"];
    return `<tr><td>${swatch}</td>${cells.map((text) => `<td>${escapeText(text)}</td>`).join("")}</tr>`;
  });
  const more = layers.length > mostRows ? `<tr><td></td><td>… ${layers.length - mostRows} more</td></tr>` : "";
  return `<div><div>${escapeText(title)}</div><table><thead><tr><th></th><th>layer</th><th>source</th><th>pattern</th><th></th></tr></thead><tbody>${rows.join("")}${more}</tbody></table></div>`;
}
