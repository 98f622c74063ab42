/**
 * What can be said of a program without running it: names, functions, methods, their arguments, and where references may
 * stand; also of SHAPEs that nothing calls. What holds a mistake is marked, so that running the rest repeats none.
 */
import { didYouMean, nearestNames } from "../../errors.ts";
import { Failure, failure, type Reporter, type Span } from "../diagnostics/index.ts";
import { looseName, plainName } from "../names/index.ts";
import type { Argument, CallNode, ChainNode, Expression, Identifier, Link, ObjectNode } from "../syntax/index.ts";
import { argumentValue, isReference, operandsOf } from "../syntax/index.ts";
import { bindArguments, isPlainCall } from "./bind-arguments.ts";
import { constants, functions, methods, referenceMethods, type Signature } from "./catalog.ts";
import type { Module, ShapeDefinition } from "./definitions.ts";
import { findSymbol, type LoadedProgram, unknownSymbol } from "./load-modules.ts";
import { reportRecursion, type ShapeCall } from "./recursion.ts";

export function checkProgram(program: LoadedProgram, reporter: Reporter): void {
  const calls: ShapeCall[] = [];
  for (const module of program.modules) {
    for (const shape of module.shapes.values()) {
      if (shape.section.body === null) continue;
      const { name, parameters } = shape.signature;
      const keep = (to: ShapeDefinition, span: Span) => calls.push({ from: shape, to, span });
      const scope = new Checker(module, program, reporter, parameters, `SHAPE ${name}`, keep);
      if (scope.hasMistakes(shape.section.body)) shape.isBroken = true;
    }
    for (const global of module.globals.values()) {
      const { value } = global.entry;
      if (value === null) continue;
      const scope = new Checker(module, program, reporter, [], "GLOBALS");
      if (scope.hasMistakes(value)) global.isBroken = true;
    }
    for (const symbol of module.symbols) {
      const { parameters } = symbol.signature;
      // Of a header that could not be read the parameters are not known.
      const names = symbol.section.isBroken ? null : parameters;
      const scope = new Checker(module, program, reporter, names, `SYMBOL ${symbol.name}`);
      for (const part of symbol.parts) {
        const isBroken = (part.section.body ?? []).filter((one) => scope.hasMistakes(one, isReference(one))).length > 0;
        if (isBroken) part.isBroken = true;
      }
    }
  }
  reportRecursion(calls, reporter);
}

const shapeMethods: readonly string[] = [...methods.keys()].filter((name) => name !== "call");

class Checker {
  readonly #module: Module;
  readonly #program: LoadedProgram;
  readonly #reporter: Reporter;
  /** Null where any name may be one. */
  readonly #parameters: readonly string[] | null;
  readonly #place: string;
  readonly #called: (shape: ShapeDefinition, span: Span) => void;
  #count = 0;

  constructor(
    module: Module,
    program: LoadedProgram,
    reporter: Reporter,
    parameters: readonly string[] | null,
    place: string,
    called: (shape: ShapeDefinition, span: Span) => void = () => {},
  ) {
    this.#module = module;
    this.#program = program;
    this.#reporter = reporter;
    this.#parameters = parameters;
    this.#place = place;
    this.#called = called;
  }

  hasMistakes(value: Expression | ObjectNode, mayRefer = false): boolean {
    const before = this.#count;
    if (value.kind === "object") {
      for (const entry of value.entries) if (entry.value !== null) this.hasMistakes(entry.value);
    } else this.#look(value, mayRefer);
    return this.#count > before;
  }

