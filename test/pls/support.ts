/** Short ways to compile programs in tests. */
import assert from "node:assert/strict";
import type { Region } from "../../src/index.ts";
import { type CompiledPls, type CompilePlsOptions, compilePls } from "../../src/pls/index.ts";

/** The layer 1 of the symbol `main`, whose body this is. */
export function shapeOf(body: string, before = "", options: CompilePlsOptions = {}): Region {
  const compiled = compilePls(`${before}\nSYMBOL main\n  LAYER 1\n    ${body}\n`, options);
  assert.equal(compiled.layout === null ? compiled.report : "", "");
  return compiled.layout!.cell("main").region(1, { ifMissing: "empty" });
}

export function boxOf(body: string, before = ""): number[] | null {
  return shapeOf(body, before).bbox?.toArray() ?? null;
}

/** A value, through a square of that size. */
export function numberOf(expression: string, before = ""): number {
  return shapeOf(`rect(${expression})`, before, { dbu: 1e-4 }).bbox!.width;
}

/** "line:column code" of each error. */
export function errorsOf(text: string, options: CompilePlsOptions = {}): string[] {
  return places(compilePls(text, options), "error");
}

export function warningsOf(text: string, options: CompilePlsOptions = {}): string[] {
  return places(compilePls(text, options), "warning");
}

function places(compiled: CompiledPls, severity: "error" | "warning"): string[] {
  return compiled.diagnostics
    .filter((one) => one.severity === severity)
    .map(({ span, code }) => {
      const { line, column } = span.source.position(span.start);
      return `${line}:${column} ${code}`;
    });
}

/** Of a body in layer 1 of `main`: columns count from its first character. */
export function bodyErrors(body: string, before = ""): string[] {
  const lines = before === "" ? 0 : before.split("\n").length;
  return errorsOf(`${before === "" ? "" : `${before}\n`}SYMBOL main\nLAYER 1\n${body}`).map((one) => {
    const [line, rest] = [Number(one.split(":")[0]), one.slice(one.indexOf(":") + 1)];
    return `${line - lines - 2}:${rest}`;
  });
}
