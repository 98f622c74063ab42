/**
 * How deep a parser has to descend, before there is one: each operator, each keyword that something follows and each
 * call in a row is a step down. What a bracket holds begins where its statement stands; a comma or the next statement
 * goes back to there.
 */

/** What each ASCII character adds. An arrow and a `<` count more. */
export const weights = Int8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (char === "<") return 10;
  if (char === "=") return 4;
  return "+-*/%&|^>!?:.~@`".includes(char) ? 1 : 0;
});

/** Words that something nested follows; statements are heavier than operators. */
const keywords = new Map([
  ..."new typeof void delete await yield in instanceof as satisfies keyof unique readonly infer"
    .split(" ")
    .map((name) => [name, 1] as const),
  ..."if else while for do with async function class extends".split(" ").map((name) => [name, 3] as const),
]);
/** Behind a closing brace these go on with what was before. */
const goesOn = /^(?:catch|finally|while|in|instanceof|as|satisfies|extends|implements)$/;

export class Weight {
  #now = 0;
  /** Where the innermost bracket was opened. */
  #base = 0;
  readonly #bases: number[] = [];
  #isBlockOver = false;
  /** At the end of the last statement: an `else` goes on from there. */
  #ended = 0;
  heaviest = 0;

  word(name: string): void {
    if (name === "else") this.#now = Math.max(this.#now, this.#ended);
    else if (this.#isBlockOver && !goesOn.test(name)) this.statement();
    this.#add(keywords.get(name) ?? 0);
  }

  sign(char: string): void {
    this.#add(weights[char.charCodeAt(0)] ?? 0);
  }

  /** A quoted text, or a regular expression. */
  literal(): void {
    if (this.#isBlockOver) this.statement();
  }

  open(): void {
    this.#bases.push(this.#base);
    this.#add(1);
    this.#base = this.#now;
  }

  /** What follows is called on what was before, or is another statement. */
  close(isBrace: boolean): void {
    this.#now = this.#base;
    this.#base = this.#bases.pop() ?? 0;
    this.#isBlockOver = isBrace;
  }

  /** A comma, a semicolon or a line that begins another statement. */
  statement(): void {
    if (this.#now > this.#base) this.#ended = this.#now;
    this.#now = this.#base;
    this.#isBlockOver = false;
  }

  #add(more: number): void {
    this.#isBlockOver = false;
    this.#now += more;
    if (this.#now > this.heaviest) this.heaviest = this.#now;
  }
}
