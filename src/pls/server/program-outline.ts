/** The outline of a program for an editor: symbols with their layers, SHAPEs, globals, imports. */
import type { PlsDocument } from "./document.ts";
import { type LspSymbol, symbolKind } from "./protocol.ts";

export function outlineOf({ program, range }: PlsDocument): LspSymbol[] {
  const found: LspSymbol[] = [];
  let symbol: { index: number; start: number; layers: LspSymbol[] } | null = null;
  for (const section of program.sections) {
    const { start, end } = section;
    if (section.kind === "layer") {
      const name = ["LAYER", section.number?.value, section.name?.name].filter((part) => part !== undefined).join(" ");
      const entry = { name, kind: symbolKind.object, range: range(start, end), selectionRange: range(start, end) };
      if (symbol === null) {
        found.push(entry);
        continue;
      }
      symbol.layers.push(entry);
      // It reaches to the end of its last layer.
      found[symbol.index] = { ...found[symbol.index], range: range(symbol.start, end), children: symbol.layers };
    } else if (section.kind === "globals") {
      for (const { name, start: from, end: to } of section.entries)
        found.push({
          name: name.name,
          kind: symbolKind.variable,
          range: range(from, to),
          selectionRange: range(name.start, name.end),
        });
    } else if (section.kind === "import") {
      const { path } = section;
      const selectionRange = range(path.start, path.end);
      found.push({ name: path.name, kind: symbolKind.module, range: range(start, end), selectionRange });
    } else {
      const { name, parameters, kind } = section;
      if (kind === "symbol") symbol = { index: found.length, start, layers: [] };
      found.push({
        name: name.name,
        kind: kind === "shape" ? symbolKind.function : symbolKind.class,
        detail: parameters.length === 0 ? undefined : `(${parameters.map((one) => one.name).join(", ")})`,
        range: range(start, end),
        selectionRange: range(name.start, name.end),
      });
    }
  }
  return found;
}
