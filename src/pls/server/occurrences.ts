/** Every name in a program: what it means, whether it is defined there, and which others are the same. */
import { functions, importName, methods } from "../check/index.ts";
import { looseName } from "../names/index.ts";
import {
  type Argument,
  type Assignment,
  type ChainNode,
  type Expression,
  type Identifier,
  type ObjectNode,
  operandsOf,
  type Program,
  type Section,
} from "../syntax/index.ts";

export type OccurrenceKind =
  | "shape"
  | "symbol"
  | "global"
  | "parameter"
  | "layer"
  | "namespace"
  | "external"
  | "function"
  | "method";

export interface Occurrence {
  readonly kind: OccurrenceKind;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isDefinition: boolean;
  /** Occurrences of one key are of one thing. */
  readonly key: string;
  /** Of an `external` one: the import's name. */
  readonly namespace?: string;
}

export function occurrencesOf(program: Program): readonly Occurrence[] {
  return new Collector(program).run();
}

class Collector {
  readonly #program: Program;
  readonly #found: Occurrence[] = [];
  readonly #shapes = new Set<string>();
  readonly #globals = new Set<string>();
  readonly #namespaces = new Set<string>();
  #parameters: readonly Identifier[] = [];
  /** Of the section whose parameters these are. */
  #owner = "";

  constructor(program: Program) {
    this.#program = program;
    for (const section of program.sections) {
      if (section.kind === "shape") this.#shapes.add(section.name.name);
      if (section.kind === "globals") for (const { name } of section.entries) this.#globals.add(name.name);
      if (section.kind === "import") this.#namespaces.add(importName(section));
    }
  }

  run(): readonly Occurrence[] {
    for (const section of this.#program.sections) this.#section(section);
    return this.#found.sort((a, b) => a.start - b.start);
  }

  #section(section: Section): void {
    if (section.kind === "import") {
      const name = importName(section);
      this.#add("namespace", { ...(section.alias ?? section.path), name }, true, `namespace:${name}`);
    } else if (section.kind === "globals") this.#assignments(section.entries, true);
    else if (section.kind === "shape") {
      this.#add("shape", section.name, true, `shape:${section.name.name}`);
      this.#enter(section.parameters, section.start);
      if (section.body !== null) this.#expression(section.body);
      this.#enter([], 0);
    } else if (section.kind === "symbol") {
      this.#add("symbol", section.name, true, symbolKey(section.name.name));
      this.#enter(section.parameters, section.start);
      this.#bodies(section.body);
    } else {
      if (section.name !== null) this.#add("layer", section.name, true, `layer:${section.name.name}`);
      this.#bodies(section.body);
    }
  }

  #enter(parameters: readonly Identifier[], owner: number): void {
    this.#parameters = parameters;
    this.#owner = String(owner);
    for (const one of parameters) this.#add("parameter", one, true, `parameter:${this.#owner}:${one.name}`);
  }

  #bodies(bodies: readonly Expression[] | null): void {
    for (const one of bodies ?? []) this.#expression(one);
  }

  #assignments(entries: readonly Assignment[], areGlobals: boolean): void {
    for (const { name, value } of entries) {
      if (areGlobals) this.#add("global", name, true, `global:${name.name}`);
      if (value === null) continue;
      if (value.kind === "object") this.#assignments((value as ObjectNode).entries, false);
      else this.#expression(value);
    }
  }

  #expression(node: Expression): void {
    switch (node.kind) {
      case "name":
        this.#name(node);
        return;
      case "call":
        this.#callee(node.name);
        if (node.name.name === "ref") this.#reference(node.args);
        else this.#args(node.args);
        return;
      case "chain":
        this.#chain(node);
        return;
      default:
        for (const operand of operandsOf(node)) this.#expression(operand);
    }
  }

  #reference([first, ...rest]: readonly Argument[]): void {
    const value = first?.value;
    if (value?.kind === "name") this.#add("symbol", value, false, symbolKey(value.name));
    else if (value?.kind === "string")
      this.#add(
        "symbol",
        { name: value.value, start: value.start + 1, end: value.end - 1 },
        false,
        symbolKey(value.value),
      );
    this.#args(rest);
  }

  #args(args: readonly Argument[]): void {
    for (const { value } of args) this.#expression(value);
  }

  #callee(name: Identifier): void {
    if (functions.has(name.name)) this.#add("function", name, false, `function:${name.name}`);
    else this.#add("shape", name, false, `shape:${name.name}`);
  }

  #name(name: Identifier): void {
    if (this.#parameters.some((one) => one.name === name.name))
      this.#add("parameter", name, false, `parameter:${this.#owner}:${name.name}`);
    else if (this.#globals.has(name.name)) this.#add("global", name, false, `global:${name.name}`);
  }

  #chain({ base, links }: ChainNode): void {
    let from = 0;
    const isValue =
      base.kind === "name" && (this.#globals.has(base.name) || this.#parameters.some((one) => one.name === base.name));
    if (base.kind === "name" && !isValue && this.#namespaces.has(base.name)) {
      this.#add("namespace", base, false, `namespace:${base.name}`);
      const { name } = links[0];
      this.#found.push({
        ...occurrence("external", name, false, `external:${base.name}.${name.name}`),
        namespace: base.name,
      });
      from = 1;
    } else if (base.kind === "name" && !isValue && this.#shapes.has(base.name)) {
      this.#add("shape", base, false, `shape:${base.name}`);
    } else this.#expression(base);
    links.forEach(({ name, args }, i) => {
      if (i >= from && methods.has(name.name)) this.#add("method", name, false, `method:${name.name}`);
      this.#args(args ?? []);
    });
  }

  #add(kind: OccurrenceKind, name: Identifier, isDefinition: boolean, key: string): void {
    this.#found.push(occurrence(kind, name, isDefinition, key));
  }
}

function occurrence(
  kind: OccurrenceKind,
  { name, start, end }: Identifier,
  isDefinition: boolean,
  key: string,
): Occurrence {
  return { kind, name, start, end, isDefinition, key };
}

/** The same for a pattern and what `ref` calls it. */
function symbolKey(name: string): string {
  return `symbol:${looseName(name.replace(/\{[^}]*\}/g, ""))}`;
}
