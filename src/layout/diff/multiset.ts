/** What two lists of texts do not share: each text as often as one has it more than the other. */
export class Multiset {
  readonly #counts = new Map<string, number>();

  /** Of the first list. */
  add(text: string): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }
  /** Of the second list. */
  subtract(text: string): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) - 1);
  }

  get onlyInFirst(): string[] {
    return this.#more((count) => count);
  }
  get onlyInSecond(): string[] {
    return this.#more((count) => -count);
  }

  #more(of: (count: number) => number): string[] {
    const out: string[] = [];
    for (const [text, count] of this.#counts) for (let i = of(count); i > 0; i--) out.push(text);
    return out;
  }
}
