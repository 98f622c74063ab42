/**
 * The session's way to the language server. It costs nothing until it is needed: the code of cells is kept, and all the
 * rest is loaded at the first question, or after the first cell has run.
 */
import type { Language, NumberedCode } from "../language/index.ts";
import { NewestCells } from "./newest-cells.ts";

export class LanguageLink {
  /** False with RETICLE_LANGUAGE=off: then only what asks for a check by itself starts the server. */
  readonly isOn = process.env.RETICLE_LANGUAGE !== "off";
  readonly #folder: string;
  readonly #waiting = new NewestCells();
  #last: NumberedCode | null = null;
  #language: Language | null = null;
  #loading: Promise<Language> | null = null;
  #isClosed = false;

  /** `folder` is the notebook's. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A cell that runs. It is read when something is asked next, not while it runs. */
  add(cell: NumberedCode): void {
    this.#waiting.add(cell);
    this.#last = cell;
  }

  /** The names of all cells are gone; only the cell that runs may still declare some. */
  forget(): void {
    this.#language?.close();
    this.#language = null;
    this.#loading = null;
    this.#waiting.take();
    if (this.#last !== null) this.#waiting.add(this.#last);
  }

  get isLoaded(): boolean {
    return this.#language !== null;
  }

  /** The language server's face, which knows all cells so far. */
  async load(): Promise<Language> {
    this.#loading ??= this.#create();
    const language = await this.#loading;
    for (const cell of this.#waiting.take()) language.add(cell);
    return language;
  }

  /** Starts the server where nothing has needed it yet, so that the first question has its answer at once. */
  async prepare(): Promise<void> {
    if (this.isOn && !this.#isClosed && this.#loading === null) await (await this.load()).prepare();
  }

  async #create(): Promise<Language> {
    const { Language } = await import("../language/index.ts");
    this.#language = new Language(this.#folder);
    if (this.#isClosed) this.#language.close();
    return this.#language;
  }

  close(): void {
    this.#isClosed = true;
    this.#language?.close();
  }
}
