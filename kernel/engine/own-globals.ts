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
  ..."console global globalThis isNaN parseFloat parseInt performance process queueMicrotask structuredClone".split(
    " ",
  ),
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

/** What the user had put in the places of originals that are there just now, in the order in which it was taken away. */
const taken: Taken[] = [];

interface Taken {
  readonly holder: Original["holder"];
  readonly key: PropertyKey;
  found: PropertyDescriptor | undefined;
}

/** None of the user's code may run in `work` that should see what the user has put there. */
export function withOwnGlobals<T>(work: () => T): T {
  const before = taken.length;
  putBack();
  if (taken.length === before) return work();
  try {
    return work();
  } finally {
    giveBack(before);
  }
}

/** The user's code, within work of ours that is done among the originals. */
export function withUserGlobals<T>(work: () => T): T {
  if (taken.length === 0) return work();
  giveBack();
  try {
    return work();
  } finally {
    putBack();
  }
}

/** A function that does its work among the originals. */
export function amongOwnGlobals<A extends unknown[], T>(work: (...parameters: A) => T): (...parameters: A) => T {
  const among = (...parameters: A) => withOwnGlobals(() => work(...parameters));
  return defineProperty(among, "name", { value: work.name });
}

/** Where no work is under way: a termination passes over `finally`. */
export function giveBack(from = 0): void {
  while (taken.length > from) {
    const { holder, key, found } = taken[taken.length - 1];
    taken.length--;
    if (found === undefined) deleteProperty(holder, key);
    else defineProperty(holder, key, found);
  }
}

/** A property of the global object as the user's code finds it, also while an original is in its place. */
export function userProperty(name: string): PropertyDescriptor | undefined {
  const place = takenGlobal(name);
  return place === null ? getOwnPropertyDescriptor(scope, name) : place.found;
}

/** Undefined deletes it. */
export function putUserProperty(name: string, found: PropertyDescriptor | undefined): void {
  const place = takenGlobal(name);
  if (place !== null) place.found = found;
  else if (found === undefined) deleteProperty(scope, name);
  else defineProperty(scope, name, found);
}

function takenGlobal(name: string): Taken | null {
  for (let i = 0; i < taken.length; i++) if (taken[i].holder === scope && taken[i].key === name) return taken[i];
  return null;
}

/** Calls no method of the user's. */
function putBack(): void {
  // What is set on `Object.prototype` shows through in every descriptor.
  for (const key in {}) replace(objectPrototype, key);
  for (let i = 0; i < originals.length; i++) {
    const { holder, key, value } = originals[i];
    if (holder[key] !== value) replace(holder, key, value);
  }
}

function replace(holder: Original["holder"], key: PropertyKey, value?: unknown): void {
  const found = getOwnPropertyDescriptor(holder, key);
  if (found?.configurable === false) return;
  if (found !== undefined) setPrototypeOf(found, null);
  defineProperty(taken, taken.length, plain({ holder, key, found }));
  if (value === undefined) deleteProperty(holder, key);
  else defineProperty(holder, key, plain(value));
}

/** A descriptor without the prototype that the user may have changed. */
function plain(value: unknown): PropertyDescriptor {
  return { __proto__: null, value, writable: true, configurable: true, enumerable: false } as PropertyDescriptor;
}
