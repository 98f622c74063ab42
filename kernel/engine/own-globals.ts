/**
 * The global object is the user's scope, and a cell may declare `const process = …` or set `JSON = null`. The kernel and
 * its packages read such names, too: while they work, the originals are in their places.
 */

const names = [
  ..."Array ArrayBuffer Atomics BigInt Boolean Buffer DataView Date Error Function Int32Array JSON Map Math Number".split(
    " ",
  ),
  ..."Object Promise Proxy Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError URL".split(" "),
  ..."Uint8Array WeakMap WeakRef WeakSet AbortController DOMException TextDecoder TextEncoder console".split(" "),
  ..."global isNaN parseFloat parseInt performance process queueMicrotask structuredClone".split(" "),
  ..."clearImmediate clearInterval clearTimeout setImmediate setInterval setTimeout".split(" "),
];
const scope = globalThis as unknown as Record<string, unknown>;
// Accessors of Node's (`process`, `performance`) are read once.
const originals = names.map((name) => [name, scope[name]] as const);
const { defineProperty, getOwnPropertyDescriptor } = Object;
const { deleteProperty } = Reflect;

export function withOwnGlobals<T>(work: () => T): T {
  let replaced: (() => void)[] | null = null;
  for (let i = 0; i < originals.length; i++) {
    const [name, own] = originals[i];
    const found = getOwnPropertyDescriptor(scope, name);
    if (found !== undefined && (!("value" in found) || found.value === own || found.configurable === false)) continue;
    replaced ??= [];
    replaced[replaced.length] = () => {
      if (found === undefined) deleteProperty(scope, name);
      else defineProperty(scope, name, found);
    };
    defineProperty(scope, name, { value: own, writable: true, configurable: true });
  }
  if (replaced === null) return work();
  try {
    return work();
  } finally {
    for (let i = 0; i < replaced.length; i++) replaced[i]();
  }
}
