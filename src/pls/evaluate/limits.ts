/** What a program may use up, so that none runs without end or fills the memory. */
import { type Failure, failure, type SourceFile, type Span } from "../diagnostics/index.ts";

export interface Limits {
  /** Operations and calls: 10 million. */
  readonly steps: number;
  /** Vertices of all shapes that are made on the way: 30 million. */
  readonly vertices: number;
  /** SHAPEs that call each other, and symbols that refer to each other: 200. */
  readonly depth: number;
  /** Cells of parametric symbols and others: 100,000. */
  readonly cells: number;
}

export const defaultLimits: Limits = { steps: 1e7, vertices: 3e7, depth: 200, cells: 1e5 };

export class Budget {
  readonly limits: Limits;
  #steps = 0;
  #vertices = 0;
  #cells = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /** @param node where the program is; no span is made for it unless it is the last straw */
  step(node: { readonly start: number; readonly end: number }, source: SourceFile): void {
    this.#steps++;
    if (this.#steps > this.limits.steps) this.#refuseSteps({ source, start: node.start, end: node.end });
  }
  steps(count: number, span: Span): void {
    this.#steps += count;
    if (this.#steps > this.limits.steps) this.#refuseSteps(span);
  }

  #refuseSteps(span: Span): never {
    throw tooMuch("steps", "operations", this.limits.steps, span);
  }

  /** To be asked before they are made. */
  vertices(count: number, place: { readonly span: Span }): void {
    this.#vertices += count;
    if (this.#vertices > this.limits.vertices) throw tooMuch("vertices", "vertices", this.limits.vertices, place.span);
  }

  cell(span: Span): void {
    if (++this.#cells > this.limits.cells) throw tooMuch("cells", "cells", this.limits.cells, span);
  }

  /** @param what nests: "calls are nested" */
  depth(depth: number, what: string, span: Span): void {
    const limit = this.limits.depth;
    if (depth >= limit) throw beyond("depth", `${what} more than ${limit} deep, the limit`, limit, span);
  }
}

function tooMuch(name: keyof Limits, what: string, limit: number, span: Span): Failure {
  return beyond(name, `the program needs more than ${limit} ${what}, the limit`, limit, span);
}

function beyond(name: keyof Limits, message: string, limit: number, span: Span): Failure {
  const hint = `it can be raised: --limit ${name}=${10 * limit}, or limits: { ${name}: ${10 * limit} }`;
  return failure("limit", message, span, { hint });
}
