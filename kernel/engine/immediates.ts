/**
 * All immediates of this thread: the kernel's own and those of cells. A termination that goes through Node's list of
 * them (lib/internal/timers.js, `processImmediate`) leaves it in one of two states:
 * - those behind the one that was cut short are lost: they are started again, once a later one has run;
 * - its head is one that has begun, and Node then throws `…undefined (reading '_idleNext')` at each turn and never leaves
 *   that list: it is made to look like one that has not begun and does nothing.
 */
import { types } from "node:util";

const native = setImmediate;
const nativeClear = clearImmediate;
// A cell may take these, and the iterators of arrays, which spreading would use.
const { apply } = Reflect;
const { getOwnPropertyDescriptor } = Object;
const { includes } = String.prototype;
const { isNativeError } = types;

/** What Node keeps in an immediate, as far as it matters here. */
interface Inner {
  _destroyed: boolean;
  _onImmediate: (() => void) | null;
  _idleNext: unknown;
  _idlePrev: unknown;
  unref(): void;
}

interface Pending {
  readonly again: () => NodeJS.Immediate;
  hasBegun: boolean;
}

const pending = new Map<NodeJS.Immediate, Pending>();
let recovering = false;
/** The last one that has begun, whoever started it: Node marks it just before it calls it. */
let newest: Inner | null = null;
let clearing = false;
watchBeginnings();

/** Node's field for "has begun or was cleared" as an accessor, which costs nothing that can be measured. */
function watchBeginnings(): void {
  const sample = native(() => {});
  nativeClear(sample);
  const isBegun = Symbol("begun");
  Object.defineProperty(Object.getPrototypeOf(sample), "_destroyed", {
    get(this: { [isBegun]?: boolean }) {
      return this[isBegun];
    },
    set(this: Inner & { [isBegun]?: boolean }, begun: boolean) {
      this[isBegun] = begun;
      if (begun && !clearing) newest = this;
    },
  });
}

/** As `setImmediate` does it. */
export function startImmediate(work: (...args: unknown[]) => void, ...args: unknown[]): NodeJS.Immediate {
  return start(work, args);
}

function start(work: (...args: unknown[]) => void, args: unknown[]): NodeJS.Immediate {
  const known: Pending = { again: () => start(work, args), hasBegun: false };
  const immediate = native(() => {
    known.hasBegun = true;
    try {
      apply(work, undefined, args);
    } finally {
      pending.delete(immediate);
    }
  });
  pending.set(immediate, known);
  return immediate;
}

export function stopImmediate(immediate: NodeJS.Immediate | undefined): void {
  if (immediate !== undefined) pending.delete(immediate);
  clearing = true;
  nativeClear(immediate);
  clearing = false;
}

/** After a termination. What was waiting before it and has not run a turn later is lost. */
export function recoverImmediates(): void {
  if (recovering || pending.size === 0) return;
  recovering = true;
  const before = new Map(pending);
  native(() => {
    recovering = false;
    before.forEach(({ again, hasBegun }, immediate) => {
      if (!pending.delete(immediate) || hasBegun) return;
      stopImmediate(immediate);
      again();
    });
  });
}

/** Whether this is Node's own error of the second state, which is mended then. */
export function healImmediates(error: unknown): boolean {
  // Anything may be thrown, also a proxy whose traps throw. Cells may replace methods.
  if (newest === null || !isNativeError(error)) return false;
  const message: unknown = getOwnPropertyDescriptor(error, "message")?.value;
  if (typeof message !== "string" || !apply(includes, message, ["'_idleNext'"])) return false;
  newest._destroyed = false;
  newest._onImmediate = () => {};
  newest = null;
  countOneMore();
  recovering = false;
  recoverImmediates();
  return true;
}

/**
 * Node takes an immediate that it begins from its count, now for the second time, and with a count that is too small it
 * would not look into its list. One of three is taken out of the list, and stays in the count.
 */
function countOneMore(): void {
  const inner = (): Inner => native(() => {}) as unknown as Inner;
  const first = inner();
  const second = inner();
  const third = inner();
  second.unref();
  first._idleNext = third;
  third._idlePrev = first;
}
