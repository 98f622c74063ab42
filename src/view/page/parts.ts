/**
 * What is seen of a scene that is too large to be sent as a whole: asked for when the camera rests, one question at a time.
 * While it is on its way the page shows what it has.
 */
import { type Bounds, type Camera, type Size, toMicrons } from "./camera.ts";
import { headerOf, type Polygons, polygonSets, type Scene, type SceneLayer, type ShownLayer } from "./scene.ts";

interface PartHeader {
  readonly window: Bounds;
  /** Null where polygons were sent. */
  readonly mask: readonly [width: number, height: number] | null;
  readonly layers: readonly Pick<SceneLayer, "key" | "lengths">[];
}

interface Wanted {
  readonly window: Bounds;
  /** Device pixels. */
  readonly size: Size;
  /** Of the layers that are shown. */
  readonly keys: readonly string[];
}

/** Milliseconds for which the camera rests. */
const rest = 100;
const nothing: Polygons = {
  xy: new Int32Array(),
  rings: new Uint32Array(),
  polygons: new Uint32Array(),
  boxes: new Int32Array(),
};

export class Parts {
  readonly #onPart: (scene: Scene) => void;
  readonly #onFailure: (error: unknown) => void;
  #scene: Scene | null = null;
  #header: PartHeader | null = null;
  #wanted: Wanted | null = null;
  #timer: number | undefined;
  #isAsking = false;
  /** What was asked for an older scene is thrown away. */
  #generation = 0;
  #keepsPicture = false;

  /** @param onPart hears of the scene with what was sent in its place */
  constructor(onPart: (scene: Scene) => void, onFailure: (error: unknown) => void) {
    this.#onPart = onPart;
    this.#onFailure = onFailure;
  }

  /** True while what is seen is not there. */
  get isBusy(): boolean {
    return this.#isAsking || this.#timer !== undefined;
  }

  /** True until something of a scene is there that is to replace the picture of the one before. */
  get keepsPicture(): boolean {
    return this.#keepsPicture && this.#header === null && this.#scene?.isWhole === false;
  }

  /** @param keepsPicture for a scene that is the last one's next version */
  begin(scene: Scene, { keepsPicture }: { readonly keepsPicture: boolean }): void {
    this.#scene = scene;
    this.#keepsPicture = keepsPicture;
    this.#header = null;
    this.#generation++;
  }

  /** Asks for what a camera sees, unless it is there. */
  need(camera: Camera, size: Size, ratio: number, isShown: (layer: ShownLayer) => boolean): void {
    const scene = this.#scene;
    if (scene === null || scene.isWhole || size.width < 1 || size.height < 1) return;
    const [left, top] = toMicrons(camera, size, 0, 0);
    const [right, bottom] = toMicrons(camera, size, size.width, size.height);
    this.#wanted = {
      window: [left, bottom, right, top],
      size: { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) },
      keys: scene.layers.filter(isShown).map(({ key }) => key),
    };
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isAsking || this.#isThere()) return;
    this.#timer = window.setTimeout(() => this.#ask().catch(this.#onFailure), rest);
  }

  /** The polygons of shown layers at a point (µm), whatever is on the screen. */
  async at(scene: Scene, isShown: (layer: ShownLayer) => boolean, x: number, y: number): Promise<Scene> {
    const { dbu } = scene;
    const keys = scene.layers.filter(isShown).map(({ key }) => key);
    const around: Bounds = [x - dbu, y - dbu, x + dbu, y + dbu];
    return (await this.#part(scene, { window: around, size: { width: 1, height: 1 }, keys })).scene;
  }

  #isThere(): boolean {
    const [wanted, header] = [this.#wanted, this.#header];
    if (wanted === null || header === null) return false;
    const known = new Set(header.layers.map(({ key }) => key));
    if (!wanted.keys.every((key) => known.has(key))) return false;
    const [left, bottom, right, top] = header.window;
    const [wantedLeft, wantedBottom, wantedRight, wantedTop] = wanted.window;
    if (header.mask === null)
      return left <= wantedLeft && bottom <= wantedBottom && right >= wantedRight && top >= wantedTop;
    const near = (wantedRight - wantedLeft) * 1e-6;
    return header.window.every((side, i) => Math.abs(side - wanted.window[i]) < near);
  }

  async #ask(): Promise<void> {
    this.#timer = undefined;
    const [scene, wanted, generation] = [this.#scene, this.#wanted, this.#generation];
    if (scene === null || wanted === null) return;
    this.#isAsking = true;
    try {
      const part = await this.#part(scene, wanted);
      if (generation === this.#generation) {
        this.#header = part.header;
        this.#onPart(part.scene);
      }
    } finally {
      this.#isAsking = false;
      // The camera has moved on meanwhile.
      if (generation !== this.#generation || wanted !== this.#wanted) this.#askAgain();
    }
  }

  #askAgain(): void {
    if (!this.#isThere()) this.#timer = window.setTimeout(() => this.#ask().catch(this.#onFailure), rest);
  }

  async #part(scene: Scene, { window: [l, b, r, t], size, keys }: Wanted) {
    const sides = { l, b, r, t, w: size.width, h: size.height };
    const query = new URLSearchParams({ cell: scene.cell, layers: keys.join() });
    for (const [key, value] of Object.entries(sides)) query.set(key, String(value));
    const answer = await fetch(`part?${query}`);
    if (!answer.ok) throw new Error(await answer.text());
    return withPart(scene, await answer.arrayBuffer());
  }
}

function withPart(scene: Scene, buffer: ArrayBuffer): { readonly header: PartHeader; readonly scene: Scene } {
  const { header, start } = headerOf<PartHeader>(buffer);
  const { mask, window } = header;
  const places = new Map(header.layers.map(({ key }, i) => [key, i]));
  const sets = mask === null ? polygonSets(buffer, start, header.layers) : [];
  const layers = scene.layers.map((layer) => {
    const place = places.get(layer.key);
    if (place === undefined) return { ...layer, ...nothing, mask: null };
    if (mask === null) return { ...layer, ...sets[place], mask: null };
    const [width, height] = mask;
    const words = Math.ceil(width / 32) * height;
    const bits = new Uint32Array(buffer, start + 4 * words * place, words);
    return { ...layer, ...nothing, mask: { bits, width, height, window } };
  });
  return { header, scene: { ...scene, layers } };
}
