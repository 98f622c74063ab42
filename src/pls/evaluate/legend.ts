/** The cell `legend`: names of layers as texts on layer 255, as polyp makes it. */
import { Cell, type Layout, label, layer } from "../../layout/index.ts";
import type { LayerTable } from "../check/index.ts";
import type { Reporter, Span } from "../diagnostics/index.ts";

const legendName = "legend";
const legendLayer = 255;
/** Between lines, µm. */
const lineStep = 10;

/** @param context.span of the program, for what there is to say of its names */
export function addLegend(
  layout: Layout,
  { named }: LayerTable,
  { dbu, reporter, span }: { readonly dbu: number; readonly reporter: Reporter; readonly span: Span },
): void {
  if (named.length === 0) {
    reporter.warning("no-legend", "no LAYER has a name, so that there is no legend", span);
    return;
  }
  if (layout.cells.some(({ name }) => name === legendName)) {
    const message = `a SYMBOL makes the cell "${legendName}" already; give it another name, or leave the legend out`;
    reporter.error("cell-collision", message, span);
    return;
  }
  const legend = new Cell(legendName, { dbu });
  named.forEach(({ name, number }, line) => {
    legend.add(layer(legendLayer, 0, "legend"), label(`${number} ${name}`, 0, -lineStep * line));
  });
  layout.add(legend);
}
