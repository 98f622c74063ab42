import { optionsOf } from "../../errors.ts";
import { displaySymbol, type MimeBundle } from "../../view/index.ts";
import type { PictureOptions } from "./picture-style.ts";

/** A cell or a layout, shown in another way than it shows itself. It stays what it is, and is drawn when it is shown. */
export class Picture {
  readonly #text: () => string;
  readonly #bundle: (options: PictureOptions) => MimeBundle;
  readonly options: PictureOptions;

  constructor(text: () => string, bundle: (options: PictureOptions) => MimeBundle, options: PictureOptions) {
    this.#text = text;
    this.#bundle = bundle;
    this.options = optionsOf(options, "LayoutError", ["properties", "layers", "window", "width", "height"]);
  }

  toString(): string {
    return this.#text();
  }

  [displaySymbol](): MimeBundle {
    return this.#bundle(this.options);
  }
}
