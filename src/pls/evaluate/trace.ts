/**
 * Which call of the program made the shape at a point. What each section put on a layer is known; from there the
 * expression is walked again, into the operand, the copy or the body of a SHAPE that holds the point. So nothing is kept
 * for each polygon while a program runs, and the answer is as fine as the program.
 */

import { isReticleError } from "../../errors.ts";
import { Affine } from "../../geometry/index.ts";
import { functions } from "../check/index.ts";
import { Failure, type Span } from "../diagnostics/index.ts";
import { argumentName, type ChainNode, type Expression, type Link, type SeriesNode } from "../syntax/index.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Outline } from "./outline.ts";
import { spanOf } from "./refusals.ts";
import type { Frame, Scope } from "./scope.ts";
import { ShapeValue } from "./shape-value.ts";
import type { Origin } from "./source-map.ts";

export interface Traced {
  readonly span: Span;
  /** The calls that led there, the innermost first. */
  readonly frame: Frame | null;
}

const moving: readonly string[] = ["translate", "rotate", "scale", "mirror"];

export class Tracer {
  readonly #evaluator: Evaluator;

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator;
  }

  /** The place in the program, for a point in database units; null where none of the origins holds it. */
  trace(origins: readonly Origin[], x: number, y: number): Traced | null {
    for (let i = origins.length - 1; i >= 0; i--) {
      const { body, scope } = origins[i];
      const shape = this.#shape(body, scope);
      if (shape !== null && holds(shape, x, y)) return this.#into(body, scope, x, y);
    }
    return null;
  }

  #into(node: Expression, scope: Scope, x: number, y: number): Traced {
    if (node.kind === "sum" || node.kind === "product") return this.#operand(node, scope, x, y);
    if (node.kind === "chain") return this.#chain(node, scope, x, y);
    if (node.kind !== "call" || functions.has(node.name.name)) return here(node, scope);
    const definition = scope.module.shapes.get(node.name.name);
    const body = definition?.section.body;
    if (definition === undefined || body === null || body === undefined) return here(node, scope);
    const args = this.#evaluator.arguments(definition.signature, node.args, node.name, scope);
    const values = new Map(definition.signature.parameters.map((key) => [key, args.get(key)!]));
    const span = spanOf(node, scope);
    const frame: Frame = { definition, span, outer: scope.frame, depth: (scope.frame?.depth ?? 0) + 1 };
    return this.#into(body, { module: definition.module, values, frame }, x, y);
  }

  /** What was added last lies on top; what is cut away or common shows the first operand. */
  #operand({ first, rest }: SeriesNode, scope: Scope, x: number, y: number): Traced {
    for (let i = rest.length - 1; i >= 0; i--) {
      if (rest[i].operator !== "+") continue;
      const shape = this.#shape(rest[i].operand, scope);
      if (shape !== null && holds(shape, x, y)) return this.#into(rest[i].operand, scope, x, y);
    }
    return this.#into(first, scope, x, y);
  }

  #chain(node: ChainNode, scope: Scope, x: number, y: number): Traced {
    const last = node.links.at(-1)!;
    const before = withoutLast(node);
    const receiver = this.#shape(before, scope);
    // A name that is no value: lib.shape(…), shape.call(…).
    if (receiver === null) return here(node, scope);
    if (moving.includes(last.name.name)) {
      if (holds(receiver, x, y) && last.args?.some((one) => argumentName(one)?.name === "copy"))
        return this.#into(before, scope, x, y);
      const moved = this.#shape({ ...node, links: [...node.links.slice(0, -1), withoutCopy(last)] }, scope);
      const back = moved === null ? null : inverseBetween(receiver.outline, moved.outline);
      return back === null ? here(before, scope) : this.#into(before, scope, ...back.point(x, y));
    }
    if (last.name.name === "array") {
      const offset = memberOffset(receiver.outline, this.#shape(node, scope)?.outline ?? null, x, y);
      return offset === null ? here(before, scope) : this.#into(before, scope, x - offset[0], y - offset[1]);
    }
    return holds(receiver, x, y) ? this.#into(before, scope, x, y) : here(before, scope);
  }

  #shape(node: Expression, scope: Scope): ShapeValue | null {
    try {
      const value = this.#evaluator.evaluate(node, scope);
      return value instanceof ShapeValue ? value : null;
    } catch (error) {
      if (error instanceof Failure || isReticleError(error)) return null;
      throw error;
    }
  }
}

