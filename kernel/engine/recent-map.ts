/** A map of the newest entries only. */
export class RecentMap<K, V> extends Map<K, V> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override set(key: K, value: V): this {
    this.delete(key);
    if (this.size >= this.#most) for (const oldest of this.keys()) return this.#replace(oldest, key, value);
    return super.set(key, value);
  }

  #replace(oldest: K, key: K, value: V): this {
    this.delete(oldest);
    return super.set(key, value);
  }
}
