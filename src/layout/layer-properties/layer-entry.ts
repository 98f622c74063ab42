/** Entries of layer properties as their file has them: KLayout's fields, its names. What is undefined is not said. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";

/** An element of the file that is not known here: kept, and written back. */
export interface ForeignElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly ForeignElement[];
}

/** A layer, or a group where it has members. Members inherit what `LayerProperties.layers` says. */
export interface LayerEntry {
  readonly name: string;
  /** What it is about: "8/0@1", "METAL@1", any layer with stars. */
  readonly source: string;
  /** "#rrggbb". */
  readonly fillColor?: string;
  readonly frameColor?: string;
  /** Lighter above 0, darker below: -255 to 255. */
  readonly fillBrightness: number;
  readonly frameBrightness: number;
  /** "I5": KLayout's pattern 5; "C2": the third of the file's own. */
  readonly ditherPattern?: string;
  /** "I1" or "C2" likewise. */
  readonly lineStyle?: string;
  /** Of the frame, pixels. */
  readonly width?: number;
  readonly valid: boolean;
  readonly visible: boolean;
  readonly transparent: boolean;
  readonly marked: boolean;
  /** A cross in each box. */
  readonly xfill: boolean;
  /** 0 none, 1 scrolling, 2 blinking, 3 inverse blinking. */
  readonly animation: number;
  /** Whether a group shows its members in the list. */
  readonly expanded: boolean;
  readonly members: readonly LayerEntry[];
  readonly others?: readonly ForeignElement[];
}

/** A pattern of the file's own: stars and points, row by row; one row for a line style. */
export interface CustomPattern {
  readonly name: string;
  readonly order: number;
  readonly rows: readonly string[];
  readonly others?: readonly ForeignElement[];
}

/** One list of layers: a tab of KLayout's layer panel. */
export interface LayerTab {
  readonly name: string;
  readonly entries: readonly LayerEntry[];
  readonly ditherPatterns: readonly CustomPattern[];
  readonly lineStyles: readonly CustomPattern[];
  readonly others?: readonly ForeignElement[];
}

/** What an entry is made from; what is left out is the default. */
export type LayerEntryOptions = Partial<Omit<LayerEntry, "members">> & {
  readonly source: string;
  readonly members?: readonly LayerEntryOptions[];
};

/** An entry with all its fields. Throws a LayoutError `color` for a colour that is not #rrggbb. */
export function layerEntry(options: LayerEntryOptions): LayerEntry {
  const { fillColor, frameColor, ditherPattern, lineStyle, width, others } = optionsOf(options, "LayoutError", [
    "name",
    "source",
    "fillColor",
    "frameColor",
    "fillBrightness",
    "frameBrightness",
    "ditherPattern",
    "lineStyle",
    "width",
    "valid",
    "visible",
    "transparent",
    "marked",
    "xfill",
    "animation",
    "expanded",
    "members",
    "others",
  ]);
  return {
    name: options.name ?? "",
    source: options.source,
    ...(fillColor === undefined ? {} : { fillColor: checkColor(fillColor) }),
    ...(frameColor === undefined ? {} : { frameColor: checkColor(frameColor) }),
    fillBrightness: options.fillBrightness ?? 0,
    frameBrightness: options.frameBrightness ?? 0,
    ...(ditherPattern === undefined ? {} : { ditherPattern }),
    ...(lineStyle === undefined ? {} : { lineStyle }),
    ...(width === undefined ? {} : { width }),
    valid: options.valid ?? true,
    visible: options.visible ?? true,
    transparent: options.transparent ?? false,
    marked: options.marked ?? false,
    xfill: options.xfill ?? false,
    animation: options.animation ?? 0,
    expanded: options.expanded ?? false,
    members: membersOf(options).map(layerEntry),
    ...(others === undefined || others.length === 0 ? {} : { others }),
  };
}

/** "#rrggbb" of "#rgb", "rrggbb" and "#aarrggbb" (whose alpha KLayout does not use), too. */
export function checkColor(text: string): string {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(String(text).trim())?.[1].toLowerCase();
  if (digits === undefined)
    throw new ReticleError("LayoutError", "color", `colour "${text}" is not of the form #rrggbb`);
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits.slice(-6)}`;
}

function membersOf({ members = [] }: LayerEntryOptions): readonly LayerEntryOptions[] {
  checkArgument(Array.isArray(members), members, "LayoutError", "a list of entries { source: … }");
  return members;
}
