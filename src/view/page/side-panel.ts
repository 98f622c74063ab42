/** The list of layers with their colours and switches, and what is said of the polygon that was clicked. */
import type { Scene, ShownLayer } from "./scene.ts";

export class SidePanel {
  readonly #list: HTMLElement;
  readonly #info: HTMLElement;
  /** Layers that were switched off, or on against their file's wish; kept when the scene changes. */
  readonly #switched = new Map<string, boolean>();
  readonly #onChange: () => void;

  constructor(list: HTMLElement, info: HTMLElement, onChange: () => void) {
    this.#list = list;
    this.#info = info;
    this.#onChange = onChange;
  }

  isShown(layer: ShownLayer): boolean {
    return this.#switched.get(layer.key) ?? layer.visible;
  }

  showLayers({ layers }: Scene): void {
    this.#list.replaceChildren(...layers.map((layer) => this.#row(layer)));
  }

  switchAll(scene: Scene, isOn: boolean): void {
    for (const { key } of scene.layers) this.#switched.set(key, isOn);
    this.showLayers(scene);
    this.#onChange();
  }

  /** Pairs of a word and what it says. */
  showInfo(entries: readonly (readonly [word: string, text: string])[]): void {
    this.#info.replaceChildren(
      ...entries.flatMap(([word, text]) => {
        const [term, description] = [document.createElement("dt"), document.createElement("dd")];
        term.textContent = word;
        description.textContent = text;
        return [term, description];
      }),
    );
  }

  #row(layer: ShownLayer): HTMLElement {
    const row = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = this.isShown(layer);
    box.addEventListener("change", () => {
      this.#switched.set(layer.key, box.checked);
      this.#onChange();
    });
    const swatch = document.createElement("i");
    swatch.style.borderColor = layer.frameColor;
    swatch.style.background = `color-mix(in srgb, ${layer.color} ${Math.round(100 * layer.fillOpacity)}%, white)`;
    const name = document.createElement("span");
    name.textContent = name.title = layer.name;
    const count = document.createElement("small");
    count.textContent = String(layer.count);
    count.title = "polygons, counted flat";
    row.append(box, swatch, name, count);
    return row;
  }
}
