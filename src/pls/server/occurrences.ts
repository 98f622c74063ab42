/** Every name in a program: of what kind it is, and whether it is defined there. */
import { functions, importName, methods } from "../check/index.ts";
import {
  type Argument,
  type Assignment,
  argumentName,
  argumentValue,
  type ChainNode,
  type Expression,
  type Identifier,
  isUnpacked,
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
  | "method"
  /** `*object` in a call, which gives values to parameters. */
  | "unpacking";

/** A SHAPE or a SYMBOL, as a program calls it. */
export interface Owner {
  readonly kind: "shape" | "symbol" | "external";
  readonly name: string;
  /** Of an `external` one: the import's name. */
  readonly namespace?: string;
}

export interface Occurrence {
  readonly kind: OccurrenceKind;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly isDefinition: boolean;
  /** Of an `external` one: the import's name. */
  readonly namespace?: string;
  /** Of a `parameter`: what has it. Of an `unpacking`: what is called. */
  readonly owner?: Owner;
}

export function occurrencesOf(program: Program): readonly Occurrence[] {
  return new Collector(program).run();
}

/** The one whose name an offset touches; null for none. */
export function occurrenceAt(occurrences: readonly Occurrence[], offset: number): Occurrence | null {
  return occurrences.find(({ kind, start, end }) => kind !== "unpacking" && start <= offset && offset <= end) ?? null;
}

class Collector {
  readonly #program: Program;
  readonly #found: Occurrence[] = [];
  readonly #shapes = new Set<string>();
  readonly #globals = new Set<string>();
  readonly #namespaces = new Set<string>();
  #parameters: readonly Identifier[] = [];
  /** Of the section whose parameters these are. */
  #owner: Owner | undefined;

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
      this.#add("namespace", { ...(section.alias ?? section.path), name }, true);
    } else if (section.kind === "globals") this.#assignments(section.entries, true);
    else if (section.kind === "shape") {
      this.#add("shape", section.name, true);
      this.#enter(section.parameters, { kind: "shape", name: section.name.name });
      if (section.body !== null) this.#expression(section.body);
      this.#enter([], undefined);
    } else if (section.kind === "symbol") {
      this.#add("symbol", section.name, true);
      this.#enter(section.parameters, { kind: "symbol", name: section.name.name });
      this.#bodies(section.body);
    } else {
      if (section.name !== null) this.#add("layer", section.name, true);
      this.#bodies(section.body);
    }
  }

  #enter(parameters: readonly Identifier[], owner: Owner | undefined): void {
    this.#parameters = parameters;
    this.#owner = owner;
    for (const one of parameters) this.#add("parameter", one, true, owner);
  }

  #bodies(bodies: readonly Expression[] | null): void {
    for (const one of bodies ?? []) this.#expression(one);
  }

  #assignments(entries: readonly Assignment[], areGlobals: boolean): void {
    for (const { name, value } of entries) {
      if (areGlobals) this.#add("global", name, true);
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
        if (functions.has(node.name.name)) this.#add("function", node.name, false);
        else this.#add("shape", node.name, false);
        if (node.name.name === "ref") this.#reference(node.args);
        else this.#args(node.args, functions.has(node.name.name) ? undefined : { kind: "shape", name: node.name.name });
        return;
      case "chain":
        this.#chain(node);
        return;
      default:
        for (const operand of operandsOf(node)) this.#expression(operand);
    }
  }

  #reference([first, ...rest]: readonly Argument[]): void {
    let owner: Owner | undefined;
    if (first?.kind === "name") owner = this.#symbol(first);
    else if (first?.kind === "string")
      // Without its quotes.
      owner = this.#symbol({ name: first.value, start: first.start + 1, end: first.end - 1 });
    this.#args(rest, owner);
  }

  #symbol(name: Identifier): Owner {
    this.#add("symbol", name, false);
    return { kind: "symbol", name: name.name };
  }

  /** @param owner what is called, where its parameters have places in a program */
  #args(args: readonly Argument[], owner?: Owner): void {
    for (const argument of args) {
      const name = argumentName(argument);
      if (name !== null && owner !== undefined) this.#add("parameter", name, false, owner);
      if (isUnpacked(argument)) this.#add("unpacking", { ...argument, name: "*" }, false, owner);
      this.#expression(argumentValue(argument));
    }
  }

  #name(name: Identifier): void {
    if (this.#parameters.some((one) => one.name === name.name)) this.#add("parameter", name, false, this.#owner);
    else if (this.#globals.has(name.name)) this.#add("global", name, false);
  }

  #chain({ base, links }: ChainNode): void {
    const isValue =
      base.kind === "name" && (this.#globals.has(base.name) || this.#parameters.some((one) => one.name === base.name));
    let from = 0;
    if (base.kind === "name" && !isValue && this.#namespaces.has(base.name)) {
      const { name, args } = links[0];
      const shape: Owner = { kind: "external", name: name.name, namespace: base.name };
      this.#add("namespace", base, false);
      this.#found.push({ ...place(name), kind: "external", isDefinition: false, namespace: base.name });
      this.#args(args ?? [], shape);
      from = 1;
    } else if (base.kind === "name" && !isValue && this.#shapes.has(base.name)) this.#add("shape", base, false);
    else this.#expression(base);
    for (const { name, args } of links.slice(from)) {
      if (methods.has(name.name)) this.#add("method", name, false);
      this.#args(args ?? []);
    }
  }

  #add(kind: OccurrenceKind, name: Identifier, isDefinition: boolean, owner?: Owner): void {
    this.#found.push({ ...place(name), kind, isDefinition, ...(owner === undefined ? {} : { owner }) });
  }
}

/** Of the nodes that are names, too. */
function place({ name, start, end }: Identifier): Identifier {
  return { name, start, end };
}
