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

/** Grows memory to so many bytes, if it is smaller. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / 2 ** 16);
  if (missing > 0) memory.grow(missing);
}

/** SIMD reads sixteen bytes at a time. */
export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
