/** Runs expressions. What goes wrong is a Failure at its place, with the calls that led there. */
import {
  bindArguments,
  checkRequired,
  functions,
  type GlobalDefinition,
  isPlainCall,
  methods,
  type ShapeDefinition,
  type Signature,
} from "../check/index.ts";
import { Failure, failure, type Span } from "../diagnostics/index.ts";
import {
  type Argument,
  argumentName,
  argumentValue,
  type CallNode,
  type ChainNode,
  type Expression,
  type Identifier,
  type Link,
  type ObjectNode,
  type SeriesNode,
} from "../syntax/index.ts";
import type { Context } from "./context.ts";
import { crossingBound } from "./crossings.ts";
import { CallArguments, type GivenValue } from "./functions/call-arguments.ts";
import { shapeChanges } from "./functions/change-shapes.ts";
import { magicValue } from "./functions/magic-values.ts";
import { shapeMakers } from "./functions/make-shapes.ts";
import { maths } from "./functions/maths.ts";
import { measures } from "./functions/measures.ts";
import { referenceMoves } from "./functions/move-references.ts";
import { sweepValues } from "./functions/sweep.ts";
import { pointMoves, shapeMoves } from "./functions/transform-shapes.ts";
import { negate, operate } from "./operators.ts";
import { field, refused, spanOf, withPlace } from "./refusals.ts";
import type { Frame, Scope } from "./scope.ts";
import { ShapeValue } from "./shape-value.ts";
import { describe, ObjectValue, PointValue, ReferenceValue, TupleValue, type Value } from "./values.ts";

/** Makes the cell of a symbol; what `ref` does. */
export type PlaceSymbol = (node: CallNode, scope: Scope) => ReferenceValue;

/** Calls of SHAPEs with the same numbers and texts that are kept. */
const mostKept = 10_000;

const none: readonly GivenValue[] = [];

const makers = new Map<string, (args: CallArguments, context: Context) => Value>(
  Object.entries({ ...maths, ...measures, ...shapeMakers }),
);
const shapeMethods = { ...shapeMoves, ...shapeChanges };

export class Evaluator {
  readonly #context: Context;
  readonly #place: PlaceSymbol;
  readonly #globals = new Map<GlobalDefinition, Value | "open">();
  readonly #given: ReadonlyMap<GlobalDefinition, Value>;
  readonly #kept = new Map<string, Value>();
  readonly #shapeIds = new Map<ShapeDefinition, number>();

  /** @param given values of globals in the place of the program's own */
  constructor(context: Context, place: PlaceSymbol, given: ReadonlyMap<GlobalDefinition, Value>) {
    this.#context = context;
    this.#place = place;
    this.#given = given;
  }

  evaluate(node: Expression, scope: Scope): Value {
    try {
      return this.#value(node, scope);
    } catch (error) {
      throw withPlace(error, spanOf(node, scope), scope.frame);
    }
  }

  /** The value of a global. Throws a Failure where it is broken or needs itself. */
  global(definition: GlobalDefinition, span: Span): Value {
    const known = this.#globals.get(definition);
    if (known === "open") {
      throw failure("global-cycle", `the global "${definition.entry.name.name}" needs its own value`, span);
    }
    if (known !== undefined) return known;
    const given = this.#given.get(definition);
    if (given !== undefined) return given;
    const { entry, module } = definition;
    if (definition.isBroken || entry.value === null) throw new Failure(null);
    const scope: Scope = { module, values: new Map(), frame: null };
    this.#globals.set(definition, "open");
    try {
      const value = this.#globalValue(entry.value, scope);
      this.#globals.set(definition, value);
      return value;
    } catch (error) {
      this.#globals.delete(definition);
      definition.isBroken = true;
      throw error;
    }
  }