function here(node: Expression, scope: Scope): Traced {
  return { span: spanOf(node, scope), frame: scope.frame };
}

function withoutLast(node: ChainNode): Expression {
  if (node.links.length === 1) return node.base;
  const links = node.links.slice(0, -1);
  return { ...node, links, end: links.at(-1)!.end };
}

function withoutCopy(link: Link): Link {
  return { ...link, args: link.args!.filter((one) => argumentName(one)?.name !== "copy") };
}

/** Even-odd, for polygons that do not overlap. */
function holds({ outline }: ShapeValue, x: number, y: number): boolean {
  return ringsHold(outline, 0, outline.rings.length - 1, x, y);
}

function ringsHold({ xy, rings }: Outline, first: number, end: number, x: number, y: number): boolean {
  let isInside = false;
  for (let ring = first; ring < end; ring++) {
    const [start, stop] = [2 * rings[ring], 2 * rings[ring + 1]];
    for (let i = start, k = stop - 2; i < stop; k = i, i += 2) {
      if (xy[i + 1] > y === xy[k + 1] > y) continue;
      if (x < ((xy[k] - xy[i]) * (y - xy[i + 1])) / (xy[k + 1] - xy[i + 1]) + xy[i]) isInside = !isInside;
    }
  }
  return isInside;
}

/** What takes the second outline back to the first, of which it is an affine image; null where none can be told. */
function inverseBetween(from: Outline, to: Outline): Affine | null {
  if (from.xy.length !== to.xy.length || from.xy.length < 6) return null;
  // A mirrored ring runs backwards: its vertices are read in that order, too.
  const end = 2 * to.rings[1];
  for (const isReversed of [false, true]) {
    const at = (i: number) => (isReversed ? end - 2 - i : i);
    const found = affineOf(from.xy, to.xy, at, end);
    if (found !== null && fits(found, from.xy, to.xy, at, end)) return found.inverted();
  }
  return null;
}

function affineOf(from: Outline["xy"], to: Outline["xy"], at: (i: number) => number, end: number): Affine | null {
  const [x0, y0] = [from[0], from[1]];
  const [u, v] = [from[2] - x0, from[3] - y0];
  for (let i = 4; i < end; i += 2) {
    const [p, q] = [from[i] - x0, from[i + 1] - y0];
    const determinant = u * q - v * p;
    if (Math.abs(determinant) < 1e-6) continue;
    const [X0, Y0] = [to[at(0)], to[at(0) + 1]];
    const [U, V, P, Q] = [to[at(2)] - X0, to[at(2) + 1] - Y0, to[at(i)] - X0, to[at(i) + 1] - Y0];
    const [a, b] = [(U * q - P * v) / determinant, (P * u - U * p) / determinant];
    const [c, d] = [(V * q - Q * v) / determinant, (Q * u - V * p) / determinant];
    return new Affine(a, b, c, d, X0 - a * x0 - b * y0, Y0 - c * x0 - d * y0);
  }
  return null;
}

function fits(affine: Affine, from: Outline["xy"], to: Outline["xy"], at: (i: number) => number, end: number): boolean {
  for (let i = 0; i < end; i += 2) {
    const [x, y] = affine.point(from[i], from[i + 1]);
    if (Math.abs(x - to[at(i)]) + Math.abs(y - to[at(i) + 1]) > 4) return false;
  }
  return Math.abs(affine.a * affine.d - affine.b * affine.c) > 1e-12;
}

/** By how much the copy that holds the point is moved; null where copies have grown together. */
function memberOffset(one: Outline, all: Outline | null, x: number, y: number): [number, number] | null {
  if (all === null || one.xy.length === 0 || all.xy.length % one.xy.length !== 0) return null;
  const perCopy = one.rings.length - 1;
  const copies = all.xy.length / one.xy.length;
  if (all.rings.length - 1 !== perCopy * copies) return null;
  for (let copy = 0; copy < copies; copy++) {
    if (!ringsHold(all, copy * perCopy, (copy + 1) * perCopy, x, y)) continue;
    const at = copy * one.xy.length;
    return [all.xy[at] - one.xy[0], all.xy[at + 1] - one.xy[1]];
  }
  return null;
}
