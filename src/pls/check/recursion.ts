/** SHAPEs that call themselves, directly or by way of others: since nothing in the language decides, that never ends. */
import { errorAt, type Reporter, type Span } from "../diagnostics/index.ts";
import type { ShapeDefinition } from "./definitions.ts";

/** A SHAPE's body calls a SHAPE. */
export interface ShapeCall {
  readonly from: ShapeDefinition;
  readonly to: ShapeDefinition;
  /** Of the name in the call. */
  readonly span: Span;
}

/** Reports each call that closes a circle, and marks the SHAPEs in it: running them would repeat the message. */
export function reportRecursion(calls: readonly ShapeCall[], reporter: Reporter): void {
  const callsOf = byCaller(calls);
  const done = new Set<ShapeDefinition>();
  for (const start of callsOf.keys()) {
    if (done.has(start)) continue;
    // A list and not JavaScript's stack: programs that are made by programs have chains of thousands.
    const open = [{ shape: start, next: 0 }];
    const isOpen = new Set([start]);
    while (open.length > 0) {
      const top = open.at(-1)!;
      const call = callsOf.get(top.shape)?.[top.next++];
      if (call === undefined) {
        open.pop();
        isOpen.delete(top.shape);
        done.add(top.shape);
      } else if (isOpen.has(call.to)) {
        const circle = open.slice(open.findIndex(({ shape }) => shape === call.to)).map(({ shape }) => shape);
        for (const shape of circle) shape.isBroken = true;
        reporter.add(errorAt("recursion", messageOf(circle), call.span));
      } else if (!done.has(call.to)) {
        open.push({ shape: call.to, next: 0 });
        isOpen.add(call.to);
      }
    }
  }
}

function messageOf([first, ...others]: readonly ShapeDefinition[]): string {
  const way = others.slice(0, 5).map(({ signature }) => signature.name);
  if (others.length > way.length) way.push("…");
  const through = way.length === 0 ? "" : ` by way of ${way.join(", ")}`;
  return `SHAPE ${first.signature.name} calls itself${through}, which would never end`;
}

function byCaller(calls: readonly ShapeCall[]): Map<ShapeDefinition, ShapeCall[]> {
  const found = new Map<ShapeDefinition, ShapeCall[]>();
  for (const call of calls) {
    const there = found.get(call.from);
    if (there === undefined) found.set(call.from, [call]);
    else there.push(call);
  }
  return found;
}