  #globalValue(node: Expression | ObjectNode, scope: Scope): Value {
    if (node.kind !== "object") return this.evaluate(node, scope);
    const entries = new Map<string, Value>();
    for (const { name: key, value } of node.entries) {
      if (value === null) throw new Failure(null);
      if (value.kind !== "object") entries.set(key.name, this.evaluate(value, scope));
    }
    return new ObjectValue(entries);
  }

  #value(node: Expression, scope: Scope): Value {
    switch (node.kind) {
      case "number":
      case "string":
        return node.value;
      case "name":
        return this.#named(node, scope);
      case "point":
        return new PointValue(this.#number(node.x, scope), this.#number(node.y, scope));
      case "tuple":
        return new TupleValue(node.items.map((item) => this.#item(item, scope)));
      case "unary":
        return negate(this.#value(node.operand, scope), node.isNegative, spanOf(node, scope));
      case "sum":
      case "product":
      case "power":
        return this.#series(node, scope);
      case "call":
        return this.#call(node, scope);
      case "chain":
        return this.#chain(node, scope);
    }
  }

  #number(node: Expression, scope: Scope): number {
    const value = this.#value(node, scope);
    if (typeof value === "number") return value;
    throw failure("type", `a coordinate is a number, and not ${describe(value)}`, spanOf(node, scope));
  }

  #item(node: Expression, scope: Scope): number | string {
    const value = this.#value(node, scope);
    if (typeof value === "number" || typeof value === "string") return value;
    const message = `a list in brackets holds numbers and letters, and not ${describe(value)}`;
    throw failure("type", message, spanOf(node, scope));
  }

  #named(node: Identifier, scope: Scope): Value {
    const { name } = node;
    const own = scope.values.get(name) ?? (scope.module.given.get(name) as Value | undefined);
    if (own !== undefined) return own;
    const global = scope.module.globals.get(name);
    if (global !== undefined) return this.global(global, spanOf(node, scope));
    if (name === "True") return 1;
    if (name === "False") return 0;
    const magic = magicValue(name, scope.module.source);
    if (magic !== null) return magic;
    throw failure("unknown-name", `the name "${name}" is not known here`, spanOf(node, scope));
  }

  /** Shapes that are added, or taken away, one behind the other are one operation. */
  #series(node: SeriesNode, scope: Scope): Value {
    let value = this.#value(node.first, scope);
    let i = 0;
    while (i < node.rest.length) {
      const { operator, at, operand } = node.rest[i++];
      this.#context.budget.step(node, scope.module.source);
      let other = this.#value(operand, scope);
      const place = { source: scope.module.source, start: at, end: at + 1 };
      if (node.kind === "sum" && other instanceof ShapeValue && value instanceof ShapeValue) {
        const shapes = [other];
        while (i < node.rest.length && node.rest[i].operator === operator) {
          const next = this.#value(node.rest[i].operand, scope);
          if (!(next instanceof ShapeValue)) {
            throw failure("operands", `${operator} cannot join a shape and ${describe(next)}`, {
              ...place,
              start: node.rest[i].at,
              end: node.rest[i].at + 1,
            });
          }
          shapes.push(next);
          i++;
        }
        const vertices = shapes.reduce((sum, shape) => sum + shape.vertexCount, value.vertexCount);
        this.#context.budget.vertices(vertices, { span: spanOf(node, scope) });
        if (operator === "+") {
          for (const one of shapes) this.#checkCrossings(value, one, place);
          value = ShapeValue.union([value, ...shapes]);
          continue;
        }
        other = ShapeValue.union(shapes);
      }
      if (value instanceof ShapeValue && other instanceof ShapeValue) this.#checkCrossings(value, other, place);
      value = operate(operator, value, other, place, { ...place, start: node.start, end: operand.end });
    }
    return value;
  }

  /** Before two shapes are combined that would cross each other more often than there may be vertices. */
  #checkCrossings(a: ShapeValue, b: ShapeValue, span: Span): void {
    const { vertices } = this.#context.budget.limits;
    if (a.vertexCount * b.vertexCount < vertices) return;
    const bound = crossingBound(a.outline, b.outline);
    if (bound > vertices) this.#context.budget.vertices(bound, { span });
  }

  #call(node: CallNode, scope: Scope): Value {
    const { name } = node;
    this.#context.budget.step(name, scope.module.source);
    if (name.name === "ref") return this.#place(node, scope);
    const make = makers.get(name.name);
    if (make !== undefined) {
      const args = this.arguments(functions.get(name.name)!, node.args, name, scope);
      try {
        return this.#finite(make(args, this.#context), args);
      } catch (error) {
        throw refused(error, name, scope);
      }
    }
    const shape = scope.module.shapes.get(name.name);
    if (shape === undefined)
      throw failure("unknown-function", `there is no function "${name.name}"`, spanOf(name, scope));
    return this.#callShape(shape, node.args, name, scope);
  }

  #finite(value: Value, args: CallArguments): Value {
    if (typeof value !== "number" || Number.isFinite(value)) return value;
    throw failure("not-a-number", "the result is no finite number", args.span);
  }

  #callShape(shape: ShapeDefinition, args: readonly Argument[], name: Identifier, scope: Scope): Value {
    const given = this.arguments(shape.signature, args, name, scope);
    const values = new Map<string, Value>();
    for (const key of shape.signature.parameters) values.set(key, given.get(key)!);
    return this.shapeWith(shape, values, spanOf(name, scope), scope);
  }

  /** The value of a SHAPE's body with these values of its parameters. */
  shapeWith(shape: ShapeDefinition, values: ReadonlyMap<string, Value>, span: Span, scope: Scope): Value {
    if (shape.isBroken || shape.section.body === null) throw new Failure(null);
    this.#context.budget.depth(scope.frame?.depth ?? 0, "calls are nested", span);
    const key = this.#keyOf(shape, values);
    const known = key === null ? undefined : this.#kept.get(key);
    if (known !== undefined) return known;
    const frame: Frame = { definition: shape, span, outer: scope.frame, depth: (scope.frame?.depth ?? 0) + 1 };
    const value = this.evaluate(shape.section.body, { module: shape.module, values, frame });
    if (key !== null && this.#kept.size < mostKept) this.#kept.set(key, value);
    return value;
  }

  /** Null where a value is neither number nor text. */
  #keyOf(shape: ShapeDefinition, values: ReadonlyMap<string, Value>): string | null {
    let id = this.#shapeIds.get(shape);
    if (id === undefined) this.#shapeIds.set(shape, (id = this.#shapeIds.size));
    let key = String(id);
    for (const value of values.values()) {
      if (typeof value === "number") key += `\0${value}`;
      else if (typeof value === "string") key += `\0"${value.length}:${value}`;
      else return null;
    }
    return key;
  }

  /** The values of a call's arguments, objects unpacked; explicit names win over those of objects. */
  arguments(signature: Signature, args: readonly Argument[], callee: Identifier, scope: Scope): CallArguments {
    const { source } = scope.module;
    if (isPlainCall(signature, args)) {
      const count = Math.min(args.length, signature.parameters.length);
      const values = new Array<Value>(count);
      for (let i = 0; i < count; i++) values[i] = this.#value(argumentValue(args[i]), scope);
      const rest =
        args.length === count ? none : args.slice(count).map((argument) => this.#givenValue(argument, scope));
      return new CallArguments(signature, callee, source, { values, nodes: args }, rest);
    }
    const values = new Map<string, GivenValue>();
    const bound = bindArguments(signature, args, callee, source);
    for (const argument of bound.unpacked) {
      const object = this.#value(argumentValue(argument), scope);
      if (!(object instanceof ObjectValue)) {
        throw failure("type", `* unpacks an object, and not ${describe(object)}`, spanOf(argument, scope));
      }
      for (const [key, value] of object.entries) {
        const isWanted = signature.parameters.includes(key) || signature.named.includes(key);
        if (isWanted) values.set(key, { value, node: argument, isNamed: true });
      }
    }
    for (const [key, argument] of bound.values) values.set(key, this.#givenValue(argument, scope));
    if (bound.unpacked.length > 0) checkRequired(signature, (key) => values.has(key), callee, source);
    const rest = bound.rest.map((argument) => this.#givenValue(argument, scope));
    return new CallArguments(signature, callee, source, values, rest);
  }

  #givenValue(argument: Argument, scope: Scope): GivenValue {
    const node = argumentValue(argument);
    return { value: this.#value(node, scope), node, isNamed: argumentName(argument) !== null };
  }

  #chain({ base, links }: ChainNode, scope: Scope): Value {
    let at = 0;
    let value: Value;
    const named = base.kind === "name" ? this.#namedChain(base, links, scope) : null;
    if (named !== null) ({ value, at } = named);
    else value = this.#value(base, scope);
    for (; at < links.length; at++) value = this.#link(value, links[at], scope);
    return value;
  }

  /** `lib.shape(…)`, `lib.shape.call(…)` and `shape.call(…)`; null where the name is that of a value. */
  #namedChain(base: Identifier, links: readonly Link[], scope: Scope): { value: Value; at: number } | null {
    const { module, values } = scope;
    const { name } = base;
    if (values.has(name) || module.globals.has(name) || module.given.has(name)) return null;
    if (module.namespaces.has(name)) {
      const shape = module.namespaces.get(name)?.shapes.get(links[0].name.name);
      if (shape === undefined) throw new Failure(null);
      const { args } = links[0];
      if (args !== null) return { value: this.#callShape(shape, args, links[0].name, scope), at: 1 };
      return { value: this.#sweep(shape, links[1], scope), at: 2 };
    }
    const shape = module.shapes.get(name);
    if (shape === undefined || links[0].name.name !== "call") return null;
    return { value: this.#sweep(shape, links[0], scope), at: 1 };
  }

  #sweep(shape: ShapeDefinition, { name, args: given }: Link, scope: Scope): Value {
    const args = this.arguments(methods.get("call")!, given ?? [], name, scope);
    const { parameters } = shape.signature;
    const shapes: ShapeValue[] = [];
    const span = spanOf(name, scope);
    for (const combination of sweepValues(args, parameters, this.#context.budget)) {
      const values = new Map(parameters.map((key, i) => [key, combination[i]]));
      const value = this.shapeWith(shape, values, span, scope);
      if (!(value instanceof ShapeValue)) {
        const message = `call joins shapes, but SHAPE ${shape.signature.name} gives ${describe(value)}`;
        throw failure("type", message, span);
      }
      shapes.push(value);
    }
    this.#context.budget.vertices(
      shapes.reduce((sum, one) => sum + one.vertexCount, 0),
      { span },
    );
    return shapes.length === 0 ? ShapeValue.empty(this.#context.dbu) : ShapeValue.union(shapes);
  }

  #link(value: Value, { name, args }: Link, scope: Scope): Value {
    this.#context.budget.step(name, scope.module.source);
    if (args === null) return field(value, name.name, spanOf(name, scope));
    const table =
      value instanceof ShapeValue
        ? shapeMethods
        : value instanceof ReferenceValue
          ? referenceMoves
          : value instanceof PointValue
            ? pointMoves
            : {};
    const method = Object.hasOwn(table, name.name)
      ? (table as Record<string, (value: never, args: CallArguments, context: Context) => Value>)[name.name]
      : undefined;
    if (method === undefined) {
      const known = Object.keys(table);
      const has = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
      const message = `${describe(value)} has no method "${name.name}"; ${has}`;
      throw failure("unknown-method", message, spanOf(name, scope));
    }
    const given = this.arguments(methods.get(name.name)!, args, name, scope);
    try {
      return method(value as never, given, this.#context);
    } catch (error) {
      throw refused(error, name, scope);
    }
  }
}
