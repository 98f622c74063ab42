/**
 * What a cell imports, as properties of the global object. The value of an export may change (`export let count`), so
 * such a name is read through a getter. V8 reads a plain property of the global object twenty times faster and inlines
 * functions that it finds there: what cannot change, or never does, is one. As in every module, no name that was imported
 * can be assigned to; it can be declared anew.
 */
import { types } from "node:util";
import { nearestName } from "../edit-distance.ts";
import { putUserProperty, userProperty } from "./own-globals.ts";

/** Getters of ours: reading them runs none of the user's code. */
const getters = new WeakSet<() => unknown>();
/** By the name that has such a getter, unless it was declared anew. */
const live = new Map<string, PropertyDescriptor>();

export interface WantedExport {
  readonly specifier: string;
  readonly name: string;
  /** It is used as a value. */
  readonly must: boolean;
  /** Its value never changes. */
  readonly isConstant: () => boolean;
}

/**
 * An import that is used as a value must be there; one that is not may be a type, and is an error where a later cell takes
 * it for a value. Packages in CommonJS have names that
 * Node does not find: they are members of the default. Returns what is wrong, or null.
 */
export function bindImport(
  local: string,
  module: object,
  { specifier, name, must, isConstant }: WantedExport,
): string | null {
  if (name in module) {
    const exports = module as Record<string, unknown>;
    const value = exports[name];
    if (isDeclared(value) || isConstant()) fix(local, value);
    else bind(local, () => exports[name]);
    return null;
  }
  const fallback = (module as { default?: unknown }).default;
  const isObject = (typeof fallback === "object" && fallback !== null) || typeof fallback === "function";
  const value = isObject && name in fallback ? { now: (fallback as Record<string, unknown>)[name] } : null;
  if (value === null) {
    const message = missingExport(specifier, name, Object.keys(module));
    if (must) return message;
    // Not among the global object's entries, which somebody may go through.
    const fails = (): never => {
      throw new ReferenceError(message);
    };
    bind(local, fails, false);
  } else fix(local, value.now);
  return null;
}

function missingExport(specifier: string, name: string, names: readonly string[]): string {
  const nearest = nearestName(name, names);
  const hint = nearest === null ? `it has ${names.slice(0, 12).join(", ") || "none"}` : `did you mean "${nearest}"?`;
  return `"${specifier}" has no export "${name}"; ${hint}`;
}

export function bindModule(local: string, module: object): void {
  fix(local, module);
}

function fix(local: string, value: unknown): void {
  putUserProperty(local, { value, writable: false, configurable: true, enumerable: true });
}

function bind(local: string, get: () => unknown, enumerable = true): void {
  const property = { get: leadsElsewhere(get), set: refuse, configurable: true, enumerable };
  live.set(local, property);
  putUserProperty(local, property);
}

/**
 * Makes plain properties of all, until the function that it returns is called: V8 takes a look into a module for a side
 * effect, so an evaluation that must have none would not see what is imported.
 */
export function settle(): () => void {
  const settled: { name: string; property: PropertyDescriptor; plain: PropertyDescriptor }[] = [];
  for (const [name, property] of live) {
    if (userProperty(name)?.get !== property.get) {
      live.delete(name);
      continue;
    }
    const plain = { value: valueNow(property), writable: false, configurable: true, enumerable: true };
    putUserProperty(name, plain);
    settled.push({ name, property, plain });
  }
  return () => {
    for (const { name, property, plain } of settled) {
      if (userProperty(name)?.value === plain.value) putUserProperty(name, property);
    }
  };
}

/** Functions and classes that have been declared: no one assigns to these, though it could be done. */
function isDeclared(value: unknown): boolean {
  if (typeof value !== "function" || types.isProxy(value)) return false;
  return /^(?:class|(?:async\s+)?function\s*\*?\s*[\p{ID_Start}$_])/u.test(Function.prototype.toString.call(value));
}

function refuse(): never {
  throw new TypeError("Assignment to constant variable.");
}

/** A getter that runs none of the user's code. */
export function leadsElsewhere(get: () => unknown): () => unknown {
  getters.add(get);
  return get;
}

/** Whether the property has a getter of ours. */
export function isLive(found: PropertyDescriptor | undefined): boolean {
  return found?.get !== undefined && getters.has(found.get);
}

/** Undefined for accessors of others, which may do anything. */
export function valueNow(found: PropertyDescriptor | undefined): unknown {
  if (found === undefined || !isLive(found)) return found?.value;
  try {
    return found.get?.();
  } catch {
    // A module whose own evaluation has not come to this export.
    return undefined;
  }
}
