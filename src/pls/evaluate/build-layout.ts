/** Runs the symbols of a checked program into the cells of a layout. */
import { isReticleError } from "../../errors.ts";
import { Cell, type Layer, Layout, layer } from "../../layout/index.ts";
import {
  findSymbol,
  type GlobalDefinition,
  type LayerTable,
  type LoadedProgram,
  type Signature,
  type SymbolDefinition,
  type SymbolPart,
} from "../check/index.ts";
import { Failure, failure, type Reporter, type Span } from "../diagnostics/index.ts";
import { cellName } from "../names/index.ts";
import type { CallNode, Expression } from "../syntax/index.ts";
import type { Context } from "./context.ts";
import { Evaluator } from "./evaluator.ts";
import { placedReference } from "./functions/move-references.ts";
import { roomFailure, spanOf } from "./refusals.ts";
import type { Frame, Scope } from "./scope.ts";
import { ShapeValue } from "./shape-value.ts";
import type { Origin, SourceMap } from "./source-map.ts";
import { describe, ObjectValue, PointValue, ReferenceValue, TupleValue, type Value } from "./values.ts";

export interface BuildOptions {
  readonly context: Context;
  readonly layers: LayerTable;
  readonly given: ReadonlyMap<GlobalDefinition, Value>;
  readonly reporter: Reporter;
  readonly sourceMap: SourceMap;
}

/** Of one symbol with the values of its parameters. */
interface MadeCell {
  readonly cell: Cell;
  readonly symbol: SymbolDefinition;
  /** Tells values apart. */
  readonly key: string;
  /** For messages: "(a=3, b=4)". */
  readonly values: string;
  /** Of the reference that it was made for first; null for a plain symbol. */
  readonly span: Span | null;
  isOpen: boolean;
  /** True where something in it was reported. */
  isBroken: boolean;
}

export class LayoutBuilder {
  readonly evaluator: Evaluator;
  readonly #program: LoadedProgram;
  readonly #options: BuildOptions;
  readonly #cells = new Map<string, MadeCell>();
  readonly #layers = new Map<number, Layer>();

