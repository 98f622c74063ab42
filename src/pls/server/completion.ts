/** What may be written at a position: keywords, functions, methods, names, layers, symbols, arguments. */
import { constants, functions, type Module, methods, referenceMethods, type Signature } from "../check/index.ts";
import { endsIn, keywords } from "../syntax/index.ts";
import type { PlsDocument } from "./document.ts";
import { builtinText } from "./hover.ts";
import { completionKind as kind, type LspCompletion } from "./protocol.ts";

export interface CompletionSurroundings {
  readonly document: PlsDocument;
  /** What the program and its imports define, as far as they can be read. */
  readonly module: Module;
  readonly symbols: readonly string[];
}

export function completions(around: CompletionSurroundings, offset: number): LspCompletion[] {
  const text = around.document.source.text;
  const before = text.slice(0, offset);
  const line = before.slice(Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1);
  if (endsIn(line) !== "code") return [];
  if (/^\s*IMPORT\b/.test(line)) return [];
  if (/^\s*LAYER\s+(?:\d+\s+)?\w*$/.test(line)) return layerNames(around);
  if (/^\s*(SYMBOL|SHAPE)\b[^(]*$/.test(line)) return [];
  const behindDot = /(\w+|[)\]])\s*\.\s*\w*$/.exec(before);
  if (behindDot !== null && !/^\d+$/.test(behindDot[1])) return members(around, behindDot[1], before);
  if (/\bref\(\s*["']?\w*$/.test(before)) {
    // A symbol cannot contain itself.
    const own = around.document.program.sections.findLast((one) => one.kind === "symbol" && one.start <= offset);
    const others = around.symbols.filter((name) => !(own?.kind === "symbol" && own.name.name === name));
    return others.map((label) => ({ label, kind: kind.class }));
  }
  const isFirst = /^\s*\w*$/.test(line);
  const found = [...values(around, offset), ...argumentNames(around, before)];
  return isFirst ? [...keywords.map((label) => ({ label, kind: kind.keyword })), ...found] : found;
}

function layerNames({ document }: CompletionSurroundings): LspCompletion[] {
  const names = new Set(document.occurrences.filter((one) => one.kind === "layer").map(({ name }) => name));
  return [...names].map((label) => ({ label, kind: kind.value }));
}

function members({ module }: CompletionSurroundings, base: string, before: string): LspCompletion[] {
  const namespace = module.namespaces.get(base);
  if (namespace) return [...namespace.shapes.values()].map(({ signature }) => shapeItem(signature));
  if (module.shapes.has(base)) return [methodItem("call")];
  const object = module.globals.get(base)?.entry.value;
  if (object?.kind === "object") return object.entries.map(({ name }) => ({ label: name.name, kind: kind.field }));
  const isReference = /\bref\([^()\n]*\)(?:\s*\.\s*\w+\([^()]*\))*\s*\.\s*\w*$/.test(before);
  const names = isReference ? referenceMethods : [...methods.keys()].filter((name) => name !== "call");
  return names.map(methodItem);
}

function methodItem(name: string): LspCompletion {
  const method = methods.get(name)!;
  return { label: name, kind: kind.method, detail: method.forms[0], documentation: markdown(builtinText(method)) };
}

function shapeItem({ name, parameters }: Signature): LspCompletion {
  return { label: name, kind: kind.function, detail: `SHAPE ${name}(${parameters.join(", ")})` };
}

function values({ document, module }: CompletionSurroundings, offset: number): LspCompletion[] {
  const section = document.sectionAt(offset);
  const owner =
    section?.kind === "layer"
      ? document.program.sections.findLast((one) => one.kind === "symbol" && one.start < section.start)
      : section;
  const parameters = owner?.kind === "shape" || owner?.kind === "symbol" ? owner.parameters : [];
  return [
    ...parameters.map(({ name }) => ({ label: name, kind: kind.variable, detail: "parameter" })),
    ...[...module.globals.keys()].map((label) => ({ label, kind: kind.constant, detail: "global" })),
    ...[...module.shapes.values()].map(({ signature }) => shapeItem(signature)),
    ...[...module.namespaces.keys()].map((label) => ({ label, kind: kind.module })),
    ...[...functions.values()].map((one) => ({
      label: one.name,
      kind: kind.function,
      detail: one.forms[0],
      documentation: markdown(builtinText(one)),
    })),
    ...[...constants].map(([label, detail]) => ({ label, kind: kind.constant, detail })),
  ];
}

/** Of the call that is open. */
function argumentNames({ module }: CompletionSurroundings, before: string): LspCompletion[] {
  const call = openCall(before);
  const signature = call === null ? undefined : signatureOf(call, module);
  if (signature === undefined) return [];
  return [...signature.parameters, ...signature.named].map((name) => ({
    label: `${name}=`,
    kind: kind.field,
    detail: `of ${signature.name}`,
  }));
}

export function signatureOf({ base, name }: OpenCall, module: Module): Signature | undefined {
  if (base === null) return functions.get(name) ?? module.shapes.get(name)?.signature;
  const namespace = module.namespaces.get(base);
  return namespace ? namespace.shapes.get(name)?.signature : methods.get(name);
}

export interface OpenCall {
  readonly name: string;
  /** The name before its dot; "" for a method of anything else, null for a function. */
  readonly base: string | null;
  /** How many commas stand in it. */
  readonly index: number;
}

/** The innermost call whose bracket is open. */
export function openCall(before: string): OpenCall | null {
  const open: { name: string; base: string | null; index: number }[] = [];
  const pattern = /#[^\n]*|"[^"\n]*"?|'[^'\n]*'?|(?:\b([A-Za-z_]\w*)\s*)?(\.\s*)?\b([A-Za-z_]\w*)\s*\(|[([{]|[)\]}]|,/g;
  for (const [token, base, dot, name] of before.slice(-20_000).matchAll(pattern)) {
    if (token.endsWith("(") || token === "[" || token === "{")
      open.push({ name: name ?? "", base: dot === undefined ? null : (base ?? ""), index: 0 });
    else if (token === ")" || token === "]" || token === "}") open.pop();
    else if (token === "," && open.length > 0) open.at(-1)!.index++;
  }
  return open.findLast(({ name }) => name !== "") ?? null;
}

function markdown(value: string): { readonly kind: "markdown"; readonly value: string } {
  return { kind: "markdown", value };
}
