/**
 * Numbers of layers. Names get the smallest numbers that no LAYER of the program or its imports uses, once all files are
 * read, imports first; so a number that is written later never collides.
 */
import type { Reporter, SourceFile } from "../diagnostics/index.ts";
import { type Identifier, type LayerSection, largestLayer } from "../syntax/index.ts";
import type { Module } from "./definitions.ts";

export class LayerTable {
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();

  /** @param modules imports before those that import them */
  constructor(modules: readonly Module[], reporter: Reporter) {
    const used = new Set<number>();
    for (const { program, source } of modules) {
      for (const section of program.sections)
        if (section.kind === "layer" && section.number !== null) this.#fix(section, source, used, reporter);
    }
    let next = 0;
    for (const { name, source } of namesOfLayers(modules)) {
      if (this.#numbers.has(name.name)) continue;
      while (used.has(next)) next++;
      if (next > largestLayer) {
        const span = { source, start: name.start, end: name.end };
        reporter.error("layer-range", `no number from 0 to ${largestLayer} is left for layer "${name.name}"`, span);
        return;
      }
      used.add(next);
      this.#set(name.name, next);
    }
  }

  numberOf({ number, name }: LayerSection): number {
    return number?.value ?? this.#numbers.get(name!.name) ?? 0;
  }
  /** "" for a layer without a name. */
  nameOf(number: number): string {
    return this.#names.get(number) ?? "";
  }
  /** The layers that have names, by number. */
  get named(): readonly { readonly name: string; readonly number: number }[] {
    return [...this.#names].map(([number, name]) => ({ name, number })).sort((a, b) => a.number - b.number);
  }

  #fix({ number, name }: LayerSection, source: SourceFile, used: Set<number>, reporter: Reporter): void {
    const { value } = number!;
    used.add(value);
    if (name === null) return;
    const span = { source, start: name.start, end: name.end };
    const before = this.#numbers.get(name.name);
    const other = this.#names.get(value);
    if (before !== undefined && before !== value) {
      reporter.error(
        "layer-name",
        `layer "${name.name}" has the number ${before} already and cannot be ${value}, too`,
        span,
      );
    } else if (other !== undefined && other !== name.name) {
      reporter.error(
        "layer-name",
        `layer ${value} is called "${other}" already and cannot be "${name.name}", too`,
        span,
      );
    } else this.#set(name.name, value);
  }

  #set(name: string, number: number): void {
    this.#numbers.set(name, number);
    this.#names.set(number, name);
  }
}

function* namesOfLayers(modules: readonly Module[]): Generator<{ name: Identifier; source: SourceFile }> {
  for (const { program, source } of modules)
    for (const section of program.sections)
      if (section.kind === "layer" && section.name !== null) yield { name: section.name, source };
}