  constructor(program: LoadedProgram, options: BuildOptions) {
    this.#program = program;
    this.#options = options;
    this.evaluator = new Evaluator(options.context, (node, scope) => this.#place(node, scope), options.given);
  }

  build(): Layout {
    const { main } = this.#program;
    const { reporter, context } = this.#options;
    const layout = new Layout({ dbu: context.dbu });
    const tops: Cell[] = [];
    for (const symbol of main.symbols) {
      if (symbol.signature.parameters.length > 0 || symbol.isBroken) continue;
      const made = reporter.attempt(() => this.#cellOf(symbol, [], null, null));
      if (made === null) continue;
      const isBare = symbol.parts.every(({ section }) => section.body === null || section.body.length === 0);
      if (!isBare || made.isBroken) tops.push(made.cell);
      else if (!reporter.hasErrors)
        reporter.warning("empty-symbol", `SYMBOL ${symbol.name} holds nothing`, nameSpan(symbol));
    }
    // What something refers to belongs to the layout, too.
    if (!reporter.hasErrors) layout.add(...tops);
    return layout;
  }

  /** The cell of a symbol with these values, made where it is not there. */
  #cellOf(symbol: SymbolDefinition, values: readonly Value[], span: Span | null, frame: Frame | null): MadeCell {
    const { parameters } = symbol.signature;
    const name =
      symbol.pattern === null ? symbol.name : cellName(symbol.pattern, values, parameters, span ?? nameSpan(symbol));
    const key = values.map(keyOf).join("\0");
    const there = this.#cells.get(name);
    if (there !== undefined) {
      this.#checkSame(there, symbol, key, values, span, name);
      return there;
    }
    const { context, reporter } = this.#options;
    const place = span ?? nameSpan(symbol);
    context.budget.cell(place);
    context.budget.depth(frame?.depth ?? 0, "symbols refer to each other", place);
    const cell = new Cell(name, { dbu: context.dbu });
    const text = valuesText(symbol.signature, values);
    const made: MadeCell = { cell, symbol, key, values: text, span, isOpen: true, isBroken: false };
    this.#cells.set(name, made);
    const scope: Scope = {
      module: symbol.module,
      values: new Map(parameters.map((parameter, i) => [parameter, values[i]])),
      frame: span === null ? null : { definition: symbol, span, outer: frame, depth: (frame?.depth ?? 0) + 1 },
    };
    for (const part of symbol.parts) {
      if (part.isBroken) made.isBroken = true;
      else if (reporter.attempt(() => this.#part(cell, symbol, part, scope) ?? true) === null) made.isBroken = true;
    }
    made.isOpen = false;
    return made;
  }

  #checkSame(
    there: MadeCell,
    symbol: SymbolDefinition,
    key: string,
    values: readonly Value[],
    span: Span | null,
    name: string,
  ): void {
    const place = span ?? nameSpan(symbol);
    if (there.symbol === symbol && there.key === key) {
      if (!there.isOpen) return;
      const open = [...this.#cells.values()].filter(({ isOpen }) => isOpen).map(({ cell }) => cell.name);
      const cycle = [...open.slice(open.indexOf(name)), name].join(" → ");
      throw failure("reference-cycle", `a symbol cannot contain itself: ${cycle}`, place);
    }
    const notes = [{ message: "the other one is made here", span: there.span ?? nameSpan(there.symbol) }];
    const [mine, theirs] = [valuesText(symbol.signature, values), there.values];
    const message =
      there.symbol === symbol
        ? `two cells of SYMBOL ${symbol.name} would be called "${name}": those of ${mine} and of ${theirs}; give the name more placeholders, or finer formats`
        : `SYMBOL ${symbol.name}${mine} and SYMBOL ${there.symbol.name}${theirs} would both make the cell "${name}"`;
    throw failure("cell-collision", message, place, { notes });
  }

  #part(cell: Cell, symbol: SymbolDefinition, { section }: SymbolPart, scope: Scope): void {
    const { layers, reporter, sourceMap } = this.#options;
    const place =
      section.kind === "layer" ? `LAYER ${section.number?.value ?? section.name!.name}` : `SYMBOL ${symbol.name}`;
    const number = section.kind === "layer" ? layers.numberOf(section) : null;
    for (const body of section.body ?? []) {
      const value = this.evaluator.evaluate(body, scope);
      const origin: Origin = { body, scope };
      if (value instanceof ReferenceValue) {
        this.#add(body, scope, () => cell.add(placedReference(value)));
        sourceMap.reference(cell.name, origin);
      } else if (!(value instanceof ShapeValue)) {
        const message = `the body of ${place} is ${describe(value)}; it has to be a shape${number === null ? " in a LAYER, or references" : " or references"}`;
        throw failure("not-a-shape", message, spanOf(body, scope));
      } else if (number === null) {
        const message = `a shape needs a layer: a line LAYER with a number or a name comes before it`;
        throw failure("layer-missing", message, spanOf(body, scope), {
          hint: `SYMBOL ${symbol.name}, then LAYER 1, then the shape`,
        });
      } else {
        const shapes = cell.shapes(this.#layer(number));
        const before = shapes.count;
        this.#add(body, scope, () => shapes.addPolygons(value.written));
        sourceMap.shape(cell.name, number, origin);
        if (shapes.count === before)
          reporter.warning("empty-shape", `nothing is left of the shape of ${place}`, spanOf(body, scope));
      }
    }
  }

  #layer(number: number): Layer {
    let known = this.#layers.get(number);
    if (known === undefined) this.#layers.set(number, (known = layer(number, 0, this.#options.layers.nameOf(number))));
    return known;
  }

  /** Puts it on the grid, which may fail. */
  #add(body: Expression, scope: Scope, work: () => unknown): void {
    try {
      work();
    } catch (error) {
      if (!isReticleError(error)) throw error;
      throw roomFailure(error, spanOf(body, scope), scope.frame);
    }
  }

  /** `ref(symbol, …)`. */
  #place(node: CallNode, scope: Scope): ReferenceValue {
    const [first, ...rest] = node.args;
    const name = first.kind === "name" ? first.name : first.kind === "string" ? first.value : "";
    const found = findSymbol(name, this.#program.symbols);
    if (found === null || found.symbol.isBroken) throw new Failure(null);
    const { symbol } = found;
    const span = spanOf(node, scope);
    const args = this.evaluator.arguments(symbol.signature, rest, { ...node.name, name: symbol.name }, scope);
    const values = symbol.signature.parameters.map((parameter) => args.get(parameter)!);
    const made = this.#cellOf(symbol, values, span, scope.frame);
    return new ReferenceValue(made.cell);
  }
}

function nameSpan({ module, section }: SymbolDefinition): Span {
  return { source: module.source, start: section.name.start, end: section.name.end };
}

function valuesText({ parameters }: Signature, values: readonly Value[]): string {
  if (values.length === 0) return "";
  const shown = (value: Value) =>
    typeof value === "number" ? String(value) : typeof value === "string" ? `"${value}"` : describe(value);
  return `(${parameters.map((parameter, i) => `${parameter}=${shown(values[i])}`).join(", ")})`;
}

/** Equal for equal values. */
function keyOf(value: Value): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof PointValue) return `[${value.x},${value.y}]`;
  if (value instanceof ShapeValue) return `shape:${value.outline.rings.join()}:${value.outline.xy.join()}`;
  if (value instanceof TupleValue) return JSON.stringify(value.items);
  if (value instanceof ObjectValue) return [...value.entries].map(([name, one]) => `${name}=${keyOf(one)}`).join();
  return `ref:${value.cell.name}`;
}
