/** Writing KLayout's layer properties (.lyp), as KLayout lays them out. The same properties give the same bytes. */
import { checkArgument } from "../../errors.ts";
import type { CustomPattern, ForeignElement, LayerEntry, LayerEntryOptions, LayerTab } from "../../layout/index.ts";
import { LayerProperties } from "../../layout/index.ts";
import { type FileName, writeFileAtomic } from "../../platform/index.ts";
import { escapeText } from "../../view/index.ts";

/**
 * Writes layer properties, or a list of entries, for KLayout: `await writeLyp("chip.lyp", properties)`. The file
 * appears whole or not at all.
 * Throws a FileError where it cannot be written.
 */
export async function writeLyp(path: FileName, what: LayerProperties | readonly LayerEntryOptions[]): Promise<void> {
  writeFileAtomic(path, encodeLyp(what));
}

/** The bytes of the file. */
export function encodeLyp(what: LayerProperties | readonly LayerEntryOptions[]): Uint8Array {
  const isList = what instanceof LayerProperties || Array.isArray(what);
  checkArgument(isList, what, "LypError", "layer properties, or a list of entries { source: … },");
  const { tabs } = what instanceof LayerProperties ? what : LayerProperties.of(...what);
  const writer = new XmlWriter();
  if (tabs.length === 1) writeTab(writer, tabs[0]);
  else writer.group("layer-properties-tabs", () => tabs.forEach((tab) => void writeTab(writer, tab)));
  return writer.bytes();
}

class XmlWriter {
  readonly #lines = ['<?xml version="1.0" encoding="utf-8"?>'];
  #indent = "";

  group(name: string, inside: () => void, attributes = ""): void {
    this.#lines.push(`${this.#indent}<${name}${attributes}>`);
    this.#indent += " ";
    inside();
    this.#indent = this.#indent.slice(1);
    this.#lines.push(`${this.#indent}</${name}>`);
  }

  field(name: string, value: string | number | boolean | undefined, attributes = ""): void {
    const text = escapeText(String(value ?? ""));
    this.#lines.push(`${this.#indent}<${name}${attributes}${text === "" ? "/>" : `>${text}</${name}>`}`);
  }

  foreign({ name, attributes, text, children }: ForeignElement): void {
    const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(value)}"`);
    if (children.length === 0) {
      this.field(name, text, said.join(""));
      return;
    }
    const inside = () => {
      if (text !== "") this.#lines.push(escapeText(text));
      for (const child of children) this.foreign(child);
    };
    this.group(name, inside, said.join(""));
  }

  bytes(): Uint8Array {
    return new TextEncoder().encode(`${this.#lines.join("\n")}\n`);
  }
}

function writeTab(writer: XmlWriter, tab: LayerTab): void {
  writer.group("layer-properties", () => {
    for (const entry of tab.entries) writeEntry(writer, entry, "properties");
    writer.field("name", tab.name);
    for (const pattern of tab.ditherPatterns) writePattern(writer, "custom-dither-pattern", pattern, true);
    for (const pattern of tab.lineStyles) writePattern(writer, "custom-line-style", pattern, false);
    for (const other of tab.others ?? []) writer.foreign(other);
  });
}

function writeEntry(writer: XmlWriter, entry: LayerEntry, element: "properties" | "group-members"): void {
  writer.group(element, () => {
    writer.field("expanded", entry.expanded);
    writer.field("frame-color", entry.frameColor);
    writer.field("fill-color", entry.fillColor);
    writer.field("frame-brightness", entry.frameBrightness);
    writer.field("fill-brightness", entry.fillBrightness);
    writer.field("dither-pattern", entry.ditherPattern);
    writer.field("line-style", entry.lineStyle);
    writer.field("valid", entry.valid);
    writer.field("visible", entry.visible);
    writer.field("transparent", entry.transparent);
    writer.field("width", entry.width);
    writer.field("marked", entry.marked);
    writer.field("xfill", entry.xfill);
    writer.field("animation", entry.animation);
    writer.field("name", entry.name);
    writer.field("source", entry.source);
    for (const other of entry.others ?? []) writer.foreign(other);
    for (const member of entry.members) writeEntry(writer, member, "group-members");
  });
}

function writePattern(writer: XmlWriter, element: string, pattern: CustomPattern, hasLines: boolean): void {
  writer.group(element, () => {
    if (hasLines) writer.group("pattern", () => pattern.rows.forEach((row) => void writer.field("line", row)));
    else writer.field("pattern", pattern.rows.join(""));
    writer.field("order", pattern.order);
    writer.field("name", pattern.name);
    for (const other of pattern.others ?? []) writer.foreign(other);
  });
}
