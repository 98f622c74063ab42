/**
 * What only the main thread knows, for the debugger on the worker: it calls these functions through its inspector
 * session, which also works while this thread is paused or busy. So nothing here waits, and nothing runs the user's
 * code unless it is said.
 */
import { bundleOf, inspectValue } from "../display/index.ts";
import { debugDoorKey, type MimeBundle, type ScriptRecord } from "../ports.ts";
import { compileCell } from "./compile.ts";
import type { Guard } from "./guard.ts";
import { guardedBlocks } from "./guarded.ts";
import { isLive, settle, valueNow } from "./imported-names.ts";
import type { Outlet } from "./outlet.ts";
import { amongOwnGlobals, putUserProperty, userProperty } from "./own-globals.ts";
import { Sources } from "./sources.ts";
import { transpileCell } from "./transpile.ts";

/** A cell may give its name to something else. */
const scope = globalThis;

/** How long a display that is a promise is awaited, ms. */
const longestDisplay = 3000;

export interface DebugDoor {
  record(url: string): ScriptRecord | null;
  draft(code: string, url: string): ScriptRecord;
  plain(code: string): string;
  flush(): void;
  attached(on: boolean): void;
  pauseAtErrors(on: boolean): void;
  globals(): object;
  size(value: object): number;
  part(value: object, from: number, to: number): object;
  bundle(value: unknown, canWait: boolean): MimeBundle | Promise<MimeBundle>;
  copy(name: string, value: unknown): void;
  settle(on: boolean): void;
  breakably(work: () => unknown): unknown;
  hold(work: () => unknown): void;
  held(): unknown;
}

export function openDebugDoor(sources: Sources, outlet: Outlet, guard: Guard): void {
  const { setTimeout } = scope;
  /** V8 forgets a script that nothing holds, and with it the places where it can stop. */
  const kept: { draft?: unknown } = {};
  let work: () => unknown = () => undefined;
  let unsettle = (): void => {};
  const door: DebugDoor = {
    record: amongOwnGlobals((url) => {
      const known = sources.get(url);
      if (known === null) return null;
      return { label: known.label, source: known.source, ...known.maps(), guarded: guardedBlocks(known.source) };
    }),
    /** Compiles a cell that is not run, to know where it can stop. */
    draft: amongOwnGlobals((code, url) => {
      const own = new Sources();
      own.isDebugged = true;
      kept.draft = compileCell(code, { url, label: "" }, own);
      const known = own.get(url);
      if (known === null) throw new Error("the cell was not compiled");
      return { label: "", source: code, ...known.maps(), guarded: [] };
    }),
    /** TypeScript as JavaScript. */
    plain: amongOwnGlobals((code) => transpileCell(code).code),
    flush: amongOwnGlobals(() => outlet.flush()),
    attached(on) {
      sources.isDebugged = on;
    },
    pauseAtErrors(on) {
      guard.pausesAtErrors = on;
    },
    /** The notebook's names. */
    globals: amongOwnGlobals(() => described([...sources.names].sort(), userProperty)),
    size: amongOwnGlobals(sizeOf),
    part: amongOwnGlobals(partOf),
    /** Runs the value's own display method. */
    bundle(value, canWait) {
      const bundle = bundleOf(value);
      if (!(bundle instanceof Promise)) return bundle;
      const text = (): MimeBundle => ({ "text/plain": inspectValue(value) });
      if (!canWait) return text();
      // A promise that never settles must not be given to the inspector: at the next collection Node 22 ends.
      return Promise.race([
        bundle,
        new Promise<MimeBundle>((resolve) => setTimeout(() => resolve(text()), longestDisplay)),
      ]);
    },
    copy: amongOwnGlobals((name, value) => {
      putUserProperty(name, { value, writable: true, configurable: true, enumerable: true });
      sources.names.add(name);
    }),
    /** Around an evaluation that must not change anything. */
    settle: amongOwnGlobals((on) => {
      unsettle();
      unsettle = on ? settle() : () => {};
      // Also where the debugger leaves before it says so.
      if (on) setTimeout(() => door.settle(false)).unref();
    }),
    breakably: (evaluation) => guard.breakably(evaluation),
    /** Only an evaluation has a time limit, a call has none: what may run the user's code is called in two steps. */
    hold(given) {
      work = given;
    },
    held: () => work(),
  };
  // Of the global object's prototype, so that who lists the global names does not find it.
  Object.defineProperty(Object.getPrototypeOf(scope), debugDoorKey, { value: Object.freeze(door) });
}

/** An object with the same properties, getters included (of imports: values), and none that are missing. */
function described<K extends PropertyKey>(
  keys: readonly K[],
  property: (key: K) => PropertyDescriptor | undefined,
): object {
  const copy = Object.create(null);
  for (const key of keys) {
    const found = property(key);
    if (found === undefined) continue;
    const shown = isLive(found) ? { value: valueNow(found) } : found;
    Object.defineProperty(copy, key, { ...shown, configurable: true, enumerable: true });
  }
  return copy;
}

function sizeOf(value: object): number {
  if (Array.isArray(value) || isTyped(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  return Reflect.ownKeys(value).length;
}

/** Elements, entries or properties from number `from` to number `to` (not included), under their own names. */
function partOf(value: object, from: number, to: number): object {
  const property = (key: PropertyKey) => Object.getOwnPropertyDescriptor(value, key);
  if (Array.isArray(value) || isTyped(value)) return described(numbers(from, to), property);
  if (value instanceof Map || value instanceof Set) return entriesOf(value, from, to);
  return described(Reflect.ownKeys(value).slice(from, to), property);
}

function entriesOf(value: Map<unknown, unknown> | Set<unknown>, from: number, to: number): object {
  const part = Object.create(null);
  let index = 0;
  for (const entry of value instanceof Map ? Map.prototype.entries.call(value) : Set.prototype.values.call(value)) {
    if (index >= to) break;
    if (index >= from) part[index] = value instanceof Map ? pairOf(entry as [unknown, unknown]) : entry;
    index++;
  }
  return part;
}

function pairOf([key, value]: [unknown, unknown]): object {
  return { key, value };
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => String(from + i));
}

function isTyped(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}
