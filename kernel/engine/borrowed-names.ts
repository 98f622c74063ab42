/**
 * Names whose values a loop of the top level keeps in an object of its own for the time being (loops.ts): the name is an
 * accessor that leads there, and a plain property again when the loop has ended, in whatever way.
 */
import { leadsElsewhere, valueNow } from "./imported-names.ts";
import { putUserProperty, userProperty } from "./own-globals.ts";

type Held = Record<string, unknown>;

interface Borrowed {
  readonly name: string;
  readonly held: Held;
  readonly get: () => unknown;
}

const { defineProperty, keys } = Object;
const scope = globalThis as unknown as Held;
const borrowed: Borrowed[] = [];

/** From here on the object has the values of the names that it names. */
export function borrow(held: Held): Held {
  const names = keys(held);
  for (let i = 0; i < names.length; i++) lead(names[i], held);
  return held;
}

function lead(name: string, held: Held): void {
  const found = userProperty(name);
  if (found?.configurable !== true || found.writable !== true) {
    // Somebody has made of it what has to be asked each time: the object leads there.
    const [get, set] = [() => scope[name], (value: unknown) => void (scope[name] = value)];
    defineProperty(held, name, { __proto__: null, get, set } as PropertyDescriptor);
    return;
  }
  const get = leadsElsewhere(() => held[name]);
  const set = (value: unknown) => void (held[name] = value);
  borrowed[borrowed.length] = { name, held, get };
  putUserProperty(name, { __proto__: null, get, set, configurable: true, enumerable: true } as PropertyDescriptor);
}

/** The loop has ended; without an object: every loop that was under way, which have been stopped. */
export function giveNamesBack(held?: Held): void {
  while (borrowed.length > 0 && (held === undefined || borrowed[borrowed.length - 1].held === held)) {
    const { name, get } = borrowed[borrowed.length - 1];
    const found = userProperty(name);
    // Unless it was declared anew or deleted meanwhile.
    if (found?.get === get) {
      const value = valueNow(found);
      putUserProperty(name, {
        __proto__: null,
        value,
        writable: true,
        configurable: true,
        enumerable: true,
      } as PropertyDescriptor);
    }
    borrowed.length--;
  }
}
