/** What is said of a name under the pointer. */
import { type Builtin, constants, functions, type Module, methods } from "../check/index.ts";
import type { Occurrence } from "./occurrences.ts";

export function builtinText({ forms, about, example }: Builtin): string {
  return `\`\`\`pls\n${forms.join("\n")}\n\`\`\`\n${about}\n\nExample: \`${example}\``;
}

export interface HoverFacts {
  readonly module: Module;
  /** Values of globals, where the program runs. */
  readonly values: ReadonlyMap<string, string>;
  readonly layerNumbers: ReadonlyMap<string, number>;
}

/** Markdown; null where there is nothing to say. */
export function hoverText(
  { kind, name, namespace }: Occurrence,
  { module, values, layerNumbers }: HoverFacts,
): string | null {
  if (kind === "function") return builtinText(functions.get(name)!);
  if (kind === "method") return builtinText(methods.get(name)!);
  if (kind === "layer") {
    const number = layerNumbers.get(name);
    return number === undefined ? null : `layer ${number} \`${name}\``;
  }
  if (kind === "global") {
    const definition = module.globals.get(name);
    const value = values.get(name);
    const comment = definition?.entry.comment;
    const line = value === undefined ? `global \`${name}\`` : `\`\`\`pls\n${name} = ${value}\n\`\`\``;
    return comment ? `${line}\n${comment}` : line;
  }
  if (kind === "shape" || kind === "external") {
    const owner = kind === "external" ? module.namespaces.get(namespace!) : module;
    const shape = owner?.shapes.get(name);
    if (!shape) return null;
    const { start, end } = shape.section;
    const text = shape.module.source.text.slice(start, Math.min(end, start + 600));
    return `\`\`\`pls\n${text}\n\`\`\``;
  }
  if (kind === "symbol") {
    const symbol = module.symbols.find((one) => one.name === name || one.pattern?.plain === name);
    if (symbol === undefined) return `SYMBOL \`${name}\``;
    const { parameters } = symbol.signature;
    return `\`\`\`pls\nSYMBOL ${symbol.name}${parameters.length === 0 ? "" : `(${parameters.join(", ")})`}\n\`\`\``;
  }
  if (kind === "parameter") return `parameter \`${name}\``;
  return constants.get(name) ?? null;
}
