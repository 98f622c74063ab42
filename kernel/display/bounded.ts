/**
 * What of a value its text is made of. Node's `inspect` shows so many entries of arrays, maps and sets, but all keys of
 * an object, and all that is in it: a million keys took ten seconds, a tree of ten million leaves never ended.
 */
import { inspect, types } from "node:util";

const mostKeys = 200;
const mostEntries = 100;
const deepest = 4;
/** Levels that are shown of what is not looked into. */
const levelsOfClosed = 2;
/** So many values are shown in some 20 ms. */
const mostValues = 5000;

export interface Bounded {
  readonly value: unknown;
  /** Levels of objects within one another, as `inspect` counts them. */
  readonly depth: number;
}

/** The value itself, or a copy where objects in it have too many keys; and how deep it may be shown. */
export function bounded(value: unknown): Bounded {
  const walk = new Walk();
  let level: readonly unknown[] = [value];
  let depth = -1;
  while (depth < deepest && level.length > 0) {
    const next = level.flatMap((one) => walk.inside(one));
    if (depth >= 0 && walk.count > mostValues) break;
    depth++;
    level = next;
  }
  // What says itself how it looks was not looked into, but shows what is in it as deep as any other.
  const isAll = level.length === 0 && walk.count <= mostValues;
  const shown = isAll && walk.hasClosed ? Math.min(deepest, depth + levelsOfClosed) : Math.max(0, depth);
  return { value: walk.hasMany ? fewer(value, shown + 1, walk, new Map()) : value, depth: shown };
}

class Walk {
  readonly #seen = new Set<unknown>();
  /** Of objects with many: to list a million takes half a second. */
  readonly #keys = new Map<object, readonly string[]>();
  count = 0;
  /** An object that says itself how it looks. */
  hasClosed = false;
  /** An object with more keys than are shown. */
  hasMany = false;

  /** The objects that are shown directly within this one. */
  inside(value: unknown): unknown[] {
    if (!isOpen(value)) {
      this.hasClosed ||=
        typeof value === "object" && value !== null && !types.isProxy(value) && inspect.custom in value;
      return [];
    }
    if (this.#seen.has(value)) return [];
    this.#seen.add(value);
    const { values, hasMany } = this.partsOf(value);
    this.count += values.length;
    this.hasMany ||= hasMany;
    return this.count > mostValues ? [] : values.filter((one) => typeof one === "object" || typeof one === "function");
  }

  partsOf(value: object): { values: unknown[]; hasMany: boolean } {
    if (Array.isArray(value)) return { values: value.slice(0, mostEntries), hasMany: false };
    if (types.isMap(value)) return { values: first(value).flat(), hasMany: false };
    if (types.isSet(value)) return { values: first(value), hasMany: false };
    const keys = this.keysOf(value);
    const values = keys.slice(0, mostKeys).map((key) => Object.getOwnPropertyDescriptor(value, key)?.value);
    return { values, hasMany: keys.length > mostKeys };
  }

  keysOf(value: object): readonly string[] {
    const keys = this.#keys.get(value) ?? Object.keys(value);
    if (keys.length > mostKeys) this.#keys.set(value, keys);
    return keys;
  }
}

/** Node shows what is behind a proxy and runs none of its traps; others say themselves how they look. */
function isOpen(value: unknown): value is object {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return !types.isProxy(value) && !ArrayBuffer.isView(value) && !(inspect.custom in value);
}

const entriesOf = Map.prototype.entries;
const valuesOf = Set.prototype.values;

function first(given: Map<unknown, unknown>): [unknown, unknown][];
function first(given: Set<unknown>): unknown[];
function first(given: Map<unknown, unknown> | Set<unknown>): unknown[] {
  const all: Iterator<unknown> = types.isMap(given)
    ? Reflect.apply(entriesOf, given, [])
    : Reflect.apply(valuesOf, given, []);
  const found: unknown[] = [];
  for (let next = all.next(); !next.done && found.length < mostEntries; next = all.next()) found.push(next.value);
  return found;
}

/** A copy where there is too much, the value itself elsewhere. `copies` also ends cycles. */
function fewer(value: unknown, levels: number, walk: Walk, copies: Map<unknown, unknown>): unknown {
  if (levels < 0 || !isOpen(value)) return value;
  if (copies.has(value)) return copies.get(value);
  copies.set(value, value);
  const less = (one: unknown): unknown => fewer(one, levels - 1, walk, copies);
  const { values, hasMany } = walk.partsOf(value);
  const lessened = values.map(less);
  if (!hasMany && lessened.every((one, index) => Object.is(one, values[index]))) return value;
  const copy = copyOf(value, lessened, walk);
  copies.set(value, copy);
  return copy;
}

function copyOf(value: object, lessened: readonly unknown[], walk: Walk): object {
  if (Array.isArray(value)) return [...lessened, ...value.slice(lessened.length)];
  if (types.isSet(value)) return new Set([...lessened, ...[...value].slice(lessened.length)]);
  if (types.isMap(value)) {
    const pairs = Array.from({ length: lessened.length / 2 }, (_, at) => [lessened[2 * at], lessened[2 * at + 1]]);
    return new Map([...pairs, ...[...value].slice(pairs.length)] as [unknown, unknown][]);
  }
  const copy = Object.create(Object.getPrototypeOf(value));
  const keys = walk.keysOf(value);
  for (const [index, key] of keys.slice(0, mostKeys).entries()) {
    const property = Object.getOwnPropertyDescriptor(value, key) ?? {};
    Object.defineProperty(copy, key, "value" in property ? { ...property, value: lessened[index] } : property);
  }
  if (keys.length > mostKeys) copy[`… ${keys.length - mostKeys} more keys`] = undefined;
  return copy;
}
