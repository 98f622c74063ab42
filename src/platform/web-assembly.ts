/** Loops in WebAssembly, beside which there are always some in TypeScript. */
import { pathOf } from "./file-source.ts";
import { readFileBytes } from "./files.ts";

/** Compiles a file of WebAssembly; null where WebAssembly, its SIMD instructions or the file are not to be had. */
export function compiledModule(file: URL): WebAssembly.Module | null {
  try {
    return new WebAssembly.Module(readFileBytes(pathOf(file)) as Uint8Array<ArrayBuffer>);
  } catch {
    return null;
  }
}

/**
 * An instance of a module; null where there is no room for it: V8 takes some 10 GB of a process's addresses for the memory of
 * each, more than `ulimit -v` and batch systems may allow.
 */
export function instanceOf(module: WebAssembly.Module): WebAssembly.Exports | null {
  try {
    return new WebAssembly.Instance(module).exports;
  } catch {
    return null;
  }
}

/** What a file of WebAssembly offers, made when it is first asked for. */
export class OptionalLoops<K> {
  #made: K | null | undefined;
  readonly #make: () => K | null;

  constructor(file: URL, make: (exports: WebAssembly.Exports) => K) {
    this.#make = () => {
      const module = compiledModule(file);
      const exports = module && instanceOf(module);
      return exports && make(exports);
    };
  }

  /** Null where WebAssembly, its SIMD instructions, the file or room are not to be had: then plain loops do the work. */
  get(): K | null {
    if (this.#made === undefined) this.#made = this.#make();
    return this.#made;
  }

  /** Plain loops do the work while `run` does: what both give can be compared so. */
  without<T>(run: () => T): T {
    const before = this.#made;
    this.#made = null;
    try {
      return run();
    } finally {
      this.#made = before;
    }
  }
}

/** Grows memory to so many bytes, if it is smaller. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / 2 ** 16);
  if (missing > 0) memory.grow(missing);
}

/** SIMD reads sixteen bytes at a time. */
export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
