/** Signatures that have been seen: a message that comes again was recorded and sent by somebody who has no key. */
const most = 65_536;

export class Replays {
  readonly #seen = new Set<string>();

  /** True where the signature is new; it is remembered. */
  isNew(signature: Uint8Array): boolean {
    const text = Buffer.from(signature).toString("latin1");
    if (this.#seen.has(text)) return false;
    this.#seen.add(text);
    if (this.#seen.size > most) this.#seen.delete(this.#seen.values().next().value ?? "");
    return true;
  }
}
