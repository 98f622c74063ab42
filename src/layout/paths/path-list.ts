/** Paths in flat typed arrays: spines one after the other, and four numbers each for how they are drawn. */
import { IntList, type PathShape } from "../../geometry/index.ts";

export class PathList {
  readonly #spines = new IntList(0);
  /** Where each spine starts in `#spines`; the end of the last one last. */
  readonly #starts = new IntList(1);
  /** width, begin extension, end extension, round. */
  readonly #shapes = new IntList(0);

  constructor() {
    this.#starts.push(0);
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  add(spine: ArrayLike<number>, shape: PathShape, start = 0, end = spine.length): void {
    this.#spines.pushAll(spine, start, end);
    this.#starts.push(this.#spines.length);
    this.#shapes.push4(shape.width, shape.beginExtension, shape.endExtension, shape.round ? 1 : 0);
  }

  /** The array that holds the spine of path `index` as x,y pairs, and where in it. */
  spineOf(index: number): { spine: Int32Array; start: number; end: number } {
    return { spine: this.#spines.view(), start: this.#starts.at(index), end: this.#starts.at(index + 1) };
  }

  shapeOf(index: number): PathShape {
    const at = 4 * index;
    return {
      width: this.#shapes.at(at),
      beginExtension: this.#shapes.at(at + 1),
      endExtension: this.#shapes.at(at + 2),
      round: this.#shapes.at(at + 3) === 1,
    };
  }
}
