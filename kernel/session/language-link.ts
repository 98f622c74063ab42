/**
 * The session's way to the language server. It costs nothing until it is needed: the code of cells is kept, and all the
 * rest is loaded at the first question, or after the first cell has run.
 */
import type { Language, NumberedCode } from "../language/index.ts";

export class LanguageLink {
  /** False with RETICLE_LANGUAGE=off: then only what asks for a check by itself starts the server. */
  readonly isOn = process.env.RETICLE_LANGUAGE !== "off";
  readonly #folder = process.cwd();
  readonly #waiting: NumberedCode[] = [];
  #language: Language | null = null;
  #loading: Promise<Language> | null = null;
  #isClosed = false;

  /** A cell that runs. */
  add(cell: NumberedCode): void {
    if (this.#language === null) this.#waiting.push(cell);
    else this.#language.add(cell);
  }

  get isLoaded(): boolean {
    return this.#language !== null;
  }

  load(): Promise<Language> {
    this.#loading ??= (async () => {
      const { Language } = await import("../language/index.ts");
      const language = new Language(this.#folder);
      if (this.#isClosed) language.close();
      for (const cell of this.#waiting.splice(0)) language.add(cell);
      this.#language = language;
      return language;
    })();
    return this.#loading;
  }

  close(): void {
    this.#isClosed = true;
    this.#language?.close();
  }
}
