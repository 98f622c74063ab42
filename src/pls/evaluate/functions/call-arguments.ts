/** The values that a call was given, asked for by kind: what is of another kind is an error at its place. */
import type { Box } from "../../../geometry/index.ts";
import { type AnchorName, anchorNames, type Signature } from "../../check/index.ts";
import { type Failure, failure, type SourceFile, type Span } from "../../diagnostics/index.ts";
import { ShapeValue } from "../shape-value.ts";
import { describe, PointValue, type Value } from "../values.ts";

export interface GivenValue {
  readonly value: Value;
  /** Where it is written. */
  readonly node: { readonly start: number; readonly end: number };
  /** True for `name=value`. */
  readonly isNamed: boolean;
}

/** What most calls are given: values by position only, kept as they stand, since a program may have a million calls. */
export interface PlainValues {
  /** Of the parameters in their order; the last ones may be missing. */
  readonly values: readonly Value[];
  readonly nodes: readonly GivenValue["node"][];
}

export class CallArguments {
  readonly #signature: Signature;
  readonly #callee: GivenValue["node"];
  readonly #source: SourceFile;
  readonly #values: PlainValues | Map<string, GivenValue>;
  /** Behind the last parameter. */
  readonly rest: readonly GivenValue[];

  constructor(
    signature: Signature,
    callee: GivenValue["node"],
    source: SourceFile,
    values: PlainValues | Map<string, GivenValue>,
    rest: readonly GivenValue[],
  ) {
    this.#signature = signature;
    this.#callee = callee;
    this.#source = source;
    this.#values = values;
    this.rest = rest;
  }

  get name(): string {
    return this.#signature.name;
  }
  /** Of the function's name. */
  get span(): Span {
    return this.spanAt(this.#callee);
  }
  spanAt({ start, end }: GivenValue["node"]): Span {
    return { source: this.#source, start, end };
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }
  /** True for what is given, but without its name. */
  isByPosition(key: string): boolean {
    return this.#find(key)?.isNamed === false;
  }
  get(key: string): Value | undefined {
    const given = this.#values;
    return given instanceof Map ? given.get(key)?.value : given.values[this.#signature.parameters.indexOf(key)];
  }
  spanOf(key: string): Span {
    return this.spanAt(this.#find(key)?.node ?? this.#callee);
  }

  number(key: string): number {
    const value = this.get(key);
    if (typeof value === "number") return value;
    throw this.wrong(this.#given(key), key, "a number");
  }
  numberOr(key: string, usual: number): number {
    return this.has(key) ? this.number(key) : usual;
  }
  wholeNumber(key: string, least: number, usual?: number): number {
    if (usual !== undefined && !this.has(key)) return usual;
    const value = this.number(key);
    if (Number.isSafeInteger(value) && value >= least) return value;
    const message = `${this.name}'s ${key} is ${value}, which is no whole number from ${least}`;
    throw failure("whole-number", message, this.spanOf(key));
  }
  /** A text; a number becomes one. */
  text(key: string): string {
    const given = this.#given(key);
    if (typeof given.value === "string") return given.value;
    throw this.wrong(given, key, "a text");
  }
  shape(key: string): ShapeValue {
    const given = this.#given(key);
    if (given.value instanceof ShapeValue) return given.value;
    throw this.wrong(given, key, "a shape");
  }
  point(key: string): PointValue {
    const given = this.#given(key);
    if (given.value instanceof PointValue) return given.value;
    throw this.wrong(given, key, "a point [x, y]");
  }
  pointOr<T>(key: string, usual: T): PointValue | T {
    return this.has(key) ? this.point(key) : usual;
  }
  /** True or False, which are 1 and 0. */
  flag(key: string): boolean {
    return this.has(key) && this.number(key) !== 0;
  }
  numbers(): number[] {
    return this.rest.map((given) => {
      if (typeof given.value === "number") return given.value;
      throw this.wrong(given, "argument", "a number");
    });
  }

  /** The one anchor that is given, and its point; null for none. */
  anchor(): { readonly name: AnchorName; readonly point: PointValue } | null {
    const given = this.#values;
    // Anchors are given by their names.
    if (!(given instanceof Map)) return null;
    let found: AnchorName | null = null;
    for (const name of anchorNames) {
      if (!given.has(name)) continue;
      if (found !== null) {
        const message = `${this.name} is given the anchors ${found} and ${name}, but can have one only`;
        throw failure("two-anchors", message, this.spanOf(name));
      }
      found = name;
    }
    return found === null ? null : { name: found, point: this.point(found) };
  }

  wrong({ value, node }: GivenValue, key: string, wanted: string): Failure {
    return failure("type", `${this.name}'s ${key} is ${wanted}, and not ${describe(value)}`, this.spanAt(node));
  }

  #find(key: string): GivenValue | undefined {
    const given = this.#values;
    if (given instanceof Map) return given.get(key);
    const index = this.#signature.parameters.indexOf(key);
    const value = given.values[index];
    return value === undefined ? undefined : { value, node: given.nodes[index], isNamed: false };
  }

  #given(key: string): GivenValue {
    const given = this.#find(key);
    if (given !== undefined) return given;
    throw failure("missing-argument", `${this.name} needs its argument "${key}"`, this.span);
  }
}

/** The point of a box that an anchor names. */
export function anchorPoint({ left, bottom, right, top }: Box, anchor: AnchorName): [number, number] {
  const x = anchor.includes("w") ? left : anchor.includes("e") ? right : (left + right) / 2;
  const y = anchor.includes("s") ? bottom : anchor.includes("n") ? top : (bottom + top) / 2;
  return [x, y];
}
