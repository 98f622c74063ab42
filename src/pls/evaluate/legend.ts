/** The cell `legend`: names of layers as texts on layer 255, as polyp makes it. */
import { Cell, type Layout, label, layer } from "../../layout/index.ts";
import type { LayerTable } from "../check/index.ts";

const legendLayer = 255;
/** Between lines, µm. */
const lineStep = 10;

export function addLegend(layout: Layout, layers: LayerTable, dbu: number): void {
  const legend = new Cell("legend", { dbu });
  layers.named.forEach(({ name, number }, line) => {
    legend.add(layer(legendLayer, 0, "legend"), label(`${number} ${name}`, 0, -lineStep * line));
  });
  if (layers.named.length > 0) layout.add(legend);
}
