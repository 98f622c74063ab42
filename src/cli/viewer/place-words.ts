/** What the viewer says of the cell below a click. */
import { formatLength } from "../../units.ts";
import type { FoundShape } from "./shape-at.ts";

export function placeWords({ path, x, y }: FoundShape): [string, string][] {
  const own: [string, string][] = path.length > 1 ? [["in the cell's coordinates", pointText(x, y)]] : [];
  return [["cell", path.join(" / ")], ...own];
}

/** "12.5, −3 µm" */
function pointText(x: number, y: number): string {
  return `${formatLength(Number(x.toPrecision(9)))}, ${formatLength(Number(y.toPrecision(9)))} µm`;
}
