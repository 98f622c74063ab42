/** What `stdio` of a child process says of this process's own streams, and what takes their place. */

export type StreamName = "stdout" | "stderr";

export interface Redirected {
  /** The same `stdio` with pipes where it had our output, and nothing where it had our input. */
  readonly stdio: unknown;
  /** Which of its places are ours. */
  readonly taken: ReadonlyMap<number, StreamName>;
}

/** Null where the child inherits nothing. */
export function redirected(stdio: unknown): Redirected | null {
  const slots = stdio === "inherit" ? ["inherit", "inherit", "inherit"] : stdio;
  if (!Array.isArray(slots)) return null;
  const taken = new Map<number, StreamName>();
  let isChanged = false;
  const changed = Array.from(slots, (slot, index) => {
    const fd = inheritedFd(slot, index);
    if (fd === null) return slot;
    isChanged = true;
    if (fd === 0) return "ignore";
    taken.set(index, fd === 1 ? "stdout" : "stderr");
    return "pipe";
  });
  return isChanged ? { stdio: changed, taken } : null;
}

function inheritedFd(slot: unknown, index: number): number | null {
  const fd = slot === "inherit" ? index : typeof slot === "object" && slot !== null && "fd" in slot ? slot.fd : slot;
  return fd === 0 || fd === 1 || fd === 2 ? fd : null;
}