  #look(node: Expression, mayRefer = false): void {
    switch (node.kind) {
      case "name":
        this.#attempt(() => this.#name(node));
        return;
      case "call":
        this.#call(node, mayRefer);
        return;
      case "chain":
        this.#chain(node, mayRefer);
        return;
      default:
        for (const operand of operandsOf(node)) this.#look(operand);
    }
  }

  #name(node: { readonly name: string; readonly start: number; readonly end: number }): void {
    const { name } = node;
    if (this.#knows(name)) return;
    if (this.#parameters === null && !functions.has(name)) throw new Failure(null);
    throw this.#unknownName(name, this.#span(node));
  }

  #knows(name: string): boolean {
    return (
      this.#parameters?.includes(name) ||
      this.#module.globals.has(name) ||
      this.#module.given.has(name) ||
      constants.has(name)
    );
  }

  #unknownName(name: string, span: Span): Failure {
    if (functions.has(name)) {
      const { forms } = functions.get(name)!;
      return failure("missing-brackets", `${name} is a function and needs brackets: ${forms[0]}`, span);
    }
    const shape = this.#module.shapes.get(name);
    if (shape !== undefined) {
      const call = `${name}(${shape.signature.parameters.join(", ")})`;
      return failure("missing-brackets", `SHAPE ${name} needs brackets where it is used: ${call}`, span);
    }
    if (this.#program.symbols.some((one) => one.name === name)) {
      return failure("unknown-name", `"${name}" is a SYMBOL; it is placed with ref(${name})`, span);
    }
    const known = [...(this.#parameters ?? []), ...this.#module.globals.keys()];
    const list = known.slice(0, 20).join(", ");
    const message = `the name "${name}" is not known in ${this.#place}${didYouMean(name, [...known, ...constants.keys(), ...this.#module.namespaces.keys()])}`;
    return failure("unknown-name", message, span, { hint: known.length === 0 ? null : `known here: ${list}` });
  }

  #call(node: CallNode, mayRefer: boolean): void {
    const { name } = node.name;
    if (name === "ref") {
      this.#attempt(() => this.#reference(node, mayRefer));
      this.#values(node.args.slice(1));
      return;
    }
    this.#attempt(() => {
      const shape = this.#module.shapes.get(name);
      const callee = functions.get(name) ?? shape?.signature;
      if (callee === undefined) throw this.#unknownFunction(node.name);
      if (shape?.section.isBroken) throw new Failure(null);
      if (shape !== undefined) this.#called(shape, this.#span(node.name));
      this.#bind(callee, node.args, node.name);
    });
    this.#values(node.args);
  }

  #reference(node: CallNode, mayRefer: boolean): void {
    const span = this.#span(node.name);
    if (!mayRefer) {
      const message = this.#place.startsWith("SHAPE")
        ? `a reference cannot be part of ${this.#place}; SHAPEs are copied and never referenced`
        : "a reference stands alone in its body: it cannot be combined with shapes, nor be an argument";
      throw failure("reference-place", message, span);
    }
    const [first] = node.args;
    const name = first?.kind === "name" ? first.name : first?.kind === "string" ? first.value : null;
    if (name === null) {
      const place = first === undefined ? span : this.#span(first);
      throw failure("reference", "ref needs the name of a SYMBOL first: ref(name)", place);
    }
    const place = this.#span(first);
    const found = findSymbol(name, this.#program.symbols);
    if (found === null) {
      const isReported = this.#program.symbols.some(
        (one) => one.isBroken && looseName(plainName(one.name)) === looseName(name),
      );
      if (this.#program.isIncomplete || isReported) throw new Failure(null);
      throw unknownSymbol(name, this.#program.symbols, place);
    }
    const { symbol, isLoose } = found;
    if (isLoose) {
      const { plain } = symbol.pattern!;
      const message = `ref(${name}) is taken for SYMBOL ${symbol.name}, which is called "${plain}" without its placeholders`;
      this.#reporter.warning("loose-name", message, place);
    }
    if (symbol.isBroken) throw new Failure(null);
    this.#bind(symbol.signature, node.args.slice(1), node.name);
  }

  #chain({ base, links }: ChainNode, mayRefer: boolean): void {
    const before = this.#count;
    const own = base.kind === "name" ? this.#namedChain(base, links) : null;
    if (own === null) this.#look(base, mayRefer);
    const isRef = isReference(base) && mayRefer;
    // What a name that is not known stands for, and which methods that has, is not known either.
    if (base.kind !== "name" || this.#count === before)
      for (const link of links.slice(own ?? 0)) this.#attempt(() => this.#method(link, isRef));
    for (const link of links) this.#values(link.args ?? []);
  }

  /** How many links belong to a name that is no value: `lib.shape(…)`, `lib.shape.call(…)`, `shape.call(…)`. */
  #namedChain(base: Identifier, links: readonly Link[]): number | null {
    const { name } = base;
    if (this.#knows(name)) return null;
    const { namespaces, shapes } = this.#module;
    if (namespaces.has(name)) {
      const [first, second] = links;
      this.#attempt(() => {
        const shape = this.#externalShape(name, first.name);
        this.#called(shape, this.#span(first.name));
        if (first.args !== null) this.#bind(shape.signature, first.args, first.name);
        else if (second?.name.name === "call") this.#sweep(shape, second);
        else this.#needsBrackets(shape, first.name);
      });
      return first.args === null ? 2 : 1;
    }
    if (!shapes.has(name) && this.#module.program.hasBrokenImport) {
      this.#attempt(() => {
        throw new Failure(null);
      });
      return 1;
    }
    if (links[0].name.name !== "call" || links[0].args === null) return null;
    this.#attempt(() => {
      const shape = shapes.get(name);
      if (shape === undefined) {
        const message = `there is no SHAPE "${name}" to call${didYouMean(name, shapes.keys())}`;
        throw failure("unknown-function", message, this.#span(base));
      }
      this.#called(shape, this.#span(base));
      this.#sweep(shape, links[0]);
    });
    return 1;
  }

  #externalShape(namespace: string, name: Identifier): ShapeDefinition {
    const module = this.#module.namespaces.get(namespace);
    if (module === null || module === undefined) throw new Failure(null);
    const shape = module.shapes.get(name.name);
    if (shape !== undefined) {
      if (shape.section.isBroken) throw new Failure(null);
      return shape;
    }
    const message = `${module.source.name}, imported as ${namespace}, has no SHAPE "${name.name}"${didYouMean(name.name, module.shapes.keys())}`;
    throw failure("unknown-function", message, this.#span(name));
  }

  #sweep(shape: ShapeDefinition, { name, args }: Link): void {
    if (shape.section.isBroken) throw new Failure(null);
    if (args === null) throw this.#bracketless(name.name, name);
    this.#bind(methods.get("call")!, args, name);
  }

  #needsBrackets({ signature }: ShapeDefinition, name: Identifier): never {
    const call = `${name.name}(${signature.parameters.join(", ")})`;
    throw failure("missing-brackets", `SHAPE ${name.name} needs brackets where it is used: ${call}`, this.#span(name));
  }

  #method({ name, args }: Link, isRef: boolean): void {
    const known = isRef ? referenceMethods : shapeMethods;
    if (known.includes(name.name)) {
      if (args === null) throw this.#bracketless(name.name, name);
      const method = methods.get(name.name)!;
      this.#bind(method, args, name);
      return;
    }
    const span = this.#span(name);
    if (isRef && methods.has(name.name)) {
      const message = `references know translate, rotate and array only; "${name.name}" works on shapes`;
      throw failure("reference-method", message, span);
    }
    // A field of an object: whether it is there, its value tells.
    if (args === null) return;
    const isFunction = functions.has(name.name) || this.#module.shapes.has(name.name);
    const hint = isFunction ? `${name.name} is a function: ${name.name}(…)` : `the methods are ${known.join(", ")}`;
    const message = `there is no method "${name.name}"${didYouMean(name.name, known)}`;
    throw failure("unknown-method", message, span, { hint });
  }

  #bracketless(name: string, place: Identifier): Failure {
    const message = `the method ${name} needs brackets: ${methods.get(name)!.forms[0]}`;
    return failure("missing-brackets", message, this.#span(place));
  }

  #unknownFunction(name: Identifier): Failure {
    const span = this.#span(name);
    if (methods.has(name.name)) {
      const message = `${name.name} is a method and stands behind its shape: shape${methods.get(name.name)!.forms[0]}`;
      return failure("unknown-function", message, span);
    }
    for (const [namespace, module] of this.#module.namespaces) {
      if (module?.shapes.has(name.name)) {
        const message = `there is no SHAPE "${name.name}" here; ${module.source.name} has one: ${namespace}.${name.name}(…)`;
        return failure("unknown-function", message, span);
      }
    }
    const known = [...functions.keys(), ...this.#module.shapes.keys()];
    const isValue = this.#knows(name.name);
    const what = isValue ? `"${name.name}" is a value and no function` : `there is no function or SHAPE "${name.name}"`;
    const near = nearestNames(name.name, known).length > 0 ? didYouMean(name.name, known) : "";
    const hint = `the functions are ${[...functions.keys()].join(", ")}`;
    return failure("unknown-function", `${what}${near}`, span, { hint: near === "" ? hint : null });
  }

  #bind(signature: Signature, args: readonly Argument[], callee: Identifier): void {
    if (isPlainCall(signature, args)) return;
    bindArguments(signature, args, callee, this.#module.source);
  }

  #values(args: readonly Argument[]): void {
    for (const argument of args) this.#look(argumentValue(argument));
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#count++;
      if (error.diagnostic !== null) this.#reporter.add(error.diagnostic);
    }
  }

  #span({ start, end }: { readonly start: number; readonly end: number }): Span {
    return { source: this.#module.source, start, end };
  }
}
