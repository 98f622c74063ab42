/**
 * The global object is the user's scope, and a cell may declare `const process = …`, set `JSON = null` or replace
 * `Array.prototype.push`. The kernel and its packages need these, too: while they work, the originals are in their places.
 */

const globalNames = [
  ..."Array ArrayBuffer Atomics BigInt Boolean Buffer DataView Date Error Function Int32Array JSON Map Math Number".split(
    " ",
  ),
  ..."Object Promise Proxy RangeError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError".split(
    " ",
  ),
  ..."URL Uint8Array WeakMap WeakRef WeakSet AbortController AggregateError DOMException TextDecoder TextEncoder".split(
    " ",
  ),
  ..."console global isNaN parseFloat parseInt performance process queueMicrotask structuredClone".split(" "),
  ..."clearImmediate clearInterval clearTimeout setImmediate setInterval setTimeout".split(" "),
];

/** Objects whose methods we use. */
const holders: object[] = [
  ...[Array, Buffer, Date, Function, Int32Array, JSON, Math, Number, Object, Promise, Reflect, RegExp, String, Symbol],
  ...[Array, Function, Map, Object, Promise, RegExp, Set, String, WeakMap, Object.getPrototypeOf(Int32Array)].map(
    ({ prototype }) => prototype as object,
  ),
  ...[Atomics, process],
];
const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
const { deleteProperty } = Reflect;
const objectPrototype = Object.prototype as unknown as Record<PropertyKey, unknown>;

interface Original {
  readonly holder: Record<PropertyKey, unknown>;
  readonly key: PropertyKey;
  readonly value: unknown;
}

const scope = globalThis as unknown as Record<PropertyKey, unknown>;
/** Our own function is put there later, and `console` may be led elsewhere. */
const changing = new Set<PropertyKey>(["exit", "prepareStackTrace"]);

function methodsOf(holder: object): Original[] {
  const members = Object.entries(Object.getOwnPropertyDescriptors(holder)) as [PropertyKey, PropertyDescriptor][];
  const iterator = getOwnPropertyDescriptor(holder, Symbol.iterator);
  if (iterator !== undefined) members.push([Symbol.iterator, iterator]);
  return members
    .filter(([key, { value }]) => typeof value === "function" && !changing.has(key))
    .map(([key, { value }]) => ({ holder: holder as Original["holder"], key, value: value as unknown }));
}

// Accessors of Node's (`process`, `performance`) are read once.
const globals = globalNames.map((key): Original => ({ holder: scope, key, value: scope[key] }));
const originals = [...globals, ...holders.flatMap(methodsOf)];

/** None of the user's code may run in `work` that should see what the user has put there. */
export function withOwnGlobals<T>(work: () => T): T {
  const replaced = putBack();
  if (replaced === null) return work();
  try {
    return work();
  } finally {
    for (let i = replaced.length - 1; i >= 0; i--) replaced[i]();
  }
}

/** Puts originals back, and returns what undoes that; null where nothing was amiss. Calls no method of the user's. */
function putBack(): (() => void)[] | null {
  let undo: (() => void)[] | null = null;
  // What is set on `Object.prototype` shows through in every descriptor.
  for (const key in {}) undo = replace(objectPrototype, key, undo);
  for (let i = 0; i < originals.length; i++) {
    const { holder, key, value } = originals[i];
    if (holder[key] !== value) undo = replace(holder, key, undo, value);
  }
  return undo;
}

function replace(holder: Original["holder"], key: PropertyKey, undo: (() => void)[] | null, value?: unknown) {
  const found = getOwnPropertyDescriptor(holder, key);
  if (found?.configurable === false) return undo;
  if (found !== undefined) setPrototypeOf(found, null);
  if (value === undefined) deleteProperty(holder, key);
  else defineProperty(holder, key, plain(value));
  const all = undo ?? [];
  all[all.length] = () => {
    if (found === undefined) deleteProperty(holder, key);
    else defineProperty(holder, key, found);
  };
  return all;
}

/** A descriptor without the prototype that the user may have changed. */
function plain(value: unknown): PropertyDescriptor {
  return { __proto__: null, value, writable: true, configurable: true, enumerable: false } as PropertyDescriptor;
}
